#include "stats/data/delimiter.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/data/lines.h"

enum { SAMPLE_LINES = 50, NUM_CANDIDATES = 4 };

static const char candidates[NUM_CANDIDATES + 1] = ";,\t|";

struct sample {
    size_t counts[SAMPLE_LINES][NUM_CANDIDATES];
    long lines[SAMPLE_LINES];
    int num_lines;
};

static void count_line(struct sample *self, const struct line *line, long number, bool *quoted)
{
    size_t *counts = self->counts[self->num_lines];

    memset(counts, 0, sizeof self->counts[0]);
    for (size_t i = 0; i < line->length; i++) {
        if (line->text[i] == '"')
            *quoted = !*quoted;
        for (int k = 0; k < NUM_CANDIDATES && !*quoted; k++)
            counts[k] += line->text[i] == candidates[k];
    }
    self->lines[self->num_lines] = number;
    self->num_lines++;
}

static void take_sample(struct sample *self, const char *text, size_t length, long skip)
{
    struct lines lines;
    struct line line;
    bool quoted = false;

    self->num_lines = 0;
    lines_init(&lines, text, length);
    while (self->num_lines < SAMPLE_LINES && lines_next(&lines, &line))
        if (lines.number > skip && line_content_length(&line) > 0)
            count_line(self, &line, lines.number, &quoted);
}

/* How many sampled lines have the count that is most frequent for candidate k,
 * and that count; zero counts do not vote. */
static int most_frequent(const struct sample *self, int k, size_t *count)
{
    int best = 0;

    *count = 0;
    for (int i = 0; i < self->num_lines; i++) {
        int same = 0;
        for (int j = 0; j < self->num_lines; j++)
            same += self->counts[j][k] == self->counts[i][k];
        if (self->counts[i][k] > 0 && (same > best || (same == best && self->counts[i][k] > *count))) {
            best = same;
            *count = self->counts[i][k];
        }
    }
    return best;
}

/* Several lines agree on a count that the first line does not reach: a title
 * stands above the header. */
static void check_first_line(const struct sample *self, int k, size_t usual, int agreeing, const char *name,
                             struct problems *problems)
{
    char hint[96];
    int first = 0;

    if (self->num_lines < 3 || self->counts[0][k] >= usual || agreeing * 2 <= self->num_lines)
        return;
    while (first < self->num_lines - 1 && self->counts[first][k] != usual)
        first++;
    snprintf(hint, sizeof hint, _("give --skip %ld to begin at line %ld"), self->lines[first] - 1,
             self->lines[first]);
    problem_error(
        problems, ((struct place){name, self->lines[0], 0}), hint,
        "this line has %zu fields, but most lines below it have %zu: is it a title above the header?",
        self->counts[0][k] + 1, usual + 1);
}

char delimiter_detect(const char *text, size_t length, long skip, const char *name, struct problems *problems)
{
    struct sample sample;
    int best = -1, best_lines = 0;
    size_t best_count = 0;

    take_sample(&sample, text, length, skip);
    for (int k = 0; k < NUM_CANDIDATES; k++) {
        size_t count;
        int agreeing = most_frequent(&sample, k, &count);
        bool in_header = sample.num_lines > 0 && sample.counts[0][k] == count;
        bool best_in_header = best >= 0 && sample.counts[0][best] == best_count;
        if (agreeing == 0 || (best_in_header && !in_header))
            continue;
        if ((in_header && !best_in_header) || agreeing > best_lines ||
            (agreeing == best_lines && count > best_count)) {
            best = k;
            best_lines = agreeing;
            best_count = count;
        }
    }
    if (best < 0)
        return ';'; /* a single column */
    check_first_line(&sample, best, best_count, best_lines, name, problems);
    return candidates[best];
}

long delimiter_column(const char *line, size_t offset, char delimiter)
{
    long column = 1;
    bool quoted = false;

    for (size_t i = 0; i < offset; i++) {
        if (line[i] == '"')
            quoted = !quoted;
        column += !quoted && line[i] == delimiter;
    }
    return column;
}

#include "tests/unit/reference.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/strbuf.h"
#include "tests/unit/support.h"

enum { MAX_NAMED = 400, MAX_LITERALS = REFERENCE_MAX_INPUTS };

struct named {
    char name[48];
    double *v;
    size_t n;
};

struct checker {
    struct named inputs[MAX_NAMED];
    size_t num_inputs;
    double literals[MAX_LITERALS];
    double *out;
    size_t num_out;
    char last[512]; /* measure and inputs of the results in out */
    struct strbuf wrong;
};

/* One line of a file without its end; false at the end. */
static bool next_line(FILE *file, char **line, size_t *size)
{
    ssize_t length = getline(line, size, file);

    if (length > 0 && (*line)[length - 1] == '\n')
        (*line)[length - 1] = '\0';
    return length > 0;
}

static FILE *open_table(const char *path, char **line, size_t *size)
{
    FILE *file = fopen(path, "r");

    ck_assert_msg(file != NULL, "%s cannot be opened", path);
    ck_assert_msg(next_line(file, line, size), "%s has no header", path);
    return file;
}

static size_t read_numbers(char *text, double *out)
{
    size_t n = 0;
    char *save = NULL;

    for (char *word = strtok_r(text, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save)) {
        char *end;
        double value = strtod(word, &end);
        ck_assert_msg(*end == '\0', "'%s' is no number", word);
        if (out != NULL)
            out[n] = value;
        n++;
    }
    return n;
}

static void read_inputs(struct checker *self, const char *path)
{
    char *line = NULL;
    size_t size = 0;
    FILE *file = open_table(path, &line, &size);

    while (next_line(file, &line, &size)) {
        char *rest = line, *name = strsep(&rest, ",");
        ck_assert_msg(rest != NULL && self->num_inputs < MAX_NAMED, "%s: %s", path, line);
        struct named *input = &self->inputs[self->num_inputs++];
        snprintf(input->name, sizeof input->name, "%s", name);
        input->v = calloc(strlen(rest) / 2 + 1, sizeof *input->v);
        ck_assert_ptr_nonnull(input->v);
        input->n = read_numbers(rest, input->v);
    }
    free(line);
    fclose(file);
}

static void resolve(struct checker *self, char *inputs, struct reference_args *args)
{
    char *save = NULL;

    *args = (struct reference_args){0};
    for (char *word = strtok_r(inputs, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save)) {
        size_t k = args->num++, i = 0;
        char *end;
        ck_assert_msg(k < REFERENCE_MAX_INPUTS, "too many inputs at '%s'", word);
        self->literals[k] = strtod(word, &end);
        args->v[k] = &self->literals[k];
        args->n[k] = 1;
        if (*end == '\0')
            continue;
        while (i < self->num_inputs && strcmp(self->inputs[i].name, word) != 0)
            i++;
        ck_assert_msg(i < self->num_inputs, "no input is called '%s'", word);
        args->v[k] = self->inputs[i].v;
        args->n[k] = self->inputs[i].n;
    }
}

/* The place of an item among the results. */
static size_t place_of(const char *items, const char *item)
{
    size_t place = 0, length = strlen(item);
    char *end;
    unsigned long rank = strtoul(item, &end, 10);
    bool is_rank = *end == '\0' && rank > 0;

    for (const char *word = items; *word != '\0'; place++) {
        size_t w = strcspn(word, " ");
        if (!is_rank && w == length && strncmp(word, item, w) == 0)
            return place;
        word += w + (word[w] == ' ');
    }
    return is_rank ? place + rank - 1 : REFERENCE_MAX_RESULTS;
}

/* Half a unit of the last digit, and the rounding of the text itself. */
static double printed_tolerance(const char *text)
{
    const char *point = strchr(text, '.'), *exponent = strpbrk(text, "eE");
    double decimals = 0;

    if (point != NULL)
        decimals = (double)strspn(point + 1, "0123456789");
    if (exponent != NULL)
        decimals -= strtod(exponent + 1, NULL);
    return 0.5 * pow(10, -decimals) + 4e-16 * fabs(strtod(text, NULL));
}

static double tolerance_of(const char *within, const char *expected)
{
    char *end;
    double value = strtod(within, &end);

    if (strcmp(within, "printed") == 0)
        return printed_tolerance(expected);
    if (strcmp(within, "exact") == 0)
        return 1e-12 * fabs(strtod(expected, NULL)) + 1e-14;
    ck_assert_msg(end != within && *end == '\0' && value > 0, "'%s' is no tolerance", within);
    return value;
}

static const struct reference_measure *find_measure(const struct reference_measure *measures,
                                                    const char *name)
{
    while (measures->name != NULL && strcmp(measures->name, name) != 0)
        measures++;
    ck_assert_msg(measures->name != NULL, "no measure is called '%s'", name);
    return measures;
}

static void compute(struct checker *self, const struct reference_measure *measure, const char *inputs)
{
    char key[sizeof self->last], words[sizeof self->last];
    struct reference_args args;

    int length = snprintf(key, sizeof key, "%s %s", measure->name, inputs);
    ck_assert_msg(length > 0 && (size_t)length < sizeof key, "a line is too long");
    if (strcmp(key, self->last) == 0)
        return;
    snprintf(words, sizeof words, "%s", inputs);
    resolve(self, words, &args);
    self->num_out = measure->results(&args, self->out);
    snprintf(self->last, sizeof self->last, "%s", key);
}

static void check_line(struct checker *self, char *line, const struct reference_measure *measures)
{
    char *rest = line, *name = strsep(&rest, ","), *inputs = strsep(&rest, ","), *item = strsep(&rest, ","),
         *expected = strsep(&rest, ","), *within = strsep(&rest, ",");

    ck_assert_msg(within != NULL && *expected != '\0', "a line with too few fields: %s", name);
    const struct reference_measure *measure = find_measure(measures, name);
    compute(self, measure, inputs);
    size_t place = place_of(measure->items, item);
    ck_assert_msg(place < self->num_out, "%s of '%s' has no item '%s'", name, inputs, item);
    double value = strtod(expected, NULL), gap = fabs(self->out[place] - value);
    if (!(gap <= tolerance_of(within, expected)))
        strbuf_addf(&self->wrong, "%s(%s) %s is %.17g, expected %s within %s; ", name, inputs, item,
                    self->out[place], expected, within);
}

size_t reference_check(const char *inputs, const char *values, const struct reference_measure *measures)
{
    struct checker *self = calloc(1, sizeof *self);
    char *line = NULL;
    size_t size = 0, num = 0;

    ck_assert_ptr_nonnull(self);
    self->out = calloc(REFERENCE_MAX_RESULTS, sizeof *self->out);
    ck_assert_ptr_nonnull(self->out);
    read_inputs(self, inputs);
    FILE *file = open_table(values, &line, &size);
    for (; next_line(file, &line, &size); num++)
        check_line(self, line, measures);
    fclose(file);
    free(line);
    ck_assert_msg(strbuf_text(&self->wrong)[0] == '\0', "%s", strbuf_text(&self->wrong));
    for (size_t i = 0; i < self->num_inputs; i++)
        free(self->inputs[i].v);
    strbuf_free(&self->wrong);
    free(self->out);
    free(self);
    return num;
}

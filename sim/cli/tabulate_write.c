#include "sim/cli/tabulate_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"

enum { VALUE_DIGITS = 12, SE_DIGITS = 6, PART_GROUPS = 4096, WAVE_PARTS = 64, AHEAD = 8 };

struct writing {
    const struct tabulate_layout *layout;
    const struct group **groups;
    size_t num_groups;
    double *totals; /* [num_groups] what the share of each is of; NULL without shares */
    struct outfile *out;
    size_t first;                     /* group of the wave */
    struct outfile parts[WAVE_PARTS]; /* text of PART_GROUPS groups each, in memory */
};

static double weighted(const struct writing *self, const struct group *group)
{
    return self->layout->options->weight ? group->weight : (double)group->num_records;
}

/* The standard error of a weighted count is that of records in import (records.h): the square root
 * of D sum of w (w - 1). The effective size is Kish's (1965), (sum w)^2 / sum w^2, over D. */
static void write_precision(struct csvout *out, const struct group *group, double design_effect)
{
    double size = group->weight * group->weight / (design_effect * group->weight_squares);
    bool is_empty = !(group->weight_squares > 0);

    csvout_number(out, sqrt(design_effect * group->variance), SE_DIGITS);
    csvout_number(out, is_empty ? (double)NAN : size, SE_DIGITS);
    csvout_number(out, is_empty ? (double)NAN : (double)group->num_records / size, SE_DIGITS);
}

static void write_measures(const struct tabulate_layout *layout, struct csvout *out,
                           const struct group *group)
{
    for (size_t i = 0; i < layout->num_measures; i++) {
        const struct group_sum *sum = &group->sums[layout->measures[i].number];
        bool is_known = layout->measures[i].is_mean ? sum->weight > 0 : sum->num_missing < group->num_records;
        double value = layout->measures[i].is_mean ? sum->sum / sum->weight : sum->sum;
        csvout_number(out, is_known ? value : (double)NAN, VALUE_DIGITS);
    }
    for (size_t i = 0; i < layout->options->num_numbers; i++)
        csvout_integer(out, (int64_t)group->sums[i].num_missing);
}

static void write_group(const struct writing *self, struct csvout *out, size_t index)
{
    const struct tabulate_layout *layout = self->layout;
    const struct group *group = self->groups[index];
    const char *text = group_key(group);

    for (size_t i = 0; i < layout->options->num_by; i++) {
        csvout_text(out, text);
        text += strlen(text) + 1;
    }
    csvout_integer(out, (int64_t)group->num_records);
    if (layout->options->weight != NULL)
        csvout_number(out, group->weight, VALUE_DIGITS);
    if (layout->precision)
        write_precision(out, group, layout->design_effect);
    if (layout->share)
        csvout_number(out,
                      self->totals[index] > 0 ? weighted(self, group) / self->totals[index] : (double)NAN,
                      VALUE_DIGITS);
    write_measures(layout, out, group);
    csvout_end(out);
}

static int write_part(size_t index, int worker, void *context, struct err *err)
{
    struct writing *self = context;
    struct outfile *part = &self->parts[index];
    size_t first = self->first + index * PART_GROUPS;
    struct csvout out = {.file = part, .style = self->layout->style, .at_start = 1};

    (void)worker;
    strbuf_clear(&part->pending);
    for (size_t i = first; i < first + PART_GROUPS && i < self->num_groups; i++) {
        if (i + AHEAD < self->num_groups) { /* groups that follow each other are far apart */
            __builtin_prefetch(self->groups[i + AHEAD]);
            __builtin_prefetch(self->groups[i + AHEAD] + 1);
        }
        write_group(self, &out, i);
    }
    csvout_free(&out);
    return part->failed ? err_set(err, ERR_LIMIT, "not enough memory for the table") : ERR_OK;
}

/* The text of one wave goes out in the order of its parts. */
static int end_wave(void *context, bool *again, struct err *err)
{
    struct writing *self = context;

    (void)err;
    for (size_t i = 0; i < WAVE_PARTS; i++)
        outfile_write(self->out, strbuf_text(&self->parts[i].pending), self->parts[i].pending.length);
    self->first += PART_GROUPS * WAVE_PARTS;
    *again = self->first < self->num_groups;
    return ERR_OK;
}

static int write_groups(struct writing *self, struct err *err)
{
    char in_memory[] = "-"; /* what is written waits in 'pending' */
    int threads = self->num_groups > PART_GROUPS ? self->layout->options->threads : 1;

    for (size_t i = 0; i < WAVE_PARTS; i++)
        self->parts[i].path = in_memory;
    int status = parallel_steps(WAVE_PARTS, threads, write_part, end_wave, self, err);
    for (size_t i = 0; i < WAVE_PARTS; i++)
        strbuf_free(&self->parts[i].pending);
    return status;
}

/* Length of the first num texts of a key, with their NULs. */
static size_t prefix_length(const struct group *group, size_t num)
{
    const char *key = group_key(group), *text = key;

    for (size_t i = 0; i < num; i++)
        text += strlen(text) + 1;
    return (size_t)(text - key);
}

static bool is_same_whole(const struct group *a, const struct group *b, size_t num)
{
    size_t length = prefix_length(a, num);

    return length == prefix_length(b, num) && memcmp(group_key(a), group_key(b), length) == 0;
}

/* Groups of one whole follow each other, since they are in order. */
static int sum_totals(struct writing *self, struct err *err)
{
    self->totals = mem_alloc(self->num_groups, sizeof *self->totals, err);
    if (self->totals == NULL)
        return ERR_LIMIT;
    for (size_t first = 0, end; first < self->num_groups; first = end) {
        double total = 0;
        for (end = first; end < self->num_groups &&
                          is_same_whole(self->groups[first], self->groups[end], self->layout->share_within);
             end++)
            total += weighted(self, self->groups[end]);
        for (size_t i = first; i < end; i++)
            self->totals[i] = total;
    }
    return ERR_OK;
}

static int write_header(const struct tabulate_layout *layout, struct csvout *out, struct err *err)
{
    const struct tabulation_options *options = layout->options;
    struct strbuf name = {0};

    for (size_t i = 0; i < options->num_by; i++)
        csvout_text(out, options->by[i]);
    csvout_text(out, "records");
    if (options->weight != NULL)
        csvout_text(out, "weighted");
    if (layout->precision) {
        csvout_text(out, "weighted__se");
        csvout_text(out, "effective_n");
        csvout_text(out, "design_effect");
    }
    if (layout->share)
        csvout_text(out, "share");
    for (size_t i = 0; i < layout->num_measures + options->num_numbers; i++) {
        bool is_measure = i < layout->num_measures;
        size_t number = is_measure ? layout->measures[i].number : i - layout->num_measures;
        strbuf_clear(&name);
        strbuf_addf(&name, "%s__%s", options->numbers[number],
                    !is_measure                   ? "missing"
                    : layout->measures[i].is_mean ? "mean"
                                                  : "sum");
        csvout_text(out, strbuf_text(&name));
    }
    csvout_end(out);
    int status = strbuf_status(&name, err);
    strbuf_free(&name);
    return status;
}

int tabulate_write(const struct tabulate_layout *layout, const struct tabulation *table,
                   struct result_table *out, struct err *err)
{
    struct writing self = {.layout = layout, .out = &out->file};
    int status = groups_sort(table->shares, layout->options->threads, &self.groups, &self.num_groups, err);

    if (status == ERR_OK && layout->share)
        status = sum_totals(&self, err);
    if (status == ERR_OK)
        status = write_header(layout, &out->csv, err);
    for (size_t i = 0; i < self.num_groups && out->workbook != NULL && status == ERR_OK; i++)
        write_group(&self, &out->csv, i);
    if (status == ERR_OK && out->workbook == NULL) {
        outfile_flow(&out->file);
        status = write_groups(&self, err);
    }
    free(self.totals);
    free(self.groups);
    return status;
}

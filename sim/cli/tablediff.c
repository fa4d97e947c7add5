#include "sim/cli/tablediff.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/resultset.h"
#include "stats/base/number.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/montecarlo.h"

const char *const diff_verdict_names[NUM_DIFF_VERDICTS] = {"changed", "within-error", "not-judged",
                                                           "only-in-a", "only-in-b"};

enum { DIGITS = 10, MOST_MARKS = 4 };

/* A kind of table is told by some of its columns; then these are its keys. */
static const struct kind {
    const char *marks[MOST_MARKS];
    const char *keys[CELLTABLE_MAX_KEYS];
} kinds[] = {
    {{"probability", "operator", "metric"}, {"scenario", "scope", "year", "metric", "operator", "value"}},
    {{"scenario", "mc_se", "q05"}, {"scenario", "scope", "year", "metric"}},
    {{"cohort", "parameter", "from_year"}, {"scenario", "cohort", "parameter", "from_year"}},
    {{"scenario", "steps_per_year"}, {"scenario"}},
    {{"relation", "of_code", "indicator"},
     {"relation", "of_level", "of_code", "level", "code", "indicator", "year"}},
    {{"peers_median", "indicator"}, {"level", "code", "indicator"}},
    {{"statistic", "verdict", "observed"}, {"line"}},
};

const char *const *diff_keys(const struct celltable *table)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        bool fits = true;
        for (int k = 0; k < MOST_MARKS && kinds[i].marks[k] != NULL; k++)
            fits = fits && celltable_find(table, kinds[i].marks[k]) < table->num_columns;
        for (int k = 0; kinds[i].keys[k] != NULL; k++)
            fits = fits && celltable_find(table, kinds[i].keys[k]) < table->num_columns;
        if (fits)
            return kinds[i].keys;
    }
    return NULL;
}

struct side {
    const struct celltable *table;
    size_t row;
};

struct diff {
    const char *file;
    const struct diff_settings *settings;
    struct side a, b;
    struct csvout *out;
    struct diff_summary *summary;
};

/* NaN for what is not a number or not there. */
static double number_of(const struct side *side, const char *column)
{
    size_t c = celltable_find(side->table, column);
    double value = NAN;

    if (c < side->table->num_columns) {
        const char *text = celltable_cell(side->table, side->row, c);
        number_parse(text, strlen(text), '.', &value);
    }
    return value;
}

/* Columns that describe how far draws lie apart, or how well something is known. */
static bool is_of_spread(const char *column)
{
    static const char *const names[] = {"draws", "mc_se", "sd", "sd_parameters", "sd_sampling", "met"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], column) == 0)
            return true;
    return false;
}

static bool is_simulated(const struct side *side)
{
    return celltable_find(side->table, "mc_se") < side->table->num_columns;
}

/* Standard error of a quantile from its limits at two standard errors. */
static double quantile_error(const struct side *side, int k)
{
    double quantiles[MONTECARLO_NUM_QUANTILES];
    struct montecarlo error = {number_of(side, "draws"), 0, 0.95};

    for (int i = 0; i < MONTECARLO_NUM_QUANTILES; i++)
        quantiles[i] = number_of(side, montecarlo_names[i]);
    /* a step of a whole number may be the luck of one draw */
    bool is_count =
        result_is_discrete(celltable_cell(side->table, side->row, celltable_find(side->table, "unit")));
    struct interval limits = montecarlo_quantile(&error, quantiles, k, is_count);
    double half = (limits.high - limits.low) / (2 * interval_z(0.95));
    return is_count && half < 0.5 ? 0.5 : half;
}

/* Wilson's half width stands for the error of a probability: that of 0 and 1 is not 0. */
static double share_error(const struct side *side)
{
    struct interval limits = interval_wilson(number_of(side, "probability"), number_of(side, "draws"), 0.95);

    return fmax(number_of(side, "mc_se"), (limits.high - limits.low) / (2 * interval_z(0.95)));
}

/* Columns that chance moves, and whose error is known in most rows. */
static bool is_judged(const char *column)
{
    static const char *const names[] = {"mean", "probability", "low", "high"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], column) == 0)
            return true;
    for (int k = 0; k < MONTECARLO_NUM_QUANTILES; k++)
        if (strcmp(montecarlo_names[k], column) == 0)
            return true;
    return false;
}

/* Monte-Carlo error of a column; NaN when it has none. */
static double error_of(const struct side *side, const char *column)
{
    if (!is_simulated(side))
        return NAN;
    if (strcmp(column, "mean") == 0)
        return number_of(side, "mc_se");
    if (strcmp(column, "probability") == 0 || strcmp(column, "low") == 0 || strcmp(column, "high") == 0)
        return celltable_find(side->table, "probability") < side->table->num_columns ? share_error(side)
                                                                                     : (double)NAN;
    for (int k = 0; k < MONTECARLO_NUM_QUANTILES; k++)
        if (strcmp(column, montecarlo_names[k]) == 0 &&
            celltable_find(side->table, "unit") < side->table->num_columns)
            return quantile_error(side, k);
    return NAN;
}

static bool is_rounding(const struct diff *d, double a, double b)
{
    return fabs(b - a) <= d->settings->absolute + d->settings->relative * fmax(fabs(a), fabs(b));
}

static void write_row(const struct diff *d, const struct side *at, const char *column, const char *a,
                      const char *b, double difference, double error, enum diff_verdict verdict)
{
    struct strbuf key = {0};

    d->summary->num_of[verdict]++;
    if ((verdict == DIFF_WITHIN_ERROR || verdict == DIFF_NOT_JUDGED) && !d->settings->lists_all)
        return;
    csvout_text(d->out, d->file);
    if (at != NULL)
        celltable_add_key(at->table, at->row, &key);
    csvout_text(d->out, strbuf_text(&key));
    csvout_text(d->out, column);
    for (int k = 0; k < 2; k++) {
        const struct side *side = k ? &d->b : &d->a;
        if (at == NULL || verdict == (k ? DIFF_ONLY_IN_A : DIFF_ONLY_IN_B))
            csvout_text(d->out, "");
        else
            csvout_integer(d->out, side->table->lines[side->row]);
    }
    csvout_text(d->out, a);
    csvout_text(d->out, b);
    csvout_number(d->out, difference, DIGITS);
    csvout_number(d->out, error, DIGITS);
    csvout_number(d->out, error > 0 ? difference / error : (double)NAN, 6);
    csvout_text(d->out, diff_verdict_names[verdict]);
    csvout_end(d->out);
    strbuf_free(&key);
}

static void note_worst(struct diff *d, const char *column, double z)
{
    struct strbuf key = {0};

    if (!(fabs(z) > d->summary->worst))
        return;
    d->summary->worst = fabs(z);
    celltable_add_key(d->a.table, d->a.row, &key);
    snprintf(d->summary->where, sizeof d->summary->where, "%.200s, %.40s", strbuf_text(&key), column);
    strbuf_free(&key);
}

static void compare_numbers(struct diff *d, const char *column, const char *text_a, const char *text_b,
                            double a, double b)
{
    double error = hypot(error_of(&d->a, column), error_of(&d->b, column));
    enum diff_verdict verdict = DIFF_CHANGED;

    if (is_rounding(d, a, b))
        return;
    if (error > 0)
        note_worst(d, column, (b - a) / error);
    if (is_simulated(&d->a) && (is_of_spread(column) || (is_judged(column) && isnan(error))))
        verdict = DIFF_NOT_JUDGED;
    else if (fabs(b - a) <= d->summary->limit * error)
        verdict = DIFF_WITHIN_ERROR;
    write_row(d, &d->a, column, text_a, text_b, b - a, error, verdict);
}

static void compare_cell(struct diff *d, size_t column_a, size_t column_b)
{
    const char *column = celltable_column(d->a.table, column_a);
    const char *text_a = celltable_cell(d->a.table, d->a.row, column_a);
    const char *text_b = celltable_cell(d->b.table, d->b.row, column_b);
    double a, b;

    d->summary->num_cells++;
    if (strcmp(text_a, text_b) == 0)
        return;
    if (number_parse(text_a, strlen(text_a), '.', &a) == NUMBER_OK &&
        number_parse(text_b, strlen(text_b), '.', &b) == NUMBER_OK)
        compare_numbers(d, column, text_a, text_b, a, b);
    else
        write_row(d, &d->a, column, text_a, text_b, NAN, NAN,
                  is_simulated(&d->a) && is_of_spread(column) ? DIFF_NOT_JUDGED : DIFF_CHANGED);
}

static bool is_key(const struct celltable *table, size_t column)
{
    for (size_t k = 0; k < table->num_keys; k++)
        if (table->keys[k] == column)
            return true;
    return false;
}

static void compare_rows(struct diff *d)
{
    for (size_t c = 0; c < d->a.table->num_columns; c++) {
        size_t other = celltable_find(d->b.table, celltable_column(d->a.table, c));
        if (!is_key(d->a.table, c) && other < d->b.table->num_columns)
            compare_cell(d, c, other);
    }
}

/* Columns that one side lacks. */
static void compare_headers(struct diff *d)
{
    for (size_t c = 0; c < d->a.table->num_columns; c++)
        if (celltable_find(d->b.table, celltable_column(d->a.table, c)) == d->b.table->num_columns)
            write_row(d, NULL, celltable_column(d->a.table, c), "", "", NAN, NAN, DIFF_ONLY_IN_A);
    for (size_t c = 0; c < d->b.table->num_columns; c++)
        if (celltable_find(d->a.table, celltable_column(d->b.table, c)) == d->a.table->num_columns)
            write_row(d, NULL, celltable_column(d->b.table, c), "", "", NAN, NAN, DIFF_ONLY_IN_B);
}

/* Cells that chance moves: the confidence is shared by them (Bonferroni). */
static double limit_of(const struct celltable *a, const struct celltable *b, double confidence)
{
    double columns = 0, rows = (double)(a->num_rows < b->num_rows ? a->num_rows : b->num_rows);

    for (size_t c = 0; c < a->num_columns; c++) {
        columns += is_judged(celltable_column(a, c));
    }
    return interval_z(1 - (1 - confidence) / fmax(rows * columns, 1));
}

void diff_tables(const struct celltable *a, const struct celltable *b, const char *file,
                 const struct diff_settings *settings, struct csvout *out, struct diff_summary *summary)
{
    struct diff d = {
        .file = file, .settings = settings, .a = {a, 0}, .b = {b, 0}, .out = out, .summary = summary};
    size_t i = 0, k = 0;

    summary->limit = limit_of(a, b, settings->confidence);
    compare_headers(&d);
    while (i < a->num_rows || k < b->num_rows) {
        int order = i == a->num_rows   ? 1
                    : k == b->num_rows ? -1
                                       : celltable_compare(a, a->order[i], b, b->order[k]);
        d.a.row = i < a->num_rows ? a->order[i] : 0;
        d.b.row = k < b->num_rows ? b->order[k] : 0;
        if (order < 0)
            write_row(&d, &d.a, "", "", "", NAN, NAN, DIFF_ONLY_IN_A);
        else if (order > 0)
            write_row(&d, &d.b, "", "", "", NAN, NAN, DIFF_ONLY_IN_B);
        else
            compare_rows(&d);
        i += order <= 0;
        k += order >= 0;
    }
}

void diff_whole(const char *file, enum diff_verdict verdict, struct csvout *out)
{
    csvout_text(out, file);
    for (int i = 0; i < 9; i++)
        csvout_text(out, "");
    csvout_text(out, diff_verdict_names[verdict]);
    csvout_end(out);
}

#include "sim/cli/assertion.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"
#include "stats/output/markup.h"

enum {
    COLUMN_METRIC,
    COLUMN_SCENARIO,
    COLUMN_SCOPE,
    COLUMN_YEAR,
    COLUMN_STATISTIC,
    COLUMN_OPERATOR,
    COLUMN_VALUE,
    COLUMN_TOLERANCE,
    COLUMN_OBJECTIVE,
    COLUMN_TABLE,
    COLUMN_LABEL,
    DIGITS = 10
};

struct judging {
    struct assertions *self;
    const struct result_set *results;
    struct montecarlo error;
    struct problems *problems;
    size_t row; /* of the assertions */
};

static const char *or_else(const char *text, const char *fallback)
{
    return text[0] != '\0' ? text : fallback;
}

static void read_assertion(const struct table *t, size_t row, struct assertion *a)
{
    double year = table_number(t, row, COLUMN_YEAR), tolerance = table_number(t, row, COLUMN_TOLERANCE);

    *a = (struct assertion){
        .label = table_text(t, row, COLUMN_LABEL),
        .scenario = table_text(t, row, COLUMN_SCENARIO),
        .scope = or_else(table_text(t, row, COLUMN_SCOPE), "all"),
        .metric = table_text(t, row, COLUMN_METRIC),
        .statistic = or_else(table_text(t, row, COLUMN_STATISTIC), "mean"),
        .operator= table_text(t, row, COLUMN_OPERATOR),
        .line = t->lines[row],
        .year = isnan(year) ? 0 : (int)year,
        .value = table_number(t, row, COLUMN_VALUE),
        .tolerance = isnan(tolerance) ? 0 : tolerance,
    };
}

/* ---- what the results hold ---------------------------------------------------------------- */

/* A text of the table nearest to one that is not there, as a hint. */
static const char *near_text(const struct table *t, const char *column, const char *text)
{
    const char *candidates[64];
    size_t num = 0;

    for (size_t row = 0; row < t->num_rows && num < 64; row++) {
        const char *item = result_text(t, row, column);
        bool known = strcmp(item, text) == 0;
        if (known)
            return NULL;
        for (size_t i = 0; i < num && !known; i++)
            known = strcmp(candidates[i], item) == 0;
        if (!known)
            candidates[num++] = item;
    }
    return text_nearest(text, candidates, num);
}

static void add_near(struct strbuf *hint, const struct table *t, const char *column, const char *text)
{
    const char *near = near_text(t, column, text);

    if (near != NULL)
        strbuf_addf(hint, _("%sdid you mean the %s '%s'?"), hint->length ? "; " : "", column, near);
}

static void report_absent(struct judging *j, const struct assertion *a, const struct table *const *tables,
                          int num_tables)
{
    struct strbuf hint = {0};
    char year[32];

    for (int k = 0; k < num_tables && hint.length == 0; k++) {
        add_near(&hint, tables[k], "metric", a->metric);
        add_near(&hint, tables[k], "scenario", a->scenario);
        add_near(&hint, tables[k], "scope", a->scope);
    }
    snprintf(year, sizeof year, a->year != 0 ? "%d" : _("any year"), a->year);
    problem_error(j->problems, table_place(&j->self->table, j->row, COLUMN_METRIC),
                  hint.length ? strbuf_text(&hint) : NULL,
                  "the results have no %s '%.80s' in %s for the scenario '%.80s' and the scope '%.80s'",
                  strcmp(a->statistic, "probability") == 0 ? _("objective on") : _("metric"), a->metric, year,
                  a->scenario, a->scope);
    strbuf_free(&hint);
}

/* ---- statistics --------------------------------------------------------------------------- */

static int quantile_index(const char *statistic)
{
    int k = 0;

    while (k < MONTECARLO_NUM_QUANTILES && strcmp(montecarlo_names[k], statistic) != 0)
        k++;
    return k;
}

static void take_mean(struct judging *j, const struct table *t, size_t row, struct assertion *a)
{
    a->observed = result_number(t, row, "mean");
    a->se = result_number(t, row, "mc_se");
    if (isnan(a->se))
        problem_error(j->problems, table_place(&j->self->table, j->row, COLUMN_STATISTIC),
                      "assert a quantile instead, such as q50",
                      "the results give no Monte-Carlo error of the mean of '%.80s'", a->metric);
    a->interval = montecarlo_mean(&j->error, a->observed, a->se);
}

static void take_quantile(struct judging *j, const struct table *t, size_t row, struct assertion *a)
{
    double quantiles[MONTECARLO_NUM_QUANTILES];
    int k = quantile_index(a->statistic);

    result_set_quantiles(t, row, quantiles);
    a->observed = quantiles[k];
    a->interval = montecarlo_quantile(&j->error, quantiles, k, result_is_discrete(a->unit));
    a->se = (a->interval.high - a->interval.low) / (2 * interval_z(j->error.confidence));
    if (isnan(a->observed) || isnan(a->interval.low) || isnan(a->interval.high))
        problem_error(j->problems, table_place(&j->self->table, j->row, COLUMN_STATISTIC), NULL,
                      "the results leave %s of '%.80s', or a quantile beside it, empty", a->statistic,
                      a->metric);
}

static void take_series(struct judging *j, struct assertion *a)
{
    static const enum result_kind values[] = {RESULT_PROJECTION, RESULT_COSTS},
                                  differences[] = {RESULT_DIFFERENCES};
    bool paired = strcmp(table_text(&j->self->table, j->row, COLUMN_TABLE), "differences") == 0;
    const enum result_kind *kinds = paired ? differences : values;
    const struct table *tables[2];
    int num = 0;

    for (int k = 0; k < (paired ? 1 : 2); k++) {
        const struct table *t = &j->results->tables[kinds[k]];
        size_t row;
        if (!j->results->has[kinds[k]])
            continue;
        tables[num++] = t;
        row = result_set_row(t, a->scenario, a->scope, a->year, a->metric);
        if (row == t->num_rows)
            continue;
        a->year = (int)result_number(t, row, "year");
        a->unit = result_text(t, row, "unit");
        j->error.num_draws = a->num_draws = result_number(t, row, "draws");
        if (strcmp(a->statistic, "mean") == 0)
            take_mean(j, t, row, a);
        else
            take_quantile(j, t, row, a);
        return;
    }
    report_absent(j, a, tables, num);
}

static bool is_objective(const struct table *t, size_t row, const struct assertion *a, double objective)
{
    return strcmp(result_text(t, row, "metric"), a->metric) == 0 &&
           strcmp(result_text(t, row, "scenario"), a->scenario) == 0 &&
           strcmp(result_text(t, row, "scope"), a->scope) == 0 &&
           (a->year == 0 || result_number(t, row, "year") == a->year) &&
           (isnan(objective) || result_number(t, row, "value") == objective);
}

static void take_probability(struct judging *j, struct assertion *a)
{
    const struct table *t = &j->results->tables[RESULT_TARGETS];
    double objective = table_number(&j->self->table, j->row, COLUMN_OBJECTIVE);
    size_t found = t->num_rows;

    a->unit = "probability";
    if (a->value < 0 || a->value > 1)
        problem_error(j->problems, table_place(&j->self->table, j->row, COLUMN_VALUE),
                      /* xgettext:no-c-format */
                      "60 % is written 0.6; the value of the objective goes into the column objective",
                      "a probability lies between 0 and 1");
    for (size_t row = 0; row < t->num_rows; row++) {
        if (!is_objective(t, row, a, objective))
            continue;
        if (found < t->num_rows) {
            problem_error(j->problems, table_place(&j->self->table, j->row, COLUMN_METRIC),
                          "give its year and, in the column objective, its value",
                          "the results have several objectives on '%.80s' for this scenario and scope",
                          a->metric);
            return;
        }
        found = row;
    }
    if (found == t->num_rows) {
        report_absent(j, a, &t, 1);
        return;
    }
    a->year = (int)result_number(t, found, "year");
    a->observed = result_number(t, found, "probability");
    a->se = result_number(t, found, "mc_se");
    j->error.num_draws = a->num_draws = result_number(t, found, "draws");
    a->interval = montecarlo_share(&j->error, a->observed, a->se);
}

static enum montecarlo_operator operator_of(const char *text)
{
    return text[0] == '>' ? MONTECARLO_AT_LEAST : text[0] == '<' ? MONTECARLO_AT_MOST : MONTECARLO_EQUAL;
}

static void judge_row(struct judging *j)
{
    struct assertion *a = &j->self->items[j->row];

    read_assertion(&j->self->table, j->row, a);
    a->confidence = j->error.confidence;
    if (strcmp(a->statistic, "probability") == 0)
        take_probability(j, a);
    else
        take_series(j, a);
    a->verdict = montecarlo_judge(a->interval, operator_of(a->operator), a->value, a->tolerance);
    j->self->num_of[a->verdict]++;
}

int assertions_judge(struct assertions *self, const char *path, const struct result_set *results,
                     double confidence, struct problems *problems, struct err *err)
{
    struct judging j = {self, results, {1, results->replicates, confidence}, problems, 0};
    int status = table_read_file(&self->table, path, "assertions", problems, err);

    if (status == ERR_OK)
        status = problems_status(problems, path, err);
    if (status != ERR_OK)
        return status;
    self->items = mem_alloc(self->table.num_rows, sizeof *self->items, err);
    if (self->items == NULL)
        return ERR_LIMIT;
    self->num_items = self->table.num_rows;
    for (; j.row < self->num_items; j.row++)
        judge_row(&j);
    return problems_status(problems, path, err);
}

void assertions_free(struct assertions *self)
{
    free(self->items);
    table_free(&self->table);
    *self = (struct assertions){0};
}

/* ---- results ------------------------------------------------------------------------------ */

static void add_number(struct strbuf *out, double value, int digits)
{
    char text[NUMBER_TEXT_SIZE];

    number_format_digits(value, digits, text);
    strbuf_add(out, text);
}

void assertion_name(const struct assertion *self, struct strbuf *out)
{
    strbuf_addf(out, "%s, %s, %d: %s of %s %s ", self->scenario, self->scope, self->year, self->statistic,
                self->metric, self->operator);
    add_number(out, self->value, DIGITS);
    if (self->tolerance > 0) {
        strbuf_add(out, " +- ");
        add_number(out, self->tolerance, DIGITS);
    }
}

/* Draws after which the limits would lie on one side, were the statistic what it is now: errors
 * fall with the square root of the draws. 0 when no number of draws would decide. */
static double draws_to_decide(const struct assertion *a)
{
    bool equal = a->operator[0] == '=';
    double edge = a->value + (a->operator[0] == '>' ? -a->tolerance : a->tolerance);
    double gap = equal ? fabs(fabs(a->observed - a->value) - a->tolerance) : fabs(a->observed - edge);
    double half = (a->interval.high - a->interval.low) / 2;

    return gap > 0 && half > gap ? a->num_draws * (half / gap) * (half / gap) : 0;
}

void assertion_finding(const struct assertion *self, bool is_for_people, struct strbuf *out)
{
    static const char limits[] = N_("%s, between %s and %s (%s %% of the Monte-Carlo error, %.0f draws)");
    static const char needed[] = N_("; about %s draws would decide");
    const double values[] = {self->observed, self->interval.low, self->interval.high, 100 * self->confidence};
    char texts[4][NUMBER_TEXT_SIZE], more[NUMBER_TEXT_SIZE];
    double draws = draws_to_decide(self);

    for (int i = 0; i < 4; i++)
        number_format_digits(values[i], 6, texts[i]);
    number_format_digits(draws, 2, more);
    strbuf_addf(out, is_for_people ? translate(limits) : limits, texts[0], texts[1], texts[2], texts[3],
                self->num_draws);
    if (self->verdict == MONTECARLO_UNDECIDED && draws > 0 && draws < 1e9)
        strbuf_addf(out, is_for_people ? translate(needed) : needed, more);
}

void assertions_write(const struct assertions *self, struct csvout *out)
{
    static const char *const names[] = {"line",       "label",    "scenario",  "scope",    "year",
                                        "metric",     "unit",     "statistic", "operator", "value",
                                        "tolerance",  "observed", "mc_se",     "low",      "high",
                                        "confidence", "draws",    "verdict",   NULL};

    csvout_header(out, names);
    for (size_t i = 0; i < self->num_items; i++) {
        const struct assertion *a = &self->items[i];
        const double numbers[] = {a->value,        a->tolerance,     a->observed,  a->se,
                                  a->interval.low, a->interval.high, a->confidence};
        const char *const texts[] = {a->metric, a->unit, a->statistic, a->operator};
        csvout_integer(out, a->line);
        csvout_text(out, a->label);
        csvout_text(out, a->scenario);
        csvout_text(out, a->scope);
        csvout_integer(out, a->year);
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            csvout_text(out, texts[k]);
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
            csvout_number(out, numbers[k], DIGITS);
        csvout_integer(out, (int64_t)a->num_draws);
        csvout_text(out, montecarlo_verdict_names[a->verdict]);
        csvout_end(out);
    }
}

static void add_case(const struct assertion *a, bool strict, struct strbuf *out)
{
    bool fails = a->verdict == MONTECARLO_FAILS || (strict && a->verdict == MONTECARLO_UNDECIDED);
    struct strbuf text = {0};

    assertion_name(a, &text);
    strbuf_add(out, "    <testcase classname=\"bassin.check\" name=\"");
    if (a->label[0] != '\0') {
        markup_text(out, a->label);
        strbuf_add(out, " (");
    }
    markup_text(out, strbuf_text(&text));
    strbuf_add(out, a->label[0] != '\0' ? ")\"" : "\"");
    if (a->verdict == MONTECARLO_HOLDS) {
        strbuf_add(out, "/>\n");
        strbuf_free(&text);
        return;
    }
    strbuf_clear(&text);
    assertion_finding(a, false, &text);
    strbuf_addf(out, ">\n      <%s message=\"%s: ", fails ? "failure" : "skipped",
                montecarlo_verdict_names[a->verdict]);
    markup_text(out, strbuf_text(&text));
    strbuf_add(out, "\"/>\n    </testcase>\n");
    strbuf_free(&text);
}

void assertions_write_junit(const struct assertions *self, bool strict, struct strbuf *out)
{
    size_t undecided = self->num_of[MONTECARLO_UNDECIDED];
    size_t failures = self->num_of[MONTECARLO_FAILS] + (strict ? undecided : 0);

    strbuf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"");
    markup_text(out, self->table.name);
    strbuf_addf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\">\n", self->num_items,
                failures, strict ? 0 : undecided);
    for (size_t i = 0; i < self->num_items; i++)
        add_case(&self->items[i], strict, out);
    strbuf_add(out, "  </testsuite>\n</testsuites>\n");
}

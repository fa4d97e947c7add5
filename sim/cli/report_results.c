/* Results in tables: metrics by scenario, a few columns at once. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/report.h"

static const struct table *scenarios(const struct report *self)
{
    return &self->results.tables[RESULT_SCENARIOS];
}

void report_result_cell(struct report *self, const char *scenario, const char *scope, const char *metric,
                        enum counted counted)
{
    const struct table *t;
    size_t row = report_find(self, scenario, scope, 0, metric, &t);
    struct strbuf text = {0}, range = {0};

    if (t == NULL) {
        report_cell(self, "n", "–", NULL);
        return;
    }
    const char *unit = result_text(t, row, "unit");
    double low = result_number(t, row, "q05"), high = result_number(t, row, "q95");
    report_value(self, &text, result_number(t, row, "q50"), unit);
    if (low != high)
        report_range(self, &range, low, high, unit);
    if ((strcmp(unit, "persons") == 0 || strcmp(unit, "firms") == 0) && counted_of_unit(unit) != counted)
        strbuf_addf(&range, " %s", counted_noun(counted_of_unit(unit), self->language));
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&range));
    strbuf_free(&text);
    strbuf_free(&range);
}

bool report_says_something(const struct report *self, const char *scope, const char *metric)
{
    for (size_t s = 0; s < scenarios(self)->num_rows; s++) {
        const struct table *t;
        size_t row = report_find(self, result_text(scenarios(self), s, "scenario"), scope, 0, metric, &t);
        if (t != NULL && (result_number(t, row, "q05") != 0 || result_number(t, row, "q95") != 0))
            return true;
    }
    return false;
}

bool report_is_shown(const struct report *self, const char *name)
{
    const struct table *t;
    size_t row = report_find(self, name, "all", 0, "enrolled_total", &t);

    return t == NULL || result_number(t, row, "q95") > 0 || scenarios(self)->num_rows == 1;
}

size_t report_next_scenarios(const struct report *self, size_t *next, size_t shown[REPORT_COLUMNS])
{
    size_t num = 0;

    for (; *next < scenarios(self)->num_rows && num < REPORT_COLUMNS; (*next)++)
        if (report_is_shown(self, result_text(scenarios(self), *next, "scenario")))
            shown[num++] = *next;
    return num;
}

void report_scenario_columns(struct report *self, const char *caption, const char *first, const char *second,
                             const size_t *shown, size_t num)
{
    const char *columns[REPORT_COLUMNS + 3] = {first, second};
    size_t before = second ? 2 : 1;
    struct strbuf heads[REPORT_COLUMNS] = {{0}};

    for (size_t k = 0; k < num; k++) {
        strbuf_addf(&heads[k], ">%s",
                    report_scenario(self, result_text(scenarios(self), shown[k], "scenario")));
        columns[before + k] = strbuf_text(&heads[k]);
    }
    report_table_of_numbers(self, caption, columns);
    for (size_t k = 0; k < num; k++)
        strbuf_free(&heads[k]);
}

int report_common_year(const struct report *self)
{
    const struct table *t = scenarios(self);
    int year = (int)result_number(t, 0, "last_year");

    for (size_t s = 1; s < t->num_rows; s++)
        if ((int)result_number(t, s, "last_year") != year)
            return 0;
    return year;
}

static void metric_row(struct report *self, const char *scope, const char *metric, const size_t *shown,
                       size_t num)
{
    const struct table *t = NULL;
    size_t row = 0;
    struct strbuf small = {0};

    for (size_t k = 0; k < num; k++) {
        row = report_find(self, result_text(scenarios(self), shown[k], "scenario"), scope, 0, metric, &t);
        if (t != NULL)
            break;
    }
    if (t == NULL) /* none of these scenarios has it */
        return;
    const char *unit = result_text(t, row, "unit");
    if (result_number(t, row, "year") != report_common_year(self))
        strbuf_addf(&small, "%.0f", result_number(t, row, "year"));
    if (strncmp(unit, "EUR/", 4) == 0)
        strbuf_addf(&small, "%s%s", small.length > 0 ? ", " : "", report_unit(self, unit));
    report_begin_row(self, report_metric_of(self, metric, unit), strbuf_text(&small));
    for (size_t k = 0; k < num; k++)
        report_result_cell(self, result_text(scenarios(self), shown[k], "scenario"), scope, metric,
                           counted_of_unit(unit));
    report_end_row(self);
    strbuf_free(&small);
}

void report_metric_tables(struct report *self, const char *caption, const char *scope,
                          const char *const *metrics)
{
    size_t shown[REPORT_COLUMNS], next = 0, num;
    struct strbuf full = {0};

    strbuf_add(&full, caption);
    if (report_common_year(self) > 0)
        strbuf_addf(&full, ", %d", report_common_year(self));
    while ((num = report_next_scenarios(self, &next, shown)) > 0) {
        report_scenario_columns(self, strbuf_text(&full),
                                report_say(self, "Médiane ; dessous, l’intervalle de 90 % des cas",
                                           "Median; below it, the interval of 90% of cases"),
                                NULL, shown, num);
        for (const char *const *metric = metrics; *metric != NULL; metric++)
            if (report_says_something(self, scope, *metric))
                metric_row(self, scope, *metric, shown, num);
        report_end_table(self);
    }
    strbuf_free(&full);
}

/* ---- everything -------------------------------------------------------------------------------- */

static void all_of_table(struct report *self, enum result_kind kind, const char *caption)
{
    const struct table *t = &self->results.tables[kind];
    const char *names[NUM_METRICS + 64];
    size_t num = 0;

    for (size_t row = 0; self->results.has[kind] && row < t->num_rows; row++) {
        const char *metric = result_text(t, row, "metric");
        bool known =
            strcmp(result_text(t, row, "scope"), "all") != 0 || num + 1 >= sizeof names / sizeof names[0];
        for (size_t i = 0; i < num && !known; i++)
            known = strcmp(names[i], metric) == 0;
        if (!known)
            names[num++] = metric;
    }
    names[num] = NULL;
    if (num > 0)
        report_metric_tables(self, caption, "all", names);
}

void report_all_results(struct report *self)
{
    if (!self->has_results)
        return;
    report_section(self, "results", report_say(self, "Annexe : tous les résultats", "Annex: all results"));
    report_paragraph(
        self, NULL,
        report_say(self,
                   "La dernière année, pour l’ensemble. Les années et le détail par mesure, public "
                   "et territoire sont dans les fichiers de résultats.",
                   "The last year, for all. The years and the detail by measure, audience and "
                   "territory are in the files of results."));
    all_of_table(self, RESULT_PROJECTION, report_say(self, "Personnes et emplois", "People and jobs"));
    all_of_table(self, RESULT_COSTS, report_say(self, "Argent", "Money"));
    report_end_section(self);
}

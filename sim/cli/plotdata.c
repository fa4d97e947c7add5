#include "sim/cli/plotdata.h"

#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/paths.h"
#include "sim/model/metric.h"
#include "sim/model/scope.h"
#include "sim/run/engine.h"
#include "stats/base/text.h"
#include "stats/data/geography.h"
#include "stats/output/label.h"

bool plot_is_french(const struct plot_context *self)
{
    return strcmp(self->language, "fr") == 0;
}

int plot_most_rows(const struct plot_context *self, int most)
{
    bool is_chosen = opts_has(self->opts, "indicator");

    return self->figure->size == SIZE_SLIDE && !is_chosen && most > 6 ? 6 : most;
}

bool plot_row_is(const struct table *table, size_t row, const char *column, const char *text)
{
    return strcmp(plot_text(table, row, column), text) == 0;
}

const char *plot_text(const struct table *table, size_t row, const char *column)
{
    return table_text(table, row, table_find(table, column));
}

double plot_number(const struct table *table, size_t row, const char *column)
{
    return table_number(table, row, table_find(table, column));
}

/* A column of scenarios.csv beside a result file; "" where there is none. Appended to out. */
static void add_scenario_text(const char *result_path, const char *scenario, const char *column,
                              struct strbuf *out)
{
    const char *slash = strrchr(result_path, '/');
    struct strbuf path = {0};
    struct problems problems = {0};
    struct table table = {0};
    const char *text = "";

    strbuf_add_bytes(&path, result_path, slash ? (size_t)(slash - result_path + 1) : 0);
    strbuf_add(&path, "scenarios.csv");
    if (access(strbuf_text(&path), R_OK) == 0 &&
        table_read_file(&table, strbuf_text(&path), "scenarios", &problems, NULL) == ERR_OK &&
        problems.num_errors == 0)
        for (size_t row = 0; row < table.num_rows; row++)
            if (plot_row_is(&table, row, "scenario", scenario))
                text = plot_text(&table, row, column);
    strbuf_add(out, text);
    table_free(&table);
    problems_free(&problems);
    strbuf_free(&path);
}

void plot_scenario_label(const struct plot_context *self, const char *result_path, const char *scenario,
                         struct strbuf *out)
{
    size_t before = out->length;

    add_scenario_text(result_path, scenario, plot_is_french(self) ? "label_fr" : "label_en", out);
    if (out->length == before)
        strbuf_add(out, scenario);
}

enum counted plot_counted(const char *result_path, const char *scenario)
{
    struct strbuf name = {0};
    enum counted counted;

    add_scenario_text(result_path, scenario, "counts", &name);
    counted = counted_find(strbuf_text(&name));
    strbuf_free(&name);
    return counted == NUM_COUNTED ? COUNTED_PEOPLE : counted;
}

const char *plot_metric_label(const struct plot_context *self, const char *metric)
{
    enum metric m = metric_find(metric);
    const char *label = counted_label(self->counted, metric, self->language);

    if (label != NULL)
        return label;
    if (m != NUM_METRICS)
        return plot_is_french(self) ? metric_specs[m].label_fr : metric_specs[m].label_en;
    for (int u = 0; u < NUM_UNIT_COSTS; u++)
        if (strcmp(unit_cost_specs[u].name, metric) == 0)
            return plot_is_french(self) ? unit_cost_specs[u].label_fr : unit_cost_specs[u].label_en;
    return metric;
}

bool plot_is_total(const char *metric)
{
    enum metric m = metric_find(metric);

    return m != NUM_METRICS && metric_specs[m].kind == METRIC_TOTAL;
}

const char *plot_flow_label(const struct plot_context *self, const char *metric)
{
    return plot_metric_label(
        self, plot_is_total(metric) ? metric_specs[metric_specs[metric_find(metric)].of].name : metric);
}

void plot_add_metric(const struct plot_context *self, const char *metric, struct strbuf *out)
{
    const char *label = plot_flow_label(self, metric);

    strbuf_add_char(out, label[0] >= 'A' && label[0] <= 'Z' ? (char)(label[0] - 'A' + 'a') : label[0]);
    strbuf_add(out, label + 1);
}

/* The name of "LEVEL:CODE"; false when the table shipped does not have it. */
static bool add_territory(const char *territory, struct strbuf *out)
{
    const char *colon = strchr(territory, ':');
    char *path = paths_dataset("geography/geography-2022.csv", NULL);
    struct geography geography = {0};
    struct problems problems = {0};
    size_t zone = NO_ZONE;
    enum level level = level_find(territory, colon ? (size_t)(colon - territory) : 0);

    if (path != NULL && colon != NULL && level != NUM_LEVELS &&
        geography_read(&geography, path, NULL, &problems, NULL) == ERR_OK) {
        zone = geography_find(&geography, level, colon + 1);
        if (zone != NO_ZONE)
            strbuf_add(out, geography.levels[level].items[zone].name);
        geography_free(&geography);
    }
    problems_free(&problems);
    free(path);
    return zone != NO_ZONE;
}

void plot_add_scope(const struct plot_context *self, const char *scope, struct strbuf *out)
{
    static const char of_audience[] = "audience:", of_territory[] = "territory:", of_measure[] = "measure:";
    enum audience audience =
        text_starts_with(scope, of_audience) ? audience_find(scope + sizeof of_audience - 1) : NUM_AUDIENCES;

    if (text_starts_with(scope, of_territory) && add_territory(scope + sizeof of_territory - 1, out))
        return;
    if (text_starts_with(scope, of_measure)) {
        strbuf_addf(out, plot_is_french(self) ? "mesure %s" : "measure %s", scope + sizeof of_measure - 1);
        return;
    }
    strbuf_add(out, audience != NUM_AUDIENCES ? audience_label(audience, self->language) : scope);
}

const char *plot_unit(const struct plot_context *self, const char *unit, double largest, double *divisor)
{
    bool french = plot_is_french(self);

    *divisor = 1;
    if (strcmp(unit, "persons") == 0 || strcmp(unit, "places") == 0 || strcmp(unit, "person-years") == 0 ||
        strcmp(unit, "jobs") == 0 || counted_of_unit(unit) == COUNTED_FIRMS)
        return ""; /* the label of the metric says so */
    if (strcmp(unit, "share") == 0) {
        *divisor = 0.01;
        return french ? "\xC2\xA0%" : "%";
    }
    if (strcmp(unit, "EUR") != 0)
        return unit;
    if (largest >= 2e6) {
        *divisor = 1e6;
        return french ? "millions d’euros" : "millions of euros";
    }
    if (largest >= 2e4) {
        *divisor = 1e3;
        return french ? "milliers d’euros" : "thousands of euros";
    }
    return "euros";
}

bool plot_is_difference(const char *path)
{
    const char *slash = strrchr(path, '/');

    return strcmp(slash ? slash + 1 : path, "differences.csv") == 0;
}

static void override(struct strbuf *text, const char *given)
{
    if (given == NULL)
        return;
    strbuf_clear(text);
    strbuf_add(text, given);
}

void plot_override_texts(struct plot_context *self)
{
    override(&self->figure->headline, opts_text(self->opts, "title", NULL));
    override(&self->figure->subtitle, opts_text(self->opts, "subtitle", NULL));
    override(&self->figure->source, opts_text(self->opts, "source", NULL));
}

void plot_add_source(struct plot_context *self, size_t start, const char *source)
{
    struct strbuf *line = &self->figure->source;
    const char *comma = strchr(source, ',');
    size_t length = comma ? (size_t)(comma - source) + 1 + strcspn(comma + 1, ",(") : strlen(source);
    char head[80];

    snprintf(head, sizeof head, "%.*s", (int)length, source);
    while (head[0] != '\0' && head[strlen(head) - 1] == ' ')
        head[strlen(head) - 1] = '\0';
    if (strstr(strbuf_text(line) + start, head) == NULL)
        strbuf_addf(line, "%s%s", line->length > start ? (plot_is_french(self) ? "\xC2\xA0; " : "; ") : "",
                    head);
}

int plot_read_parents(const struct plot_context *self, int most, enum level *levels, int *num,
                      struct err *err)
{
    static const enum level usual[] = {LEVEL_ZE, LEVEL_REG, LEVEL_FR};
    struct text_list list;
    int status = opts_list(self->opts, "parents", &list, err);

    *num = 0;
    for (size_t i = 0; i < 3 && list.num_items == 0; i++)
        levels[(*num)++] = usual[i];
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum level level = level_find(list.items[i], strlen(list.items[i]));
        if (level == NUM_LEVELS || *num == most)
            status = err_set(err, ERR_USAGE, "--parents: '%s' is not a level, or there are too many",
                             list.items[i]);
        else
            levels[(*num)++] = level;
    }
    text_list_free(&list);
    return status;
}

int plot_read_table(const struct plot_context *self, const char *path, const char *schema,
                    struct table *table, struct err *err)
{
    int status = table_read_file(table, path, schema, self->problems, err);

    return status == ERR_OK ? problems_status(self->problems, path, err) : status;
}

int plot_read_projection(const struct plot_context *self, const char *path, struct table *table,
                         struct err *err)
{
    if (plot_is_difference(path))
        return err_set(err, ERR_DATA,
                       "'%s' holds differences from the reference scenario: give projection.csv", path);
    return plot_read_table(self, path, "projection", table, err);
}

static int decimals_for(double value)
{
    if (fabs(value) >= 20 || value == floor(value))
        return 0;
    return fabs(value) >= 0.5 ? 1 : fabs(value) >= 0.05 ? 2 : 3;
}

void plot_add_value(struct strbuf *out, double value, double divisor, const char *language)
{
    value /= divisor;
    label_number(out, value, decimals_for(value), language);
}

void plot_add_range(struct strbuf *out, double low, double high, double divisor, const char *language)
{
    plot_add_value(out, low, divisor, language);
    strbuf_add(out, label_is_french(language) ? " à " : " to ");
    plot_add_value(out, high, divisor, language);
}

void plot_add_projection_source(struct plot_context *self, double draws, const char *signs)
{
    struct strbuf *s = &self->figure->source;
    bool french = plot_is_french(self);

    strbuf_add(s, french ? "Source : projection bassin, " : "Source: bassin projection, ");
    label_number(s, draws, 0, self->language);
    strbuf_add(s, french ? " tirages\xC2\xA0; hypothèses et sources dans assumptions.csv. "
                         : " draws; assumptions and sources in assumptions.csv. ");
    strbuf_add(s, signs);
}

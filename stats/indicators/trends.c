#include "stats/indicators/trends.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/indicators/breaks.h"
#include "stats/numeric/trend.h"

/* A yearly series of one territory. */
struct series {
    double *times, *values;
    size_t num;
    const struct panel_variable *variable; /* NULL unless the year asked for has a figure */
    const char *perimeter;                 /* of the years; "" if it does not matter */
    bool has_perimeters;                   /* the years are of different perimeters */
    double imputed;                        /* the most of any year */
};

static void series_free(struct series *self)
{
    free(self->times);
    free(self->values);
}

static void add_perimeter(struct series *self, const struct request *r, const struct dataset_figure *found)
{
    const char *perimeter = panel_variable_perimeter(found->variable, r->level);

    self->has_perimeters |= perimeters_differ(self->perimeter, perimeter);
    self->perimeter = perimeter[0] ? perimeter : self->perimeter;
    if (found->figure.imputed > self->imputed)
        self->imputed = found->figure.imputed;
}

/* Census vintages pool five years of surveys: nearer ones share some of them. */
static const int least_distance = 5;

/* The figure of a year: of the numerator, or its share of the denominator. */
static int read_value(struct series *self, const struct request *r, int year, double *value,
                      const struct panel_variable **variable, struct err *err)
{
    const struct indicator_terms *terms = &r->indicator->terms[0];
    struct dataset_figure top, below = {.figure = {.value = 1}};
    int status = dataset_find(r->dataset, terms->numerator, r->level, r->code, year, &top, err);

    if (status == ERR_OK && terms->denominator != NULL)
        status = dataset_find(r->dataset, terms->denominator, r->level, r->code, year, &below, err);
    *value = below.figure.value > 0 ? top.figure.value / below.figure.value : NAN;
    *variable = isnan(*value) ? NULL : top.variable;
    if (*variable != NULL)
        add_perimeter(self, r, &top);
    return status;
}

static void add_value(struct series *self, bool is_growth, int year, double value,
                      const struct panel_variable *variable)
{
    self->variable = NULL;
    if (variable == NULL || (is_growth && !(value > 0)))
        return;
    self->times[self->num] = year;
    self->values[self->num++] = is_growth ? log(value) : value;
    self->variable = variable;
}

/* Drops census vintages, from the last back, that share surveys with the one after. */
static void keep_distant(struct series *self)
{
    size_t kept = self->num;

    for (size_t i = self->num; i-- > 0;)
        if (kept == self->num || self->times[kept] - self->times[i] >= least_distance) {
            self->times[--kept] = self->times[i];
            self->values[kept] = self->values[i];
        }
    self->num -= kept;
    memmove(self->times, self->times + kept, self->num * sizeof *self->times);
    memmove(self->values, self->values + kept, self->num * sizeof *self->values);
}

static int read_series(struct series *self, const struct request *r, struct err *err)
{
    int *years = NULL, status;
    size_t num_years = 0;

    *self = (struct series){.perimeter = ""};
    status = indicator_years(r->indicator, r->item, r->dataset, r->level, &years, &num_years, err);
    if (status == ERR_OK) {
        self->times = mem_alloc(num_years, sizeof *self->times, err);
        self->values = mem_alloc(num_years, sizeof *self->values, err);
        status = self->times && self->values ? ERR_OK : ERR_LIMIT;
    }
    for (size_t i = 0; i < num_years && status == ERR_OK && years[i] <= r->year; i++) {
        const struct panel_variable *variable;
        double value;
        status = read_value(self, r, years[i], &value, &variable, err);
        if (status == ERR_OK)
            add_value(self, r->indicator->kind == INDICATOR_GROWTH, years[i], value, variable);
    }
    if (self->num == 0 || self->times[self->num - 1] != r->year)
        self->variable = NULL;
    if (self->variable != NULL && request_is_census(self->variable))
        keep_distant(self);
    free(years);
    return status;
}

static void describe(const struct request *r, const struct series *series, const struct trend *trend,
                     struct estimate *e)
{
    char flag[32];

    request_describe(r, e, series->variable);
    request_flag_imputed(e, series->imputed);
    snprintf(flag, sizeof flag, "since:%.0f", series->times[0]);
    estimate_flag(e, flag);
    series_break_flag(e, series->variable, (int)series->times[0], r->year);
    snprintf(flag, sizeof flag, "trend-p:%.2g", trend->p);
    estimate_flag(e, flag);
    snprintf(flag, sizeof flag, "autocorrelation:%.2f", trend->autocorrelation);
    estimate_flag(e, flag);
}

int trend_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    bool is_growth = r->indicator->kind == INDICATOR_GROWTH;
    struct series series;
    struct trend trend;
    int status = read_series(&series, r, err);

    if (status == ERR_OK && series.variable == NULL)
        estimate_flag(e, "no-data");
    else if (status == ERR_OK && series.has_perimeters)
        estimate_flag(e, "perimeters-differ");
    else if (status == ERR_OK && series.num < 4)
        estimate_flag(e, "too-few");
    else if (status == ERR_OK) {
        status =
            trend_of_series(&trend, series.times, series.values, series.num, r->options->confidence, err);
        if (status == ERR_OK)
            describe(r, &series, &trend, e);
        e->value = is_growth ? expm1(trend.slope) : trend.slope;
        e->low = is_growth ? expm1(trend.interval.low) : trend.interval.low;
        e->high = is_growth ? expm1(trend.interval.high) : trend.interval.high;
        e->n = (double)series.num;
        e->method = "Theil-Sen, Student, for an autocorrelated series";
    }
    series_free(&series);
    return status;
}

#include "stats/indicators/trends.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/base/mem.h"
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

static void add_year(struct series *self, const struct request *r, const struct dataset_figure *found)
{
    const char *perimeter = panel_variable_perimeter(found->variable, r->level);

    self->has_perimeters |= perimeters_differ(self->perimeter, perimeter);
    self->perimeter = perimeter[0] ? perimeter : self->perimeter;
    if (found->figure.imputed > self->imputed)
        self->imputed = found->figure.imputed;
}

/* Census vintages overlap, and nobody makes a trend of two of them. */
static int read_series(struct series *self, const struct request *r, struct err *err)
{
    bool is_growth = r->indicator->kind == INDICATOR_GROWTH;
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
        struct dataset_figure found;
        status = dataset_find(r->dataset, r->indicator->terms[0].numerator, r->level, r->code, years[i],
                              &found, err);
        if (status != ERR_OK || found.variable == NULL || (is_growth && !(found.figure.value > 0)))
            continue;
        add_year(self, r, &found);
        self->times[self->num] = years[i];
        self->values[self->num++] = is_growth ? log(found.figure.value) : found.figure.value;
        self->variable = years[i] == r->year ? found.variable : NULL;
    }
    free(years);
    return status;
}

int trend_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    bool is_growth = r->indicator->kind == INDICATOR_GROWTH;
    struct series series;
    struct trend trend;
    char flag[32];
    int status = read_series(&series, r, err);

    if (status == ERR_OK && (series.variable == NULL || series.num < 4))
        estimate_flag(e, "no-data");
    else if (status == ERR_OK && series.has_perimeters)
        estimate_flag(e, "perimeters-differ");
    else if (status == ERR_OK) {
        status = trend_of(&trend, series.times, series.values, series.num, r->options->confidence, err);
        request_describe(r, e, series.variable);
        request_flag_imputed(e, series.imputed);
        snprintf(flag, sizeof flag, "since:%.0f", series.times[0]);
        estimate_flag(e, flag);
        snprintf(flag, sizeof flag, "trend-p:%.2g", trend.p);
        estimate_flag(e, flag);
        e->value = is_growth ? expm1(trend.slope) : trend.slope;
        e->low = is_growth ? expm1(trend.interval.low) : trend.interval.low;
        e->high = is_growth ? expm1(trend.interval.high) : trend.interval.high;
        e->n = (double)series.num;
        e->method = "Theil-Sen, interval of Sen (successive years taken as independent)";
    }
    series_free(&series);
    return status;
}

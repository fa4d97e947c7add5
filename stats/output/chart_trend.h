/* An indicator over the years: a territory beside its parents. */
#ifndef STATS_OUTPUT_CHART_TREND_H
#define STATS_OUTPUT_CHART_TREND_H

#include "stats/output/figure.h"

enum { TREND_MAX_SERIES = 8, TREND_MAX_BREAKS = 4 };

struct trend_point {
    double year;
    double value, low, high; /* low and high NaN without interval */
};

struct trend_series {
    const char *name;
    const struct trend_point *points; /* by year */
    int num_points;                   /* 1 or more */
};

struct trend_chart {
    const struct trend_series *series; /* the territory first */
    int num_series;
    double breaks[TREND_MAX_BREAKS]; /* years from which the source counts otherwise */
    int num_breaks;
    const char *break_label;
    bool is_percent;
    double base; /* values are an index, this at the beginning; NaN: they are not */
};

/* Lines with a sign at each value, the interval of the territory, names and values at the
 * last point. Lines do not cross a break. */
int chart_trend(struct figure *figure, const struct trend_chart *chart, struct err *err);

#endif

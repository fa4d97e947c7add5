/* Trend of a series, robust to outliers. */
#ifndef STATS_NUMERIC_TREND_H
#define STATS_NUMERIC_TREND_H

#include <stddef.h>

#include "stats/base/error.h"
#include "stats/numeric/interval.h"

struct trend {
    double slope;             /* median of the slopes of all pairs (Theil 1950, Sen 1968) */
    struct interval interval; /* of the slope, from the ranks of those slopes (Sen 1968) */
    double s, variance;       /* Kendall's S and its variance without trend, ties counted */
    double p;                 /* two-sided, normal with continuity correction (Mann and Kendall) */
};

/* num >= 4 values at distinct times. Values of successive years depend on one another:
 * the interval and p are then too optimistic. ERR_DATA with fewer values. */
int trend_of(struct trend *self, const double *times, const double *values, size_t num, double confidence,
             struct err *err);

#endif

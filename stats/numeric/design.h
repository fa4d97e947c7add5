/* Estimates from a sample with strata, clusters and weights: linearised variances with
 * clusters drawn with replacement within strata (the usual approximation, which is on
 * the safe side). */
#ifndef STATS_NUMERIC_DESIGN_H
#define STATS_NUMERIC_DESIGN_H

#include <stddef.h>

#include "stats/base/error.h"
#include "stats/numeric/interval.h"

/* Records sorted by stratum, then by cluster: each cluster stands together, and so does
 * each stratum. Labels of strata may not come back; weights > 0. */
struct design_sample {
    const size_t *strata, *clusters; /* [num] labels */
    const double *weights;           /* [num] */
    size_t num;
};

struct design_estimate {
    double value, se;
    int df;      /* clusters less strata */
    double deff; /* variance over that of a simple sample of the same size, without
                  * replacement; NaN for totals and ratios */
};

/* Weighted mean of y (a share when y is 0 or 1), total of y, ratio of the totals of y
 * and x. ERR_DATA when a stratum has a single cluster. */
int design_mean(struct design_estimate *self, const struct design_sample *sample, const double *y,
                struct err *err);
int design_total(struct design_estimate *self, const struct design_sample *sample, const double *y,
                 struct err *err);
int design_ratio(struct design_estimate *self, const struct design_sample *sample, const double *y,
                 const double *x, struct err *err);

/* Intervals of a share: on the logit scale with Student's t; and of the effective size,
 * beta (Korn and Graubard 1998), which holds for shares near 0 or 1. num: records. A sample
 * in which all are alike has no logit interval ({NaN, NaN}); its effective size is taken as
 * that of the records. */
struct interval design_logit(const struct design_estimate *share, double confidence);
struct interval design_beta(const struct design_estimate *share, size_t num, double confidence);

#endif

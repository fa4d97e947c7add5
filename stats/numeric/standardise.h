/* Rates compared as if populations were alike. Arrays hold one value a stratum (an age
 * class, say): events >= 0, population > 0. */
#ifndef STATS_NUMERIC_STANDARDISE_H
#define STATS_NUMERIC_STANDARDISE_H

#include <stddef.h>

#include "stats/base/error.h"
#include "stats/numeric/interval.h"

struct standardised {
    double value;
    struct interval interval;
};

/* Direct: sum of w r, with r the rates and w the standard population's shares; gamma
 * interval (Fay and Feuer 1997). The standard used belongs beside the figure. ERR_DATA
 * when a stratum has nobody. */
int standardise_direct(struct standardised *self, const double *events, const double *population,
                       const double *standard, size_t num, double confidence, struct err *err);

/* Indirect: observed events over those expected at the standard rates; exact Poisson
 * interval. Two territories' ratios do not compare with one another. */
int standardise_indirect(struct standardised *self, double observed, const double *population,
                         const double *standard_rates, size_t num, double confidence, struct err *err);

/* Qualification index (ridit, Bross 1958): the probability that one of the territory
 * ranks above one of the reference, ties by half; 0.5 when distributions are alike.
 * Counts by level, from the lowest. */
double standardise_ridit(const double *counts, const double *reference, size_t num);

#endif

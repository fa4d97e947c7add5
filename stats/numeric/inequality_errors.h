/* What errors of measure do to measures of inequality: they add to all of them. */
#ifndef STATS_NUMERIC_INEQUALITY_ERRORS_H
#define STATS_NUMERIC_INEQUALITY_ERRORS_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

/* Definitions in inequality.h; the Gini coefficient in specialisation.h. */
enum inequality_measure {
    INEQUALITY_GINI,
    INEQUALITY_THEIL_T,
    INEQUALITY_THEIL_L,
    INEQUALITY_ATKINSON_HALF, /* aversion 0.5 */
    INEQUALITY_ATKINSON_ONE,  /* aversion 1 */
    INEQUALITY_WILLIAMSON,
    INEQUALITY_BETWEEN, /* Theil T between groups, and within */
    INEQUALITY_WITHIN,
    NUM_INEQUALITY_MEASURES
};

/* Places: values > 0 (0 where no measure takes logarithms: THEIL_L and ATKINSON_ONE are NaN
 * then), weights > 0, groups below num_groups. */
struct inequality_places {
    const double *values, *weights,
        *errors;          /* [num]; errors: standard errors, independent; NULL if unknown */
    const size_t *groups; /* [num]; NULL: BETWEEN and WITHIN are NaN */
    size_t num, num_groups;
};

struct inequality_estimate {
    double value;
    double corrected, low, high; /* less what the errors add, with its interval; NaN without errors */
};

/* All measures. The interval is that of 1,000 draws in which each value has its error
 * (log-normal, of the same mean and standard deviation): their quantiles, moved back by twice
 * the mean excess of the draws, and the value by once. The same for a seed. */
int inequality_estimates(struct inequality_estimate estimates[NUM_INEQUALITY_MEASURES],
                         const struct inequality_places *places, double confidence, uint64_t seed,
                         struct err *err);

#endif

/* Sums by scrambling of Sobol' points (stats/numeric/sobol.h): what the error of a
 * mean is told from when draws are not independent. */
#ifndef SIM_RUN_REPLICATES_H
#define SIM_RUN_REPLICATES_H

#include "stats/base/error.h"
#include "stats/numeric/sobol.h"

__extension__ typedef __int128 wide; /* sums of squares of 64-bit values */

struct replicates {
    uint64_t draws[SOBOL_REPLICATES];
    wide sums[SOBOL_REPLICATES], mean_sums[SOBOL_REPLICATES]; /* of values; of rounded means */
};

/* Adds values of the draws first .. first + num - 1; means may be NULL. */
void replicates_add(struct replicates *self, uint64_t first, const int64_t *values, const int64_t *means,
                    int num);
void replicates_merge(struct replicates *self, const struct replicates *other);

/* Standard error of the mean of all draws, sum of sums / sum of draws, from its
 * R = SOBOL_REPLICATES independent parts m_r of n_r draws: the square root of
 * R / (R - 1) sum of (n_r (m_r - m) / n)², with R - 1 degrees of freedom. NaN when
 * a part has no draw. */
double replicates_error(const uint64_t draws[SOBOL_REPLICATES], const wide sums[SOBOL_REPLICATES]);

#endif

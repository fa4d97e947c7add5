/* What a finite number of draws lets one say of a mean, a probability or a
 * quantile, and whether a statement about it holds. */
#ifndef STATS_NUMERIC_MONTECARLO_H
#define STATS_NUMERIC_MONTECARLO_H

#include "stats/numeric/interval.h"

/* Where the error of a run comes from: num independent draws, or a few replicates
 * (scramblings of Sobol' points). replicates 0: the draws are independent. */
struct montecarlo {
    double num_draws; /* >= 1 */
    int replicates;
    double confidence; /* of the intervals, in (0, 1) */
};

/* Mean with its standard error: normal, or Student with replicates - 1 degrees of
 * freedom. se 0 or NaN (one draw) gives the mean alone, or NaN limits. */
struct interval montecarlo_mean(const struct montecarlo *self, double mean, double se);

/* Share of the draws: Wilson (1927) when they are independent; else Student on se,
 * within [0, 1], and Wilson where se is 0, when the replicates tell nothing. */
struct interval montecarlo_share(const struct montecarlo *self, double share, double se);

/* The quantiles that result files hold, and their orders. */
enum { MONTECARLO_NUM_QUANTILES = 7 };
extern const double montecarlo_orders[MONTECARLO_NUM_QUANTILES];
extern const char *const montecarlo_names[MONTECARLO_NUM_QUANTILES]; /* "q05" ... */

/* Limits of quantile k. The order that the true quantile has among the draws lies
 * within Wilson's limits of montecarlo_orders[k] (the number of draws below it is
 * binomial; Conover 1999, 3.2); the quantiles at hand are read at these two orders,
 * linear in the normal score, beyond the outermost ones with their slope. Whole
 * numbers (is_count) are rounded outwards. quantiles ascend; a NaN that is needed
 * gives NaN. An approximation between the quantiles at hand, which takes the draws
 * as independent: with Sobol' points it is on the wide side. */
struct interval montecarlo_quantile(const struct montecarlo *self,
                                    const double quantiles[MONTECARLO_NUM_QUANTILES], int k, int is_count);

enum montecarlo_operator { MONTECARLO_AT_LEAST, MONTECARLO_AT_MOST, MONTECARLO_EQUAL };
enum montecarlo_verdict { MONTECARLO_HOLDS, MONTECARLO_FAILS, MONTECARLO_UNDECIDED };
extern const char *const montecarlo_verdict_names[3]; /* "holds", "fails", "undecided" */

/* Whether "statistic OPERATOR value" holds, give or take tolerance >= 0, all over the
 * interval, nowhere in it, or neither. */
enum montecarlo_verdict montecarlo_judge(struct interval interval, enum montecarlo_operator operator,
                                         double value, double tolerance);

#endif

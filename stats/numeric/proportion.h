/* Intervals of a share x / n, of the difference of two shares, of a count and of a
 * sum of weighted counts. confidence lies in (0, 1); intervals are two-sided. */
#ifndef STATS_NUMERIC_PROPORTION_H
#define STATS_NUMERIC_PROPORTION_H

#include <stddef.h>

#include "stats/numeric/interval.h"

/* 0 <= x <= n, n > 0; both may be effective, not whole, numbers.
 *   Clopper and Pearson 1934: never covers less than it says
 *   Jeffreys: equal tails of Beta(x + 1/2, n - x + 1/2), 0 at x = 0, 1 at x = n
 *     (Brown, Cai and DasGupta 2001)
 *   Agresti and Coull 1998: normal around (x + z²/2) / (n + z²), cut to [0, 1] */
struct interval proportion_clopper_pearson(double x, double n, double confidence);
struct interval proportion_jeffreys(double x, double n, double confidence);
struct interval proportion_agresti_coull(double x, double n, double confidence);

/* Difference x1 / n1 - x2 / n2 of independent samples: Newcombe 1998, method 10, from
 * the two Wilson intervals. */
struct interval proportion_newcombe(double x1, double n1, double x2, double n2, double confidence);

/* Expected value behind a Poisson count (Garwood 1936): exact. count >= 0, whole. */
struct interval poisson_exact(double count, double confidence);

/* Sum of weights[i] counts[i] of independent Poisson counts: gamma interval of Fay
 * and Feuer 1997. Weights >= 0, one of them with a count > 0. */
struct interval poisson_weighted(const double *counts, const double *weights, size_t num, double confidence);

/* Location quotient of a territory within its parent by Fieller's theorem: the values
 * theta with (p_i - theta p)² <= z² var(p_i - theta p), cov(p_i, p) = weight var_i.
 * Arguments as interval_lq_se. {NaN, NaN} when p is not different from 0. */
struct interval proportion_lq_fieller(double p_i, double var_i, double p, double var, double weight,
                                      double confidence);

#endif

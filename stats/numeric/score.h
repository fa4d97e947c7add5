/* How good forecasts were: scores of a forecast given by draws (or by a normal law)
 * against the value y that came. Draws are ascending. */
#ifndef STATS_NUMERIC_SCORE_H
#define STATS_NUMERIC_SCORE_H

#include <stddef.h>

#include "stats/numeric/interval.h"

/* Fair continuous ranked probability score (Ferro 2014), in the unit of y, less is
 * better: mean |x_i - y| - sum over i, j of |x_i - x_j| / (2 m (m - 1)). Its expectation
 * is that of the law that the draws come from, whatever their number. num >= 2. */
double score_crps(const double *sorted, size_t num, double y);

/* The score of N(mean, sd²), sd > 0 (Gneiting and Raftery 2007, equation 21):
 * sd (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi)), z = (y - mean) / sd. */
double score_crps_normal(double mean, double sd, double y);

/* Randomised probability integral transform (Czado, Gneiting and Held 2009): between the
 * shares of draws below y and not above it, at u in (0, 1). Uniform when the forecasts
 * are right, counts included. num >= 1. */
double score_pit(const double *sorted, size_t num, double y, double u);

/* Of num intervals that hold their value with probability p each, independently, the
 * numbers held that are no surprise: the quantiles (1 -+ confidence) / 2 of the binomial
 * law, as whole numbers. num >= 1, 0 < p < 1. */
struct interval score_coverage_limits(size_t num, double p, double confidence);

#endif

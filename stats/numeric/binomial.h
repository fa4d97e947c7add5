/* Binomial variates from keyed streams.
 *
 * n min(p, 1-p) < 30: inversion by sequential search, monotone in the uniform,
 * so that scenarios with nearly the same p move together. Above: transformed
 * rejection (Hörmann 1993, algorithm BTRS), one block of the stream a trial. */
#ifndef STATS_NUMERIC_BINOMIAL_H
#define STATS_NUMERIC_BINOMIAL_H

#include <stdint.h>

#include "stats/numeric/random.h"

/* n >= 0 (0 gives 0); p outside [0, 1] is taken as the nearer bound, a NaN as
 * 0: callers validate their probabilities beforehand. */
int32_t binomial(const struct stream *stream, uint64_t draw, uint32_t site, int32_t n, double p);

enum { BINOMIAL_MAX_LANES = 512 };

/* out[i] for draws first .. first + num - 1 (num <= BINOMIAL_MAX_LANES) with
 * n[i] and p[i]; the same numbers as binomial(). out may be n. */
void binomial_lanes(const struct stream *stream, uint64_t first, int num, uint32_t site, const int32_t *n,
                    const double *p, int32_t *out);

/* ln k! for k >= 0. */
double log_factorial(int64_t k);

#endif

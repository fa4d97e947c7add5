/* Binomial variates from keyed streams, by inversion: each is the smallest count whose
 * distribution function reaches the uniform number of its draw and site. It is monotone in p, so
 * that scenarios with nearly the same p move together, in large cells as in small ones.
 *
 * Sites 2 k and 2 k + 1 share a block of the stream, under a trial that nothing else uses: the
 * second of a pair drawn one after the other costs no random number. */
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

/* The same for the draws first + lanes[i], of which few are wanted: n, p and out are of those. */
void binomial_some(const struct stream *stream, uint64_t first, const int32_t *lanes, int num, uint32_t site,
                   const int32_t *n, const double *p, int32_t *out);

/* ln k! for k >= 0. */
double log_factorial(int64_t k);

#endif

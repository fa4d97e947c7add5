/* Hypergeometric variates from keyed streams. */
#ifndef STATS_NUMERIC_HYPERGEOMETRIC_H
#define STATS_NUMERIC_HYPERGEOMETRIC_H

#include <stdint.h>

#include "stats/numeric/random.h"

/* Of `drawn` taken at random without replacement from `good` and `bad`, how many are good:
 * inversion from the mode outwards. All >= 0, drawn <= good + bad. */
int32_t hypergeometric(const struct stream *stream, uint64_t draw, uint32_t site, int32_t good, int32_t bad,
                       int32_t drawn);

/* Sites that one wallenius() uses. */
enum { WALLENIUS_SITES = 128 };

/* The same where they are taken one after the other and each of those left who is good has the
 * odds, > 0, of being the next against one who is bad (Wallenius' noncentral hypergeometric law;
 * A. Fog, Communications in Statistics B 37, 2008). Exact; with odds 1 the number is that of
 * hypergeometric(). */
int32_t wallenius(const struct stream *stream, uint64_t draw, uint32_t site, int32_t good, int32_t bad,
                  int32_t drawn, double odds);

#endif

/* Hypergeometric variates from keyed streams. */
#ifndef STATS_NUMERIC_HYPERGEOMETRIC_H
#define STATS_NUMERIC_HYPERGEOMETRIC_H

#include <stdint.h>

#include "stats/numeric/random.h"

/* Of `drawn` taken at random without replacement from `good` and `bad`, how many are good:
 * inversion from the mode outwards. All >= 0, drawn <= good + bad. */
int32_t hypergeometric(const struct stream *stream, uint64_t draw, uint32_t site, int32_t good, int32_t bad,
                       int32_t drawn);

#endif

/* Multinomial variates from keyed streams. */
#ifndef STATS_NUMERIC_MULTINOMIAL_H
#define STATS_NUMERIC_MULTINOMIAL_H

#include <stddef.h>
#include <stdint.h>

#include "stats/numeric/random.h"

/* Draws first .. first + num_draws - 1 (at most BINOMIAL_MAX_LANES of them) of total
 * things over num cells, with weights >= 0 of a positive sum; cell by cell, a binomial
 * of what is left, the site of a cell being its index. out[cell * num_draws + draw]
 * are whole numbers. */
void multinomial_lanes(const struct stream *stream, uint64_t first, int num_draws, int32_t total,
                       const double *weights, size_t num, double *out);

#endif

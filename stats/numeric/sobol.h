/* Scrambled Sobol' points: low-discrepancy points for parameters.
 *
 * Direction numbers of Joe and Kuo (2008). Owen's nested uniform scrambling (1995)
 * with hashes in the place of stored random bits (after Burley 2020, JCGT 9(4)):
 * the bit that flips digit k of a point is a hash of its first k - 1 digits, so
 * that the tree of scrambles is complete for all 2^32 points. Every point is
 * uniform in (0, 1), and 2^k points from a multiple of 2^k on keep their balance.
 *
 * The error of such points cannot be told from their variance. Draws are dealt out
 * to SOBOL_REPLICATES independent scramblings: draw n is point n / SOBOL_REPLICATES
 * of scrambling n % SOBOL_REPLICATES, whatever the number of draws, and the error
 * of a mean comes from the spread of the means of the scramblings. A number is a
 * function of (seed, dimension, draw) and of nothing else. */
#ifndef STATS_NUMERIC_SOBOL_H
#define STATS_NUMERIC_SOBOL_H

#include <stdint.h>

enum { SOBOL_REPLICATES = 16, SOBOL_DIGITS = 32 };

/* Draws below this have a point of their own. */
#define SOBOL_MAX_DRAWS (UINT64_C(1) << 36)

/* One dimension. */
struct sobol {
    uint32_t directions[SOBOL_DIGITS];
    uint32_t turn;                      /* shuffles the points beyond the table */
    uint32_t keys[3][SOBOL_REPLICATES]; /* of the scramblings */
};

/* Any dimension, from 0 on. Those beyond the table take its columns again, with
 * their points in an order of their own (padding: Owen 1998). */
struct sobol sobol_make(uint64_t seed, uint32_t dimension);

/* Point of a dimension without scrambling, in units of 2^-32. */
uint32_t sobol_plain(const struct sobol *self, uint32_t index);

/* out[i] in the open interval (0, 1) for the draws first .. first + num - 1. */
void sobol_draws(const struct sobol *self, uint64_t first, int num, double *out);

#endif

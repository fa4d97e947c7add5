/* Which sectors go together, and how near a territory is to a sector that it may lack
 * (Hidalgo, Klinger, Barabasi and Hausmann 2007). */
#ifndef STATS_NUMERIC_RELATEDNESS_H
#define STATS_NUMERIC_RELATEDNESS_H

#include <stdbool.h>
#include <stddef.h>

/* proximity[num_sectors²] of two sectors: the smaller of the two shares of territories
 * specialised in the one that are specialised in the other too, 0 to 1; 0 on the
 * diagonal, and for a sector in which nobody is. specialised[t * num_sectors + s] is
 * row-major: a location quotient of 1 or more. */
void relatedness_proximity(const bool *specialised, size_t num_territories, size_t num_sectors,
                           double *proximity);

/* Density around a sector: the part of its proximities that falls on sectors in which
 * the territory is specialised, 0 to 1, the sector itself left out; NaN for a sector
 * without any proximity. Were the territory's other specialisations dealt to the other
 * sectors at random, density would have this expected value and standard deviation
 * (sampling without replacement); NaN for fewer than three sectors. */
struct relatedness {
    double density, expected, sd;
};
struct relatedness relatedness_density(const bool *territory, const double *proximity, size_t num_sectors,
                                       size_t sector);

#endif

/* Shift-share: growth of a territory split into what its country, its structure and
 * itself contribute. Jobs by sector at two dates; components add up to the change
 * exactly (to rounding). g: growth of the country, g_i: of sector i in the country,
 * g_ij: of sector i in the territory, E_i: jobs of the first date. A sector that the
 * country did not have has no growth of its own: all of it is regional. */
#ifndef STATS_NUMERIC_SHIFTSHARE_H
#define STATS_NUMERIC_SHIFTSHARE_H

#include <stddef.h>

struct shift_table {
    const double *local_start, *local_end;     /* [num], counts >= 0 */
    const double *country_start, *country_end; /* [num], at least the local ones */
    size_t num;
};

/* Dunn 1960: sums of E g, E (g_i - g), E (g_ij - g_i). */
struct shift_share {
    double change, national, structural, regional;
};
struct shift_share shift_share_dunn(const struct shift_table *table);

/* One sector of it. */
struct shift_share shift_share_sector(const struct shift_table *table, size_t sector);

/* The regional component split (Esteban-Marquillas 1972), with E'_i the jobs that the
 * territory would have with the structure of the country: E' (g_ij - g_i), and the
 * rest, (E - E') (g_ij - g_i). A sector without jobs at the start is all allocation. */
struct shift_split {
    double competitive, allocation;
};
struct shift_split shift_share_esteban(const struct shift_table *table);

/* Arcelus 1984: each of four effects with the structure of the country (expected) and
 * for the difference from it (differential). */
struct shift_arcelus {
    struct {
        double expected, differential;
    } national, structural, regional, industry;
};
struct shift_arcelus shift_share_arcelus(const struct shift_table *table);

/* Year by year (Barff and Knight 1988): num_dates rows of num sectors each. */
struct shift_share shift_share_dynamic(const double *local, const double *country, size_t num_dates,
                                       size_t num);

#endif

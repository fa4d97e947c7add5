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

/* All of these by sector. Those of a method add up to the change of the sector: Dunn's
 * three; the first two of them with Esteban-Marquillas' two; Arcelus' eight; the dynamic
 * three. */
enum shift_component {
    SHIFT_CHANGE,
    SHIFT_NATIONAL,
    SHIFT_STRUCTURAL,
    SHIFT_REGIONAL,
    SHIFT_HOMOTHETIC, /* Esteban-Marquillas: competitive at the structure of the country */
    SHIFT_ALLOCATION,
    SHIFT_NATIONAL_EXPECTED, /* Arcelus: pairs in the order of struct shift_arcelus */
    SHIFT_NATIONAL_DIFFERENTIAL,
    SHIFT_STRUCTURAL_EXPECTED,
    SHIFT_STRUCTURAL_DIFFERENTIAL,
    SHIFT_REGIONAL_EXPECTED,
    SHIFT_REGIONAL_DIFFERENTIAL,
    SHIFT_INDUSTRY_EXPECTED,
    SHIFT_INDUSTRY_DIFFERENTIAL,
    SHIFT_DYNAMIC_NATIONAL,
    SHIFT_DYNAMIC_STRUCTURAL,
    SHIFT_DYNAMIC_REGIONAL,
    NUM_SHIFT_COMPONENTS
};

/* num_dates >= 2 rows of num sectors each, as for shift_share_dynamic; the methods of two
 * dates use the first and the last. Row i of the num + 1 of components is sector i, the
 * last row their sum. */
void shift_share_components(const double *local, const double *country, size_t num_dates, size_t num,
                            double (*components)[NUM_SHIFT_COMPONENTS]);

#endif

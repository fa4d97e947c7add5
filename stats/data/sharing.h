/* A count of what are several communes in the table of territories, shared among
 * them by population, and how sure that is.
 *
 * Model: the units of a count V fall on the parts by shares that are a draw of a
 * Dirichlet law around the shares of the population w (Dirichlet-multinomial). For
 * any set of parts that holds the share W of the population, with intraclass
 * correlation rho,
 *
 *     variance = V W (1 - W) (1 + (V - 1) rho)
 *
 * The law is the same whether parts are taken one by one or together, so that a
 * zone with all parts (W = 1) has V exactly, and one with none (W = 0) nothing.
 * Mosimann (1962), On the compound multinomial distribution, Biometrika 49.
 *
 * rho comes from the merges of 2021 to 2025, whose parts have counts of their own
 * in the censuses of 2007 to 2018 (tests/reference/sharing.py): for people at their
 * residence it is 0 to 0.034, the highest for the unemployed ten years before the
 * populations; for jobs 0.095 (2013) and 0.115 (2018), for salaried jobs 0.178, for
 * establishments up to 0.11 (agriculture alone 0.31), because places of work
 * gather in one of the villages. The constants are the rounded upper ends. Counts
 * of the communes re-established from 2012 to 2017, which took no part in this, all lie within
 * 1.5 standard errors of what would be shared. */
#ifndef STATS_DATA_SHARING_H
#define STATS_DATA_SHARING_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* Intraclass correlation of people, and of everything else (jobs, establishments). */
#define SHARING_RHO_PERSONS 0.03
#define SHARING_RHO_OTHERS 0.2

/* Variance of the part of a count that falls on the share (0..1) of the population. unit is
 * that of the variable, "persons" for people. A count below 1 counts as multinomial. */
double sharing_variance(double count, double share, const char *unit);

struct sharing_part {
    size_t zone;  /* commune */
    double share; /* of the whole, 0..1 */
};

/* One count to share: parts[first] .. parts[first + num - 1]. */
struct sharing {
    double value;
    size_t first, num;
    bool is_divided; /* false: the shares are unknown, and only a zone with all parts has the count */
};

struct sharings {
    struct sharing *items;
    size_t num, capacity;
    struct sharing_part *parts;
    size_t num_parts, parts_capacity;
};

/* Adds a count to share among num communes of those sizes (inhabitants); a size that is NaN, or sizes
 * that are all 0, leave it undivided. */
int sharings_add(struct sharings *self, double value, const size_t *zones, const double *sizes, size_t num,
                 struct err *err);
void sharings_free(struct sharings *self);

#endif

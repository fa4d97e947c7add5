/* Iterative proportional fitting (Deming and Stephan 1940; Fienberg 1970): the table that
 * has given margins and otherwise keeps the odds ratios of a seed, which among the tables
 * with these margins is the nearest to it in relative entropy. */
#ifndef STATS_NUMERIC_IPF_H
#define STATS_NUMERIC_IPF_H

#include <stddef.h>

#include "stats/base/error.h"

/* One margin: every cell is in one group or, with -1, in none. */
struct ipf_margin {
    const int *group;     /* [num_cells] */
    const double *target; /* [num_groups] >= 0, in the unit of the cells */
    int num_groups;
};

/* Scales cells (>= 0, zeros stay) until every margin is met within tolerance, relative to the
 * largest target, or num_rounds have passed. The last margin is met exactly. Where margins
 * contradict each other there is no such table: ERR_DATA says how far the worst is off; so
 * does a group with a target and no cell above zero. */
int ipf_fit(double *cells, size_t num_cells, const struct ipf_margin *margins, size_t num_margins,
            double tolerance, int num_rounds, struct err *err);

#endif

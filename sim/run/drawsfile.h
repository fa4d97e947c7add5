/* Reading draws.csv again: the draws of a few series, of all that the file holds. */
#ifndef SIM_RUN_DRAWSFILE_H
#define SIM_RUN_DRAWSFILE_H

#include <stddef.h>

#include "stats/base/problem.h"

/* The draws of one metric and year of a scenario, in the scope all. */
struct series_draws {
    const char *scenario, *metric; /* borrowed */
    int year;
    double *values; /* in the order of the file; owned */
    size_t num_values, capacity;
};

/* Adds the draws of each series; a series that the file lacks stays empty. Damage to the
 * file is a problem. */
int draws_read(const char *path, struct series_draws *series, size_t num_series, struct problems *problems,
               struct err *err);

#endif

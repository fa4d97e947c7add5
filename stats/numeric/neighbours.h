/* The nearest rows of a table: territories that are alike on several indicators. */
#ifndef STATS_NUMERIC_NEIGHBOURS_H
#define STATS_NUMERIC_NEIGHBOURS_H

#include <stddef.h>

#include "stats/base/error.h"

enum neighbour_metric {
    NEIGHBOUR_EUCLID,     /* root of the mean of squared differences of z-scores */
    NEIGHBOUR_MAHALANOBIS /* the same after the correlations have been taken out */
};

/* A table without missing values: values[row * num_columns + column]. se, of the same
 * shape, are standard errors (NaN or 0: none); NULL for none at all. */
struct neighbour_table {
    const double *values, *se;
    size_t num_rows, num_columns;
};

struct neighbour {
    size_t row;
    double distance;
    double choice;   /* how often among the nearest when indicators are drawn anew, 0 to 1 */
    double sampling; /* the same when values are drawn within their standard errors */
};

/* The num nearest rows to target, nearest first, ties by row; out has room for num.
 * choice and sampling come from replicates keyed by the replicate and the row: the same
 * for any thread or order. ERR_DATA when a column does not vary, or, for Mahalanobis,
 * when columns are collinear. */
int neighbours_of(struct neighbour *out, size_t num, const struct neighbour_table *table, size_t target,
                  enum neighbour_metric metric, int replicates, struct err *err);

#endif

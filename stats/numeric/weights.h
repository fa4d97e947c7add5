/* Spatial weights: who is a neighbour of whom, and how much. */
#ifndef STATS_NUMERIC_WEIGHTS_H
#define STATS_NUMERIC_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* Rows of a sparse matrix, columns ascending in each; no diagonal. */
struct weights {
    size_t num;     /* of units */
    size_t *starts; /* [num + 1] */
    size_t *columns;
    double *values;
};

/* A directed pair of neighbours. */
struct weight_pair {
    size_t from, to;
};

/* From pairs (repetitions and loops are dropped), all of weight 1. */
int weights_from_pairs(struct weights *self, size_t num, struct weight_pair *pairs, size_t num_pairs,
                       struct err *err);

/* From places x, y (in a plane): the k nearest of each, ties by index; or all within a
 * distance. k-nearest weights are not symmetric. */
int weights_nearest(struct weights *self, const double *x, const double *y, size_t num, size_t k,
                    struct err *err);
int weights_within(struct weights *self, const double *x, const double *y, size_t num, double distance,
                   struct err *err);

void weights_free(struct weights *self);

/* Divides every row by its sum; units without neighbours keep none. */
void weights_standardise(struct weights *self);

/* Weight of a pair, 0 when they are no neighbours. */
double weights_get(const struct weights *self, size_t from, size_t to);

static inline size_t weights_degree(const struct weights *self, size_t unit)
{
    return self->starts[unit + 1] - self->starts[unit];
}

/* Units without neighbours. */
size_t weights_num_islands(const struct weights *self);

#endif

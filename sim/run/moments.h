/* Exact means and covariances of counts that branch: every individual of a cell
 * independently takes one of several branches and adds one to each of its
 * destinations. With m the means, S the covariances, a_i the expected vector of
 * destinations of an individual of cell i and A the matrix with rows a_i,
 *   m' = A' m,   S' = A' S A + sum_i m_i Cov(destinations of i). */
#ifndef SIM_RUN_MOMENTS_H
#define SIM_RUN_MOMENTS_H

#include "stats/base/error.h"

enum { MOMENTS_MAX_DESTINATIONS = 4 };

/* One branch of the individuals of a cell. Probabilities of the branches of a
 * cell add up to at most 1; the rest vanish. A cell without any branch stays as
 * it is. */
struct branch {
    int from;
    double probability;
    int num_destinations;
    int destinations[MOMENTS_MAX_DESTINATIONS];
};

struct moments {
    int num_cells;
    double *mean;       /* [num_cells] */
    double *covariance; /* [num_cells * num_cells], row-major, symmetric */
    /* workspace */
    double *expected; /* A: rows of the cells that branch, zero elsewhere */
    int *columns;     /* [num_cells * num_cells] of each row, those that are not zero */
    int *num_columns; /* [num_cells] */
    int *branching;   /* [num_branching] cells with people and branches */
    int num_branching;
    double *product, *next;
};

int moments_init(struct moments *self, int num_cells, struct err *err);
void moments_free(struct moments *self);
void moments_clear(struct moments *self);

/* One generation. */
void moments_step(struct moments *self, const struct branch *branches, int num_branches);

/* Empties a cell: its mean and covariances become 0. */
void moments_reset_cell(struct moments *self, int cell);

/* Variance of the sum of some cells. */
double moments_variance(const struct moments *self, const int *cells, int num_cells);

#endif

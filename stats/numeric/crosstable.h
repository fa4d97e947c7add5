/* Cross-tables with hierarchies on their sides: subtotals, and the relations between cells
 * that secrecy.h works on. */
#ifndef STATS_NUMERIC_CROSSTABLE_H
#define STATS_NUMERIC_CROSSTABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* One side of a table: leaves first, then what they add up to, the total last; every node
 * comes before its parent. Without subtotals the total is the parent of all. */
struct hierarchy {
    size_t num_nodes, num_leaves;
    const size_t *parents; /* [num_nodes] > the node itself; the last entry is not used */
};

/* Relations "total = sum of parts", in the form of struct secrecy_table. */
struct relations {
    size_t *first, *members; /* first has num + 1 entries; members: the total, then its parts */
    size_t num;
    size_t first_capacity, members_capacity;
};

/* Adds the relations of one table, rows x columns. cells[row * columns->num_nodes + column]
 * is the index of each cell, so that tables can share some. Relations that follow from the
 * others (totals across of rows that are totals themselves) are left out. */
int relations_add_table(struct relations *self, const struct hierarchy *rows, const struct hierarchy *columns,
                        const size_t *cells, struct err *err);
void relations_free(struct relations *self);

/* Takes out the relations that tell nothing because their total is not in the published
 * table, nor part of one that is: absent[num_cells]. */
int relations_drop_absent(struct relations *self, const bool *absent, size_t num_cells, struct err *err);

/* Fills the subtotals of values[rows * columns], the leaves being there. */
void crosstable_sum(double *values, const struct hierarchy *rows, const struct hierarchy *columns);

/* The same for the largest contribution and, unless NULL, the second largest, of contributors
 * that are in one cell each. */
void crosstable_largest(double *largest, double *second, const struct hierarchy *rows,
                        const struct hierarchy *columns);

/* costs[rows * columns] of leaving cells out: 1 to 2 for cells inside, rising with the value,
 * so that few and small ones go; subtotals cost 30 to 300, the more the larger they are, the
 * total of all 10,000: they go last. */
void crosstable_costs(double *costs, const double *values, const struct hierarchy *rows,
                      const struct hierarchy *columns);

#endif

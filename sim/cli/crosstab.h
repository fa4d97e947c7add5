/* A cross-table read from a file with one record a cell, with its totals. */
#ifndef SIM_CLI_CROSSTAB_H
#define SIM_CLI_CROSSTAB_H

#include "sim/cli/opts.h"
#include "sim/cli/tableside.h"

struct crosstab_source {
    const char *path;
    struct side_source rows, columns;
    const char *value, *contributors, *largest, *second; /* columns; the last three may be NULL */
    bool contributors_of_row;        /* contributors are the same in all cells of a row: no sum */
    const struct text_list *markers; /* texts that stand for a value left out; NULL: none may be */
};

/* Arrays are [rows * columns] over all nodes of the two sides, totals among them. */
struct crosstab {
    struct table input;
    struct schema schema;
    struct table_side rows, columns;
    size_t num_cells;
    double *values, *contributors, *largest, *second; /* NULL if not given */
    bool *is_given;                                   /* there is a record of the cell */
    bool *is_marked;                                  /* and it is left out */
};

/* Cells inside the table without a record are 0. Totals are sums, checked against the records
 * that there are; with markers totals without a record are NaN, as is what is left out.
 * Problems of the file go to problems. */
int crosstab_read(struct crosstab *self, const struct crosstab_source *source, struct problems *problems,
                  struct err *err);
void crosstab_free(struct crosstab *self);

/* Whether neither the row nor the column of a cell is a total. */
bool crosstab_is_inside(const struct crosstab *self, size_t cell);

const char *crosstab_row(const struct crosstab *self, size_t cell);
const char *crosstab_column(const struct crosstab *self, size_t cell);

#endif

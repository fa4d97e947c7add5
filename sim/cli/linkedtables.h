/* One or more cross-tables as one list of cells: those that the tables share are one cell. */
#ifndef SIM_CLI_LINKEDTABLES_H
#define SIM_CLI_LINKEDTABLES_H

#include "sim/cli/crosstab.h"
#include "stats/numeric/secrecy.h"

enum { MAX_TABLES = 16 };

struct linked_tables {
    struct crosstab_source sources[MAX_TABLES];
    struct crosstab tables[MAX_TABLES];
    size_t num_tables;
    size_t *cells_of[MAX_TABLES]; /* [cells of the table] index in the lists below */
    struct relations relations;
    struct secrecy_table all;    /* refers to the arrays below */
    struct secrecy_cell *status; /* [all.num_cells] */
    double *values, *contributors, *largest, *second, *costs;
    bool *is_total, *is_absent; /* total of some kind; total that no table gives (markers only) */
};

/* Cells are the same when their rows and their columns are, or are the total of all: the name
 * of a column of the file is the name of what it holds. Values must agree; with markers a
 * figure that one table gives is known in all. */
int linked_tables_join(struct linked_tables *self, struct problems *problems, struct err *err);
void linked_tables_free(struct linked_tables *self);

#endif

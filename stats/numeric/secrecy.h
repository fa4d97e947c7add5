/* Statistical secrecy of a two-way table with published margins: which cells to leave
 * out, and what somebody can still work out about them. */
#ifndef STATS_NUMERIC_SECRECY_H
#define STATS_NUMERIC_SECRECY_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

enum secrecy_status { SECRECY_PUBLISHED, SECRECY_PRIMARY, SECRECY_SECONDARY };

/* Cells row-major; values >= 0. */
struct secrecy_table {
    const double *values;       /* [num_rows * num_columns] what is published */
    const double *contributors; /* the same: units behind the value; NULL: the value counts them */
    const double *largest;      /* the same: the largest contribution; NULL: no dominance rule */
    size_t num_rows, num_columns;
};

struct secrecy_rules {
    double threshold;  /* cells of 1 to threshold - 1 contributors are secret */
    double dominance;  /* so are those whose largest contribution is over this share, 0 to 1 */
    double protection; /* what can be worked out of a secret cell x must reach from
                        * (1 - protection) x or less to (1 + protection) x or more */
};

struct secrecy_cell {
    enum secrecy_status status;
    double low, high; /* bounds that follow from the margins and the published cells */
};

/* Fills cells[num_rows * num_columns]: primary cells by the rules, then the fewest
 * further ones, smallest first, that protect them; the same table gives the same
 * cells. The bounds are those of linear programming (GLPK): exact for whole numbers
 * too. *is_protected is false when even the whole table does not protect (a secret cell
 * that is its whole margin, say). */
int secrecy_protect(struct secrecy_cell *cells, const struct secrecy_table *table,
                    const struct secrecy_rules *rules, bool *is_protected, struct err *err);

/* Bounds of the cells that are not published, whoever chose them. */
int secrecy_audit(struct secrecy_cell *cells, const struct secrecy_table *table, struct err *err);

#endif

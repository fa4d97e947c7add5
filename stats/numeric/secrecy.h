/* Statistical secrecy of tables with published totals: which cells to leave out, and what
 * somebody can still work out about them.
 *
 * A table is a list of cells and a list of relations "total = sum of parts" between them:
 * cross-tables with their margins, hierarchies with their subtotals and several tables that
 * share cells are all of this form (crosstable.h makes it). Whoever attacks knows every
 * relation and every published cell, and that no value is under 0. */
#ifndef STATS_NUMERIC_SECRECY_H
#define STATS_NUMERIC_SECRECY_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

enum secrecy_status { SECRECY_PUBLISHED, SECRECY_PRIMARY, SECRECY_SECONDARY };

/* Arrays are [num_cells] unless said otherwise, borrowed. */
struct secrecy_table {
    size_t num_cells, num_relations;
    const double *values;        /* >= 0; NaN where somebody else left a cell out (audits only) */
    const double *contributors;  /* units behind the value; NULL: the value counts them */
    const double *largest;       /* the largest contribution; NULL: no rule of concentration */
    const double *second;        /* the second largest; NULL: no rule that needs it */
    const double *costs;         /* > 0, what leaving the cell out costs; INFINITY: it stays */
    const double *lower, *upper; /* what is known of a value beforehand; NULL: 0, no limit */
    const size_t *first;         /* [num_relations + 1] where each relation begins in members */
    const size_t *members;       /* the cell that is the total, then those that are its parts */
};

/* A rule that is not wanted has its neutral value. Definitions are those of the field
 * (Hundepool et al. 2012, Statistical Disclosure Control, 4.2). Cells of value 0 are never
 * secret. */
struct secrecy_rules {
    double threshold;       /* cells of 1 to threshold - 1 contributors are secret; 1: none */
    double least;           /* so are values under this, whatever their contributors; 0: none */
    double dominance;       /* so are those whose largest contribution is over this share; 1: none */
    double dominance2;      /* or whose two largest together are; 1: none */
    double p;               /* or whose second contributor could know the largest to within this
                             * share of it, value - largest - second < p * largest; 0: none */
    double protection;      /* what can be worked out of a secret cell x must reach from
                             * (1 - protection) x or less to (1 + protection) x or more */
    bool lone_contributors; /* also for those who know one secret cell, being alone in it; a
                             * cell whose only parts are of two of them counts as not protected */
};

struct secrecy_cell {
    enum secrecy_status status;
    double low, high; /* what follows from the relations and the published cells */
};

struct secrecy_result {
    bool is_protected; /* every secret cell is; false when what may be left out is not enough */
    size_t exposed;    /* otherwise the first cell that is not protected */
    double cost;       /* of the cells left out to protect others */
};

/* Fills the status of cells[num_cells] (not the bounds: secrecy_audit does): secret cells by
 * the rules, then further ones to protect them; the same table gives the same cells.
 *
 * Each secret cell gets the cheapest cycle of cells that can rise and fall together without
 * changing a published figure (shortest path over the relations; linear programming for cells
 * in more than two relations); cells that later cycles make needless are published again; of
 * several orders the cheapest result is kept, and in small tables (secret cells times cells up
 * to 100,000) each cell left out for others is tried to be replaced. The cycles prove the protection and are
 * checked one by one before the function returns. Cells of value 0 and of infinite cost are never left out
 * for others. On 92 random tables of 4 or 5 rows and columns with fixed margins the cost is the least
 * possible in 88, 1.002 times it on average and 1.08 times at worst (enumeration of all
 * choices in tests/unit/stats/test_secrecy.c).
 *
 * Not taken into account: contributors who stand together, and, unless the rules say so,
 * those who know what they contributed themselves. */
int secrecy_protect(struct secrecy_cell *cells, const struct secrecy_table *table,
                    const struct secrecy_rules *rules, struct secrecy_result *result, struct err *err);

/* Bounds of the cells that are not published, whoever chose them: the least and the greatest
 * value that agree with all the rest (linear programming, GLPK), low = high when the cell can
 * be worked out exactly, INFINITY without a limit. Both are NaN where published figures
 * contradict one another. In one table with at most one hierarchy the bounds are exact for
 * whole numbers too; otherwise whole numbers may be bound more closely. The result does not
 * depend on threads. */
int secrecy_audit(struct secrecy_cell *cells, const struct secrecy_table *table, int threads,
                  struct err *err);

#endif

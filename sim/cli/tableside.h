/* One side of a cross-table: the names along it, and the subtotals that they add up to. */
#ifndef SIM_CLI_TABLESIDE_H
#define SIM_CLI_TABLESIDE_H

#include "stats/data/geography.h"
#include "stats/data/table.h"
#include "stats/numeric/crosstable.h"

enum { SIDE_MAX_LEVELS = 8 };

/* Where the subtotals of a side come from; nothing set: there is only the total. */
struct side_source {
    const char *column;                   /* that names the leaves */
    const char *total;                    /* how the total is called */
    const char *parents[SIDE_MAX_LEVELS]; /* columns of the parents, the nearest first */
    enum level levels[SIDE_MAX_LEVELS];   /* or levels of the geography: that of the leaves first */
    size_t num_parents, num_levels;
    const struct geography *geography; /* NULL without levels */
};

struct name_list {
    char **items; /* owned */
    size_t *up;   /* place of the parent in the next list */
    size_t num, items_capacity, up_capacity, last;
};

/* Nodes in the order of hierarchy: leaves as in the file, then "dep:44", the total last. */
struct table_side {
    struct name_list lists[SIDE_MAX_LEVELS + 1]; /* leaves, then each level of subtotals */
    size_t num_lists;
    char *total;
    size_t *parents; /* of hierarchy */
    struct hierarchy hierarchy;
    size_t num_straddling; /* leaves that lie in two territories and count in one */
};

/* Reads the names of all records; what is wrong with them goes to problems. */
int table_side_read(struct table_side *self, const struct side_source *source, const struct table *table,
                    struct problems *problems, struct err *err);
void table_side_free(struct table_side *self);

/* The node of a name, num_nodes if there is none. */
size_t table_side_find(struct table_side *self, const char *name);

const char *table_side_name(const struct table_side *self, size_t node);

#endif

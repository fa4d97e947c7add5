/* The rows of a table in the order of some of its columns: groups of rows that have the same
 * values there, and a quick way to one group. */
#ifndef STATS_DATA_TABLEORDER_H
#define STATS_DATA_TABLEORDER_H

#include "stats/data/table.h"

enum { TABLE_ORDER_MAX_COLUMNS = 8 };

struct table_order {
    const struct table *table;
    size_t columns[TABLE_ORDER_MAX_COLUMNS];
    int num_columns;
    size_t *rows; /* [table->num_rows]; rows that have the same values keep the order of the file */
};

/* names (ends with NULL, at most TABLE_ORDER_MAX_COLUMNS) are columns of the table. Missing numbers
 * come first and are equal to one another. The table must outlive the order. */
int table_order_init(struct table_order *self, const struct table *table, const char *const *names,
                     struct err *err);
void table_order_free(struct table_order *self); /* safe on zeros */

/* The rows whose first num columns, all of text, are texts: *first is a place in self->rows, the
 * result how many follow one another from there (0: none). */
size_t table_order_find(const struct table_order *self, const char *const *texts, int num, size_t *first);

/* firsts[num_rows]: of each row the first row of the file that has the same values in all columns. */
void table_order_firsts(const struct table_order *self, size_t *firsts);

#endif

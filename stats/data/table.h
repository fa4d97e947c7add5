/* Tables: named, typed columns of equal length, read from a CSV file under a
 * schema. Immutable once read. Every row keeps its line, every column its place
 * in the file, so that later checks can still name the cell. */
#ifndef STATS_DATA_TABLE_H
#define STATS_DATA_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/base/source.h"
#include "stats/data/csvin.h"
#include "stats/data/schema.h"

/* One column; exactly one of texts and numbers is used, according to kind. */
struct column {
    char *name;
    enum field_kind kind;
    long position;   /* field in the file from 1; 0 when the file lacks the column */
    size_t *texts;   /* [num_rows] offset of each cell in the table's text */
    double *numbers; /* [num_rows] NaN = missing; booleans are 0 or 1 */
    size_t texts_capacity, numbers_capacity;
};

struct table {
    char *name;             /* of the file */
    struct column *columns; /* those of the schema in its order, then further ones */
    size_t num_columns;
    size_t num_rows;
    long *lines; /* [num_rows] physical line of each row */
    size_t lines_capacity;
    struct strbuf text; /* all text cells, each with a NUL */
    struct csv_dialect dialect;
    bool is_damaged; /* rows or columns are missing: checks across tables make no sense */
};

/* Reads source under schema. Every problem goes to problems, with its place;
 * the table is usable only if problems_status says so. */
int table_read(struct table *self, const struct source *source, const struct schema *schema,
               const struct csv_options *options, struct problems *problems, struct err *err);

/* The same, from a path and a built-in schema; problems become the error. */
int table_read_file(struct table *self, const char *path, const char *schema_name, struct problems *problems,
                    struct err *err);

void table_free(struct table *self);

/* Index of a column; num_columns when there is none. */
size_t table_find(const struct table *self, const char *name);

/* A text cell; "" when missing. */
const char *table_text(const struct table *self, size_t row, size_t column);

/* A number; NaN when missing. */
double table_number(const struct table *self, size_t row, size_t column);

/* A boolean cell, or fallback when missing. */
bool table_flag(const struct table *self, size_t row, size_t column, bool fallback);

bool table_is_missing(const struct table *self, size_t row, size_t column);
struct place table_place(const struct table *self, size_t row, size_t column);

#endif

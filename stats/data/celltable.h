/* A CSV file as it stands: every cell a text, rows found by a key. For comparing
 * files, whatever they hold; with semicolons, numbers get a decimal point for their comma. */
#ifndef STATS_DATA_CELLTABLE_H
#define STATS_DATA_CELLTABLE_H

#include <stdbool.h>

#include "stats/data/csvin.h"

enum { CELLTABLE_MAX_KEYS = 8 };

struct celltable {
    char *name;         /* of the file */
    struct strbuf text; /* all cells, the header first, each with a NUL */
    size_t *cells;      /* [num_rows][num_columns] offsets into text */
    size_t *header;     /* [num_columns] the same */
    long *lines;        /* [num_rows] */
    size_t num_columns, num_rows;
    size_t cells_capacity, header_capacity, lines_capacity;
    size_t keys[CELLTABLE_MAX_KEYS]; /* columns */
    size_t num_keys;
    size_t *order; /* [num_rows] rows by their key */
};

/* Reads a file; damage is a problem. */
int celltable_read(struct celltable *self, const char *path, struct problems *problems, struct err *err);
void celltable_free(struct celltable *self);

/* Index of a column; num_columns when there is none. */
size_t celltable_find(const struct celltable *self, const char *column);
const char *celltable_column(const struct celltable *self, size_t column);
const char *celltable_cell(const struct celltable *self, size_t row, size_t column);

/* Sorts by the columns named (ends with NULL; all must be there). Rows with the same key
 * are a problem. */
int celltable_sort(struct celltable *self, const char *const *keys, struct problems *problems,
                   struct err *err);

/* How the keys of two rows of sorted tables compare: as their order has it. */
int celltable_compare(const struct celltable *a, size_t row_a, const struct celltable *b, size_t row_b);

/* "scenario=none year=2021" */
void celltable_add_key(const struct celltable *self, size_t row, struct strbuf *out);

#endif

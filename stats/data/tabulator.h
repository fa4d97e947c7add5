/* A tabulation under way: what reading a record needs (tabulation.c, tabulator.c). */
#ifndef STATS_DATA_TABULATOR_H
#define STATS_DATA_TABULATOR_H

#include "stats/data/tabulation.h"

/* Where the columns of the options are in one file. */
struct tabulator_fields {
    size_t *by, *numbers, *filters;
    size_t weight;
    size_t *all; /* [num_all] of those, each once */
    size_t num_all;
};

int tabulator_fields_find(struct tabulator_fields *self, const struct tabulation_options *options,
                          const struct csv_row *header, const char *file, struct problems *problems,
                          struct err *err);
void tabulator_fields_free(struct tabulator_fields *self);

/* Reads the records of one piece into buffers; one a piece, used again. Initialise with {0}. */
struct tabulator {
    const struct tabulation_options *options;
    const struct tabulator_fields *fields;
    const char *file;
    struct group_buffer shares[GROUP_SHARES];
    struct problems problems;
    struct decimal decimal;
    char *key; /* texts of the group, with their NULs */
    size_t key_length, key_capacity;
    struct strbuf converted;
    double *values; /* [num_numbers] */
    bool is_cp1252;
    uint64_t num_records, num_kept;
};

/* Reads a piece; num_fields as in csvin_read_piece. */
int tabulator_read(struct tabulator *self, const struct csv_piece *piece, size_t num_fields,
                   const struct csv_options *csv, struct err *err);
void tabulator_free(struct tabulator *self);

#endif

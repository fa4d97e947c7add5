/* Two tables of results, cell by cell: what differs beyond rounding, and what beyond
 * Monte-Carlo error. */
#ifndef SIM_CLI_TABLEDIFF_H
#define SIM_CLI_TABLEDIFF_H

#include "stats/data/celltable.h"
#include "stats/data/csvout.h"

enum diff_verdict {
    DIFF_CHANGED,
    DIFF_WITHIN_ERROR,
    DIFF_NOT_JUDGED,
    DIFF_ONLY_IN_A,
    DIFF_ONLY_IN_B,
    NUM_DIFF_VERDICTS
};
extern const char *const diff_verdict_names[NUM_DIFF_VERDICTS];

struct diff_settings {
    double relative, absolute; /* rounding: |b - a| <= absolute + relative max(|a|, |b|) */
    double confidence;         /* that no cell is called changed by chance, over all cells of a table */
    bool lists_all;            /* cells within error and those not judged too */
};

struct diff_summary {
    size_t num_cells; /* compared */
    size_t num_of[NUM_DIFF_VERDICTS];
    double limit;    /* of |z| */
    double worst;    /* largest |z| of a cell that has an error */
    char where[256]; /* its key and column */
};

/* The key columns of a table by what its header holds (ends with NULL); NULL when the
 * table is of no known kind. */
const char *const *diff_keys(const struct celltable *table);

/* Compares two sorted tables and appends rows of the table "comparison" to out. file is
 * the name to write. */
void diff_tables(const struct celltable *a, const struct celltable *b, const char *file,
                 const struct diff_settings *settings, struct csvout *out, struct diff_summary *summary);

/* A row for a whole table that only one side has. */
void diff_whole(const char *file, enum diff_verdict verdict, struct csvout *out);

#endif

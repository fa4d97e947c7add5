/* Import: official files as published, through a dictionary and a geography, to
 * figures by territory and year. */
#ifndef STATS_DATA_IMPORT_H
#define STATS_DATA_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/base/source.h"
#include "stats/data/coverage.h"
#include "stats/data/csvin.h"
#include "stats/data/dictionary.h"
#include "stats/data/geography.h"
#include "stats/data/grid.h"

struct import_options {
    const char *family;         /* imposed file family, NULL to recognise it */
    const char *const *allowed; /* codes that may stay unmatched */
    size_t num_allowed;
    bool allow_all_unmatched;
    bool pad_codes;            /* repair leading zeros lost in a spreadsheet */
    const bool *levels;        /* [NUM_LEVELS] levels at which moves are counted; NULL: all */
    int vintage;               /* year of the figures where the file does not tell; 0 if none */
    int first_year, last_year; /* figures of other years are passed over; 0: no limit */
    char decimal;              /* imposed decimal mark, 0: as the dictionary says, else detected */
    struct csv_options csv;
    int threads;               /* 0: one */
    struct coverage *coverage; /* audit to fill; NULL if none is wanted */
};

/* What was done with one file. */
struct import_report {
    char family[64];
    size_t num_rows, num_matched,
        num_skipped;        /* records read; with a known territory; left out by the dictionary */
    struct vintage vintage; /* date of the file's communes */
    size_t num_successors;  /* communes of another date counted with the one they became or were part of */
    size_t num_shared;      /* communes that are several in the table: their counts are shared */
    size_t num_unshared;    /* cells of these that cannot be: rates, means, shares */
    size_t num_arrondissements; /* rows of Paris, Lyon, Marseille left aside: their commune has its own row */
    size_t num_unmatched;       /* records whose code is unknown, allowed by the user */
    size_t num_padded;          /* codes repaired */
    size_t num_missing_cells;
    size_t num_columns_used;
};

/* Adds the figures of one file to grid (initialised with {.geography = ...}). */
int import_file(struct grid *grid, const struct dictionary *dictionary, const struct source *source,
                const struct import_options *options, struct import_report *report, struct problems *problems,
                struct err *err);

#endif

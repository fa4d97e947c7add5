/* An import under way: what its parts share (import.c, import_cells.c, import_past.c). */
#ifndef STATS_DATA_IMPORTER_H
#define STATS_DATA_IMPORTER_H

#include "stats/data/codes.h"
#include "stats/data/decimal.h"
#include "stats/data/identity.h"
#include "stats/data/import.h"
#include "stats/data/lineage.h"
#include "stats/data/records.h"

/* The plane that a value binding wrote to last, so that records in order do not
 * search for it. */
struct plane_cache {
    enum level level;
    int year;
    size_t plane;
    bool is_wanted; /* in records of the year that importer.year_of_wanted is */
};

/* A figure of an arrondissement, kept until the end of the file shows whether
 * its commune has a row of its own. */
struct part {
    size_t value, commune;
    int year;
    double number; /* NaN: missing */
};

/* A figure of a commune whose place in the table depends on the date of the file, kept until its
 * codes have shown that date. */
struct held {
    size_t value, past;
    int year;
    double number; /* NaN: missing */
    long line;
    bool is_empty; /* nothing in the cell, not even a marker */
};

/* Reads the figures of records: one a thread. */
struct cell_reader {
    const struct binding *binding;
    const char *file;
    struct problems *problems;
    struct decimal decimal;
    double named[MAX_NAMED]; /* figures of the named columns of one record */
    long named_line;         /* of that record */
};

/* The figures of one record, read before: [binding.num_values] where its conditions hold. */
struct ready_figures {
    const double *numbers; /* NULL: they are still to be read */
    const bool *are_empty;
};

struct importer {
    struct grid *grid;
    const struct dictionary *dictionary;
    const struct import_options *options;
    struct import_report *report;
    struct problems *problems;
    const char *file;
    const char *owner; /* the same name, kept by the grid */
    struct binding binding;
    struct cell_reader cells;
    struct ready_figures ready; /* of the record at hand */
    struct code_reader codes;
    struct plane_cache *caches; /* [binding.num_values] */
    int year_of_wanted;
    struct part *parts;
    size_t num_parts, parts_capacity;
    struct held *held;
    size_t num_held, held_capacity;
    struct lineage lineage;    /* of the code in traced, for splits from split_from on */
    struct lineage_part *kept; /* those of its parts that share a figure */
    size_t num_kept, kept_capacity;
    size_t traced;
    char split_from[11];
    struct identities identities;
    size_t *identity; /* fields that tell records apart; NULL when several may be alike */
    size_t num_identity, identity_capacity;
    struct records records; /* of a family of weighted records */
    bool usable;            /* the header could be bound */
};

/* The figure of one cell, NaN when it is missing. */
double cell_reader_read(struct cell_reader *self, const struct csv_row *row,
                        const struct value_binding *value);

/* Whether the dictionary leaves a record out. */
bool importer_is_skipped(const struct binding *binding, const struct csv_row *row);

/* Takes a record in the order of the file. */
int importer_take_row(struct importer *self, const struct csv_row *row, bool is_skipped, struct err *err);

/* The same of a record as it is read (csv_row_fn, context is an importer). */
int importer_take_record(const struct csv_row *row, void *context, struct err *err);

/* Takes the records of a file (csv_rest_fn, context is an importer): pieces of them are read by
 * several threads, then taken one after the other. */
int importer_take_rest(const struct csv_piece *rest, size_t num_fields, const struct csv_options *options,
                       size_t *num_records, void *context, struct err *err);

/* The plane of a value binding, claimed for this file; ERR_DATA when another file gave it. */
int importer_plane(struct importer *self, size_t index, enum level level, int year, struct plane **plane,
                   struct err *err);

/* Adds a figure (NaN: missing) to a territory. */
int importer_store(struct importer *self, size_t index, const struct territory *territory, int year,
                   double number, struct place place, struct err *err);

/* Places the figures held until the date of the file's communes is known; reports the date
 * and what was done with each code. */
int importer_settle_past(struct importer *self, struct err *err);

#endif

/* Territory codes of a file, matched with a geography: repaired if the user
 * allows it, led to their successors, listed when they are unknown. */
#ifndef STATS_DATA_CODES_H
#define STATS_DATA_CODES_H

#include "stats/base/problem.h"
#include "stats/data/binding.h"
#include "stats/data/import.h"

struct territory {
    enum level level;
    size_t zone;
    bool is_part;      /* an arrondissement; zone is its commune */
    bool is_successor; /* the record is of a commune that has merged into zone since */
    bool is_skipped;   /* left out by the dictionary */
    size_t past;       /* what it is depends on the date of the file: index in geography.past, zone is not
                          set; NO_ZONE for the others */
};

/* What a file has of a code that events speak of. */
struct past_rows {
    bool is_present;
    bool is_shared;  /* its figures were those of several communes of the table */
    long line;       /* of the first record */
    size_t num_rows; /* held until the date of the file is known */
};

struct unmatched {
    char code[64];
    enum level level;
    long line;
    size_t num_rows;
};

struct code_reader {
    const struct geography *geography;
    const struct import_options *options;
    const char *file;
    struct problems *problems;
    bool *seen;             /* [communes] has a row of its own in the file */
    struct past_rows *past; /* [geography->num_past] */
    struct unmatched *unmatched;
    size_t num_unmatched, unmatched_capacity;
    size_t num_arrondissements, num_allowed, num_padded, num_case_repairs;
    bool failed;
};

int code_reader_init(struct code_reader *self, const struct geography *geography,
                     const struct import_options *options, const char *file, struct problems *problems,
                     struct err *err);
void code_reader_free(struct code_reader *self);

/* The territory of a record; false when it has none that counts (then
 * territory->is_skipped tells whether that was asked for). */
bool code_reader_resolve(struct code_reader *self, const struct binding *binding, const struct csv_row *row,
                         struct territory *territory);

/* The commune of the table that holds (most of) that of a code, whatever its date, for
 * records of people, who are in one place; NO_ZONE when there is none (then it is listed
 * with the unknown codes, unless it is allowed). */
size_t code_reader_commune(struct code_reader *self, const char *code, long line);

/* Records a code that turned out to match nothing, with the records that it has. */
void code_reader_refuse(struct code_reader *self, size_t past);

bool code_reader_has_seen(const struct code_reader *self, size_t commune);

/* Reports the codes that nothing matches and fills the counts of report. */
void code_reader_finish(struct code_reader *self, struct import_report *report);

#endif

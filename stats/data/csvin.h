/* CSV input: the one home of libcsv for reading.
 *
 * Lines without quotes and controls are split by plainline.h, which reads them as libcsv does.
 * Encoding (UTF-8 with or without BOM, Windows-1252, UTF-16) and delimiter are
 * detected on the whole file and can be imposed. Line ends may be LF, CRLF, CR
 * or a mixture. Every record must have as many fields as the header. Unquoted
 * fields lose surrounding spaces and tabs. Problems carry line (physical, from
 * 1) and column (field, from 1). */
#ifndef STATS_DATA_CSVIN_H
#define STATS_DATA_CSVIN_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/base/source.h"

enum csv_encoding { CSV_ENCODING_DETECT, CSV_ENCODING_UTF8, CSV_ENCODING_CP1252, CSV_ENCODING_UTF16 };

/* What to impose; {0} detects everything. */
struct csv_options {
    char delimiter;             /* 0: detect among ; , tab | */
    enum csv_encoding encoding; /* UTF-16 is recognised by its BOM and cannot be imposed */
    long skip;                  /* physical lines above the header to pass over */
    long footer;                /* physical lines at the end to pass over */
    size_t max_field;           /* bytes of one field, 0: 65536 */
    size_t max_line;            /* bytes of one line, 0: 1048576 */
    size_t max_columns;         /* 0: 4096 */
    size_t piece;               /* bytes of a piece of csvstream.h, about; 0: 262144 */
    bool libcsv_only;           /* no short cut for plain lines (plainline.h): for tests */
};

/* What was found. */
struct csv_dialect {
    char delimiter;
    enum csv_encoding encoding;
    bool has_bom;
    bool has_lf, has_crlf, has_cr; /* line ends seen */
    bool has_final_newline;
    long num_lines; /* physical */
};

struct csv_row {
    const char *const *fields; /* UTF-8, each ends with a NUL; valid during the call only */
    const size_t *lengths;
    size_t num_fields;
    long line; /* where the record begins */
};

/* Called for the header, then for every record with the right number of
 * fields. A non-zero result stops the reading and is returned. */
typedef int (*csv_row_fn)(const struct csv_row *row, void *context, struct err *err);

struct csv_piece;

/* Called with the text of all records at once, for those who cut it into pieces (csvin_read_piece,
 * csvstream.h); *num_records is how many were read. */
typedef int (*csv_rest_fn)(const struct csv_piece *rest, size_t num_fields, const struct csv_options *options,
                           size_t *num_records, void *context, struct err *err);

struct csv_handler {
    csv_row_fn header;
    csv_row_fn record;
    void *context;
    const size_t *wanted; /* [num_wanted] the only fields that record looks at; NULL: any */
    size_t num_wanted;
    csv_rest_fn rest; /* of csvin_read, in the place of record when there is no footer; NULL: none */
};

/* Reads a source. Problems of the text go to problems; the result is ERR_OK
 * even when there are some (ask problems_status), and an error only when memory
 * runs out or a handler fails. dialect may be NULL. */
int csvin_read(const struct source *source, const struct csv_options *options,
               const struct csv_handler *handler, struct csv_dialect *dialect, struct problems *problems,
               struct err *err);

/* A stretch of whole lines of a file, UTF-8 or whatever the handler takes. */
struct csv_piece {
    const char *name; /* of the file */
    const char *text;
    size_t length;
    long lines_before; /* physical lines of the file before it */
    char *writable;    /* the text again, to be overwritten as it is read; NULL: it is kept */
};

/* Reads records as csvin_read does, from a piece of a file whose header has num_fields fields.
 * options has the delimiter; skip and footer do not count here. Pieces may be read at once. */
int csvin_read_piece(const struct csv_piece *piece, size_t num_fields, const struct csv_options *options,
                     const struct csv_handler *handler, struct problems *problems, struct err *err);

/* Reads the header only; piece is the beginning of the file. Where it ends goes to *used (bytes)
 * and *lines; *num_fields is 0 when there is none. */
int csvin_read_header(const struct csv_piece *piece, const struct csv_options *options,
                      const struct csv_handler *handler, size_t *used, long *lines, size_t *num_fields,
                      struct problems *problems, struct err *err);

const char *csv_encoding_name(enum csv_encoding encoding);

#endif

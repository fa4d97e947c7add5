/* What a CSV file of unknown make holds: dialect, columns, kinds of content. */
#ifndef STATS_DATA_INSPECT_H
#define STATS_DATA_INSPECT_H

#include "stats/base/outfile.h"
#include "stats/base/problem.h"
#include "stats/base/source.h"
#include "stats/data/csvin.h"

enum content {
    CONTENT_EMPTY,   /* no cell has anything */
    CONTENT_INTEGER, /* whole numbers */
    CONTENT_NUMBER,  /* numbers */
    CONTENT_CODE,    /* digits that are text: a leading zero, or a Corsican code */
    CONTENT_TEXT
};

const char *content_name(enum content content);

struct column_profile {
    char *name;
    size_t num_empty, num_integers, num_points, num_commas, num_codes, num_texts;
    double minimum, maximum; /* of the numbers; NaN if none */
    char *shortest_marker;   /* a short text among numbers, perhaps a missing marker; NULL if none */
    size_t longest;          /* bytes */
    char *example;           /* first non-empty cell */
};

struct inspection {
    struct csv_dialect dialect;
    struct column_profile *columns;
    size_t num_columns;
    size_t num_records;
    long header_line;
    char decimal; /* 0 unknown, 'x' when columns disagree */
};

/* Reads all of a source. Problems of the text go to problems. */
int inspect_source(struct inspection *self, const struct source *source, const struct csv_options *options,
                   struct problems *problems, struct err *err);
void inspection_free(struct inspection *self);

enum content column_content(const struct column_profile *column);

/* A text for people. */
void inspection_describe(const struct inspection *self, const struct source *source, struct strbuf *out);

/* The same as a Table Schema with dialect (JSON), or as the beginning of a
 * dictionary for 'bassin import' (CSV). */
int inspection_schema(const struct inspection *self, const struct source *source, struct strbuf *out,
                      struct err *err);
void inspection_dictionary(const struct inspection *self, const char *family, struct outfile *file);

#endif

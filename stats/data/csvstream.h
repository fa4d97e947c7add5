/* A CSV file of any length as pieces of whole records, in file order, to be read by several
 * threads (csvin_read_piece). Plain, gzip and zip files, standard input (bytestream.h).
 *
 * Pieces end at line ends outside quotes. The text is not surveyed before it is read: the
 * encoding is what the user says, UTF-8 otherwise, and whoever uses a field checks it. */
#ifndef STATS_DATA_CSVSTREAM_H
#define STATS_DATA_CSVSTREAM_H

#include "stats/base/bytestream.h"
#include "stats/data/csvin.h"

struct csv_stream {
    struct bytestream bytes;
    struct csv_options options; /* with the delimiter found */
    struct problems *problems;  /* borrowed */
    size_t num_fields;          /* of the header; 0: there is none that can be used */
    char *rest;                 /* read, but not in a piece yet */
    size_t rest_length, rest_capacity;
    long lines; /* physical lines in front of rest */
    char line_end;
    char last; /* byte of the file so far */
    bool at_end;
};

/* Opens a file, finds its delimiter and reads its header, which goes to the handler. member as in
 * bytestream_open. What is wrong with the text goes to problems, which must outlive the stream. */
int csv_stream_open(struct csv_stream *self, const char *path, const char *member,
                    const struct csv_options *options, const struct csv_handler *handler,
                    struct problems *problems, struct err *err);
void csv_stream_free(struct csv_stream *self);

/* Memory of a piece; initialise with {0}, use again and again. */
struct csv_buffer {
    char *text;
    size_t capacity;
    struct csv_piece piece;
};

/* The next records into a buffer; piece.length is 0 at the end. */
int csv_stream_next(struct csv_stream *self, struct csv_buffer *buffer, struct err *err);
void csv_buffer_free(struct csv_buffer *self);

/* Bytes of text up to the last line end outside quotes, 0 if there is none. */
size_t csv_whole_records(const char *text, size_t length, char line_end);

/* Physical lines of a text that ends with a line end: LF, CRLF or CR. */
long csv_count_lines(const char *text, size_t length);

#endif

/* Bytes of a text file to UTF-8: byte-order marks, UTF-16, Windows-1252. */
#ifndef STATS_DATA_DECODE_H
#define STATS_DATA_DECODE_H

#include "stats/data/csvin.h"

/* The text of a source as UTF-8. owned is non-NULL when it had to be converted. */
struct decoded {
    const char *text;
    size_t length;
    char *owned;
};

/* Fills dialect->encoding and ->has_bom. A fall-back to Windows-1252 is a
 * warning that names the first byte concerned; a file that mixes encodings is
 * an error, unless the encoding is imposed. */
int decode_source(struct decoded *self, const struct source *source, enum csv_encoding imposed,
                  struct csv_dialect *dialect, struct problems *problems, struct err *err);
void decoded_free(struct decoded *self);

#endif

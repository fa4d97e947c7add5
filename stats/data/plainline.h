/* Lines without quotes, the most of a CSV file, split without the state machine of libcsv.
 *
 * A line is plain when it holds no quote and no control character but its delimiter, and ends
 * with LF, CRLF or the text. Every other line is libcsv's; tests/fuzz/fuzz_plain.c proves that
 * both read plain lines alike. */
#ifndef STATS_DATA_PLAINLINE_H
#define STATS_DATA_PLAINLINE_H

#include <stdbool.h>
#include <stddef.h>

struct plain_line {
    size_t length;     /* without its end */
    size_t bytes;      /* with it */
    size_t num_fields; /* at least 1 */
};

/* Scans the line at the beginning of text (length bytes, at least 1). The offsets of its
 * delimiters go to delimiters, which has room for most. False if the line is not plain or has
 * more delimiters. */
bool plain_line_scan(const char *text, size_t length, char delimiter, size_t *delimiters, size_t most,
                     struct plain_line *line);

static inline bool plain_is_blank(char byte, char delimiter)
{
    return (byte == ' ' || byte == '\t') && byte != delimiter;
}

/* Takes the blanks (spaces and tabs, unless they delimit) off both ends of a field. */
static inline void plain_field_trim(char **field, size_t *length, char delimiter)
{
    while (*length > 0 && plain_is_blank((*field)[0], delimiter)) {
        (*field)++;
        (*length)--;
    }
    while (*length > 0 && plain_is_blank((*field)[*length - 1], delimiter))
        (*length)--;
}

#endif

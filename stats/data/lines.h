/* Physical lines of a text: LF, CRLF or CR, even mixed. */
#ifndef STATS_DATA_LINES_H
#define STATS_DATA_LINES_H

#include <stdbool.h>
#include <stddef.h>

struct csv_dialect;

struct line {
    const char *text;
    size_t length; /* with its line end */
};

struct lines {
    const char *next, *end;
    long number; /* of the line last returned, from 1 */
};

void lines_init(struct lines *self, const char *text, size_t length);
bool lines_next(struct lines *self, struct line *line);

/* Length of a line without its line end. */
size_t line_content_length(const struct line *line);

/* Fills num_lines, has_final_newline and the line ends of a dialect. */
void lines_measure(const char *text, size_t length, struct csv_dialect *dialect);

#endif

#include "stats/data/lines.h"

#include <string.h>

#include "stats/data/csvin.h"

void lines_init(struct lines *self, const char *text, size_t length)
{
    *self = (struct lines){text, text + length, 0};
}

bool lines_next(struct lines *self, struct line *line)
{
    size_t rest = (size_t)(self->end - self->next);
    const char *lf, *cr, *stop;

    if (rest == 0)
        return false;
    lf = memchr(self->next, '\n', rest);
    cr = memchr(self->next, '\r', lf ? (size_t)(lf - self->next) : rest);
    stop = lf ? lf + 1 : self->end;
    if (cr != NULL && cr + 1 != lf)
        stop = cr + 1; /* a lone CR ends the line */
    *line = (struct line){self->next, (size_t)(stop - self->next)};
    self->next = stop;
    self->number++;
    return true;
}

size_t line_content_length(const struct line *line)
{
    size_t length = line->length;

    while (length > 0 && (line->text[length - 1] == '\n' || line->text[length - 1] == '\r'))
        length--;
    return length;
}

void lines_measure(const char *text, size_t length, struct csv_dialect *dialect)
{
    struct lines lines;
    struct line line;

    lines_init(&lines, text, length);
    while (lines_next(&lines, &line)) {
        char last = line.text[line.length - 1];
        bool crlf = line.length >= 2 && last == '\n' && line.text[line.length - 2] == '\r';
        dialect->has_crlf |= crlf;
        dialect->has_lf |= last == '\n' && !crlf;
        dialect->has_cr |= last == '\r';
        dialect->has_final_newline = last == '\n' || last == '\r';
    }
    dialect->num_lines = lines.number;
}

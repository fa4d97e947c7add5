#include "stats/data/csvout.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <stdbool.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"

void csvout_init(struct csvout *self, struct outfile *file, enum csv_style style)
{
    *self = (struct csvout){.file = file, .style = style, .at_start = 1};
    if (style == CSV_STYLE_FRENCH)
        outfile_text(file, "\xEF\xBB\xBF");
}

void csvout_free(struct csvout *self)
{
    strbuf_free(&self->cell);
}

static char delimiter_of(const struct csvout *self)
{
    return self->style == CSV_STYLE_FRENCH ? ';' : ',';
}

static void separate(struct csvout *self)
{
    char delimiter = delimiter_of(self);

    if (!self->at_start)
        outfile_write(self->file, &delimiter, 1);
    self->at_start = 0;
}

static bool needs_quotes(const char *text, char delimiter)
{
    size_t length = strlen(text);

    return strchr(text, delimiter) != NULL || strpbrk(text, "\"\r\n") != NULL ||
           (length > 0 && (strchr(" \t", text[0]) != NULL || strchr(" \t", text[length - 1]) != NULL));
}

static void write_quoted(struct csvout *self, const char *text, size_t length)
{
    size_t room = csv_write(NULL, 0, text, length);
    char *quoted = mem_alloc(room, 1, NULL);

    if (quoted == NULL) {
        self->file->pending.failed = true;
        outfile_write(self->file, "", 0);
        return;
    }
    csv_write(quoted, room, text, length);
    outfile_write(self->file, quoted, room);
    free(quoted);
}

void csvout_text(struct csvout *self, const char *text)
{
    separate(self);
    strbuf_clear(&self->cell);
    if (text[0] != '\0' && strchr("=@\t\r", text[0]) != NULL)
        strbuf_add_char(&self->cell, '\'');
    strbuf_add(&self->cell, text);
    text = strbuf_text(&self->cell);
    if (needs_quotes(text, delimiter_of(self)))
        write_quoted(self, text, strlen(text));
    else
        outfile_text(self->file, text);
}

void csvout_integer(struct csvout *self, int64_t value)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format_integer(value, text);

    separate(self);
    outfile_write(self->file, text, length);
}

void csvout_number(struct csvout *self, double value, int digits)
{
    char text[NUMBER_TEXT_SIZE];

    separate(self);
    if (isnan(value))
        return;
    if (digits > 0)
        number_format_digits(value, digits, text);
    else
        number_format(value, text);
    char *mark = strchr(text, '.');
    if (mark != NULL && self->style == CSV_STYLE_FRENCH)
        *mark = ',';
    outfile_text(self->file, text);
}

void csvout_end(struct csvout *self)
{
    outfile_write(self->file, "\n", 1);
    self->at_start = 1;
}

void csvout_header(struct csvout *self, const char *const *names)
{
    for (; *names != NULL; names++)
        csvout_text(self, *names);
    csvout_end(self);
}

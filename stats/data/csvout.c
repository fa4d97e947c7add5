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

void csvout_init_sheet(struct csvout *self, struct sheet *sheet)
{
    *self = (struct csvout){.sheet = sheet, .at_start = 1};
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

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool needs_quotes(const char *text, size_t length, char delimiter)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == delimiter || text[i] == '"' || text[i] == '\r' || text[i] == '\n')
            return true;
    return length > 0 && (is_blank(text[0]) || is_blank(text[length - 1]));
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
    size_t length = strlen(text);

    if (self->sheet != NULL) {
        sheet_add_text(self->sheet, text);
        return;
    }
    separate(self);
    if (text[0] == '=' || text[0] == '@' || text[0] == '\t' || text[0] == '\r') {
        strbuf_clear(&self->cell);
        strbuf_add_char(&self->cell, '\'');
        strbuf_add_bytes(&self->cell, text, length);
        text = strbuf_text(&self->cell);
        length = self->cell.length;
    }
    if (needs_quotes(text, length, delimiter_of(self)))
        write_quoted(self, text, length);
    else
        outfile_write(self->file, text, length);
}

void csvout_integer(struct csvout *self, int64_t value)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = number_format_integer(value, text);

    if (self->sheet != NULL) {
        sheet_add_number(self->sheet, (double)value);
        return;
    }
    separate(self);
    outfile_write(self->file, text, length);
}

void csvout_number(struct csvout *self, double value, int digits)
{
    char text[NUMBER_TEXT_SIZE];
    size_t length = 0;

    if (!isnan(value))
        length = digits > 0 ? number_format_digits(value, digits, text) : number_format(value, text);
    if (self->sheet != NULL) {
        if (length > 0) /* the number that CSV would have */
            number_parse(text, length, '.', &value);
        sheet_add_number(self->sheet, value);
        return;
    }
    separate(self);
    if (length == 0)
        return;
    char *mark = self->style == CSV_STYLE_FRENCH ? memchr(text, '.', length) : NULL;
    if (mark != NULL)
        *mark = ',';
    outfile_write(self->file, text, length);
}

void csvout_end(struct csvout *self)
{
    if (self->sheet != NULL) {
        sheet_end_row(self->sheet);
        return;
    }
    outfile_write(self->file, "\n", 1);
    self->at_start = 1;
}

void csvout_header(struct csvout *self, const char *const *names)
{
    for (; *names != NULL; names++)
        csvout_text(self, *names);
    csvout_end(self);
}

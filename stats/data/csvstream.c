#include "stats/data/csvstream.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/data/delimiter.h"

enum { COUNT_BLOCK = 128, DEFAULT_PIECE = 1 << 18 };

/* In blocks whose count fits a byte: the compiler counts 16 bytes at once. */
static size_t count_byte(const char *text, size_t length, char byte)
{
    size_t num = 0, i = 0;

    for (; i + COUNT_BLOCK <= length; i += COUNT_BLOCK) {
        uint8_t in_block = 0;
        for (size_t k = 0; k < COUNT_BLOCK; k++)
            in_block = (uint8_t)(in_block + (text[i + k] == byte));
        num += in_block;
    }
    for (; i < length; i++)
        num += text[i] == byte;
    return num;
}

long csv_count_lines(const char *text, size_t length)
{
    size_t num = count_byte(text, length, '\n');
    const char *end = text + length, *cr = text;

    while ((cr = memchr(cr, '\r', (size_t)(end - cr))) != NULL) {
        cr++;
        num += cr == end || *cr != '\n';
    }
    return (long)num;
}

size_t csv_whole_records(const char *text, size_t length, char line_end)
{
    size_t all = length;
    bool quoted = memchr(text, '"', length) != NULL && count_byte(text, length, '"') % 2 == 1;

    while (length > 0) {
        const char *end = memrchr(text, line_end, length);
        if (end == NULL)
            return 0;
        size_t whole = (size_t)(end - text) + 1;
        bool is_half = line_end == '\r' && (whole == all || text[whole] == '\n'); /* of CRLF, perhaps */
        quoted ^= count_byte(text + whole, length - whole, '"') % 2 == 1;
        if (!quoted && !is_half)
            return whole;
        length = whole - 1;
    }
    return 0;
}

static int refuse_encoding(struct csv_stream *self)
{
    const unsigned char *bytes = (const unsigned char *)self->rest;

    if (self->rest_length >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        problem_error(self->problems, ((struct place){self->bytes.name, 0, 0}),
                      "save the file again as UTF-8", "UTF-16 text");
    return self->problems->num_errors == 0;
}

static void drop(struct csv_stream *self, size_t used)
{
    self->rest_length -= used;
    memmove(self->rest, self->rest + used, self->rest_length);
}

/* Appends about a piece to a text. */
static int read_more(struct csv_stream *self, char **text, size_t *length, size_t *capacity, struct err *err)
{
    size_t got;

    if (mem_grow_raw(text, capacity, *length + self->options.piece, 1, err) != ERR_OK)
        return ERR_LIMIT;
    int status = bytestream_read(&self->bytes, *text + *length, self->options.piece, &got, err);
    *length += got;
    self->at_end = got < self->options.piece;
    if (*length > 0)
        self->last = (*text)[*length - 1];
    return status;
}

static size_t longest_record(const struct csv_stream *self)
{
    return (self->options.max_line ? self->options.max_line : 1048576) +
           (self->options.max_field ? self->options.max_field : 65536);
}

/* Enough to hold the header and what is above it. */
static int read_beginning(struct csv_stream *self, struct err *err)
{
    size_t enough = longest_record(self), most = enough * ((size_t)self->options.skip + 2);
    int status;

    do
        status = read_more(self, &self->rest, &self->rest_length, &self->rest_capacity, err);
    while (status == ERR_OK && !self->at_end &&
           (self->rest_length < enough ||
            (self->rest_length < most &&
             csv_count_lines(self->rest, self->rest_length) <= self->options.skip + 1)));
    return status;
}

static int read_header(struct csv_stream *self, const struct csv_handler *handler, struct err *err)
{
    struct csv_piece piece = {self->bytes.name, self->rest, self->rest_length, 0, NULL};
    size_t used = 0, errors = self->problems->num_errors;
    int status;

    if (self->options.delimiter == 0)
        self->options.delimiter = delimiter_detect(self->rest, self->rest_length, self->options.skip,
                                                   self->bytes.name, self->problems);
    status = csvin_read_header(&piece, &self->options, handler, &used, &self->lines, &self->num_fields,
                               self->problems, err);
    if (status == ERR_OK && self->num_fields == 0 && self->problems->num_errors == errors)
        problem_error(self->problems, ((struct place){self->bytes.name, 0, 0}), NULL,
                      "the file is empty: a header line was expected");
    if (self->problems->num_errors > errors)
        self->num_fields = 0;
    drop(self, used);
    return status;
}

int csv_stream_open(struct csv_stream *self, const char *path, const char *member,
                    const struct csv_options *options, const struct csv_handler *handler,
                    struct problems *problems, struct err *err)
{
    *self = (struct csv_stream){.options = *options, .problems = problems};
    self->options.piece = options->piece ? options->piece : DEFAULT_PIECE;
    int status = bytestream_open(&self->bytes, path, member, NULL, err);

    if (status == ERR_OK)
        status = read_beginning(self, err);
    if (status != ERR_OK || !refuse_encoding(self))
        return status;
    if (self->rest_length >= 3 && memcmp(self->rest, "\xEF\xBB\xBF", 3) == 0)
        drop(self, 3);
    self->line_end = memchr(self->rest, '\n', self->rest_length) != NULL ? '\n' : '\r';
    return read_header(self, handler, err);
}

void csv_stream_free(struct csv_stream *self)
{
    bytestream_free(&self->bytes);
    free(self->rest);
    *self = (struct csv_stream){0};
}

/* Puts text (length bytes in the buffer) back in front of what is still to be read. */
static int put_back(struct csv_stream *self, const char *text, size_t length, struct err *err)
{
    if (mem_grow_raw(&self->rest, &self->rest_capacity, length + 1, 1, err) != ERR_OK)
        return ERR_LIMIT;
    memcpy(self->rest, text, length);
    self->rest_length = length;
    return ERR_OK;
}

/* Fills the buffer until it holds whole records; *length bytes in all, *whole of those records. */
static int fill_buffer(struct csv_stream *self, struct csv_buffer *buffer, size_t *length, size_t *whole,
                       struct err *err)
{
    int status = mem_grow_raw(&buffer->text, &buffer->capacity, self->rest_length + 1, 1, err);

    if (status != ERR_OK)
        return status;
    *length = self->rest_length;
    memcpy(buffer->text, self->rest, *length);
    self->rest_length = 0;
    if (!self->at_end && *length < self->options.piece)
        status = read_more(self, &buffer->text, length, &buffer->capacity, err);
    while (status == ERR_OK) {
        *whole = self->at_end ? *length : csv_whole_records(buffer->text, *length, self->line_end);
        if (*whole > 0 || self->at_end)
            break;
        if (*length > longest_record(self) + self->options.piece)
            return err_set(err, ERR_DATA,
                           "'%s': no record ends within %zu bytes of line %ld: a quote that is never closed?",
                           self->bytes.name, *length, self->lines + 1);
        status = read_more(self, &buffer->text, length, &buffer->capacity, err);
    }
    return status;
}

int csv_stream_next(struct csv_stream *self, struct csv_buffer *buffer, struct err *err)
{
    size_t length = 0, whole = 0;

    buffer->piece = (struct csv_piece){self->bytes.name, NULL, 0, self->lines, NULL};
    if (self->at_end && self->rest_length == 0)
        return ERR_OK;
    int status = fill_buffer(self, buffer, &length, &whole, err);
    if (status == ERR_OK)
        status = put_back(self, buffer->text + whole, length - whole, err);
    if (status != ERR_OK || whole == 0)
        return status;
    buffer->piece.text = buffer->piece.writable = buffer->text;
    buffer->piece.length = whole;
    self->lines += csv_count_lines(buffer->text, whole);
    if (self->at_end && self->last != '\n' && self->last != '\r')
        problem_warning(self->problems, ((struct place){self->bytes.name, self->lines + 1, 0}),
                        "check that the file was copied whole", "the last line does not end with a newline");
    return ERR_OK;
}

void csv_buffer_free(struct csv_buffer *self)
{
    free(self->text);
    *self = (struct csv_buffer){0};
}

#include "stats/data/csvin.h"

#include <csv.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"
#include "stats/base/text.h"
#include "stats/data/decode.h"
#include "stats/data/delimiter.h"
#include "stats/data/lines.h"
#include "stats/data/plainline.h"

enum { LINES_BETWEEN_REPORTS = 4096 };

/* State shared with the callbacks of libcsv, which cannot stop the parser. */
struct reader {
    const char *name;
    struct csv_options options;
    const struct csv_handler *handler;
    struct problems *problems;
    struct err *err;
    struct csv_parser parser;

    struct strbuf row_text; /* the fields of the current record, each with a NUL */
    size_t *starts;         /* offset of each field in row_text */
    size_t *lengths;
    const char **fields;
    size_t starts_capacity, lengths_capacity, fields_capacity;
    size_t num_fields;
    size_t *delimiters; /* [num_header_fields] offsets in a plain line */
    size_t delimiters_capacity;

    size_t num_header_fields; /* 0 before the header */
    long num_records;
    long line;         /* physical line being fed */
    long record_line;  /* where the current record begins */
    bool row_ended;    /* a record ended on the line being fed */
    bool header_only;  /* stop once the header is read */
    const char *begin; /* of the text, where it may be overwritten */
    char *writable;    /* the same; NULL: it may not */
    int status;        /* of memory and of the handler; not of the text */
};

static struct place here(const struct reader *self, long line, long column)
{
    return (struct place){self->name, line, column};
}

static void on_field(void *bytes, size_t length, void *context)
{
    struct reader *self = context;
    size_t n = self->num_fields;

    if (self->status != ERR_OK)
        return;
    if (mem_grow(&self->starts, &self->starts_capacity, n + 1, sizeof *self->starts, self->err) != ERR_OK ||
        mem_grow(&self->lengths, &self->lengths_capacity, n + 1, sizeof *self->lengths, self->err) !=
            ERR_OK) {
        self->status = ERR_LIMIT;
        return;
    }
    self->starts[n] = self->row_text.length;
    self->lengths[n] = length;
    strbuf_add_bytes(&self->row_text, bytes, length);
    strbuf_add_char(&self->row_text, '\0');
    self->num_fields++;
    if (length > self->options.max_field)
        problem_error(self->problems, here(self, self->record_line, (long)n + 1),
                      "a quote that is never closed? otherwise raise the limit with --max-field",
                      "a field of %zu bytes is over the limit of %zu", length, self->options.max_field);
}

static bool is_usable(const struct reader *self)
{
    if (self->num_header_fields == 0) {
        if (self->num_fields <= self->options.max_columns)
            return true;
        problem_error(self->problems, here(self, self->record_line, 0), "raise the limit with --max-columns",
                      "%zu columns are over the limit of %zu", self->num_fields, self->options.max_columns);
        return false;
    }
    if (self->num_fields == self->num_header_fields)
        return true;
    problem_error(self->problems, here(self, self->record_line, (long)self->num_fields),
                  self->writable != NULL ? N_("mend the line, or remove it if it is a note below the table")
                                         : N_("mend the line; if it is a note below the table, give --footer "
                                              "with the number of such lines"),
                  translate_count("%zu field, but the header has %zu", "%zu fields, but the header has %zu",
                                  self->num_fields),
                  self->num_fields, self->num_header_fields);
    return false;
}

/* Hands the fields of the current record on. */
static int deliver_fields(struct reader *self)
{
    struct csv_row row = {self->fields, self->lengths, self->num_fields, self->record_line};
    csv_row_fn function = self->num_header_fields ? self->handler->record : self->handler->header;

    self->num_records += self->num_header_fields > 0;
    return function ? function(&row, self->handler->context, self->err) : ERR_OK;
}

static int grow_fields(struct reader *self, size_t num)
{
    return mem_grow(&self->fields, &self->fields_capacity, num, sizeof *self->fields, self->err);
}

static int deliver(struct reader *self)
{
    if (self->row_text.failed || grow_fields(self, self->num_fields + 1) != ERR_OK)
        return err_set(self->err, ERR_LIMIT, "not enough memory for a record of '%s'", self->name);
    for (size_t i = 0; i < self->num_fields; i++)
        self->fields[i] = self->row_text.text + self->starts[i];
    return deliver_fields(self);
}

static void on_record(int terminator, void *context)
{
    struct reader *self = context;

    (void)terminator;
    self->row_ended = true;
    if (self->status == ERR_OK)
        self->status = interrupt_check(self->err);
    if (self->status == ERR_OK && self->num_fields > 0 && is_usable(self)) {
        self->status = deliver(self);
        if (self->num_header_fields == 0)
            self->num_header_fields = self->num_fields;
    }
    self->num_fields = 0;
    strbuf_clear(&self->row_text);
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", line[i]) == NULL)
            return false;
    return true;
}

/* Controls would hide in a label, or end it early in another program. */
static bool has_only_text(struct reader *self, const char *line, size_t length, char delimiter)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte >= 0x20 || byte == '\t' || byte == '\r' || byte == '\n')
            continue;
        problem_error(self->problems, here(self, self->line, delimiter_column(line, i, delimiter)),
                      "remove the character; a NUL often means a damaged file or UTF-16 without BOM",
                      "control character 0x%02X", byte);
        return false;
    }
    return true;
}

static int start_parser(struct reader *self)
{
    if (csv_init(&self->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return err_set(self->err, ERR_LIMIT, "not enough memory to read '%s'", self->name);
    csv_set_delim(&self->parser, (unsigned char)self->options.delimiter);
    return ERR_OK;
}

/* After a malformed record: report it, then begin afresh on the next line, so
 * that all problems of a file are found in one run. */
static int restart_parser(struct reader *self, const char *hint, const char *message)
{
    problem_error(self->problems, here(self, self->record_line, (long)self->num_fields + 1), hint, "%s",
                  translate(message));
    csv_free(&self->parser);
    self->num_fields = 0;
    self->row_ended = true;
    strbuf_clear(&self->row_text);
    return start_parser(self);
}

static int report_parse_error(struct reader *self)
{
    int code = csv_error(&self->parser);

    if (code == CSV_ENOMEM || code == CSV_ETOOBIG)
        return err_set(self->err, ERR_LIMIT, "not enough memory to read '%s'", self->name);
    return restart_parser(self, N_("write a quote inside a quoted field twice, and quote the whole field"),
                          N_("misplaced quote"));
}

static int feed_line(struct reader *self, const struct line *line, size_t *record_bytes, bool *in_record)
{
    if (!*in_record) {
        self->record_line = self->line;
        *record_bytes = 0;
    }
    self->row_ended = false;
    if (line->length > self->options.max_line) {
        problem_error(self->problems, here(self, self->line, 0), "raise the limit with --max-line",
                      "a line of %zu bytes is over the limit of %zu", line->length, self->options.max_line);
        return ERR_OK;
    }
    if (!has_only_text(self, line->text, line->length, self->options.delimiter))
        return ERR_OK;
    *record_bytes += line->length;
    if (csv_parse(&self->parser, line->text, line->length, on_field, on_record, self) != line->length &&
        self->status == ERR_OK)
        self->status = report_parse_error(self);
    *in_record = !self->row_ended && (*in_record || !is_blank(line->text, line->length));
    if (*in_record && *record_bytes > self->options.max_field + self->options.max_line) {
        *in_record = false;
        self->status =
            restart_parser(self, N_("close the quote"),
                           N_("a quote opened in this record is not closed within the field limit"));
    }
    return self->status;
}

static void finish_parser(struct reader *self, bool in_record)
{
    self->row_ended = false;
    if (csv_fini(&self->parser, on_field, on_record, self) != 0 && self->status == ERR_OK)
        problem_error(self->problems, here(self, self->record_line, (long)self->num_fields + 1),
                      "close the quote", "the file ends inside a quoted field%s",
                      in_record ? _(" that begins in this record") : "");
}

/* ---- plain lines -------------------------------------------------------------------------- */

static int prepare_plain(struct reader *self)
{
    size_t num = self->num_header_fields;

    if (num <= self->delimiters_capacity)
        return ERR_OK;
    if (mem_grow(&self->delimiters, &self->delimiters_capacity, num, sizeof *self->delimiters, self->err) !=
            ERR_OK ||
        mem_grow(&self->lengths, &self->lengths_capacity, num, sizeof *self->lengths, self->err) != ERR_OK)
        return ERR_LIMIT;
    return grow_fields(self, num);
}

/* A copy of the line to write the NULs into that end the fields; the line itself where it may be
 * overwritten. */
static char *writable_line(struct reader *self, const char *text, const struct plain_line *line)
{
    if (self->writable != NULL)
        return self->writable + (text - self->begin);
    strbuf_clear(&self->row_text);
    strbuf_add(&self->row_text, "");
    strbuf_add_bytes(&self->row_text, text, line->length);
    return strbuf_status(&self->row_text, self->err) == ERR_OK ? self->row_text.text : NULL;
}

static void split_field(struct reader *self, char *text, const struct plain_line *line, size_t i)
{
    size_t start = i > 0 ? self->delimiters[i - 1] + 1 : 0;
    size_t length = (i + 1 < line->num_fields ? self->delimiters[i] : line->length) - start;
    char *field = text + start;

    plain_field_trim(&field, &length, self->options.delimiter);
    field[length] = '\0';
    self->fields[i] = field;
    self->lengths[i] = length;
}

static int split_plain(struct reader *self, const char *start, const struct plain_line *line)
{
    const struct csv_handler *handler = self->handler;
    char *text = writable_line(self, start, line);

    if (text == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < line->num_fields && handler->wanted == NULL; i++)
        split_field(self, text, line, i);
    for (size_t i = 0; i < handler->num_wanted; i++)
        split_field(self, text, line, handler->wanted[i]);
    return ERR_OK;
}

static bool is_blank_line(const struct reader *self, const char *text, const struct plain_line *line)
{
    if (line->num_fields > 1)
        return false;
    for (size_t i = 0; i < line->length; i++)
        if (text[i] != ' ' && (text[i] != '\t' || self->options.delimiter == '\t'))
            return false;
    return true;
}

/* Reads the next line without libcsv if it is plain and has the fields of the header; *taken says
 * so. It never has within a record, above the header and beyond the limits. */
static int take_plain(struct reader *self, struct lines *lines, bool *taken)
{
    size_t rest = (size_t)(lines->end - lines->next), limit = self->options.max_line;
    const char *text = lines->next;
    struct plain_line line;

    *taken = false;
    if (self->num_header_fields == 0 || rest == 0 || self->options.libcsv_only)
        return ERR_OK;
    limit = limit < self->options.max_field ? limit : self->options.max_field;
    if (prepare_plain(self) != ERR_OK)
        return ERR_LIMIT;
    if (!plain_line_scan(text, rest, self->options.delimiter, self->delimiters, self->num_header_fields - 1,
                         &line) ||
        line.num_fields != self->num_header_fields || line.bytes > limit || is_blank_line(self, text, &line))
        return ERR_OK;
    *taken = true;
    lines->next += line.bytes;
    self->record_line = self->line = ++lines->number;
    self->num_fields = line.num_fields;
    int status = interrupt_check(self->err);
    if (status == ERR_OK)
        status = split_plain(self, text, &line);
    if (status == ERR_OK)
        status = deliver_fields(self);
    self->num_fields = 0;
    if (self->writable == NULL)
        strbuf_clear(&self->row_text);
    return status;
}

/* Feeds the lines up to the last that counts. */
static int feed_all(struct reader *self, struct lines *lines, long last)
{
    struct line line;
    size_t record_bytes = 0;
    bool in_record = false, taken = false;
    const char *begin = lines->next;
    struct progress progress;

    progress_begin(&progress, "", (uint64_t)(lines->end - begin));
    while (self->status == ERR_OK && !(self->header_only && self->num_header_fields > 0)) {
        if (lines->number % LINES_BETWEEN_REPORTS == 0)
            progress_set(&progress, (uint64_t)(lines->next - begin));
        if (!in_record && lines->number >= self->options.skip && lines->number < last)
            self->status = take_plain(self, lines, &taken);
        if (taken) {
            taken = false;
            continue;
        }
        if (self->status != ERR_OK || !lines_next(lines, &line))
            break;
        self->line = lines->number;
        if (self->line <= self->options.skip || self->line > last)
            continue;
        self->status = feed_line(self, &line, &record_bytes, &in_record);
    }
    progress_end(&progress);
    if (self->status == ERR_OK)
        finish_parser(self, in_record);
    return self->status;
}

static void report_size(struct reader *self, const struct csv_dialect *dialect)
{
    if (self->num_header_fields == 0)
        problem_error(self->problems, here(self, 0, 0), NULL,
                      "the file is empty: a header line was expected");
    else if (self->num_records == 0 && self->problems->num_errors == 0)
        problem_error(self->problems, here(self, 0, 0), NULL, "the file has a header but no data");
    else if (!dialect->has_final_newline)
        problem_warning(self->problems, here(self, dialect->num_lines, 0),
                        "check that the file was copied whole", "the last line does not end with a newline");
}

static void apply_defaults(struct csv_options *options)
{
    options->max_field = options->max_field ? options->max_field : 65536;
    options->max_line = options->max_line ? options->max_line : 1048576;
    options->max_columns = options->max_columns ? options->max_columns : 4096;
}

static void free_reader(struct reader *self)
{
    csv_free(&self->parser);
    strbuf_free(&self->row_text);
    free(self->starts);
    free(self->lengths);
    free(self->fields);
    free(self->delimiters);
}

/* Hands all that follows the header on at once. */
static int deliver_rest(struct reader *self, const struct lines *lines)
{
    struct csv_piece rest = {self->name, lines->next, (size_t)(lines->end - lines->next), lines->number,
                             NULL};
    size_t num_records = 0;

    if (self->num_header_fields == 0)
        return ERR_OK;
    int status = self->handler->rest(&rest, self->num_header_fields, &self->options, &num_records,
                                     self->handler->context, self->err);
    self->num_records += (long)num_records;
    return status;
}

static int read_text(struct reader *self, const struct decoded *decoded, struct csv_dialect *dialect)
{
    struct lines lines;
    int status;

    lines_measure(decoded->text, decoded->length, dialect);
    if (self->options.delimiter == 0)
        self->options.delimiter =
            delimiter_detect(decoded->text, decoded->length, self->options.skip, self->name, self->problems);
    dialect->delimiter = self->options.delimiter;
    if (start_parser(self) != ERR_OK)
        return ERR_LIMIT;
    lines_init(&lines, decoded->text, decoded->length);
    self->header_only = self->handler->rest != NULL && self->options.footer == 0;
    status = feed_all(self, &lines, dialect->num_lines - self->options.footer);
    if (status == ERR_OK && self->header_only)
        status = deliver_rest(self, &lines);
    if (status == ERR_OK)
        report_size(self, dialect);
    return status;
}

int csvin_read(const struct source *source, const struct csv_options *options,
               const struct csv_handler *handler, struct csv_dialect *dialect, struct problems *problems,
               struct err *err)
{
    struct csv_dialect found = {0};
    struct reader reader = {.name = source->name, .handler = handler, .problems = problems, .err = err};
    struct decoded decoded;
    int status;

    if (options != NULL)
        reader.options = *options;
    apply_defaults(&reader.options);
    status = decode_source(&decoded, source, reader.options.encoding, &found, problems, err);
    if (status == ERR_OK)
        status = read_text(&reader, &decoded, &found);
    free_reader(&reader);
    decoded_free(&decoded);
    if (dialect != NULL)
        *dialect = found;
    return status;
}

static int read_piece(struct reader *self, const struct csv_piece *piece, struct lines *lines)
{
    apply_defaults(&self->options);
    if (start_parser(self) != ERR_OK)
        return ERR_LIMIT;
    self->begin = piece->text;
    self->writable = piece->writable;
    lines_init(lines, piece->text, piece->length);
    lines->number = piece->lines_before;
    return feed_all(self, lines, LONG_MAX);
}

int csvin_read_piece(const struct csv_piece *piece, size_t num_fields, const struct csv_options *options,
                     const struct csv_handler *handler, struct problems *problems, struct err *err)
{
    struct reader reader = {.name = piece->name,
                            .options = *options,
                            .handler = handler,
                            .problems = problems,
                            .err = err,
                            .num_header_fields = num_fields};
    struct lines lines;

    reader.options.skip = reader.options.footer = 0;
    int status = read_piece(&reader, piece, &lines);
    free_reader(&reader);
    return status;
}

int csvin_read_header(const struct csv_piece *piece, const struct csv_options *options,
                      const struct csv_handler *handler, size_t *used, long *lines, size_t *num_fields,
                      struct problems *problems, struct err *err)
{
    struct reader reader = {.name = piece->name,
                            .options = *options,
                            .handler = handler,
                            .problems = problems,
                            .err = err,
                            .header_only = true};
    struct lines read;
    int status = read_piece(&reader, piece, &read);

    *used = (size_t)(read.next - piece->text);
    *lines = read.number;
    *num_fields = reader.num_header_fields;
    free_reader(&reader);
    return status;
}

const char *csv_encoding_name(enum csv_encoding encoding)
{
    switch (encoding) {
    case CSV_ENCODING_CP1252:
        return "cp1252";
    case CSV_ENCODING_UTF16:
        return "utf-16";
    case CSV_ENCODING_DETECT:
    case CSV_ENCODING_UTF8:
        break;
    }
    return "utf-8";
}

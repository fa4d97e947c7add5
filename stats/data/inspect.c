#include "stats/data/inspect.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"
#include "stats/data/csvout.h"
#include "stats/data/header.h"
#include "stats/data/level.h"

struct inspector {
    struct inspection *result;
    struct problems *problems;
    const char *file;
};

const char *content_name(enum content content)
{
    static const char *const names[] = {N_("empty"), N_("integer"), N_("number"), N_("code"), N_("text")};

    return names[content];
}

static int take_header(const struct csv_row *row, void *context, struct err *err)
{
    struct inspector *self = context;
    struct inspection *result = self->result;

    header_check(row, self->file, self->problems);
    result->header_line = row->line;
    result->columns = mem_alloc(row->num_fields, sizeof *result->columns, err);
    if (result->columns == NULL)
        return ERR_LIMIT;
    for (size_t f = 0; f < row->num_fields; f++) {
        struct column_profile *column = &result->columns[f];
        column->minimum = column->maximum = NAN;
        column->name = mem_copy_text(row->fields[f], row->lengths[f], err);
        if (column->name == NULL)
            return ERR_LIMIT;
        result->num_columns++;
    }
    return ERR_OK;
}

/* Digits that would lose something as a number: 01001, 2A004. */
static bool looks_like_code(const char *text, size_t length)
{
    return (length > 1 && text[0] == '0' && text_is_digits(text, length)) ||
           (level_is_code(LEVEL_COM, text, length) && !text_is_digits(text, length)) ||
           (length == 2 && (strcmp(text, "2A") == 0 || strcmp(text, "2B") == 0));
}

static void note_number(struct column_profile *column, double value)
{
    if (isnan(column->minimum) || value < column->minimum)
        column->minimum = value;
    if (isnan(column->maximum) || value > column->maximum)
        column->maximum = value;
}

static void note_text(struct column_profile *column, const char *text, size_t length)
{
    column->num_texts++;
    if (length > 4 || (column->shortest_marker != NULL && strlen(column->shortest_marker) <= length))
        return;
    free(column->shortest_marker);
    column->shortest_marker = mem_copy_text(text, length, NULL);
}

static void take_cell(struct column_profile *column, const char *text, size_t length)
{
    double value;

    if (length == 0) {
        column->num_empty++;
        return;
    }
    if (column->example == NULL)
        column->example = mem_copy_text(text, length, NULL);
    column->longest = length > column->longest ? length : column->longest;
    if (looks_like_code(text, length)) {
        column->num_codes++;
    } else if (number_parse(text, length, '.', &value) == NUMBER_OK) {
        note_number(column, value);
        if (number_mark(text, length) == NUMBER_MARK_POINT)
            column->num_points++;
        else
            column->num_integers++;
    } else if (number_parse(text, length, ',', &value) == NUMBER_OK) {
        note_number(column, value);
        column->num_commas++;
    } else {
        note_text(column, text, length);
    }
}

static int take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct inspector *self = context;

    (void)err;
    for (size_t f = 0; f < row->num_fields; f++)
        take_cell(&self->result->columns[f], row->fields[f], row->lengths[f]);
    self->result->num_records++;
    return ERR_OK;
}

enum content column_content(const struct column_profile *column)
{
    size_t numbers = column->num_integers + column->num_points + column->num_commas;

    if (numbers + column->num_codes + column->num_texts == 0)
        return CONTENT_EMPTY;
    if (column->num_codes > 0 && column->num_points + column->num_commas == 0 &&
        column->num_texts < column->num_codes)
        return CONTENT_CODE;
    if (numbers == 0 || column->num_codes > 0 || column->num_texts > numbers)
        return CONTENT_TEXT;
    /* a few short texts among numbers are markers of missing cells */
    if (column->num_texts > 0 && column->shortest_marker == NULL)
        return CONTENT_TEXT;
    return column->num_points + column->num_commas > 0 ? CONTENT_NUMBER : CONTENT_INTEGER;
}

static void find_decimal(struct inspection *self)
{
    for (size_t c = 0; c < self->num_columns; c++) {
        const struct column_profile *column = &self->columns[c];
        if (column_content(column) != CONTENT_NUMBER)
            continue;
        char mark = column->num_commas == 0 ? '.' : column->num_points == 0 ? ',' : 'x';
        self->decimal = self->decimal == 0 || self->decimal == mark ? mark : 'x';
    }
}

int inspect_source(struct inspection *self, const struct source *source, const struct csv_options *options,
                   struct problems *problems, struct err *err)
{
    struct inspector inspector = {self, problems, source->name};
    struct csv_handler handler = {.header = take_header, .record = take_record, .context = &inspector};
    int status;

    *self = (struct inspection){0};
    status = csvin_read(source, options, &handler, &self->dialect, problems, err);
    find_decimal(self);
    if (status != ERR_OK)
        inspection_free(self);
    return status;
}

void inspection_free(struct inspection *self)
{
    for (size_t c = 0; c < self->num_columns; c++) {
        free(self->columns[c].name);
        free(self->columns[c].example);
        free(self->columns[c].shortest_marker);
    }
    free(self->columns);
    *self = (struct inspection){0};
}

static const char *delimiter_text(char delimiter)
{
    switch (delimiter) {
    case '\t':
        return _("tab");
    case ',':
        return _("comma");
    case '|':
        return _("bar");
    default:
        return _("semicolon");
    }
}

static void describe_dialect(const struct inspection *self, struct strbuf *out)
{
    const struct csv_dialect *d = &self->dialect;

    strbuf_addf(out, _("delimiter      %s\n"), delimiter_text(d->delimiter));
    strbuf_addf(out, _("encoding       %s%s\n"), csv_encoding_name(d->encoding),
                d->has_bom ? _(" with BOM") : "");
    strbuf_addf(out, _("line ends     %s%s%s%s\n"), d->has_lf ? " LF" : "", d->has_crlf ? " CRLF" : "",
                d->has_cr ? " CR" : "", d->has_lf || d->has_crlf || d->has_cr ? "" : _(" none"));
    strbuf_addf(out, _("decimal mark   %s\n"),
                self->decimal == 'x'   ? _("columns disagree")
                : self->decimal == ',' ? _("comma")
                : self->decimal == '.' ? _("point")
                                       : _("none seen"));
    strbuf_addf(out, _("records        %zu\ncolumns        %zu\n"), self->num_records, self->num_columns);
}

static void describe_column(const struct column_profile *column, size_t number, struct strbuf *out)
{
    enum content content = column_content(column);
    char low[NUMBER_TEXT_SIZE], high[NUMBER_TEXT_SIZE];

    strbuf_addf(out, "%4zu  ", number);
    text_add_cell(out, column->name, 30, 80);
    strbuf_add_char(out, ' ');
    text_add_cell(out, translate(content_name(content)), 8, 8);
    strbuf_add_char(out, ' ');
    strbuf_addf(out, translate_count("%8zu empty", "%8zu empty", column->num_empty), column->num_empty);
    if (content == CONTENT_INTEGER || content == CONTENT_NUMBER) {
        number_format_digits(column->minimum, 10, low);
        number_format_digits(column->maximum, 10, high);
        strbuf_addf(out, _("   %s to %s"), low, high);
        if (column->num_texts > 0)
            strbuf_addf(out, _("   %zu texts such as '%s'"), column->num_texts, column->shortest_marker);
    } else if (column->example != NULL) {
        strbuf_add(out, _("   e.g. "));
        text_add_cell(out, column->example, 0, 40);
    }
    strbuf_add_char(out, '\n');
}

void inspection_describe(const struct inspection *self, const struct source *source, struct strbuf *out)
{
    strbuf_addf(out, _("file           %s\nsha256         %s\n"), source->name, source->digest);
    describe_dialect(self, out);
    for (size_t c = 0; c < self->num_columns; c++)
        describe_column(&self->columns[c], c + 1, out);
}

static json_t *describe_field(const struct column_profile *column)
{
    enum content content = column_content(column);
    const char *type = content == CONTENT_INTEGER  ? "integer"
                       : content == CONTENT_NUMBER ? "number"
                                                   : "string";
    json_t *field = json_pack("{s:s, s:s}", "name", column->name, "type", type);

    if (column->num_texts > 0 && content != CONTENT_TEXT && column->shortest_marker != NULL)
        json_object_set_new(field, "missingValues", json_pack("[s, s]", "", column->shortest_marker));
    return field;
}

int inspection_schema(const struct inspection *self, const struct source *source, struct strbuf *out,
                      struct err *err)
{
    char delimiter[2] = {self->dialect.delimiter, '\0'};
    char decimal[2] = {self->decimal == ',' ? ',' : '.', '\0'};
    json_t *fields = json_array();
    json_t *root;
    char *text;

    for (size_t c = 0; c < self->num_columns; c++)
        json_array_append_new(fields, describe_field(&self->columns[c]));
    root = json_pack("{s:s, s:s, s:{s:s, s:s}, s:{s:o}}", "path", source->name, "encoding",
                     csv_encoding_name(self->dialect.encoding), "dialect", "delimiter", delimiter,
                     "decimalChar", decimal, "schema", "fields", fields);
    text = root ? json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL;
    json_decref(root);
    if (text == NULL)
        return err_set(err, ERR_LIMIT, "not enough memory for the description");
    strbuf_addf(out, "%s\n", text);
    free(text);
    return strbuf_status(out, err);
}

/* A row of a dictionary with the columns that can be guessed. */
static void write_dictionary_row(struct csvout *out, const char *const cells[20])
{
    for (int i = 0; i < 20; i++)
        csvout_text(out, cells[i]);
    csvout_end(out);
}

void inspection_dictionary(const struct inspection *self, const char *family, struct outfile *file)
{
    static const char *const names[] = {
        "family",      "role",        "column",       "variable", "when",   "vintages", "level",
        "year",        "kind",        "exploitation", "unit",     "scale",  "missing",  "aggregate",
        "universe_fr", "universe_en", "label_fr",     "label_en", "source", "options",  NULL};
    struct csvout out;
    bool has_code = false;

    csvout_init(&out, file, CSV_STYLE_STANDARD);
    csvout_header(&out, names);
    for (size_t c = 0; c < self->num_columns; c++) {
        const struct column_profile *column = &self->columns[c];
        enum content content = column_content(column);
        if (content == CONTENT_CODE && !has_code) {
            write_dictionary_row(
                &out, (const char *const[20]){family, "code", column->name, "", "", "", "com", "", "", "",
                                              "",     "",     "",           "", "", "", "",    "", "", ""});
            has_code = true;
        } else if (content == CONTENT_INTEGER || content == CONTENT_NUMBER) {
            struct strbuf slug = {0};
            text_add_slug(&slug, column->name);
            write_dictionary_row(&out,
                                 (const char *const[20]){
                                     family, "value", column->name, strbuf_text(&slug), "",       "", "",
                                     "",     "count", "register",   "persons",          "",       "", "sum",
                                     "",     "",      column->name, column->name,       "SOURCE", ""});
            strbuf_free(&slug);
        }
    }
    csvout_free(&out);
}

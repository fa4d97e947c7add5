#include "stats/data/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/decimal.h"
#include "stats/data/header.h"

/* What the callbacks of the reader share. */
struct reading {
    struct table *table;
    const struct schema *schema;
    struct problems *problems;
    struct decimal decimal;
    size_t *column_of_field; /* [fields of the file] column of the table, or NO_COLUMN */
    size_t num_cell_errors;  /* as opposed to errors of lines and columns */
    bool is_other;           /* the header is that of another table: cells make no sense */
};

static const size_t NO_COLUMN = (size_t)-1;

static int add_column(struct table *self, const char *name, enum field_kind kind, struct err *err)
{
    struct column *column = &self->columns[self->num_columns];

    column->name = mem_copy_text(name, strlen(name), err);
    if (column->name == NULL)
        return ERR_LIMIT;
    column->kind = kind;
    self->num_columns++;
    return ERR_OK;
}

/* Columns of the schema first, then (if it allows) those only the file has. */
static int make_columns(struct reading *self, const struct csv_row *header, struct err *err)
{
    struct table *table = self->table;
    const struct schema *schema = self->schema;
    int status = ERR_OK;

    table->columns = mem_alloc(schema->num_fields + header->num_fields, sizeof *table->columns, err);
    if (table->columns == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < schema->num_fields && status == ERR_OK; i++)
        status = add_column(table, schema->fields[i].name, schema->fields[i].kind, err);
    for (size_t f = 0; f < header->num_fields && status == ERR_OK; f++)
        if (schema->allows_more && schema_find(schema, header->fields[f]) == schema->num_fields)
            status = add_column(table, header->fields[f], FIELD_NUMBER, err);
    return status;
}

static void report_unknown_column(const struct reading *self, const char *name, struct place place)
{
    const char *names[64];
    char hint[192];
    size_t num = 0;

    for (size_t i = 0; i < self->schema->num_fields && num < 64; i++)
        names[num++] = self->schema->fields[i].name;
    const char *near = text_nearest(name, names, num);
    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
    else
        snprintf(hint, sizeof hint, _("remove the column, or call it 'note' to keep remarks"));
    problem_error(self->problems, place, hint, "the table '%s' has no column '%s'", self->schema->name, name);
}

static void match_field(struct reading *self, const char *name, size_t field, long line)
{
    struct table *table = self->table;
    size_t column = table_find(table, name);
    struct place place = {table->name, line, (long)field + 1};

    self->column_of_field[field] = NO_COLUMN;
    if (column < table->num_columns) {
        self->column_of_field[field] = column;
        table->columns[column].position = (long)field + 1;
    } else if (!self->schema->ignores_more && strcmp(name, "note") != 0) {
        report_unknown_column(self, name, place);
    }
}

static void report_absent_columns(const struct reading *self, long line)
{
    for (size_t i = 0; i < self->schema->num_fields; i++)
        if (self->schema->fields[i].must_exist && self->table->columns[i].position == 0)
            problem_error(self->problems, ((struct place){self->table->name, line, 0}),
                          self->schema->fields[i].description, "the column '%s' is missing",
                          self->schema->fields[i].name);
}

static bool has_field(const struct csv_row *header, const char *name)
{
    for (size_t f = 0; f < header->num_fields; f++)
        if (strcmp(header->fields[f], name) == 0)
            return true;
    return false;
}

/* How many columns of a schema that must be there are; *num is how many must. */
static size_t num_present(const struct schema *schema, const struct csv_row *header, size_t *num)
{
    size_t present = 0;

    *num = 0;
    for (size_t i = 0; i < schema->num_fields; i++)
        if (schema->fields[i].must_exist) {
            ++*num;
            present += has_field(header, schema->fields[i].name);
        }
    return present;
}

/* Whether a schema has this very header: all its columns are there, and no other. */
static bool fits(const struct schema *schema, const struct csv_row *header)
{
    size_t num;

    if (schema->ignores_more || schema->allows_more || num_present(schema, header, &num) != num || num < 3)
        return false;
    for (size_t f = 0; f < header->num_fields; f++)
        if (schema_find(schema, header->fields[f]) == schema->num_fields &&
            strcmp(header->fields[f], "note") != 0)
            return false;
    return true;
}

/* Names of the tables of ours that have this header. */
static void name_tables(const struct csv_row *header, struct strbuf *names)
{
    for (const struct builtin_schema *item = builtin_schemas; item->name != NULL; item++) {
        struct schema schema;
        if (schema_builtin(&schema, item->name, NULL) != ERR_OK)
            continue;
        if (fits(&schema, header))
            strbuf_addf(names, _("%s'%s'"), names->length ? _(" or ") : _("it is a table "), schema.name);
        schema_free(&schema);
    }
}

/* One error for a file given in the place of another, rather than one a column. */
static bool is_other_table(const struct reading *self, const struct csv_row *header)
{
    struct strbuf names = {0};
    size_t num, present = num_present(self->schema, header, &num);
    bool is_other = false;

    if (self->schema->ignores_more || self->schema->allows_more || fits(self->schema, header))
        return false;
    name_tables(header, &names);
    is_other = names.length > 0 || (num >= present + 3 && 2 * present < num);
    if (is_other)
        problem_error(self->problems, ((struct place){self->table->name, header->line, 0}),
                      strbuf_text(&names),
                      "this is no table '%s' (%zu of the %zu columns that it needs are there)",
                      self->schema->name, present, num);
    strbuf_free(&names);
    return is_other;
}

static int take_header(const struct csv_row *row, void *context, struct err *err)
{
    struct reading *self = context;

    header_check(row, self->table->name, self->problems);
    self->column_of_field = mem_alloc(row->num_fields, sizeof *self->column_of_field, err);
    if (self->column_of_field == NULL || make_columns(self, row, err) != ERR_OK)
        return ERR_LIMIT;
    self->is_other = is_other_table(self, row);
    if (self->is_other)
        return ERR_OK;
    for (size_t f = 0; f < row->num_fields; f++)
        match_field(self, row->fields[f], f, row->line);
    report_absent_columns(self, row->line);
    return ERR_OK;
}

/* Our own files protect a leading '=', '@' from spreadsheets with an apostrophe. */
static const char *without_protection(const char *text)
{
    return text[0] == '\'' && (text[1] == '=' || text[1] == '@') ? text + 1 : text;
}

static int add_text(struct table *table, struct column *column, const char *text, struct err *err)
{
    if (mem_grow_raw(&column->texts, &column->texts_capacity, table->num_rows + 1, sizeof *column->texts,
                     err) != ERR_OK)
        return ERR_LIMIT;
    column->texts[table->num_rows] = table->text.length;
    text = without_protection(text);
    strbuf_add_bytes(&table->text, text, strlen(text) + 1);
    return strbuf_status(&table->text, err);
}

static void check_text(const struct reading *self, const struct field *field, const char *text,
                       struct place place)
{
    struct strbuf hint = {0};

    if (field->num_allowed == 0 || text[0] == '\0')
        return;
    for (size_t i = 0; i < field->num_allowed; i++)
        if (strcmp(field->allowed[i], text) == 0)
            return;
    const char *near = text_nearest(text, (const char *const *)field->allowed, field->num_allowed);
    if (near != NULL)
        strbuf_addf(&hint, _("did you mean '%s'? "), near);
    strbuf_add(&hint, _("allowed:"));
    for (size_t i = 0; i < field->num_allowed; i++)
        strbuf_addf(&hint, " %s", field->allowed[i]);
    problem_error(self->problems, place, strbuf_text(&hint), "'%s' is '%s'", field->name, text);
    strbuf_free(&hint);
}

static double read_boolean(const struct reading *self, const char *name, const char *text, struct place place)
{
    if (text_equal_ignoring_case(text, "true") || text_equal_ignoring_case(text, "yes") ||
        text_equal_ignoring_case(text, "oui") || strcmp(text, "1") == 0)
        return 1;
    if (text_equal_ignoring_case(text, "false") || text_equal_ignoring_case(text, "no") ||
        text_equal_ignoring_case(text, "non") || strcmp(text, "0") == 0)
        return 0;
    problem_error(self->problems, place, NULL, "'%s' is '%s', expected yes or no", name, text);
    return NAN;
}

static void check_range(const struct reading *self, const struct field *field, double value, const char *text,
                        struct place place)
{
    if (value < field->minimum)
        problem_error(self->problems, place, NULL, "'%s' is %s, expected at least %g", field->name, text,
                      field->minimum);
    else if (value > field->maximum)
        problem_error(self->problems, place, NULL, "'%s' is %s, expected at most %g", field->name, text,
                      field->maximum);
}

static double read_number(struct reading *self, const struct column *column, const char *text, size_t length,
                          struct place place)
{
    double value = NAN;
    int64_t integer = 0;
    enum number_status status;

    if (column->kind == FIELD_INTEGER) {
        status = number_parse_integer(text, length, &integer);
        value = (double)integer;
    } else {
        status = decimal_read(&self->decimal, text, length, place, &value);
    }
    if (status == NUMBER_OK)
        return value;
    problem_error(self->problems, place, NULL, "'%s' is '%.80s', expected %s", column->name, text,
                  number_status_text(status));
    return NAN;
}

static double read_value(struct reading *self, const struct column *column, const struct field *field,
                         const char *text, size_t length, struct place place)
{
    double value;

    if (length == 0)
        return NAN;
    if (column->kind == FIELD_BOOLEAN)
        return read_boolean(self, column->name, text, place);
    value = read_number(self, column, text, length, place);
    if (field != NULL && !isnan(value))
        check_range(self, field, value, text, place);
    return value;
}

static int add_cell(struct reading *self, size_t c, const char *text, size_t length, struct place place,
                    struct err *err)
{
    struct table *table = self->table;
    struct column *column = &table->columns[c];
    const struct field *field = c < self->schema->num_fields ? &self->schema->fields[c] : NULL;

    if (field != NULL && field->required && length == 0 && column->position > 0)
        problem_error(self->problems, place, field->description, "'%s' is empty", field->name);
    if (column->kind == FIELD_TEXT) {
        if (field != NULL)
            check_text(self, field, text, place);
        return add_text(table, column, text, err);
    }
    if (mem_grow_raw(&column->numbers, &column->numbers_capacity, table->num_rows + 1,
                     sizeof *column->numbers, err) != ERR_OK)
        return ERR_LIMIT;
    column->numbers[table->num_rows] = read_value(self, column, field, text, length, place);
    return ERR_OK;
}

static int take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct reading *self = context;
    struct table *table = self->table;
    size_t errors = self->problems->num_errors;
    int status = ERR_OK;

    if (self->is_other)
        return ERR_OK;
    if (mem_grow_raw(&table->lines, &table->lines_capacity, table->num_rows + 1, sizeof *table->lines, err) !=
        ERR_OK)
        return ERR_LIMIT;
    table->lines[table->num_rows] = row->line;
    for (size_t c = 0; c < table->num_columns && status == ERR_OK; c++) {
        long position = table->columns[c].position;
        const char *text = position > 0 ? row->fields[position - 1] : "";
        size_t length = position > 0 ? row->lengths[position - 1] : 0;
        status = add_cell(self, c, text, length, (struct place){table->name, row->line, position}, err);
    }
    table->num_rows++;
    self->num_cell_errors += self->problems->num_errors - errors;
    return status;
}

int table_read(struct table *self, const struct source *source, const struct schema *schema,
               const struct csv_options *options, struct problems *problems, struct err *err)
{
    struct reading reading = {.table = self, .schema = schema, .problems = problems};
    struct csv_handler handler = {.header = take_header, .record = take_record, .context = &reading};
    size_t errors = problems->num_errors;
    int status;

    *self = (struct table){0};
    self->name = mem_copy_text(source->name, strlen(source->name), err);
    status = self->name ? csvin_read(source, options, &handler, &self->dialect, problems, err) : ERR_LIMIT;
    self->is_damaged = problems->num_errors - errors > reading.num_cell_errors;
    decimal_finish(&reading.decimal, problems);
    free(reading.column_of_field);
    if (status != ERR_OK)
        table_free(self);
    return status;
}

int table_read_file(struct table *self, const char *path, const char *schema_name, struct problems *problems,
                    struct err *err)
{
    struct schema schema = {0};
    struct source source = {0};
    int status = schema_builtin(&schema, schema_name, err);

    *self = (struct table){0};
    if (status == ERR_OK)
        status = source_read(&source, path, 0, err);
    if (status == ERR_OK)
        status = table_read(self, &source, &schema, NULL, problems, err);
    source_free(&source);
    schema_free(&schema);
    return status;
}

void table_free(struct table *self)
{
    for (size_t c = 0; c < self->num_columns; c++) {
        free(self->columns[c].name);
        free(self->columns[c].texts);
        free(self->columns[c].numbers);
    }
    free(self->columns);
    free(self->lines);
    free(self->name);
    strbuf_free(&self->text);
    *self = (struct table){0};
}

size_t table_find(const struct table *self, const char *name)
{
    size_t c = 0;

    while (c < self->num_columns && strcmp(self->columns[c].name, name) != 0)
        c++;
    return c;
}

const char *table_text(const struct table *self, size_t row, size_t column)
{
    return self->text.text + self->columns[column].texts[row];
}

double table_number(const struct table *self, size_t row, size_t column)
{
    return self->columns[column].numbers[row];
}

bool table_flag(const struct table *self, size_t row, size_t column, bool fallback)
{
    double value = table_number(self, row, column);

    return isnan(value) ? fallback : value != 0;
}

bool table_is_missing(const struct table *self, size_t row, size_t column)
{
    if (self->columns[column].kind == FIELD_TEXT)
        return table_text(self, row, column)[0] == '\0';
    return isnan(table_number(self, row, column));
}

struct place table_place(const struct table *self, size_t row, size_t column)
{
    return (struct place){self->name, self->lines[row], self->columns[column].position};
}

#include "stats/data/tabulator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

/* ---- columns ------------------------------------------------------------------------------- */

static void report_unknown(const char *column, const struct csv_row *header, const char *file,
                           struct problems *problems)
{
    const char *near = text_nearest(column, header->fields, header->num_fields);
    char hint[160] = "";

    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%.120s'?"), near);
    problem_error(problems, ((struct place){file, header->line, 0}), hint, "there is no column '%s'", column);
}

static size_t find_field(const char *column, const struct csv_row *header, const char *file,
                         struct problems *problems)
{
    for (size_t i = 0; i < header->num_fields; i++)
        if (strcmp(header->fields[i], column) == 0)
            return i;
    report_unknown(column, header, file, problems);
    return 0;
}

static void want(struct tabulator_fields *self, size_t field)
{
    for (size_t i = 0; i < self->num_all; i++)
        if (self->all[i] == field)
            return;
    self->all[self->num_all++] = field;
}

static void want_all(struct tabulator_fields *self, const struct tabulation_options *options)
{
    for (size_t i = 0; i < options->num_by; i++)
        want(self, self->by[i]);
    for (size_t i = 0; i < options->num_numbers; i++)
        want(self, self->numbers[i]);
    for (size_t i = 0; i < options->num_filters; i++)
        want(self, self->filters[i]);
    if (options->weight != NULL)
        want(self, self->weight);
}

int tabulator_fields_find(struct tabulator_fields *self, const struct tabulation_options *options,
                          const struct csv_row *header, const char *file, struct problems *problems,
                          struct err *err)
{
    tabulator_fields_free(self);
    self->by = mem_alloc(options->num_by, sizeof *self->by, err);
    self->numbers = mem_alloc(options->num_numbers, sizeof *self->numbers, err);
    self->filters = mem_alloc(options->num_filters, sizeof *self->filters, err);
    self->all =
        mem_alloc(options->num_by + options->num_numbers + options->num_filters + 1, sizeof *self->all, err);
    if (self->by == NULL || self->numbers == NULL || self->filters == NULL || self->all == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < options->num_by; i++)
        self->by[i] = find_field(options->by[i], header, file, problems);
    for (size_t i = 0; i < options->num_numbers; i++)
        self->numbers[i] = find_field(options->numbers[i], header, file, problems);
    for (size_t i = 0; i < options->num_filters; i++)
        self->filters[i] = find_field(options->filters[i].column, header, file, problems);
    if (options->weight != NULL)
        self->weight = find_field(options->weight, header, file, problems);
    want_all(self, options);
    return ERR_OK;
}

void tabulator_fields_free(struct tabulator_fields *self)
{
    free(self->by);
    free(self->numbers);
    free(self->filters);
    free(self->all);
    *self = (struct tabulator_fields){0};
}

/* ---- cells --------------------------------------------------------------------------------- */

static struct place place_of(const struct tabulator *self, const struct csv_row *row, size_t field)
{
    return (struct place){self->file, row->line, (long)field + 1};
}

static bool is_missing(const struct tabulator *self, const char *text)
{
    if (text[0] == '\0')
        return true;
    for (size_t i = 0; i < self->options->num_missing; i++)
        if (strcmp(text, self->options->missing[i]) == 0)
            return true;
    return false;
}

/* NaN when it is missing, or wrong, which is a problem. */
static double read_number(struct tabulator *self, const struct csv_row *row, size_t field, const char *column)
{
    const char *text = row->fields[field];
    double value = NAN;

    if (is_missing(self, text))
        return NAN;
    enum number_status status =
        decimal_read(&self->decimal, text, row->lengths[field], place_of(self, row, field), &value);
    if (status == NUMBER_OK)
        return value;
    problem_error(&self->problems, place_of(self, row, field),
                  status == NUMBER_NOT_A_NUMBER ? N_("if it marks a missing number, name it with --missing")
                                                : NULL,
                  "%s is '%.40s', expected %s", column, text, number_status_text(status));
    return NAN;
}

static bool read_weight(struct tabulator *self, const struct csv_row *row, double *weight)
{
    const struct tabulation_options *options = self->options;
    size_t field = self->fields->weight;

    *weight = 1;
    if (options->weight == NULL)
        return true;
    size_t errors = self->problems.num_errors;
    *weight = read_number(self, row, field, options->weight);
    if (self->problems.num_errors > errors)
        return false;
    if (isnan(*weight))
        problem_error(&self->problems, place_of(self, row, field), "leave such records out with --where",
                      "the weight %s is missing", options->weight);
    else if (*weight < 0)
        problem_error(&self->problems, place_of(self, row, field), NULL,
                      "%s is %s: a weight cannot be negative", options->weight, row->fields[field]);
    return *weight >= 0;
}

static bool has_high_byte(const char *text, size_t length)
{
    unsigned char all = 0;

    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all >= 0x80;
}

/* A text as UTF-8. */
static const char *field_text(struct tabulator *self, const struct csv_row *row, size_t field, size_t *length)
{
    const char *text = row->fields[field];

    *length = row->lengths[field];
    if (!has_high_byte(text, *length))
        return text;
    if (self->is_cp1252) {
        strbuf_clear(&self->converted);
        text_add_cp1252(&self->converted, text, *length);
        *length = self->converted.length;
        return strbuf_text(&self->converted);
    }
    size_t good = text_utf8_prefix(text, *length);
    if (good < *length)
        problem_error(&self->problems, place_of(self, row, field),
                      "give --encoding cp1252 if the file comes from an older system",
                      "byte %zu of the field is 0x%02X, which is not UTF-8", good + 1,
                      (unsigned char)text[good]);
    return text;
}

/* ---- records ------------------------------------------------------------------------------- */

static bool is_listed(const struct record_filter *filter, const char *text)
{
    for (size_t i = 0; i < filter->num_values; i++)
        if (strcmp(filter->values[i], text) == 0)
            return true;
    return false;
}

static bool holds(struct tabulator *self, const struct csv_row *row, size_t index)
{
    const struct record_filter *filter = &self->options->filters[index];
    size_t field = self->fields->filters[index], length;

    switch (filter->comparison) {
    case IS_ONE_OF:
        return is_listed(filter, field_text(self, row, field, &length));
    case IS_NONE_OF:
        return !is_listed(filter, field_text(self, row, field, &length));
    case IS_AT_LEAST:
        return read_number(self, row, field, filter->column) >= filter->bound;
    case IS_AT_MOST:
        return read_number(self, row, field, filter->column) <= filter->bound;
    }
    return false;
}

static int make_key(struct tabulator *self, const struct csv_row *row, struct err *err)
{
    self->key_length = 0;
    for (size_t i = 0; i < self->options->num_by; i++) {
        size_t length, room = self->key_capacity - self->key_length;
        const char *text = field_text(self, row, self->fields->by[i], &length);
        if (length + 1 > room &&
            mem_grow(&self->key, &self->key_capacity, self->key_length + length + 1, 1, err) != ERR_OK)
            return ERR_LIMIT;
        memcpy(self->key + self->key_length, text, length + 1); /* with its NUL */
        self->key_length += length + 1;
    }
    return ERR_OK;
}

static int take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct tabulator *self = context;
    const struct tabulation_options *options = self->options;
    double weight;

    self->num_records++;
    for (size_t i = 0; i < options->num_filters; i++)
        if (!holds(self, row, i))
            return ERR_OK;
    self->num_kept++;
    bool usable = read_weight(self, row, &weight);
    for (size_t i = 0; i < options->num_numbers; i++)
        self->values[i] = read_number(self, row, self->fields->numbers[i], options->numbers[i]);
    if (make_key(self, row, err) != ERR_OK)
        return ERR_LIMIT;
    if (!usable || self->problems.num_errors > 0)
        return ERR_OK;
    return group_buffers_add(self->shares, self->key ? self->key : "", self->key_length, weight, self->values,
                             options->num_numbers, err);
}

int tabulator_read(struct tabulator *self, const struct csv_piece *piece, size_t num_fields,
                   const struct csv_options *csv, struct err *err)
{
    struct csv_handler handler = {.record = take_record,
                                  .context = self,
                                  .wanted = self->fields->all,
                                  .num_wanted = self->fields->num_all};

    if (self->values == NULL)
        self->values = mem_alloc(self->options->num_numbers, sizeof *self->values, err);
    if (self->values == NULL)
        return ERR_LIMIT;
    self->file = piece->name;
    self->is_cp1252 = csv->encoding == CSV_ENCODING_CP1252;
    self->num_records = self->num_kept = 0;
    for (size_t i = 0; i < GROUP_SHARES; i++)
        self->shares[i].length = 0;
    return csvin_read_piece(piece, num_fields, csv, &handler, &self->problems, err);
}

void tabulator_free(struct tabulator *self)
{
    for (size_t i = 0; i < GROUP_SHARES; i++)
        free(self->shares[i].bytes);
    problems_free(&self->problems);
    free(self->key);
    strbuf_free(&self->converted);
    free(self->values);
    *self = (struct tabulator){0};
}

#include "sim/run/drawsfile.h"

#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/data/csvin.h"

enum { COLUMN_DRAW, COLUMN_SCENARIO, COLUMN_SCOPE, COLUMN_YEAR, COLUMN_METRIC, COLUMN_VALUE, NUM_COLUMNS };

static const char *const column_names[NUM_COLUMNS] = {"draw", "scenario", "scope", "year", "metric", "value"};

struct reading {
    const char *path;
    struct series_draws *series;
    size_t num_series;
    struct problems *problems;
};

static int read_header(const struct csv_row *row, void *context, struct err *err)
{
    const struct reading *self = context;

    for (size_t c = 0; c < NUM_COLUMNS; c++)
        if (row->num_fields != NUM_COLUMNS || strcmp(row->fields[c], column_names[c]) != 0)
            return err_set(err, ERR_DATA,
                           "'%s' is no file of draws: expected the columns draw, scenario, scope, year, "
                           "metric, value",
                           self->path);
    return ERR_OK;
}

static struct place cell(const struct reading *self, const struct csv_row *row, int column)
{
    return (struct place){self->path, row->line, column + 1};
}

static int add_value(const struct reading *self, struct series_draws *s, const struct csv_row *row,
                     struct err *err)
{
    double value;

    if (number_parse(row->fields[COLUMN_VALUE], row->lengths[COLUMN_VALUE], '.', &value) != NUMBER_OK) {
        problem_error(self->problems, cell(self, row, COLUMN_VALUE), NULL, "expected a number, not '%.40s'",
                      row->fields[COLUMN_VALUE]);
        return ERR_OK;
    }
    if (mem_grow(&s->values, &s->capacity, s->num_values + 1, sizeof *s->values, err) != ERR_OK)
        return ERR_LIMIT;
    s->values[s->num_values++] = value;
    return ERR_OK;
}

static int read_record(const struct csv_row *row, void *context, struct err *err)
{
    const struct reading *self = context;
    int64_t year = 0;
    int status = ERR_OK;

    if (strcmp(row->fields[COLUMN_SCOPE], "all") != 0)
        return ERR_OK;
    if (number_parse_integer(row->fields[COLUMN_YEAR], row->lengths[COLUMN_YEAR], &year) != NUMBER_OK)
        problem_error(self->problems, cell(self, row, COLUMN_YEAR), NULL, "expected a year, not '%.40s'",
                      row->fields[COLUMN_YEAR]);
    for (size_t i = 0; i < self->num_series && status == ERR_OK; i++) {
        struct series_draws *s = &self->series[i];
        if (s->year == year && strcmp(s->metric, row->fields[COLUMN_METRIC]) == 0 &&
            strcmp(s->scenario, row->fields[COLUMN_SCENARIO]) == 0)
            status = add_value(self, s, row, err);
    }
    return status;
}

int draws_read(const char *path, struct series_draws *series, size_t num_series, struct problems *problems,
               struct err *err)
{
    struct reading self = {path, series, num_series, problems};
    struct csv_handler handler = {.header = read_header, .record = read_record, .context = &self};
    struct csv_options options = {.delimiter = ','};
    struct source source;
    int status = source_read(&source, path, 0, err);

    if (status != ERR_OK)
        return status;
    status = csvin_read(&source, &options, &handler, NULL, problems, err);
    source_free(&source);
    return status;
}

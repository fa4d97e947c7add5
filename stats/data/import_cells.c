#include "stats/base/catalogue.h"
#include "stats/data/importer.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Whether markers such as "s=secret nd=not-available" have the text. */
static bool is_marker(const char *markers, const char *text, size_t length)
{
    while (*markers != '\0') {
        if (*markers == *text) {
            size_t word = strcspn(markers, " ");
            if (word > length && markers[length] == '=' && strncmp(markers, text, length) == 0)
                return true;
        }
        const char *space = strchr(markers, ' ');
        if (space == NULL)
            return false;
        markers = space + strspn(space, " ");
    }
    return false;
}

/* An empty cell is missing without a marker. */
static bool is_missing(const struct cell_reader *self, const struct dict_row *row, const char *text,
                       size_t length)
{
    const char *markers = row->missing[0]       ? row->missing
                          : self->binding->file ? self->binding->file->missing
                                                : "";

    return length == 0 || is_marker(markers, text, length);
}

static void check_domain(struct cell_reader *self, const struct dict_row *row, double value, const char *text,
                         struct place place)
{
    if (value < 0 && row->kind == VARIABLE_COUNT)
        problem_error(self->problems, place, NULL, "%s is %s: a count cannot be negative", row->variable,
                      text);
    else if (row->kind == VARIABLE_SHARE && (value < 0 || value > 1))
        problem_error(self->problems, place, "set scale to 0.01 in the dictionary if the file gives per cent",
                      "%s is %s, which is not a share between 0 and 1", row->variable, text);
}

/* The number of one field, as a row of the dictionary describes it; NaN when it is missing. */
static double read_field(struct cell_reader *self, const struct csv_row *row, size_t field,
                         const struct dict_row *meaning)
{
    const char *text = row->fields[field];
    struct place place = {self->file, row->line, (long)field + 1};
    double number;
    enum number_status status;

    if (is_missing(self, meaning, text, row->lengths[field]))
        return NAN;
    status = decimal_read(&self->decimal, text, row->lengths[field], place, &number);
    if (status != NUMBER_OK) {
        problem_error(
            self->problems, place,
            status == NUMBER_NOT_A_NUMBER
                ? N_("if it marks a missing cell, name it in the column 'missing' of the dictionary")
                : NULL,
            "%s is '%.40s', expected %s", meaning->variable, text, number_status_text(status));
        return NAN;
    }
    number *= meaning->scale;
    check_domain(self, meaning, number, text, place);
    return number;
}

/* The figure of a named column, read once a record. */
static double named_figure(struct cell_reader *self, const struct csv_row *row, size_t index)
{
    const struct binding *b = self->binding;

    for (size_t i = 0; i < b->num_named && self->named_line != row->line; i++)
        self->named[i] = read_field(self, row, b->named[i].field, b->named[i].row);
    self->named_line = row->line;
    return self->named[index];
}

/* Bounds that the dictionary sets: a number, or what another column says. */
static void check_most(struct cell_reader *self, const struct csv_row *row, const struct value_binding *value,
                       double number)
{
    struct place place = {self->file, row->line, (long)value->field + 1};
    const char *text = row->fields[value->field];

    if (number > value->most)
        problem_error(self->problems, place, NULL, "%s is %s, expected at most %g", value->row->variable,
                      text, value->most / value->row->scale);
    if (value->most_named == NO_FIELD)
        return;
    const struct named_binding *named = &self->binding->named[value->most_named];
    if (number > named_figure(self, row, value->most_named))
        problem_error(self->problems, place, NULL, "%s is %s, more than %s in the same record, which is %s",
                      value->row->variable, text, named->row->column, row->fields[named->field]);
}

/* The figure of one cell, NaN when it or what it is multiplied by is missing. */
double cell_reader_read(struct cell_reader *self, const struct csv_row *row,
                        const struct value_binding *value)
{
    double number = read_field(self, row, value->field, value->row);

    if (isnan(number))
        return NAN;
    check_most(self, row, value, number);
    if (value->is_times_only)
        number = 1;
    for (size_t i = 0; i < value->num_times; i++)
        number *= named_figure(self, row, value->times[i]);
    return number;
}

static void claim_plane(const struct importer *self, struct plane *plane)
{
    plane->owner = self->owner;
    plane->is_direct = true;
    plane->is_partial = self->binding.is_partial;
}

int importer_plane(struct importer *self, size_t index, enum level level, int year, struct plane **plane,
                   struct err *err)
{
    struct plane_cache *cache = &self->caches[index];
    const struct value_binding *value = &self->binding.values[index];

    if (cache->plane != SIZE_MAX && cache->level == level && cache->year == year) {
        *plane = &self->grid->planes[cache->plane];
        return ERR_OK;
    }
    *plane = grid_plane(self->grid, level, year, value->variable, err);
    if (*plane == NULL)
        return ERR_LIMIT;
    if (value->row->aggregate == AGGREGATE_MEAN && grid_keep_spreads(self->grid, *plane, err) != ERR_OK)
        return ERR_LIMIT;
    if ((*plane)->owner == NULL)
        claim_plane(self, *plane);
    else if ((*plane)->owner != self->owner)
        return err_set(
            err, ERR_DATA,
            "'%s' and '%s' both give %s for %d: import them separately, or choose years with --year",
            (*plane)->owner, self->file, value->row->variable, year);
    cache->level = level;
    cache->year = year;
    cache->plane = (size_t)(*plane - self->grid->planes);
    return ERR_OK;
}

static void add_number(struct plane *plane, size_t zone, double number)
{
    struct cell *cell = &plane->cells[zone];

    if (isnan(number)) {
        cell->num_missing++;
        return;
    }
    cell->sum += number;
    if (plane->spreads != NULL)
        plane->spreads[zone].sum_squares += number * number;
    cell->num_values++;
}

/* A figure that is never summed: one a territory. Communes that have merged since
 * and arrondissements make an exception for counts; their shares say nothing of the
 * whole, nor does that of the commune which they joined. */
static double check_single(struct importer *self, const struct dict_row *row, struct cell *cell,
                           const struct territory *territory, int year, double number, struct place place)
{
    if (territory->is_successor || territory->is_part) {
        cell->is_blurred |= territory->is_successor && row->kind != VARIABLE_COUNT;
        return row->kind == VARIABLE_COUNT ? number : NAN;
    }
    if (cell->has_own && !isnan(number))
        problem_error(self->problems, place, "choose the rows with the column 'when' of the dictionary",
                      "a second figure of %s for %s %s in %d", row->variable, level_name(territory->level),
                      self->grid->geography->levels[territory->level].items[territory->zone].code, year);
    cell->has_own |= !isnan(number);
    return number;
}

int importer_store(struct importer *self, size_t index, const struct territory *territory, int year,
                   double number, struct place place, struct err *err)
{
    const struct dict_row *row = self->binding.values[index].row;
    struct plane *plane;
    int status = importer_plane(self, index, territory->level, year, &plane, err);

    if (status != ERR_OK)
        return status;
    struct cell *cell = &plane->cells[territory->zone];
    if (row->aggregate == AGGREGATE_NONE)
        number = check_single(self, row, cell, territory, year, number, place);
    self->report->num_missing_cells += isnan(number) ? 1 : 0;
    add_number(plane, territory->zone, number);
    return ERR_OK;
}

#include "sim/cli/territoryvalues.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "stats/base/mem.h"
#include "stats/output/label.h"

void territory_values_free(struct territory_values *self)
{
    free(self->items);
    *self = (struct territory_values){0};
}

/* ---- what the file holds ---------------------------------------------------------------- */

static bool is_territory(const struct table *table, size_t row)
{
    return plot_row_is(table, row, "relation", "territory");
}

/* The values of a text column of the rows of territories, each once, separated by commas;
 * level NULL: of any. Returns their number, counted up to eight. */
static int list_values(const struct table *table, const char *column, const char *level, struct strbuf *out)
{
    int num = 0;
    const char *known[8];

    for (size_t row = 0; row < table->num_rows && num < 8; row++) {
        const char *text = plot_text(table, row, column);
        int k = 0;
        if (!is_territory(table, row) || (level != NULL && !plot_row_is(table, row, "level", level)))
            continue;
        while (k < num && strcmp(known[k], text) != 0)
            k++;
        if (k < num)
            continue;
        known[num] = text;
        strbuf_addf(out, "%s%s", num++ > 0 ? ", " : "", text);
    }
    return num;
}

int territory_values_level(const struct table *table, const char *path, const struct opts *opts,
                           enum level *level, struct err *err)
{
    const char *given = opts_text(opts, "level", NULL);
    struct strbuf levels = {0};
    int num = list_values(table, "level", NULL, &levels), status = ERR_OK;

    if (given != NULL)
        *level = level_find(given, strlen(given));
    else if (num == 1)
        *level = level_find(strbuf_text(&levels), levels.length);
    else if (num == 0)
        status = err_set(err, ERR_DATA, "'%s' has no row of a territory", path);
    else
        status = err_set(err, ERR_USAGE, "'%s' has territories of levels %s: choose one with --level", path,
                         strbuf_text(&levels));
    if (status == ERR_OK && *level == NUM_LEVELS)
        status = err_set(err, ERR_USAGE, "--level is '%s', expected one of the file: %s", given,
                         strbuf_text(&levels));
    strbuf_free(&levels);
    return status;
}

static int choose_indicator(struct territory_values *self, const char *path, const char *indicator,
                            struct err *err)
{
    struct strbuf held = {0};
    int num = list_values(self->table, "indicator", level_name(self->level), &held), status = ERR_OK;

    self->indicator = indicator;
    for (size_t row = 0; row < self->table->num_rows; row++)
        if (is_territory(self->table, row) &&
            plot_row_is(self->table, row, "level", level_name(self->level)) &&
            (indicator == NULL || plot_row_is(self->table, row, "indicator", indicator))) {
            self->indicator = plot_text(self->table, row, "indicator");
            self->label = plot_text(self->table, row, "label");
            self->unit = plot_text(self->table, row, "unit");
        }
    if (num == 0)
        status = err_set(err, ERR_DATA, "'%s' has no territory of level %s", path, level_name(self->level));
    else if (indicator == NULL && num > 1)
        status = err_set(err, ERR_USAGE, "'%s' has several indicators: choose one with --indicator: %s%s",
                         path, strbuf_text(&held), num == 8 ? ", …" : "");
    else if (self->label == NULL)
        status = err_set(err, ERR_DATA, "'%s' has no indicator '%s' at level %s; it has %s%s", path,
                         indicator, level_name(self->level), strbuf_text(&held), num == 8 ? ", …" : "");
    strbuf_free(&held);
    return status;
}

static bool is_mine(const struct territory_values *self, size_t row)
{
    return is_territory(self->table, row) &&
           plot_row_is(self->table, row, "level", level_name(self->level)) &&
           plot_row_is(self->table, row, "indicator", self->indicator);
}

static int choose_year(struct territory_values *self, const char *path, int year, struct err *err)
{
    int last = 0, first = 9999;

    for (size_t row = 0; row < self->table->num_rows; row++) {
        double at = plot_number(self->table, row, "year");
        if (!is_mine(self, row) || isnan(at) || isnan(plot_number(self->table, row, "value")))
            continue;
        if (year != 0 && (int)at == year)
            last = first = year;
        last = year == 0 && (int)at > last ? (int)at : last;
        first = year == 0 && (int)at < first ? (int)at : first;
    }
    self->year = last;
    if (last == 0 && year != 0)
        return err_set(err, ERR_DATA, "'%s' has no value of '%s' in %d", path, self->indicator, year);
    if (last == 0)
        return err_set(err, ERR_DATA, "'%s' has no value of '%s'", path, self->indicator);
    return ERR_OK;
}

/* ---- rows -------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    const struct territory_value *x = a, *y = b;
    int order = strcmp(x->code, y->code);

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static int take_rows(struct territory_values *self, const char *path, struct err *err)
{
    self->items = mem_alloc(self->table->num_rows, sizeof *self->items, err);
    if (self->items == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < self->table->num_rows; row++)
        if (is_mine(self, row) && (int)plot_number(self->table, row, "year") == self->year)
            self->items[self->num_items++] = (struct territory_value){
                plot_text(self->table, row, "code"), plot_text(self->table, row, "name"),
                plot_number(self->table, row, "value"), row};
    qsort(self->items, self->num_items, sizeof *self->items, by_code);
    for (size_t i = 1; i < self->num_items; i++)
        if (strcmp(self->items[i].code, self->items[i - 1].code) == 0)
            return err_set(err, ERR_DATA, "'%s': lines %ld and %ld both hold '%s' of %s %s in %d", path,
                           self->table->lines[self->items[i - 1].row], self->table->lines[self->items[i].row],
                           self->indicator, level_name(self->level), self->items[i].code, self->year);
    return ERR_OK;
}

int territory_values_read(struct territory_values *self, const struct table *table, const char *path,
                          const char *indicator, enum level level, int year, struct err *err)
{
    int status;

    *self = (struct territory_values){.table = table, .level = level};
    status = choose_indicator(self, path, indicator, err);
    if (status == ERR_OK)
        status = choose_year(self, path, year, err);
    if (status == ERR_OK)
        status = take_rows(self, path, err);
    if (status != ERR_OK)
        territory_values_free(self);
    return status;
}

const struct territory_value *territory_values_find(const struct territory_values *self, const char *code)
{
    struct territory_value key = {.code = code};
    size_t low = 0, high = self->num_items;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(self->items[middle].code, key.code);
        if (order == 0)
            return &self->items[middle];
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

double territory_values_parent(const struct territory_values *self, enum level level, const char *code)
{
    for (size_t row = 0; row < self->table->num_rows; row++)
        if (plot_row_is(self->table, row, "level", level_name(level)) &&
            plot_row_is(self->table, row, "code", code) &&
            plot_row_is(self->table, row, "indicator", self->indicator) &&
            (int)plot_number(self->table, row, "year") == self->year)
            return plot_number(self->table, row, "value");
    return NAN;
}

bool territory_values_in_percent(const struct territory_values *self)
{
    return strcmp(self->unit, "share") == 0 || strcmp(self->unit, "rate") == 0;
}

void territory_values_format(const struct territory_values *self, struct strbuf *out, double value,
                             int decimals, const char *language)
{
    bool is_percent = territory_values_in_percent(self);

    if (decimals < 0 && is_percent)
        decimals = fabs(value) < 0.01 ? 2 : 1;
    else if (decimals < 0)
        decimals = fabs(value) >= 100 || value == 0 ? 0 : fabs(value) >= 10 ? 1 : 2;
    if (is_percent)
        label_percent(out, value, decimals, language);
    else
        label_number(out, value, decimals, language);
}

#include "stats/data/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/data/csvout.h"

/* Counts are sums of many weights: beyond this, digits are rounding noise. */
enum { VALUE_DIGITS = 12, SE_DIGITS = 6 };

/* Which companion columns a variable needs. */
struct companions {
    bool se, missing, n, imputed;
};

static int by_number(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The years of a grid, ascending; allocated. */
static int *list_years(const struct grid *grid, size_t *num, struct err *err)
{
    int *years = mem_alloc(grid->num_planes, sizeof *years, err);

    *num = 0;
    if (years == NULL)
        return NULL;
    for (size_t i = 0; i < grid->num_planes; i++)
        years[i] = grid->planes[i].year;
    qsort(years, grid->num_planes, sizeof *years, by_number);
    for (size_t i = 0; i < grid->num_planes; i++)
        if (i == 0 || years[i] != years[i - 1])
            years[(*num)++] = years[i];
    return years;
}

/* Standard error by the rules of census.h and sharing.h. What a register shares is not
 * sure; the rest of it is. */
static double cell_se(const struct cell_spread *spread, const struct variable *variable)
{
    bool is_census = variable->exploitation == EXPLOITATION_P || variable->exploitation == EXPLOITATION_C;

    if (isnan(spread->variance) && (is_census || !(spread->imputed_variance > 0)))
        return NAN;
    return sqrt((isnan(spread->variance) ? 0 : spread->variance) + spread->imputed_variance);
}

static struct companions needed_companions(const struct grid *grid, const bool wanted[NUM_LEVELS],
                                           size_t variable)
{
    struct companions need = {.n = grid->variables[variable].aggregate == AGGREGATE_MEAN};

    for (size_t i = 0; i < grid->num_planes; i++) {
        const struct plane *plane = &grid->planes[i];
        if (plane->variable != variable || !wanted[plane->level])
            continue;
        for (size_t z = 0; z < grid->geography->levels[plane->level].num_items; z++) {
            const struct cell *cell = &plane->cells[z];
            struct cell_spread spread = grid_spread(grid, plane, z);
            need.se |= cell->num_values > 0 && !isnan(cell_se(&spread, &grid->variables[variable]));
            need.imputed |= cell->num_values > 0 && spread.imputed > 0;
            need.missing |= cell_missing_parts(cell, plane, grid->variables[variable].aggregate) > 0;
        }
    }
    return need;
}

static void write_companion_name(struct csvout *out, const char *name, const char *suffix)
{
    struct strbuf text = {0};

    strbuf_addf(&text, "%s%s", name, suffix);
    csvout_text(out, strbuf_text(&text));
    strbuf_free(&text);
}

static void write_header(struct csvout *out, const struct grid *grid, const struct companions *need)
{
    csvout_text(out, "level");
    csvout_text(out, "code");
    csvout_text(out, "name");
    csvout_text(out, "year");
    for (size_t v = 0; v < grid->num_variables; v++) {
        const char *name = grid->variables[v].name;
        csvout_text(out, name);
        if (need[v].se)
            write_companion_name(out, name, "__se");
        if (need[v].imputed)
            write_companion_name(out, name, "__imputed");
        if (need[v].missing)
            write_companion_name(out, name, "__missing");
        if (need[v].n) {
            write_companion_name(out, name, "__n");
            write_companion_name(out, name, "__sd");
        }
    }
    csvout_end(out);
}

/* Standard deviation (n - 1) of the rows behind a mean. */
static double row_sd(const struct cell *cell, double sum_squares)
{
    double n = cell->num_values;

    if (n < 2)
        return NAN;
    double variance = (sum_squares - cell->sum * cell->sum / n) / (n - 1);
    return variance > 0 ? sqrt(variance) : 0;
}

static void write_cell(struct csvout *out, const struct grid *grid, const struct plane *plane, size_t zone,
                       size_t variable, struct companions need)
{
    static const struct cell none;
    const struct cell *cell = plane ? &plane->cells[zone] : &none;
    bool has_value = cell->num_values > 0;
    struct cell_spread spread = has_value ? grid_spread(grid, plane, zone) : (struct cell_spread){0};

    csvout_number(out, has_value ? cell_value(cell, grid->variables[variable].aggregate) : (double)NAN,
                  VALUE_DIGITS);
    if (need.se)
        csvout_number(out, has_value ? cell_se(&spread, &grid->variables[variable]) : (double)NAN, SE_DIGITS);
    if (need.imputed)
        csvout_number(out, has_value && spread.imputed > 0 ? spread.imputed / cell->sum : (double)NAN,
                      SE_DIGITS);
    if (need.missing) {
        uint32_t missing =
            has_value ? cell_missing_parts(cell, plane, grid->variables[variable].aggregate) : 0;
        csvout_number(out, missing > 0 ? missing : (double)NAN, SE_DIGITS);
    }
    if (need.n) {
        csvout_number(out, has_value ? cell->num_values : (double)NAN, VALUE_DIGITS);
        csvout_number(out, has_value ? row_sd(cell, spread.sum_squares) : (double)NAN, SE_DIGITS);
    }
}

static void write_row(struct csvout *out, const struct grid *grid, enum level level, size_t zone, int year,
                      struct plane *const *planes, const struct companions *need)
{
    const struct zone *item = &grid->geography->levels[level].items[zone];

    csvout_text(out, level_name(level));
    csvout_text(out, item->code);
    csvout_text(out, item->name);
    csvout_integer(out, year);
    for (size_t v = 0; v < grid->num_variables; v++)
        write_cell(out, grid, planes[v], zone, v, need[v]);
    csvout_end(out);
}

static bool has_figure(const struct grid *grid, struct plane *const *planes, size_t zone)
{
    for (size_t v = 0; v < grid->num_variables; v++)
        if (planes[v] != NULL && planes[v]->cells[zone].num_values > 0)
            return true;
    return false;
}

static void write_level(struct csvout *out, const struct grid *grid, enum level level, int year,
                        struct plane **planes, const struct companions *need)
{
    for (size_t v = 0; v < grid->num_variables; v++)
        planes[v] = grid_find(grid, level, year, v);
    for (size_t z = 0; z < grid->geography->levels[level].num_items; z++)
        if (has_figure(grid, planes, z))
            write_row(out, grid, level, z, year, planes, need);
}

int panel_write(const struct grid *grid, const bool wanted[NUM_LEVELS], struct outfile *file, struct err *err)
{
    size_t num_years;
    int *years = list_years(grid, &num_years, err);
    struct companions *need = mem_alloc(grid->num_variables, sizeof *need, err);
    struct plane **planes = mem_alloc(grid->num_variables, sizeof(struct plane *), err);
    struct csvout out;
    int status = years && need && planes ? ERR_OK : ERR_LIMIT;

    csvout_init(&out, file, CSV_STYLE_STANDARD);
    if (status == ERR_OK) {
        for (size_t v = 0; v < grid->num_variables; v++)
            need[v] = needed_companions(grid, wanted, v);
        write_header(&out, grid, need);
        for (int level = 0; level < NUM_LEVELS; level++)
            for (size_t y = 0; y < num_years && wanted[level]; y++)
                write_level(&out, grid, (enum level)level, years[y], planes, need);
    }
    csvout_free(&out);
    free(years);
    free(need);
    free(planes);
    return status;
}

int panel_write_variables(const struct grid *grid, struct outfile *file, struct err *err)
{
    static const char *const names[] = {"variable",    "kind",        "exploitation", "unit",     "aggregate",
                                        "universe_fr", "universe_en", "label_fr",     "label_en", "source",
                                        "geography",   "territories", "coverage",     "families", NULL};
    struct csvout out;

    (void)err;
    csvout_init(&out, file, CSV_STYLE_STANDARD);
    csvout_header(&out, names);
    for (size_t v = 0; v < grid->num_variables; v++) {
        const struct variable *variable = &grid->variables[v];
        csvout_text(&out, variable->name);
        csvout_text(&out, variable_kind_name(variable->kind));
        csvout_text(&out, exploitation_name(variable->exploitation));
        csvout_text(&out, variable->unit);
        csvout_text(&out, aggregate_name(variable->aggregate));
        csvout_text(&out, variable->universe_fr);
        csvout_text(&out, variable->universe_en);
        csvout_text(&out, variable->label_fr);
        csvout_text(&out, variable->label_en);
        csvout_text(&out, variable->source);
        csvout_text(&out, variable->geography);
        csvout_text(&out, grid->geography->vintage);
        csvout_text(&out, variable->is_partial ? "partial" : "");
        csvout_text(&out, variable->families);
        csvout_end(&out);
    }
    csvout_free(&out);
    return ERR_OK;
}

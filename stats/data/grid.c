#include "stats/data/grid.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"

void grid_free(struct grid *self)
{
    for (size_t i = 0; i < self->num_planes; i++)
        free(self->planes[i].spreads);
    for (size_t i = 0; i < self->num_slabs; i++)
        free(self->slabs[i].cells);
    for (size_t i = 0; i < self->num_planes; i++)
        sharings_free(&self->planes[i].sharings);
    for (size_t i = 0; i < self->num_files; i++)
        free(self->files[i]);
    free(self->files);
    free(self->slabs);
    free(self->planes);
    free(self->variables);
    *self = (struct grid){0};
}

const char *grid_keep_file(struct grid *self, const char *name, struct err *err)
{
    char *copy;

    if (mem_grow(&self->files, &self->files_capacity, self->num_files + 1, sizeof *self->files, err) !=
        ERR_OK)
        return NULL;
    copy = mem_copy_text(name, strlen(name), err);
    if (copy != NULL)
        self->files[self->num_files++] = copy;
    return copy;
}

static bool same_meaning(const struct variable *v, const struct dict_row *row)
{
    return v->kind == row->kind && v->exploitation == row->exploitation && v->aggregate == row->aggregate &&
           strcmp(v->unit, row->unit) == 0 && strcmp(v->universe_en, row->universe_en) == 0;
}

static void note_family(struct variable *variable, const char *family)
{
    size_t used = strlen(variable->families);

    if (strstr(variable->families, family) == NULL)
        snprintf(variable->families + used, sizeof variable->families - used, "%s%s", used ? " " : "",
                 family);
}

size_t grid_variable(struct grid *self, const struct dict_row *row, const char *geography, struct err *err)
{
    struct variable *variable;

    for (size_t v = 0; v < self->num_variables; v++) {
        if (strcmp(self->variables[v].name, row->variable) != 0)
            continue;
        if (!same_meaning(&self->variables[v], row)) {
            err_set(err, ERR_DATA,
                    "%s:%ld: the variable '%s' has another kind, unit, universe or exploitation elsewhere in "
                    "the dictionary",
                    row->place.file, row->place.line, row->variable);
            return (size_t)-1;
        }
        note_family(&self->variables[v], row->family);
        return v;
    }
    if (mem_grow(&self->variables, &self->variables_capacity, self->num_variables + 1,
                 sizeof *self->variables, err) != ERR_OK)
        return (size_t)-1;
    variable = &self->variables[self->num_variables];
    *variable = (struct variable){.name = row->variable,
                                  .unit = row->unit,
                                  .universe_fr = row->universe_fr,
                                  .universe_en = row->universe_en,
                                  .label_fr = row->label_fr,
                                  .label_en = row->label_en,
                                  .source = row->source,
                                  .kind = row->kind,
                                  .exploitation = row->exploitation,
                                  .aggregate = row->aggregate};
    snprintf(variable->geography, sizeof variable->geography, "%s", geography);
    note_family(variable, row->family);
    return self->num_variables++;
}

struct plane *grid_find(const struct grid *self, enum level level, int year, size_t variable)
{
    for (size_t i = 0; i < self->num_planes; i++) {
        struct plane *plane = &self->planes[i];
        if (plane->variable == variable && plane->year == year && plane->level == level)
            return plane;
    }
    return NULL;
}

/* Room for the cells of a plane, all zero; NULL without memory. */
static struct cell *take_cells(struct grid *self, size_t num, struct err *err)
{
    static const size_t usual = (size_t)1 << 19; /* 12 MB */
    struct cell_slab *slab = self->num_slabs ? &self->slabs[self->num_slabs - 1] : NULL;

    if (slab == NULL || slab->capacity - slab->num_used < num) {
        if (mem_grow(&self->slabs, &self->slabs_capacity, self->num_slabs + 1, sizeof *self->slabs, err) !=
            ERR_OK)
            return NULL;
        slab = &self->slabs[self->num_slabs];
        *slab = (struct cell_slab){.capacity = num < usual ? usual : num};
        slab->cells = mem_alloc_large(slab->capacity, sizeof *slab->cells, err);
        if (slab->cells == NULL)
            return NULL;
        self->num_slabs++;
    }
    slab->num_used += num;
    return slab->cells + slab->num_used - num;
}

struct plane *grid_plane(struct grid *self, enum level level, int year, size_t variable, struct err *err)
{
    struct plane *plane = grid_find(self, level, year, variable);
    size_t num_zones = self->geography->levels[level].num_items;

    if (plane != NULL)
        return plane;
    if (mem_grow(&self->planes, &self->planes_capacity, self->num_planes + 1, sizeof *self->planes, err) !=
        ERR_OK)
        return NULL;
    plane = &self->planes[self->num_planes];
    *plane = (struct plane){.level = level, .year = year, .variable = variable};
    plane->cells = take_cells(self, num_zones, err);
    if (plane->cells == NULL)
        return NULL;
    self->num_planes++;
    return plane;
}

int grid_keep_spreads(const struct grid *self, struct plane *plane, struct err *err)
{
    if (plane->spreads == NULL)
        plane->spreads =
            mem_alloc(self->geography->levels[plane->level].num_items, sizeof *plane->spreads, err);
    return plane->spreads ? ERR_OK : ERR_LIMIT;
}

/* The variance of what was read from a file that is none of records. */
static double variance_of(const struct grid *self, const struct plane *plane, size_t zone)
{
    const struct cell *cell = &plane->cells[zone];
    const struct variable *variable = &self->variables[plane->variable];

    if (plane->level != LEVEL_COM || variable->kind != VARIABLE_COUNT)
        return NAN;
    return cell->num_values > 0
               ? census_variance(cell->sum, self->geography->levels[LEVEL_COM].items[zone].population,
                                 variable->exploitation)
               : 0;
}

struct cell_spread grid_spread(const struct grid *self, const struct plane *plane, size_t zone)
{
    return plane->spreads ? plane->spreads[zone]
                          : (struct cell_spread){.variance = variance_of(self, plane, zone)};
}

/* Gives the communes their parts of the counts to share. */
static void share_counts(struct plane *plane)
{
    const struct sharings *sharings = &plane->sharings;

    for (size_t i = 0; i < sharings->num; i++)
        for (size_t k = sharings->items[i].first; k < sharings->items[i].first + sharings->items[i].num;
             k++) {
            struct cell *cell = &plane->cells[sharings->parts[k].zone];
            cell->is_undivided |= !sharings->items[i].is_divided;
            cell->sum += sharings->items[i].value * sharings->parts[k].share;
            cell->num_values += sharings->items[i].is_divided;
        }
}

/* Territories that the file should have held and did not, and shares of what is not whole. */
static void note_absences(const struct grid *self, struct plane *plane)
{
    for (size_t z = 0; z < self->geography->levels[plane->level].num_items; z++) {
        struct cell *cell = &plane->cells[z];
        if (cell->is_blurred) {
            *cell = (struct cell){.num_missing = 1};
            if (plane->spreads != NULL)
                plane->spreads[z] = (struct cell_spread){0};
        }
        if (cell->num_values == 0 && cell->num_missing == 0 && !plane->is_partial && !cell->is_undivided)
            cell->num_missing = 1;
    }
}

/* Where counts are shared the variance must be that of the sums before undivided counts are added. */
static int add_variances(const struct grid *self, struct plane *plane, struct err *err)
{
    if (plane->sharings.num > 0 && grid_keep_spreads(self, plane, err) != ERR_OK)
        return ERR_LIMIT;
    for (size_t z = 0; z < self->geography->levels[plane->level].num_items && plane->spreads != NULL; z++)
        plane->spreads[z].variance = variance_of(self, plane, z);
    return ERR_OK;
}

static void add_cell(const struct grid *self, struct plane *to, size_t upper, const struct plane *from,
                     size_t zone)
{
    struct cell *total = &to->cells[upper];
    const struct cell *part = &from->cells[zone];

    if (part->num_values > 0) {
        total->sum += part->sum;
        to->spreads[upper].variance += grid_spread(self, from, zone).variance;
        total->num_values++;
    }
    total->num_missing += part->num_missing;
}

/* Makes the plane that a sum goes to, unless the figures were read. */
static int prepare_sum(struct grid *self, size_t from_index, enum level upper, struct err *err)
{
    const struct plane from = self->planes[from_index]; /* the array may move below */
    struct plane *to = grid_find(self, upper, from.year, from.variable);

    if (to != NULL && to->is_direct)
        return ERR_OK;
    if (to != NULL && to->summed_from != from.level)
        return err_set(
            err, ERR_DATA,
            "%s is given for territories of level %s and of level %s: their sums to level %s would "
            "count twice; keep one of them, or leave %s out of --levels",
            self->variables[from.variable].name, level_name(to->summed_from), level_name(from.level),
            level_name(upper), level_name(upper));
    to = grid_plane(self, upper, from.year, from.variable, err);
    if (to == NULL || grid_keep_spreads(self, to, err) != ERR_OK)
        return ERR_LIMIT;
    to->summed_from = from.level;
    return ERR_OK;
}

static bool is_summed(const struct grid *self, const struct plane *plane, enum level upper,
                      const bool wanted[NUM_LEVELS])
{
    return wanted[upper] && upper != plane->level && geography_nests(plane->level, upper) &&
           self->variables[plane->variable].aggregate == AGGREGATE_SUM;
}

static int prepare_sums(struct grid *self, size_t index, const bool wanted[NUM_LEVELS], struct err *err)
{
    int status = ERR_OK;

    for (int upper = 0; upper < NUM_LEVELS && status == ERR_OK; upper++)
        if (is_summed(self, &self->planes[index], (enum level)upper, wanted))
            status = prepare_sum(self, index, (enum level)upper, err);
    return status;
}

/* What the work on the planes that were read shares. */
struct aggregation {
    struct grid *grid;
    const bool *wanted;
};

static void sum_to_level(const struct grid *self, const struct plane *from, enum level upper)
{
    const struct zones *zones = &self->geography->levels[from->level];
    struct plane *to = grid_find(self, upper, from->year, from->variable);

    for (size_t z = 0; z < zones->num_items && !to->is_direct; z++)
        if (zones->items[z].parents[upper] != NO_ZONE)
            add_cell(self, to, zones->items[z].parents[upper], from, z);
}

/* Each sum is of one plane that was read. */
static int sum_plane(size_t index, int worker, void *context, struct err *err)
{
    const struct aggregation *self = context;
    const struct plane *from = &self->grid->planes[index];

    (void)worker;
    (void)err;
    for (int upper = 0; upper < NUM_LEVELS; upper++)
        if (is_summed(self->grid, from, (enum level)upper, self->wanted))
            sum_to_level(self->grid, from, (enum level)upper);
    return ERR_OK;
}

static int complete_plane(size_t index, int worker, void *context, struct err *err)
{
    const struct aggregation *self = context;
    struct plane *plane = &self->grid->planes[index];

    (void)worker;
    share_counts(plane);
    note_absences(self->grid, plane);
    return plane->is_records ? ERR_OK : add_variances(self->grid, plane, err);
}

/* What a zone holds of a count to share. */
struct holding {
    size_t zone;
    double share;
    size_t num_parts;
};

static struct holding holding_of(const struct grid *self, const struct sharings *sharings,
                                 const struct sharing *item, enum level level, size_t zone)
{
    struct holding holding = {zone, 0, 0};

    for (size_t k = item->first; k < item->first + item->num; k++)
        if (self->geography->levels[LEVEL_COM].items[sharings->parts[k].zone].parents[level] == zone) {
            holding.share += sharings->parts[k].share;
            holding.num_parts++;
        }
    return holding;
}

static void finish_holding(struct plane *plane, const struct sharing *item, struct holding holding,
                           const char *unit)
{
    struct cell *cell = &plane->cells[holding.zone];
    struct cell_spread *spread = &plane->spreads[holding.zone];
    bool is_whole = holding.num_parts == item->num;

    if (item->is_divided && !is_whole) {
        spread->imputed += item->value * holding.share;
        spread->imputed_variance += sharing_variance(item->value, holding.share, unit);
    } else if (!item->is_divided && is_whole) {
        cell->sum += item->value;
        cell->num_values++;
    } else if (!item->is_divided) {
        cell->num_missing++;
        if (plane->level == LEVEL_COM)
            cell->num_values = 0; /* a commune without a part of it is not whole */
    }
}

/* The precision of one level's sums of the counts shared among communes, and the counts without known
 * shares where one zone has all of them. */
static void finish_sharings(const struct grid *self, const struct plane *communes, struct plane *plane)
{
    const struct sharings *sharings = &communes->sharings;
    const char *unit = self->variables[communes->variable].unit;

    for (size_t i = 0; i < sharings->num; i++) {
        const struct sharing *item = &sharings->items[i];
        for (size_t k = 0; k < item->num; k++) {
            const struct sharing_part *part = &sharings->parts[item->first + k];
            size_t zone = self->geography->levels[LEVEL_COM].items[part->zone].parents[plane->level];
            bool is_first = zone != NO_ZONE;
            for (size_t j = 0; j < k && is_first; j++)
                is_first = self->geography->levels[LEVEL_COM]
                               .items[sharings->parts[item->first + j].zone]
                               .parents[plane->level] != zone;
            if (is_first)
                finish_holding(plane, item, holding_of(self, sharings, item, plane->level, zone), unit);
        }
    }
}

static void finish_all_sharings(struct grid *self, size_t num_read)
{
    for (size_t i = 0; i < num_read; i++) {
        struct plane *communes = &self->planes[i];
        for (int level = LEVEL_COM; level < NUM_LEVELS && communes->sharings.num > 0; level++) {
            struct plane *plane = grid_find(self, (enum level)level, communes->year, communes->variable);
            if (plane != NULL && (plane == communes || !plane->is_direct))
                finish_sharings(self, communes, plane);
        }
    }
}

int grid_aggregate(struct grid *self, const bool wanted[NUM_LEVELS], struct err *err)
{
    size_t num_read = self->num_planes; /* those added below are sums */
    struct aggregation work = {self, wanted};
    int threads = self->threads > 0 ? self->threads : 1;
    int status = parallel_for(num_read, threads, complete_plane, &work, err);

    for (size_t i = 0; i < num_read && status == ERR_OK; i++)
        status = prepare_sums(self, i, wanted, err);
    if (status == ERR_OK)
        status = parallel_for(num_read, threads, sum_plane, &work, err);
    if (status == ERR_OK)
        finish_all_sharings(self, num_read);
    return status;
}

uint32_t cell_missing_parts(const struct cell *cell, const struct plane *plane, enum aggregate aggregate)
{
    bool is_sum = !plane->is_direct || plane->is_records || aggregate == AGGREGATE_SUM;

    return is_sum && cell->num_values > 0 ? cell->num_missing : 0;
}

double cell_value(const struct cell *cell, enum aggregate aggregate)
{
    switch (aggregate) {
    case AGGREGATE_QUARTERS:
        return cell->num_values == 4 ? cell->sum / 4 : (double)NAN;
    case AGGREGATE_MEAN:
        return cell->num_values > 0 ? cell->sum / cell->num_values : (double)NAN;
    case AGGREGATE_SUM:
    case AGGREGATE_NONE:
        break;
    }
    return cell->num_values > 0 ? cell->sum : (double)NAN;
}

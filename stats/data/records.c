#include "stats/data/records.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/data/census.h"

int records_init(struct records *self, struct grid *grid, const struct binding *binding, const bool *levels,
                 const char *owner, struct err *err)
{
    size_t num = binding->num_values * NUM_LEVELS;

    *self = (struct records){.grid = grid, .binding = binding, .levels = levels, .owner = owner};
    self->planes = mem_alloc(num, sizeof *self->planes, err);
    self->years = mem_alloc(num, sizeof *self->years, err);
    if (self->planes == NULL || self->years == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        self->planes[i] = SIZE_MAX;
    for (int l = 0; l < NUM_LEVELS; l++) {
        size_t num_zones = grid->geography->levels[l].num_items;
        self->seen[l] = mem_alloc(num_zones, sizeof *self->seen[l], err);
        self->num_communes_seen[l] = mem_alloc(num_zones, sizeof *self->num_communes_seen[l], err);
        if (self->seen[l] == NULL || self->num_communes_seen[l] == NULL)
            return ERR_LIMIT;
    }
    return ERR_OK;
}

void records_free(struct records *self)
{
    free(self->planes);
    free(self->years);
    for (int l = 0; l < NUM_LEVELS; l++) {
        free(self->seen[l]);
        free(self->num_communes_seen[l]);
    }
    *self = (struct records){0};
}

/* The zone of a level that holds a territory; NO_ZONE if none does. */
static size_t zone_at(const struct records *self, enum level from, size_t zone, enum level level)
{
    if (zone == NO_ZONE || from == level)
        return zone;
    return self->grid->geography->levels[from].items[zone].parents[level];
}

void records_see(struct records *self, const struct territory *own)
{
    if (self->seen[own->level][own->zone])
        return;
    self->seen[own->level][own->zone] = true;
    for (int l = 0; l < NUM_LEVELS; l++) {
        size_t zone = zone_at(self, own->level, own->zone, (enum level)l);
        if (zone == NO_ZONE)
            continue;
        self->seen[l][zone] = true;
        self->num_communes_seen[l][zone]++;
    }
}

static int plane_of(struct records *self, size_t value, enum level level, int year, struct plane **plane,
                    struct err *err)
{
    size_t slot = value * NUM_LEVELS + (size_t)level;

    if (self->planes[slot] != SIZE_MAX && self->years[slot] == year) {
        *plane = &self->grid->planes[self->planes[slot]];
        return ERR_OK;
    }
    *plane = grid_plane(self->grid, level, year, self->binding->values[value].variable, err);
    if (*plane == NULL)
        return ERR_LIMIT;
    if ((*plane)->owner != NULL && (*plane)->owner != self->owner)
        return err_set(err, ERR_DATA, "'%s' and '%s' both give %s for %d: import them separately",
                       (*plane)->owner, self->owner, self->binding->values[value].row->variable, year);
    if (grid_keep_spreads(self->grid, *plane, err) != ERR_OK)
        return ERR_LIMIT;
    (*plane)->owner = self->owner;
    (*plane)->is_direct = (*plane)->is_records = true;
    (*plane)->is_partial = self->binding->values[value].flow != FLOW_NONE;
    self->planes[slot] = (size_t)(*plane - self->grid->planes);
    self->years[slot] = year;
    return ERR_OK;
}

static int add(struct records *self, size_t value, enum level level, size_t zone, int year, double weight,
               struct err *err)
{
    struct plane *plane;
    int status = plane_of(self, value, level, year, &plane, err);

    if (status != ERR_OK || zone == NO_ZONE)
        return status;
    struct cell *cell = &plane->cells[zone];
    cell->sum += weight;
    plane->spreads[zone].variance += CENSUS_C_DESIGN_EFFECT * fmax(0, weight * (weight - 1));
    cell->num_values++;
    return ERR_OK;
}

/* The zone of a level for which a flow counts; NO_ZONE if it counts for none. */
static size_t flow_zone(enum flow flow, size_t own, size_t other)
{
    if (own == other)
        return flow == FLOW_BOTH ? own : NO_ZONE;
    return flow == FLOW_CODE ? own : flow == FLOW_PARTNER ? other : NO_ZONE;
}

int records_add(struct records *self, size_t value, const struct territory *own,
                const struct partner *partner, int year, double weight, struct err *err)
{
    enum flow flow = self->binding->values[value].flow;
    int status = ERR_OK;

    if (flow == FLOW_NONE)
        return add(self, value, own->level, own->zone, year, weight, err);
    for (int l = 0; l < NUM_LEVELS && partner->applies && status == ERR_OK; l++) {
        enum level level = (enum level)l;
        if (!self->levels[l])
            continue;
        size_t home = zone_at(self, own->level, own->zone, level);
        size_t other = zone_at(self, LEVEL_COM, partner->commune, level);
        status = add(self, value, level, flow_zone(flow, home, other), year, weight, err);
    }
    return status;
}

static void finish_cell(const struct records *self, const struct plane *plane, bool is_move, size_t zone)
{
    const struct zone *item = &self->grid->geography->levels[plane->level].items[zone];
    struct cell *cell = &plane->cells[zone];

    if (self->seen[plane->level][zone]) {
        cell->num_values = 1;
        if (is_move && plane->level != LEVEL_COM)
            cell->num_missing =
                (item->num_communes - self->num_communes_seen[plane->level][zone]) & CELL_MOST_MISSING;
    } else if (is_move) {
        *cell = (struct cell){0};
        plane->spreads[zone] = (struct cell_spread){0};
    }
}

void records_finish(struct records *self)
{
    for (size_t p = 0; p < self->grid->num_planes; p++) {
        const struct plane *plane = &self->grid->planes[p];
        if (!plane->is_records || plane->owner != self->owner)
            continue;
        for (size_t z = 0; z < self->grid->geography->levels[plane->level].num_items; z++)
            finish_cell(self, plane, plane->is_partial, z);
    }
}

#include "stats/data/coverage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/data/csvout.h"

enum { POPULATION_DIGITS = 9, SHARE_DIGITS = 6 };

void coverage_free(struct coverage *self)
{
    for (size_t i = 0; i < self->num_lines; i++)
        strbuf_free(&self->lines[i].territories);
    free(self->lines);
    *self = (struct coverage){0};
}

static struct coverage_line *add_line(struct coverage *self, const char *file, const char *record,
                                      const char *status, struct err *err)
{
    if (mem_grow(&self->lines, &self->capacity, self->num_lines + 1, sizeof *self->lines, err) != ERR_OK)
        return NULL;
    struct coverage_line *line = &self->lines[self->num_lines++];
    *line = (struct coverage_line){.file = file,
                                   .record = record,
                                   .status = status,
                                   .level = NUM_LEVELS,
                                   .name = "",
                                   .population = NAN,
                                   .covered = NAN};
    return line;
}

int coverage_add_code(struct coverage *self, const struct geography *geography, const char *file,
                      const char *code, const char *status, const char *date,
                      const struct lineage_part *parts, size_t num_parts, struct err *err)
{
    const struct zone *communes = geography->levels[LEVEL_COM].items;
    struct coverage_line *line = add_line(self, file, "code", status, err);
    double total = 0;

    if (line == NULL)
        return ERR_LIMIT;
    line->level = LEVEL_COM;
    snprintf(line->code, sizeof line->code, "%s", code);
    snprintf(line->date, sizeof line->date, "%s", date);
    for (size_t i = 0; i < num_parts; i++)
        total += parts[i].has_own_size ? communes[parts[i].zone].population : (double)NAN;
    for (size_t i = 0; i < num_parts; i++) {
        strbuf_addf(&line->territories, "%s%s", i > 0 ? " " : "", communes[parts[i].zone].code);
        if (num_parts > 1 && total > 0)
            strbuf_addf(&line->territories, ":%.4f", communes[parts[i].zone].population / total);
    }
    return strbuf_status(&line->territories, err);
}

int coverage_add_vintage(struct coverage *self, const char *file, const struct vintage *vintage,
                         struct err *err)
{
    const char *status = vintage->is_stated ? "stated" : "from the codes";
    struct coverage_line *line =
        add_line(self, file, "vintage", vintage_is_mixed(vintage) ? "mixed" : status, err);

    if (line == NULL)
        return ERR_LIMIT;
    snprintf(line->date, sizeof line->date, "%s/%s", vintage->first, vintage->last);
    strbuf_addf(&line->territories, "%zu codes, %zu against", vintage->num_votes, vintage->num_against);
    return strbuf_status(&line->territories, err);
}

enum presence { ABSENT, WITHOUT_FIGURE, PRESENT };

/* Whether a zone has a row, or a part of one, in any plane of the file at a level. */
static enum presence presence_of(const struct grid *grid, const char *file, enum level level, size_t zone)
{
    enum presence found = ABSENT;

    for (size_t i = 0; i < grid->num_planes && found != PRESENT; i++) {
        const struct plane *plane = &grid->planes[i];
        if (plane->level != level || plane->owner == NULL || strcmp(plane->owner, file) != 0)
            continue;
        const struct cell *cell = &plane->cells[zone];
        if (cell->num_values > 0 || cell->has_share)
            found = PRESENT;
        else if (cell->num_missing > 0)
            found = WITHOUT_FIGURE;
    }
    return found;
}

static bool gives_level(const struct grid *grid, const char *file, enum level level, bool *is_partial)
{
    bool gives = false;

    for (size_t i = 0; i < grid->num_planes; i++) {
        const struct plane *plane = &grid->planes[i];
        if (plane->level == level && plane->owner != NULL && strcmp(plane->owner, file) == 0) {
            gives = true;
            *is_partial = plane->is_partial;
        }
    }
    return gives;
}

static int add_territory(struct coverage *self, const struct grid *grid, const char *file, enum level level,
                         size_t z, enum presence presence, struct err *err)
{
    const struct zone *zone = &grid->geography->levels[level].items[z];
    struct coverage_line *line =
        add_line(self, file, "territory", presence == ABSENT ? "no row" : "no figure", err);

    if (line == NULL)
        return ERR_LIMIT;
    line->level = level;
    snprintf(line->code, sizeof line->code, "%s", zone->code);
    line->name = zone->name;
    line->population = zone->population;
    line->covered = 0;
    self->num_uncovered++;
    return ERR_OK;
}

/* What of the zones of one level is covered. */
struct extent {
    size_t num, num_whole, num_touched;
    double population, covered;
};

static int measure_upper(const struct grid *grid, const bool *covered, enum level level,
                         struct extent *extent, struct err *err)
{
    const struct zones *communes = &grid->geography->levels[LEVEL_COM];
    size_t num = grid->geography->levels[level].num_items;
    size_t *of_zone = mem_alloc(2 * num, sizeof *of_zone, err);

    *extent = (struct extent){.num = num};
    if (of_zone == NULL)
        return ERR_LIMIT;
    for (size_t c = 0; c < communes->num_items; c++) {
        size_t zone = communes->items[c].parents[level];
        double people = communes->items[c].population;
        if (zone == NO_ZONE)
            continue;
        of_zone[2 * zone]++;
        of_zone[2 * zone + 1] += covered[c];
        extent->population += isnan(people) ? 0 : people;
        extent->covered += isnan(people) || !covered[c] ? 0 : people;
    }
    for (size_t z = 0; z < num; z++) {
        extent->num_touched += of_zone[2 * z + 1] > 0;
        extent->num_whole += of_zone[2 * z + 1] == of_zone[2 * z] && of_zone[2 * z] > 0;
    }
    free(of_zone);
    return ERR_OK;
}

static int add_level(struct coverage *self, const char *file, enum level level, const struct extent *extent,
                     struct err *err)
{
    struct coverage_line *line = add_line(self, file, "level", "", err);

    if (line == NULL)
        return ERR_LIMIT;
    line->level = level;
    line->population = extent->population > 0 ? extent->population : (double)NAN;
    line->covered = extent->population > 0 ? extent->covered / extent->population : (double)NAN;
    line->status = extent->num_whole == extent->num ? "whole" : extent->num_touched > 0 ? "partly" : "none";
    strbuf_addf(&line->territories, "%zu whole, %zu partly, %zu not, of %zu", extent->num_whole,
                extent->num_touched - extent->num_whole, extent->num - extent->num_touched, extent->num);
    return strbuf_status(&line->territories, err);
}

/* The levels that communes are summed to. */
static int add_upper_levels(struct coverage *self, const struct grid *grid, const char *file,
                            const bool *covered, struct err *err)
{
    int status = ERR_OK;

    for (int level = LEVEL_COM; level < NUM_LEVELS && status == ERR_OK; level++) {
        struct extent extent;
        if (level == LEVEL_RZE || grid->geography->levels[level].num_items == 0)
            continue;
        status = measure_upper(grid, covered, (enum level)level, &extent, err);
        if (status == ERR_OK)
            status = add_level(self, file, (enum level)level, &extent, err);
    }
    return status;
}

static int add_given_level(struct coverage *self, const struct grid *grid, const char *file, enum level level,
                           bool is_partial, struct err *err)
{
    const struct zones *zones = &grid->geography->levels[level];
    bool *covered = mem_alloc(zones->num_items, sizeof *covered, err);
    struct extent extent = {.num = zones->num_items};
    int status = covered ? ERR_OK : ERR_LIMIT;

    for (size_t z = 0; z < zones->num_items && status == ERR_OK; z++) {
        enum presence presence = presence_of(grid, file, level, z);
        double people = zones->items[z].population;
        covered[z] = presence != ABSENT;
        extent.population += isnan(people) ? 0 : people;
        extent.covered += isnan(people) || !covered[z] ? 0 : people;
        extent.num_whole += covered[z];
        if (presence != PRESENT && !is_partial)
            status = add_territory(self, grid, file, level, z, presence, err);
    }
    extent.num_touched = extent.num_whole;
    if (status == ERR_OK && level == LEVEL_COM)
        status = add_upper_levels(self, grid, file, covered, err);
    else if (status == ERR_OK)
        status = add_level(self, file, level, &extent, err);
    free(covered);
    return status;
}

int coverage_add_territories(struct coverage *self, const struct grid *grid, const char *file,
                             struct err *err)
{
    int status = ERR_OK;

    for (int level = 0; level < NUM_LEVELS && status == ERR_OK; level++) {
        bool is_partial = false;
        if (gives_level(grid, file, (enum level)level, &is_partial))
            status = add_given_level(self, grid, file, (enum level)level, is_partial, err);
    }
    return status;
}

int coverage_write(const struct coverage *self, struct outfile *file, struct err *err)
{
    static const char *const names[] = {"file", "record",      "level",      "code",    "name", "status",
                                        "date", "territories", "population", "covered", NULL};
    struct csvout out;

    (void)err;
    csvout_init(&out, file, CSV_STYLE_STANDARD);
    csvout_header(&out, names);
    for (size_t i = 0; i < self->num_lines; i++) {
        const struct coverage_line *line = &self->lines[i];
        csvout_text(&out, line->file);
        csvout_text(&out, line->record);
        csvout_text(&out, line->level < NUM_LEVELS ? level_name(line->level) : "");
        csvout_text(&out, line->code);
        csvout_text(&out, line->name);
        csvout_text(&out, line->status);
        csvout_text(&out, line->date);
        csvout_text(&out, strbuf_text(&line->territories));
        csvout_number(&out, line->population, POPULATION_DIGITS);
        csvout_number(&out, line->covered, SHARE_DIGITS);
        csvout_end(&out);
    }
    csvout_free(&out);
    return ERR_OK;
}

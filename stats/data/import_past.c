#include "stats/data/importer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/coverage.h"
#include "stats/data/vintage.h"

static const struct geography *geography_of(const struct importer *self)
{
    return self->grid->geography;
}

static int guess_vintage(struct importer *self, struct err *err)
{
    const struct geography *geography = geography_of(self);
    bool *present = mem_alloc(geography->num_past, sizeof *present, err);
    int status = present ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < geography->num_past && status == ERR_OK; i++)
        present[i] = self->codes.past[i].is_present;
    if (status == ERR_OK)
        status =
            vintage_guess(&self->report->vintage, geography, present,
                          self->binding.is_partial || self->binding.is_records, self->binding.geography, err);
    free(present);
    return status;
}

/* Splits count when they are later than the file, and up to a year before it (the official date of an
 * event may precede the files in which it is), or later than the year of the figure: the cell of a
 * commune that was created later is empty then, and it is in the count of the commune it was part of. */
static void find_split_from(const struct importer *self, int year, char out[11])
{
    char of_year[11];

    vintage_slack(&self->report->vintage, out);
    snprintf(of_year, sizeof of_year, "%04u-12-31", (unsigned)year % 10000);
    if (strcmp(of_year, out) < 0)
        memcpy(out, of_year, sizeof of_year);
}

static int trace(struct importer *self, size_t past, const char *split_from, struct err *err)
{
    const struct geography *geography = geography_of(self);
    const char *code = geography->past[past].code;
    char slack[11];
    int status;

    if (self->traced == past && strcmp(self->split_from, split_from) == 0)
        return ERR_OK;
    self->traced = past;
    snprintf(self->split_from, sizeof self->split_from, "%s", split_from);
    status = lineage_trace(&self->lineage, geography, code, self->report->vintage.date, split_from, err);
    if (status == ERR_OK && self->lineage.num_parts == 0) {
        vintage_slack(&self->report->vintage, slack);
        status = lineage_trace(&self->lineage, geography, code, slack, slack, err);
    }
    if (status == ERR_OK && self->lineage.num_parts == 0 && !self->report->vintage.is_stated)
        status = lineage_trace_last(&self->lineage, geography, code, err);
    return status;
}

/* Whether a part of a commune has no figure of its own and is in that of the commune. */
static bool is_within(const struct importer *self, const struct lineage_part *part, const struct held *held,
                      const struct cell *cell)
{
    const char *date = self->report->vintage.date;
    char slack[11];

    if (part->past == held->past)
        return true;
    if (cell->is_given)
        return false;
    if (part->past == NO_ZONE || strcmp(part->split, date) > 0)
        return true;
    if (self->codes.past[part->past].is_present)
        return held->year < (int)text_year(part->split);
    vintage_slack(&self->report->vintage, slack);
    return !self->binding.is_partial && strcmp(part->split, slack) > 0;
}

/* The parts among which a figure is to be shared. */
static int choose_parts(struct importer *self, const struct held *held, const struct plane *plane,
                        struct err *err)
{
    size_t own = geography_of(self)->past[held->past].zone;

    self->num_kept = 0;
    for (size_t i = 0; i < self->lineage.num_parts; i++) {
        const struct lineage_part *part = &self->lineage.parts[i];
        if (part->zone != own && self->lineage.num_parts > 1 &&
            !is_within(self, part, held, &plane->cells[part->zone]))
            continue;
        if (mem_grow(&self->kept, &self->kept_capacity, self->num_kept + 1, sizeof *self->kept, err) !=
            ERR_OK)
            return ERR_LIMIT;
        self->kept[self->num_kept++] = *part;
    }
    return ERR_OK;
}

static void miss_parts(struct importer *self, struct plane *plane)
{
    for (size_t i = 0; i < self->num_kept; i++)
        plane->cells[self->kept[i].zone].num_missing++;
    self->report->num_missing_cells++;
}

/* The figures of a code are those of several communes: said once. */
static int note_shared(struct importer *self, const struct held *held, struct err *err)
{
    bool *is_shared = &self->codes.past[held->past].is_shared;
    bool is_known = *is_shared;

    *is_shared = true;
    if (is_known || self->options->coverage == NULL)
        return ERR_OK;
    return coverage_add_code(self->options->coverage, geography_of(self), self->owner,
                             geography_of(self)->past[held->past].code, lineage_way_name(self->lineage.way),
                             self->lineage.date, self->kept, self->num_kept, err);
}

static int share(struct importer *self, const struct held *held, struct plane *plane, struct err *err)
{
    const struct zone *communes = geography_of(self)->levels[LEVEL_COM].items;
    size_t *zones = mem_alloc(self->num_kept, sizeof *zones, err);
    double *sizes = mem_alloc(self->num_kept, sizeof *sizes, err);
    int status = zones && sizes ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < self->num_kept && status == ERR_OK; i++) {
        zones[i] = self->kept[i].zone;
        sizes[i] = self->kept[i].has_own_size ? communes[zones[i]].population : (double)NAN;
        plane->cells[zones[i]].has_share = true;
    }
    if (status == ERR_OK)
        status = note_shared(self, held, err);
    if (status == ERR_OK)
        status = sharings_add(&plane->sharings, held->number, zones, sizes, self->num_kept, err);
    free(zones);
    free(sizes);
    return status;
}

/* Whether a figure is that of a commune as the table has it, under this code or another. */
static bool is_same_commune(const struct importer *self, const struct held *held)
{
    return self->kept[0].zone == geography_of(self)->past[held->past].zone ||
           (self->lineage.way == LINEAGE_CODE && self->kept[0].has_own_size);
}

/* Whether the commune of an empty cell has had its part of another count. */
static bool has_share(const struct importer *self, const struct held *held)
{
    const struct plane *plane =
        grid_find(self->grid, LEVEL_COM, held->year, self->binding.values[held->value].variable);

    return plane != NULL && plane->cells[self->kept[0].zone].has_share;
}

static int place_figure(struct importer *self, const struct held *held, struct err *err)
{
    const struct dict_row *row = self->binding.values[held->value].row;
    struct territory territory = {.level = LEVEL_COM, .zone = self->kept[0].zone, .past = NO_ZONE};
    struct place place = {self->file, held->line, (long)self->binding.values[held->value].field + 1};
    struct plane *plane;

    territory.is_successor = !is_same_commune(self, held);
    if (self->num_kept == 1 && held->is_empty && has_share(self, held))
        return ERR_OK;
    if (self->num_kept == 1)
        return importer_store(self, held->value, &territory, held->year, held->number, place, err);
    int status = importer_plane(self, held->value, LEVEL_COM, held->year, &plane, err);
    if (status != ERR_OK)
        return status;
    bool can_be_shared = row->kind == VARIABLE_COUNT && row->aggregate != AGGREGATE_MEAN &&
                         row->aggregate != AGGREGATE_QUARTERS;
    if (can_be_shared && !isnan(held->number))
        return share(self, held, plane, err);
    self->report->num_unshared += !can_be_shared && !isnan(held->number);
    miss_parts(self, plane);
    return note_shared(self, held, err);
}

static int place_held(struct importer *self, const struct held *held, struct err *err)
{
    char split_from[11];
    struct plane *plane;
    int status;

    find_split_from(self, held->year, split_from);
    status = trace(self, held->past, split_from, err);
    if (status == ERR_OK)
        status = importer_plane(self, held->value, LEVEL_COM, held->year, &plane, err);
    if (status == ERR_OK)
        status = choose_parts(self, held, plane, err);
    return status == ERR_OK && self->num_kept > 0 ? place_figure(self, held, err) : status;
}

/* Cells that speak for themselves are known before anything is shared with their communes. */
static int mark_given(struct importer *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < self->num_held && status == ERR_OK; i++) {
        const struct held *held = &self->held[i];
        size_t zone = geography_of(self)->past[held->past].zone;
        struct plane *plane;
        if (zone == NO_ZONE || held->is_empty)
            continue;
        status = importer_plane(self, held->value, LEVEL_COM, held->year, &plane, err);
        if (status == ERR_OK)
            plane->cells[zone].is_given = true;
    }
    return status;
}

/* Empty cells come last: they are missing unless the commune had its part of another count. */
static int place_all(struct importer *self, struct err *err)
{
    int status = mark_given(self, err);

    for (size_t i = 0; i < self->num_held && status == ERR_OK; i++)
        if (!self->held[i].is_empty)
            status = place_held(self, &self->held[i], err);
    for (size_t i = 0; i < self->num_held && status == ERR_OK; i++)
        if (self->held[i].is_empty)
            status = place_held(self, &self->held[i], err);
    return status;
}

/* What has become of each code that depends on the date. */
static int match_past(struct importer *self, struct err *err)
{
    const struct geography *geography = geography_of(self);
    struct import_report *report = self->report;
    char split_from[11];
    int status = ERR_OK;

    vintage_slack(&report->vintage, split_from);
    for (size_t i = 0; i < geography->num_past && status == ERR_OK; i++) {
        if (self->codes.past[i].num_rows == 0)
            continue;
        status = trace(self, i, split_from, err);
        if (status == ERR_OK && self->lineage.num_parts == 0)
            code_reader_refuse(&self->codes, i);
        else
            report->num_matched += self->codes.past[i].num_rows;
        if (status == ERR_OK && self->lineage.num_parts == 1 &&
            self->lineage.parts[0].zone != geography->past[i].zone)
            report->num_successors += self->codes.past[i].num_rows;
    }
    return status;
}

static void count_shared(struct importer *self)
{
    for (size_t i = 0; i < geography_of(self)->num_past; i++)
        if (self->codes.past[i].is_shared)
            self->report->num_shared += self->codes.past[i].num_rows;
}

/* Parts that have rows of their own are not counted by the row of the whole. */
static void drop_present(struct importer *self, size_t past)
{
    size_t kept = 0, own = geography_of(self)->past[past].zone;

    for (size_t i = 0; i < self->lineage.num_parts; i++) {
        const struct lineage_part *part = &self->lineage.parts[i];
        bool is_itself = part->zone == own || part->past == past;
        bool has_row = part->past == NO_ZONE ? code_reader_has_seen(&self->codes, part->zone)
                                             : self->codes.past[part->past].is_present;
        if (is_itself || !has_row)
            self->lineage.parts[kept++] = *part;
    }
    self->lineage.num_parts = kept;
    self->traced = NO_ZONE;
}

/* The codes of the file that are not of the table, for the audit. */
static int audit_codes(struct importer *self, struct err *err)
{
    struct coverage *coverage = self->options->coverage;
    char split_from[11];
    int status = ERR_OK;

    vintage_slack(&self->report->vintage, split_from);
    for (size_t i = 0; i < geography_of(self)->num_past && status == ERR_OK; i++) {
        if (self->codes.past[i].num_rows == 0 || self->codes.past[i].is_shared)
            continue;
        status = trace(self, i, split_from, err);
        if (status == ERR_OK && self->lineage.num_parts > 1)
            drop_present(self, i);
        if (status == ERR_OK && self->lineage.num_parts > 0 && geography_of(self)->past[i].zone == NO_ZONE)
            status = coverage_add_code(coverage, geography_of(self), self->owner,
                                       geography_of(self)->past[i].code, lineage_way_name(self->lineage.way),
                                       self->lineage.date, self->lineage.parts, self->lineage.num_parts, err);
    }
    for (size_t i = 0; i < self->codes.num_unmatched && status == ERR_OK; i++)
        status = coverage_add_code(coverage, geography_of(self), self->owner, self->codes.unmatched[i].code,
                                   "unmatched", "", NULL, 0, err);
    return status;
}

static void warn_of_vintage(struct importer *self)
{
    const struct vintage *v = &self->report->vintage;
    struct place place = {self->file, 0, 0};

    if (vintage_is_mixed(v))
        problem_warning(self->problems, place,
                        "ask for the audit (--coverage FILE), and import files of different dates separately",
                        "the communes are those of no one date: of %zu that were created or abolished, %zu "
                        "contradict even the best one",
                        v->num_votes, v->num_against);
    else if (v->is_stated && v->against_used > v->num_against + 2 && 20 * v->against_used > v->num_votes)
        problem_warning(
            self->problems, place,
            "correct geography=DATE in the dictionary, or choose the family of the file (--family)",
            "the communes are not those of %s, as the dictionary states: %zu of %zu that were "
            "created or abolished contradict it",
            v->date, v->against_used, v->num_votes);
}

int importer_settle_past(struct importer *self, struct err *err)
{
    int status = guess_vintage(self, err);

    self->traced = NO_ZONE;
    if (status == ERR_OK && self->options->coverage != NULL)
        status = coverage_add_vintage(self->options->coverage, self->owner, &self->report->vintage, err);
    if (status == ERR_OK)
        status = match_past(self, err);
    if (status == ERR_OK)
        status = place_all(self, err);
    count_shared(self);
    if (status == ERR_OK)
        warn_of_vintage(self);
    if (status == ERR_OK && self->options->coverage != NULL)
        status = audit_codes(self, err);
    return status;
}

#include "stats/data/import.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/binding.h"
#include "stats/data/codes.h"
#include "stats/data/decimal.h"
#include "stats/data/header.h"
#include "stats/data/identity.h"
#include "stats/data/lineage.h"
#include "stats/data/records.h"

/* The plane that a value binding wrote to last, so that records in order do not
 * search for it. */
struct plane_cache {
    enum level level;
    int year;
    size_t plane;
};

/* A figure of an arrondissement, kept until the end of the file shows whether
 * its commune has a row of its own. */
struct part {
    size_t value, commune;
    int year;
    double number; /* NaN: missing */
};

/* A figure of a commune whose place in the table depends on the date of the file, kept until its
 * codes have shown that date. */
struct held {
    size_t value, past;
    int year;
    double number; /* NaN: missing */
    long line;
    bool is_empty; /* nothing in the cell, not even a marker */
};

struct importer {
    struct grid *grid;
    const struct dictionary *dictionary;
    const struct import_options *options;
    struct import_report *report;
    struct problems *problems;
    const char *file;
    const char *owner; /* the same name, kept by the grid */
    struct binding binding;
    struct decimal decimal;
    struct code_reader codes;
    struct plane_cache *caches; /* [binding.num_values] */
    struct part *parts;
    size_t num_parts, parts_capacity;
    struct held *held;
    size_t num_held, held_capacity;
    struct lineage lineage;    /* of the code in traced, for splits from split_from on */
    struct lineage_part *kept; /* those of its parts that share a figure */
    size_t num_kept, kept_capacity;
    size_t traced;
    char split_from[11];
    struct identities identities;
    double named[MAX_NAMED]; /* figures of the named columns of one record */
    long named_line;         /* of that record */
    size_t *identity;        /* fields that tell records apart; NULL when several may be alike */
    size_t num_identity, identity_capacity;
    struct records records; /* of a family of weighted records */
    bool usable;            /* the header could be bound */
};

static int add_identity_field(struct importer *self, size_t field, struct err *err)
{
    if (field == NO_FIELD)
        return ERR_OK;
    for (size_t i = 0; i < self->num_identity; i++)
        if (self->identity[i] == field)
            return ERR_OK;
    if (mem_grow(&self->identity, &self->identity_capacity, self->num_identity + 1, sizeof *self->identity,
                 err) != ERR_OK)
        return ERR_LIMIT;
    self->identity[self->num_identity++] = field;
    return ERR_OK;
}

static int add_identity_fields(struct importer *self, const size_t *fields, size_t num, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        status = add_identity_field(self, fields[i], err);
    return status;
}

/* Chooses the identity of the records (identity.h). Means over establishments and
 * quarters take several records of one territory: they have none. */
static int choose_identity(struct importer *self, struct err *err)
{
    const struct binding *b = &self->binding;
    const size_t fields[] = {b->code_field, b->level_field, b->year_field};
    int status;

    if (b->is_records)
        return ERR_OK;
    for (size_t i = 0; i < b->num_values; i++)
        if (b->values[i].row->aggregate == AGGREGATE_MEAN ||
            b->values[i].row->aggregate == AGGREGATE_QUARTERS)
            return ERR_OK;
    status = add_identity_fields(self, fields, 3, err);
    if (status == ERR_OK)
        status = add_identity_fields(self, b->keys, b->num_keys, err);
    for (size_t i = 0; i < b->num_values; i++)
        for (size_t k = 0; k < b->values[i].conditions.num_items && status == ERR_OK; k++)
            status = add_identity_field(self, b->values[i].conditions.items[k].field, err);
    return status;
}

static const bool all_levels[NUM_LEVELS] = {true, true, true, true, true, true, true, true};

static int take_header(const struct csv_row *row, void *context, struct err *err)
{
    struct importer *self = context;
    const char *family;
    int status;

    header_check(row, self->file, self->problems);
    family = binding_recognise(self->dictionary, row, self->options->family, self->file, self->problems);
    if (family == NULL)
        return ERR_OK;
    snprintf(self->report->family, sizeof self->report->family, "%s", family);
    status = binding_make(&self->binding, self->dictionary, family, row, self->options->vintage, self->grid,
                          self->file, self->problems, err);
    if (status != ERR_OK)
        return status;
    self->caches = mem_alloc(self->binding.num_values, sizeof *self->caches, err);
    if (self->caches == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->binding.num_values; i++)
        self->caches[i].plane = SIZE_MAX;
    self->report->num_columns_used = self->binding.num_values;
    if (self->decimal.mark == 0 && self->binding.file != NULL) {
        char mark[4];
        option_value(self->binding.file->options, "decimal", mark, sizeof mark);
        self->decimal.mark = mark[0];
    }
    self->usable = self->problems->num_errors == 0;
    if (self->usable && self->binding.is_records)
        status = records_init(&self->records, self->grid, &self->binding,
                              self->options->levels ? self->options->levels : all_levels, self->owner, err);
    return self->usable && status == ERR_OK ? choose_identity(self, err) : status;
}

/* Whether the dictionary leaves a record out. */
static bool is_skipped(const struct binding *binding, const struct csv_row *row)
{
    for (size_t i = 0; i < binding->num_skips; i++)
        if (conditions_hold(&binding->skips[i], row))
            return true;
    for (size_t i = 0; i < binding->num_keeps; i++)
        if (!conditions_hold(&binding->keeps[i], row))
            return true;
    return false;
}

/* The year of a record, 0 when its columns tell their own; -1 with a problem. */
static int year_of(struct importer *self, const struct csv_row *row)
{
    const struct binding *binding = &self->binding;
    int year = 0, quarter;

    if (binding->year_field == NO_FIELD)
        return binding->fixed_year;
    if (pattern_match(binding->year_pattern, row->fields[binding->year_field], &year, &quarter) && year > 0)
        return year;
    problem_error(self->problems, ((struct place){self->file, row->line, (long)binding->year_field + 1}),
                  NULL, "'%.40s' is not a year of the form %s", row->fields[binding->year_field],
                  binding->year_pattern);
    return -1;
}

/* The meaning of a marker of a missing cell in "s=secret nd=not-available";
 * an empty cell is missing without more. */
static bool is_missing(const struct importer *self, const struct dict_row *row, const char *text)
{
    const char *markers = row->missing[0]      ? row->missing
                          : self->binding.file ? self->binding.file->missing
                                               : "";
    size_t length = strlen(text);

    if (length == 0)
        return true;
    while (*markers != '\0') {
        size_t word = strcspn(markers, " ");
        if (word > length && markers[length] == '=' && strncmp(markers, text, length) == 0)
            return true;
        markers += word + strspn(markers + word, " ");
    }
    return false;
}

static void check_domain(struct importer *self, const struct dict_row *row, double value, const char *text,
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
static double read_field(struct importer *self, const struct csv_row *row, size_t field,
                         const struct dict_row *meaning)
{
    const char *text = row->fields[field];
    struct place place = {self->file, row->line, (long)field + 1};
    double number;
    enum number_status status;

    if (is_missing(self, meaning, text))
        return NAN;
    status = decimal_read(&self->decimal, text, row->lengths[field], place, &number);
    if (status != NUMBER_OK) {
        problem_error(self->problems, place,
                      status == NUMBER_NOT_A_NUMBER
                          ? "if it marks a missing cell, name it in the column 'missing' of the dictionary"
                          : NULL,
                      "%s is '%.40s', expected %s", meaning->variable, text, number_status_text(status));
        return NAN;
    }
    number *= meaning->scale;
    check_domain(self, meaning, number, text, place);
    return number;
}

/* The figure of a named column, read once a record. */
static double named_figure(struct importer *self, const struct csv_row *row, size_t index)
{
    const struct binding *b = &self->binding;

    for (size_t i = 0; i < b->num_named && self->named_line != row->line; i++)
        self->named[i] = read_field(self, row, b->named[i].field, b->named[i].row);
    self->named_line = row->line;
    return self->named[index];
}

/* Bounds that the dictionary sets: a number, or what another column says. */
static void check_most(struct importer *self, const struct csv_row *row, const struct value_binding *value,
                       double number)
{
    struct place place = {self->file, row->line, (long)value->field + 1};
    const char *text = row->fields[value->field];

    if (number > value->most)
        problem_error(self->problems, place, NULL, "%s is %s, expected at most %g", value->row->variable,
                      text, value->most / value->row->scale);
    if (value->most_named == NO_FIELD)
        return;
    const struct named_binding *named = &self->binding.named[value->most_named];
    if (number > named_figure(self, row, value->most_named))
        problem_error(self->problems, place, NULL, "%s is %s, more than %s in the same record, which is %s",
                      value->row->variable, text, named->row->column, row->fields[named->field]);
}

/* The figure of one cell, NaN when it or what it is multiplied by is missing. */
static double read_cell(struct importer *self, const struct csv_row *row, const struct value_binding *value)
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

static int plane_for(struct importer *self, size_t index, enum level level, int year, struct plane **plane,
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
    if ((*plane)->owner == NULL)
        claim_plane(self, *plane);
    else if ((*plane)->owner != self->owner)
        return err_set(
            err, ERR_DATA,
            "'%s' and '%s' both give %s for %d: import them separately, or choose years with --year",
            (*plane)->owner, self->file, value->row->variable, year);
    *cache = (struct plane_cache){level, year, (size_t)(*plane - self->grid->planes)};
    return ERR_OK;
}

static void add_number(struct cell *cell, double number)
{
    if (isnan(number)) {
        cell->num_missing++;
        return;
    }
    cell->sum += number;
    cell->sum_squares += number * number;
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

static int store(struct importer *self, size_t index, const struct territory *territory, int year,
                 double number, struct place place, struct err *err)
{
    const struct dict_row *row = self->binding.values[index].row;
    struct plane *plane;
    int status = plane_for(self, index, territory->level, year, &plane, err);

    if (status != ERR_OK)
        return status;
    struct cell *cell = &plane->cells[territory->zone];
    if (row->aggregate == AGGREGATE_NONE)
        number = check_single(self, row, cell, territory, year, number, place);
    self->report->num_missing_cells += isnan(number) ? 1 : 0;
    add_number(cell, number);
    return ERR_OK;
}

static int keep_part(struct importer *self, size_t value, size_t commune, int year, double number,
                     struct err *err)
{
    if (mem_grow(&self->parts, &self->parts_capacity, self->num_parts + 1, sizeof *self->parts, err) !=
        ERR_OK)
        return ERR_LIMIT;
    self->parts[self->num_parts++] = (struct part){value, commune, year, number};
    return ERR_OK;
}

static int hold(struct importer *self, struct held held, struct err *err)
{
    if (mem_grow(&self->held, &self->held_capacity, self->num_held + 1, sizeof *self->held, err) != ERR_OK)
        return ERR_LIMIT;
    self->held[self->num_held++] = held;
    return ERR_OK;
}

static int take_value(struct importer *self, const struct csv_row *row, const struct territory *territory,
                      size_t index, int year, struct err *err)
{
    const struct value_binding *value = &self->binding.values[index];
    double number = read_cell(self, row, value);

    if (territory->past != NO_ZONE)
        return hold(
            self,
            (struct held){index, territory->past, year, number, row->line, row->lengths[value->field] == 0},
            err);
    if (territory->is_part)
        return keep_part(self, index, territory->zone, year, number, err);
    return store(self, index, territory, year, number,
                 (struct place){self->file, row->line, (long)value->field + 1}, err);
}

static int take_values(struct importer *self, const struct csv_row *row, const struct territory *territory,
                       int year, struct err *err)
{
    const struct import_options *options = self->options;
    int status = ERR_OK;

    for (size_t i = 0; i < self->binding.num_values && status == ERR_OK; i++) {
        const struct value_binding *value = &self->binding.values[i];
        int own_year = value->year ? value->year : year;
        if ((options->first_year && own_year < options->first_year) ||
            (options->last_year && own_year > options->last_year) ||
            !vintage_in(value->row->vintages, own_year) || !conditions_hold(&value->conditions, row))
            continue;
        status = take_value(self, row, territory, i, own_year, err);
    }
    return status;
}

/* What a marker of "99999=abroad 98*=abroad" means; "" when text is none of them. */
static void marker_meaning(const char *markers, const char *text, char *out, size_t size)
{
    out[0] = '\0';
    while (*markers != '\0' && out[0] == '\0') {
        size_t word = strcspn(markers, " "), key = strcspn(markers, "= ");
        bool is_prefix = key > 0 && markers[key - 1] == '*';
        size_t length = is_prefix ? key - 1 : key;
        if (key < word && strncmp(markers, text, length) == 0 && (is_prefix || text[length] == '\0'))
            snprintf(out, size, "%.*s", (int)(word - key - 1), markers + key + 1);
        markers += word + strspn(markers + word, " ");
    }
}

/* The other commune of a record. Its markers in the dictionary are "abroad", which is
 * elsewhere, or anything else: then the record says nothing of moves. */
static struct partner partner_of(struct importer *self, const struct csv_row *row)
{
    const struct binding *b = &self->binding;
    char meaning[32];

    if (b->partner == NULL)
        return (struct partner){false, NO_ZONE};
    const char *text = row->fields[b->partner_field];
    marker_meaning(b->partner->missing, text, meaning, sizeof meaning);
    if (meaning[0] != '\0' || text[0] == '\0')
        return (struct partner){strcmp(meaning, "abroad") == 0, NO_ZONE};
    size_t commune = code_reader_commune(&self->codes, text, row->line);
    return (struct partner){commune != NO_ZONE, commune};
}

/* A person is in one commune of the table, also where a count would be shared; false when
 * nothing leads there, which match_past reports. */
static bool place_person(const struct importer *self, struct territory *territory)
{
    const struct geography *geography = self->grid->geography;
    struct err err;
    int status = lineage_commune(geography, geography->past[territory->past].code, &territory->zone, &err);

    territory->past = NO_ZONE;
    return status == ERR_OK && territory->zone != NO_ZONE;
}

/* A person: the weight goes to every figure whose conditions hold. */
static int take_weight(struct importer *self, const struct csv_row *row, const struct territory *territory,
                       int year, struct err *err)
{
    struct partner partner = partner_of(self, row);
    size_t field = NO_FIELD; /* that weight was read from */
    double weight = NAN;
    int status = ERR_OK;

    records_see(&self->records, territory);
    for (size_t i = 0; i < self->binding.num_values && status == ERR_OK; i++) {
        const struct value_binding *value = &self->binding.values[i];
        if (!vintage_in(value->row->vintages, year) || !conditions_hold(&value->conditions, row))
            continue;
        if (value->field != field) {
            weight = read_cell(self, row, value);
            self->report->num_missing_cells += isnan(weight) ? 1 : 0;
            field = value->field;
        }
        if (!isnan(weight))
            status = records_add(&self->records, i, territory, &partner, year, weight, err);
    }
    return status;
}

static int check_identity(struct importer *self, const struct csv_row *row, struct err *err)
{
    const struct binding *b = &self->binding;
    long first;

    if (self->num_identity == 0)
        return ERR_OK;
    if (identities_add(&self->identities, row, self->identity, self->num_identity, &first, err) != ERR_OK)
        return ERR_LIMIT;
    if (first > 0)
        problem_error(self->problems, ((struct place){self->file, row->line, (long)b->code_field + 1}),
                      "remove one of the two records; they would be counted twice",
                      "a second record of '%.40s': the first is on line %ld", row->fields[b->code_field],
                      first);
    return ERR_OK;
}

static int take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct importer *self = context;
    struct territory territory;
    int year;

    if (!self->usable)
        return ERR_OK;
    self->report->num_rows++;
    if (is_skipped(&self->binding, row)) {
        self->report->num_skipped++;
        return ERR_OK;
    }
    if (!code_reader_resolve(&self->codes, &self->binding, row, &territory)) {
        self->report->num_skipped += territory.is_skipped;
        return ERR_OK;
    }
    self->report->num_matched += !territory.is_part && territory.past == NO_ZONE;
    if (self->binding.is_records && territory.past != NO_ZONE && !place_person(self, &territory))
        return ERR_OK;
    if (check_identity(self, row, err) != ERR_OK)
        return ERR_LIMIT;
    year = year_of(self, row);
    if (year < 0)
        return ERR_OK;
    return self->binding.is_records ? take_weight(self, row, &territory, year, err)
                                    : take_values(self, row, &territory, year, err);
}

/* Arrondissements count only where the file has no row for their commune. */
static int take_parts(struct importer *self, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < self->num_parts && status == ERR_OK; i++) {
        const struct part *part = &self->parts[i];
        struct place place = {self->file, 0, 0};
        struct territory commune = {
            .level = LEVEL_COM, .zone = part->commune, .is_part = true, .past = NO_ZONE};
        if (!code_reader_has_seen(&self->codes, part->commune))
            status = store(self, part->value, &commune, part->year, part->number, place, err);
    }
    return status;
}

/* ---- communes of another date ------------------------------------------------------------ */

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
        return store(self, held->value, &territory, held->year, held->number, place, err);
    int status = plane_for(self, held->value, LEVEL_COM, held->year, &plane, err);
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
        status = plane_for(self, held->value, LEVEL_COM, held->year, &plane, err);
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
        status = plane_for(self, held->value, LEVEL_COM, held->year, &plane, err);
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

static int settle_past(struct importer *self, struct err *err)
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

static int finish(struct importer *self, struct err *err)
{
    int status = self->usable ? settle_past(self, err) : ERR_OK;

    if (status == ERR_OK && self->usable)
        status = take_parts(self, err);
    if (status == ERR_OK && self->usable && self->binding.is_records)
        records_finish(&self->records);
    decimal_finish(&self->decimal, self->problems);
    if (self->usable)
        code_reader_finish(&self->codes, self->report);
    return status;
}

int import_file(struct grid *grid, const struct dictionary *dictionary, const struct source *source,
                const struct import_options *options, struct import_report *report, struct problems *problems,
                struct err *err)
{
    struct importer self = {.grid = grid,
                            .dictionary = dictionary,
                            .options = options,
                            .report = report,
                            .problems = problems,
                            .file = source->name,
                            .decimal = {.mark = options->decimal}};
    struct csv_handler handler = {take_header, take_record, &self};
    int status;

    *report = (struct import_report){0};
    self.owner = grid_keep_file(grid, source->name, err);
    status = self.owner ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = code_reader_init(&self.codes, grid->geography, options, source->name, problems, err);
    if (status == ERR_OK)
        status = csvin_read(source, &options->csv, &handler, NULL, problems, err);
    if (status == ERR_OK)
        status = finish(&self, err);
    code_reader_free(&self.codes);
    records_free(&self.records);
    binding_free(&self.binding);
    free(self.caches);
    free(self.parts);
    free(self.held);
    free(self.kept);
    lineage_free(&self.lineage);
    free(self.identity);
    identities_free(&self.identities);
    return status;
}

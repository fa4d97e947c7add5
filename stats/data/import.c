#include "stats/data/importer.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/data/header.h"

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
    if (self->cells.decimal.mark == 0 && self->binding.file != NULL) {
        char mark[4];
        option_value(self->binding.file->options, "decimal", mark, sizeof mark);
        self->cells.decimal.mark = mark[0];
    }
    self->usable = self->problems->num_errors == 0;
    if (self->usable && self->binding.is_records)
        status = records_init(&self->records, self->grid, &self->binding,
                              self->options->levels ? self->options->levels : all_levels, self->owner, err);
    return self->usable && status == ERR_OK ? choose_identity(self, err) : status;
}

bool importer_is_skipped(const struct binding *binding, const struct csv_row *row)
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
    const struct ready_figures *ready = &self->ready;
    double number = ready->numbers ? ready->numbers[index] : cell_reader_read(&self->cells, row, value);
    bool is_empty = ready->numbers ? ready->are_empty[index] : row->lengths[value->field] == 0;

    if (territory->past != NO_ZONE)
        return hold(self, (struct held){index, territory->past, year, number, row->line, is_empty}, err);
    if (territory->is_part)
        return keep_part(self, index, territory->zone, year, number, err);
    return importer_store(self, index, territory, year, number,
                          (struct place){self->file, row->line, (long)value->field + 1}, err);
}

/* Which figures of records of a year are wanted. */
static void choose_wanted(struct importer *self, int year)
{
    const struct import_options *options = self->options;

    for (size_t i = 0; i < self->binding.num_values; i++) {
        const struct value_binding *value = &self->binding.values[i];
        int own_year = value->year ? value->year : year;
        self->caches[i].is_wanted = (!options->first_year || own_year >= options->first_year) &&
                                    (!options->last_year || own_year <= options->last_year) &&
                                    vintage_in(value->row->vintages, own_year);
    }
    self->year_of_wanted = year;
}

static int take_values(struct importer *self, const struct csv_row *row, const struct territory *territory,
                       int year, struct err *err)
{
    int status = ERR_OK;

    if (year != self->year_of_wanted)
        choose_wanted(self, year);
    for (size_t i = 0; i < self->binding.num_values && status == ERR_OK; i++) {
        const struct value_binding *value = &self->binding.values[i];
        if (self->caches[i].is_wanted &&
            (value->conditions.num_items == 0 || conditions_hold(&value->conditions, row)))
            status = take_value(self, row, territory, i, value->year ? value->year : year, err);
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
            weight = cell_reader_read(&self->cells, row, value);
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

int importer_take_row(struct importer *self, const struct csv_row *row, bool is_skipped, struct err *err)
{
    struct territory territory;
    int year;

    self->report->num_rows++;
    if (is_skipped) {
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

int importer_take_record(const struct csv_row *row, void *context, struct err *err)
{
    struct importer *self = context;

    return self->usable ? importer_take_row(self, row, importer_is_skipped(&self->binding, row), err)
                        : ERR_OK;
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
            status = importer_store(self, part->value, &commune, part->year, part->number, place, err);
    }
    return status;
}

static int finish(struct importer *self, struct err *err)
{
    int status = self->usable ? importer_settle_past(self, err) : ERR_OK;

    if (status == ERR_OK && self->usable)
        status = take_parts(self, err);
    if (status == ERR_OK && self->usable && self->binding.is_records)
        records_finish(&self->records);
    decimal_finish(&self->cells.decimal, self->problems);
    if (self->usable)
        code_reader_finish(&self->codes, self->report);
    return status;
}

int import_file(struct grid *grid, const struct dictionary *dictionary, const struct source *source,
                const struct import_options *options, struct import_report *report, struct problems *problems,
                struct err *err)
{
    struct importer self = {
        .grid = grid,
        .dictionary = dictionary,
        .options = options,
        .year_of_wanted = -1,
        .report = report,
        .problems = problems,
        .file = source->name,
        .cells = {.file = source->name, .problems = problems, .decimal = {.mark = options->decimal}}};
    struct csv_handler handler = {
        .header = take_header, .record = importer_take_record, .rest = importer_take_rest, .context = &self};
    int status;

    *report = (struct import_report){0};
    self.cells.binding = &self.binding;
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

#include "stats/data/plantlist.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/data/lineage.h"
#include "stats/data/decimal.h"
#include "stats/data/sizeband.h"

enum { TERRITORY, SECTOR, SIZE, NUM_FIELDS };

/* What the rows of a file share while they are read. */
struct reader {
    struct plant_list *list;
    const struct plant_options *options;
    const struct geography *geography;
    struct problems *problems;
    struct decimal decimal;
    char **names; /* [num] sector of each item, until they are sorted */
    size_t capacity, names_capacity;
};

static int make_schema(struct schema *schema, const struct plant_options *options, struct err *err)
{
    int status = schema_builtin(schema, "plants", err);

    for (int f = 0; f < NUM_FIELDS && status == ERR_OK; f++) {
        if (options->columns[f] == NULL)
            continue;
        char *name = mem_copy_text(options->columns[f], strlen(options->columns[f]), err);
        if (name == NULL)
            return ERR_LIMIT;
        free(schema->fields[f].name);
        schema->fields[f].name = name;
    }
    return status;
}

static int read_table(struct plant_list *self, const char *path, const struct plant_options *options,
                      struct problems *problems, struct err *err)
{
    struct schema schema = {0};
    struct source source = {0};
    int status = make_schema(&schema, options, err);

    if (status == ERR_OK)
        status = source_read(&source, path, 0, err);
    if (status == ERR_OK)
        status = table_read(&self->table, &source, &schema, NULL, problems, err);
    source_free(&source);
    schema_free(&schema);
    return status;
}

/* ---- territories ---------------------------------------------------------------------------- */

static bool is_allowed(const struct plant_options *options, const char *code)
{
    for (size_t i = 0; i < options->num_allowed; i++)
        if (strcmp(options->allowed[i], code) == 0)
            return true;
    return options->allow_all;
}

/* Without memory no commune: then the code is reported as unknown. */
static size_t find_commune(struct reader *self, const char *code)
{
    size_t commune;
    struct err err;
    bool is_of_table = geography_find(self->geography, LEVEL_COM, code) != NO_ZONE ||
                       geography_find_arrondissement(self->geography, code) != NO_ZONE;

    if (lineage_commune(self->geography, code, &commune, &err) != ERR_OK)
        return NO_ZONE;
    self->list->num_moved += !is_of_table && commune != NO_ZONE;
    return commune;
}

static void report_code(struct reader *self, size_t row, const char *code)
{
    enum level from = self->options->from;
    struct place place = table_place(&self->list->table, row, TERRITORY);

    if (!level_is_code(from, code, strlen(code)))
        problem_error(self->problems, place,
                      from == LEVEL_COM ? "has a spreadsheet dropped a leading zero? Codes of another level "
                                          "need --plants-level"
                                        : NULL,
                      "'%.40s' is not a code of level %s, expected %s", code, level_name(from),
                      level_code_form(from));
    else
        problem_error(self->problems, place,
                      "plants that lie elsewhere can be left out with --allow-unmatched",
                      "there is no %s '%.40s' in the geography of %s", level_name(from), code,
                      self->geography->vintage);
}

/* The zone of a row; NO_ZONE when there is none, counted or reported. */
static size_t find_zone(struct reader *self, size_t row)
{
    const char *code = table_text(&self->list->table, row, TERRITORY);
    bool is_own = self->options->from == self->options->to;
    size_t found = self->options->from == LEVEL_COM
                       ? find_commune(self, code)
                       : geography_find(self->geography, self->options->from, code);

    if (found == NO_ZONE) {
        if (is_allowed(self->options, code))
            self->list->num_unmatched++;
        else
            report_code(self, row, code);
        return NO_ZONE;
    }
    if (!is_own)
        found = self->geography->levels[self->options->from].items[found].parents[self->options->to];
    self->list->num_outside += found == NO_ZONE;
    return found;
}

/* ---- sizes ---------------------------------------------------------------------------------- */

static bool read_band(struct reader *self, size_t row, const char *text, struct plant_item *item)
{
    const struct size_band *band = size_band_find(text);

    if (band == NULL) {
        problem_error(self->problems, table_place(&self->list->table, row, SIZE),
                      text[0] != '\0' && text[1] == '\0' ? N_("has a spreadsheet dropped a leading zero?")
                                                         : NULL,
                      "'%.40s' is not a size band, expected one of %s", text, size_band_codes());
        return false;
    }
    item->low = band->low;
    item->high = band->high;
    return true;
}

static bool read_heads(struct reader *self, size_t row, const char *text, struct plant_item *item)
{
    struct place place = table_place(&self->list->table, row, SIZE);
    double heads = 0;
    enum number_status status = decimal_read(&self->decimal, text, strlen(text), place, &heads);

    if (status != NUMBER_OK || !(heads >= 0)) {
        problem_error(self->problems, place, "bands of the register Sirene need --sizes bands",
                      "'%.40s' is not a head count, expected %s", text,
                      status == NUMBER_OK ? _("0 or more") : number_status_text(status));
        return false;
    }
    item->low = item->high = heads;
    return true;
}

/* False when the plant has no size that counts, or a wrong one. */
static bool read_size(struct reader *self, size_t row, struct plant_item *item)
{
    const char *text = table_text(&self->list->table, row, SIZE);

    if (table_is_missing(&self->list->table, row, SIZE)) {
        self->list->num_without_size++;
        return false;
    }
    if (!(self->options->bands ? read_band : read_heads)(self, row, text, item))
        return false;
    self->list->num_without_jobs += item->high == 0;
    return item->high > 0;
}

/* ---- sectors -------------------------------------------------------------------------------- */

/* The first characters of a name: bytes that continue a character stay with it. */
static size_t kept_length(const char *name, size_t num_characters)
{
    size_t i = 0, seen = 0;

    for (; name[i] != '\0'; i++)
        if (((unsigned char)name[i] & 0xc0) != 0x80 && seen++ == num_characters && num_characters > 0)
            break;
    return i;
}

static int add_item(struct reader *self, size_t row, struct plant_item item, struct err *err)
{
    const char *name = table_text(&self->list->table, row, SECTOR);
    size_t n = self->list->num;
    int status = mem_grow(&self->list->items, &self->capacity, n + 1, sizeof *self->list->items, err);

    if (status == ERR_OK)
        status = mem_grow(&self->names, &self->names_capacity, n + 1, sizeof *self->names, err);
    if (status != ERR_OK)
        return status;
    self->names[n] = mem_copy_text(name, kept_length(name, self->options->sector_length), err);
    if (self->names[n] == NULL)
        return ERR_LIMIT;
    item.sector = n; /* until the names are sorted */
    self->list->items[self->list->num++] = item;
    return ERR_OK;
}

static int read_row(struct reader *self, size_t row, struct err *err)
{
    struct plant_item item = {.zone = find_zone(self, row)};
    bool has_size = read_size(self, row, &item);

    return has_size && item.zone != NO_ZONE ? add_item(self, row, item, err) : ERR_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted names without repetition; items refer to them. */
static int sort_sectors(struct reader *self, struct err *err)
{
    struct plant_list *list = self->list;
    char **sorted = mem_alloc(list->num, sizeof *sorted, err);

    if (sorted == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < list->num; i++)
        sorted[i] = self->names[i];
    qsort(sorted, list->num, sizeof *sorted, by_name);
    for (size_t i = 0; i < list->num; i++)
        if (i == 0 || strcmp(sorted[i], sorted[list->num_sectors - 1]) != 0)
            sorted[list->num_sectors++] = sorted[i];
    for (size_t i = 0; i < list->num; i++) {
        char **found = bsearch(&self->names[i], sorted, list->num_sectors, sizeof *sorted, by_name);
        list->items[i].sector = (size_t)(found - sorted);
    }
    list->sectors = sorted;
    for (size_t s = 0; s < list->num_sectors; s++) {
        sorted[s] = mem_copy_text(sorted[s], strlen(sorted[s]), err);
        if (sorted[s] == NULL) {
            list->num_sectors = s; /* those that are ours to free */
            return ERR_LIMIT;
        }
    }
    return ERR_OK;
}

/* By sector, in the order of the file within one. */
static int group_items(struct plant_list *list, struct err *err)
{
    struct plant_item *grouped = mem_alloc(list->num, sizeof *grouped, err);
    size_t *next = mem_alloc(list->num_sectors + 1, sizeof *next, err);

    list->first = mem_alloc(list->num_sectors + 1, sizeof *list->first, err);
    if (grouped == NULL || next == NULL || list->first == NULL) {
        free(grouped);
        free(next);
        return ERR_LIMIT;
    }
    for (size_t i = 0; i < list->num; i++)
        list->first[list->items[i].sector + 1]++;
    for (size_t s = 0; s < list->num_sectors; s++)
        next[s + 1] = list->first[s + 1] += list->first[s];
    for (size_t i = 0; i < list->num; i++)
        grouped[next[list->items[i].sector]++] = list->items[i];
    free(list->items);
    free(next);
    list->items = grouped;
    return ERR_OK;
}

int plant_list_read(struct plant_list *self, const char *path, const struct plant_options *options,
                    const struct geography *geography, struct problems *problems, struct err *err)
{
    struct reader reader = {.list = self, .options = options, .geography = geography, .problems = problems};
    int status = read_table(self, path, options, problems, err);

    for (size_t r = 0; r < self->table.num_rows && status == ERR_OK && !self->table.is_damaged; r++)
        status = read_row(&reader, r, err);
    if (status == ERR_OK)
        decimal_finish(&reader.decimal, problems);
    if (status == ERR_OK)
        status = problems_status(problems, path, err);
    if (status == ERR_OK)
        status = sort_sectors(&reader, err);
    if (status == ERR_OK)
        status = group_items(self, err);
    for (size_t i = 0; i < self->num && reader.names != NULL; i++)
        free(reader.names[i]);
    free(reader.names);
    return status;
}

void plant_list_free(struct plant_list *self)
{
    for (size_t s = 0; s < self->num_sectors; s++)
        free(self->sectors[s]);
    free(self->sectors);
    free(self->items);
    free(self->first);
    table_free(&self->table);
    *self = (struct plant_list){0};
}

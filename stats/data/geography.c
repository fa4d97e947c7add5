#include "stats/data/geography.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/data/table.h"

enum { TEXT_CHUNK = 1 << 16 };

static int add_chunk(struct geography *self, size_t size, struct err *err)
{
    if (mem_grow(&self->texts, &self->texts_capacity, self->num_texts + 1, sizeof *self->texts, err) !=
        ERR_OK)
        return ERR_LIMIT;
    self->text_left = size > TEXT_CHUNK ? size : TEXT_CHUNK;
    self->texts[self->num_texts] = mem_alloc(self->text_left, 1, err);
    if (self->texts[self->num_texts] == NULL)
        return ERR_LIMIT;
    self->num_texts++;
    return ERR_OK;
}

/* A copy that lives as long as the geography; chunks are filled from their end. */
static const char *keep_text(struct geography *self, const char *text, struct err *err)
{
    size_t size = strlen(text) + 1;

    if (size > self->text_left && add_chunk(self, size, err) != ERR_OK)
        return NULL;
    self->text_left -= size;
    return memcpy(self->texts[self->num_texts - 1] + self->text_left, text, size);
}

static int add_zone(struct geography *self, enum level level, const char *code, const char *name,
                    double population, struct err *err)
{
    struct zones *zones = &self->levels[level];
    struct zone *zone;

    if (mem_grow_raw(&zones->items, &zones->capacity, zones->num_items + 1, sizeof *zones->items, err) !=
        ERR_OK)
        return ERR_LIMIT;
    zone = &zones->items[zones->num_items];
    *zone = (struct zone){
        .code = keep_text(self, code, err), .name = keep_text(self, name, err), .population = population};
    if (zone->code == NULL || zone->name == NULL)
        return ERR_LIMIT;
    for (int l = 0; l < NUM_LEVELS; l++)
        zone->parents[l] = NO_ZONE;
    zones->num_items++;
    return ERR_OK;
}

static int by_code(const void *a, const void *b)
{
    const struct zone *x = a, *y = b;

    return strcmp(x->code, y->code);
}

static int by_arrondissement(const void *a, const void *b)
{
    const struct arrondissement *x = a, *y = b;

    return strcmp(x->code, y->code);
}

size_t geography_find(const struct geography *self, enum level level, const char *code)
{
    const struct zones *zones = &self->levels[level];
    struct zone key = {.code = code};
    const struct zone *found =
        zones->num_items ? bsearch(&key, zones->items, zones->num_items, sizeof key, by_code) : NULL;

    return found ? (size_t)(found - zones->items) : NO_ZONE;
}

/* The same, for codes that often come in order: the zone of the last one and the next are tried first. */
static size_t find_near(const struct geography *self, enum level level, const char *code, size_t last)
{
    const struct zones *zones = &self->levels[level];

    for (size_t z = last; z < zones->num_items && z <= last + 1; z++)
        if (strcmp(zones->items[z].code, code) == 0)
            return z;
    return geography_find(self, level, code);
}

size_t geography_find_arrondissement(const struct geography *self, const char *code)
{
    struct arrondissement key = {.code = code};
    const struct arrondissement *found =
        self->num_arrondissements
            ? bsearch(&key, self->arrondissements, self->num_arrondissements, sizeof key, by_arrondissement)
            : NULL;

    return found ? found->commune : NO_ZONE;
}

size_t geography_find_name(const struct geography *self, enum level level, const char *name)
{
    const struct zones *zones = &self->levels[level];
    struct strbuf wanted = {0}, folded = {0};
    size_t found = NO_ZONE;

    text_add_folded(&wanted, name);
    for (size_t i = 0; i < zones->num_items && found == NO_ZONE; i++) {
        strbuf_clear(&folded);
        text_add_folded(&folded, zones->items[i].name);
        if (strcmp(strbuf_text(&folded), strbuf_text(&wanted)) == 0)
            found = i;
    }
    strbuf_free(&wanted);
    strbuf_free(&folded);
    return found;
}

bool geography_nests(enum level lower, enum level upper)
{
    if (lower == upper || upper == LEVEL_FR)
        return true;
    switch (lower) {
    case LEVEL_COM:
        return upper != LEVEL_RZE;
    case LEVEL_ZE:
        return upper == LEVEL_RZE;
    case LEVEL_DEP:
        return upper == LEVEL_REG;
    default:
        return false;
    }
}

/* Columns of the canonical table. */
struct layout {
    size_t level, code, name, population, within, vintage;
    size_t member[NUM_LEVELS]; /* column that names the parent at a level */
};

static void find_layout(const struct table *table, struct layout *layout)
{
    layout->level = table_find(table, "level");
    layout->code = table_find(table, "code");
    layout->name = table_find(table, "name");
    layout->population = table_find(table, "population");
    layout->within = table_find(table, "within");
    layout->vintage = table_find(table, "vintage");
    for (int l = 0; l < NUM_LEVELS; l++)
        layout->member[l] = table_find(table, level_name((enum level)l));
}

static bool is_arrondissement(const struct table *table, const struct layout *layout, size_t row)
{
    return strcmp(table_text(table, row, layout->level), "arm") == 0;
}

static int add_rows(struct geography *self, const struct table *table, const struct layout *layout,
                    struct problems *problems, struct err *err)
{
    for (size_t row = 0; row < table->num_rows; row++) {
        const char *text = table_text(table, row, layout->level);
        const char *code = table_text(table, row, layout->code);
        enum level level = level_find(text, strlen(text));
        if (is_arrondissement(table, layout, row))
            continue;
        if (level < NUM_LEVELS && !level_is_code(level, code, strlen(code)))
            problem_error(problems, table_place(table, row, layout->code), level_code_form(level),
                          "'%s' is not a code of level %s", code, text);
        double population = level == LEVEL_COM ? table_number(table, row, layout->population) : (double)NAN;
        if (level < NUM_LEVELS &&
            add_zone(self, level, code, table_text(table, row, layout->name), population, err) != ERR_OK)
            return ERR_LIMIT;
        const char *vintage = table_text(table, row, layout->vintage);
        if (vintage[0] != '\0')
            snprintf(self->vintage, sizeof self->vintage, "%s", vintage);
    }
    return ERR_OK;
}

static bool is_sorted(const struct zones *zones)
{
    for (size_t i = 1; i < zones->num_items; i++)
        if (strcmp(zones->items[i - 1].code, zones->items[i].code) > 0)
            return false;
    return true;
}

static void sort_zones(struct geography *self, const char *file, struct problems *problems)
{
    for (int l = 0; l < NUM_LEVELS; l++) {
        struct zones *zones = &self->levels[l];
        if (!is_sorted(zones))
            qsort(zones->items, zones->num_items, sizeof *zones->items, by_code);
        for (size_t i = 1; i < zones->num_items; i++)
            if (strcmp(zones->items[i].code, zones->items[i - 1].code) == 0)
                problem_error(problems, ((struct place){file, 0, 0}), NULL,
                              "the code '%s' appears twice at level %s", zones->items[i].code,
                              level_name((enum level)l));
    }
}

/* The région of an employment zone, as its code has it: 2714 is of 27; the
 * inter-regional zones 00xx are of none. */
static size_t rze_of(const struct geography *self, const char *ze_code)
{
    char prefix[3] = {ze_code[0], ze_code[1], '\0'};

    return geography_find(self, LEVEL_RZE, prefix);
}

/* last has the zones of the row before. */
static void link_commune(struct geography *self, const struct table *table, const struct layout *layout,
                         size_t row, size_t last[NUM_LEVELS], struct problems *problems)
{
    size_t index = find_near(self, LEVEL_COM, table_text(table, row, layout->code), last[LEVEL_COM]);
    struct zone *commune = &self->levels[LEVEL_COM].items[index];

    commune->parents[LEVEL_COM] = last[LEVEL_COM] = index;
    commune->parents[LEVEL_FR] = self->levels[LEVEL_FR].num_items ? 0 : NO_ZONE;
    for (int l = LEVEL_EPCI; l < NUM_LEVELS; l++) {
        size_t column = layout->member[l];
        const char *code = column < table->num_columns ? table_text(table, row, column) : "";
        if (code[0] == '\0')
            continue;
        commune->parents[l] = find_near(self, (enum level)l, code, last[l]);
        if (commune->parents[l] != NO_ZONE)
            last[l] = commune->parents[l];
        else
            problem_error(problems, table_place(table, row, column), "add a row for that zone",
                          "the commune lies in %s '%s', which has no row", level_name((enum level)l), code);
    }
}

static int link_arrondissement(struct geography *self, const struct table *table, const struct layout *layout,
                               size_t row, struct problems *problems, struct err *err)
{
    size_t commune = geography_find(self, LEVEL_COM, table_text(table, row, layout->within));
    struct arrondissement *item;

    if (commune == NO_ZONE) {
        problem_error(problems, table_place(table, row, layout->within), NULL,
                      "an arrondissement needs the code of its commune");
        return ERR_OK;
    }
    if (mem_grow(&self->arrondissements, &self->arrondissements_capacity, self->num_arrondissements + 1,
                 sizeof *self->arrondissements, err) != ERR_OK)
        return ERR_LIMIT;
    item = &self->arrondissements[self->num_arrondissements];
    item->commune = commune;
    item->code = keep_text(self, table_text(table, row, layout->code), err);
    self->num_arrondissements++;
    return item->code ? ERR_OK : ERR_LIMIT;
}

static int link_rows(struct geography *self, const struct table *table, const struct layout *layout,
                     struct problems *problems, struct err *err)
{
    size_t last[NUM_LEVELS] = {0};
    int status = ERR_OK;

    for (size_t row = 0; row < table->num_rows && status == ERR_OK; row++) {
        if (is_arrondissement(table, layout, row))
            status = link_arrondissement(self, table, layout, row, problems, err);
        else if (strcmp(table_text(table, row, layout->level), "com") == 0)
            link_commune(self, table, layout, row, last, problems);
    }
    if (self->num_arrondissements > 0)
        qsort(self->arrondissements, self->num_arrondissements, sizeof *self->arrondissements,
              by_arrondissement);
    return status;
}

/* Weight of a commune when zones are compared: people where they are known. */
static double weight_of(const struct geography *self, const struct zone *commune)
{
    if (!self->knows_population)
        return 1;
    return isnan(commune->population) ? 0 : commune->population;
}

/* The communes of a level, zone by zone: those of zone z are
 * order[starts[z]] .. order[starts[z + 1] - 1]. */
struct grouping {
    size_t *order, *starts;
    double *weights; /* workspace: [zones of the largest level], all zero between uses */
};

static int group_communes(struct grouping *self, const struct geography *geography, enum level level,
                          struct err *err)
{
    const struct zones *communes = &geography->levels[LEVEL_COM];
    size_t num_zones = geography->levels[level].num_items;

    self->order = mem_alloc(communes->num_items, sizeof *self->order, err);
    self->starts = mem_alloc(num_zones + 2, sizeof *self->starts, err);
    self->weights = mem_alloc(communes->num_items + num_zones, sizeof *self->weights, err);
    if (self->order == NULL || self->starts == NULL || self->weights == NULL)
        return ERR_LIMIT;
    for (size_t c = 0; c < communes->num_items; c++)
        if (communes->items[c].parents[level] != NO_ZONE)
            self->starts[communes->items[c].parents[level] + 2]++;
    for (size_t z = 2; z < num_zones + 2; z++)
        self->starts[z] += self->starts[z - 1];
    for (size_t c = 0; c < communes->num_items; c++)
        if (communes->items[c].parents[level] != NO_ZONE)
            self->order[self->starts[communes->items[c].parents[level] + 1]++] = c;
    return ERR_OK;
}

static void grouping_free(struct grouping *self)
{
    free(self->order);
    free(self->starts);
    free(self->weights);
}

static void measure_zone(const struct geography *geography, const struct grouping *group, struct zone *zone,
                         size_t z)
{
    double total = 0;

    for (size_t k = group->starts[z]; k < group->starts[z + 1]; k++)
        total += weight_of(geography, &geography->levels[LEVEL_COM].items[group->order[k]]);
    zone->num_communes = group->starts[z + 1] - group->starts[z];
    zone->population = geography->knows_population ? total : (double)NAN;
}

/* The zone of level upper that holds most of zone z, and how much of it. */
static void find_parent(const struct geography *geography, const struct grouping *group, struct zone *zone,
                        size_t z, enum level upper)
{
    const struct zone *communes = geography->levels[LEVEL_COM].items;
    double *weights = group->weights, total = 0;
    size_t best = NO_ZONE;

    for (size_t k = group->starts[z]; k < group->starts[z + 1]; k++) {
        const struct zone *commune = &communes[group->order[k]];
        size_t parent = commune->parents[upper];
        total += weight_of(geography, commune);
        if (parent == NO_ZONE)
            continue;
        weights[parent] += weight_of(geography, commune);
        if (best == NO_ZONE || weights[parent] > weights[best] ||
            (parent < best && weights[parent] == weights[best]))
            best = parent;
    }
    zone->parents[upper] = best;
    zone->shares[upper] = best == NO_ZONE || total <= 0 ? 0 : weights[best] / total;
    for (size_t k = group->starts[z]; k < group->starts[z + 1]; k++)
        if (communes[group->order[k]].parents[upper] != NO_ZONE)
            weights[communes[group->order[k]].parents[upper]] = 0;
}

static int weigh_level(struct geography *self, enum level level, struct err *err)
{
    struct grouping group = {0};
    int status = group_communes(&group, self, level, err);

    for (size_t z = 0; z < self->levels[level].num_items && status == ERR_OK; z++) {
        struct zone *zone = &self->levels[level].items[z];
        measure_zone(self, &group, zone, z);
        for (int upper = LEVEL_EPCI; upper < NUM_LEVELS; upper++)
            if (upper != LEVEL_RZE)
                find_parent(self, &group, zone, z, (enum level)upper);
    }
    grouping_free(&group);
    return status;
}

/* The groups of employment zones (level rze) follow from the zones' codes. */
static void link_rze(struct geography *self)
{
    for (size_t z = 0; z < self->levels[LEVEL_ZE].num_items; z++) {
        struct zone *ze = &self->levels[LEVEL_ZE].items[z];
        ze->parents[LEVEL_RZE] = rze_of(self, ze->code);
        ze->shares[LEVEL_RZE] = ze->parents[LEVEL_RZE] != NO_ZONE;
    }
    for (size_t z = 0; z < self->levels[LEVEL_RZE].num_items; z++) {
        self->levels[LEVEL_RZE].items[z].parents[LEVEL_FR] = 0;
        self->levels[LEVEL_RZE].items[z].shares[LEVEL_FR] = 1;
    }
    for (int l = LEVEL_COM; l <= LEVEL_DEP; l++) {
        struct zones *zones = &self->levels[l];
        for (size_t z = 0; z < zones->num_items && l != LEVEL_ZE; z++) {
            size_t ze = zones->items[z].parents[LEVEL_ZE];
            if (ze == NO_ZONE)
                continue;
            zones->items[z].parents[LEVEL_RZE] = self->levels[LEVEL_ZE].items[ze].parents[LEVEL_RZE];
            zones->items[z].shares[LEVEL_RZE] = zones->items[z].shares[LEVEL_ZE];
            if (l == LEVEL_COM && zones->items[z].parents[LEVEL_RZE] != NO_ZONE)
                self->levels[LEVEL_RZE].items[zones->items[z].parents[LEVEL_RZE]].num_communes++;
        }
    }
}

static int weigh_all(struct geography *self, struct err *err)
{
    const struct zones *communes = &self->levels[LEVEL_COM];
    int status = ERR_OK;

    for (size_t c = 0; c < communes->num_items; c++) {
        struct zone *commune = &communes->items[c];
        self->knows_population |= !isnan(commune->population);
        commune->num_communes = 1;
        for (int l = 0; l < NUM_LEVELS; l++)
            commune->shares[l] = commune->parents[l] != NO_ZONE;
    }
    for (int level = LEVEL_EPCI; level < NUM_LEVELS && status == ERR_OK; level++)
        if (level != LEVEL_RZE)
            status = weigh_level(self, (enum level)level, err);
    link_rze(self);
    return status;
}

static int by_origin(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    int order = strcmp(x->from, y->from);

    if (order == 0)
        order = strcmp(x->date, y->date);
    return order ? order : strcmp(x->to, y->to);
}

static int by_outcome(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    int order = strcmp(x->to, y->to);

    if (order == 0)
        order = strcmp(x->date, y->date);
    return order ? order : strcmp(x->from, y->from);
}

static enum event_kind event_kind_find(const char *name)
{
    return strcmp(name, "code") == 0 ? EVENT_CODE : strcmp(name, "split") == 0 ? EVENT_SPLIT : EVENT_MERGE;
}

static int add_event(struct geography *self, const struct table *table, size_t row, struct problems *problems,
                     struct err *err)
{
    const char *date = table_text(table, row, table_find(table, "date"));
    struct event *event;

    if (!text_is_date(date)) {
        problem_error(problems, table_place(table, row, table_find(table, "date")), NULL,
                      "the date is '%.40s', expected YYYY-MM-DD", date);
        return ERR_OK;
    }

    if (mem_grow(&self->events, &self->events_capacity, self->num_events + 1, sizeof *self->events, err) !=
        ERR_OK)
        return ERR_LIMIT;
    event = &self->events[self->num_events++];
    snprintf(event->date, sizeof event->date, "%.10s", date);
    event->kind = event_kind_find(table_text(table, row, table_find(table, "kind")));
    event->from = keep_text(self, table_text(table, row, table_find(table, "from")), err);
    event->to = keep_text(self, table_text(table, row, table_find(table, "to")), err);
    return event->from && event->to ? ERR_OK : ERR_LIMIT;
}

static int by_past_code(const void *a, const void *b)
{
    const struct past_code *x = a, *y = b;

    return strcmp(x->code, y->code);
}

static bool is_dated(const struct geography *self, const struct event *event)
{
    return event->kind == EVENT_SPLIT || strcmp(event->date, self->vintage) > 0;
}

/* The codes of the events, without repetition. */
static int list_past(struct geography *self, struct err *err)
{
    size_t num = 0;

    self->past = mem_alloc(2 * self->num_events, sizeof *self->past, err);
    if (self->past == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->num_events; i++) {
        const struct event *event = &self->events[i];
        bool dated = is_dated(self, event);
        self->past[num++] = (struct past_code){event->from, NO_ZONE, dated};
        self->past[num++] = (struct past_code){event->to, NO_ZONE, dated};
    }
    if (num > 0)
        qsort(self->past, num, sizeof *self->past, by_past_code);
    for (size_t i = 0; i < num; i++) {
        struct past_code *last = self->num_past ? &self->past[self->num_past - 1] : NULL;
        if (last != NULL && strcmp(last->code, self->past[i].code) == 0)
            last->is_dated |= self->past[i].is_dated;
        else
            self->past[self->num_past++] = self->past[i];
    }
    for (size_t i = 0; i < self->num_past; i++)
        self->past[i].zone = geography_find(self, LEVEL_COM, self->past[i].code);
    return ERR_OK;
}

static int order_events(struct geography *self, struct err *err)
{
    self->origins = mem_alloc(self->num_events, sizeof *self->origins, err);
    if (self->origins == NULL)
        return ERR_LIMIT;
    if (self->num_events > 0) {
        memcpy(self->origins, self->events, self->num_events * sizeof *self->origins);
        qsort(self->events, self->num_events, sizeof *self->events, by_origin);
        qsort(self->origins, self->num_events, sizeof *self->origins, by_outcome);
    }
    return list_past(self, err);
}

static int read_events(struct geography *self, const char *path, struct problems *problems, struct err *err)
{
    struct table table;
    int status = table_read_file(&table, path, "events", problems, err);

    if (status != ERR_OK)
        return status;
    for (size_t row = 0; row < table.num_rows && status == ERR_OK; row++)
        status = add_event(self, &table, row, problems, err);
    if (status == ERR_OK)
        status = order_events(self, err);
    table_free(&table);
    return status;
}

size_t geography_find_past(const struct geography *self, const char *code)
{
    struct past_code key = {.code = code};
    const struct past_code *found =
        self->num_past ? bsearch(&key, self->past, self->num_past, sizeof key, by_past_code) : NULL;

    return found ? (size_t)(found - self->past) : NO_ZONE;
}

static int fill(struct geography *self, const struct table *table, struct problems *problems, struct err *err)
{
    struct layout layout;
    int status;

    find_layout(table, &layout);
    status = add_rows(self, table, &layout, problems, err);
    if (status != ERR_OK)
        return status;
    sort_zones(self, table->name, problems);
    if (self->vintage[0] == '\0' || self->levels[LEVEL_FR].num_items != 1)
        problem_error(problems, ((struct place){table->name, 0, 0}), NULL,
                      "the table needs one row of level fr (code FR) that gives the vintage (YYYY-MM-DD)");
    if (problems->num_errors == 0)
        status = link_rows(self, table, &layout, problems, err);
    if (status == ERR_OK && problems->num_errors == 0)
        status = weigh_all(self, err);
    return status;
}

int geography_read(struct geography *self, const char *path, const char *events_path,
                   struct problems *problems, struct err *err)
{
    struct table table;
    int status = table_read_file(&table, path, "geography", problems, err);

    *self = (struct geography){0};
    if (status != ERR_OK)
        return status;
    if (problems->num_errors == 0)
        status = fill(self, &table, problems, err);
    table_free(&table);
    if (status == ERR_OK && events_path != NULL)
        status = read_events(self, events_path, problems, err);
    if (status != ERR_OK)
        geography_free(self);
    return status;
}

void geography_free(struct geography *self)
{
    for (int l = 0; l < NUM_LEVELS; l++)
        free(self->levels[l].items);
    for (size_t i = 0; i < self->num_texts; i++)
        free(self->texts[i]);
    free(self->texts);
    free(self->arrondissements);
    free(self->events);
    free(self->origins);
    free(self->past);
    *self = (struct geography){0};
}

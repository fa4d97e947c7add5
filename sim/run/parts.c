#include "sim/run/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

/* As many as bassin project takes: bins count to 2^32. */
#define MOST_DRAWS UINT64_C(4000000000)

typedef unsigned long long big; /* for messages */

static struct place place_of(const struct saved_run *part)
{
    return (struct place){part->name, 0, 0};
}

static uint64_t end_of(const struct saved_run *part)
{
    return part->first_draw + part->num_draws;
}

/* ---- what they say of themselves --------------------------------------------------------- */

static int by_draw(const void *a, const void *b)
{
    const struct saved_run *x = a, *y = b;

    if (x->first_draw != y->first_draw)
        return x->first_draw < y->first_draw ? -1 : 1;
    if (x->num_draws != y->num_draws)
        return x->num_draws < y->num_draws ? -1 : 1;
    return strcmp(x->name, y->name);
}

static size_t num_alike(const struct parts *self, size_t index)
{
    size_t num = 0;

    for (size_t i = 0; i < self->num_items; i++)
        num += strcmp(self->items[i].facts, self->items[index].facts) == 0;
    return num;
}

/* Ends as soon as no other can be of more. */
static void find_usual(struct parts *self)
{
    size_t most = 0;

    for (size_t i = 0; i < self->num_items && 2 * most < self->num_items; i++) {
        size_t num = num_alike(self, i);
        if (num > most) {
            most = num;
            self->usual = &self->items[i];
        }
    }
}

/* What follows the first word of a line. */
static struct saved_fact value_of(struct saved_fact line)
{
    const char *space = memchr(line.text, ' ', line.length);
    size_t start = space ? (size_t)(space - line.text) + 1 : line.length;

    return (struct saved_fact){line.text + start, line.length - start};
}

/* The name of the table in a line "input NAME DIGEST". */
static struct saved_fact table_of(struct saved_fact line)
{
    struct saved_fact value = value_of(line);
    const char *space = memchr(value.text, ' ', value.length);

    return (struct saved_fact){value.text, space ? (size_t)(space - value.text) : value.length};
}

/* As much of a list as a message has room for. */
enum { SHOWN_LENGTH = 100 };

static int shown(struct saved_fact fact)
{
    return fact.length <= SHOWN_LENGTH ? (int)fact.length : SHOWN_LENGTH;
}

static const char *ellipsis(struct saved_fact fact)
{
    return fact.length <= SHOWN_LENGTH ? "" : " ...";
}

/* Facts of the file at this place, and of what they are compared with. */
struct comparison {
    struct place place;
    struct saved_facts facts;
    const char *with, *with_tables; /* names of the other, for the tables of a pack too */
};

static void add_difference(const struct comparison *self, struct saved_fact own, struct saved_fact other,
                           struct problems *problems)
{
    struct saved_fact a = value_of(own), b = value_of(other);

    if (text_starts_with(own.text, "program "))
        problem_error(problems, self->place, N_("make all parts with one version"),
                      "made by bassin %.*s, %s by bassin %.*s", shown(a), a.text, self->with, shown(b),
                      b.text);
    else
        problem_error(problems, self->place, NULL, "made with %.*s%s, %s with %.*s%s", shown(own), own.text,
                      ellipsis(own), self->with, shown(other), other.text, ellipsis(other));
}

/* All tables that differ are one problem. Either line may be empty: a table that only one has. */
static void compare(struct comparison *self, struct problems *problems)
{
    struct saved_fact own, other;
    struct strbuf tables = {0};

    while (saved_facts_next(&self->facts, &own, &other)) {
        struct saved_fact line = own.length > 0 ? own : other, table = table_of(line);
        if (text_starts_with(line.text, "input "))
            strbuf_addf(&tables, "%s%.*s", tables.length > 0 ? ", " : "", shown(table), table.text);
        else
            add_difference(self, own, other, problems);
    }
    if (tables.length > 0)
        problem_error(problems, self->place, NULL, "made with other tables than %s: %s", self->with_tables,
                      strbuf_text(&tables));
    strbuf_free(&tables);
}

static void compare_with_usual(const struct parts *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_items; i++) {
        struct comparison comparison = {place_of(&self->items[i]),
                                        {self->items[i].facts, self->usual->facts},
                                        self->usual->name,
                                        self->usual->name};
        compare(&comparison, problems);
    }
}

int parts_read(struct parts *self, const char *const *paths, size_t num_paths, struct problems *problems,
               struct err *err)
{
    *self = (struct parts){.items = mem_alloc(num_paths, sizeof *self->items, err)};
    if (self->items == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num_paths; i++) {
        struct place place = {paths[i], 0, 0};
        struct err own = {0};
        int status = saved_run_read(&self->items[self->num_items], paths[i], &own);
        if (status == ERR_LIMIT)
            return err_set(err, own.code, "%s", own.message);
        if (status == ERR_OK) {
            self->num_items++;
            continue;
        }
        problem_error(problems, place, NULL, "%s", own.message);
        saved_run_free(&self->items[self->num_items]);
    }
    self->is_complete = self->num_items == num_paths;
    qsort(self->items, self->num_items, sizeof *self->items, by_draw);
    find_usual(self);
    if (self->usual != NULL)
        compare_with_usual(self, problems);
    return ERR_OK;
}

void parts_free(struct parts *self)
{
    for (size_t i = 0; i < self->num_items; i++)
        saved_run_free(&self->items[i]);
    free(self->items);
    *self = (struct parts){0};
}

/* ---- the range --------------------------------------------------------------------------- */

static void add_gap(const struct saved_run *beside, uint64_t first, uint64_t end, struct problems *problems)
{
    char hint[256];

    snprintf(hint, sizeof hint,
             _("'bassin project' makes them with --first-draw %llu --draws %llu --part FILE and the other "
               "options of the parts"),
             (big)first, (big)(end - first));
    problem_error(problems, place_of(beside), hint, "draws %llu to %llu are missing: they are in no part",
                  (big)first, (big)(end - 1));
}

static void add_overlap(const struct saved_run *part, const struct saved_run *before,
                        struct problems *problems)
{
    uint64_t end = end_of(part) < end_of(before) ? end_of(part) : end_of(before);

    problem_error(problems, place_of(part), N_("leave one of them out"), "draws %llu to %llu are in %s too",
                  (big)part->first_draw, (big)(end - 1), before->name);
}

static void check_end(const struct parts *self, const struct saved_run *last, uint64_t end,
                      struct problems *problems)
{
    uint64_t first = self->items[0].first_draw;

    if (end != 0 && end_of(last) < end && self->is_complete)
        add_gap(last, end_of(last), end, problems);
    if (end != 0 && end_of(last) > end)
        problem_error(problems, place_of(last), NULL, "goes on to draw %llu, beyond the last wanted, %llu",
                      (big)(end_of(last) - 1), (big)(end - 1));
    if (end_of(last) - first > MOST_DRAWS)
        problem_error(problems, place_of(last), NULL, "with it there are more than %llu draws",
                      (big)MOST_DRAWS);
}

void parts_check_range(const struct parts *self, uint64_t first_draw, uint64_t num_draws,
                       struct problems *problems)
{
    const struct saved_run *last = NULL; /* that reaches furthest */
    uint64_t next = first_draw;

    for (size_t i = 0; i < self->num_items; i++) {
        const struct saved_run *part = &self->items[i];
        if (last == NULL && part->first_draw < first_draw)
            problem_error(problems, place_of(part), NULL,
                          "begins with draw %llu, before the first wanted, %llu", (big)part->first_draw,
                          (big)first_draw);
        if (last != NULL && part->first_draw < next)
            add_overlap(part, last, problems);
        if (part->first_draw > next && self->is_complete)
            add_gap(part, next, part->first_draw, problems);
        if (last == NULL || end_of(part) > next) {
            last = part;
            next = end_of(part);
        }
    }
    if (last != NULL)
        check_end(self, last, num_draws > 0 ? first_draw + num_draws : 0, problems);
}

/* ---- the run that they are of ------------------------------------------------------------- */

/* The value of a line of the facts, empty when there is none. */
static struct saved_fact find_fact(const char *facts, const char *key)
{
    for (const char *at = facts; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n')
        if (text_starts_with(at, key))
            return (struct saved_fact){at + strlen(key), strcspn(at + strlen(key), "\n")};
    return (struct saved_fact){"", 0};
}

int parts_check_pack(const struct parts *self, const struct pack *pack, const char *program,
                     struct problems *problems, struct err *err)
{
    struct strbuf facts = {0};
    int status = saved_run_facts_of(self->usual->facts, pack, program, &facts, err);
    struct comparison comparison = {
        place_of(self->usual), {self->usual->facts, strbuf_text(&facts)}, _("this program"), pack->folder};

    if (status == ERR_OK)
        compare(&comparison, problems);
    strbuf_free(&facts);
    return status;
}

/* Whether a list separated by commas has an item. */
static bool has_item(struct saved_fact list, const char *item)
{
    size_t length = strlen(item);

    for (size_t at = 0; at < list.length;) {
        const char *comma = memchr(list.text + at, ',', list.length - at);
        size_t end = comma ? (size_t)(comma - list.text) : list.length;
        if (end - at == length && memcmp(list.text + at, item, length) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

int parts_settings(const struct parts *self, struct engine_settings *settings, struct strbuf *scenarios,
                   struct err *err)
{
    const char *facts = self->usual->facts;
    struct saved_fact scopes = find_fact(facts, "scopes "), metrics = find_fact(facts, "metrics ");
    struct saved_fact names = find_fact(facts, "scenarios "), seed = find_fact(facts, "seed ");
    struct saved_fact points = find_fact(facts, "points ");
    int64_t number = 0;

    for (int k = 0; k < NUM_SCOPE_KINDS; k++)
        settings->choice.scopes[k] = has_item(scopes, layout_scope_names[k]);
    for (int m = 0; m < NUM_METRICS; m++)
        settings->choice.metrics[m] = has_item(metrics, metric_specs[m].name);
    if (number_parse_integer(seed.text, seed.length, &number) != NUMBER_OK)
        return err_set(err, ERR_DATA, "'%s' names no seed", self->usual->name);
    settings->seed = (uint64_t)number;
    settings->points = has_item(points, "sobol") ? POINTS_SOBOL : POINTS_RANDOM;
    settings->without_twin = has_item(points, "without-twin");
    settings->first_draw = self->items[0].first_draw;
    settings->num_draws = 0;
    for (size_t i = 0; i < self->num_items; i++)
        settings->num_draws += self->items[i].num_draws;
    settings->start = self->items;
    settings->num_starts = self->num_items;
    strbuf_add_bytes(scenarios, names.text, names.length);
    return strbuf_status(scenarios, err);
}

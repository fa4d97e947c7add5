#include "sim/model/observed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/counting.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

/* What a row is read with. */
struct reading {
    const struct table *table;
    const struct scenario *scenario;
    struct problems *problems;
    size_t row;
};

static struct place place_of(const struct reading *r, const char *column)
{
    return table_place(r->table, r->row, table_find(r->table, column));
}

static const char *text_of(const struct reading *r, const char *column)
{
    return table_text(r->table, r->row, table_find(r->table, column));
}

static double number_of(const struct reading *r, const char *column)
{
    return table_number(r->table, r->row, table_find(r->table, column));
}

static bool holds_measure(const struct scope *scope, const struct pack_measure *m)
{
    return scope_holds(scope, m->name, m->audience, m->territory);
}

static void suggest_measure(const struct reading *r, const char *name, char *hint, size_t size)
{
    const char *names[64];
    size_t num = 0;

    for (size_t i = 0; i < r->scenario->num_measures && num < 64; i++)
        names[num++] = r->scenario->measures[i]->name;
    const char *near = text_nearest(name, names, num);
    if (near != NULL && strcmp(near, name) != 0)
        snprintf(hint, size, _("did you mean the measure '%s'?"), near);
}

static void check_scope(const struct reading *r, const struct scope *scope)
{
    char hint[128] = N_("write measures, audiences and territories as in measures.csv");

    for (size_t i = 0; i < r->scenario->num_measures; i++)
        if (holds_measure(scope, r->scenario->measures[i]))
            return;
    if (scope->kind == SCOPE_MEASURE || scope->kind == SCOPE_MEASURE_AUDIENCE)
        suggest_measure(r, scope->measure, hint, sizeof hint);
    problem_error(r->problems, place_of(r, "scope"), hint,
                  "the scenario '%s' has no measure in the scope '%.80s'", r->scenario->row->name,
                  text_of(r, "scope"));
}

static void read_scope(struct observation *o, const struct reading *r)
{
    const char *wrong = scope_parse(&o->scope, text_of(r, "scope"));

    if (wrong[0] != '\0')
        problem_error(r->problems, place_of(r, "scope"), NULL, "the scope '%.80s' is not valid: %s",
                      text_of(r, "scope"), wrong);
    else if (text_of(r, "scope")[0] != '\0')
        check_scope(r, &o->scope);
}

static void read_param(struct observation *o, const struct reading *r)
{
    const char *name = text_of(r, "parameter"), *near;
    char hint[128] = N_("see 'bassin list parameters'");

    o->param = param_find(name);
    o->place = place_of(r, "parameter");
    if (name[0] == '\0')
        return;
    if (o->param == NUM_PARAMS) {
        near = param_nearest(name);
        if (near != NULL)
            snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
        problem_error(r->problems, o->place, hint, "there is no parameter '%.80s'", name);
    } else if (counting_of(o->param)->refusal != NULL) {
        problem_error(r->problems, o->place, "'bassin calibrate --help' lists what can be counted",
                      "no count informs %s: %s", name, translate(counting_of(o->param)->refusal));
    }
}

static void read_year(struct observation *o, const struct reading *r)
{
    double year = number_of(r, "year");
    const struct scenario *s = r->scenario;

    o->year = isnan(year) ? 0 : (int)year;
    o->year_place = place_of(r, "year");
    if (o->year != 0 && (o->year < s->first_year || o->year > s->last_year))
        problem_error(r->problems, o->year_place, NULL, "the scenario '%s' has the years %d to %d, not %d",
                      s->row->name, s->first_year, s->last_year, o->year);
}

static void read_counts(struct observation *o, const struct reading *r)
{
    double count = number_of(r, "count"), of = number_of(r, "of");

    if (count > of)
        problem_error(r->problems, place_of(r, "count"), "count is a part of the people in the column of",
                      "%.0f of %.0f people: more than all", count, of);
    o->count = isnan(count) ? 0 : (int64_t)count;
    o->of = isnan(of) ? 0 : (int64_t)of;
}

static void read_row(struct observation *o, const struct reading *r)
{
    read_scope(o, r);
    read_param(o, r);
    read_year(o, r);
    read_counts(o, r);
}

/* Whether some measure of the scenario is counted by both lines, in the same year. */
static bool overlap(const struct scenario *s, const struct observation *a, const struct observation *b)
{
    if (a->param != b->param || a->param == NUM_PARAMS || (a->year && b->year && a->year != b->year))
        return false;
    for (size_t i = 0; i < s->num_measures; i++)
        if (holds_measure(&a->scope, s->measures[i]) && holds_measure(&b->scope, s->measures[i]))
            return true;
    return false;
}

static void check_overlaps(const struct observed *self, const struct scenario *s, struct problems *problems)
{
    for (size_t i = 0; i < self->num_items; i++)
        for (size_t k = 0; k < i; k++)
            if (overlap(s, &self->items[i], &self->items[k])) {
                problem_error(problems, self->items[i].place,
                              "give each group of people and year once; a year on one line asks for it on "
                              "the other",
                              "%s of the same people as on line %ld", param_specs[self->items[i].param].name,
                              self->items[k].place.line);
                break;
            }
}

int observed_read(struct observed *self, const char *path, const struct scenario *scenario,
                  struct problems *problems, struct err *err)
{
    int status;

    *self = (struct observed){0};
    status = table_read_file(&self->table, path, "observed", problems, err);
    if (status != ERR_OK || self->table.is_damaged)
        return status;
    self->items = mem_alloc(self->table.num_rows, sizeof *self->items, err);
    if (self->items == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < self->table.num_rows; row++)
        read_row(&self->items[self->num_items++], &(struct reading){&self->table, scenario, problems, row});
    check_overlaps(self, scenario, problems);
    return ERR_OK;
}

void observed_free(struct observed *self)
{
    table_free(&self->table);
    free(self->items);
    *self = (struct observed){0};
}

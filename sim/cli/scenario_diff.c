#include "sim/cli/scenario_diff.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/number.h"

/* One thing that a scenario says. */
struct fact {
    char where[2 * SCOPE_TEXT_SIZE];
    char what[SCOPE_TEXT_SIZE];
    int from_year; /* 0 if it always holds */
    char value[160];
    const char *source; /* borrowed */
};

struct facts {
    struct fact *items;
    size_t num_items, capacity;
    int status;
    struct err *err;
};

static void add_fact(struct facts *self, const char *where, const char *what, const char *value,
                     const char *source)
{
    struct fact *fact;

    if (self->status == ERR_OK)
        self->status =
            mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, self->err);
    if (self->status != ERR_OK)
        return;
    fact = &self->items[self->num_items++];
    *fact = (struct fact){.source = source};
    snprintf(fact->where, sizeof fact->where, "%s", where);
    snprintf(fact->what, sizeof fact->what, "%s", what);
    snprintf(fact->value, sizeof fact->value, "%s", value);
}

/* An empty cell (NaN) says nothing. */
static void add_number(struct facts *self, const char *where, const char *what, double value,
                       const char *source)
{
    char text[NUMBER_TEXT_SIZE];

    if (!isfinite(value))
        return;
    number_format(value, text);
    add_fact(self, where, what, text, source);
}

static void add_settings(struct facts *self, const struct scenario *s)
{
    add_number(self, "scenario", "first_year", s->first_year, "");
    add_number(self, "scenario", "last_year", s->last_year, "");
    add_number(self, "scenario", "steps_per_year", s->steps_per_year, "");
    add_fact(self, "scenario", "additionality", s->is_causal ? "causal" : "gross", "");
    add_fact(self, "scenario", "counts", counted_name(s->counted), "");
}

static void add_measure(struct facts *self, const struct pack_measure *m)
{
    char where[2 * SCOPE_TEXT_SIZE];

    snprintf(where, sizeof where, "%s/%s", m->name, audience_name(m->audience));
    add_fact(self, where, "territory", m->territory, m->source);
    add_number(self, where, "level", m->level, m->source);
    add_number(self, where, "opening", m->opening, m->source);
    add_number(self, where, "closing", m->closing, m->source);
    add_number(self, where, "places", m->places, m->source);
    add_number(self, where, "sites", m->sites, m->source);
    add_number(self, where, "course_years", m->course_years, m->source);
    add_number(self, where, "grant_eur", m->grant_eur, m->source);
    add_number(self, where, "public_share", m->public_share, m->source);
    add_number(self, where, "grant_from", m->grant_from, m->source);
    add_number(self, where, "grant_to", m->grant_to, m->source);
}

static void add_funding(struct facts *self, const struct pack_funding *f)
{
    char what[SCOPE_TEXT_SIZE];
    const char *item = f->investment && f->operation ? "all" : f->investment ? "investment" : "operation";

    snprintf(what, sizeof what, "share of %s paid by %s", item, f->funder);
    add_number(self, f->measure, what, f->share, f->source);
    snprintf(what, sizeof what, "cap on %s paid by %s", item, f->funder);
    add_number(self, f->measure, what, f->cap_eur, f->source);
}

static void add_params(struct facts *self, const struct model *model, const struct scenario *s,
                       const char *where, const struct binding_of_param params[NUM_PARAMS])
{
    char text[160];

    for (int p = 0; p < NUM_PARAMS; p++)
        for (size_t i = 0; i < params[p].num_segments; i++) {
            const struct segment *segment = &params[p].segments[i];
            if (segment->variable == NO_VARIABLE)
                continue;
            const struct variable_spec *v = &model->variables[segment->variable];
            dist_describe(&v->dist, text, sizeof text);
            add_fact(self, where, param_specs[p].name, text, v->row ? v->row->source : "");
            if (self->status == ERR_OK && segment->from_step > 0)
                self->items[self->num_items - 1].from_year =
                    s->first_year + segment->from_step / s->steps_per_year;
        }
}

static int collect(struct facts *self, const struct model *model, const struct scenario *s)
{
    add_settings(self, s);
    for (size_t i = 0; i < s->num_measures; i++)
        add_measure(self, s->measures[i]);
    for (size_t i = 0; i < s->num_fundings; i++)
        add_funding(self, s->fundings[i]);
    add_params(self, model, s, "all", s->run_params);
    for (size_t c = 0; c < s->num_cohorts; c++)
        add_params(self, model, s, s->cohorts[c].name, s->cohorts[c].params);
    return self->status;
}

static const struct fact *find(const struct facts *self, const struct fact *fact)
{
    for (size_t i = 0; i < self->num_items; i++) {
        const struct fact *item = &self->items[i];
        if (item->from_year == fact->from_year && strcmp(item->what, fact->what) == 0 &&
            strcmp(item->where, fact->where) == 0)
            return item;
    }
    return NULL;
}

static void write_row(const struct fact *key, const struct fact *a, const struct fact *b, struct csvout *out)
{
    csvout_text(out, key->where);
    csvout_text(out, key->what);
    if (key->from_year != 0)
        csvout_integer(out, key->from_year);
    else
        csvout_text(out, "");
    csvout_text(out, a ? a->value : "");
    csvout_text(out, b ? b->value : "");
    csvout_text(out, a ? a->source : "");
    csvout_text(out, b ? b->source : "");
    csvout_end(out);
}

int scenario_diff(const struct model *model, const struct scenario *a, const struct scenario *b,
                  struct csvout *out, struct err *err)
{
    static const char *const names[] = {"where",   "what",     "from_year", "value_1",
                                        "value_2", "source_1", "source_2",  NULL};
    struct facts first = {.err = err}, second = {.err = err};
    int status = collect(&first, model, a);

    if (status == ERR_OK)
        status = collect(&second, model, b);
    csvout_header(out, names);
    for (size_t i = 0; i < first.num_items && status == ERR_OK; i++) {
        const struct fact *other = find(&second, &first.items[i]);
        if (other == NULL || strcmp(other->value, first.items[i].value) != 0)
            write_row(&first.items[i], &first.items[i], other, out);
    }
    for (size_t i = 0; i < second.num_items && status == ERR_OK; i++)
        if (find(&first, &second.items[i]) == NULL)
            write_row(&second.items[i], NULL, &second.items[i], out);
    free(first.items);
    free(second.items);
    return status;
}

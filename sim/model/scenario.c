#include "sim/model/scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/block.h"
#include "sim/model/resolve.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

static const struct pack_scenario *parent_of(const struct pack *pack, const struct pack_scenario *s)
{
    size_t i = pack_find_scenario(pack, s->extends);

    return i < pack->num_scenarios ? &pack->scenarios[i] : NULL;
}

/* The first non-empty cell from a scenario up through those that it extends. */
#define INHERIT_TEXT(field)                                                                                  \
    static const char *inherit_##field(const struct pack *pack, const struct pack_scenario *s)               \
    {                                                                                                        \
        for (; s != NULL; s = parent_of(pack, s))                                                            \
            if (s->field[0] != '\0')                                                                         \
                return s->field;                                                                             \
        return "";                                                                                           \
    }
#define INHERIT_NUMBER(field)                                                                                \
    static double inherit_##field(const struct pack *pack, const struct pack_scenario *s)                    \
    {                                                                                                        \
        for (; s != NULL; s = parent_of(pack, s))                                                            \
            if (!isnan(s->field))                                                                            \
                return s->field;                                                                             \
        return NAN;                                                                                          \
    }

INHERIT_TEXT(reference)
INHERIT_TEXT(additionality)
INHERIT_TEXT(detail)
INHERIT_TEXT(macro_mean)
INHERIT_TEXT(payment_timing)
INHERIT_TEXT(counts)
INHERIT_NUMBER(first_year)
INHERIT_NUMBER(last_year)
INHERIT_NUMBER(steps_per_year)

static void need_setting(const struct pack_scenario *row, bool is_given, const char *column,
                         struct problems *problems)
{
    if (!is_given)
        problem_error(problems, row->place, "give it here or in the scenario that this one extends",
                      "the scenario '%s' has no %s", row->name, column);
}

static void fill_settings(struct scenario *s, const struct pack *pack, struct problems *problems)
{
    const struct pack_scenario *row = s->row;
    const char *additionality = inherit_additionality(pack, row);
    const char *timing = inherit_payment_timing(pack, row);
    double first = inherit_first_year(pack, row), last = inherit_last_year(pack, row);
    double steps = inherit_steps_per_year(pack, row);

    need_setting(row, !isnan(first), "first_year", problems);
    need_setting(row, !isnan(last), "last_year", problems);
    need_setting(row, !isnan(steps), "steps_per_year", problems);
    need_setting(row, additionality[0] != '\0', "additionality", problems);
    s->label_fr = row->label_fr[0] ? row->label_fr : row->name;
    s->label_en = row->label_en[0] ? row->label_en : row->name;
    s->first_year = isnan(first) ? 0 : (int)first;
    s->last_year = isnan(last) ? 0 : (int)last;
    s->steps_per_year = isnan(steps) ? 1 : (int)steps;
    s->num_years = s->last_year - s->first_year + 1;
    s->is_causal = strcmp(additionality, "causal") == 0;
    s->merges = strcmp(inherit_detail(pack, row), "total") == 0;
    s->keeps_mean = strcmp(inherit_macro_mean(pack, row), "mean") == 0;
    s->counted = counted_find(inherit_counts(pack, row));
    s->timing = strcmp(timing, "start") == 0 ? TIMING_START
                : strcmp(timing, "end") == 0 ? TIMING_END
                                             : TIMING_MID;
    if (!isnan(first) && !isnan(last) && (s->num_years < 1 || s->num_years > 50)) {
        problem_error(problems, row->place, NULL,
                      "the scenario '%s' runs from %d to %d, expected 1 to 50 years", row->name,
                      s->first_year, s->last_year);
        s->num_years = 1;
    }
    s->num_steps = s->num_years * s->steps_per_year;
}

static void report_unknown(const struct pack *pack, const char *name, struct problems *problems)
{
    const char *names[64];
    char hint[160] = "";
    size_t num = 0;

    for (; num < pack->num_scenarios && num < 64; num++)
        names[num] = pack->scenarios[num].name;
    const char *near = text_nearest(name, names, num);
    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
    problem_error(problems, ((struct place){pack_file(pack, 0), 0, 0}), hint, "there is no scenario '%s'",
                  name);
}

/* The scenarios asked for, then the references they need. */
static int choose_scenarios(struct model *self, const char *const *names, size_t num_names,
                            struct problems *problems, struct err *err)
{
    const struct pack *pack = self->pack;
    bool *chosen = mem_alloc(pack->num_scenarios, sizeof *chosen, err);

    self->scenarios = mem_alloc(pack->num_scenarios, sizeof *self->scenarios, err);
    if (chosen == NULL || self->scenarios == NULL) {
        free(chosen);
        return ERR_LIMIT;
    }
    for (size_t i = 0; i < pack->num_scenarios; i++)
        chosen[i] = num_names == 0;
    for (size_t n = 0; n < num_names; n++) {
        size_t i = pack_find_scenario(pack, names[n]);
        if (i == pack->num_scenarios)
            report_unknown(pack, names[n], problems);
        else
            chosen[i] = true;
    }
    for (size_t i = 0; i < pack->num_scenarios; i++) {
        size_t r = pack_find_scenario(pack, inherit_reference(pack, &pack->scenarios[i]));
        if (chosen[i] && r < pack->num_scenarios)
            chosen[r] = true;
    }
    for (size_t i = 0; i < pack->num_scenarios; i++)
        if (chosen[i])
            self->scenarios[self->num_scenarios++] = (struct scenario){.row = &pack->scenarios[i]};
    free(chosen);
    return ERR_OK;
}

static void link_references(struct model *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_scenarios; i++) {
        struct scenario *s = &self->scenarios[i];
        const char *name = inherit_reference(self->pack, s->row);
        s->reference = NO_SCENARIO;
        for (size_t k = 0; k < self->num_scenarios; k++)
            if (k != i && strcmp(self->scenarios[k].row->name, name) == 0)
                s->reference = k;
        const struct scenario *r = s->reference == NO_SCENARIO ? s : &self->scenarios[s->reference];
        if (r->first_year != s->first_year || r->last_year != s->last_year ||
            r->steps_per_year != s->steps_per_year)
            problem_error(problems, s->row->place, "give both the same years and steps",
                          "the scenario '%s' and its reference '%s' do not cover the same periods",
                          s->row->name, r->row->name);
    }
}

int model_build(struct model *self, const struct pack *pack, const char *const *names, size_t num_names,
                struct problems *problems, struct err *err)
{
    size_t before = problems->num_errors;
    int status;

    *self = (struct model){.pack = pack};
    if (pack->is_unresolvable)
        return ERR_OK;
    status = choose_scenarios(self, names, num_names, problems, err);
    for (size_t i = 0; i < self->num_scenarios && status == ERR_OK; i++)
        fill_settings(&self->scenarios[i], pack, problems);
    link_references(self, problems);
    for (size_t i = 0; i < self->num_scenarios && status == ERR_OK; i++)
        status = resolve_scenario(self, &self->scenarios[i], problems, err);
    self->is_complete = status == ERR_OK && problems->num_errors == before;
    if (status != ERR_OK)
        model_free(self);
    return status;
}

static void free_params(struct binding_of_param params[NUM_PARAMS])
{
    for (int p = 0; p < NUM_PARAMS; p++)
        free(params[p].segments);
}

static void free_scenario(struct scenario *s)
{
    for (size_t c = 0; c < s->num_cohorts; c++) {
        free_params(s->cohorts[c].params);
        free(s->cohorts[c].sites);
        free(s->cohorts[c].name);
    }
    free_params(s->run_params);
    free(s->cohorts);
    free(s->measures);
    free(s->fundings);
}

void model_free(struct model *self)
{
    for (size_t i = 0; i < self->num_scenarios; i++)
        free_scenario(&self->scenarios[i]);
    for (size_t v = 0; v < self->num_variables; v++)
        free(self->variables[v].name);
    free(self->scenarios);
    free(self->variables);
    *self = (struct model){0};
}

bool has_intake(const struct pack *pack, enum audience audience, int steps_per_year, int step)
{
    unsigned months = pack->intake_months[audience];
    int length = 12 / steps_per_year, first = step % steps_per_year * length;

    return months == 0 || (months >> first & ((1u << length) - 1)) != 0;
}

struct intake intake_of(const struct pack *pack, enum audience audience, int steps_per_year, int step)
{
    unsigned months = pack->intake_months[audience];
    int length = 12 / steps_per_year, first = step % steps_per_year * length;
    double begin = (double)step / steps_per_year, year = step / steps_per_year;

    for (int month = first + length - 1; month >= first; month--)
        if ((months >> month & 1) != 0)
            return (struct intake){year + month / 12.0, year + (month + 1) / 12.0};
    return (struct intake){begin, begin};
}

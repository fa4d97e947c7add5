#include "sim/model/calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/counting.h"
#include "sim/model/resolve.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/numeric/predictive.h"

/* ---- which assumption a line informs --------------------------------------------------- */

/* The rows that give the parameter to the measures and years of a line. */
struct priors {
    const struct pack_assumption *first, *other; /* other: one more, NULL if there is none */
    const struct pack_measure *without;          /* a measure that has none */
};

static void look_at(struct priors *self, const struct pack_assumption *row, const struct pack_measure *m)
{
    if (row == NULL)
        self->without = m;
    else if (self->first == NULL)
        self->first = row;
    else if (row != self->first)
        self->other = row;
}

static struct priors priors_of(const struct model *model, const struct scenario *s,
                               const struct observation *o)
{
    struct priors priors = {0};
    int first = o->year ? o->year : s->first_year, last = o->year ? o->year : s->last_year;

    for (size_t i = 0; i < s->num_measures; i++) {
        const struct pack_measure *m = s->measures[i];
        if (!scope_holds(&o->scope, m->name, m->audience, m->territory))
            continue;
        for (int year = first; year <= last; year++)
            look_at(
                &priors,
                resolve_assumption(model->pack, s->row, o->param, m->name, m->audience, m->territory, year),
                m);
    }
    return priors;
}

static void describe_row(const struct pack_assumption *row, char *out, size_t size)
{
    char scope[2 * SCOPE_TEXT_SIZE];

    scope_text(&row->scope, scope);
    if (isinf(row->from_year))
        snprintf(out, size, "%s", scope);
    else
        snprintf(out, size, _("%s from %g on"), scope, row->from_year);
}

static void report_several(const struct observation *o, const struct priors *priors,
                           struct problems *problems)
{
    char a[256], b[256];

    describe_row(priors->first, a, sizeof a);
    describe_row(priors->other, b, sizeof b);
    problem_error(problems, o->place, "give the counts of each apart, by scope and year",
                  "these people have different values of %s in the pack: of %s, of %s",
                  param_specs[o->param].name, a, b);
}

/* NULL when the line cannot be used; the problem says why. */
static const struct pack_assumption *find_prior(const struct model *model, const struct scenario *s,
                                                const struct observation *o, struct problems *problems)
{
    struct priors priors = priors_of(model, s, o);

    if (priors.other != NULL) {
        report_several(o, &priors, problems);
        return NULL;
    }
    if (priors.without != NULL || priors.first == NULL) {
        problem_error(problems, o->place, "add a row with a distribution to assumptions.csv",
                      "the scenario '%s' gives no %s to %s/%s: there is nothing to learn from", s->row->name,
                      param_specs[o->param].name, priors.without ? priors.without->name : "",
                      priors.without ? audience_name(priors.without->audience) : "");
        return NULL;
    }
    return priors.first;
}

/* ---- counts by assumption --------------------------------------------------------------- */

static int count_correlations(const struct pack *pack, const struct pack_assumption *row)
{
    int num = 0;

    for (size_t i = 0; i < pack->num_correlations; i++) {
        const struct pack_correlation *c = &pack->correlations[i];
        for (int k = 0; k < 2; k++)
            num += c->params[k] == row->param && scope_equal(&c->scopes[k], &row->scope);
    }
    return num;
}

static struct update *find_update(struct calibration *self, const struct model *model,
                                  const struct pack_assumption *row, const struct observation *o,
                                  struct err *err)
{
    for (size_t i = 0; i < self->num_updates; i++)
        if (self->updates[i].prior == row)
            return &self->updates[i];
    if (mem_grow(&self->updates, &self->capacity, self->num_updates + 1, sizeof *self->updates, err) !=
        ERR_OK)
        return NULL;
    struct update *u = &self->updates[self->num_updates++];
    *u = (struct update){.prior = row,
                         .total = NAN,
                         .same_share = NAN,
                         .correlations = count_correlations(model->pack, row),
                         .place = o->place};
    return u;
}

static int add_line(struct update *u, const struct observation *o, struct err *err)
{
    struct strbuf text = {0};
    int status;

    if (u->lines != NULL)
        strbuf_addf(&text, "%s, ", u->lines);
    strbuf_addf(&text, "%ld", o->place.line);
    free(u->lines);
    u->lines = NULL;
    status = strbuf_status(&text, err);
    if (status == ERR_OK)
        u->lines = mem_copy_text(strbuf_text(&text), text.length, err);
    strbuf_free(&text);
    u->num_lines++;
    u->count += o->count;
    u->of += o->of;
    u->squares += (double)o->count * (double)o->count / (double)o->of;
    return u->lines ? ERR_OK : ERR_LIMIT;
}

static int collect(struct calibration *self, const struct model *model, const struct observed *observed,
                   struct problems *problems, struct err *err)
{
    for (size_t i = 0; i < observed->num_items; i++) {
        const struct observation *o = &observed->items[i];
        const struct pack_assumption *row = find_prior(model, self->scenario, o, problems);
        struct update *u = row ? find_update(self, model, row, o, err) : NULL;
        if (row != NULL && (u == NULL || add_line(u, o, err) != ERR_OK))
            return ERR_LIMIT;
    }
    return ERR_OK;
}

static bool is_observed(const struct observed *observed, enum param param, const struct pack_measure *m)
{
    for (size_t i = 0; i < observed->num_items; i++)
        if (observed->items[i].param == param &&
            scope_holds(&observed->items[i].scope, m->name, m->audience, m->territory))
            return true;
    return false;
}

/* Whether the scenario has a measure to which the row applies and which no line counts. */
static bool is_shared(const struct model *model, const struct scenario *s, const struct observed *observed,
                      const struct pack_assumption *row)
{
    for (size_t i = 0; i < s->num_measures; i++) {
        const struct pack_measure *m = s->measures[i];
        if (is_observed(observed, row->param, m))
            continue;
        for (int year = s->first_year; year <= s->last_year; year++)
            if (resolve_assumption(model->pack, s->row, row->param, m->name, m->audience, m->territory,
                                   year) == row)
                return true;
    }
    return false;
}

/* ---- entry levels: drawn together, counted together ------------------------------------- */

static bool same_levels(const struct update *a, const struct update *b)
{
    return counting_is_level(b->prior->param) && b->prior->dist.family == DIST_DIRICHLET &&
           scope_equal(&a->prior->scope, &b->prior->scope);
}

static void check_levels(struct calibration *self, struct update *u, struct problems *problems)
{
    int64_t counted = 0;
    bool same = true;
    int num = 0;

    u->total = 0;
    for (size_t i = 0; i < self->num_updates; i++)
        if (same_levels(u, &self->updates[i])) {
            num++;
            counted += self->updates[i].count;
            same &= self->updates[i].of == u->of;
            u->total += self->updates[i].prior->dist.n;
        }
    if (num != 5)
        problem_error(problems, u->place, "give all five levels, 0 where there is nobody",
                      "%d of the five entry levels are counted", num);
    else if (!same || counted != u->of)
        problem_error(problems, u->place, "the five counts are of the same people and add up to them",
                      "%s: the five levels count %lld people in all, of %lld",
                      param_specs[u->prior->param].name, (long long)counted, (long long)u->of);
}

static bool is_first_of_levels(const struct calibration *self, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (same_levels(&self->updates[index], &self->updates[i]))
            return false;
    return true;
}

static void check_families(struct calibration *self, struct problems *problems)
{
    struct problems ignored = {0};

    for (size_t i = 0; i < self->num_updates; i++) {
        struct update *u = &self->updates[i];
        enum dist_family family = u->prior->dist.family;
        if (!counting_is_level(u->prior->param))
            continue;
        if (family == DIST_DIRICHLET) /* one message for the five */
            check_levels(self, u, is_first_of_levels(self, i) ? problems : &ignored);
        else if (family != DIST_FIXED)
            problem_error(problems, u->place, "give the five levels as dirichlet in assumptions.csv",
                          "%s is %s: counts of levels inform only a dirichlet",
                          param_specs[u->prior->param].name, dist_family_name(family));
    }
    problems_free(&ignored);
}

/* ---- learning ------------------------------------------------------------------------------ */

static void warn_of_conflict(const struct update *u, struct problems *problems)
{
    char text[160];

    dist_describe(&u->prior->dist, text, sizeof text);
    if (u->posterior.p < CALIBRATE_CONFLICT)
        problem_warning(
            problems, u->place, "look at both: who was counted, and where the assumption comes from",
            "%s: %lld of %lld conflict with the assumption %s (probability %.2g of a count so far "
            "out)",
            param_specs[u->prior->param].name, (long long)u->count, (long long)u->of, text, u->posterior.p);
    if (u->same_share < CALIBRATE_CONFLICT)
        problem_warning(
            problems, u->place, "give those who differ assumptions of their own in the pack",
            "%s: the shares on lines %s differ beyond chance (probability %.2g), but the pack has "
            "one value for all: what is learned is too sure",
            param_specs[u->prior->param].name, u->lines, u->same_share);
    if (u->prior->status == STATUS_OBSERVED)
        problem_warning(problems, u->place, "the same people must not count twice",
                        "%s has learned from counts already (%.200s)", param_specs[u->prior->param].name,
                        u->prior->source);
}

static int learn(struct update *u, struct problems *problems, struct err *err)
{
    struct err own = {0};
    int status = posterior_learn(&u->posterior, &u->prior->dist, u->total, u->count, u->of, &own);

    if (status == ERR_DATA) {
        bool is_far = u->posterior.p < CALIBRATE_CONFLICT;
        problem_error(problems, u->place,
                      is_far ? N_("widen the assumption, or look at the counts")
                             : N_("with so many people counted, give the assumption as a beta"),
                      "%s: %lld of %lld %s (%s)", param_specs[u->prior->param].name, (long long)u->count,
                      (long long)u->of,
                      is_far ? _("are all but excluded by the assumption")
                             : _("are more than its family can follow"),
                      own.message);
        return ERR_OK;
    }
    if (status != ERR_OK)
        return err_set(err, own.code, "%s", own.message);
    u->same_share = predictive_same_share(u->squares, (double)u->count, (double)u->of, u->num_lines);
    warn_of_conflict(u, problems);
    return ERR_OK;
}

/* ---- nothing else changes -------------------------------------------------------------------- */

bool update_replaces(const struct update *self, const struct scenario *scenario)
{
    return !self->prior->is_default && strcmp(self->prior->scenario, scenario->row->name) == 0;
}

/* The pack as it will be: its rows, then those that are added. */
static int changed_pack(const struct calibration *self, const struct pack *pack, struct pack *changed,
                        struct err *err)
{
    *changed = *pack;
    changed->assumptions =
        mem_alloc(pack->num_assumptions + self->num_updates, sizeof *changed->assumptions, err);
    if (changed->assumptions == NULL)
        return ERR_LIMIT;
    memcpy(changed->assumptions, pack->assumptions, pack->num_assumptions * sizeof *pack->assumptions);
    for (size_t i = 0; i < self->num_updates; i++) {
        const struct update *u = &self->updates[i];
        struct pack_assumption *row = &changed->assumptions[changed->num_assumptions];
        if (u->posterior.learning == LEARN_NOTHING || update_replaces(u, self->scenario))
            continue;
        *row = *u->prior;
        row->scenario = self->scenario->row->name;
        row->is_default = false;
        changed->num_assumptions++;
    }
    return ERR_OK;
}

/* A row for people of a scenario before and after: the same, or its posterior in the
 * scenarios that inherit it. */
static bool is_as_meant(const struct calibration *self, const struct pack *pack, const struct pack *changed,
                        const struct pack_assumption *before, const struct pack_assumption *after)
{
    if (before == NULL || after == NULL)
        return before == NULL && after == NULL;
    size_t index = (size_t)(after - changed->assumptions);
    if (index < pack->num_assumptions)
        return index == (size_t)(before - pack->assumptions);
    for (size_t i = 0; i < self->num_updates; i++)
        if (self->updates[i].prior == before)
            return after->param == before->param && after->from_year == before->from_year &&
                   scope_equal(&after->scope, &before->scope);
    return false;
}

static void check_measure(const struct calibration *self, const struct pack *pack, const struct pack *changed,
                          const struct scenario *s, const struct pack_measure *m, enum param param,
                          struct problems *problems)
{
    for (int year = s->first_year; year <= s->last_year; year++) {
        const struct pack_assumption *before =
            resolve_assumption(pack, s->row, param, m->name, m->audience, m->territory, year);
        const struct pack_assumption *after =
            resolve_assumption(changed, s->row, param, m->name, m->audience, m->territory, year);
        if (is_as_meant(self, pack, changed, before, after))
            continue;
        problem_error(
            problems, s->row->place,
            "restate the assumption of the people observed in the pack, with a scope of their own",
            "learning %s would change it for %s/%s of the scenario '%s' in %d, who were not observed",
            param_specs[param].name, m->name, audience_name(m->audience), s->row->name, year);
        return;
    }
}

static int check_rest(const struct calibration *self, const struct model *model, struct problems *problems,
                      struct err *err)
{
    struct pack changed;
    int status = changed_pack(self, model->pack, &changed, err);

    for (size_t k = 0; k < model->num_scenarios && status == ERR_OK; k++) {
        const struct scenario *s = &model->scenarios[k];
        for (size_t i = 0; i < s->num_measures; i++)
            for (int p = 0; p < NUM_PARAMS; p++)
                check_measure(self, model->pack, &changed, s, s->measures[i], (enum param)p, problems);
    }
    free(changed.assumptions);
    return status;
}

/* ---- all of it --------------------------------------------------------------------------------- */

int calibration_make(struct calibration *self, const struct model *model, const struct scenario *scenario,
                     const struct observed *observed, struct problems *problems, struct err *err)
{
    size_t before = problems->num_errors;
    int status;

    *self = (struct calibration){.scenario = scenario};
    status = collect(self, model, observed, problems, err);
    if (status == ERR_OK)
        check_families(self, problems);
    bool is_clean = problems->num_errors == before;
    for (size_t i = 0; i < self->num_updates && status == ERR_OK && is_clean; i++) {
        self->updates[i].is_shared = is_shared(model, scenario, observed, self->updates[i].prior);
        status = learn(&self->updates[i], problems, err);
    }
    if (status == ERR_OK && problems->num_errors == before)
        status = check_rest(self, model, problems, err);
    return status;
}

void calibration_free(struct calibration *self)
{
    for (size_t i = 0; i < self->num_updates; i++)
        free(self->updates[i].lines);
    free(self->updates);
    *self = (struct calibration){0};
}

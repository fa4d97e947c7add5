#include "sim/model/resolve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"

/* How far a row is from a scenario: 0 its own, 1 the one it extends, ...; the
 * defaults come last and only when the chain ends in them; -1 if not inherited. */
static int distance(const struct pack *pack, const struct pack_scenario *scenario, const char *name,
                    bool is_default)
{
    const struct pack_scenario *s = scenario;

    for (int steps = 0;; steps++) {
        if (!is_default && strcmp(s->name, name) == 0)
            return steps;
        if (strcmp(s->extends, "defaults") == 0)
            return is_default ? 1000 : -1;
        size_t parent = pack_find_scenario(pack, s->extends);
        if (parent == pack->num_scenarios || steps > (int)pack->num_scenarios)
            return -1;
        s = &pack->scenarios[parent];
    }
}

/* A row is restated when a nearer scenario has one with the same scope,
 * parameter and first year. */
static bool is_restated(const struct pack *pack, const struct pack_scenario *scenario,
                        const struct pack_assumption *row, int row_distance)
{
    for (size_t i = 0; i < pack->num_assumptions; i++) {
        const struct pack_assumption *other = &pack->assumptions[i];
        if (other == row || other->param != row->param || other->from_year != row->from_year ||
            other->is_default || !scope_equal(&other->scope, &row->scope))
            continue;
        int d = distance(pack, scenario, other->scenario, false);
        if (d >= 0 && d < row_distance)
            return true;
    }
    return false;
}

static bool is_better(const struct pack_assumption *a, const struct pack_assumption *best)
{
    if (best == NULL || a->is_default != best->is_default)
        return best == NULL || best->is_default;
    if (a->scope.kind != best->scope.kind)
        return a->scope.kind > best->scope.kind;
    return a->from_year > best->from_year;
}

const struct pack_assumption *resolve_assumption(const struct pack *pack,
                                                 const struct pack_scenario *scenario, enum param param,
                                                 const char *measure, enum audience audience,
                                                 const char *territory, double year)
{
    const struct pack_assumption *best = NULL;

    for (size_t i = 0; i < pack->num_assumptions; i++) {
        const struct pack_assumption *row = &pack->assumptions[i];
        if (row->param != param || row->from_year > year ||
            !scope_holds(&row->scope, measure, audience, territory))
            continue;
        int d = distance(pack, scenario, row->scenario, row->is_default);
        if (d >= 0 && is_better(row, best) && !is_restated(pack, scenario, row, d))
            best = row;
    }
    return best;
}

/* Far beyond any chain of scenarios: rows that name no scenario apply to all. */
enum { FARTHEST = 1000 };

static int target_distance(const struct pack *pack, const struct pack_scenario *scenario,
                           const struct pack_target *target)
{
    return target->scenario[0] == '\0' ? FARTHEST : distance(pack, scenario, target->scenario, false);
}

bool resolve_target(const struct pack *pack, const struct pack_scenario *scenario, size_t target)
{
    const struct pack_target *t = &pack->targets[target];
    int d = target_distance(pack, scenario, t);

    for (size_t i = 0; i < pack->num_targets && d >= 0; i++) {
        const struct pack_target *other = &pack->targets[i];
        int e = target_distance(pack, scenario, other);
        if (e >= 0 && e < d && pack_same_target(other, t))
            return false;
    }
    return d >= 0;
}

static int add_variable(struct model *model, const struct pack_assumption *row, enum param param,
                        size_t *index, struct err *err)
{
    char scope[2 * SCOPE_TEXT_SIZE], name[3 * SCOPE_TEXT_SIZE];
    struct dist dist = {.value = param_specs[param].neutral, .n = NAN, .sd = NAN, .min = NAN, .max = NAN};

    if (row != NULL) {
        dist = row->dist;
        scope_text(&row->scope, scope);
        if (isinf(row->from_year))
            snprintf(name, sizeof name, "%s %s", scope, param_specs[param].name);
        else
            snprintf(name, sizeof name, "%s %s %g", scope, param_specs[param].name, row->from_year);
    } else {
        snprintf(name, sizeof name, "neutral %s", param_specs[param].name);
    }
    for (size_t v = 0; v < model->num_variables; v++)
        if (model->variables[v].row == row && model->variables[v].param == param) {
            *index = v;
            return ERR_OK;
        }
    if (mem_grow(&model->variables, &model->variables_capacity, model->num_variables + 1,
                 sizeof *model->variables, err) != ERR_OK)
        return ERR_LIMIT;
    struct variable_spec *variable = &model->variables[model->num_variables];
    *variable = (struct variable_spec){.dist = dist, .param = param, .row = row};
    variable->name = mem_copy_text(name, strlen(name), err);
    if (variable->name == NULL)
        return ERR_LIMIT;
    *index = model->num_variables++;
    return ERR_OK;
}

static int add_segment(struct binding_of_param *binding, int step, size_t variable, struct err *err)
{
    if (binding->num_segments > 0 && binding->segments[binding->num_segments - 1].variable == variable)
        return ERR_OK;
    if (mem_grow(&binding->segments, &binding->capacity, binding->num_segments + 1, sizeof *binding->segments,
                 err) != ERR_OK)
        return ERR_LIMIT;
    binding->segments[binding->num_segments++] = (struct segment){step, variable};
    return ERR_OK;
}

static void report_missing(const struct scenario *s, enum param param, const char *measure,
                           enum audience audience, struct problems *problems)
{
    const struct param_spec *spec = &param_specs[param];
    char hint[192];

    snprintf(hint, sizeof hint, _("add a row to assumptions.csv (%s), or let the scenario extend 'defaults'"),
             spec->meaning);
    problem_error(problems, s->row->place, hint, "the scenario '%s' gives no %s to %s/%s", s->row->name,
                  spec->name, measure, audience_name(audience));
}

static bool is_needed(const struct scenario *s, const struct param_spec *spec)
{
    return spec->need == NEED_ALWAYS || (spec->need == NEED_CAUSAL && s->is_causal);
}

/* The effects are relative to what would have happened: without that comparison
 * they would be counted for nothing, or twice. */
static bool is_refused(const struct scenario *s, enum param param)
{
    return !s->is_causal &&
           ((param >= PARAM_EFFECT_6 && param <= PARAM_LOCAL_WITHOUT) || param == PARAM_FISCAL_RETURN);
}

static bool is_of_guide(enum param param)
{
    return param >= PARAM_DEADWEIGHT && param <= PARAM_MULTIPLIER;
}

static int bind_year(struct model *model, struct scenario *s, const struct pack_measure *m, enum param param,
                     int year, struct binding_of_param *binding, struct problems *problems, struct err *err)
{
    const struct param_spec *spec = &param_specs[param];
    const struct pack_assumption *row =
        resolve_assumption(model->pack, s->row, param, m ? m->name : "", m ? m->audience : NUM_AUDIENCES,
                           m ? m->territory : "", year);
    size_t variable = NO_VARIABLE;

    if (row != NULL && is_refused(s, param)) {
        if (!row->is_default && year == s->first_year)
            problem_error(problems, row->place, "set additionality to causal, or remove the row",
                          "%s compares with what would happen without the programme, but the scenario '%s' "
                          "is gross",
                          spec->name, s->row->name);
        row = NULL;
    }
    if (row != NULL && param == PARAM_DEADWEIGHT && s->is_causal) {
        if (year == s->first_year)
            problem_error(problems, row->place, "set additionality to gross, or remove the row",
                          "deadweight would be taken off twice: the scenario '%s' is causal and counts only "
                          "jobs that would not be there anyway",
                          s->row->name);
        row = NULL;
    }
    s->has_guide |= row != NULL && is_of_guide(param);
    s->has_pool |= row != NULL && param == PARAM_ELIGIBLE;
    s->has_vacancies |= row != NULL && param == PARAM_INDUSTRY_JOBS;
    if (row == NULL && is_needed(s, spec) && m != NULL && year == s->first_year)
        report_missing(s, param, m->name, m->audience, problems);
    if (row != NULL || spec->need == NEED_NEUTRAL) {
        int status = add_variable(model, row, param, &variable, err);
        if (status != ERR_OK)
            return status;
    }
    return add_segment(binding, (year - s->first_year) * s->steps_per_year, variable, err);
}

static int bind_params(struct model *model, struct scenario *s, const struct pack_measure *m,
                       struct binding_of_param params[NUM_PARAMS], struct problems *problems, struct err *err)
{
    int status = ERR_OK;

    for (int p = 0; p < NUM_PARAMS; p++)
        for (int y = 0; y < s->num_years && status == ERR_OK; y++)
            if (param_specs[p].per_run == (m == NULL))
                status = bind_year(model, s, m, (enum param)p, s->first_year + y, &params[p], problems, err);
    return status;
}

/* Measures of a scenario: its own rows, and those inherited that it does not
 * restate. A row with no places cancels an inherited one. */
static int collect_measures(const struct pack *pack, struct scenario *s, struct err *err)
{
    for (size_t i = 0; i < pack->num_measures; i++) {
        const struct pack_measure *m = &pack->measures[i];
        int d = distance(pack, s->row, m->scenario, false);
        bool restated = false;
        for (size_t k = 0; k < pack->num_measures && d > 0; k++) {
            const struct pack_measure *other = &pack->measures[k];
            int e = distance(pack, s->row, other->scenario, false);
            restated |=
                strcmp(other->name, m->name) == 0 && other->audience == m->audience && e >= 0 && e < d;
        }
        if (d < 0 || restated || !(m->places > 0))
            continue;
        if (mem_grow(&s->measures, &s->measures_capacity, s->num_measures + 1, sizeof *s->measures, err) !=
            ERR_OK)
            return ERR_LIMIT;
        s->measures[s->num_measures++] = m;
    }
    return ERR_OK;
}

/* A measure outside the years of the projection is allowed, but says nothing. */
static void warn_of_dates(const struct scenario *s, struct problems *problems)
{
    for (size_t i = 0; i < s->num_measures && s->first_year <= s->last_year; i++) {
        const struct pack_measure *m = s->measures[i];
        if (m->opening >= s->last_year + 1 || m->closing <= s->first_year)
            problem_warning(problems, m->place, "check opening, closing, first_year and last_year",
                            "the measure '%s' takes in nobody in the years %d to %d of the scenario '%s'",
                            m->name, s->first_year, s->last_year, s->row->name);
    }
}

/* A nearer scenario has a row of the same measure, funder, purpose and first year. */
static bool is_funding_restated(const struct pack *pack, const struct pack_scenario *scenario,
                                const struct pack_funding *f, int d)
{
    for (size_t i = 0; i < pack->num_fundings; i++) {
        const struct pack_funding *other = &pack->fundings[i];
        int e = distance(pack, scenario, other->scenario, false);
        if (e >= 0 && e < d && pack_same_funding(other, f))
            return true;
    }
    return false;
}

static int collect_fundings(const struct pack *pack, struct scenario *s, struct problems *problems,
                            struct err *err)
{
    for (size_t i = 0; i < pack->num_fundings; i++) {
        const struct pack_funding *f = &pack->fundings[i];
        bool known = false;
        int d = distance(pack, s->row, f->scenario, false);
        if (d < 0 || is_funding_restated(pack, s->row, f, d))
            continue;
        for (size_t k = 0; k < s->num_measures; k++)
            known |= strcmp(s->measures[k]->name, f->measure) == 0;
        if (!known)
            continue;
        if (s->merges)
            problem_error(problems, f->place, "set detail to measure in scenarios.csv",
                          "the scenario '%s' draws measures together (detail total), so that a funder of one "
                          "measure cannot be followed",
                          s->row->name);
        if (s->num_fundings == MAX_FUNDINGS) {
            problem_error(problems, f->place, NULL, "the scenario '%s' has more than %d rows of funding",
                          s->row->name, MAX_FUNDINGS);
            return ERR_OK;
        }
        if (mem_grow(&s->fundings, &s->fundings_capacity, s->num_fundings + 1, sizeof *s->fundings, err) !=
            ERR_OK)
            return ERR_LIMIT;
        s->fundings[s->num_fundings++] = f;
    }
    return ERR_OK;
}

static bool same_bindings(const struct cohort *a, const struct cohort *b)
{
    for (int p = 0; p < NUM_PARAMS; p++) {
        const struct binding_of_param *x = &a->params[p], *y = &b->params[p];
        if (x->num_segments != y->num_segments)
            return false;
        for (size_t i = 0; i < x->num_segments; i++)
            if (x->segments[i].from_step != y->segments[i].from_step ||
                x->segments[i].variable != y->segments[i].variable)
                return false;
    }
    return true;
}

/* Whether a parameter is off: it has no distribution, or is always this value. */
static bool is_always(const struct model *model, const struct cohort *c, enum param param, double value)
{
    size_t variable = param_variable(&c->params[param], 0);

    return variable == NO_VARIABLE || (model->variables[variable].dist.family == DIST_FIXED &&
                                       model->variables[variable].dist.value == value);
}

static bool never_closes(const struct model *model, const struct cohort *c)
{
    for (size_t i = 0; i < c->num_sites; i++)
        if (!isinf(c->sites[i].closing))
            return false;
    return is_always(model, c, PARAM_CLOSURE_HAZARD, 0) &&
           (is_always(model, c, PARAM_FUNDING_TERM, 0) || is_always(model, c, PARAM_RENEWAL, 1));
}

/* Cohorts whose people are exchangeable may be drawn as one: binomials with the
 * same probability add up. A site that closes must keep its own count. */
static struct cohort *find_twin(const struct model *model, struct scenario *s, const struct cohort *c)
{
    for (size_t i = 0; i < s->num_cohorts && s->merges; i++) {
        struct cohort *other = &s->cohorts[i];
        if (other->audience == c->audience && other->level == c->level &&
            other->course_steps == c->course_steps && strcmp(other->territory, c->territory) == 0 &&
            same_bindings(other, c) && never_closes(model, other) && never_closes(model, c))
            return other;
    }
    return NULL;
}

static int add_site(struct cohort *c, const struct site_group *site, struct err *err)
{
    if (mem_grow(&c->sites, &c->sites_capacity, c->num_sites + 1, sizeof *c->sites, err) != ERR_OK)
        return ERR_LIMIT;
    c->sites[c->num_sites++] = *site;
    return ERR_OK;
}

static void discard(struct cohort *c)
{
    for (int p = 0; p < NUM_PARAMS; p++)
        free(c->params[p].segments);
    free(c->sites);
    free(c->name);
}

static int name_cohort(struct cohort *c, const char *prefix, struct err *err)
{
    char name[3 * SCOPE_TEXT_SIZE];

    snprintf(name, sizeof name, "%s/%s", prefix, audience_name(c->audience));
    free(c->name);
    c->name = mem_copy_text(name, strlen(name), err);
    return c->name ? ERR_OK : ERR_LIMIT;
}

/* Adds a cohort, or its places to a twin. The stream of merged cohorts is named
 * after the first of them. Takes what c owns. */
static int place_cohort(const struct model *model, struct scenario *s, struct cohort *c, struct err *err)
{
    struct cohort *twin = find_twin(model, s, c);
    int status;

    if (twin != NULL) {
        status = add_site(twin, &c->sites[0], err);
        twin->measure = NULL;
        discard(c);
        return status;
    }
    if (mem_grow(&s->cohorts, &s->cohorts_capacity, s->num_cohorts + 1, sizeof *s->cohorts, err) != ERR_OK) {
        discard(c);
        return ERR_LIMIT;
    }
    s->cohorts[s->num_cohorts++] = *c;
    return ERR_OK;
}

static int make_cohort(struct model *model, struct scenario *s, const struct pack_measure *m,
                       struct problems *problems, struct err *err)
{
    struct cohort c = {.territory = m->territory, .audience = m->audience, .measure = m->name};
    struct site_group site = {.measure = m,
                              .places = (int)m->places,
                              .sites = (int)m->sites,
                              .opening = m->opening - s->first_year,
                              .closing = isnan(m->closing) ? INFINITY : m->closing - s->first_year};
    double course = round(m->course_years * s->steps_per_year);

    c.level = isnan(m->level) ? 0 : (int)m->level;
    c.course_steps = course < 1 ? 1 : (int)course;
    int status = name_cohort(&c, m->name, err);
    if (status == ERR_OK)
        status = add_site(&c, &site, err);
    if (status == ERR_OK)
        status = bind_params(model, s, m, c.params, problems, err);
    if (status != ERR_OK) {
        discard(&c);
        return status;
    }
    return place_cohort(model, s, &c, err);
}

/* Entry levels are all there or none; fixed ones add up to 1. */
static void check_entry_levels(const struct model *model, const struct scenario *s, const struct cohort *c,
                               struct problems *problems)
{
    int given = 0, dirichlet = 0;
    double sum = 0;
    struct place place = s->row->place;

    for (int p = PARAM_ENTRY_NONE; p <= PARAM_ENTRY_BAC3; p++) {
        size_t v = param_variable(&c->params[p], 0);
        if (v == NO_VARIABLE)
            continue;
        given++;
        dirichlet += model->variables[v].dist.family == DIST_DIRICHLET;
        sum += dist_mean(&model->variables[v].dist);
        place = model->variables[v].row->place;
    }
    if (given != 0 && given != 5)
        problem_error(problems, place, "give all five: none, cap, bac, bac2 and bac3",
                      "%s: %d of the five entry levels are given", c->name, given);
    else if (dirichlet != 0 && dirichlet != 5)
        problem_error(problems, place, NULL, "%s: either all entry levels are dirichlet or none is", c->name);
    else if (given == 5 && dirichlet == 0 && fabs(sum - 1) > 1e-9)
        problem_error(problems, place, NULL, "%s: the entry levels add up to %g instead of 1", c->name, sum);
}

/* An employment profile is read at 6, 12, 18 and 24 months: no gap inside. */
static void check_profile(const struct scenario *s, const struct cohort *c, int first,
                          struct problems *problems)
{
    for (int k = 2; k < 4; k++) {
        bool here = param_variable(&c->params[first + k], 0) != NO_VARIABLE;
        bool before = param_variable(&c->params[first + k - 1], 0) != NO_VARIABLE;
        if (here && !before)
            problem_error(problems, s->row->place, "give the earlier months too",
                          "%s: %s is given without %s", c->name, param_specs[first + k].name,
                          param_specs[first + k - 1].name);
    }
    if (first == PARAM_EFFECT_6)
        for (int k = 1; k < 4; k++) {
            bool effect = param_variable(&c->params[PARAM_EFFECT_6 + k], 0) != NO_VARIABLE;
            bool level = param_variable(&c->params[PARAM_EMPLOYMENT_6 + k], 0) != NO_VARIABLE;
            if (s->is_causal && effect != level)
                problem_error(problems, s->row->place, "give both or neither", "%s: %s and %s go together",
                              c->name, param_specs[PARAM_EMPLOYMENT_6 + k].name,
                              param_specs[PARAM_EFFECT_6 + k].name);
        }
}

/* Measures that recruit the same audience in the same territory have one pool: the same
 * parameters for all, and a rate of application. */
static void check_pool(const struct model *model, const struct scenario *s, size_t index,
                       struct problems *problems)
{
    static const enum param shared[] = {PARAM_ELIGIBLE, PARAM_ELIGIBLE_INFLOW, PARAM_ELIGIBLE_EXIT,
                                        PARAM_APPLICATION};
    const struct cohort *c = &s->cohorts[index];
    size_t eligible = param_variable(&c->params[PARAM_ELIGIBLE], 0);
    bool applies = param_variable(&c->params[PARAM_APPLICATION], 0) != NO_VARIABLE;

    if ((eligible != NO_VARIABLE) != applies)
        problem_error(
            problems, eligible != NO_VARIABLE ? model->variables[eligible].row->place : s->row->place,
            "eligible people do nothing without the rate at which they apply, and the other way round",
            "scenario '%s', %s: %s without %s", s->row->name, c->name, applies ? "application" : "eligible",
            applies ? "eligible" : "application");
    for (size_t k = 0; k < index; k++) {
        const struct cohort *other = &s->cohorts[k];
        if (other->audience != c->audience || strcmp(other->territory, c->territory) != 0)
            continue;
        for (size_t p = 0; p < sizeof shared / sizeof shared[0]; p++)
            if (param_variable(&c->params[shared[p]], 0) != param_variable(&other->params[shared[p]], 0)) {
                problem_error(
                    problems, s->row->place,
                    "give it in the scope audience:NAME, territory:LEVEL:CODE or all, not to a measure",
                    "scenario '%s': '%s' differs between %s and %s, which recruit from one pool",
                    s->row->name, param_specs[shared[p]].name, other->name, c->name);
                return;
            }
    }
}

static const struct pack_assumption *row_of(const struct model *model, const struct cohort *c,
                                            enum param param)
{
    size_t variable = param_variable(&c->params[param], 0);

    return variable == NO_VARIABLE ? NULL : model->variables[variable].row;
}

static bool is_first_of_territory(const struct scenario *s, size_t index)
{
    for (size_t k = 0; k < index; k++)
        if (strcmp(s->cohorts[k].territory, s->cohorts[index].territory) == 0)
            return false;
    return true;
}

/* Industrial openings are given in full or not at all. */
static void check_vacancies(const struct model *model, const struct scenario *s, size_t index,
                            struct problems *problems)
{
    static const enum param needed[] = {PARAM_INDUSTRY_JOBS, PARAM_INDUSTRY_REPLACEMENT, PARAM_VACANCY_RATE,
                                        PARAM_OTHER_SEEKERS};
    const struct cohort *c = &s->cohorts[index];
    const struct pack_assumption *given = NULL;

    if (!is_first_of_territory(s, index))
        return;
    for (int p = PARAM_INDUSTRY_JOBS; p <= PARAM_PREFERENCE_ODDS && given == NULL; p++)
        given = row_of(model, c, (enum param)p);
    for (size_t k = 0; given != NULL && k < sizeof needed / sizeof needed[0]; k++)
        if (row_of(model, c, needed[k]) == NULL)
            problem_error(
                problems, given->place,
                "give industry_jobs, industry_replacement, vacancy_rate and other_seekers, from the "
                "first year on, or none of them",
                "scenario '%s', %s: %s without %s", s->row->name, c->territory,
                param_specs[given->param].name, param_specs[needed[k]].name);
}

/* Openings tell who is displaced: shares of displacement would count it twice, and other factors of
 * industry_net would leave it out. */
static void check_guide(const struct model *model, const struct scenario *s, size_t index,
                        struct problems *problems)
{
    for (int p = PARAM_DEADWEIGHT; p <= PARAM_MULTIPLIER && s->has_vacancies; p++) {
        const struct pack_assumption *row = row_of(model, &s->cohorts[index], (enum param)p);
        bool is_double = p == PARAM_DISPLACEMENT || p == PARAM_SUBSTITUTION, is_said = row == NULL;
        for (size_t k = 0; k < index; k++)
            is_said |= row_of(model, &s->cohorts[k], (enum param)p) == row;
        if (!is_said)
            problem_error(
                problems, row->place,
                "remove the row, or those of industry_jobs and its openings; see industry_hires_net",
                is_double ? N_("%s would be counted twice: in the scenario '%s' industrial jobs are "
                               "limited by openings (industry_jobs), out of which displacement comes")
                          : N_("%s makes an industry_net without displacement: in the scenario '%s' "
                               "displacement comes out of openings (industry_jobs)"),
                param_specs[p].name, s->row->name);
    }
}

int resolve_scenario(struct model *model, struct scenario *s, struct problems *problems, struct err *err)
{
    int status = collect_measures(model->pack, s, err);

    warn_of_dates(s, problems);
    if (status == ERR_OK)
        status = bind_params(model, s, NULL, s->run_params, problems, err);
    for (size_t i = 0; i < s->num_measures && status == ERR_OK; i++)
        status = make_cohort(model, s, s->measures[i], problems, err);
    if (status == ERR_OK)
        status = collect_fundings(model->pack, s, problems, err);
    for (size_t c = 0; c < s->num_cohorts && status == ERR_OK; c++) {
        check_entry_levels(model, s, &s->cohorts[c], problems);
        check_profile(s, &s->cohorts[c], PARAM_EMPLOYMENT_6, problems);
        check_profile(s, &s->cohorts[c], PARAM_EFFECT_6, problems);
        check_pool(model, s, c, problems);
        check_vacancies(model, s, c, problems);
        check_guide(model, s, c, problems);
    }
    return status;
}

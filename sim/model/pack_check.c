#include "sim/model/pack_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/text.h"

static void check_known_scenario(const struct pack *self, const char *name, struct place place,
                                 struct problems *problems)
{
    const char *names[64];
    char hint[160] = N_("add a row to scenarios.csv");
    size_t num = 0;

    if (name[0] == '\0' || pack_find_scenario(self, name) < self->num_scenarios)
        return;
    for (size_t i = 0; i < self->num_scenarios && num < 64; i++)
        names[num++] = self->scenarios[i].name;
    const char *near = text_nearest(name, names, num);
    if (near != NULL)
        snprintf(hint, sizeof hint, _("did you mean '%s'?"), near);
    problem_error(problems, place, hint, "there is no scenario '%.80s'", name);
}

static void check_extends(const struct pack *self, size_t index, struct problems *problems)
{
    const struct pack_scenario *s = &self->scenarios[index];
    size_t steps = 0;

    if (strcmp(s->extends, "defaults") != 0)
        check_known_scenario(self, s->extends, s->place, problems);
    check_known_scenario(self, s->reference, s->place, problems);
    for (size_t i = index; i < self->num_scenarios; steps++) {
        i = pack_find_scenario(self, self->scenarios[i].extends);
        if (steps > self->num_scenarios) {
            problem_error(problems, s->place, "let one of them extend nothing, or 'defaults'",
                          "the scenario '%s' extends itself in a circle", s->name);
            return;
        }
    }
}

bool pack_same_target(const struct pack_target *a, const struct pack_target *b)
{
    return strcmp(a->metric, b->metric) == 0 && a->year == b->year && a->at_least == b->at_least &&
           scope_equal(&a->scope, &b->scope);
}

bool pack_same_funding(const struct pack_funding *a, const struct pack_funding *b)
{
    bool same_year = a->from_year == b->from_year || (isnan(a->from_year) && isnan(b->from_year));

    return same_year && a->investment == b->investment && a->operation == b->operation &&
           strcmp(a->measure, b->measure) == 0 && strcmp(a->funder, b->funder) == 0;
}

static void report_second(const struct place *second, const struct place *first, const char *what,
                          struct problems *problems)
{
    problem_error(problems, *second, NULL, "a second row for %s (the other is on line %ld)", translate(what),
                  first->line);
}

static void check_repeated_rows(const struct pack *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_targets; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(self->targets[i].scenario, self->targets[k].scenario) == 0 &&
                pack_same_target(&self->targets[i], &self->targets[k]))
                report_second(&self->targets[i].place, &self->targets[k].place,
                              N_("this scenario, metric, scope, year and operator"), problems);
    for (size_t i = 0; i < self->num_fundings; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(self->fundings[i].scenario, self->fundings[k].scenario) == 0 &&
                pack_same_funding(&self->fundings[i], &self->fundings[k]))
                report_second(&self->fundings[i].place, &self->fundings[k].place,
                              N_("this scenario, measure, funder, purpose and year"), problems);
}

static void check_duplicates(const struct pack *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_scenarios; i++)
        for (size_t k = 0; k < i; k++)
            if (text_equal_ignoring_case(self->scenarios[i].name, self->scenarios[k].name))
                problem_error(problems, self->scenarios[i].place, NULL,
                              "a second scenario '%s' (the other is on line %ld)", self->scenarios[i].name,
                              self->scenarios[k].place.line);
    for (size_t i = 0; i < self->num_measures; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(self->measures[i].scenario, self->measures[k].scenario) == 0 &&
                strcmp(self->measures[i].name, self->measures[k].name) == 0 &&
                self->measures[i].audience == self->measures[k].audience)
                report_second(&self->measures[i].place, &self->measures[k].place,
                              N_("this scenario, measure and audience"), problems);
}

static bool same_assumption(const struct pack_assumption *a, const struct pack_assumption *b)
{
    return a->param == b->param && a->from_year == b->from_year && a->is_default == b->is_default &&
           strcmp(a->scenario, b->scenario) == 0 && scope_equal(&a->scope, &b->scope);
}

static void check_assumptions(const struct pack *self, struct problems *problems)
{
    for (size_t i = 0; i < self->num_assumptions; i++) {
        const struct pack_assumption *a = &self->assumptions[i];
        if (!a->is_default)
            check_known_scenario(self, a->scenario, a->place, problems);
        for (size_t k = 0; k < i && a->param != NUM_PARAMS; k++)
            if (same_assumption(a, &self->assumptions[k]))
                problem_error(problems, a->place, NULL,
                              "a second value for this scenario, scope, parameter and year (the other is on "
                              "line %ld)",
                              self->assumptions[k].place.line);
    }
}

/* What of the measures a scope of the pack asks for and none has; "" if all is well. */
static const char *missing_part(const struct pack *self, const struct scope *scope)
{
    bool has_measure = false, has_pair = false, has_territory = false;

    for (size_t i = 0; i < self->num_measures; i++) {
        const struct pack_measure *m = &self->measures[i];
        bool same = strcmp(m->name, scope->measure) == 0;
        has_measure |= same;
        has_pair |= same && m->audience == scope->audience;
        has_territory |= strcmp(m->territory, scope->territory) == 0;
    }
    if (scope->kind == SCOPE_TERRITORY)
        return has_territory ? "" : _("territory");
    if (scope->kind == SCOPE_MEASURE)
        return has_measure ? "" : _("measure");
    if (scope->kind == SCOPE_MEASURE_AUDIENCE && scope->audience != NUM_AUDIENCES)
        return has_pair ? "" : has_measure ? _("audience of that measure") : _("measure");
    return "";
}

static void check_scope(const struct pack *self, const struct scope *scope, struct place place,
                        struct problems *problems)
{
    const char *missing = missing_part(self, scope);
    char text[2 * SCOPE_TEXT_SIZE];

    if (missing[0] == '\0')
        return;
    scope_text(scope, text);
    problem_error(problems, place, "write it as in measures.csv",
                  "the scope '%s' fits no row: there is no such %s", text, missing);
}

static void check_funding(const struct pack *self, const struct pack_funding *f, struct problems *problems)
{
    struct scope scope = {.kind = SCOPE_MEASURE};

    check_known_scenario(self, f->scenario, f->place, problems);
    snprintf(scope.measure, sizeof scope.measure, "%s", f->measure);
    if (missing_part(self, &scope)[0] != '\0')
        problem_error(problems, f->place, "write it as in measures.csv", "there is no measure '%.80s'",
                      f->measure);
}

/* The tables that everything is resolved from. */
static void check_core(struct pack *self, struct problems *problems)
{
    size_t before = problems->num_errors;

    for (size_t i = 0; i < self->num_scenarios; i++)
        check_extends(self, i, problems);
    for (size_t i = 0; i < self->num_measures; i++)
        check_known_scenario(self, self->measures[i].scenario, self->measures[i].place, problems);
    check_duplicates(self, problems);
    check_assumptions(self, problems);
    for (size_t i = 0; i < self->num_assumptions; i++)
        check_scope(self, &self->assumptions[i].scope, self->assumptions[i].place, problems);
    self->is_unresolvable |= problems->num_errors > before;
}

void pack_check(struct pack *self, struct problems *problems)
{
    check_core(self, problems);
    check_repeated_rows(self, problems);
    for (size_t i = 0; i < self->num_targets; i++) {
        check_known_scenario(self, self->targets[i].scenario, self->targets[i].place, problems);
        check_scope(self, &self->targets[i].scope, self->targets[i].place, problems);
    }
    for (size_t i = 0; i < self->num_fundings; i++)
        check_funding(self, &self->fundings[i], problems);
}

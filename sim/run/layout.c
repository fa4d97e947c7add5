#include "sim/run/layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run/accumulator.h"
#include "stats/base/mem.h"

const char *const layout_scope_names[NUM_SCOPE_KINDS] = {
    [SCOPE_ALL] = "all",
    [SCOPE_AUDIENCE] = "audience",
    [SCOPE_TERRITORY] = "territory",
    [SCOPE_MEASURE] = "measure",
    [SCOPE_MEASURE_AUDIENCE] = "measure-audience",
};

static int add_scope(struct layout *self, const struct scope *scope, struct err *err)
{
    if (layout_find_scope(self, scope) < self->num_scopes)
        return ERR_OK;
    if (mem_grow(&self->scopes, &self->scopes_capacity, self->num_scopes + 1, sizeof *self->scopes, err) !=
        ERR_OK)
        return ERR_LIMIT;
    struct result_scope *item = &self->scopes[self->num_scopes++];
    item->scope = *scope;
    scope_text(scope, item->name);
    return ERR_OK;
}

/* The scope of one kind in which a cohort lies. */
static struct scope scope_of(const struct cohort *c, enum scope_kind kind)
{
    struct scope scope = {.kind = kind, .audience = c->audience};

    if (kind == SCOPE_MEASURE || kind == SCOPE_MEASURE_AUDIENCE)
        snprintf(scope.measure, sizeof scope.measure, "%s", c->measure);
    if (kind == SCOPE_TERRITORY)
        snprintf(scope.territory, sizeof scope.territory, "%s", c->territory);
    return scope;
}

static int add_kind(struct layout *self, const struct model *model, enum scope_kind kind, struct err *err)
{
    int status = ERR_OK;

    for (size_t s = 0; s < model->num_scenarios; s++)
        for (size_t c = 0; c < model->scenarios[s].num_cohorts && status == ERR_OK; c++) {
            const struct cohort *cohort = &model->scenarios[s].cohorts[c];
            bool by_measure = kind == SCOPE_MEASURE || kind == SCOPE_MEASURE_AUDIENCE;
            if (by_measure && cohort->measure == NULL)
                continue; /* merged measures cannot be told apart */
            struct scope scope = scope_of(cohort, kind);
            status = add_scope(self, &scope, err);
        }
    return status;
}

/* Territories whose people are given, with or without a measure there. */
static int add_people(struct layout *self, const struct pack *pack, struct err *err)
{
    int status = ERR_OK;

    for (size_t k = 0; k < pack->num_stocks && status == ERR_OK; k++) {
        struct scope scope = {.kind = SCOPE_TERRITORY};
        snprintf(scope.territory, sizeof scope.territory, "%s", pack->stocks[k].territory);
        status = add_scope(self, &scope, err);
    }
    return status;
}

static int add_funder(struct layout *self, const char *name, struct err *err)
{
    for (size_t f = 0; f < self->num_funders; f++)
        if (strcmp(self->funders[f], name) == 0)
            return ERR_OK;
    if (mem_grow(&self->funders, &self->funders_capacity, self->num_funders + 1, sizeof *self->funders,
                 err) != ERR_OK)
        return ERR_LIMIT;
    snprintf(self->funders[self->num_funders++], FUNDER_NAME_SIZE, "%s", name);
    return ERR_OK;
}

static int add_funders(struct layout *self, const struct model *model, struct err *err)
{
    int status = ERR_OK;

    for (size_t s = 0; s < model->num_scenarios; s++)
        for (size_t f = 0; f < model->scenarios[s].num_fundings && status == ERR_OK; f++)
            status = add_funder(self, model->scenarios[s].fundings[f]->funder, err);
    if (status == ERR_OK && self->num_funders > 0)
        status = add_funder(self, "remainder", err);
    return status;
}

int layout_init(struct layout *self, const struct model *model, const struct layout_choice *choice,
                struct err *err)
{
    static const enum scope_kind order[] = {SCOPE_MEASURE, SCOPE_MEASURE_AUDIENCE, SCOPE_AUDIENCE,
                                            SCOPE_TERRITORY};
    struct scope all = {.kind = SCOPE_ALL};
    int status;

    *self = (struct layout){0};
    memcpy(self->selected, choice->metrics, sizeof self->selected);
    for (size_t s = 0; s < model->num_scenarios; s++)
        if (model->scenarios[s].num_years > self->num_years)
            self->num_years = model->scenarios[s].num_years;
    status = add_scope(self, &all, err);
    for (size_t k = 0; k < sizeof order / sizeof order[0] && status == ERR_OK; k++)
        if (choice->scopes[order[k]])
            status = add_kind(self, model, order[k], err);
    if (status == ERR_OK && choice->scopes[SCOPE_TERRITORY])
        status = add_people(self, model->pack, err);
    for (size_t i = 0; i < self->num_scopes; i++)
        self->scopes[i].has_people = self->scopes[i].scope.kind == SCOPE_TERRITORY &&
                                     pack_find_stock(model->pack, self->scopes[i].scope.territory) != NULL;
    if (status == ERR_OK)
        status = add_funders(self, model, err);
    if (status != ERR_OK)
        layout_free(self);
    return status;
}

void layout_free(struct layout *self)
{
    free(self->scopes);
    free(self->funders);
    *self = (struct layout){0};
}

size_t layout_num_series(const struct layout *self)
{
    return NUM_METRICS + 2 * self->num_funders;
}

void layout_set_rows(struct layout *self)
{
    self->num_metric_rows = 0;
    for (size_t m = 0; m < NUM_METRICS; m++)
        if (self->selected[m])
            self->row_of[m] = self->num_metric_rows++;
}

size_t layout_num_rows(const struct layout *self)
{
    return self->num_metric_rows + 2 * self->num_funders;
}

bool layout_is_funder(size_t series)
{
    return series >= NUM_METRICS;
}

bool layout_is_reported(const struct layout *self, const struct scenario *scenario, size_t series)
{
    if (layout_is_funder(series))
        return true;
    return self->selected[series] && layout_has_metric(scenario, (enum metric)series);
}

bool layout_has_metric(const struct scenario *scenario, enum metric metric)
{
    const struct metric_spec *spec = &metric_specs[metric];

    return counted_has(scenario->counted, metric) && (scenario->is_causal || !spec->needs_causal) &&
           (scenario->has_guide || !spec->needs_guide) && (scenario->has_pool || !spec->needs_pool) &&
           (scenario->has_vacancies || !spec->needs_vacancies);
}

bool layout_is_in_scope(const struct layout *self, size_t scope, size_t series)
{
    enum scope_kind kind = self->scopes[scope].scope.kind;

    if (layout_is_funder(series))
        return kind == SCOPE_ALL || kind == SCOPE_MEASURE;
    if (metric_specs[series].needs_people)
        return self->scopes[scope].has_people;
    return !metric_specs[series].of_territory || kind == SCOPE_ALL || kind == SCOPE_TERRITORY;
}

bool layout_is_compared(const struct scenario *scenario, const struct scenario *reference, size_t series)
{
    if (layout_is_funder(series) ||
        !(metric_specs[series].needs_vacancies || metric_specs[series].needs_pool) ||
        !layout_has_metric(scenario, (enum metric)series) ||
        layout_has_metric(reference, (enum metric)series))
        return true;
    return reference->num_cohorts == 0 && series != METRIC_OPENINGS_UNFILLED;
}

double layout_scale(size_t series, int steps_per_year)
{
    return layout_is_funder(series) ? 0.01 : metric_scale((enum metric)series, steps_per_year);
}

double layout_precision(size_t series)
{
    return accumulator_precision(layout_is_funder(series) || metric_is_money((enum metric)series));
}

const char *layout_unit(size_t series)
{
    return layout_is_funder(series) ? "EUR" : metric_unit_text((enum metric)series);
}

size_t layout_funder_series(size_t funder)
{
    return NUM_METRICS + 2 * funder;
}

void layout_series_name(const struct layout *self, size_t series, char *out, size_t size)
{
    if (!layout_is_funder(series))
        snprintf(out, size, "%s", metric_specs[series].name);
    else
        snprintf(out, size, "paid_by_%s%s", self->funders[(series - NUM_METRICS) / 2],
                 (series - NUM_METRICS) % 2 ? "_total" : "");
}

bool layout_holds(const struct result_scope *scope, const struct cohort *cohort)
{
    bool by_measure = scope->scope.kind == SCOPE_MEASURE || scope->scope.kind == SCOPE_MEASURE_AUDIENCE;

    if (by_measure && cohort->measure == NULL)
        return false;
    return scope_holds(&scope->scope, cohort->measure ? cohort->measure : "", cohort->audience,
                       cohort->territory);
}

size_t layout_find_scope(const struct layout *self, const struct scope *scope)
{
    size_t i = 0;

    while (i < self->num_scopes && !scope_equal(&self->scopes[i].scope, scope))
        i++;
    return i;
}

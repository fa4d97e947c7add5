#include "sim/run/results.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/numeric/interval.h"

enum { DIGITS = 10 };

static const double orders[] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
enum { NUM_ORDERS = sizeof orders / sizeof orders[0] };

static void write_header(struct csvout *out)
{
    static const char *const names[] = {
        "scenario",    "scope", "year", "metric", "unit", "draws", "mean", "mc_se", "sd", "sd_parameters",
        "sd_sampling", "q05",   "q10",  "q25",    "q50",  "q75",   "q90",  "q95",   NULL};

    csvout_header(out, names);
}

static void write_key(struct csvout *out, const char *scenario, const char *scope, int year,
                      const char *metric, const char *unit, uint64_t draws)
{
    csvout_text(out, scenario);
    csvout_text(out, scope);
    csvout_integer(out, year);
    csvout_text(out, metric);
    csvout_text(out, unit);
    csvout_integer(out, (int64_t)draws);
}

static void write_summary(const struct engine_results *r, const struct accumulator *a, double scale,
                          double precision, struct csvout *out)
{
    struct summary s = engine_summary(r, a, precision);

    csvout_number(out, s.mean * scale, DIGITS);
    csvout_number(out, s.mc_se * scale, DIGITS);
    csvout_number(out, s.sd * scale, DIGITS);
    csvout_number(out, s.sd_parameters * scale, DIGITS);
    csvout_number(out, s.sd_sampling * scale, DIGITS);
    for (int i = 0; i < NUM_ORDERS; i++)
        csvout_number(out, histogram_quantile(&a->histogram, orders[i]) * scale, DIGITS);
    csvout_end(out);
}

static bool has_cohort(const struct engine_results *r, size_t scenario, size_t scope)
{
    const struct scenario *s = &r->model->scenarios[scenario];

    for (size_t c = 0; c < s->num_cohorts; c++)
        if (layout_holds(&r->layout.scopes[scope], &s->cohorts[c]))
            return true;
    return r->layout.scopes[scope].scope.kind == SCOPE_ALL;
}

/* A scope in which a scenario has no cohort at all says nothing but of its people. */
static bool is_empty_scope(const struct engine_results *r, size_t scenario, size_t scope)
{
    return !has_cohort(r, scenario, scope) && !r->layout.scopes[scope].has_people;
}

static bool is_of_people(size_t series)
{
    return !layout_is_funder(series) && metric_specs[series].needs_people;
}

static bool is_money(size_t series)
{
    return layout_is_funder(series) || metric_is_money((enum metric)series);
}

static void write_series(const struct engine_results *r, const struct accumulator *accumulators,
                         size_t scenario, size_t scope, size_t series, struct csvout *out)
{
    const struct scenario *s = &r->model->scenarios[scenario];
    char name[FUNDER_NAME_SIZE + 32];

    layout_series_name(&r->layout, series, name, sizeof name);
    for (int y = 0; y < s->num_years; y++) {
        write_key(out, s->row->name, r->layout.scopes[scope].name, s->first_year + y, name,
                  counted_unit(s->counted, layout_unit(series)), r->num_draws);
        write_summary(r, &accumulators[engine_index(r, scenario, scope, series, y)],
                      layout_scale(series, s->steps_per_year), layout_precision(series), out);
    }
}

static bool is_written(const struct engine_results *r, const struct accumulator *accumulators,
                       size_t scenario, size_t scope, size_t series)
{
    const struct scenario *s = &r->model->scenarios[scenario];

    return layout_is_in_scope(&r->layout, scope, series) && layout_is_reported(&r->layout, s, series) &&
           (has_cohort(r, scenario, scope) || is_of_people(series) || accumulators == r->differences) &&
           (accumulators != r->differences ||
            layout_is_compared(s, &r->model->scenarios[s->reference], series));
}

static void write_scope(const struct engine_results *r, const struct accumulator *accumulators,
                        size_t scenario, size_t scope, bool money, struct csvout *out)
{
    for (size_t series = 0; series < layout_num_series(&r->layout); series++)
        if (is_money(series) == money && is_written(r, accumulators, scenario, scope, series))
            write_series(r, accumulators, scenario, scope, series, out);
}

void results_write_projection(const struct engine_results *r, struct csvout *out)
{
    write_header(out);
    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t scope = 0; scope < r->layout.num_scopes; scope++)
            if (!is_empty_scope(r, s, scope))
                write_scope(r, r->values, s, scope, false, out);
}

void results_write_differences(const struct engine_results *r, struct csvout *out)
{
    write_header(out);
    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t scope = 0; scope < r->layout.num_scopes; scope++) {
            size_t reference = r->model->scenarios[s].reference;
            if (reference == NO_SCENARIO ||
                (is_empty_scope(r, s, scope) && is_empty_scope(r, reference, scope)))
                continue;
            write_scope(r, r->differences, s, scope, false, out);
            write_scope(r, r->differences, s, scope, true, out);
        }
}

/* The mean is the ratio of the means (the usual measure of cost-effectiveness);
 * the quantiles are those of the ratio draw by draw. */
static void write_unit_cost(const struct engine_results *r, size_t scenario, size_t scope, int u,
                            struct csvout *out)
{
    const struct unit_cost_spec *spec = &unit_cost_specs[u];
    const struct scenario *s = &r->model->scenarios[scenario];
    size_t index = (scenario * r->layout.num_scopes + scope) * NUM_UNIT_COSTS + (size_t)u;
    const struct accumulator *a = &r->unit_costs[index];
    int last = s->num_years - 1;
    struct summary cost =
        engine_summary(r, &r->values[engine_index(r, scenario, scope, spec->cost, last)], 1);
    struct summary result = engine_summary(
        r, &r->values[engine_index(r, scenario, scope, spec->result, last)], layout_precision(spec->result));
    double units = result.mean * metric_scale(spec->result, s->steps_per_year);

    write_key(out, s->row->name, r->layout.scopes[scope].name, s->last_year, spec->name,
              counted_unit(s->counted, spec->unit), r->num_draws);
    csvout_number(out, units > 0 ? cost.mean / units * 0.01 : (double)NAN, DIGITS);
    for (int i = 0; i < 4; i++)
        csvout_number(out, NAN, DIGITS);
    for (int i = 0; i < NUM_ORDERS; i++) {
        /* draws without any result cost infinitely much: they come last */
        double rank = orders[i] * (double)(r->num_draws - 1), defined = (double)a->histogram.count;
        double value = defined > 0 && rank <= defined - 1
                           ? histogram_quantile(&a->histogram, defined > 1 ? rank / (defined - 1) : 0)
                           : (double)NAN;
        csvout_number(out, value * 0.01, DIGITS);
    }
    csvout_end(out);
}

static bool has_unit_cost(const struct scenario *s, int u)
{
    return (s->is_causal || u != COST_PER_ADDITIONAL_JOB_YEAR) &&
           counted_has(s->counted, unit_cost_specs[u].result);
}

void results_write_costs(const struct engine_results *r, struct csvout *out)
{
    write_header(out);
    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t scope = 0; scope < r->layout.num_scopes; scope++) {
            if (is_empty_scope(r, s, scope))
                continue;
            write_scope(r, r->values, s, scope, true, out);
            for (int u = 0; u < NUM_UNIT_COSTS && r->model->scenarios[s].num_cohorts > 0; u++)
                if (has_unit_cost(&r->model->scenarios[s], u))
                    write_unit_cost(r, s, scope, u, out);
        }
}

/* With Sobol' points the error is told from the scramblings: Student's interval.
 * Where all of them agree they tell nothing, and Wilson's interval, which takes the
 * draws as independent, is the wider one. */
static void use_replicates(const struct engine_results *r, const struct target_count *count,
                           struct target_result *result)
{
    wide hits[SOBOL_REPLICATES];
    double root = sqrt(SOBOL_REPLICATES);

    for (int k = 0; k < SOBOL_REPLICATES; k++)
        hits[k] = (wide)count->hits_of[k];
    double se = replicates_error(r->draws_of, hits);
    if (se == 0)
        return;
    struct interval interval = interval_student(result->probability, se * root, SOBOL_REPLICATES, 0.95);
    result->se = se;
    result->low = isnan(se) ? se : fmax(interval.low, 0);
    result->high = isnan(se) ? se : fmin(interval.high, 1);
}

struct target_result results_target(const struct engine_results *r, size_t scenario, size_t target)
{
    const struct pack_target *t = &r->model->pack->targets[target];
    double n = (double)r->num_draws;
    const struct target_count *count = &r->targets[scenario * r->model->pack->num_targets + target];
    double p = (double)count->hits / n;
    struct interval interval = interval_wilson(p, n, 0.95);
    struct target_result result = {p, sqrt(p * (1 - p) / n), interval.low, interval.high, ""};

    if (r->settings.points == POINTS_SOBOL)
        use_replicates(r, count, &result);
    if (!isnan(t->probability) && !isnan(result.low))
        result.met = result.low >= t->probability ? "yes" : result.high < t->probability ? "no" : "undecided";
    return result;
}

static void write_target(const struct engine_results *r, size_t scenario, size_t target, struct csvout *out)
{
    const struct pack_target *t = &r->model->pack->targets[target];
    struct target_result result = results_target(r, scenario, target);
    char scope[2 * SCOPE_TEXT_SIZE];

    scope_text(&t->scope, scope);
    csvout_text(out, r->model->scenarios[scenario].row->name);
    csvout_text(out, scope);
    csvout_integer(out, t->year);
    csvout_text(out, t->metric);
    csvout_text(
        out, counted_unit(r->model->scenarios[scenario].counted, metric_unit_text(metric_find(t->metric))));
    csvout_text(out, t->at_least ? ">=" : "<=");
    csvout_number(out, t->value, DIGITS);
    csvout_integer(out, (int64_t)r->num_draws);
    csvout_number(out, result.probability, DIGITS);
    csvout_number(out, result.se, DIGITS);
    csvout_number(out, result.low, DIGITS);
    csvout_number(out, result.high, DIGITS);
    csvout_number(out, t->probability, DIGITS);
    csvout_text(out, result.met);
    csvout_text(out, t->label_fr);
    csvout_text(out, t->label_en);
    csvout_end(out);
}

void results_write_targets(const struct engine_results *r, struct csvout *out)
{
    static const char *const names[] = {"scenario", "scope", "year",        "metric",   "unit", "operator",
                                        "value",    "draws", "probability", "mc_se",    "low",  "high",
                                        "wanted",   "met",   "label_fr",    "label_en", NULL};

    csvout_header(out, names);
    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t t = 0; t < r->model->pack->num_targets; t++)
            if (engine_has_target(r, s, t))
                write_target(r, s, t, out);
}

static void write_assumption(const struct model *model, const struct scenario *s, const char *place,
                             const struct segment *segment, enum param param, struct csvout *out)
{
    const struct variable_spec *v = &model->variables[segment->variable];
    const struct pack_assumption *row = v->row;
    char text[160], scope[2 * SCOPE_TEXT_SIZE] = "";

    dist_describe(&v->dist, text, sizeof text);
    if (row != NULL)
        scope_text(&row->scope, scope);
    csvout_text(out, s->row->name);
    csvout_text(out, place);
    csvout_text(out, param_specs[param].name);
    csvout_integer(out, s->first_year + segment->from_step / s->steps_per_year);
    csvout_text(out, text);
    csvout_number(out, dist_mean(&v->dist), DIGITS);
    csvout_text(out, param_specs[param].unit);
    csvout_text(out, status_mark_name(row ? row->status : STATUS_NEUTRAL));
    csvout_text(out, row ? row->source : "neutral value: the mechanism is off");
    csvout_text(out, scope);
    csvout_text(out, row == NULL ? "bassin" : row->is_default ? "defaults" : row->scenario);
    csvout_text(out, param_specs[param].meaning);
    csvout_end(out);
}

static void write_params(const struct model *model, const struct scenario *s, const char *place,
                         const struct binding_of_param params[NUM_PARAMS], struct csvout *out)
{
    for (int p = 0; p < NUM_PARAMS; p++)
        for (size_t i = 0; i < params[p].num_segments; i++)
            if (params[p].segments[i].variable != NO_VARIABLE)
                write_assumption(model, s, place, &params[p].segments[i], (enum param)p, out);
}

void results_write_assumptions(const struct model *model, struct csvout *out)
{
    static const char *const names[] = {"scenario", "cohort",  "parameter", "from_year", "distribution",
                                        "mean",     "unit",    "status",    "source",    "scope",
                                        "given_by", "meaning", NULL};

    csvout_header(out, names);
    for (size_t s = 0; s < model->num_scenarios; s++) {
        const struct scenario *scenario = &model->scenarios[s];
        write_params(model, scenario, "all", scenario->run_params, out);
        for (size_t c = 0; c < scenario->num_cohorts; c++)
            write_params(model, scenario, scenario->cohorts[c].name, scenario->cohorts[c].params, out);
    }
}

void results_write_scenarios(const struct model *model, struct csvout *out)
{
    static const char *const names[] = {
        "scenario",      "reference", "first_year", "last_year", "steps_per_year",
        "additionality", "counts",    "label_fr",   "label_en",  NULL};

    csvout_header(out, names);
    for (size_t i = 0; i < model->num_scenarios; i++) {
        const struct scenario *s = &model->scenarios[i];
        csvout_text(out, s->row->name);
        csvout_text(out, s->reference == NO_SCENARIO ? "" : model->scenarios[s->reference].row->name);
        csvout_integer(out, s->first_year);
        csvout_integer(out, s->last_year);
        csvout_integer(out, s->steps_per_year);
        csvout_text(out, s->is_causal ? "causal" : "gross");
        csvout_text(out, counted_name(s->counted));
        csvout_text(out, s->label_fr);
        csvout_text(out, s->label_en);
        csvout_end(out);
    }
}

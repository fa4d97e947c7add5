#include "sim/run/drivers.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run/worker.h"
#include "stats/base/mem.h"

static size_t num_items(const struct drivers *self)
{
    return self->model->pack->num_targets + self->choice->num_items;
}

static double *values_of(const struct drivers *self, size_t scenario, size_t item)
{
    return self->values + (scenario * num_items(self) + item) * self->num_draws;
}

/* Objectives of the pack come first, then what is asked for; of a scenario. */
static struct driver_item item_of(const struct drivers *self, size_t scenario, size_t item)
{
    const struct pack *pack = self->model->pack;
    struct driver_item result;

    if (item < pack->num_targets)
        return (struct driver_item){.metric = metric_find(pack->targets[item].metric),
                                    .year = pack->targets[item].year,
                                    .scope = pack->targets[item].scope};
    result = self->choice->items[item - pack->num_targets];
    if (result.year == 0)
        result.year = self->model->scenarios[scenario].last_year;
    return result;
}

static bool applies(const struct drivers *self, const struct engine_results *results, size_t scenario,
                    size_t item)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    struct driver_item it;

    if (item < self->model->pack->num_targets)
        return engine_has_target(results, scenario, item);
    it = item_of(self, scenario, item);
    size_t scope = layout_find_scope(&results->layout, &it.scope);
    return it.year >= s->first_year && it.year <= s->last_year && layout_has_metric(s, it.metric) &&
           layout_is_in_scope(&results->layout, scope, it.metric);
}

/* Every block writes its own draws only. */
static void watch(const struct engine_results *results, const struct block_result *block,
                  const double *scores, void *context)
{
    struct drivers *self = context;
    const struct model *model = self->model;
    uint64_t first = block->block.first - self->first_draw;

    for (int i = 0; i < block->block.num && first + (uint64_t)i < self->num_draws; i++)
        for (size_t k = 0; k < self->num_scores; k++)
            self->scores[k * self->num_draws + first + (uint64_t)i] = scores[k * LANES + (size_t)i];
    for (size_t s = 0; s < model->num_scenarios && first < self->num_draws; s++)
        for (size_t k = 0; k < num_items(self); k++) {
            if (!applies(self, results, s, k))
                continue;
            struct driver_item item = item_of(self, s, k);
            const int64_t *values = block_values(block, s, layout_find_scope(&results->layout, &item.scope),
                                                 item.metric, item.year - model->scenarios[s].first_year);
            for (int i = 0; i < block->block.num && first + (uint64_t)i < self->num_draws; i++)
                values_of(self, s, k)[first + (uint64_t)i] = (double)values[i];
        }
}

int drivers_init(struct drivers *self, const struct model *model, const struct driver_choice *choice,
                 struct engine_settings *settings, struct problems *problems, struct err *err)
{
    int status;

    *self = (struct drivers){.model = model, .choice = choice, .first_draw = settings->first_draw};
    status = variables_init(&self->variables, model, settings->seed, settings->points, problems, err);
    if (status != ERR_OK)
        return status;
    self->num_draws =
        settings->num_draws < DRIVERS_MAX_DRAWS ? (size_t)settings->num_draws : DRIVERS_MAX_DRAWS;
    self->num_scores = self->variables.num_scores;
    self->scores = mem_alloc(self->num_scores * self->num_draws, sizeof *self->scores, err);
    self->values =
        mem_alloc(model->num_scenarios * num_items(self) * self->num_draws, sizeof *self->values, err);
    settings->watch = watch;
    settings->watch_context = self;
    return self->scores && self->values ? ERR_OK : ERR_LIMIT;
}

void drivers_free(struct drivers *self)
{
    free(self->scores);
    free(self->values);
    variables_free(&self->variables);
    *self = (struct drivers){0};
}

/* 0 where one of them does not vary. */
static double correlation(const double *x, const double *y, size_t num)
{
    double r = gsl_stats_correlation(x, 1, y, 1, num);

    return isnan(r) ? 0 : r;
}

struct driver {
    size_t score;
    double correlation;
};

static int stronger_first(const void *a, const void *b)
{
    const struct driver *x = a, *y = b;
    double left = fabs(x->correlation), right = fabs(y->correlation);

    if (left != right)
        return left > right ? -1 : 1;
    return x->score < y->score ? -1 : 1;
}

/* ---- low and high quarters ------------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* limits[2 * k], limits[2 * k + 1]: score k is at most, at least that in a quarter of the draws. */
static void find_quarters(const struct drivers *self, double *sorted, double *limits)
{
    size_t num = self->num_draws, quarter = num / 4 > 0 ? num / 4 : 1;

    for (size_t k = 0; k < self->num_scores; k++) {
        memcpy(sorted, self->scores + k * num, num * sizeof *sorted);
        qsort(sorted, num, sizeof *sorted, ascending);
        limits[2 * k] = sorted[quarter - 1];
        limits[2 * k + 1] = sorted[num - quarter];
    }
}

/* The variable of a score in one parameter of a scenario; NO_VARIABLE if it is of another. */
static size_t find_in(const struct drivers *self, const struct binding_of_param *params, size_t score)
{
    for (int p = 0; p < NUM_PARAMS; p++)
        for (size_t g = 0; g < params[p].num_segments; g++) {
            size_t v = params[p].segments[g].variable;
            if (v != NO_VARIABLE && self->variables.score_of[v] == score)
                return v;
        }
    return NO_VARIABLE;
}

/* What a score drives in a scenario. */
static size_t variable_of(const struct drivers *self, size_t scenario, size_t score)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    size_t v = find_in(self, s->run_params, score);

    for (size_t c = 0; c < s->num_cohorts && v == NO_VARIABLE; c++)
        v = find_in(self, s->cohorts[c].params, score);
    return v;
}

/* Means over one quarter. */
struct quarter {
    double input, output, error; /* error: standard, of output; input NaN for a class of a composition */
};

/* high: the highest quarter, else the lowest. */
static struct quarter summarise(const struct drivers *self, size_t score, size_t variable,
                                const double *values, double limit, bool high)
{
    const double *z = self->scores + score * self->num_draws;
    double num = 0, input = 0, output = 0, square = 0;

    for (size_t i = 0; i < self->num_draws; i++) {
        if (high ? z[i] < limit : z[i] > limit)
            continue;
        num++;
        input += (variables_value(&self->variables, variable, z[i]) - input) / num;
        double step = values[i] - output;
        output += step / num;
        square += step * (values[i] - output);
    }
    if (self->model->variables[variable].dist.family == DIST_DIRICHLET)
        input = NAN;
    return (struct quarter){input, output, sqrt(square / (num - 1) / num)};
}

static void write_quarters(const struct drivers *self, size_t scenario, size_t item, size_t score,
                           const double *limits, struct csvout *out)
{
    const double *values = values_of(self, scenario, item);
    enum metric metric = item_of(self, scenario, item).metric;
    double scale = metric_scale(metric, self->model->scenarios[scenario].steps_per_year);
    size_t v = variable_of(self, scenario, score);
    struct quarter quarters[2] = {{NAN, NAN, NAN}, {NAN, NAN, NAN}};

    for (int high = 0; high < 2 && v != NO_VARIABLE; high++)
        quarters[high] = summarise(self, score, v, values, limits[2 * score + (size_t)high], high == 1);
    csvout_text(out, metric_unit_text(metric));
    csvout_number(out, scale * gsl_stats_mean(values, 1, self->num_draws), 6);
    csvout_text(out, v != NO_VARIABLE ? param_specs[self->model->variables[v].param].unit : "");
    for (int high = 0; high < 2; high++)
        csvout_number(out, quarters[high].input, 4);
    for (int high = 0; high < 2; high++)
        csvout_number(out, scale * quarters[high].output, 6);
    for (int high = 0; high < 2; high++)
        csvout_number(out, scale * quarters[high].error, 2);
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Two objectives with the same metric, and one that is asked for too, are told once. */
static bool is_told(const struct drivers *self, const struct engine_results *results, size_t scenario,
                    size_t item)
{
    struct driver_item it = item_of(self, scenario, item);

    for (size_t before = 0; before < item; before++) {
        struct driver_item other = item_of(self, scenario, before);
        if (other.metric == it.metric && other.year == it.year && scope_equal(&other.scope, &it.scope) &&
            applies(self, results, scenario, before))
            return true;
    }
    return false;
}

static void write_item(const struct drivers *self, size_t scenario, size_t item, const double *limits,
                       struct driver *drivers, struct csvout *out)
{
    struct driver_item it = item_of(self, scenario, item);
    char scope[2 * SCOPE_TEXT_SIZE];
    double num = (double)self->num_draws;
    int rank = 0;

    scope_text(&it.scope, scope);
    for (size_t k = 0; k < self->num_scores; k++)
        drivers[k] = (struct driver){k, correlation(self->scores + k * self->num_draws,
                                                    values_of(self, scenario, item), self->num_draws)};
    qsort(drivers, self->num_scores, sizeof *drivers, stronger_first);
    for (size_t k = 0; k < self->num_scores; k++) {
        double r = drivers[k].correlation;
        if (fabs(r) * sqrt(num) <= 4)
            return;
        csvout_text(out, self->model->scenarios[scenario].row->name);
        csvout_text(out, metric_specs[it.metric].name);
        csvout_text(out, scope);
        csvout_integer(out, it.year);
        csvout_integer(out, ++rank);
        csvout_text(out, self->variables.scores[drivers[k].score].name);
        csvout_number(out, r, 4);
        csvout_number(out, (1 - r * r) / sqrt(num - 1), 2);
        csvout_number(out, r * r, 3);
        write_quarters(self, scenario, item, drivers[k].score, limits, out);
        csvout_end(out);
    }
}

int drivers_write(const struct drivers *self, const struct engine_results *results, struct csvout *out,
                  struct err *err)
{
    static const char *const names[] = {"scenario",    "metric",         "scope",
                                        "year",        "rank",           "driver",
                                        "correlation", "standard_error", "share_of_variance",
                                        "unit",        "mean",           "input_unit",
                                        "input_low",   "input_high",     "low",
                                        "high",        "low_error",      "high_error",
                                        NULL};
    struct driver *drivers = mem_alloc(self->num_scores, sizeof *drivers, err);
    double *sorted = mem_alloc(self->num_draws, sizeof *sorted, err);
    double *limits = mem_alloc(2 * self->num_scores, sizeof *limits, err);
    int status = drivers && sorted && limits ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK) {
        csvout_header(out, names);
        find_quarters(self, sorted, limits);
    }
    for (size_t s = 0; s < self->model->num_scenarios && status == ERR_OK; s++)
        for (size_t k = 0; k < num_items(self); k++)
            if (applies(self, results, s, k) && !is_told(self, results, s, k))
                write_item(self, s, k, limits, drivers, out);
    free(drivers);
    free(sorted);
    free(limits);
    return status;
}

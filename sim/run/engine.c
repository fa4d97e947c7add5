#include "sim/run/engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/resolve.h"
#include "sim/run/rawdraws.h"
#include "sim/run/savedrun.h"
#include "sim/run/worker.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"

const struct unit_cost_spec unit_cost_specs[NUM_UNIT_COSTS] = {
    [COST_PER_ENROLLED] = {"cost_per_enrolled", METRIC_COST_TOTAL, METRIC_ENROLLED_TOTAL, "EUR/person",
                           "Coût par personne entrée en formation", "Cost per person enrolled"},
    [COST_PER_CERTIFIED] = {"cost_per_certified", METRIC_COST_TOTAL, METRIC_CERTIFIED_TOTAL, "EUR/person",
                            "Coût par personne certifiée", "Cost per person certified"},
    [COST_PER_PLACED] = {"cost_per_placed", METRIC_COST_TOTAL, METRIC_PLACED_TOTAL, "EUR/person",
                         "Coût par sortant en emploi", "Cost per leaver employed"},
    [COST_PER_INDUSTRY_JOB_YEAR] = {"cost_per_industry_job_year", METRIC_COST_TOTAL,
                                    METRIC_INDUSTRY_JOB_YEARS_TOTAL, "EUR/person-year",
                                    "Coût par année d’emploi industriel dans le territoire",
                                    "Cost per year of industrial employment in the territory"},
    [COST_PER_ADDITIONAL_JOB_YEAR] = {"cost_per_additional_job_year", METRIC_COST_TOTAL,
                                      METRIC_ADDITIONAL_JOB_YEARS_TOTAL, "EUR/person-year",
                                      "Coût par année d’emploi industriel supplémentaire",
                                      "Cost per additional year of industrial employment"},
};

/* A wave: as many blocks as there are threads are simulated side by side, then
 * their results are added up side by side, one scope of one scenario a task. The
 * memory does not grow with the draws, and no lock is needed. */
struct wave {
    struct engine_results *results;
    struct worker *workers;      /* [threads] */
    struct block_result *blocks; /* [threads] */
    int num_blocks;              /* of this wave */
};

static size_t num_accumulators(const struct engine_results *self)
{
    return engine_index(self, self->model->num_scenarios, 0, 0, 0);
}

static size_t num_unit_costs(const struct engine_results *self)
{
    return self->model->num_scenarios * self->layout.num_scopes * NUM_UNIT_COSTS;
}

static int results_init(struct engine_results *self, const struct model *model,
                        const struct engine_settings *settings, struct err *err)
{
    int status;

    *self = (struct engine_results){.model = model, .settings = *settings};
    status = layout_init(&self->layout, model, &settings->choice, err);
    if (status != ERR_OK)
        return status;
    self->values = mem_alloc(num_accumulators(self), sizeof *self->values, err);
    self->differences = mem_alloc(num_accumulators(self), sizeof *self->differences, err);
    self->unit_costs = mem_alloc(num_unit_costs(self), sizeof *self->unit_costs, err);
    self->undefined = mem_alloc(num_unit_costs(self), sizeof *self->undefined, err);
    self->targets = mem_alloc(model->num_scenarios * model->pack->num_targets, sizeof *self->targets, err);
    if (!self->values || !self->differences || !self->unit_costs || !self->undefined || !self->targets) {
        engine_results_free(self);
        return ERR_LIMIT;
    }
    return ERR_OK;
}

void engine_results_free(struct engine_results *self)
{
    for (size_t i = 0; self->model != NULL && i < num_accumulators(self); i++) {
        if (self->values != NULL)
            accumulator_free(&self->values[i]);
        if (self->differences != NULL)
            accumulator_free(&self->differences[i]);
    }
    for (size_t i = 0; self->unit_costs != NULL && i < num_unit_costs(self); i++)
        accumulator_free(&self->unit_costs[i]);
    free(self->values);
    free(self->differences);
    free(self->unit_costs);
    free(self->undefined);
    free(self->targets);
    layout_free(&self->layout);
    *self = (struct engine_results){0};
}

/* ---- objectives --------------------------------------------------------------------- */

bool engine_has_target(const struct engine_results *self, size_t scenario, size_t target)
{
    return self->targets[scenario * self->model->pack->num_targets + target].applies;
}

static void choose_targets(struct engine_results *self)
{
    const struct pack *pack = self->model->pack;

    for (size_t s = 0; s < self->model->num_scenarios; s++)
        for (size_t k = 0; k < pack->num_targets; k++) {
            const struct scenario *scenario = &self->model->scenarios[s];
            const struct pack_target *t = &pack->targets[k];
            self->targets[s * pack->num_targets + k].applies =
                resolve_target(pack, scenario->row, k) && metric_find(t->metric) != NUM_METRICS &&
                layout_has_metric(scenario, metric_find(t->metric)) && t->year >= scenario->first_year &&
                t->year <= scenario->last_year &&
                layout_find_scope(&self->layout, &t->scope) < self->layout.num_scopes;
        }
}

/* The least (or greatest) integer that reaches an objective. */
static int64_t threshold_of(const struct pack_target *t, const struct scenario *s)
{
    double scale = metric_scale(metric_find(t->metric), s->steps_per_year);

    return t->at_least ? (int64_t)ceil(t->value / scale - 1e-9) : (int64_t)floor(t->value / scale + 1e-9);
}

static void count_target(struct engine_results *self, const struct block_result *block, size_t scenario,
                         size_t target)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    const struct pack_target *t = &self->model->pack->targets[target];
    size_t scope = layout_find_scope(&self->layout, &t->scope);
    const int64_t *values =
        block->values[scenario] +
        block_index(&self->layout, scope, metric_find(t->metric), t->year - s->first_year);
    int64_t threshold = threshold_of(t, s);
    struct target_count *count = &self->targets[scenario * self->model->pack->num_targets + target];

    for (int i = 0; i < block->block.num; i++) {
        bool is_hit = t->at_least ? values[i] >= threshold : values[i] <= threshold;
        count->hits += is_hit;
        count->hits_of[(block->block.first + (uint64_t)i) % SOBOL_REPLICATES] += is_hit;
    }
}

static void count_targets(struct wave *wave)
{
    struct engine_results *self = wave->results;

    for (int b = 0; b < wave->num_blocks; b++)
        for (size_t s = 0; s < self->model->num_scenarios; s++)
            for (size_t t = 0; t < self->model->pack->num_targets; t++)
                if (engine_has_target(self, s, t))
                    count_target(self, &wave->blocks[b], s, t);
}

/* Targets need their metric and scope, whatever else is reported. */
static void check_targets(const struct engine_results *self, struct problems *problems)
{
    const struct pack *pack = self->model->pack;

    for (size_t t = 0; t < pack->num_targets; t++) {
        const struct pack_target *target = &pack->targets[t];
        const char *near = metric_nearest(target->metric);
        char hint[128];
        bool is_used = false;
        snprintf(hint, sizeof hint, near ? "did you mean '%s'?" : "see 'bassin list metrics'",
                 near ? near : "");
        if (metric_find(target->metric) == NUM_METRICS)
            problem_error(problems, target->place, hint, "there is no metric '%.80s'", target->metric);
        if (metric_find(target->metric) != NUM_METRICS &&
            metric_specs[metric_find(target->metric)].of_territory && target->scope.kind != SCOPE_ALL &&
            target->scope.kind != SCOPE_TERRITORY)
            problem_error(problems, target->place, "use the scope all or territory:LEVEL:CODE",
                          "%s counts all people of a territory: it has no value for a measure or an audience",
                          target->metric);
        for (size_t s = 0; s < self->model->num_scenarios; s++)
            is_used |= engine_has_target(self, s, t);
        if (!is_used && metric_find(target->metric) != NUM_METRICS)
            problem_warning(problems, target->place, NULL,
                            "this objective of %d concerns no scenario, scope and year of the run",
                            target->year);
    }
}

/* ---- sums ---------------------------------------------------------------------------- */

static int add_values(const struct engine_results *self, struct accumulator *accumulator,
                      const struct block *block, const int64_t *values, const double *means, double precision,
                      struct err *err)
{
    int status = accumulator_add(accumulator, values, means, block->num, precision, err);

    if (status == ERR_OK && self->settings.points == POINTS_SOBOL)
        status = accumulator_deal(accumulator, block->first, values, means, block->num, precision, err);
    return status;
}

static int add_difference(struct engine_results *self, const struct block_result *block, size_t index,
                          size_t scenario, size_t offset, double precision, struct err *err)
{
    size_t reference = self->model->scenarios[scenario].reference;
    int64_t values[LANES];
    double means[LANES];

    if (reference == NO_SCENARIO)
        return ERR_OK;
    for (int i = 0; i < block->block.num; i++) {
        values[i] =
            block->values[scenario][offset + (size_t)i] - block->values[reference][offset + (size_t)i];
        means[i] = block->means[scenario][offset + (size_t)i] - block->means[reference][offset + (size_t)i];
    }
    return add_values(self, &self->differences[index], &block->block, values, means, precision, err);
}

static int add_series(struct engine_results *self, const struct block_result *block, size_t scenario,
                      size_t scope, size_t series, struct err *err)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    double precision = layout_precision(series);
    int status = ERR_OK;

    if (!layout_is_reported(&self->layout, s, series))
        return ERR_OK;
    for (int y = 0; y < s->num_years && status == ERR_OK; y++) {
        size_t offset = block_index(&self->layout, scope, series, y);
        size_t index = engine_index(self, scenario, scope, series, y);
        status = add_values(self, &self->values[index], &block->block, block->values[scenario] + offset,
                            block->means[scenario] + offset, precision, err);
        if (status == ERR_OK)
            status = add_difference(self, block, index, scenario, offset, precision, err);
    }
    return status;
}

static int add_unit_costs(struct engine_results *self, const struct block_result *block, size_t scenario,
                          size_t scope, struct err *err)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    int status = ERR_OK;

    for (int u = 0; u < NUM_UNIT_COSTS && status == ERR_OK; u++) {
        const struct unit_cost_spec *spec = &unit_cost_specs[u];
        size_t index = (scenario * self->layout.num_scopes + scope) * NUM_UNIT_COSTS + (size_t)u;
        const int64_t *cost =
            block->values[scenario] + block_index(&self->layout, scope, spec->cost, s->num_years - 1);
        const int64_t *result =
            block->values[scenario] + block_index(&self->layout, scope, spec->result, s->num_years - 1);
        int64_t ratios[LANES];
        int num = 0;
        for (int i = 0; i < block->block.num; i++) {
            double units = (double)result[i] * metric_scale(spec->result, s->steps_per_year);
            if (result[i] > 0)
                ratios[num++] = llround((double)cost[i] / units);
        }
        self->undefined[index] += (uint64_t)(block->block.num - num);
        status = accumulator_add(&self->unit_costs[index], ratios, NULL, num, 1, err);
    }
    return status;
}

/* The tasks of summing: every series of every scope and scenario, and after the
 * series of a scope its unit costs. */
static size_t num_sums(const struct engine_results *self)
{
    return self->model->num_scenarios * self->layout.num_scopes * (layout_num_series(&self->layout) + 1);
}

/* One task: all blocks of the wave in order. */
static int add_sum(size_t index, int worker, void *context, struct err *err)
{
    struct wave *wave = context;
    struct engine_results *self = wave->results;
    size_t num_series = layout_num_series(&self->layout), series = index % (num_series + 1);
    size_t place = index / (num_series + 1);
    size_t scenario = place / self->layout.num_scopes, scope = place % self->layout.num_scopes;
    int status = ERR_OK;

    (void)worker;
    for (int b = 0; b < wave->num_blocks && status == ERR_OK; b++)
        status = series < num_series ? add_series(self, &wave->blocks[b], scenario, scope, series, err)
                                     : add_unit_costs(self, &wave->blocks[b], scenario, scope, err);
    return status;
}

static int simulate_block(size_t index, int worker, void *context, struct err *err)
{
    struct wave *wave = context;

    return worker_run(&wave->workers[worker], &wave->blocks[index], err);
}

/* ---- running --------------------------------------------------------------------------- */

/* Everything that is counted somewhere is simulated: unit costs and objectives
 * use metrics that may not be reported. */
static void select_needed(struct engine_results *self, bool reported[NUM_METRICS])
{
    memcpy(reported, self->layout.selected, NUM_METRICS * sizeof reported[0]);
    for (int u = 0; u < NUM_UNIT_COSTS; u++) {
        self->layout.selected[unit_cost_specs[u].cost] = true;
        self->layout.selected[unit_cost_specs[u].result] = true;
    }
    for (size_t t = 0; t < self->model->pack->num_targets; t++) {
        enum metric metric = metric_find(self->model->pack->targets[t].metric);
        if (metric != NUM_METRICS)
            self->layout.selected[metric] = true;
    }
}

static int run_wave(struct wave *wave, uint64_t done, struct err *err)
{
    struct engine_results *self = wave->results;
    const struct engine_settings *settings = &self->settings;
    uint64_t left = settings->num_draws - done;
    int status;

    wave->num_blocks = 0;
    for (int b = 0; b < settings->threads && left > 0; b++) {
        int num = left < LANES ? (int)left : LANES;
        wave->blocks[b].block = (struct block){settings->first_draw + done + (uint64_t)b * LANES, num};
        left -= (uint64_t)num;
        wave->num_blocks++;
    }
    status = parallel_for((size_t)wave->num_blocks, settings->threads, simulate_block, wave, err);
    if (status == ERR_OK)
        status = parallel_for(num_sums(self), settings->threads, add_sum, wave, err);
    if (status != ERR_OK)
        return status;
    count_targets(wave);
    for (int b = 0; b < wave->num_blocks && settings->draws != NULL; b++)
        raw_draws_write(settings->draws, self, &wave->blocks[b]);
    return ERR_OK;
}

static void count_draws(struct engine_results *self, const struct block *block)
{
    self->num_draws += (uint64_t)block->num;
    for (int i = 0; i < block->num; i++)
        self->draws_of[(block->first + (uint64_t)i) % SOBOL_REPLICATES]++;
}

/* Whether another batch is to come; it doubles the draws. */
static bool goes_on(struct engine_results *self)
{
    struct engine_settings *s = &self->settings;

    if (self->num_draws < s->num_draws)
        return true;
    if (s->is_enough == NULL || s->num_draws >= s->most_draws || s->is_enough(self, s->enough_context))
        return false;
    s->num_draws = s->num_draws <= s->most_draws / 2 ? 2 * s->num_draws : s->most_draws;
    return true;
}

static int run_waves(struct wave *wave, struct err *err)
{
    struct engine_results *self = wave->results;
    const struct engine_settings *settings = &self->settings;
    int status = ERR_OK;

    if (settings->draws != NULL)
        raw_draws_header(settings->draws);
    while (status == ERR_OK && goes_on(self)) {
        status = run_wave(wave, self->num_draws, err);
        for (int b = 0; b < wave->num_blocks && status == ERR_OK; b++)
            count_draws(self, &wave->blocks[b].block);
        if (status == ERR_OK)
            status = interrupt_check(err);
        if (settings->progress != NULL)
            settings->progress(self->num_draws, settings->num_draws, settings->progress_context);
    }
    return status;
}

static int start_workers(struct wave *wave, const struct variables *variables, struct err *err)
{
    struct engine_results *self = wave->results;
    int threads = self->settings.threads, status = ERR_OK;

    wave->workers = mem_alloc((size_t)threads, sizeof *wave->workers, err);
    wave->blocks = mem_alloc((size_t)threads, sizeof *wave->blocks, err);
    if (wave->workers == NULL || wave->blocks == NULL)
        return ERR_LIMIT;
    for (int t = 0; t < threads && status == ERR_OK; t++) {
        status =
            worker_init(&wave->workers[t], self->model, variables, &self->layout, self->settings.seed, err);
        if (status == ERR_OK)
            status = block_result_init(&wave->blocks[t], self->model, &self->layout, err);
    }
    return status;
}

static void stop_workers(struct wave *wave)
{
    for (int t = 0; t < wave->results->settings.threads; t++) {
        if (wave->workers != NULL)
            worker_free(&wave->workers[t]);
        if (wave->blocks != NULL)
            block_result_free(&wave->blocks[t], wave->results->model);
    }
    free(wave->workers);
    free(wave->blocks);
}

/* More threads than blocks would only take memory. */
static int useful_threads(const struct engine_settings *settings)
{
    uint64_t draws = settings->is_enough ? settings->most_draws : settings->num_draws;
    uint64_t blocks = (draws + LANES - 1) / LANES;

    return blocks < (uint64_t)settings->threads ? (blocks > 0 ? (int)blocks : 1) : settings->threads;
}

int engine_run(struct engine_results *self, const struct model *model, const struct engine_settings *settings,
               struct problems *problems, struct err *err)
{
    struct variables variables = {0};
    struct wave wave = {.results = self};
    bool reported[NUM_METRICS];
    int status = results_init(self, model, settings, err);

    if (status != ERR_OK)
        return status;
    self->settings.threads = useful_threads(settings);
    choose_targets(self);
    check_targets(self, problems);
    select_needed(self, reported);
    status = variables_init(&variables, model, settings->seed, settings->points, problems, err);
    if (status == ERR_OK)
        status = problems_status(problems, model->pack->folder, err);
    if (status == ERR_OK && settings->start != NULL)
        status = saved_run_restore(settings->start, self, err);
    if (status == ERR_OK)
        status = start_workers(&wave, &variables, err);
    if (status == ERR_OK)
        status = run_waves(&wave, err);
    stop_workers(&wave);
    variables_free(&variables);
    memcpy(self->layout.selected, reported, sizeof reported);
    if (status != ERR_OK)
        engine_results_free(self);
    return status;
}

int engine_check(const struct model *model, struct problems *problems, struct err *err)
{
    struct engine_settings settings = {.threads = 1};
    struct engine_results results;
    int status;

    for (int k = 0; k <= SCOPE_MEASURE_AUDIENCE; k++)
        settings.choice.scopes[k] = true;
    for (int m = 0; m < NUM_METRICS; m++)
        settings.choice.metrics[m] = true;
    status = engine_run(&results, model, &settings, problems, err);
    if (status == ERR_OK)
        engine_results_free(&results);
    return status;
}

struct summary engine_summary(const struct engine_results *self, const struct accumulator *accumulator,
                              double precision)
{
    struct summary summary = accumulator_summary(accumulator, precision);

    if (self->settings.twin_means)
        summary_use_twin(&summary);
    return summary;
}

static void merge_target(struct target_count *self, const struct target_count *other)
{
    self->hits += other->hits;
    for (int r = 0; r < SOBOL_REPLICATES; r++)
        self->hits_of[r] += other->hits_of[r];
}

int engine_merge(struct engine_results *self, const struct engine_results *other, struct err *err)
{
    int status = ERR_OK;

    if (num_accumulators(self) != num_accumulators(other) || self->settings.seed != other->settings.seed ||
        self->settings.points != other->settings.points)
        return err_set(err, ERR_DATA, "results of different models, seeds or points cannot be merged");
    for (size_t i = 0; i < num_accumulators(self) && status == ERR_OK; i++) {
        status = accumulator_merge(&self->values[i], &other->values[i], err);
        if (status == ERR_OK)
            status = accumulator_merge(&self->differences[i], &other->differences[i], err);
    }
    for (size_t i = 0; i < num_unit_costs(self) && status == ERR_OK; i++) {
        status = accumulator_merge(&self->unit_costs[i], &other->unit_costs[i], err);
        self->undefined[i] += other->undefined[i];
    }
    for (size_t i = 0; i < self->model->num_scenarios * self->model->pack->num_targets; i++)
        merge_target(&self->targets[i], &other->targets[i]);
    for (int r = 0; r < SOBOL_REPLICATES; r++)
        self->draws_of[r] += other->draws_of[r];
    self->num_draws += other->num_draws;
    return status;
}

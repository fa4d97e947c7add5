#include "sim/run/engine.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/resolve.h"
#include "sim/run/rawdraws.h"
#include "sim/run/savedrun.h"
#include "sim/run/worker.h"
#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/base/progress.h"

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

/* The memory that a portion may take; portions between two looks at the time and the stop rule. */
enum { BLOCKS_BYTES = 4 << 20, PORTIONS_OF_THREAD = 32 };

/* A wave: each thread simulates a portion of the draws, then adds it to the sums, one
 * series of a scope and scenario at a time under a lock of its own. All sums are of
 * integers, so that the order does not matter, and no thread waits for the slowest. */
struct wave {
    struct engine_results *results;
    struct worker *workers;   /* [threads] */
    struct portion *portions; /* [threads] */
    pthread_mutex_t *locks;   /* [num_sums], and one for the objectives */
    size_t num_locks;         /* initialised */
    int blocks_of_portion;
    uint64_t done, num_draws; /* before this wave; of it */
    struct progress progress;
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

static void count_target(struct engine_results *self, const struct portion *portion, size_t scenario,
                         size_t target)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    const struct pack_target *t = &self->model->pack->targets[target];
    size_t scope = layout_find_scope(&self->layout, &t->scope);
    const int64_t *values = portion->values[scenario] +
                            portion_index(portion, scope, metric_find(t->metric), t->year - s->first_year);
    int64_t threshold = threshold_of(t, s);
    struct target_count *count = &self->targets[scenario * self->model->pack->num_targets + target];

    for (int i = 0; i < portion->num; i++) {
        bool is_hit = t->at_least ? values[i] >= threshold : values[i] <= threshold;
        count->hits += is_hit;
        count->hits_of[(portion->first + (uint64_t)i) % SOBOL_REPLICATES] += is_hit;
    }
}

static void count_targets(struct engine_results *self, const struct portion *portion)
{
    for (size_t s = 0; s < self->model->num_scenarios; s++)
        for (size_t t = 0; t < self->model->pack->num_targets; t++)
            if (engine_has_target(self, s, t))
                count_target(self, portion, s, t);
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
        snprintf(hint, sizeof hint, near ? _("did you mean '%s'?") : N_("see 'bassin list metrics'"),
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

/* means: NULL without the twin. */
static int add_values(const struct engine_results *self, struct accumulator *accumulator,
                      const struct portion *portion, const int64_t *values, const double *means,
                      double precision, struct err *err)
{
    int status = accumulator_add(accumulator, values, means, portion->num, precision, err);

    if (status == ERR_OK && self->settings.points == POINTS_SOBOL)
        status = accumulator_deal(accumulator, portion->first, values, means, portion->num, precision, err);
    return status;
}

static int add_difference(struct engine_results *self, const struct portion *portion, size_t index,
                          size_t scenario, size_t offset, double precision, struct err *err)
{
    size_t reference = self->model->scenarios[scenario].reference;
    int64_t values[MOST_DRAWS_OF_PORTION];
    double means[MOST_DRAWS_OF_PORTION];

    if (reference == NO_SCENARIO)
        return ERR_OK;
    const int64_t *ours = portion->values[scenario] + offset, *theirs = portion->values[reference] + offset;
    for (int i = 0; i < portion->num; i++)
        values[i] = ours[i] - theirs[i];
    for (int i = 0; i < portion->num && portion->means != NULL; i++)
        means[i] =
            portion->means[scenario][offset + (size_t)i] - portion->means[reference][offset + (size_t)i];
    return add_values(self, &self->differences[index], portion, values, portion->means ? means : NULL,
                      precision, err);
}

static int add_series(struct engine_results *self, const struct portion *portion, size_t scenario,
                      size_t scope, size_t series, struct err *err)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    double precision = layout_precision(series);
    int status = ERR_OK;

    if (!layout_is_reported(&self->layout, s, series))
        return ERR_OK;
    for (int y = 0; y < s->num_years && status == ERR_OK; y++) {
        size_t offset = portion_index(portion, scope, series, y);
        size_t index = engine_index(self, scenario, scope, series, y);
        const double *means = portion->means ? portion->means[scenario] + offset : NULL;
        status = add_values(self, &self->values[index], portion, portion->values[scenario] + offset, means,
                            precision, err);
        if (status == ERR_OK)
            status = add_difference(self, portion, index, scenario, offset, precision, err);
    }
    return status;
}

static int add_unit_costs(struct engine_results *self, const struct portion *portion, size_t scenario,
                          size_t scope, struct err *err)
{
    const struct scenario *s = &self->model->scenarios[scenario];
    int status = ERR_OK;

    for (int u = 0; u < NUM_UNIT_COSTS && status == ERR_OK; u++) {
        const struct unit_cost_spec *spec = &unit_cost_specs[u];
        size_t index = (scenario * self->layout.num_scopes + scope) * NUM_UNIT_COSTS + (size_t)u;
        const int64_t *cost =
            portion->values[scenario] + portion_index(portion, scope, spec->cost, s->num_years - 1);
        const int64_t *result =
            portion->values[scenario] + portion_index(portion, scope, spec->result, s->num_years - 1);
        int64_t ratios[MOST_DRAWS_OF_PORTION];
        double scale = metric_scale(spec->result, s->steps_per_year);
        int num = 0;
        for (int i = 0; i < portion->num; i++)
            if (result[i] > 0)
                ratios[num++] = llround((double)cost[i] / ((double)result[i] * scale));
        self->undefined[index] += (uint64_t)(portion->num - num);
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

/* One task. */
static int add_sum(struct engine_results *self, const struct portion *portion, size_t index, struct err *err)
{
    size_t num_series = layout_num_series(&self->layout), series = index % (num_series + 1);
    size_t place = index / (num_series + 1);
    size_t scenario = place / self->layout.num_scopes, scope = place % self->layout.num_scopes;

    return series < num_series ? add_series(self, portion, scenario, scope, series, err)
                               : add_unit_costs(self, portion, scenario, scope, err);
}

/* Threads begin at different sums, and so seldom meet. */
static int add_portion(struct wave *wave, const struct portion *portion, int worker, struct err *err)
{
    struct engine_results *self = wave->results;
    size_t num = num_sums(self), begin = num * (size_t)worker / (size_t)self->settings.threads;
    int status = ERR_OK;

    for (size_t k = 0; k < num && status == ERR_OK; k++) {
        size_t index = (begin + k) % num;
        pthread_mutex_lock(&wave->locks[index]);
        status = add_sum(self, portion, index, err);
        pthread_mutex_unlock(&wave->locks[index]);
    }
    pthread_mutex_lock(&wave->locks[num]);
    count_targets(self, portion);
    pthread_mutex_unlock(&wave->locks[num]);
    return status;
}

/* The results of a portion: the thread's, or its own when they are to be written. */
static struct portion *portion_of(const struct wave *wave, size_t index, int worker)
{
    return &wave->portions[wave->results->settings.draws != NULL ? index : (size_t)worker];
}

/* Its draws; the last portion may be shorter. Returns its blocks. */
static int begin_portion(const struct wave *wave, size_t index, struct portion *portion)
{
    uint64_t size = (uint64_t)wave->blocks_of_portion * LANES, at = index * size;
    uint64_t left = wave->num_draws - at;

    return portion_begin(portion, wave->results->settings.first_draw + wave->done + at,
                         (int)(left < size ? left : size));
}

static int simulate(const struct wave *wave, struct worker *worker, struct block_result *block,
                    struct err *err)
{
    const struct engine_settings *settings = &wave->results->settings;
    int status = worker_run(worker, block, err);

    if (status == ERR_OK && settings->watch != NULL)
        settings->watch(wave->results, block, worker->scores, settings->watch_context);
    return status;
}

static int run_portion(size_t index, int worker, void *context, struct err *err)
{
    struct wave *wave = context;
    struct portion *portion = portion_of(wave, index, worker);
    int num = begin_portion(wave, index, portion), status = ERR_OK;

    for (int b = 0; b < num && status == ERR_OK; b++)
        status = simulate(wave, &wave->workers[worker], &portion->blocks[b], err);
    if (status == ERR_OK)
        status = add_portion(wave, portion, worker, err);
    progress_add(&wave->progress, (uint64_t)portion->num);
    return status;
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

static int run_wave(struct wave *wave, struct err *err)
{
    struct engine_results *self = wave->results;
    const struct engine_settings *settings = &self->settings;
    uint64_t portion = (uint64_t)wave->blocks_of_portion * LANES;
    uint64_t most = portion * (uint64_t)settings->threads * (settings->draws ? 1 : PORTIONS_OF_THREAD);
    int status;

    wave->done = self->num_draws;
    wave->num_draws = settings->num_draws - wave->done < most ? settings->num_draws - wave->done : most;
    size_t num_portions = (size_t)((wave->num_draws + portion - 1) / portion);
    status = parallel_for(num_portions, settings->threads, run_portion, wave, err);
    for (size_t p = 0; p < num_portions && settings->draws != NULL && status == ERR_OK; p++) {
        const struct portion *done = portion_of(wave, p, 0);
        for (int begin = 0; begin < done->num; begin += LANES)
            raw_draws_write(settings->draws, self, &done->blocks[begin / LANES]);
    }
    return status;
}

static void count_draws(struct engine_results *self, uint64_t num)
{
    uint64_t first = self->settings.first_draw + self->num_draws;

    for (int r = 0; r < SOBOL_REPLICATES; r++)
        self->draws_of[(first + (uint64_t)r) % SOBOL_REPLICATES] +=
            (num + SOBOL_REPLICATES - 1 - (uint64_t)r) / SOBOL_REPLICATES;
    self->num_draws += num;
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
    progress_begin(&wave->progress, N_("draws"), settings->num_draws);
    while (status == ERR_OK && goes_on(self)) {
        progress_expect(&wave->progress, settings->num_draws);
        progress_set(&wave->progress, self->num_draws);
        status = run_wave(wave, err);
        if (status == ERR_OK) {
            count_draws(self, wave->num_draws);
            status = interrupt_check(err);
        }
    }
    progress_end(&wave->progress);
    return status;
}

static uint64_t blocks_of_run(const struct engine_settings *settings)
{
    uint64_t draws = settings->is_enough ? settings->most_draws : settings->num_draws;

    return draws == 0 ? 1 : (draws + LANES - 1) / LANES;
}

/* As many as fit, and as leave each thread something to do. */
static int blocks_of_portion(const struct engine_results *self)
{
    size_t bytes = block_result_bytes(self->model, &self->layout, !self->settings.without_twin);
    uint64_t fit = BLOCKS_BYTES / (bytes > 0 ? bytes : 1), share;

    share = blocks_of_run(&self->settings) / (4 * (uint64_t)self->settings.threads);
    fit = fit < share ? fit : share;
    return fit < 1 ? 1 : fit > MOST_BLOCKS ? MOST_BLOCKS : (int)fit;
}

uint64_t engine_portion(const struct engine_results *self)
{
    return (uint64_t)blocks_of_portion(self) * LANES;
}

static int start_locks(struct wave *wave, struct err *err)
{
    size_t num = num_sums(wave->results) + 1;

    wave->locks = mem_alloc(num, sizeof *wave->locks, err);
    if (wave->locks == NULL)
        return ERR_LIMIT;
    for (; wave->num_locks < num; wave->num_locks++)
        if (pthread_mutex_init(&wave->locks[wave->num_locks], NULL) != 0)
            return err_set(err, ERR_LIMIT, "not enough memory for %zu locks", num);
    return ERR_OK;
}

static int start_workers(struct wave *wave, const struct variables *variables, struct err *err)
{
    struct engine_results *self = wave->results;
    int threads = self->settings.threads, status = ERR_OK;

    bool with_means = !self->settings.without_twin;

    wave->blocks_of_portion = blocks_of_portion(self);
    wave->workers = mem_alloc((size_t)threads, sizeof *wave->workers, err);
    wave->portions = mem_alloc((size_t)threads, sizeof *wave->portions, err);
    if (wave->workers == NULL || wave->portions == NULL)
        return ERR_LIMIT;
    for (int t = 0; t < threads && status == ERR_OK; t++) {
        status =
            worker_init(&wave->workers[t], self->model, variables, &self->layout, self->settings.seed, err);
        wave->workers[t].with_means = with_means;
        if (status == ERR_OK)
            status = portion_init(&wave->portions[t], self->model, &self->layout, wave->blocks_of_portion,
                                  with_means, err);
    }
    return status == ERR_OK ? start_locks(wave, err) : status;
}

static void stop_workers(struct wave *wave)
{
    int threads = wave->results->settings.threads;

    for (int t = 0; t < threads && wave->workers != NULL; t++)
        worker_free(&wave->workers[t]);
    for (int t = 0; t < threads && wave->portions != NULL; t++)
        portion_free(&wave->portions[t]);
    for (size_t i = 0; i < wave->num_locks; i++)
        pthread_mutex_destroy(&wave->locks[i]);
    free(wave->locks);
    free(wave->workers);
    free(wave->portions);
}

/* More threads than blocks would only take memory. */
static int useful_threads(const struct engine_settings *settings)
{
    uint64_t blocks = blocks_of_run(settings);

    return blocks < (uint64_t)settings->threads ? (int)blocks : settings->threads;
}

/* The draws that are done already, one file after the other. */
static int add_starts(struct engine_results *self, struct err *err)
{
    const struct engine_settings *settings = &self->settings;
    struct progress progress;
    int status = ERR_OK;

    if (settings->num_starts == 0)
        return ERR_OK;
    progress_begin(&progress, N_("files"), settings->num_starts);
    for (size_t i = 0; i < settings->num_starts && status == ERR_OK; i++) {
        status = saved_run_add(&settings->start[i], self, err);
        progress_add(&progress, 1);
        if (status == ERR_OK)
            status = interrupt_check(err);
    }
    progress_end(&progress);
    return status;
}

/* Whether anything is to be simulated or asked for; a run without any draw only checks. */
static bool has_more(const struct engine_results *self)
{
    const struct engine_settings *s = &self->settings;

    return s->num_starts == 0 || s->is_enough != NULL || self->num_draws < s->num_draws;
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
    layout_set_rows(&self->layout);
    status = variables_init(&variables, model, settings->seed, settings->points, problems, err);
    if (status == ERR_OK)
        status = problems_status(problems, model->pack->folder, err);
    if (status == ERR_OK)
        status = add_starts(self, err);
    if (status == ERR_OK && has_more(self))
        status = start_workers(&wave, &variables, err);
    if (status == ERR_OK && has_more(self))
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

size_t engine_histogram_bytes(const struct engine_results *self)
{
    size_t bytes = 0;

    for (size_t i = 0; i < num_accumulators(self); i++)
        bytes +=
            histogram_bytes(&self->values[i].histogram) + histogram_bytes(&self->differences[i].histogram);
    for (size_t i = 0; i < num_unit_costs(self); i++)
        bytes += histogram_bytes(&self->unit_costs[i].histogram);
    return bytes;
}

size_t engine_histogram_bytes_at(const struct engine_results *self, double growth)
{
    size_t bytes = 0;

    for (size_t i = 0; i < num_accumulators(self); i++)
        bytes += histogram_bytes_at(&self->values[i].histogram, growth) +
                 histogram_bytes_at(&self->differences[i].histogram, growth);
    for (size_t i = 0; i < num_unit_costs(self); i++)
        bytes += histogram_bytes_at(&self->unit_costs[i].histogram, growth);
    return bytes;
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

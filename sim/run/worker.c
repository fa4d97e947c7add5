#include "sim/run/worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/pool.h"
#include "sim/model/vacancies.h"
#include "sim/run/funders.h"
#include "sim/run/variance.h"
#include "stats/base/mem.h"
#include "stats/base/processor.h"
#include "stats/numeric/normal.h"

static int most_steps(const struct model *model)
{
    int most = 1;

    for (size_t s = 0; s < model->num_scenarios; s++)
        if (model->scenarios[s].num_steps > most)
            most = model->scenarios[s].num_steps;
    return most;
}

int worker_init(struct worker *self, const struct model *model, const struct variables *variables,
                const struct layout *layout, uint64_t seed, struct err *err)
{
    int num_steps = most_steps(model), status;

    *self = (struct worker){
        .model = model, .variables = variables, .layout = layout, .seed = seed, .with_means = true};
    self->scores = mem_alloc(variables->num_scores * LANES, sizeof *self->scores, err);
    self->values = mem_alloc(model->num_variables * LANES, sizeof *self->values, err);
    self->cycle_level = mem_alloc((size_t)num_steps * LANES, sizeof *self->cycle_level, err);
    self->chain = chain_new(err);
    self->twin = twin_new(err);
    status =
        self->scores && self->values && self->cycle_level && self->chain && self->twin ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK)
        status = seats_init(&self->seats, num_steps, err);
    if (status == ERR_OK)
        status = cohort_result_init(&self->result, layout->num_years, err);
    if (status == ERR_OK)
        status = people_init(&self->people, model, layout, err);
    if (status == ERR_OK)
        status = funders_alloc(model, layout, &self->operation, &self->investment, err);
    self->result.needed = self->needed;
    if (status != ERR_OK)
        worker_free(self);
    return status;
}

void worker_free(struct worker *self)
{
    free(self->scores);
    free(self->values);
    free(self->cycle_level);
    people_free(&self->people);
    free(self->operation);
    free(self->investment);
    seats_free(&self->seats);
    rates_path_free(&self->rates);
    chain_free(self->chain);
    twin_free(self->twin);
    cohort_result_free(&self->result);
    *self = (struct worker){0};
}

static const double *run_values(const struct worker *self, const struct scenario *s, enum param param)
{
    return param_values(&s->run_params[param], 0, self->values);
}

/* The business cycle of a scenario, on shocks that all scenarios share; false
 * when it is off in all draws of the block. */
static bool fill_cycle(struct worker *self, const struct scenario *s, const struct block *block)
{
    struct stream stream = stream_make(self->seed, "business cycle");
    const double *sd = run_values(self, s, PARAM_MACRO_SD);
    const double *persistence = run_values(self, s, PARAM_MACRO_PERSISTENCE);
    bool is_on = false;

    for (int i = 0; i < block->num; i++) {
        double phi = pow(persistence[i], 1.0 / s->steps_per_year), eta = 0;
        self->cycle_sd[i] = sd[i];
        is_on |= sd[i] > 0;
        for (int t = 0; t < s->num_steps && sd[i] > 0; t++) {
            double shock = normal_quantile(stream_unit(&stream, block->first + (uint64_t)i, (uint32_t)t));
            eta = t == 0 ? sd[i] * shock : cycle_next(eta, phi, sd[i], shock);
            self->cycle_level[(size_t)t * LANES + (size_t)i] = eta;
        }
        for (int t = 0; t < s->num_steps && sd[i] == 0; t++)
            self->cycle_level[(size_t)t * LANES + (size_t)i] = 0;
    }
    return is_on;
}

static bool same_segments(const struct binding_of_param *a, const struct binding_of_param *b)
{
    if (a->num_segments != b->num_segments)
        return false;
    for (size_t i = 0; i < a->num_segments; i++)
        if (a->segments[i].from_step != b->segments[i].from_step ||
            a->segments[i].variable != b->segments[i].variable)
            return false;
    return true;
}

/* Whether two cohorts of a scenario have the same rates in all draws. */
static bool same_rates(const struct cohort *a, const struct cohort *b)
{
    if (a->course_steps != b->course_steps || a->level != b->level)
        return false;
    for (int p = 0; p < NUM_PARAMS; p++)
        if (!same_segments(&a->params[p], &b->params[p]))
            return false;
    return true;
}

static int prepare_cohort(struct worker *self, const struct cohort_inputs *in, struct err *err)
{
    const struct cohort *before = self->rates_of;
    int status;

    self->seats.num_steps = in->scenario->num_steps;
    seats_fill(&self->seats, in->pack, in->scenario, in->cohort, self->values, self->seed, in->block);
    if (before != NULL && (before == in->cohort || same_rates(before, in->cohort)))
        return ERR_OK;
    self->rates_of = NULL;
    status = rates_path_fill(&self->rates, in->scenario, in->cohort, self->values, in->block->num, err);
    if (status == ERR_OK)
        self->rates_of = in->cohort;
    return status;
}

/* Recruits for all cohorts of the pool that begins with this one. */
static int run_pool(struct worker *self, struct pool *pool, size_t first, const struct cohort_inputs *own,
                    struct err *err)
{
    struct cohort_inputs in = *own;
    int status = pool_init(pool, in.scenario, first, err);

    for (size_t m = 0; m < pool->num_members && status == ERR_OK; m++) {
        in.cohort = &in.scenario->cohorts[pool->members[m].cohort];
        status = prepare_cohort(self, &in, err);
        if (status == ERR_OK)
            pool_take(pool, m, &in);
    }
    return status == ERR_OK ? pool_run(pool, &in, err) : status;
}

static int run_cohort(struct worker *self, struct cohort_inputs *in, struct err *err)
{
    int status = prepare_cohort(self, in, err);

    if (status == ERR_OK)
        status = chain_run(self->chain, in, &self->result, err);
    if (status == ERR_OK && self->with_means)
        twin_means(self->twin, in, &self->result);
    return status;
}

/* The metrics that somebody reads and those that they are made of: everything else is
 * left out, which moves no other number. */
static void choose_metrics(struct worker *self, const struct scenario *s)
{
    bool *needed = self->needed;

    for (size_t m = 0; m < NUM_METRICS; m++)
        needed[m] = self->layout->selected[m] && layout_is_reported(self->layout, s, m);
    for (int c = 0; c < NUM_CHECKED && self->checks; c++)
        needed[checked_metrics[c]] = true;
    if (people_are_wanted(self->layout, s))
        people_need(needed);
    for (size_t m = 0; m < NUM_METRICS; m++)
        if (needed[m] && metric_specs[m].kind == METRIC_TOTAL)
            needed[metric_specs[m].of] = true;
    if (needed[METRIC_INDUSTRY_NET])
        needed[s->is_causal ? METRIC_INDUSTRY_ADDITIONAL : METRIC_INDUSTRY_STOCK] = true;
    if (self->operation != NULL)
        needed[METRIC_INVESTMENT] = needed[METRIC_OPERATION] = needed[METRIC_ALLOWANCES] = true;
}

/* What the cohorts of one scenario share, for one block. */
struct shared {
    struct pool *pools; /* [cohorts], of which num_pools are in use */
    struct vacancies *markets;
    size_t num_pools, num_markets;
};

static int shared_init(struct shared *self, const struct scenario *s, struct err *err)
{
    *self = (struct shared){0};
    self->pools = mem_alloc(s->num_cohorts, sizeof *self->pools, err);
    self->markets = mem_alloc(s->num_cohorts, sizeof *self->markets, err);
    return self->pools && self->markets ? ERR_OK : ERR_LIMIT;
}

static void shared_free(struct shared *self)
{
    for (size_t p = 0; p < self->num_pools; p++)
        pool_free(&self->pools[p]);
    for (size_t m = 0; m < self->num_markets; m++)
        vacancies_free(&self->markets[m]);
    free(self->pools);
    free(self->markets);
}

static void choose_cohort(const struct shared *self, struct cohort_inputs *in, size_t cohort)
{
    in->cohort = &in->scenario->cohorts[cohort];
    in->admitted = NULL;
    in->hiring = NULL;
    for (size_t p = 0; p < self->num_pools && in->admitted == NULL; p++)
        in->admitted = pool_admitted(&self->pools[p], cohort);
    for (size_t m = 0; m < self->num_markets && in->hiring == NULL; m++)
        in->hiring = vacancies_hiring(&self->markets[m], cohort);
}

/* Hires for all cohorts of the territory of this one. Their people are drawn twice: first to see
 * how many seek an opening. */
static int run_market(struct worker *self, const struct shared *shared, struct vacancies *market,
                      size_t first, const struct cohort_inputs *any, struct err *err)
{
    struct cohort_inputs in = *any;
    int status = vacancies_init(market, in.scenario, first, err);

    for (size_t m = 0; m < market->num_members && status == ERR_OK; m++) {
        struct vacancies_member *member = &market->members[m];
        choose_cohort(shared, &in, member->cohort);
        status = prepare_cohort(self, &in, err);
        if (status == ERR_OK)
            status = chain_seek(self->chain, &in, &self->result, &member->hiring, err);
    }
    return status == ERR_OK ? vacancies_run(market, &in, err) : status;
}

static int run_shared(struct worker *self, struct shared *shared, const struct cohort_inputs *any,
                      struct err *err)
{
    const struct scenario *s = any->scenario;
    int status = shared_init(shared, s, err);

    for (size_t c = 0; c < s->num_cohorts && status == ERR_OK; c++)
        if (pool_begins(s, c))
            status = run_pool(self, &shared->pools[shared->num_pools++], c, any, err);
    for (size_t c = 0; c < s->num_cohorts && status == ERR_OK; c++)
        if (vacancies_begin(s, c))
            status = run_market(self, shared, &shared->markets[shared->num_markets++], c, any, err);
    return status;
}

void forget_means(const struct block_result *out, size_t scenario, size_t scope, size_t series, int year)
{
    for (int i = 0; i < LANES && out->portion->means != NULL; i++)
        block_means(out, scenario, scope, series, year)[i] = (double)NAN;
}

static int64_t *people_values(void *context, size_t scope, enum metric metric, int year)
{
    struct worker *self = context;

    forget_means(self->out, self->scenario, scope, metric, year);
    return block_values(self->out, self->scenario, scope, metric, year);
}

static int run_scenario(struct worker *self, size_t index, const struct block *block, cohort_fn function,
                        void *context, struct err *err)
{
    const struct scenario *s = &self->model->scenarios[index];
    struct cohort_inputs in = {.scenario = s,
                               .pack = self->model->pack,
                               .values = self->values,
                               .cycle_level = fill_cycle(self, s, block) ? self->cycle_level : NULL,
                               .cycle_sd = self->cycle_sd,
                               .seats = &self->seats,
                               .rates = &self->rates,
                               .block = block,
                               .seed = self->seed};
    bool follows_people = self->out != NULL && people_are_wanted(self->layout, s);
    struct shared shared;
    int status;

    choose_metrics(self, s);
    self->rates_of = NULL;
    self->scenario = index;
    people_begin_scenario(&self->people);
    status = run_shared(self, &shared, &in, err);
    for (size_t c = 0; c < s->num_cohorts && status == ERR_OK; c++) {
        choose_cohort(&shared, &in, c);
        status = run_cohort(self, &in, err);
        if (status == ERR_OK)
            status = function(&in, &self->result, index, c, context, err);
        if (status == ERR_OK && follows_people)
            people_collect(&self->people, &in, &self->result);
    }
    if (status == ERR_OK && follows_people)
        status = people_finish(&self->people, self->layout, s, block, self->seed, in.cycle_level,
                               people_values, self, err);
    shared_free(&shared);
    return status;
}

int worker_each_cohort(struct worker *self, const struct block *block, cohort_fn function, void *context,
                       struct err *err)
{
    int status = ERR_OK;

    people_begin_block(&self->people);
    variables_draw(self->variables, block, self->scores, self->values);
    for (size_t s = 0; s < self->model->num_scenarios && status == ERR_OK; s++)
        status = run_scenario(self, s, block, function, context, err);
    return status;
}

/* Adds a cohort to the scopes that hold it. */
struct gathering {
    struct worker *worker;
    struct block_result *result;
};

/* stride: from a year of `to` to the next. */
static FOR_EVERY_PROCESSOR void add_values_loop(int64_t *restrict to, size_t stride,
                                                const int64_t *restrict more, int num_years)
{
    for (int y = 0; y < num_years; y++, to += stride, more += LANES)
        for (int i = 0; i < LANES; i++)
            to[i] += more[i];
}
FOR_EACH_PROCESSOR(add_values, (int64_t * to, size_t stride, const int64_t *more, int num_years),
                   (to, stride, more, num_years))

static FOR_EVERY_PROCESSOR void add_means_loop(double *restrict to, size_t stride,
                                               const double *restrict more, int num_years)
{
    for (int y = 0; y < num_years; y++, to += stride, more += LANES)
        for (int i = 0; i < LANES; i++)
            to[i] += more[i];
}
FOR_EACH_PROCESSOR(add_means, (double *to, size_t stride, const double *more, int num_years),
                   (to, stride, more, num_years))

static void add_series(const struct block_result *out, const struct cohort_result *in, int num_years,
                       size_t scenario, size_t scope, size_t series)
{
    size_t stride = portion_stride(out->portion);

    add_values(block_values(out, scenario, scope, series, 0), stride, result_values(in, series, 0),
               num_years);
    if (out->portion->means == NULL)
        return;
    if (in->is_linear)
        add_means(block_means(out, scenario, scope, series, 0), stride, result_means(in, series, 0),
                  num_years);
    else
        for (int y = 0; y < num_years; y++)
            forget_means(out, scenario, scope, series, y);
}

static int gather(const struct cohort_inputs *in, const struct cohort_result *result, size_t scenario,
                  size_t cohort, void *context, struct err *err)
{
    struct gathering *self = context;
    const struct layout *layout = self->worker->layout;

    (void)err;
    for (size_t scope = 0; scope < layout->num_scopes; scope++) {
        if (!layout_holds(&layout->scopes[scope], in->cohort))
            continue;
        for (size_t m = 0; m < NUM_METRICS; m++)
            if (layout->selected[m] && self->worker->needed[m] && layout_is_in_scope(layout, scope, m))
                add_series(self->result, result, in->scenario->num_years, scenario, scope, m);
    }
    funders_collect(self->worker, in, result, cohort);
    if (cohort + 1 == in->scenario->num_cohorts)
        funders_pay(self->worker, in->scenario, scenario, self->result);
    return ERR_OK;
}

int worker_run(struct worker *self, struct block_result *result, struct err *err)
{
    struct gathering gathering = {self, result};

    self->out = result;
    int status = worker_each_cohort(self, &result->block, gather, &gathering, err);
    self->out = NULL;
    return status;
}

#include "sim/run/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run/variance.h"
#include "sim/run/worker.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/data/csvout.h"
#include "stats/numeric/normal.h"

enum { TASK_DRAWS = 16, DIGITS = 10 };

struct checker {
    struct twin_check *check;
    const struct engine_results *results;
    struct csvout *out; /* NULL for none */
};

static void note(struct worst *worst, double z, const char *scenario, const char *place, const char *metric,
                 int year)
{
    if (!(fabs(z) > fabs(worst->z)))
        return;
    worst->z = z;
    worst->year = year;
    snprintf(worst->scenario, sizeof worst->scenario, "%s", scenario);
    snprintf(worst->place, sizeof worst->place, "%s", place);
    snprintf(worst->metric, sizeof worst->metric, "%s", metric);
}

static void write_row(const struct checker *self, const char *quantity, const char *scenario,
                      const char *place, int year, const char *metric, double simulated, double analytic,
                      double se, double z)
{
    if (self->out == NULL)
        return;
    csvout_text(self->out, quantity);
    csvout_text(self->out, scenario);
    csvout_text(self->out, place);
    csvout_integer(self->out, year);
    csvout_text(self->out, metric);
    csvout_number(self->out, simulated, DIGITS);
    csvout_number(self->out, analytic, DIGITS);
    csvout_number(self->out, se, DIGITS);
    csvout_number(self->out, z, 6);
    csvout_end(self->out);
}

/* z of a difference; rounding (of cents and of the fixed-point means) is not
 * held against it. */
static double score(double difference, double se, double rounding)
{
    double excess = fabs(difference) - rounding;

    if (excess <= 0)
        return 0;
    return se > 0 ? copysign(excess / se, difference) : copysign(INFINITY, difference);
}

static void check_mean(struct checker *self, size_t scenario, size_t scope, size_t series, int year)
{
    const struct engine_results *r = self->results;
    const struct scenario *s = &r->model->scenarios[scenario];
    struct summary summary = accumulator_summary(&r->values[engine_index(r, scenario, scope, series, year)],
                                                 layout_precision(series));
    double scale = layout_scale(series, s->steps_per_year);
    bool is_money = layout_is_funder(series) || metric_is_money((enum metric)series);
    char name[FUNDER_NAME_SIZE + 32];

    if (isnan(summary.analytic_mean)) {
        self->check->num_without_twin++;
        return;
    }
    layout_series_name(&r->layout, series, name, sizeof name);
    double se = summary.sd_sampling / sqrt((double)summary.draws);
    /* every item of every step is rounded to a cent: five of a net cost, and its present value */
    double rounding = is_money ? 3.0 * (year + 1) * s->steps_per_year * (double)s->num_cohorts
                      : series == METRIC_INDUSTRY_NET ? 0.5 * (double)s->num_cohorts
                                                      : 1e-5;
    double z = score(summary.mean - summary.analytic_mean, se, rounding);
    self->check->num_means++;
    note(&self->check->mean, z, s->row->name, r->layout.scopes[scope].name, name, s->first_year + year);
    write_row(self, "mean", s->row->name, r->layout.scopes[scope].name, s->first_year + year, name,
              summary.mean * scale, summary.analytic_mean * scale, se * scale, z);
}

static void check_means(struct checker *self)
{
    const struct engine_results *r = self->results;

    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t scope = 0; scope < r->layout.num_scopes; scope++)
            for (size_t series = 0; series < layout_num_series(&r->layout); series++)
                for (int y = 0; y < r->model->scenarios[s].num_years; y++)
                    if (layout_is_reported(&r->layout, &r->model->scenarios[s], series) &&
                        (layout_is_funder(series) || layout_is_in_scope(&r->layout, scope, series)))
                        check_mean(self, s, scope, series, y);
}

/* Sums over draws of the squared deviation and of the analytic variance. */
struct spread {
    double deviation, variance, excess_squares;
    int num;
};

/* [scenario][cohort of the largest][checked metric][year] */
struct spreads {
    const struct engine_results *results;
    size_t most_cohorts, num_items;
    struct spread *items;
    double *variances; /* workspace of variance_lane */
};

static struct spread *spread_at(const struct spreads *self, size_t scenario, size_t cohort, int checked,
                                int year)
{
    return &self->items[((scenario * self->most_cohorts + cohort) * NUM_CHECKED + (size_t)checked) *
                            (size_t)self->results->layout.num_years +
                        (size_t)year];
}

static int spreads_init(struct spreads *self, const struct engine_results *r, struct err *err)
{
    *self = (struct spreads){.results = r, .most_cohorts = 1};
    for (size_t s = 0; s < r->model->num_scenarios; s++)
        if (r->model->scenarios[s].num_cohorts > self->most_cohorts)
            self->most_cohorts = r->model->scenarios[s].num_cohorts;
    self->num_items =
        r->model->num_scenarios * self->most_cohorts * NUM_CHECKED * (size_t)r->layout.num_years;
    self->items = mem_alloc(self->num_items, sizeof *self->items, err);
    self->variances =
        mem_alloc((size_t)NUM_CHECKED * (size_t)r->layout.num_years, sizeof *self->variances, err);
    return self->items && self->variances ? ERR_OK : ERR_LIMIT;
}

static void spreads_free(struct spreads *self)
{
    free(self->items);
    free(self->variances);
    *self = (struct spreads){0};
}

static void add_lane(const struct spreads *self, const struct cohort_inputs *in,
                     const struct cohort_result *result, size_t scenario, size_t cohort, int lane)
{
    for (int c = 0; c < NUM_CHECKED; c++)
        for (int y = 0; y < in->scenario->num_years; y++) {
            struct spread *spread = spread_at(self, scenario, cohort, c, y);
            double deviation = (double)result_values(result, checked_metrics[c], y)[lane] -
                               result_means(result, checked_metrics[c], y)[lane];
            double variance = self->variances[c * in->scenario->num_years + y];
            double excess = deviation * deviation - variance;
            spread->deviation += deviation * deviation;
            spread->variance += variance;
            spread->excess_squares += excess * excess;
            spread->num++;
        }
}

static int add_cohort(const struct cohort_inputs *in, const struct cohort_result *result, size_t scenario,
                      size_t cohort, void *context, struct err *err)
{
    const struct spreads *self = context;
    struct variance_work *work;

    if (!result->is_linear)
        return ERR_OK;
    work = variance_new(in, err);
    if (work == NULL)
        return ERR_LIMIT;
    for (int lane = 0; lane < in->block->num; lane++) {
        variance_lane(work, in, lane, self->variances);
        add_lane(self, in, result, scenario, cohort, lane);
    }
    variance_free(work);
    return ERR_OK;
}

/* The first draws, in tasks of a few draws: each simulates them again, cohort by
 * cohort, into sums of its own, which are added up in order. */
struct measurement {
    const struct engine_results *results;
    const struct variables *variables;
    struct worker *workers;  /* [threads] */
    struct spreads *spreads; /* [tasks] */
};

static int measure_task(size_t index, int worker, void *context, struct err *err)
{
    struct measurement *self = context;
    const struct engine_results *r = self->results;
    uint64_t first = index * TASK_DRAWS, left = r->num_draws - first;
    struct block block = {r->settings.first_draw + first, left < TASK_DRAWS ? (int)left : TASK_DRAWS};

    return worker_each_cohort(&self->workers[worker], &block, add_cohort, &self->spreads[index], err);
}

/* How many draws are looked at: 128, fewer where the recursion is long (about n²
 * operations a step, n the number of cells). */
static uint64_t draws_to_check(const struct engine_results *r)
{
    double most = 1;
    uint64_t num;

    for (size_t s = 0; s < r->model->num_scenarios; s++)
        for (size_t c = 0; c < r->model->scenarios[s].num_cohorts; c++) {
            const struct scenario *scenario = &r->model->scenarios[s];
            double cells = 10 + scenario->cohorts[c].course_steps + 6.0 * scenario->steps_per_year;
            double work = cells * cells * scenario->num_steps * (double)scenario->num_cohorts;
            most = work > most ? work : most;
        }
    num = (uint64_t)(4e7 / most);
    num = num < 48 ? 48 : num > 128 ? 128 : num;
    return num < r->num_draws ? num : r->num_draws;
}

static void add_spreads(struct spreads *total, const struct spreads *part)
{
    for (size_t i = 0; i < total->num_items; i++) {
        total->items[i].deviation += part->items[i].deviation;
        total->items[i].variance += part->items[i].variance;
        total->items[i].excess_squares += part->items[i].excess_squares;
        total->items[i].num += part->items[i].num;
    }
}

static int run_tasks(struct measurement *m, size_t num_tasks, struct spreads *total, struct err *err)
{
    const struct engine_results *r = m->results;
    int threads = r->settings.threads, status = ERR_OK;

    m->workers = mem_alloc((size_t)threads, sizeof *m->workers, err);
    m->spreads = mem_alloc(num_tasks, sizeof *m->spreads, err);
    if (m->workers == NULL || m->spreads == NULL)
        return ERR_LIMIT;
    for (int t = 0; t < threads && status == ERR_OK; t++)
        status = worker_init(&m->workers[t], r->model, m->variables, &r->layout, r->settings.seed, err);
    for (int t = 0; t < threads && status == ERR_OK; t++)
        m->workers[t].checks = true;
    for (size_t i = 0; i < num_tasks && status == ERR_OK; i++)
        status = spreads_init(&m->spreads[i], r, err);
    if (status == ERR_OK)
        status = parallel_for(num_tasks, threads, measure_task, m, err);
    for (size_t i = 0; i < num_tasks && status == ERR_OK; i++)
        add_spreads(total, &m->spreads[i]);
    return status;
}

static int measure_spreads(const struct engine_results *r, struct spreads *total, struct err *err)
{
    size_t num_tasks = (size_t)((draws_to_check(r) + TASK_DRAWS - 1) / TASK_DRAWS);
    struct variables variables = {0};
    struct problems problems = {0};
    struct measurement m = {.results = r, .variables = &variables};
    int status = variables_init(&variables, r->model, r->settings.seed, r->settings.points, &problems, err);

    if (status == ERR_OK)
        status = run_tasks(&m, num_tasks, total, err);
    for (int t = 0; m.workers != NULL && t < r->settings.threads; t++)
        worker_free(&m.workers[t]);
    for (size_t i = 0; m.spreads != NULL && i < num_tasks; i++)
        spreads_free(&m.spreads[i]);
    free(m.workers);
    free(m.spreads);
    variables_free(&variables);
    problems_free(&problems);
    return status;
}

static void report_spread(struct checker *self, size_t scenario, const struct cohort *cohort, int checked,
                          int year, const struct spread *spread)
{
    const struct scenario *s = &self->results->model->scenarios[scenario];
    enum metric metric = checked_metrics[checked];
    double n = spread->num;

    if (spread->num < 32 || (metric_specs[metric].needs_causal && !s->is_causal))
        return;
    double mean_excess = (spread->deviation - spread->variance) / n;
    double se = sqrt(spread->excess_squares / n / n);
    double z = score(mean_excess, se, 1e-6);
    self->check->num_variances++;
    note(&self->check->variance, z, s->row->name, cohort->name, metric_specs[metric].name,
         s->first_year + year);
    write_row(self, "variance", s->row->name, cohort->name, s->first_year + year, metric_specs[metric].name,
              spread->deviation / n, spread->variance / n, se, z);
}

static int check_variances(struct checker *self, struct err *err)
{
    const struct engine_results *r = self->results;
    struct spreads spreads = {0};
    int status = spreads_init(&spreads, r, err);

    if (status == ERR_OK)
        status = measure_spreads(r, &spreads, err);
    for (size_t s = 0; s < r->model->num_scenarios && status == ERR_OK; s++)
        for (size_t c = 0; c < r->model->scenarios[s].num_cohorts; c++)
            for (int k = 0; k < NUM_CHECKED; k++)
                for (int y = 0; y < r->model->scenarios[s].num_years; y++)
                    report_spread(self, s, &r->model->scenarios[s].cohorts[c], k, y,
                                  spread_at(&spreads, s, c, k, y));
    spreads_free(&spreads);
    return status;
}

/* Squared deviations are skewed: their scores have fatter tails than a normal. */
static double limit(size_t comparisons, double widening)
{
    return comparisons > 0 ? widening * -normal_quantile(1e-4 / 2 / (double)comparisons) : 0;
}

int check_twin(struct twin_check *self, const struct engine_results *results, struct outfile *file,
               struct err *err)
{
    static const char *const names[] = {"quantity",  "scenario", "place",          "year", "metric",
                                        "simulated", "analytic", "standard_error", "z",    NULL};
    struct checker checker = {.check = self, .results = results};
    struct csvout out;
    int status;

    *self = (struct twin_check){0};
    if (file != NULL) {
        csvout_init(&out, file, CSV_STYLE_STANDARD);
        csvout_header(&out, names);
        checker.out = &out;
    }
    check_means(&checker);
    status = check_variances(&checker, err);
    if (file != NULL)
        csvout_free(&out);
    self->mean_limit = limit(self->num_means, 1);
    self->variance_limit = limit(self->num_variances, 1.5);
    return status;
}

bool check_holds(const struct twin_check *self)
{
    return fabs(self->mean.z) <= self->mean_limit && fabs(self->variance.z) <= self->variance_limit;
}

/* bassin condition: a projection in the light of what has been observed since. */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/suggest.h"
#include "sim/cli/outcomes.h"
#include "sim/cli/resulttable.h"
#include "sim/model/metric.h"
#include "sim/run/drawsfile.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/data/table.h"
#include "stats/numeric/quantile.h"

static const struct option_spec options[] = {
    {0, "observed", "FILE", "what was observed: metric,year,value,source"},
    {'s', "scenario", "NAME", "scenario that is carried out"},
    {0, "keep", "N", "draws to keep, the nearest to what was observed\n(default 500, at least 200)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { LEAST_KEPT = 200, DIGITS = 8, LEAST_RATIO = 5 };

/* How far a draw is from what was observed, squared. */
struct distance {
    double value;
    size_t draw;
};

struct job {
    const struct opts *opts;
    const char *observed_path, *scenario;
    int64_t keep;
    struct table observed, projection;
    struct series_draws *series; /* [num_series] all of the scenario */
    size_t num_series, num_draws;
    struct distance *nearest; /* [num_draws] the nearest first */
    double *work;
    struct problems problems;
    enum counted counted; /* of the scenario */
};

static int read_options(struct job *self, struct err *err)
{
    struct needs needs = {0};

    self->observed_path = opts_text(self->opts, "observed", NULL);
    self->scenario = opts_text(self->opts, "scenario", NULL);
    needs_argument_files(&needs, self->opts, 0);
    if (self->observed_path != NULL)
        needs_file(&needs, self->observed_path);
    needs_option(&needs, self->opts, "observed",
                 N_("--observed FILE is needed: what is known of the programme"));
    needs_option(&needs, self->opts, "scenario",
                 N_("--scenario NAME is needed: which scenario is carried out"));
    opts_integer(self->opts, "keep", 500, LEAST_KEPT, 1000000, &self->keep, needs_next(&needs));
    return needs_status(&needs, err);
}

/* ---- what there is --------------------------------------------------------------------------- */

static bool is_of_scenario(const struct job *self, size_t row)
{
    const struct table *t = &self->projection;

    return strcmp(table_text(t, row, table_find(t, "scenario")), self->scenario) == 0 &&
           strcmp(table_text(t, row, table_find(t, "scope")), "all") == 0;
}

static int list_series(struct job *self, struct err *err)
{
    const struct table *t = &self->projection;
    size_t metric = table_find(t, "metric"), year = table_find(t, "year");
    char near[SUGGESTION_SIZE];

    self->series = mem_alloc(t->num_rows, sizeof *self->series, err);
    if (self->series == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < t->num_rows; row++)
        if (is_of_scenario(self, row))
            self->series[self->num_series++] = (struct series_draws){.scenario = self->scenario,
                                                                     .metric = table_text(t, row, metric),
                                                                     .year = (int)table_number(t, row, year)};
    return self->num_series > 0 ? ERR_OK
                                : err_set(err, ERR_USAGE, "--scenario: the results have no scenario '%s'%s",
                                          self->scenario, suggest_cell(near, self->scenario, t, "scenario"));
}

/* The draws of what a row observed; NULL when there are none. */
static const struct series_draws *draws_of(const struct job *self, size_t row)
{
    const char *metric = table_text(&self->observed, row, OUTCOME_METRIC);
    int year = (int)table_number(&self->observed, row, OUTCOME_YEAR);

    for (size_t k = 0; k < self->num_series; k++)
        if (self->series[k].year == year && self->series[k].num_values > 0 &&
            strcmp(self->series[k].metric, metric) == 0)
            return &self->series[k];
    return NULL;
}

static int read_part(struct job *self, const char *name, const char *schema, struct table *table,
                     struct err *err)
{
    char *path = outfile_join(self->opts->arguments[0], name, err);
    int status = path ? table_read_file(table, path, schema, &self->problems, err) : ERR_LIMIT;

    if (status == ERR_OK)
        status = problems_status(&self->problems, path, err);
    free(path);
    return status;
}

static void check_observed(struct job *self, size_t row)
{
    const struct series_draws *s = draws_of(self, row);

    if (s != NULL)
        self->num_draws = s->num_values;
    else
        problem_error(&self->problems, table_place(&self->observed, row, OUTCOME_METRIC),
                      "bassin project PACK --save-draws keeps them",
                      "the results hold no draws of '%.80s' in %d for the scenario '%s'",
                      table_text(&self->observed, row, OUTCOME_METRIC),
                      (int)table_number(&self->observed, row, OUTCOME_YEAR), self->scenario);
}

static int read_draws(struct job *self, struct err *err)
{
    char *path = outfile_join(self->opts->arguments[0], "draws.csv", err);
    int status = path ? draws_read(path, self->series, self->num_series, &self->problems, err) : ERR_LIMIT;

    free(path);
    if (status == ERR_IO)
        err_prefix(err, "the draws are kept by bassin project --save-draws");
    return status;
}

static int read_inputs(struct job *self, struct err *err)
{
    int status = outcomes_read(&self->observed, self->observed_path, &self->problems, err);

    if (status == ERR_OK)
        status =
            outcomes_counted(self->opts->arguments[0], self->scenario, &self->counted, &self->problems, err);
    if (status == ERR_OK)
        status = read_part(self, "projection.csv", "projection", &self->projection, err);
    if (status == ERR_OK)
        status = list_series(self, err);
    if (status == ERR_OK)
        status = read_draws(self, err);
    for (size_t row = 0; row < self->observed.num_rows && status == ERR_OK; row++)
        check_observed(self, row);
    if (status == ERR_OK)
        status = problems_status(&self->problems, self->opts->arguments[0], err);
    if (status == ERR_OK && (int64_t)self->num_draws < LEAST_RATIO * self->keep)
        status = err_set(
            err, ERR_DATA,
            "%zu draws are too few to keep the nearest %lld of them: project at least %lld, or --keep "
            "fewer (at least %d)",
            self->num_draws, (long long)self->keep, (long long)(LEAST_RATIO * self->keep), LEAST_KEPT);
    return status;
}

/* ---- the nearest draws ---------------------------------------------------------------------------- */

static int nearer(const void *a, const void *b)
{
    const struct distance *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->draw < y->draw ? -1 : x->draw > y->draw;
}

/* Distance: the root of the sum of squared differences, each over the standard deviation of the draws. */
static void add_distances(struct job *self, size_t row)
{
    const struct series_draws *s = draws_of(self, row);
    double y = table_number(&self->observed, row, OUTCOME_VALUE);
    double sd = fmax(gsl_stats_sd(s->values, 1, s->num_values), 1e-9);

    for (size_t i = 0; i < self->num_draws; i++) {
        double d = (s->values[i] - y) / sd;
        self->nearest[i].value += d * d;
    }
}

static int find_nearest(struct job *self, struct err *err)
{
    self->nearest = mem_alloc(self->num_draws, sizeof *self->nearest, err);
    self->work = mem_alloc(self->num_draws, sizeof *self->work, err);
    if (!self->nearest || !self->work)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->num_draws; i++)
        self->nearest[i].draw = i;
    for (size_t row = 0; row < self->observed.num_rows; row++)
        add_distances(self, row);
    qsort(self->nearest, self->num_draws, sizeof *self->nearest, nearer);
    return ERR_OK;
}

/* ---- before and after ------------------------------------------------------------------------------- */

static void write_law(struct job *self, const struct series_draws *s, size_t num, bool is_after,
                      struct csvout *out)
{
    static const double probabilities[] = {0.05, 0.5, 0.95};
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += self->work[i] = s->values[is_after ? self->nearest[i].draw : i];
    quantile_sort(self->work, num);
    csvout_number(out, sum / (double)num, DIGITS);
    for (size_t k = 0; k < 3; k++)
        csvout_number(out, quantile_of(self->work, num, probabilities[k]), DIGITS);
}

static void write_table(struct job *self, struct csvout *out)
{
    static const char *const names[] = {"scenario",   "metric",    "year",      "unit",      "draws",
                                        "kept",       "mean",      "q05",       "q50",       "q95",
                                        "mean_after", "q05_after", "q50_after", "q95_after", NULL};

    csvout_header(out, names);
    for (size_t k = 0; k < self->num_series; k++) {
        const struct series_draws *s = &self->series[k];
        if (s->num_values != self->num_draws || metric_find(s->metric) == NUM_METRICS)
            continue;
        csvout_text(out, s->scenario);
        csvout_text(out, s->metric);
        csvout_integer(out, s->year);
        csvout_text(out, counted_unit(self->counted, metric_unit_text(metric_find(s->metric))));
        csvout_integer(out, (int64_t)self->num_draws);
        csvout_integer(out, self->keep);
        write_law(self, s, self->num_draws, false, out);
        write_law(self, s, (size_t)self->keep, true, out);
        csvout_end(out);
    }
}

static void say(const struct job *self)
{
    double radius = sqrt(self->nearest[self->keep - 1].value / (double)self->observed.num_rows);

    message_note("kept the nearest %lld of %zu draws: %.2f standard deviations off on average at most",
                 (long long)self->keep, self->num_draws, radius);
    if (radius > 0.25)
        message_note("that is far: what was observed is rare in this projection, or the draws are few; "
                     "project more of them, "
                     "or look at the assumptions (bassin score)");
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = read_inputs(self, err);
    if (status == ERR_OK)
        status = find_nearest(self, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    write_table(self, &table->csv);
    status = result_table_close(table, ERR_OK, err);
    if (status == ERR_OK)
        say(self);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 1, 1, "the folder of results", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    for (size_t k = 0; k < job.num_series; k++)
        free(job.series[k].values);
    free(job.series);
    free(job.nearest);
    free(job.work);
    table_free(&job.observed);
    table_free(&job.projection);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_condition = {
    .name = "condition",
    .group = "Projection",
    .summary = "take a projection on from totals observed so far",
    .arguments = "RESULTS --observed FILE --scenario NAME [-o FILE]",
    .details =
        "RESULTS is a folder that bassin project wrote with --save-draws. Of its draws, those are kept\n"
        "that came nearest to what has been observed since (approximate Bayesian computation by\n"
        "rejection): the years to come of these draws are what to expect now. For totals, costs and\n"
        "several figures at once, whatever they say of which assumption; bassin calibrate learns from\n"
        "counts that inform one assumption each, exactly.\n"
        "Distances are in standard deviations of the draws. At least 200 draws are kept, and at most a\n"
        "fifth of all; how far off the last of them is, is said: the nearer, the better.\n",
    .examples = "  bassin project cnam-montbeliard -n 100000 --save-draws -m enrolled_total "
                "-o results\n"
                "  bassin condition results --observed outcomes.csv --scenario announced\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

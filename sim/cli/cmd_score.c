/* bassin score: how good a projection was, once the years are over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/outcomes.h"
#include "sim/cli/resulttable.h"
#include "sim/model/metric.h"
#include "sim/run/drawsfile.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/data/table.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/random.h"
#include "stats/numeric/score.h"

static const struct option_spec options[] = {
    {0, "observed", "FILE", "what was observed: metric,year,value,source"},
    {'s', "scenario", "NAME", "scenario that was carried out"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { DIGITS = 8, PIT_SEED = 1 };

struct job {
    const struct opts *opts;
    const char *observed_path, *scenario;
    struct table observed;
    struct series_draws *series; /* one a row of the table */
    struct problems problems;
    enum counted counted; /* of the scenario */
    size_t num_in[2];     /* values that the 50 and the 90 % intervals hold */
};

static const double levels[2] = {0.5, 0.9};

static int read_options(struct job *self, struct err *err)
{
    struct needs needs = {0};

    self->observed_path = opts_text(self->opts, "observed", NULL);
    self->scenario = opts_text(self->opts, "scenario", NULL);
    needs_argument_files(&needs, self->opts, 0);
    if (self->observed_path != NULL)
        needs_file(&needs, self->observed_path);
    needs_option(&needs, self->opts, "observed", N_("--observed FILE is needed: what came of the programme"));
    needs_option(&needs, self->opts, "scenario",
                 N_("--scenario NAME is needed: which scenario was carried out"));
    return needs_status(&needs, err);
}

/* ---- draws ------------------------------------------------------------------------------ */

static void check_series(struct job *self, size_t row)
{
    const struct series_draws *s = &self->series[row];

    if (s->num_values < 2)
        problem_error(&self->problems, table_place(&self->observed, row, OUTCOME_METRIC),
                      "bassin project PACK --save-draws --metrics ... says what is kept",
                      "the results hold no draws of %s in %d for the scenario '%s'", s->metric, s->year,
                      s->scenario);
    else
        quantile_sort(s->values, s->num_values);
}

static int read_draws(struct job *self, struct err *err)
{
    size_t num = self->observed.num_rows;
    char *path = outfile_join(self->opts->arguments[0], "draws.csv", err);
    int status = ERR_LIMIT;

    self->series = mem_alloc(num, sizeof *self->series, err);
    for (size_t row = 0; row < num && self->series != NULL; row++) {
        self->series[row].scenario = self->scenario;
        self->series[row].metric = table_text(&self->observed, row, OUTCOME_METRIC);
        self->series[row].year = (int)table_number(&self->observed, row, OUTCOME_YEAR);
    }
    if (path != NULL && self->series != NULL)
        status = draws_read(path, self->series, num, &self->problems, err);
    free(path);
    if (status == ERR_IO)
        err_prefix(err, "the draws are kept by bassin project --save-draws");
    for (size_t row = 0; row < num && status == ERR_OK; row++)
        check_series(self, row);
    return status == ERR_OK ? problems_status(&self->problems, self->opts->arguments[0], err) : status;
}

/* ---- scores ----------------------------------------------------------------------------- */

/* A number in (0, 1) that belongs to the series, whatever else is scored. */
static double unit_of(const struct series_draws *s)
{
    char name[256];

    snprintf(name, sizeof name, "pit %.80s %.80s %d", s->scenario, s->metric, s->year);
    struct stream stream = stream_make(PIT_SEED, name);
    return stream_unit(&stream, 0, 0);
}

static double mean_of(const struct series_draws *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->num_values; i++)
        sum += s->values[i];
    return sum / (double)s->num_values;
}

static void score_row(struct job *self, size_t row, struct csvout *out)
{
    static const double probabilities[4] = {0.05, 0.25, 0.75, 0.95};
    const struct series_draws *s = &self->series[row];
    double y = table_number(&self->observed, row, OUTCOME_VALUE), q[4];
    double crps = score_crps(s->values, s->num_values, y);

    for (int k = 0; k < 4; k++)
        q[k] = quantile_of(s->values, s->num_values, probabilities[k]);
    bool in[2] = {q[1] <= y && y <= q[2], q[0] <= y && y <= q[3]};

    csvout_text(out, s->scenario);
    csvout_text(out, s->metric);
    csvout_integer(out, s->year);
    csvout_text(out, counted_unit(self->counted, metric_unit_text(metric_find(s->metric))));
    csvout_integer(out, (int64_t)s->num_values);
    csvout_number(out, y, 0);
    csvout_number(out, mean_of(s), DIGITS);
    for (int k = 0; k < 4; k++)
        csvout_number(out, q[k], DIGITS);
    csvout_number(out, crps, DIGITS);
    csvout_number(out, score_pit(s->values, s->num_values, y, unit_of(s)), DIGITS);
    for (int k = 0; k < 2; k++) {
        csvout_integer(out, in[k]);
        self->num_in[k] += in[k];
    }
    csvout_end(out);
}

static void write_scores(struct job *self, struct csvout *out)
{
    static const char *const names[] = {"scenario", "metric", "year",  "unit", "draws", "observed",
                                        "mean",     "q05",    "q25",   "q75",  "q95",   "crps",
                                        "pit",      "in_50",  "in_90", NULL};

    csvout_header(out, names);
    for (size_t row = 0; row < self->observed.num_rows; row++)
        score_row(self, row, out);
}

static void say_coverage(const struct job *self)
{
    size_t num = self->observed.num_rows;

    for (int k = 0; k < 2; k++) {
        struct interval limits = score_coverage_limits(num, levels[k], 0.95);
        message_note(
            "%.0f %% intervals: %zu of %zu values inside (%.0f to %.0f by chance, were they independent)",
            100 * levels[k], self->num_in[k], num, limits.low, limits.high);
    }
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = outcomes_read(&self->observed, self->observed_path, &self->problems, err);
    if (status == ERR_OK)
        status =
            outcomes_counted(self->opts->arguments[0], self->scenario, &self->counted, &self->problems, err);
    if (status == ERR_OK)
        status = read_draws(self, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    write_scores(self, &table->csv);
    status = result_table_close(table, ERR_OK, err);
    if (status == ERR_OK)
        say_coverage(self);
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
    for (size_t row = 0; row < job.observed.num_rows && job.series != NULL; row++)
        free(job.series[row].values);
    free(job.series);
    table_free(&job.observed);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_score = {
    .name = "score",
    .group = "Projection",
    .summary = "set a projection against what was observed later",
    .arguments = "RESULTS --observed FILE --scenario NAME [-o FILE]",
    .details = "RESULTS is a folder that bassin project wrote with --save-draws, before the years in FILE\n"
               "were known. One row a metric and year: the fair CRPS (in the unit of the metric; for a\n"
               "forecast without uncertainty the absolute error), the randomised PIT (uniform between 0\n"
               "and 1 over many forecasts that are right; the same at every run), and whether the 50 and\n"
               "90 % intervals hold the value. How many do is set against what chance allows: values of\n"
               "one programme hang together, so that a few years prove little.\n"
               "Values are of the whole scenario (scope all). A total and the flows that it adds up are\n"
               "the same evidence: give one of them.\n",
    .examples = "  bassin project cnam-montbeliard --save-draws --metrics enrolled,certified -o results\n"
                "  bassin score results --scenario announced --observed outcomes.csv\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

/* bassin backtest: how often projections of territories would have been right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryfacts.h"
#include "sim/cli/territoryopts.h"
#include "sim/run/territoryrun.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/random.h"
#include "stats/numeric/score.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories: epci (default), ze, dep"},
    {0, "from", "YEAR", "census to start from (default 2012)"},
    {0, "to", "YEAR", "census to compare with (default 2017)"},
    {'n', "draws", "N", "draws a territory (default 200)"},
    {'s', "seed", "S", "seed (default 1)"},
    {'j', "threads", "T", "threads (default: all processors)"},
    {'o', "output", "FILE",
     "where to write every territory (default: only the summary); FILE.xlsx:\na workbook"},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

/* Indicators that the panels give for a census. */
static const enum stock_indicator scored[] = {STOCK_WORKING_AGE, STOCK_EMPLOYED, STOCK_ACTIVITY_RATE,
                                              STOCK_UNEMPLOYMENT_RATE};
enum { NUM_SCORED = sizeof scored / sizeof scored[0], NUM_QUANTILES = 5 };
static const double quantiles[NUM_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};

/* One indicator of one territory. */
struct score {
    double before, observed, observed_sd, mean, q[NUM_QUANTILES], crps, crps_naive, pit;
    bool in[2];
};

struct case_of {
    const struct zone *zone;
    struct stock stock;
    double before[NUM_SCORED], observed[NUM_SCORED], observed_sd[NUM_SCORED];
    struct score scores[NUM_SCORED];
};

struct job {
    const struct opts *opts;
    struct data_context data;
    struct table national;
    struct problems problems;
    enum level level;
    int64_t from, to, draws, seed, threads;
    struct case_of *cases;
    size_t num_cases;
};

static int read_options(struct job *self, struct err *err)
{
    int status = ERR_OK;

    self->level = LEVEL_EPCI;
    if (opts_has(self->opts, "level"))
        status = territoryopts_level(self->opts, &self->level, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "from", 2012, 1960, 2100, &self->from, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "to", 2017, 1960, 2100, &self->to, err);
    if (status == ERR_OK && (self->to <= self->from || self->to > self->from + 30))
        status = err_set(err, ERR_USAGE, "--to is %d, expected a census 1 to 30 years after %d",
                         (int)self->to, (int)self->from);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "draws", 200, 20, 100000, &self->draws, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_MAX, &self->seed, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "threads", parallel_num_processors(), 1, PARALLEL_MAX_THREADS,
                              &self->threads, err);
    return status;
}

/* ---- what was known, and what came ------------------------------------------------------------- */

struct census {
    double people, active, unemployed;
    double people_se, active_se, unemployed_se;
};

static int read_census(struct job *self, const char *code, int year, struct census *out, struct err *err)
{
    static const char *const names[] = {"p_pop1564", "p_act1564", "p_chom1564"};
    double *values[] = {&out->people, &out->active, &out->unemployed};
    double *errors[] = {&out->people_se, &out->active_se, &out->unemployed_se};

    for (size_t v = 0; v < 3; v++) {
        struct dataset_figure figure;
        int status = dataset_find(&self->data.dataset, names[v], self->level, code, year, &figure, err);
        if (status != ERR_OK)
            return status;
        *values[v] = figure.variable ? figure.figure.value : (double)NAN;
        *errors[v] = figure.variable && !isnan(figure.figure.se) ? figure.figure.se : 0;
    }
    return ERR_OK;
}

static double share_sd(double part, double part_se, double whole)
{
    return part_se / whole * sqrt(fmax(0, 1 - part / whole));
}

static void to_indicators(const struct census *c, double values[NUM_SCORED], double sd[NUM_SCORED])
{
    double employed = c->active - c->unemployed;

    values[0] = c->people;
    values[1] = employed;
    values[2] = c->active / c->people;
    values[3] = c->unemployed / c->active;
    if (sd == NULL)
        return;
    sd[0] = c->people_se;
    sd[1] = sqrt(c->active_se * c->active_se + c->unemployed_se * c->unemployed_se);
    sd[2] = share_sd(c->active, c->active_se, c->people);
    sd[3] = share_sd(c->unemployed, c->unemployed_se, c->active);
}

static int build(struct job *self, struct case_of *c, struct err *err)
{
    struct table facts = {0};
    char name[64];
    int status = territory_facts_collect(&facts, &self->data, &self->national, self->level, c->zone,
                                         (int)self->from, &self->problems, err);

    snprintf(name, sizeof name, "%s:%s", level_name(self->level), c->zone->code);
    if (status == ERR_OK)
        status = stock_build(&c->stock, &facts, name, &self->problems, err);
    table_free(&facts);
    return status;
}

/* Territories with both censuses; the others are counted. */
static int collect(struct job *self, size_t *left_out, struct err *err)
{
    const struct zones *zones = &self->data.geography.levels[self->level];
    int status = national_facts_read(&self->national, &self->problems, err);

    self->cases = mem_alloc(zones->num_items, sizeof *self->cases, err);
    if (self->cases == NULL)
        return ERR_LIMIT;
    for (size_t z = 0; z < zones->num_items && status == ERR_OK; z++) {
        struct case_of *c = &self->cases[self->num_cases];
        struct census before, after;
        c->zone = &zones->items[z];
        status = read_census(self, c->zone->code, (int)self->from, &before, err);
        if (status == ERR_OK)
            status = read_census(self, c->zone->code, (int)self->to, &after, err);
        if (status != ERR_OK)
            break;
        if (isnan(before.people + before.active + before.unemployed + after.people + after.active +
                  after.unemployed)) {
            (*left_out)++;
            continue;
        }
        to_indicators(&before, c->before, NULL);
        to_indicators(&after, c->observed, c->observed_sd);
        status = build(self, c, err);
        if (status == ERR_DATA && self->problems.num_errors == 0) {
            *err = (struct err){0};
            status = ERR_OK;
            (*left_out)++;
            continue;
        }
        self->num_cases++;
    }
    if (status == ERR_OK && self->num_cases == 0)
        status = err_set(err, ERR_DATA, "no territory of level %s has the censuses of %d and %d",
                         level_name(self->level), (int)self->from, (int)self->to);
    return status;
}

/* ---- scores ------------------------------------------------------------------------------------- */

/* What is compared is a census figure: the draws get its error of sampling. */
static void score_one(const struct job *self, struct case_of *c, size_t k, const double *draws, double *work)
{
    struct score *s = &c->scores[k];
    size_t num = (size_t)self->draws;
    char name[128];
    double sum = 0;

    snprintf(name, sizeof name, "census %s %zu", c->zone->code, k);
    struct stream stream = stream_make((uint64_t)self->seed, name);
    for (size_t i = 0; i < num; i++) {
        work[i] = draws[i] + c->observed_sd[k] * normal_quantile(stream_unit(&stream, i, 1));
        sum += work[i];
    }
    quantile_sort(work, num);
    s->before = c->before[k];
    s->observed = c->observed[k];
    s->observed_sd = c->observed_sd[k];
    s->mean = sum / (double)num;
    for (int q = 0; q < NUM_QUANTILES; q++)
        s->q[q] = quantile_of(work, num, quantiles[q]);
    s->crps = score_crps(work, num, s->observed);
    s->crps_naive = fabs(s->before - s->observed);
    s->pit = score_pit(work, num, s->observed, stream_unit(&stream, 0, 2));
    s->in[0] = s->q[1] <= s->observed && s->observed <= s->q[3];
    s->in[1] = s->q[0] <= s->observed && s->observed <= s->q[4];
}

static int score_case(size_t index, int worker, void *context, struct err *err)
{
    struct job *self = context;
    struct case_of *c = &self->cases[index];
    int years = (int)(self->to - self->from) + 1;
    struct territory_projection p = {0};
    double *work = mem_alloc((size_t)self->draws, sizeof *work, err);
    int status = work
                     ? territory_project(&p, &c->stock, years, (size_t)self->draws, (uint64_t)self->seed, err)
                     : ERR_LIMIT;

    (void)worker;
    for (size_t k = 0; k < NUM_SCORED && status == ERR_OK; k++)
        score_one(self, c, k, territory_series(&p, years - 1, scored[k]), work);
    territory_projection_free(&p);
    free(work);
    return status;
}

/* ---- tables --------------------------------------------------------------------------------------- */

static void write_case(const struct job *self, const struct case_of *c, size_t k, struct csvout *out)
{
    const struct score *s = &c->scores[k];

    csvout_text(out, level_name(self->level));
    csvout_text(out, c->zone->code);
    csvout_text(out, c->zone->name);
    csvout_text(out, stock_indicator_specs[scored[k]].name);
    csvout_integer(out, self->from);
    csvout_integer(out, self->to);
    csvout_text(out, stock_indicator_specs[scored[k]].unit);
    csvout_number(out, s->before, 8);
    csvout_number(out, s->observed, 8);
    csvout_number(out, s->observed_sd, 4);
    csvout_number(out, s->mean, 8);
    for (int q = 0; q < NUM_QUANTILES; q++)
        csvout_number(out, s->q[q], 8);
    csvout_number(out, s->crps, 6);
    csvout_number(out, s->crps_naive, 6);
    csvout_number(out, s->pit, 6);
    csvout_integer(out, s->in[0]);
    csvout_integer(out, s->in[1]);
    csvout_end(out);
}

static void write_cases(const struct job *self, struct csvout *out)
{
    static const char *const names[] = {
        "level",    "code",           "name", "indicator", "from",  "to",  "unit", "before",
        "observed", "observed_se",    "mean", "q05",       "q25",   "q50", "q75",  "q95",
        "crps",     "crps_no_change", "pit",  "in_50",     "in_90", NULL};

    csvout_header(out, names);
    for (size_t c = 0; c < self->num_cases; c++)
        for (size_t k = 0; k < NUM_SCORED; k++)
            write_case(self, &self->cases[c], k, out);
}

/* Coverage, score against "no change", and the histogram of the PIT in tenths. */
static void say(const struct job *self, size_t k)
{
    const struct stock_indicator_spec *spec = &stock_indicator_specs[scored[k]];
    size_t in[2] = {0}, tenths[10] = {0};
    double crps = 0, naive = 0, bias = 0;
    char histogram[128] = "";

    for (size_t c = 0; c < self->num_cases; c++) {
        const struct score *s = &self->cases[c].scores[k];
        int tenth = (int)(10 * s->pit);
        in[0] += s->in[0];
        in[1] += s->in[1];
        tenths[tenth > 9 ? 9 : tenth]++;
        crps += s->crps;
        naive += s->crps_naive;
        bias += (s->observed - s->mean) / (k < 2 ? s->observed : 1);
    }
    for (int t = 0; t < 10; t++)
        snprintf(histogram + strlen(histogram), sizeof histogram - strlen(histogram), " %.0f",
                 100.0 * (double)tenths[t] / (double)self->num_cases);
    message_note(
        "%s: 50 %% intervals hold %.1f %%, 90 %% intervals %.1f %% of %zu; mean CRPS %.4g, %.2f of that of "
        "no change; observed less projected %+.2f %s on average; PIT by tenths, %%:%s",
        spec->name, 100.0 * (double)in[0] / (double)self->num_cases,
        100.0 * (double)in[1] / (double)self->num_cases, self->num_cases, crps / (double)self->num_cases,
        crps / naive, 100 * bias / (double)self->num_cases, k < 2 ? "%" : _("points"), histogram);
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    size_t left_out = 0;
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = collect(self, &left_out, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = parallel_for(self->num_cases, (int)self->threads, score_case, self, err);
    if (status == ERR_OK && opts_has(self->opts, "output")) {
        status = result_table_open(table, self->opts, style, err);
        if (status == ERR_OK) {
            write_cases(self, &table->csv);
            status = result_table_close(table, ERR_OK, err);
        }
    }
    for (size_t k = 0; k < NUM_SCORED && status == ERR_OK; k++)
        say(self, k);
    if (status == ERR_OK && left_out > 0)
        message_note(
            translate_count("%zu territory without both censuses or without people by age is left out",
                            "%zu territories without both censuses or without people by age are left out",
                            left_out),
            left_out);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    free(job.cases);
    table_free(&job.national);
    problems_free(&job.problems);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_backtest = {
    .name = "backtest",
    .group = "Projection",
    .summary = "project all territories from an older census and score them on a newer one",
    .arguments = "[--level LEVEL] [--from YEAR --to YEAR] [-o FILE]",
    .details =
        "For every territory of a level: the people of the older census, with what was known then\n"
        "(bassin territory --year), are projected to the newer one, the error of the newer census is\n"
        "added, and the draws are set against what was counted. Says how many of the 50 and 90 %\n"
        "intervals hold the figure, the mean CRPS against that of the forecast 'no change', the mean\n"
        "error, and the histogram of the PIT (10 in each tenth when forecasts are right; high at both\n"
        "ends: too narrow; at one end: all too high or too low). Territories share the business cycle,\n"
        "so that one pair of censuses is one cycle, not a thousand.\n",
    .examples = "  bassin backtest --from 2012 --to 2017 -o backtest.csv\n"
                "  bassin backtest --level dep --from 2007 --to 2012\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

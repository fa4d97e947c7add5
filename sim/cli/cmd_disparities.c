/* bassin disparities: how unequal are the territories of a level? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryopts.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/data/csvout.h"
#include "stats/indicators/values.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/inequality_errors.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories: com, epci, ze, dep, reg"},
    {'i', "indicator", "NAME", "the indicator (NAME, or NAME:item)"},
    {0, "groups", "LEVEL", "split Theil's T between and within the territories of this level"},
    {'y', "year", "YEAR", "year of the indicator (default: the last that the level has)"},
    {0, "since", "YEAR", "convergence since an earlier year (beta and sigma)"},
    {0, "weights", "heads|equal", "heads (default: those that the indicator counts) or equal"},
    {'p', "permutations", "N", "permutations behind the test of the groups (default 9999)"},
    {0, "confidence", "P", "confidence of the intervals (default 0.95)"},
    {0, "seed", "N", "seed of the permutations and draws (default 1)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level, group_level;
    const char *item;
    const struct indicator *indicator;
    int year, since, permutations;
    bool equal, has_groups;
    uint64_t seed;
    struct indicator_values now, before;
    double *values, *weights, *errors; /* [num] of the territories that have a value */
    double confidence;
    size_t *groups, num;
    struct csvout *out; /* of the result, borrowed */
};

static int read_groups(struct job *self, struct err *err)
{
    const char *name = opts_text(self->opts, "groups", "");

    self->has_groups = opts_has(self->opts, "groups");
    if (!self->has_groups)
        return ERR_OK;
    self->group_level = level_find(name, strlen(name));
    if (self->group_level == NUM_LEVELS || self->group_level == LEVEL_FR || self->group_level == self->level)
        return err_set(err, ERR_USAGE,
                       "--groups is '%s', expected a level above %s: one of epci, ze, ti, dep, rze, reg",
                       name, level_name(self->level));
    return ERR_OK;
}

static int read_options(struct job *self, struct err *err)
{
    static const char *const weights[] = {"heads", "equal", NULL};
    int64_t permutations = 0, seed = 0;
    int kind = 0, status = territoryopts_level(self->opts, &self->level, err);

    if (status == ERR_OK && !opts_has(self->opts, "indicator"))
        status = err_set(err, ERR_USAGE, "--indicator is needed");
    if (status == ERR_OK) {
        self->indicator = territoryopts_indicator(opts_text(self->opts, "indicator", ""), &self->item, err);
        status = self->indicator ? ERR_OK : ERR_USAGE;
    }
    if (status == ERR_OK)
        status = read_groups(self, err);
    if (status == ERR_OK)
        status = opts_year(self->opts, "year", &self->year, err);
    if (status == ERR_OK)
        status = opts_year(self->opts, "since", &self->since, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "weights", weights, 0, &kind, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "permutations", 9999, 1, 10000000, &permutations, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_C(1) << 53, &seed, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.95, 0.5, 0.9999, &self->confidence, err);
    self->equal = kind == 1;
    self->permutations = (int)permutations;
    self->seed = (uint64_t)seed;
    return status;
}

static int read_values(struct job *self, int year, struct indicator_values *values, struct err *err)
{
    int status =
        indicator_values_read(values, self->indicator, self->item ? self->item : "", &self->data.dataset,
                              &self->data.geography, self->level, year, &estimate_defaults, err);

    if (status == ERR_OK && values->num_values < 2 && year)
        status = err_set(err, ERR_DATA,
                         "fewer than two territories of level %s have '%s' in %d ('bassin "
                         "indicators --year all' shows the years)",
                         level_name(self->level), opts_text(self->opts, "indicator", ""), year);
    else if (status == ERR_OK && values->num_values < 2)
        status = err_set(err, ERR_DATA, "fewer than two territories of level %s have the indicator '%s'",
                         level_name(self->level), opts_text(self->opts, "indicator", ""));
    return status;
}

/* Keeps the territories with a value, and with heads unless all count the same. */
static int choose(struct job *self, struct err *err)
{
    size_t n = self->now.num, num_negative = 0;

    if (self->has_groups && self->data.geography.levels[self->group_level].num_items >= n)
        return err_set(err, ERR_USAGE,
                       "--groups: the territories of level %s are not made of those of level %s",
                       level_name(self->group_level), level_name(self->level));
    self->values = mem_alloc(3 * n, sizeof *self->values, err);
    self->groups = mem_alloc(n, sizeof *self->groups, err);
    if (self->values == NULL || self->groups == NULL)
        return ERR_LIMIT;
    self->weights = self->values + n;
    self->errors = self->values + 2 * n;
    for (size_t z = 0; z < n; z++) {
        const struct zone *zone = &self->data.geography.levels[self->level].items[z];
        double weight = self->equal ? 1 : self->now.base[z];

        if (isnan(self->now.values[z]) || !(weight > 0) ||
            (self->has_groups && zone->parents[self->group_level] == NO_ZONE))
            continue;
        num_negative += self->now.values[z] < 0;
        self->values[self->num] = self->now.values[z];
        self->weights[self->num] = weight;
        self->errors[self->num] = self->now.se[z];
        self->groups[self->num++] = self->has_groups ? zone->parents[self->group_level] : 0;
    }
    if (num_negative > 0)
        return err_set(err, ERR_DATA,
                       translate_count("%zu territory has a negative value: these measures are of amounts",
                                       "%zu territories have a negative value: these measures are of amounts",
                                       num_negative),
                       num_negative);
    if (self->num < 2)
        return err_set(err, ERR_DATA,
                       "fewer than two territories have '%s' with its heads%s: try --weights equal%s",
                       opts_text(self->opts, "indicator", ""), self->has_groups ? _(" and a group") : "",
                       self->has_groups ? _(", or other groups") : "");
    return ERR_OK;
}

/* ---- results --------------------------------------------------------------------------------- */

static void write_estimate(struct job *self, const char *measure, const struct inequality_estimate *e,
                           const char *note)
{
    csvout_text(self->out, level_name(self->level));
    csvout_text(self->out, opts_text(self->opts, "indicator", ""));
    csvout_integer(self->out, self->now.year);
    csvout_text(self->out, measure);
    csvout_number(self->out, e->value, 10);
    csvout_number(self->out, e->corrected, 10);
    csvout_number(self->out, e->low, 10);
    csvout_number(self->out, e->high, 10);
    csvout_text(self->out, note);
    csvout_end(self->out);
}

static void write_row(struct job *self, const char *measure, double value, const char *note)
{
    struct inequality_estimate plain = {value, NAN, NAN, NAN};

    write_estimate(self, measure, &plain, note);
}

static void write_spread(struct job *self, const struct inequality_estimate *e)
{
    const double *v = self->values, *w = self->weights;
    double heads = 0, amount = 0, low = INFINITY, high = 0;

    for (size_t i = 0; i < self->num; i++) {
        heads += w[i];
        amount += w[i] * v[i];
        low = fmin(low, v[i]);
        high = fmax(high, v[i]);
    }
    const char *zero = low > 0 ? "" : "a territory has 0: logarithms have no value";
    write_row(self, "territories", (double)self->num, "");
    write_row(self, "mean", amount / heads,
              self->equal ? "every territory counts the same" : "weighted by heads");
    write_row(self, "lowest", low, "");
    write_row(self, "highest", high, "");
    write_estimate(self, "gini", &e[INEQUALITY_GINI], "0 to 1");
    write_estimate(self, "theil_t", &e[INEQUALITY_THEIL_T], "0 when all are equal");
    write_estimate(self, "theil_l", &e[INEQUALITY_THEIL_L], zero);
    write_estimate(self, "atkinson_0.5", &e[INEQUALITY_ATKINSON_HALF], "aversion 0.5");
    write_estimate(self, "atkinson_1", &e[INEQUALITY_ATKINSON_ONE], zero);
    write_estimate(self, "williamson", &e[INEQUALITY_WILLIAMSON], "coefficient of variation");
}

static int write_groups(struct job *self, const struct inequality_estimate *e, struct err *err)
{
    size_t num_groups = self->data.geography.levels[self->group_level].num_items;
    double between = e[INEQUALITY_BETWEEN].value, within = e[INEQUALITY_WITHIN].value, p;
    int status = inequality_between_p(self->values, self->weights, self->groups, self->num, num_groups,
                                      self->permutations, self->seed, &p, err);

    if (status != ERR_OK)
        return status;
    if (!geography_nests(self->level, self->group_level))
        message_note("a territory that lies in several of level %s counts in the one with most of its people",
                     level_name(self->group_level));
    write_estimate(self, "theil_between", &e[INEQUALITY_BETWEEN], level_name(self->group_level));
    write_estimate(self, "theil_within", &e[INEQUALITY_WITHIN], level_name(self->group_level));
    write_row(self, "theil_between_share", between / (between + within), "");
    write_row(self, "theil_between_p", p, "territories dealt to the groups at random");
    return ERR_OK;
}

/* The territories that have a positive value in both years. */
static int write_convergence(struct job *self, struct err *err)
{
    double *start = mem_alloc(2 * self->now.num, sizeof *start, err);
    double years = self->now.year - self->before.year;
    size_t num = 0;

    if (start == NULL)
        return ERR_LIMIT;
    double *end = start + self->now.num;
    for (size_t z = 0; z < self->now.num; z++)
        if (self->before.values[z] > 0 && self->now.values[z] > 0) {
            start[num] = self->before.values[z];
            end[num++] = self->now.values[z];
        }
    if (num < 3) {
        free(start);
        return err_set(err, ERR_DATA, "--since: fewer than three territories have a value in both years");
    }
    struct convergence c = convergence_beta(start, end, num, years);
    write_row(self, "convergence_territories", (double)num, "each counts the same");
    write_row(self, "convergence_since", self->before.year, "");
    write_row(self, "sigma_start", convergence_sigma(start, num), "standard deviation of logarithms");
    write_row(self, "sigma_end", convergence_sigma(end, num), "standard deviation of logarithms");
    write_row(self, "beta", c.beta, "chance in the first year alone makes beta negative");
    write_row(self, "beta_se_robust", c.se_robust, "HC1");
    write_row(self, "speed", c.lambda, "per year");
    write_row(self, "half_life", c.beta < 0 ? c.half_life : (double)NAN,
              c.beta < 0 ? "years" : "no convergence");
    free(start);
    return ERR_OK;
}

static int write_all(struct job *self, struct err *err)
{
    static const char *const names[] = {"level",     "indicator", "year", "measure", "value",
                                        "corrected", "low",       "high", "note",    NULL};
    size_t num_groups = self->has_groups ? self->data.geography.levels[self->group_level].num_items : 0;
    struct inequality_places places = {self->values, self->weights,
                                       self->errors, self->has_groups ? self->groups : NULL,
                                       self->num,    num_groups};
    struct inequality_estimate estimates[NUM_INEQUALITY_MEASURES];
    int status = inequality_estimates(estimates, &places, self->confidence, self->seed, err);

    csvout_header(self->out, names);
    if (status == ERR_OK)
        write_spread(self, estimates);
    if (status == ERR_OK && self->has_groups)
        status = write_groups(self, estimates, err);
    if (status == ERR_OK && self->since)
        status = write_convergence(self, err);
    return status;
}

/* What changed may be the territories. */
static int check_perimeters(const struct job *self, struct err *err)
{
    if (!perimeters_differ(self->before.perimeter, self->now.perimeter))
        return ERR_OK;
    return err_set(err, ERR_DATA,
                   "--since %d: the figures of %d are of territories as they were on %s, those of %d on %s; "
                   "import both with one table of territories",
                   self->before.year, self->before.year, self->before.perimeter, self->now.year,
                   self->now.perimeter);
}

/* Two results of the census less than five years apart rest on common surveys. */
static int check_years(const struct job *self, struct err *err)
{
    bool is_sample = false;

    for (size_t z = 0; z < self->now.num; z++)
        is_sample |= self->now.se[z] > 0;
    if (is_sample && self->now.year - self->before.year < 5)
        return err_set(err, ERR_DATA,
                       "--since %d: results of the census less than five years apart share surveys and "
                       "cannot be compared; take %d or earlier",
                       self->before.year, self->now.year - 5);
    return ERR_OK;
}

static int read_all(struct job *self, struct err *err)
{
    int status = read_values(self, self->year, &self->now, err);

    if (status == ERR_OK && self->since >= self->now.year)
        status = err_set(err, ERR_USAGE, "--since %d is not before %d, the year of the indicator",
                         self->since, self->now.year);
    if (status == ERR_OK && self->since)
        status = read_values(self, self->since, &self->before, err);
    if (status == ERR_OK && self->since)
        status = check_years(self, err);
    if (status == ERR_OK && self->since)
        status = check_perimeters(self, err);
    return status == ERR_OK ? choose(self, err) : status;
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = read_all(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    self->out = &table->csv;
    status = write_all(self, err);
    return result_table_close(table, status, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    indicator_values_free(&job.now);
    indicator_values_free(&job.before);
    free(job.values);
    free(job.groups);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_disparities = {
    .name = "disparities",
    .group = "Diagnosis",
    .summary = "measure how unequal the territories of a level are, and whether they converge",
    .arguments = "--level LEVEL --indicator NAME [options]",
    .details = "Gini, Theil's T and L, Atkinson and Williamson of the values of all territories, each\n"
               "weighted by the people or jobs that the indicator counts. --groups splits T between\n"
               "and within the territories of a higher level, and tests the split: p is how often\n"
               "groups of the same sizes, drawn at random, differ as much. --since adds sigma and\n"
               "beta convergence. Errors of measure add to every measure of inequality: where they\n"
               "are known, 'corrected' leaves out what they add, and low and high are its interval.\n"
               "They add to beta convergence too: prefer levels whose territories are known well.\n",
    .examples =
        "  bassin disparities --level dep --indicator unemployment_census --groups reg\n"
        "  bassin disparities --level ze --indicator unemployment_localised --weights equal --since 2014\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

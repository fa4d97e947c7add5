/* bassin smooth: small territories borrow strength from the others. */
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
#include "stats/numeric/betabinomial.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/smallarea.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories: com, epci, ze, dep, reg"},
    {'i', "indicator", "NAME", "a share (NAME, or NAME:item), or value added"},
    {'m', "method", "fay-herriot|marshall|beta-binomial", "fay-herriot (default), marshall or beta-binomial"},
    {'x', "covariates", "NAMES", "fay-herriot: indicators that explain it (default: none, a common mean)"},
    {0, "fit", "reml|ml|moment", "fay-herriot: reml (default), ml or moment"},
    {0, "benchmark", NULL, "scale the estimates so that they add up to the direct ones"},
    {'y', "year", "YEAR", "year of the indicator (default: the last that the level has)"},
    {0, "confidence", "P", "confidence of the intervals (default 0.95)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { MAX_COVARIATES = 16 };

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    struct text_list covariate_names;
    struct indicator_values direct, covariates[MAX_COVARIATES];
    size_t num_covariates;
    double confidence;
    int year, method, fit;
    double *estimates, *mse;    /* by zone; NaN where there is none */
    struct interval *intervals; /* by zone, where the method has its own */
    struct csvout *out;         /* of the result, borrowed */
};

enum { METHOD_FAY_HERRIOT, METHOD_MARSHALL, METHOD_BETA_BINOMIAL };

static int read_options(struct job *self, struct err *err)
{
    static const char *const methods[] = {"fay-herriot", "marshall", "beta-binomial", NULL};
    static const char *const fits[] = {"reml", "ml", "moment", NULL};
    int status = territoryopts_level(self->opts, &self->level, err);

    if (status == ERR_OK && !opts_has(self->opts, "indicator"))
        status = err_set(err, ERR_USAGE, "--indicator is needed: the share to smooth");
    if (status == ERR_OK)
        status = opts_choice(self->opts, "method", methods, METHOD_FAY_HERRIOT, &self->method, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "fit", fits, FAY_HERRIOT_REML, &self->fit, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.95, 0.5, 0.9999, &self->confidence, err);
    if (status == ERR_OK)
        status = opts_year(self->opts, "year", &self->year, err);
    if (status == ERR_OK)
        status = opts_list(self->opts, "covariates", &self->covariate_names, err);
    if (status == ERR_OK && self->covariate_names.num_items > MAX_COVARIATES)
        status = err_set(err, ERR_USAGE, "more than %d covariates", MAX_COVARIATES);
    if (status == ERR_OK && self->method != METHOD_FAY_HERRIOT && self->covariate_names.num_items > 0)
        status = err_set(err, ERR_USAGE, "--covariates: the method %s takes none", methods[self->method]);
    return status;
}

static int read_values(struct job *self, const char *name, int year, struct indicator_values *values,
                       struct err *err)
{
    const char *item;
    const struct indicator *indicator = territoryopts_indicator(name, &item, err);
    int status;

    if (indicator == NULL)
        return ERR_USAGE;
    status = indicator_values_read(values, indicator, item ? item : "", &self->data.dataset,
                                   &self->data.geography, self->level, year, &estimate_defaults, err);
    if (status == ERR_OK && values->num_values == 0)
        status = err_set(err, ERR_DATA, "no territory of level %s has the indicator '%s'%s",
                         level_name(self->level), name, year ? _(" in that year") : "");
    return status;
}

/* Shares of counts by any method; value added, which has no counts of its own and may be
 * negative, by its standard error alone. */
static int check_kind(const struct job *self, const char *name, struct err *err)
{
    enum indicator_kind kind = self->direct.indicator->kind;

    if (kind == INDICATOR_SHARE)
        return ERR_OK;
    if (kind != INDICATOR_EXCESS)
        return err_set(err, ERR_DATA, "'%s' is no share of counts: only shares and value added are smoothed",
                       name);
    if (self->method != METHOD_FAY_HERRIOT || opts_has(self->opts, "benchmark"))
        return err_set(err, ERR_DATA,
                       "'%s' is a difference of rates: only fay-herriot without --benchmark "
                       "smooths it",
                       name);
    return ERR_OK;
}

static int read_all(struct job *self, struct err *err)
{
    const char *name = opts_text(self->opts, "indicator", "");
    int status = read_values(self, name, self->year, &self->direct, err);

    if (status == ERR_OK)
        status = check_kind(self, name, err);
    for (size_t c = 0; c < self->covariate_names.num_items && status == ERR_OK; c++) {
        status = read_values(self, self->covariate_names.items[c], 0, &self->covariates[c], err);
        self->num_covariates += status == ERR_OK;
    }
    self->estimates = mem_alloc(self->direct.num, sizeof *self->estimates, err);
    self->mse = mem_alloc(self->direct.num, sizeof *self->mse, err);
    self->intervals = mem_alloc(self->direct.num, sizeof *self->intervals, err);
    if (status == ERR_OK && (self->estimates == NULL || self->mse == NULL || self->intervals == NULL))
        status = ERR_LIMIT;
    for (size_t z = 0; z < self->direct.num && status == ERR_OK; z++)
        self->estimates[z] = self->mse[z] = NAN;
    return status;
}

/* ---- counted rates -------------------------------------------------------------------------------- */

/* The territories that have a rate: events and people, in the order of the zones. */
struct counted {
    double *events, *people, *estimates;
    size_t num;
};

static int counted_read(struct counted *self, const struct indicator_values *direct, struct err *err)
{
    size_t n = direct->num;

    *self = (struct counted){.events = mem_alloc(3 * n, sizeof *self->events, err)};
    if (self->events == NULL)
        return ERR_LIMIT;
    self->people = self->events + n;
    self->estimates = self->events + 2 * n;
    for (size_t z = 0; z < n; z++)
        if (!isnan(direct->values[z])) {
            self->events[self->num] = direct->values[z] * direct->base[z];
            self->people[self->num++] = direct->base[z];
        }
    return ERR_OK;
}

static int smooth_marshall(struct job *self, struct err *err)
{
    struct counted rates;
    int status = counted_read(&rates, &self->direct, err);

    if (status != ERR_OK)
        return status;
    struct eb_rates eb = smallarea_marshall(rates.events, rates.people, rates.num, rates.estimates);
    double people = 0;

    for (size_t k = 0; k < rates.num; k++)
        people += rates.people[k];
    for (size_t z = 0, k = 0; z < self->direct.num; z++)
        if (!isnan(self->direct.values[z])) {
            double noise = eb.b / rates.people[k];
            self->estimates[z] = rates.estimates[k++];
            /* variance of the rate given the counts, were a and b known; without spread that of b */
            self->mse[z] = eb.a > 0 ? eb.a * noise / (eb.a + noise) : eb.b * (1 - eb.b) / people;
        }
    message_note("Marshall: overall rate %.6g, variance between territories %.6g", eb.b, eb.a);
    free(rates.events);
    return ERR_OK;
}

static void say_beta_binomial(const struct beta_binomial *fit)
{
    if (fit->no_spread)
        message_note("beta-binomial: the territories differ by no more than chance; all have the rate %.6g",
                     fit->rate);
    else
        message_note("beta-binomial: rate %.6g, alpha %.6g, beta %.6g (steps: %d)", fit->rate, fit->alpha,
                     fit->beta, fit->iterations);
}

static int smooth_beta_binomial(struct job *self, struct err *err)
{
    struct counted rates;
    struct beta_binomial fit;
    int status = counted_read(&rates, &self->direct, err);

    if (status == ERR_OK)
        status = beta_binomial_fit(&fit, rates.events, rates.people, rates.num, err);
    for (size_t z = 0, k = 0; z < self->direct.num && status == ERR_OK; z++)
        if (!isnan(self->direct.values[z])) {
            struct beta_posterior post =
                beta_binomial_posterior(&fit, rates.events[k], rates.people[k], self->confidence);
            self->estimates[z] = post.mean;
            self->mse[z] = post.sd * post.sd;
            self->intervals[z] = post.interval;
            k++;
        }
    if (status == ERR_OK)
        say_beta_binomial(&fit);
    free(rates.events);
    return status;
}

/* ---- Fay and Herriot ------------------------------------------------------------------------------ */

static bool has_covariates(const struct job *self, size_t zone)
{
    for (size_t c = 0; c < self->num_covariates; c++)
        if (isnan(self->covariates[c].values[zone]))
            return false;
    return true;
}

static void fill_row(const struct job *self, size_t zone, double *x)
{
    x[0] = 1;
    for (size_t c = 0; c < self->num_covariates; c++)
        x[c + 1] = self->covariates[c].values[zone];
}

/* Territories that carry information on the model: a direct value with an error. */
static bool is_sampled(const struct job *self, size_t zone)
{
    return !isnan(self->direct.values[zone]) && self->direct.se[zone] > 0 && has_covariates(self, zone);
}

static void predict(struct job *self, const struct fay_herriot *fit, const struct fay_herriot_data *data,
                    double *estimates, double *mse)
{
    double x[MAX_COVARIATES + 1];
    size_t k = 0;

    fay_herriot_predict(fit, data, estimates, mse);
    for (size_t z = 0; z < self->direct.num; z++) {
        if (is_sampled(self, z)) {
            self->estimates[z] = estimates[k];
            self->mse[z] = mse[k++];
        } else if (self->direct.se[z] == 0 && !isnan(self->direct.values[z])) {
            self->estimates[z] = self->direct.values[z]; /* a full count needs no help */
            self->mse[z] = 0;
        } else if (isnan(self->direct.values[z]) && has_covariates(self, z)) {
            fill_row(self, z, x);
            fay_herriot_outside(fit, x, &self->estimates[z], &self->mse[z]);
        }
    }
}

static void say_fit(const struct job *self, const struct fay_herriot *fit, size_t num)
{
    message_note(translate_count("Fay-Herriot: %zu territory, variance of the model %.6g (steps: %d)",
                                 "Fay-Herriot: %zu territories, variance of the model %.6g (steps: %d)", num),
                 num, fit->a, fit->iterations);
    for (size_t c = 0; c < fit->num_columns; c++)
        message_note("  %-28s %.6g (standard error %.6g)",
                     c == 0 ? _("constant") : self->covariate_names.items[c - 1], fit->beta[c],
                     sqrt(fit->covariance[c * fit->num_columns + c]));
}

static int smooth_model(struct job *self, struct err *err)
{
    size_t n = self->direct.num, columns = self->num_covariates + 1, num = 0;
    double *work = mem_alloc(n * (columns + 4), sizeof *work, err);
    struct fay_herriot fit;
    int status;

    if (work == NULL)
        return ERR_LIMIT;
    double *y = work, *psi = work + n, *estimates = work + 2 * n, *mse = work + 3 * n, *x = work + 4 * n;
    for (size_t z = 0; z < n; z++)
        if (is_sampled(self, z)) {
            y[num] = self->direct.values[z];
            psi[num] = self->direct.se[z] * self->direct.se[z];
            fill_row(self, z, x + num++ * columns);
        }
    struct fay_herriot_data data = {y, psi, x, num, columns};
    status = num > 0 ? fay_herriot_fit(&fit, &data, (enum fay_herriot_method)self->fit, err)
                     : err_set(err, ERR_DATA,
                               "no territory has a value with a standard error: a register needs --method "
                               "marshall or beta-binomial");
    if (status == ERR_OK) {
        predict(self, &fit, &data, estimates, mse);
        say_fit(self, &fit, num);
        fay_herriot_free(&fit);
    }
    free(work);
    return status;
}

/* ---- results ------------------------------------------------------------------------------------- */

/* The territories together keep the number of people that the direct values count. */
static int benchmark(struct job *self, struct err *err)
{
    size_t n = self->direct.num, num = 0;
    double *work = mem_alloc(2 * n, sizeof *work, err), total = 0, factor;

    if (work == NULL)
        return ERR_LIMIT;
    for (size_t z = 0; z < n; z++)
        if (!isnan(self->direct.values[z]) && !isnan(self->estimates[z])) {
            total += self->direct.base[z] * self->direct.values[z];
            work[num] = self->estimates[z];
            work[n + num++] = self->direct.base[z];
        }
    factor = smallarea_benchmark(work, work + n, num, total);
    for (size_t z = 0; z < n; z++) {
        self->estimates[z] *= factor;
        self->mse[z] *= factor * factor;
        self->intervals[z].low *= factor;
        self->intervals[z].high *= factor;
    }
    message_note("benchmarked: all estimates times %.6f", factor);
    free(work);
    return ERR_OK;
}

static struct interval interval_of(const struct job *self, size_t z)
{
    double half = interval_z(self->confidence) * sqrt(self->mse[z]);
    struct interval i = {self->estimates[z] - half, self->estimates[z] + half};

    if (self->method == METHOD_BETA_BINOMIAL)
        i = self->intervals[z];
    double least = self->direct.indicator->kind == INDICATOR_EXCESS ? -1 : 0;
    return (struct interval){fmax(i.low, least), fmin(i.high, 1)};
}

static void write_zone(struct job *self, size_t z)
{
    const struct zone *zone = &self->data.geography.levels[self->level].items[z];
    struct interval interval = interval_of(self, z);

    csvout_text(self->out, level_name(self->level));
    csvout_text(self->out, zone->code);
    csvout_text(self->out, zone->name);
    csvout_integer(self->out, self->direct.year);
    csvout_text(self->out, opts_text(self->opts, "indicator", ""));
    csvout_number(self->out, self->direct.values[z], 10);
    csvout_number(self->out, self->direct.se[z], 10);
    csvout_number(self->out, self->estimates[z], 10);
    csvout_number(self->out, sqrt(self->mse[z]), 10);
    csvout_number(self->out, interval.low, 10);
    csvout_number(self->out, interval.high, 10);
    csvout_text(self->out, isnan(self->direct.values[z]) ? "no direct value"
                           : self->direct.se[z] == 0 && self->method == METHOD_FAY_HERRIOT
                               ? "full count, unchanged"
                               : "");
    csvout_end(self->out);
}

static void write_all(struct job *self)
{
    static const char *const names[] = {"level",  "code",      "name",     "year",     "indicator",
                                        "direct", "direct_se", "estimate", "root_mse", "low",
                                        "high",   "note",      NULL};

    csvout_header(self->out, names);
    for (size_t z = 0; z < self->direct.num; z++)
        if (!isnan(self->estimates[z]))
            write_zone(self, z);
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    static int (*const smoothers[])(struct job *, struct err *) = {smooth_model, smooth_marshall,
                                                                   smooth_beta_binomial};
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = read_all(self, err);
    if (status == ERR_OK)
        status = smoothers[self->method](self, err);
    if (status == ERR_OK && opts_has(self->opts, "benchmark"))
        status = benchmark(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    self->out = &table->csv;
    write_all(self);
    return result_table_close(table, ERR_OK, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    indicator_values_free(&job.direct);
    for (size_t c = 0; c < job.num_covariates; c++)
        indicator_values_free(&job.covariates[c]);
    free(job.estimates);
    free(job.mse);
    free(job.intervals);
    text_list_free(&job.covariate_names);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_smooth = {
    .name = "smooth",
    .group = "Diagnosis",
    .summary = "estimate a share of small territories with the help of the others",
    .arguments = "--level LEVEL --indicator NAME [options]",
    .details = "fay-herriot: the direct value of a territory, weighed by its standard error, with what\n"
               "the model expects of it (a mean common to all, or a regression on --covariates);\n"
               "EBLUP with its mean squared error. Full counts stay as they are; a territory without\n"
               "a direct value gets what the model expects.\n"
               "For counted rates: marshall, empirical Bayes by moments, and beta-binomial, by\n"
               "likelihood, with intervals that stay between 0 and 1. Both take the count as a draw\n"
               "and leave out that the common distribution is itself estimated.\n"
               "The less is known of a territory, the nearer it moves to the others: do not look\n"
               "for extremes among smoothed values, nor test them one by one.\n",
    .examples = "  bassin smooth -l epci -i unemployment_census -x enrolment_1517,salaried_share\n"
                "  bassin smooth -l ze -i industry_share_posts --method marshall --benchmark\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

#include "sim/model/posterior.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/inverse.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/predictive.h"
#include "stats/numeric/quantile.h"

static const double low_tail = (1 - POSTERIOR_CONFIDENCE) / 2;

const char *learning_name(enum learning learning)
{
    static const char *const names[] = {"none", "conjugate", "weighted"};

    return names[learning];
}

/* ---- beta and dirichlet ------------------------------------------------------------- */

static struct belief beta_belief(double a, double b)
{
    return (struct belief){
        a / (a + b), {beta_quantile(low_tail, TAIL_LOWER, a, b), beta_quantile(low_tail, TAIL_UPPER, a, b)}};
}

static void learn_beta(struct posterior *self, double a, double b, int64_t count, int64_t of)
{
    self->learning = LEARN_EXACT;
    self->before = beta_belief(a, b);
    self->after = beta_belief(a + (double)count, b + (double)(of - count));
    self->p = predictive_p(predictive_beta(a, b, count, of));
    if (self->dist.family == DIST_DIRICHLET) {
        self->dist.n += (double)count;
        return;
    }
    self->dist.value = (a + (double)count) / (a + b + (double)of);
    self->dist.n = a + b + (double)of;
}

/* ---- other families ------------------------------------------------------------------ */

/* Equally likely values of the prior, ascending, and their share of the weight. */
struct grid {
    double *values, *weights; /* [num] */
    size_t num;
};

static int grid_fill(struct grid *self, const struct dist *prior, struct err *err)
{
    const size_t num = POSTERIOR_GRID;
    struct sampler sampler;
    int status = sampler_init(&sampler, prior, err);

    *self = (struct grid){.num = num};
    self->values = status == ERR_OK ? mem_alloc(2 * num, sizeof *self->values, err) : NULL;
    if (self->values == NULL)
        return status == ERR_OK ? ERR_LIMIT : status;
    self->weights = self->values + num;
    for (size_t i = 0; i < num; i++) {
        self->values[i] = sampler_value(&sampler, normal_quantile(((double)i + 0.5) / (double)num));
        self->weights[i] = 1 / (double)num;
    }
    if (prior->family == DIST_EMPIRICAL) /* given in any order */
        quantile_sort(self->values, num);
    return ERR_OK;
}

static double log_likelihood(double share, double count, double of)
{
    return (count > 0 ? count * log(share) : 0) + (of > count ? (of - count) * log1p(-share) : 0);
}

/* Weighs the grid by the likelihood; returns the effective number, 0 when it is nil all
 * over. */
static double grid_weigh(struct grid *self, double count, double of)
{
    double most = -INFINITY, sum = 0, squares = 0;

    for (size_t i = 0; i < self->num; i++)
        most = fmax(most, log_likelihood(self->values[i], count, of));
    if (isinf(most))
        return 0;
    for (size_t i = 0; i < self->num; i++) {
        self->weights[i] = exp(log_likelihood(self->values[i], count, of) - most);
        sum += self->weights[i];
        squares += self->weights[i] * self->weights[i];
    }
    for (size_t i = 0; i < self->num; i++)
        self->weights[i] /= sum;
    return sum * sum / squares;
}

static double grid_mean(const struct grid *self)
{
    double sum = 0;

    for (size_t i = 0; i < self->num; i++)
        sum += self->weights[i] * self->values[i];
    return sum;
}

static double grid_variance(const struct grid *self, double mean)
{
    double sum = 0;

    for (size_t i = 0; i < self->num; i++)
        sum += self->weights[i] * (self->values[i] - mean) * (self->values[i] - mean);
    return sum;
}

/* The quantiles at ascending probabilities, linear between the middles of the weights. */
static void grid_quantiles(const struct grid *self, const double *probabilities, size_t num, double *out)
{
    double before = 0, middle = self->weights[0] / 2, last = 0;
    size_t i = 0;

    for (size_t q = 0; q < num; q++) {
        while (middle < probabilities[q] && i + 1 < self->num) {
            before += self->weights[i++];
            last = middle;
            middle = before + self->weights[i] / 2;
        }
        double gap = middle - last, part = gap > 0 ? (probabilities[q] - last) / gap : 1;
        out[q] = i == 0 || part >= 1 ? self->values[i]
                                     : self->values[i - 1] + part * (self->values[i] - self->values[i - 1]);
    }
}

static struct belief grid_belief(const struct grid *self)
{
    const double probabilities[2] = {low_tail, 1 - low_tail};
    double limits[2];

    grid_quantiles(self, probabilities, 2, limits);
    return (struct belief){grid_mean(self), {limits[0], limits[1]}};
}

/* Distribution function of a beta or an empirical distribution, just below x or at it. */
static double dist_cdf(const struct dist *dist, double x, bool below)
{
    int num = 0;

    if (dist->family == DIST_BETA)
        return gsl_cdf_beta_P(x, dist->value * dist->n, (1 - dist->value) * dist->n);
    while (num < dist->num_values && (below ? dist->values[num] < x : dist->values[num] <= x))
        num++;
    return (double)num / dist->num_values;
}

/* Kolmogorov's distance. A value that stands alone is a point of a continuous function, at
 * the middle of its weight; equal values are a step. */
static double grid_distance(const struct grid *self, const struct dist *dist)
{
    double most = 0, cumulated = 0;

    for (size_t i = 0; i < self->num;) {
        double x = self->values[i], start = cumulated, end = cumulated;
        size_t first = i;
        for (; i < self->num && self->values[i] == x; i++)
            end += self->weights[i];
        cumulated = end;
        if (i == first + 1)
            start = end = (start + end) / 2;
        most = fmax(most, fabs(start - dist_cdf(dist, x, true)));
        most = fmax(most, fabs(end - dist_cdf(dist, x, false)));
    }
    return most;
}

static struct dist beta_of_moments(double mean, double variance)
{
    return (struct dist){.family = DIST_BETA,
                         .value = mean,
                         .n = mean * (1 - mean) / variance - 1,
                         .sd = NAN,
                         .min = NAN,
                         .max = NAN};
}

static struct dist empirical_of(const struct grid *grid)
{
    struct dist dist = {.family = DIST_EMPIRICAL,
                        .value = NAN,
                        .n = NAN,
                        .sd = NAN,
                        .min = NAN,
                        .max = NAN,
                        .num_values = DIST_MAX_VALUES};
    double probabilities[DIST_MAX_VALUES];

    for (int i = 0; i < DIST_MAX_VALUES; i++)
        probabilities[i] = (i + 0.5) / DIST_MAX_VALUES;
    grid_quantiles(grid, probabilities, DIST_MAX_VALUES, dist.values);
    return dist;
}

static void write_back(struct posterior *self, const struct grid *grid)
{
    double mean = self->after.mean, variance = grid_variance(grid, mean);
    struct dist beta = beta_of_moments(mean, variance);

    self->dist = beta;
    self->loss = variance > 0 && dist_check(&beta)[0] == '\0' ? grid_distance(grid, &beta) : 1;
    if (self->loss <= POSTERIOR_LOSS)
        return;
    self->dist = empirical_of(grid);
    self->loss = grid_distance(grid, &self->dist);
}

static int learn_weighted(struct posterior *self, const struct dist *prior, int64_t count, int64_t of,
                          struct err *err)
{
    struct grid grid = {0};
    int status = grid_fill(&grid, prior, err);

    if (status == ERR_OK) {
        self->p = predictive_p(predictive_values(grid.values, grid.num, count, of));
        self->before = self->after = grid_belief(&grid);
        self->learning = grid.values[0] < grid.values[grid.num - 1] ? LEARN_WEIGHTED : LEARN_NOTHING;
    }
    if (status == ERR_OK && self->learning == LEARN_WEIGHTED) {
        self->ess = grid_weigh(&grid, (double)count, (double)of);
        if (!(self->ess >= POSTERIOR_LEAST_ESS)) {
            status =
                err_set(err, ERR_DATA, "%.0f of %d values of the prior carry the weight, at least %d needed",
                        self->ess, POSTERIOR_GRID, POSTERIOR_LEAST_ESS);
        } else {
            self->after = grid_belief(&grid);
            write_back(self, &grid);
        }
    }
    free(grid.values);
    return status;
}

int posterior_learn(struct posterior *self, const struct dist *prior, double total, int64_t count, int64_t of,
                    struct err *err)
{
    *self = (struct posterior){.dist = *prior, .ess = NAN, .loss = NAN};
    switch (prior->family) {
    case DIST_FIXED:
        self->before = self->after = (struct belief){prior->value, {prior->value, prior->value}};
        self->p = predictive_p(predictive_fixed(prior->value, count, of));
        return ERR_OK;
    case DIST_BETA:
        learn_beta(self, prior->value * prior->n, (1 - prior->value) * prior->n, count, of);
        return ERR_OK;
    case DIST_DIRICHLET:
        learn_beta(self, prior->n, total - prior->n, count, of);
        return ERR_OK;
    default:
        return learn_weighted(self, prior, count, of, err);
    }
}

#include "stats/numeric/qtable.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/numeric/normal.h"

/* A continuous family on its transformed scale y. */
struct family {
    double a, b;
    enum qtable_scale scale;
    /* lower and upper tail probability and density, all at x(y) */
    double (*lower)(const struct family *f, double y);
    double (*upper)(const struct family *f, double y);
    double (*density)(const struct family *f, double y); /* of y, not of x */
};

static double logistic(double y)
{
    return y >= 0 ? 1 / (1 + exp(-y)) : exp(y) / (1 + exp(y));
}

/* Near 1, the complement of x is what keeps its digits. */
static double beta_lower(const struct family *f, double y)
{
    return y <= 0 ? gsl_cdf_beta_P(logistic(y), f->a, f->b) : gsl_cdf_beta_Q(logistic(-y), f->b, f->a);
}

static double beta_upper(const struct family *f, double y)
{
    return y <= 0 ? gsl_cdf_beta_Q(logistic(y), f->a, f->b) : gsl_cdf_beta_P(logistic(-y), f->b, f->a);
}

/* x^a (1 - x)^b / B(a, b): the density of logit x. */
static double beta_density(const struct family *f, double y)
{
    double log_x = y >= 0 ? -log1p(exp(-y)) : y - log1p(exp(y));
    double log_1x = y >= 0 ? -y - log1p(exp(-y)) : -log1p(exp(y));

    return exp(f->a * log_x + f->b * log_1x + lgamma(f->a + f->b) - lgamma(f->a) - lgamma(f->b));
}

static double gamma_lower(const struct family *f, double y)
{
    return gsl_cdf_gamma_P(exp(y), f->a, 1);
}

static double gamma_upper(const struct family *f, double y)
{
    return gsl_cdf_gamma_Q(exp(y), f->a, 1);
}

static double gamma_density(const struct family *f, double y)
{
    return exp(f->a * y - exp(y) - lgamma(f->a));
}

static double node_score(int i)
{
    return -QTABLE_LIMIT + 2 * QTABLE_LIMIT * i / (QTABLE_NODES - 1);
}

/* Newton's method for the y whose tail probability is that of z, in the tail
 * where probabilities keep their digits, on the logarithm. */
static double solve(const struct family *f, double z, double y)
{
    double target = normal_cdf(z <= 0 ? z : -z);

    for (int i = 0; i < 60; i++) {
        double tail = z <= 0 ? f->lower(f, y) : f->upper(f, y);
        double density = f->density(f, y);
        if (!(tail > 0) || !(density > 0))
            return NAN;
        double step = log(tail / target) * tail / density;
        if (z > 0)
            step = -step;
        if (step > 2)
            step = 2;
        if (step < -2)
            step = -2;
        y -= step;
        if (fabs(step) < 1e-13 * (1 + fabs(y)))
            break;
    }
    return y;
}

/* dy/dz = phi(z) / density(y), times the distance between nodes. */
static double slope(const struct family *f, double z, double y)
{
    return normal_pdf(z) / f->density(f, y) * (2 * QTABLE_LIMIT / (QTABLE_NODES - 1));
}

/* From the centre outwards, each node starting at the prediction of the last. */
static int fill(struct qtable *self, const struct family *f, double start, struct err *err)
{
    int middle = QTABLE_NODES / 2;

    self->scale = f->scale;
    self->values[middle] = solve(f, node_score(middle), start);
    self->slopes[middle] = slope(f, node_score(middle), self->values[middle]);
    for (int direction = -1; direction <= 1; direction += 2)
        for (int i = middle + direction; i >= 0 && i < QTABLE_NODES; i += direction) {
            double guess = self->values[i - direction] + direction * self->slopes[i - direction];
            self->values[i] = solve(f, node_score(i), guess);
            self->slopes[i] = slope(f, node_score(i), self->values[i]);
        }
    for (int i = 0; i < QTABLE_NODES; i++)
        if (!isfinite(self->values[i]) || !isfinite(self->slopes[i]))
            return err_set(err, ERR_DATA, "the quantiles of this distribution cannot be computed (too extreme)");
    return ERR_OK;
}

int qtable_beta(struct qtable *self, double a, double b, struct err *err)
{
    struct family f = {a, b, QTABLE_LOGIT, beta_lower, beta_upper, beta_density};

    return fill(self, &f, log(a / b), err);
}

int qtable_gamma(struct qtable *self, double shape, struct err *err)
{
    struct family f = {shape, 0, QTABLE_LOG, gamma_lower, gamma_upper, gamma_density};

    return fill(self, &f, log(shape), err);
}

double qtable_value(const struct qtable *self, double z)
{
    double position = (z + QTABLE_LIMIT) * ((QTABLE_NODES - 1) / (2 * QTABLE_LIMIT));
    int i = (int)position;

    if (!(position > 0))
        i = 0, position = 0;
    if (i > QTABLE_NODES - 2)
        i = QTABLE_NODES - 2, position = QTABLE_NODES - 1;
    double t = position - i, s = 1 - t;
    double y = s * s * ((1 + 2 * t) * self->values[i] + t * self->slopes[i]) +
               t * t * ((3 - 2 * t) * self->values[i + 1] - s * self->slopes[i + 1]);
    return self->scale == QTABLE_LOGIT ? logistic(y) : exp(y);
}

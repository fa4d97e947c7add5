#include "stats/numeric/qtable.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

#include "stats/base/processor.h"
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

/* Beyond it, x^a / (a B(a, b)) and x^a / Gamma(a + 1) are the tails to the last
 * digit, and keep them where x itself would vanish. */
static const double far_out = 40;

static double log_beta(const struct family *f)
{
    return lgamma(f->a) + lgamma(f->b) - lgamma(f->a + f->b);
}

/* Near 1, the complement of x is what keeps its digits. */
static double beta_lower(const struct family *f, double y)
{
    if (y < -far_out)
        return exp(f->a * y - log(f->a) - log_beta(f));
    return y <= 0 ? gsl_cdf_beta_P(logistic(y), f->a, f->b) : gsl_cdf_beta_Q(logistic(-y), f->b, f->a);
}

static double beta_upper(const struct family *f, double y)
{
    if (y > far_out)
        return exp(-f->b * y - log(f->b) - log_beta(f));
    return y <= 0 ? gsl_cdf_beta_Q(logistic(y), f->a, f->b) : gsl_cdf_beta_P(logistic(-y), f->b, f->a);
}

/* x^a (1 - x)^b / B(a, b): the density of logit x. */
static double beta_density(const struct family *f, double y)
{
    double log_x = y >= 0 ? -log1p(exp(-y)) : y - log1p(exp(y));
    double log_1x = y >= 0 ? -y - log1p(exp(-y)) : -log1p(exp(y));

    return exp(f->a * log_x + f->b * log_1x - log_beta(f));
}

static double gamma_lower(const struct family *f, double y)
{
    if (y < -far_out)
        return exp(f->a * y - lgamma(f->a + 1));
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
    double longest = 2 / fmin(1, fmin(f->a, f->b)); /* small shapes spread over many units of y */

    for (int i = 0; i < 60; i++) {
        double tail = z <= 0 ? f->lower(f, y) : f->upper(f, y);
        double density = f->density(f, y);
        if (!(tail > 0) || !(density > 0))
            return NAN;
        double step = log(tail / target) * tail / density;
        if (z > 0)
            step = -step;
        step = fmin(fmax(step, -longest), longest);
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
            return err_set(
                err, ERR_DATA,
                "the quantiles of this distribution cannot be computed: one of its shapes is below 0.001 or "
                "the two are too unlike (a mean next to 0 or 1 with a very large n)");
    return ERR_OK;
}

/* Large shapes, where the incomplete functions lose their digits: the logarithm of
 * a gamma variate has the polygamma functions as cumulants, and a logit is a
 * difference of two. Cornish and Fisher's expansion to the fourth cumulant is then
 * exact to the order shape^(-3/2): 1e-7 of the standard deviation. */
static const double large_shape = 5e4;

static void fill_large(struct qtable *self, enum qtable_scale scale, const double cumulants[4])
{
    double sd = sqrt(cumulants[1]), skew = cumulants[2] / (sd * sd * sd);
    double kurtosis = cumulants[3] / (cumulants[1] * cumulants[1]);

    self->scale = scale;
    for (int i = 0; i < QTABLE_NODES; i++) {
        double z = node_score(i);
        double w = z + skew * (z * z - 1) / 6 + kurtosis * (z * z * z - 3 * z) / 24 -
                   skew * skew * (2 * z * z * z - 5 * z) / 36;
        double dw = 1 + skew * z / 3 + kurtosis * (3 * z * z - 3) / 24 - skew * skew * (6 * z * z - 5) / 36;
        self->values[i] = cumulants[0] + sd * w;
        self->slopes[i] = sd * dw * (2 * QTABLE_LIMIT / (QTABLE_NODES - 1));
    }
}

int qtable_beta(struct qtable *self, double a, double b, struct err *err)
{
    struct family f = {a, b, QTABLE_LOGIT, beta_lower, beta_upper, beta_density};

    if (a > large_shape && b > large_shape) {
        const double cumulants[4] = {gsl_sf_psi(a) - gsl_sf_psi(b), gsl_sf_psi_n(1, a) + gsl_sf_psi_n(1, b),
                                     gsl_sf_psi_n(2, a) - gsl_sf_psi_n(2, b),
                                     gsl_sf_psi_n(3, a) + gsl_sf_psi_n(3, b)};
        fill_large(self, QTABLE_LOGIT, cumulants);
        return ERR_OK;
    }
    return fill(self, &f, log(a / b), err);
}

int qtable_gamma(struct qtable *self, double shape, struct err *err)
{
    struct family f = {shape, 1, QTABLE_LOG, gamma_lower, gamma_upper, gamma_density};

    if (shape > large_shape) {
        const double cumulants[4] = {gsl_sf_psi(shape), gsl_sf_psi_n(1, shape), gsl_sf_psi_n(2, shape),
                                     gsl_sf_psi_n(3, shape)};
        fill_large(self, QTABLE_LOG, cumulants);
        return ERR_OK;
    }
    return fill(self, &f, log(shape), err);
}

/* On the transformed scale. */
static inline double spline(const struct qtable *self, double z)
{
    double position = (z + QTABLE_LIMIT) * ((QTABLE_NODES - 1) / (2 * QTABLE_LIMIT));

    position = position > 0 ? position : 0;
    position = position < QTABLE_NODES - 1 ? position : QTABLE_NODES - 1;
    int i = (int)position;
    i = i < QTABLE_NODES - 2 ? i : QTABLE_NODES - 2;
    double t = position - i, s = 1 - t;
    return s * s * ((1 + 2 * t) * self->values[i] + t * self->slopes[i]) +
           t * t * ((3 - 2 * t) * self->values[i + 1] - s * self->slopes[i + 1]);
}

static FOR_EVERY_PROCESSOR void spline_of_loop(const struct qtable *self, const double *restrict z, int num,
                                               double *restrict out)
{
    for (int i = 0; i < num; i++)
        out[i] = spline(self, z[i]);
}
FOR_EACH_PROCESSOR(spline_of, (const struct qtable *self, const double *z, int num, double *out),
                   (self, z, num, out))

static double from_scale(const struct qtable *self, double y)
{
    return self->scale == QTABLE_LOGIT ? logistic(y) : exp(y);
}

double qtable_value(const struct qtable *self, double z)
{
    return from_scale(self, spline(self, z));
}

void qtable_values(const struct qtable *self, const double *z, int num, double *out)
{
    spline_of(self, z, num, out);
    for (int i = 0; i < num; i++)
        out[i] = from_scale(self, out[i]);
}

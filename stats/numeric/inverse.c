#include "stats/numeric/inverse.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/numeric/normal.h"

/* What is searched, on a scale y on which x may be any number: log x, or log x/(1-x). */
struct search {
    double p, a, b; /* b is NaN for a gamma */
    enum tail tail;
};

static double logistic(double y)
{
    return y >= 0 ? 1 / (1 + exp(-y)) : exp(y) / (1 + exp(y));
}

/* Grows with y: probability found less that searched, either sign turned for the upper
 * tail. */
static double excess(const struct search *s, double y)
{
    double found;

    if (isnan(s->b))
        found = s->tail == TAIL_LOWER ? gsl_cdf_gamma_P(exp(y), s->a, 1) : gsl_cdf_gamma_Q(exp(y), s->a, 1);
    else if (y <= 0)
        found = s->tail == TAIL_LOWER ? gsl_cdf_beta_P(logistic(y), s->a, s->b)
                                      : gsl_cdf_beta_Q(logistic(y), s->a, s->b);
    else /* 1 - x keeps its digits near 1 */
        found = s->tail == TAIL_LOWER ? gsl_cdf_beta_Q(logistic(-y), s->b, s->a)
                                      : gsl_cdf_beta_P(logistic(-y), s->b, s->a);
    return s->tail == TAIL_LOWER ? found - s->p : s->p - found;
}

/* Regula falsi of Illinois between bounds of different sign; halves the interval when that
 * gains little. */
static double solve(const struct search *s, double low, double f_low, double high, double f_high)
{
    double y = low;

    for (int i = 0; i < 200 && high - low > 4 * DBL_EPSILON * fmax(1, fabs(y)); i++) {
        double width = high - low, guess = (low * f_high - high * f_low) / (f_high - f_low);
        y = i % 3 != 2 && guess > low && guess < high ? guess : low + width / 2;
        double f = excess(s, y);
        if (f == 0)
            return y;
        if (f < 0) {
            low = y;
            f_low = f;
            f_high /= 2;
        } else {
            high = y;
            f_high = f;
            f_low /= 2;
        }
    }
    return y;
}

/* From a first guess outwards until the signs differ. */
static double search(const struct search *s, double start, double step)
{
    double low = start - step, high = start + step;
    double f_low = excess(s, low), f_high = excess(s, high);

    for (; f_low > 0 && low > -1e4; step *= 2) {
        high = low;
        f_high = f_low;
        low -= 2 * step;
        f_low = excess(s, low);
    }
    for (; f_high < 0 && high < 1e4; step *= 2) {
        low = high;
        f_low = f_high;
        high += 2 * step;
        f_high = excess(s, high);
    }
    if (f_low >= 0)
        return low;
    return f_high <= 0 ? high : solve(s, low, f_low, high, f_high);
}

/* From here on the expansions of Cornish and Fisher are exact enough: the terms left out
 * are of the order shape^-2 of a standard deviation for a gamma, shape^-3/2 for a beta. */
static const double large_shape = 1e5;

static double gamma_expansion(double z, double shape)
{
    double root = sqrt(shape), z2 = z * z;

    return shape + root * z + (z2 - 1) / 3 + z * (z2 - 7) / (36 * root) -
           (3 * z2 * z2 + 7 * z2 - 16) / (810 * shape);
}

/* Wilson and Hilferty 1931; where that fails, at small shapes, the first term of the
 * series. */
double gamma_quantile(double p, enum tail tail, double shape)
{
    struct search s = {p, shape, NAN, tail};
    double z = tail == TAIL_LOWER ? normal_quantile(p) : -normal_quantile(p);
    if (shape > large_shape)
        return gamma_expansion(z, shape);
    double cube = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
    double start = cube > 0.1 ? log(shape) + 3 * log(cube) : (log(p) + lgamma(shape + 1)) / shape;

    return exp(search(&s, start, 0.01 / (1 + sqrt(shape))));
}

/* By mean, standard deviation, skewness and excess kurtosis. */
static double beta_expansion(double z, double a, double b)
{
    double n = a + b, sd = sqrt(a / n * (b / n) / (n + 1));
    double skewness = 2 * (b - a) / (n + 2) * sqrt((n + 1) / a / b);
    double kurtosis = 6 * ((a - b) * (a - b) / n * (n + 1) / n - a / n * (b / n) * (n + 2)) /
                      (a / n * (b / n) * (n + 2) * (n + 3));

    return a / n + sd * (z + skewness * (z * z - 1) / 6 + kurtosis * z * (z * z - 3) / 24 -
                         skewness * skewness * z * (2 * z * z - 5) / 36);
}

double beta_quantile(double p, enum tail tail, double a, double b)
{
    struct search s = {p, a, b, tail};
    double z = tail == TAIL_LOWER ? normal_quantile(p) : -normal_quantile(p);
    double spread = sqrt(1 / a + 1 / b);

    if (fmin(a, b) > large_shape)
        return beta_expansion(z, a, b);
    return logistic(search(&s, log(a / b) + z * spread, 0.1 * spread));
}

#include "stats/numeric/proportion.h"

#include <math.h>

#include "stats/numeric/inverse.h"

static double tail_of(double confidence)
{
    return (1 - confidence) / 2;
}

struct interval proportion_clopper_pearson(double x, double n, double confidence)
{
    double a = tail_of(confidence);

    return (struct interval){x <= 0 ? 0 : beta_quantile(a, TAIL_LOWER, x, n - x + 1),
                             x >= n ? 1 : beta_quantile(a, TAIL_UPPER, x + 1, n - x)};
}

struct interval proportion_jeffreys(double x, double n, double confidence)
{
    double a = tail_of(confidence);

    return (struct interval){x <= 0 ? 0 : beta_quantile(a, TAIL_LOWER, x + 0.5, n - x + 0.5),
                             x >= n ? 1 : beta_quantile(a, TAIL_UPPER, x + 0.5, n - x + 0.5)};
}

struct interval proportion_agresti_coull(double x, double n, double confidence)
{
    double z = interval_z(confidence), size = n + z * z, p = (x + z * z / 2) / size;
    double half = z * sqrt(p * (1 - p) / size);

    return (struct interval){fmax(p - half, 0), fmin(p + half, 1)};
}

struct interval proportion_newcombe(double x1, double n1, double x2, double n2, double confidence)
{
    double p1 = x1 / n1, p2 = x2 / n2;
    struct interval one = interval_wilson(p1, n1, confidence), two = interval_wilson(p2, n2, confidence);

    return (struct interval){p1 - p2 - hypot(p1 - one.low, two.high - p2),
                             p1 - p2 + hypot(one.high - p1, p2 - two.low)};
}

struct interval poisson_exact(double count, double confidence)
{
    double a = tail_of(confidence);

    return (struct interval){count <= 0 ? 0 : gamma_quantile(a, TAIL_LOWER, count),
                             gamma_quantile(a, TAIL_UPPER, count + 1)};
}

struct interval poisson_weighted(const double *counts, const double *weights, size_t num, double confidence)
{
    double value = 0, variance = 0, largest = 0, a = tail_of(confidence);

    for (size_t i = 0; i < num; i++) {
        value += weights[i] * counts[i];
        variance += weights[i] * weights[i] * counts[i];
        largest = fmax(largest, weights[i]);
    }
    double more = value + largest, more_variance = variance + largest * largest;
    return (struct interval){
        value > 0 ? variance / value * gamma_quantile(a, TAIL_LOWER, value * value / variance) : 0,
        more_variance / more * gamma_quantile(a, TAIL_UPPER, more * more / more_variance)};
}

struct interval proportion_lq_fieller(double p_i, double var_i, double p, double var, double weight,
                                      double confidence)
{
    double z2 = interval_z(confidence) * interval_z(confidence), covariance = weight * var_i;
    double a = p * p - z2 * var, b = p_i * p - z2 * covariance, c = p_i * p_i - z2 * var_i;

    if (a <= 0 || b * b - a * c < 0)
        return (struct interval){NAN, NAN};
    double root = sqrt(b * b - a * c);
    return (struct interval){(b - root) / a, (b + root) / a};
}

#include "stats/numeric/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/numeric/normal.h"

typedef double function_of(double x, double a, double b);

/* From here the moments give more digits than the distribution functions of GSL. */
static const double large = 1e5;

/* Where the moments put the quantile (Cornish and Fisher 1938): a start, and within 1e-8
 * standard deviations when all shapes are large. */
static double by_moments(double p, double mean, double sd, double skewness, double kurtosis)
{
    double z = normal_quantile(p);

    return mean + sd * (z + (z * z - 1) * skewness / 6 + (z * z * z - 3 * z) * kurtosis / 24 -
                        (2 * z * z * z - 5 * z) * skewness * skewness / 36);
}

/* Newton's method, halving [low, high] wherever it would leave it. */
static double solve(function_of *cdf, function_of *density, double p, double a, double b, double low,
                    double high, double start)
{
    double x = start > low && start < high ? start : (low + high) / 2;

    for (int i = 0; i < 2000; i++) {
        double gap = cdf(x, a, b) - p, next;
        if (isnan(gap))
            return start;
        if (gap > 0)
            high = x;
        else
            low = x;
        next = x - gap / density(x, a, b);
        if (!(next > low && next < high))
            next = (low + high) / 2;
        if (fabs(next - x) <= 1e-15 * next)
            return next;
        x = next;
    }
    return x;
}

double beta_quantile(double p, double a, double b)
{
    double n = a + b, mean = a / n, sd = sqrt(mean * (1 - mean) / (n + 1));
    double skewness = 2 * (b - a) * sqrt(n + 1) / ((n + 2) * sqrt(a * b));
    double kurtosis = 6 * ((a - b) * (a - b) * (n + 1) - a * b * (n + 2)) / (a * b * (n + 2) * (n + 3));

    double start = by_moments(p, mean, sd, skewness, kurtosis);
    return fmin(a, b) > large ? start : solve(gsl_cdf_beta_P, gsl_ran_beta_pdf, p, a, b, 0, 1, start);
}

double gamma_quantile(double p, double shape)
{
    double sd = sqrt(shape), high = shape + 10 * sd + 10, start = by_moments(p, shape, sd, 2 / sd, 6 / shape);

    if (shape > large)
        return start;
    while (gsl_cdf_gamma_P(high, shape, 1) < p)
        high *= 2;
    return solve(gsl_cdf_gamma_P, gsl_ran_gamma_pdf, p, shape, 1, 0, high, start);
}

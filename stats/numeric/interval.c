#include "stats/numeric/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/numeric/quantile.h"

double interval_z(double confidence)
{
    return gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
}

struct interval interval_wilson(double p, double n, double confidence)
{
    double z = interval_z(confidence);
    double z2n = z * z / n;
    double centre = p + z2n / 2;
    double half = z * sqrt(p * (1 - p) / n + z2n / (4 * n));

    return (struct interval){p <= 0 ? 0 : (centre - half) / (1 + z2n),
                             p >= 1 ? 1 : (centre + half) / (1 + z2n)};
}

struct interval interval_student(double mean, double sd, double n, double confidence)
{
    double half = gsl_cdf_tdist_Qinv((1 - confidence) / 2, n - 1) * sd / sqrt(n);

    return (struct interval){mean - half, mean + half};
}

struct resampled interval_basic(double *draws, int num, double value, double confidence)
{
    double mean = 0, squares = 0, a = (1 - confidence) / 2;

    for (int d = 0; d < num; d++)
        mean += draws[d] / num;
    for (int d = 0; d < num; d++)
        squares += (draws[d] - mean) * (draws[d] - mean);
    quantile_sort(draws, (size_t)num);
    return (struct resampled){
        {2 * value - quantile_of(draws, (size_t)num, 1 - a), 2 * value - quantile_of(draws, (size_t)num, a)},
        mean - value,
        sqrt(squares / (num - 1)),
    };
}

double interval_lq_se(double p_i, double var_i, double p, double var, double weight)
{
    double variance = var_i / (p_i * p_i) + var / (p * p) - 2 * weight * var_i / (p_i * p);

    return variance > 0 ? sqrt(variance) : 0;
}

double interval_gap_variance(double var_i, double var, double weight)
{
    double variance = var_i * (1 - 2 * weight) + var;

    return variance > 0 ? variance : 0;
}

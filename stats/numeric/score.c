#include "stats/numeric/score.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

#include "stats/numeric/normal.h"

/* The sum over ordered pairs of |x_i - x_j| is 2 sum (2 i - m + 1) x_i, i from 0. */
double score_crps(const double *sorted, size_t num, double y)
{
    double m = (double)num, distance = 0, spread = 0;

    for (size_t i = 0; i < num; i++) {
        distance += fabs(sorted[i] - y);
        spread += (2 * (double)i - m + 1) * (sorted[i] - y);
    }
    return distance / m - spread / (m * (m - 1));
}

double score_crps_normal(double mean, double sd, double y)
{
    double z = (y - mean) / sd;

    return sd * (z * (2 * normal_cdf(z) - 1) + 2 * normal_pdf(z) - 1 / sqrt(M_PI));
}

double score_pit(const double *sorted, size_t num, double y, double u)
{
    size_t below = 0, not_above = 0;

    for (size_t i = 0; i < num; i++) {
        below += sorted[i] < y;
        not_above += sorted[i] <= y;
    }
    return ((double)below + u * (double)(not_above - below)) / (double)num;
}

/* The smallest whole number k with P(X <= k) >= probability. */
static double binomial_quantile(size_t num, double p, double probability)
{
    size_t low = 0, high = num;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gsl_cdf_binomial_P((unsigned)middle, p, (unsigned)num) >= probability)
            high = middle;
        else
            low = middle + 1;
    }
    return (double)low;
}

struct interval score_coverage_limits(size_t num, double p, double confidence)
{
    return (struct interval){binomial_quantile(num, p, (1 - confidence) / 2),
                             binomial_quantile(num, p, (1 + confidence) / 2)};
}

#include "stats/numeric/trend.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* n (n - 1) (2 n + 5) / 18, less the same of each group of equal values. */
static double variance_of(const double *sorted, size_t num)
{
    double n = (double)num, variance = n * (n - 1) * (2 * n + 5);

    for (size_t i = 0; i < num;) {
        size_t k = i;
        while (k < num && sorted[k] == sorted[i])
            k++;
        double t = (double)(k - i);
        variance -= t * (t - 1) * (2 * t + 5);
        i = k;
    }
    return variance / 18;
}

static double median(const double *sorted, size_t num)
{
    return num % 2 ? sorted[num / 2] : (sorted[num / 2 - 1] + sorted[num / 2]) / 2;
}

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

/* The slopes of rank (N -+ z sd(S)) / 2, between the neighbours when it is no rank. */
static double slope_at(const double *slopes, size_t num, double rank)
{
    double position = fmin(fmax(rank - 1, 0), (double)(num - 1));
    size_t low = (size_t)position;

    return low + 1 < num ? slopes[low] + (position - (double)low) * (slopes[low + 1] - slopes[low])
                         : slopes[low];
}

int trend_of(struct trend *self, const double *times, const double *values, size_t num, double confidence,
             struct err *err)
{
    size_t pairs = num * (num - 1) / 2, k = 0;
    double *slopes, *sorted;

    if (num < 4)
        return err_set(err, ERR_DATA, "%zu values are too few for a trend", num);
    slopes = mem_alloc(pairs, sizeof *slopes, err);
    sorted = mem_alloc(num, sizeof *sorted, err);
    if (slopes == NULL || sorted == NULL) {
        free(slopes);
        free(sorted);
        return ERR_LIMIT;
    }
    *self = (struct trend){0};
    for (size_t i = 0; i < num; i++) {
        sorted[i] = values[i];
        for (size_t j = i + 1; j < num; j++) {
            slopes[k] = (values[j] - values[i]) / (times[j] - times[i]);
            self->s += sign(slopes[k++]);
        }
    }
    qsort(slopes, pairs, sizeof *slopes, by_value);
    qsort(sorted, num, sizeof *sorted, by_value);
    self->variance = variance_of(sorted, num);
    double reach = interval_z(confidence) * sqrt(self->variance), z = 0;
    self->slope = median(slopes, pairs);
    self->interval.low = slope_at(slopes, pairs, ((double)pairs - reach) / 2);
    self->interval.high = slope_at(slopes, pairs, ((double)pairs + reach) / 2 + 1);
    if (self->variance > 0 && self->s != 0)
        z = (fabs(self->s) - 1) / sqrt(self->variance);
    self->p = fmin(2 * gsl_cdf_ugaussian_Q(z), 1);
    free(slopes);
    free(sorted);
    return ERR_OK;
}

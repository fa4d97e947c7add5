#include "sim/run/accumulator.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

double accumulator_precision(bool is_money)
{
    return is_money ? 1 : 1048576;
}

void accumulator_free(struct accumulator *self)
{
    histogram_free(&self->histogram);
    *self = (struct accumulator){0};
}

static void add_means(struct accumulator *self, const int64_t *values, const double *means, int num,
                      double precision)
{
    int64_t unit = (int64_t)precision;

    for (int i = 0; i < num; i++) {
        if (isnan(means[i]))
            continue;
        int64_t mean = llround(means[i] * precision);
        int64_t deviation = values[i] * unit - mean;
        self->mean_sum += mean;
        self->mean_sum_squares += (wide)mean * mean;
        self->deviation_squares += (wide)deviation * deviation;
        self->num_means++;
    }
}

int accumulator_add(struct accumulator *self, const int64_t *values, const double *means, int num,
                    double precision, struct err *err)
{
    if (histogram_add(&self->histogram, values, num, err) != ERR_OK)
        return ERR_LIMIT;
    for (int i = 0; i < num; i++) {
        self->sum += values[i];
        self->sum_squares += (wide)values[i] * values[i];
    }
    if (means != NULL)
        add_means(self, values, means, num, precision);
    return ERR_OK;
}

int accumulator_merge(struct accumulator *self, const struct accumulator *other, struct err *err)
{
    if (histogram_merge(&self->histogram, &other->histogram, err) != ERR_OK)
        return ERR_LIMIT;
    self->sum += other->sum;
    self->sum_squares += other->sum_squares;
    self->mean_sum += other->mean_sum;
    self->mean_sum_squares += other->mean_sum_squares;
    self->deviation_squares += other->deviation_squares;
    self->num_means += other->num_means;
    return ERR_OK;
}

/* (sum of squares - n mean²) / (n - 1), from exact integers: n sum_squares - sum²
 * may need more than 128 bits, so the square of the sum is taken around its mean. */
static double variance(wide sum, wide sum_squares, uint64_t n)
{
    wide count = (wide)n, mean = sum / count;
    wide centred = sum - mean * count;                                 /* sum of (v - mean) */
    wide squares = sum_squares - 2 * mean * sum + mean * mean * count; /* sum of (v - mean)² */

    if (n < 2)
        return 0;
    double rest = (double)centred;
    double result = ((double)squares - rest * rest / (double)n) / (double)(n - 1);
    return result > 0 ? result : 0;
}

struct summary accumulator_summary(const struct accumulator *self, double precision)
{
    uint64_t n = self->histogram.count;
    struct summary s = {.draws = n, .sd_parameters = NAN, .sd_sampling = NAN, .analytic_mean = NAN};

    if (n == 0)
        return (struct summary){0, NAN, NAN, NAN, NAN, NAN, NAN};
    s.mean = (double)self->sum / (double)n;
    s.sd = sqrt(variance(self->sum, self->sum_squares, n));
    s.mc_se = s.sd / sqrt((double)n);
    if (self->num_means == n) {
        s.analytic_mean = (double)self->mean_sum / (double)n / precision;
        s.sd_parameters = sqrt(variance(self->mean_sum, self->mean_sum_squares, n)) / precision;
        s.sd_sampling = sqrt((double)self->deviation_squares / (double)n) / precision;
    }
    return s;
}

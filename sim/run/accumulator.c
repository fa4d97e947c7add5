#include "sim/run/accumulator.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/base/processor.h"

double accumulator_precision(bool is_money)
{
    return is_money ? 1 : 1048576;
}

void accumulator_free(struct accumulator *self)
{
    histogram_free(&self->histogram);
    free(self->replicates);
    *self = (struct accumulator){0};
}

enum { PORTION = 64 };

/* Whole numbers whose squares can be summed over a portion in 64 bits. */
static const int64_t small_limit = INT64_C(1) << 28;

/* The sum and the sum of squares of a portion of small numbers. */
static FOR_EVERY_PROCESSOR void sum_small_loop(const int64_t *values, int num, int64_t *sum, int64_t *squares)
{
    int64_t total = 0, total_squares = 0;

    for (int i = 0; i < num; i++) {
        total += values[i];
        total_squares += values[i] * values[i];
    }
    *sum = total;
    *squares = total_squares;
}
FOR_EACH_PROCESSOR(sum_small, (const int64_t *values, int num, int64_t *sum, int64_t *squares),
                   (values, num, sum, squares))

static bool are_small(const int64_t *values, int num)
{
    int64_t all = 0;

    for (int i = 0; i < num; i++)
        all |= values[i] < 0 ? -values[i] : values[i];
    return all < small_limit;
}

/* Adds values to a sum and a sum of squares: exact whatever their size, and fast
 * when they lie near their first. */
static void add_exact(const int64_t *values, int num, wide *sum, wide *squares)
{
    int64_t centred[PORTION], first = values[0], s, q;

    for (int i = 0; i < num; i++)
        centred[i] = values[i] - first;
    if (are_small(centred, num)) {
        sum_small(centred, num, &s, &q);
        *sum += (wide)num * first + s;
        *squares += (wide)num * first * first + 2 * (wide)first * s + q;
        return;
    }
    for (int i = 0; i < num; i++) {
        *sum += values[i];
        *squares += (wide)values[i] * values[i];
    }
}

/* Means that are known, in whole parts of a unit, with the values they belong to. */
static int round_means(const int64_t *values, const double *means, int num, double precision,
                       int64_t *rounded, int64_t *deviations)
{
    int64_t unit = (int64_t)precision;
    int known = 0;

    for (int i = 0; i < num; i++) {
        if (isnan(means[i]))
            continue;
        rounded[known] = (int64_t)floor(means[i] * precision + 0.5);
        deviations[known] = values[i] * unit - rounded[known];
        known++;
    }
    return known;
}

static void add_portion(struct accumulator *self, const int64_t *values, const double *means, int num,
                        double precision)
{
    int64_t rounded[PORTION], deviations[PORTION];
    wide ignored = 0;
    int known;

    add_exact(values, num, &self->sum, &self->sum_squares);
    known = means ? round_means(values, means, num, precision, rounded, deviations) : 0;
    if (known == 0)
        return;
    add_exact(rounded, known, &self->mean_sum, &self->mean_sum_squares);
    add_exact(deviations, known, &ignored, &self->deviation_squares);
    self->num_means += (uint64_t)known;
}

int accumulator_add(struct accumulator *self, const int64_t *values, const double *means, int num,
                    double precision, struct err *err)
{
    if (histogram_add(&self->histogram, values, num, err) != ERR_OK)
        return ERR_LIMIT;
    for (int first = 0; first < num; first += PORTION) {
        int portion = num - first < PORTION ? num - first : PORTION;
        add_portion(self, values + first, means ? means + first : NULL, portion, precision);
    }
    return ERR_OK;
}

static int have_replicates(struct accumulator *self, struct err *err)
{
    if (self->replicates == NULL)
        self->replicates = mem_alloc(1, sizeof *self->replicates, err);
    return self->replicates ? ERR_OK : ERR_LIMIT;
}

int accumulator_deal(struct accumulator *self, uint64_t first, const int64_t *values, const double *means,
                     int num, double precision, struct err *err)
{
    int64_t rounded[PORTION];

    if (have_replicates(self, err) != ERR_OK)
        return ERR_LIMIT;
    for (int done = 0; done < num; done += PORTION) {
        int portion = num - done < PORTION ? num - done : PORTION;
        for (int i = 0; i < portion; i++)
            rounded[i] = isnan(means[done + i]) ? 0 : (int64_t)floor(means[done + i] * precision + 0.5);
        replicates_add(self->replicates, first + (uint64_t)done, values + done, rounded, portion);
    }
    return ERR_OK;
}

int accumulator_merge(struct accumulator *self, const struct accumulator *other, struct err *err)
{
    if (other->replicates != NULL) {
        if (have_replicates(self, err) != ERR_OK)
            return ERR_LIMIT;
        replicates_merge(self->replicates, other->replicates);
    }
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
    struct summary s = {
        .draws = n, .sd_parameters = NAN, .sd_sampling = NAN, .analytic_mean = NAN, .analytic_se = NAN};

    if (n == 0)
        return (struct summary){0, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    s.mean = (double)self->sum / (double)n;
    s.sd = sqrt(variance(self->sum, self->sum_squares, n));
    s.mc_se = self->replicates ? replicates_error(self->replicates->draws, self->replicates->sums)
                               : s.sd / sqrt((double)n);
    if (self->num_means == n) {
        s.analytic_mean = (double)self->mean_sum / (double)n / precision;
        s.sd_parameters = sqrt(variance(self->mean_sum, self->mean_sum_squares, n)) / precision;
        s.sd_sampling = sqrt((double)self->deviation_squares / (double)n) / precision;
        s.analytic_se =
            self->replicates
                ? replicates_error(self->replicates->draws, self->replicates->mean_sums) / precision
                : s.sd_parameters / sqrt((double)n);
    }
    return s;
}

void summary_use_twin(struct summary *self)
{
    if (isnan(self->analytic_mean))
        return;
    self->mean = self->analytic_mean;
    self->mc_se = self->analytic_se;
}

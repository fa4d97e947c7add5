#include "sim/run/accumulator.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/processor.h"

double accumulator_precision(bool is_money)
{
    return is_money ? 1 : 1048576;
}

void accumulator_free(struct accumulator *self)
{
    if (self->histogram.bins == NULL && self->replicates == NULL)
        return; /* memory that was never written to stays so */
    histogram_free(&self->histogram);
    free(self->replicates);
    *self = (struct accumulator){0};
}

enum { PORTION = 256 };

/* Sums of a portion, around its first value. The squares are summed in two halves. */
struct portion_sums {
    int64_t least, greatest, sum;
    uint64_t squares_low, squares_high;
};

/* The squares are right when all values lie within 2^31 of the first. */
static FOR_EVERY_PROCESSOR void sum_portion_loop(const int64_t *restrict values, int num,
                                                 struct portion_sums *restrict out)
{
    int64_t first = values[0], least = first, greatest = first, sum = 0;
    uint64_t low = 0, high = 0;

    for (int i = 0; i < num; i++) {
        int64_t centred = values[i] - first;
        int64_t small = (int32_t)centred;
        uint64_t square = (uint64_t)(small * small);
        least = values[i] < least ? values[i] : least;
        greatest = values[i] > greatest ? values[i] : greatest;
        sum += centred;
        low += square & UINT32_MAX;
        high += square >> 32;
    }
    *out = (struct portion_sums){least, greatest, sum, low, high};
}
FOR_EACH_PROCESSOR(sum_portion, (const int64_t *values, int num, struct portion_sums *out),
                   (values, num, out))

/* Adds values to a sum and a sum of squares: exact whatever their size, and fast
 * when they lie near their first. */
static void add_exact(const int64_t *values, int num, const struct portion_sums *sums, wide *sum,
                      wide *squares)
{
    wide first = values[0];

    if ((uint64_t)sums->greatest - (uint64_t)sums->least < INT32_MAX) {
        *sum += num * first + sums->sum;
        *squares += num * first * first + 2 * first * sums->sum + ((wide)sums->squares_high << 32) +
                    (wide)sums->squares_low;
        return;
    }
    for (int i = 0; i < num; i++) {
        *sum += values[i];
        *squares += (wide)values[i] * values[i];
    }
}

/* Means in whole parts of a unit, and values less means; whether all are known and below
 * 2^51 parts. A whole number below 2^51 plus 1.5 x 2^52 has it in its lowest bits. */
static FOR_EVERY_PROCESSOR void round_portion_loop(const int64_t *restrict values,
                                                   const double *restrict means, int num, double precision,
                                                   int64_t *restrict rounded, int64_t *restrict deviations,
                                                   int *restrict are_known)
{
    int64_t unit = (int64_t)precision, known = -1;

    for (int i = 0; i < num; i++) {
        double whole = floor(means[i] * precision + 0.5), shifted = whole + 0x1.8p52;
        int64_t bits;
        known &= ((whole < 0x1p51) & (whole > -0x1p51)) ? -1 : 0;
        memcpy(&bits, &shifted, sizeof bits);
        rounded[i] = bits - INT64_C(0x4338000000000000);
        deviations[i] = values[i] * unit - rounded[i];
    }
    *are_known = known != 0;
}
FOR_EACH_PROCESSOR(round_portion,
                   (const int64_t *values, const double *means, int num, double precision, int64_t *rounded,
                    int64_t *deviations, int *are_known),
                   (values, means, num, precision, rounded, deviations, are_known))

/* The same for those that are known, one by one; how many they are. */
static int round_known(const int64_t *values, const double *means, int num, double precision,
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

static void add_means(struct accumulator *self, const int64_t *values, const double *means, int num,
                      double precision)
{
    int64_t rounded[PORTION], deviations[PORTION];
    struct portion_sums sums;
    wide ignored = 0;
    int are_known, known = num;

    round_portion(values, means, num, precision, rounded, deviations, &are_known);
    if (!are_known)
        known = round_known(values, means, num, precision, rounded, deviations);
    if (known == 0)
        return;
    sum_portion(rounded, known, &sums);
    add_exact(rounded, known, &sums, &self->mean_sum, &self->mean_sum_squares);
    sum_portion(deviations, known, &sums);
    add_exact(deviations, known, &sums, &ignored, &self->deviation_squares);
    self->num_means += (uint64_t)known;
}

int accumulator_add(struct accumulator *self, const int64_t *values, const double *means, int num,
                    double precision, struct err *err)
{
    for (int first = 0; first < num; first += PORTION) {
        int portion = num - first < PORTION ? num - first : PORTION;
        struct portion_sums sums;
        sum_portion(values + first, portion, &sums);
        if (histogram_add_within(&self->histogram, values + first, portion, sums.least, sums.greatest, err) !=
            ERR_OK)
            return ERR_LIMIT;
        add_exact(values + first, portion, &sums, &self->sum, &self->sum_squares);
        if (means != NULL)
            add_means(self, values + first, means + first, portion, precision);
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

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

/* Slopes of all pairs, sorted, and the values sorted. */
struct pairs {
    double *slopes, *sorted;
    size_t num_slopes;
};

static void pairs_free(struct pairs *self)
{
    free(self->slopes);
    free(self->sorted);
}

static int pairs_init(struct pairs *self, const double *times, const double *values, size_t num, double *s,
                      struct err *err)
{
    size_t k = 0;

    *self = (struct pairs){.num_slopes = num * (num - 1) / 2};
    self->slopes = mem_alloc(self->num_slopes, sizeof *self->slopes, err);
    self->sorted = mem_alloc(num, sizeof *self->sorted, err);
    if (self->slopes == NULL || self->sorted == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++) {
        self->sorted[i] = values[i];
        for (size_t j = i + 1; j < num; j++) {
            self->slopes[k] = (values[j] - values[i]) / (times[j] - times[i]);
            *s += sign(self->slopes[k++]);
        }
    }
    qsort(self->slopes, self->num_slopes, sizeof *self->slopes, by_value);
    qsort(self->sorted, num, sizeof *self->sorted, by_value);
    return ERR_OK;
}

/* Of independent values, from S. */
static void conclude(struct trend *self, const struct pairs *pairs, double confidence)
{
    double sd = sqrt(self->variance), z = 0, multiple = interval_z(confidence);
    double all = (double)pairs->num_slopes;

    self->interval.low = slope_at(pairs->slopes, pairs->num_slopes, (all - multiple * sd) / 2);
    self->interval.high = slope_at(pairs->slopes, pairs->num_slopes, (all + multiple * sd) / 2 + 1);
    if (self->variance > 0 && self->s != 0)
        z = (fabs(self->s) - 1) / sd;
    self->p = fmin(2 * gsl_cdf_ugaussian_Q(z), 1);
}

static double least_step(const double *times, size_t num)
{
    double step = times[1] - times[0];

    for (size_t i = 2; i < num; i++)
        step = fmin(step, times[i] - times[i - 1]);
    return step;
}

/* Of residuals from the slope that are a step apart, and half a standard error more. */
static double residual_autocorrelation(const double *times, const double *values, size_t num, double slope)
{
    double mean = 0, squares = 0, products = 0, n = (double)num, step = least_step(times, num);

    for (size_t i = 0; i < num; i++)
        mean += (values[i] - slope * times[i]) / n;
    for (size_t i = 0; i < num; i++) {
        double own = values[i] - slope * times[i] - mean;
        squares += own * own;
        if (i > 0 && times[i] - times[i - 1] < 1.5 * step)
            products += own * (values[i - 1] - slope * times[i - 1] - mean);
    }
    if (!(squares > 0) || num <= 4)
        return 0;
    double r = fmin(fmax((n * products / squares + 2) / (n - 4), 0), 0.97);
    return fmin(r + sqrt((1 - r * r) / n) / 2, 0.97);
}

/* Probability that two differences have the same sign, less that of opposite ones: normal
 * variables of correlation c (Sheppard). */
static double agreement(double c)
{
    return 2 / M_PI * asin(fmin(fmax(c, -1), 1));
}

/* Agreement of the differences of pairs i, j and k, l; r: correlations of values. */
static double pair_agreement(const double *r, size_t n, size_t i, size_t j, size_t k, size_t l)
{
    double common = r[j * n + l] - r[j * n + k] - r[i * n + l] + r[i * n + k];

    return agreement(common / (2 * sqrt((1 - r[i * n + j]) * (1 - r[k * n + l]))));
}

/* Each pair with itself, and twice with each pair after it. */
static double sum_agreements(const double *r, size_t n)
{
    double sum = (double)n * ((double)n - 1) / 2;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            for (size_t k = i; k < n; k++)
                for (size_t l = k == i ? j + 1 : k + 1; l < n; l++)
                    sum += 2 * pair_agreement(r, n, i, j, k, l);
    return sum;
}

int trend_variance(const double *times, size_t num, double autocorrelation, double *variance, struct err *err)
{
    double *r;

    *variance = (double)num * ((double)num - 1) * (2 * (double)num + 5) / 18;
    if (!(autocorrelation > 0))
        return ERR_OK;
    r = mem_alloc(num * num, sizeof *r, err);
    if (r == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        for (size_t j = 0; j < num; j++)
            r[i * num + j] = pow(autocorrelation, fabs(times[i] - times[j]));
    *variance = sum_agreements(r, num);
    free(r);
    return ERR_OK;
}

static int begin(struct trend *self, struct pairs *pairs, const double *times, const double *values,
                 size_t num, struct err *err)
{
    *self = (struct trend){0};
    *pairs = (struct pairs){0};
    if (num < 4)
        return err_set(err, ERR_DATA, "%zu values are too few for a trend", num);
    int status = pairs_init(pairs, times, values, num, &self->s, err);
    if (status != ERR_OK)
        return status;
    self->variance = variance_of(pairs->sorted, num);
    self->slope = median(pairs->slopes, pairs->num_slopes);
    return ERR_OK;
}

int trend_of(struct trend *self, const double *times, const double *values, size_t num, double confidence,
             struct err *err)
{
    struct pairs pairs;
    int status = begin(self, &pairs, times, values, num, err);

    if (status == ERR_OK)
        conclude(self, &pairs, confidence);
    pairs_free(&pairs);
    return status;
}

/* How much larger the variance of S is than of independent values; r: of one unit of time. */
static int inflation(const double *times, size_t num, double r, double *ratio, struct err *err)
{
    double independent = 1, dependent = 1;
    int status = trend_variance(times, num, 0, &independent, err);

    if (status == ERR_OK)
        status = trend_variance(times, num, r, &dependent, err);
    *ratio = dependent / independent;
    return status;
}

/* Standard error of a slope of least squares whose residuals have correlation r a unit of time:
 * their variance is the sum of squares over its expectation in units of it, tr(M R). */
static double slope_error(const double *times, const double *values, size_t num, double slope, double r)
{
    double n = (double)num, time = 0, level = 0, spread = 0, squares = 0, sandwich = 0, trace = n;

    for (size_t i = 0; i < num; i++) {
        time += times[i] / n;
        level += (values[i] - slope * times[i]) / n;
    }
    for (size_t i = 0; i < num; i++) {
        double residual = values[i] - slope * times[i] - level;
        spread += (times[i] - time) * (times[i] - time);
        squares += residual * residual;
    }
    for (size_t i = 0; i < num; i++)
        for (size_t j = 0; j < num; j++) {
            double correlation = i == j ? 1 : pow(r, fabs(times[i] - times[j]));
            double product = (times[i] - time) * (times[j] - time) / spread;
            sandwich += product * correlation / spread;
            trace -= (1 / n + product) * correlation;
        }
    return sqrt(sandwich * squares / trace);
}

/* From the standard error of the slope, and from S with its larger variance. */
static void conclude_series(struct trend *self, double error, double n, double confidence)
{
    double r = self->autocorrelation, freedom = fmax(n * (1 - r) / (1 + r) - 2, 2);
    double half = gsl_cdf_tdist_Qinv((1 - confidence) / 2, freedom) * error, z = 0;

    self->interval = (struct interval){self->slope - half, self->slope + half};
    if (self->variance > 0 && self->s != 0)
        z = (fabs(self->s) - 1) / sqrt(self->variance);
    self->p = fmin(2 * gsl_cdf_tdist_Q(z, n - 2), 1);
}

int trend_of_series(struct trend *self, const double *times, const double *values, size_t num,
                    double confidence, struct err *err)
{
    struct pairs pairs;
    double ratio;
    int status = begin(self, &pairs, times, values, num, err);

    if (status == ERR_OK) {
        double r = residual_autocorrelation(times, values, num, self->slope);
        double in_time = pow(r, 1 / least_step(times, num));
        self->autocorrelation = r;
        status = inflation(times, num, in_time, &ratio, err);
        self->variance *= ratio;
        conclude_series(self, slope_error(times, values, num, self->slope, in_time), (double)num, confidence);
    }
    pairs_free(&pairs);
    return status;
}

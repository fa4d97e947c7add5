#include "sim/run/histogram.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/base/mem.h"

void histogram_free(struct histogram *self)
{
    free(self->bins);
    *self = (struct histogram){0};
}

/* The bins needed to hold least .. greatest at a shift. */
static int64_t span_at(int64_t least, int64_t greatest, int shift)
{
    return (greatest >> shift) - (least >> shift) + 1;
}

static int smallest_shift(int64_t least, int64_t greatest, int shift)
{
    while (span_at(least, greatest, shift) > HISTOGRAM_MAX_BINS)
        shift++;
    return shift;
}

int histogram_shift(int64_t least, int64_t greatest)
{
    return smallest_shift(least, greatest, 0);
}

/* Bins of a window with room on both sides of a span. */
static int64_t window_of(int64_t span)
{
    int64_t num = 32;

    while (num < span + span / 4)
        num += num < 256 ? num : num / 4; /* 32 .. 256 doubled, then a quarter more */
    return num;
}

/* Moves the counts into a window that holds least .. greatest, with room on both
 * sides so that the next extreme rarely moves it again. */
static int reshape(struct histogram *self, int64_t least, int64_t greatest, struct err *err)
{
    int shift = smallest_shift(least, greatest, self->shift);
    int64_t span = span_at(least, greatest, shift), num = window_of(span);
    uint32_t *bins;

    int64_t first = (least >> shift) - (num - span) / 2;
    bins = mem_alloc((size_t)num, sizeof *bins, err);
    if (bins == NULL)
        return ERR_LIMIT;
    for (int k = 0; k < self->num_bins; k++)
        if (self->bins[k] > 0)
            bins[((self->first + k) >> (shift - self->shift)) - first] += self->bins[k];
    free(self->bins);
    self->bins = bins;
    self->num_bins = (int)num;
    self->first = first;
    self->shift = shift;
    return ERR_OK;
}

static int cover(struct histogram *self, int64_t least, int64_t greatest, struct err *err)
{
    int64_t low = least, high = greatest;

    if (self->count > 0 && least >= self->least && greatest <= self->greatest)
        return ERR_OK;
    if (self->count > 0) {
        low = self->least < low ? self->least : low;
        high = self->greatest > high ? self->greatest : high;
    }
    bool fits = self->bins != NULL && (low >> self->shift) >= self->first &&
                (high >> self->shift) < self->first + self->num_bins &&
                span_at(low, high, self->shift) <= HISTOGRAM_MAX_BINS;
    if (!fits && reshape(self, low, high, err) != ERR_OK)
        return ERR_LIMIT;
    self->least = low;
    self->greatest = high;
    return ERR_OK;
}

int histogram_add(struct histogram *self, const int64_t *values, int num, struct err *err)
{
    int64_t least, greatest;

    if (num == 0)
        return ERR_OK;
    least = greatest = values[0];
    for (int i = 1; i < num; i++) {
        least = values[i] < least ? values[i] : least;
        greatest = values[i] > greatest ? values[i] : greatest;
    }
    return histogram_add_within(self, values, num, least, greatest, err);
}

int histogram_add_within(struct histogram *self, const int64_t *values, int num, int64_t least,
                         int64_t greatest, struct err *err)
{
    if (cover(self, least, greatest, err) != ERR_OK)
        return ERR_LIMIT;
    uint32_t *bins = self->bins;
    int64_t begin = self->first;
    int shift = self->shift;
    if (least == greatest)
        bins[(least >> shift) - begin] += (uint32_t)num;
    for (int i = 0; i < num && least < greatest; i++)
        bins[(values[i] >> shift) - begin]++;
    self->count += (uint64_t)num;
    return ERR_OK;
}

int histogram_merge(struct histogram *self, const struct histogram *other, struct err *err)
{
    if (other->count == 0)
        return ERR_OK;
    /* the union spans at least what the other spans, so its shift is at least as large */
    if (cover(self, other->least, other->greatest, err) != ERR_OK)
        return ERR_LIMIT;
    for (int k = 0; k < other->num_bins; k++)
        if (other->bins[k] > 0) {
            int64_t value = (other->first + k) * ((int64_t)1 << other->shift);
            self->bins[(value >> self->shift) - self->first] += other->bins[k];
        }
    self->count += other->count;
    return ERR_OK;
}

int64_t histogram_resolution(const struct histogram *self)
{
    return (int64_t)1 << self->shift;
}

enum { STRIDE = 64 };

static uint64_t stride_sum(const uint32_t bins[STRIDE])
{
    uint64_t sum = 0;

    for (int i = 0; i < STRIDE; i++)
        sum += bins[i];
    return sum;
}

/* The value of rank r (0 is the least). */
static double order_statistic(const struct histogram *self, uint64_t rank)
{
    uint64_t before = 0;
    int k = 0;

    for (; k + STRIDE < self->num_bins; k += STRIDE) { /* whole strides below the rank */
        uint64_t within = stride_sum(self->bins + k);
        if (before + within > rank)
            break;
        before += within;
    }
    while (k < self->num_bins - 1 && before + self->bins[k] <= rank)
        before += self->bins[k++];
    double width = (double)histogram_resolution(self), low = (double)(self->first + k) * width;
    double value = low;
    if (self->shift > 0)
        value += width * ((double)(rank - before) + 0.5) / self->bins[k] - 0.5;
    return value < (double)self->least      ? (double)self->least
           : value > (double)self->greatest ? (double)self->greatest
                                            : value;
}

double histogram_quantile(const struct histogram *self, double p)
{
    double position = p * (double)(self->count - 1);
    uint64_t rank;

    if (self->count == 0)
        return NAN;
    rank = (uint64_t)position;
    double low = order_statistic(self, rank);
    if (rank + 1 >= self->count)
        return low;
    return low + (position - (double)rank) * (order_statistic(self, rank + 1) - low);
}

uint64_t histogram_count_above(const struct histogram *self, int64_t value)
{
    uint64_t sum = 0;

    for (int k = 0; k < self->num_bins; k++)
        if (self->first + k > value >> self->shift)
            sum += self->bins[k];
    return sum;
}

size_t histogram_bytes(const struct histogram *self)
{
    return (size_t)self->num_bins * sizeof *self->bins;
}

size_t histogram_bytes_at(const struct histogram *self, double growth)
{
    double span = (double)span_at(self->least, self->greatest, self->shift) * growth;

    if (self->bins == NULL)
        return 0;
    while (span > HISTOGRAM_MAX_BINS)
        span /= 2;
    int64_t num = window_of((int64_t)ceil(span));
    return (size_t)(num > self->num_bins ? num : self->num_bins) * sizeof *self->bins;
}

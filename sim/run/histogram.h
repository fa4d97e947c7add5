/* Histograms of integers of any size in bounded memory, whose final state depends
 * only on the set of values, never on their order: bins are 2^shift wide and begin
 * at multiples of it; shift is the smallest for which the span from the least to
 * the greatest value fits MAX_BINS bins. Up to that span counts are exact. */
#ifndef SIM_RUN_HISTOGRAM_H
#define SIM_RUN_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

enum { HISTOGRAM_MAX_BINS = 4096 };

/* Initialise with {0}. */
struct histogram {
    uint32_t *bins; /* [num_bins]; bin k holds values v with (v >> shift) == first + k */
    int num_bins;   /* of the window, at most 2 MAX_BINS: there is room beyond both ends */
    int shift;
    int64_t first;
    int64_t least, greatest; /* of the values, when count > 0 */
    uint64_t count;
};

void histogram_free(struct histogram *self);

/* The shift of a histogram of values from least to greatest, less than 2^63 apart. */
int histogram_shift(int64_t least, int64_t greatest);

/* Adds num values. At most 2^32 - 1 in all. */
int histogram_add(struct histogram *self, const int64_t *values, int num, struct err *err);

/* The same, for those who know the least and the greatest of them; num > 0. */
int histogram_add_within(struct histogram *self, const int64_t *values, int num, int64_t least,
                         int64_t greatest, struct err *err);

/* Adds all values of another histogram. */
int histogram_merge(struct histogram *self, const struct histogram *other, struct err *err);

/* Quantile of order p in [0, 1] (type 7: linear between order statistics). Where
 * bins are wider than 1 the values of a bin are taken as evenly spread over it:
 * the error is below the width of a bin. NaN when empty. */
double histogram_quantile(const struct histogram *self, double p);

/* How many values are greater than this one; where bins are wider than 1, those beyond its bin. */
uint64_t histogram_count_above(const struct histogram *self, int64_t value);

/* Bytes of its bins, now and if the values spread growth times as far. */
size_t histogram_bytes(const struct histogram *self);
size_t histogram_bytes_at(const struct histogram *self, double growth);

/* Width of a bin. */
int64_t histogram_resolution(const struct histogram *self);

#endif

/* Quantiles of samples. */
#ifndef STATS_NUMERIC_QUANTILE_H
#define STATS_NUMERIC_QUANTILE_H

#include <stddef.h>

#include "stats/numeric/interval.h"

/* Ascending, without NaN. */
void quantile_sort(double *values, size_t num);

/* Of ascending values, linear between order statistics (type 7 of Hyndman and Fan
 * 1996); p in 0..1, num >= 1. */
double quantile_of(const double *sorted, size_t num, double p);

/* The middle part of a sample, which is sorted: its quantiles (1 -+ confidence) / 2. */
struct interval quantile_interval(double *values, size_t num, double confidence);

#endif

/* Quantiles of samples. */
#ifndef STATS_NUMERIC_QUANTILE_H
#define STATS_NUMERIC_QUANTILE_H

#include <stddef.h>

#include "stats/numeric/interval.h"

/* Quantile p of num >= 1 sorted values, linear between order statistics (Hyndman and Fan
 * 1996, type 7). */
double quantile_sorted(const double *sorted, size_t num, double p);

/* The middle part of a sample, which is sorted: its quantiles (1 -+ confidence) / 2. */
struct interval quantile_interval(double *values, size_t num, double confidence);

#endif

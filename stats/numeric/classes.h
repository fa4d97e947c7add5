/* Classes of a map: breaks of a distribution. */
#ifndef STATS_NUMERIC_CLASSES_H
#define STATS_NUMERIC_CLASSES_H

#include <stddef.h>

#include "stats/base/error.h"

enum { MAX_CLASSES = 9 };

enum class_method {
    CLASSES_QUANTILE, /* about as many values in each: quantiles of type 7 (Hyndman and Fan 1996) */
    CLASSES_EQUAL,    /* equal steps from the least to the greatest */
    CLASSES_JENKS,    /* least sum of squares within classes: Fisher, "On grouping for maximum
                         homogeneity", JASA 53 (1958); Jenks's natural breaks, exact */
    NUM_CLASS_METHODS
};

/* Breaks of num_classes (1 to MAX_CLASSES) classes of sorted values, num > 0: class k holds
 * breaks[k] <= value < breaks[k + 1], the last one its upper break too. Breaks that coincide
 * are left out; *num_breaks is one more than the classes that are left. Jenks breaks lie
 * half-way between the classes. */
int class_breaks(const double *sorted, size_t num, enum class_method method, int num_classes,
                 double breaks[MAX_CLASSES + 1], int *num_breaks, struct err *err);

/* The class of a value; values beyond the breaks are in the first or the last. */
int class_of(double value, const double *breaks, int num_breaks);

#endif

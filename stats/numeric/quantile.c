#include "stats/numeric/quantile.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

double quantile_sorted(const double *sorted, size_t num, double p)
{
    double position = p * ((double)num - 1);
    size_t low = (size_t)position;

    return low + 1 < num ? sorted[low] + (position - (double)low) * (sorted[low + 1] - sorted[low])
                         : sorted[low];
}

struct interval quantile_interval(double *values, size_t num, double confidence)
{
    qsort(values, num, sizeof *values, by_value);
    return (struct interval){quantile_sorted(values, num, (1 - confidence) / 2),
                             quantile_sorted(values, num, (1 + confidence) / 2)};
}

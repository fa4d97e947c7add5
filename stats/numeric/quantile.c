#include "stats/numeric/quantile.h"

#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void quantile_sort(double *values, size_t num)
{
    qsort(values, num, sizeof *values, by_value);
}

double quantile_of(const double *sorted, size_t num, double p)
{
    double position = p * (double)(num - 1);
    size_t low = (size_t)position;

    if (low + 1 >= num)
        return sorted[num - 1];
    return sorted[low] + (position - (double)low) * (sorted[low + 1] - sorted[low]);
}

struct interval quantile_interval(double *values, size_t num, double confidence)
{
    quantile_sort(values, num);
    return (struct interval){quantile_of(values, num, (1 - confidence) / 2),
                             quantile_of(values, num, (1 + confidence) / 2)};
}

#include "stats/numeric/classes.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/quantile.h"

int class_of(double value, const double *breaks, int num_breaks)
{
    int k = 0;

    while (k + 2 < num_breaks && value >= breaks[k + 1])
        k++;
    return k;
}

static double step_of(const double *sorted, size_t num, enum class_method method, double share)
{
    if (method == CLASSES_EQUAL)
        return sorted[0] + share * (sorted[num - 1] - sorted[0]);
    return quantile_of(sorted, num, share);
}

/* Sum of squares around the mean of sorted[from..to], from running sums. */
static double spread(const double *sum, const double *square, size_t from, size_t to)
{
    double n = (double)(to - from + 1), total = sum[to + 1] - sum[from];

    return fmax(0, square[to + 1] - square[from] - total * total / n);
}

/* What one more class is chosen from and written to. */
struct classing {
    const double *sum, *square; /* running sums */
    const double *before;       /* [i] least spread of sorted[0..i] in a class less; NULL: none */
    double *best;               /* [i] least spread of sorted[0..i] */
    size_t *first;              /* [i] where its last class begins */
};

/* Of sorted[0..i], whose last class begins between low and high. */
static void choose_last(const struct classing *c, size_t i, size_t low, size_t high)
{
    c->best[i] = spread(c->sum, c->square, 0, i);
    c->first[i] = 0;
    for (size_t j = low > 1 ? low : 1; j <= high && j <= i && c->before != NULL; j++) {
        double with = c->before[j - 1] + spread(c->sum, c->square, j, i);
        if (with < c->best[i]) {
            c->best[i] = with;
            c->first[i] = j;
        }
    }
}

/* For i = from..to: the more values, the later the last class begins, so that the middle one
 * bounds the others on both sides. */
static void add_class(const struct classing *c, size_t from, size_t to, size_t low, size_t high)
{
    size_t middle = from + (to - from) / 2;

    choose_last(c, middle, low, high);
    if (middle > from)
        add_class(c, from, middle - 1, low, c->first[middle]);
    if (middle < to)
        add_class(c, middle + 1, to, c->first[middle], high);
}

static int jenks(const double *sorted, size_t num, int num_classes, double *breaks, struct err *err)
{
    double *sums = mem_alloc(2 * (num + 1), sizeof *sums, err), *square = sums ? sums + num + 1 : NULL;
    double *best = mem_alloc((size_t)num_classes * num, sizeof *best, err);
    size_t *first = mem_alloc((size_t)num_classes * num, sizeof *first, err), at = num - 1;
    int status = sums && best && first ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        double value = sorted[i] - sorted[num / 2]; /* less rounding */
        sums[i + 1] = sums[i] + value;
        square[i + 1] = square[i] + value * value;
    }
    for (size_t k = 0; k < (size_t)num_classes && status == ERR_OK; k++)
        add_class(&(struct classing){sums, square, k ? best + (k - 1) * num : NULL, best + k * num,
                                     first + k * num},
                  0, num - 1, 0, num - 1);
    for (int k = num_classes - 1; k >= 0 && status == ERR_OK; k--) {
        size_t from = first[(size_t)k * num + at];
        breaks[k] = k > 0 && from > 0 ? (sorted[from - 1] + sorted[from]) / 2 : sorted[0];
        at = from > 0 ? from - 1 : 0;
    }
    breaks[num_classes] = sorted[num - 1];
    free(sums);
    free(best);
    free(first);
    return status;
}

int class_breaks(const double *sorted, size_t num, enum class_method method, int num_classes,
                 double breaks[MAX_CLASSES + 1], int *num_breaks, struct err *err)
{
    double all[MAX_CLASSES + 1];
    int status = ERR_OK;

    if (method == CLASSES_JENKS)
        status = jenks(sorted, num, num_classes, all, err);
    for (int k = 0; k <= num_classes && method != CLASSES_JENKS; k++)
        all[k] = step_of(sorted, num, method, (double)k / num_classes);
    *num_breaks = 0;
    for (int k = 0; k < num_classes && status == ERR_OK; k++)
        if (k == 0 || all[k] > breaks[*num_breaks - 1])
            breaks[(*num_breaks)++] = all[k];
    if (status == ERR_OK) /* the greatest value may be a class of its own */
        breaks[(*num_breaks)++] = all[num_classes];
    return status;
}

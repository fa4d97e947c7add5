#include "stats/numeric/weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

static int by_pair(const void *a, const void *b)
{
    const struct weight_pair *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

int weights_from_pairs(struct weights *self, size_t num, struct weight_pair *pairs, size_t num_pairs,
                       struct err *err)
{
    size_t kept = 0;

    *self = (struct weights){.num = num};
    self->starts = mem_alloc(num + 1, sizeof *self->starts, err);
    self->columns = mem_alloc(num_pairs, sizeof *self->columns, err);
    self->values = mem_alloc(num_pairs, sizeof *self->values, err);
    if (self->starts == NULL || self->columns == NULL || self->values == NULL) {
        weights_free(self);
        return ERR_LIMIT;
    }
    if (num_pairs > 0)
        qsort(pairs, num_pairs, sizeof *pairs, by_pair);
    for (size_t i = 0; i < num_pairs; i++) {
        bool is_new = i == 0 || by_pair(&pairs[i], &pairs[i - 1]) != 0;
        if (!is_new || pairs[i].from == pairs[i].to)
            continue;
        self->columns[kept] = pairs[i].to;
        self->values[kept++] = 1;
        self->starts[pairs[i].from + 1]++;
    }
    for (size_t i = 0; i < num; i++)
        self->starts[i + 1] += self->starts[i];
    return ERR_OK;
}

/* Another unit at some distance. */
struct other {
    double squared;
    size_t unit;
};

static int by_distance(const void *a, const void *b)
{
    const struct other *x = a, *y = b;

    if (x->squared != y->squared)
        return x->squared < y->squared ? -1 : 1;
    return (x->unit > y->unit) - (x->unit < y->unit);
}

static double squared_distance(const double *x, const double *y, size_t a, size_t b)
{
    return (x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]);
}

int weights_nearest(struct weights *self, const double *x, const double *y, size_t num, size_t k,
                    struct err *err)
{
    struct other *others;
    struct weight_pair *pairs;
    size_t num_pairs = 0;
    int status = ERR_LIMIT;

    if (k == 0 || k >= num)
        return err_set(err, ERR_DATA, "%zu nearest neighbours were asked for among %zu units", k, num);
    others = mem_alloc(num, sizeof *others, err);
    pairs = mem_alloc(num * k, sizeof *pairs, err);
    for (size_t i = 0; i < num && others != NULL && pairs != NULL; i++) {
        size_t found = 0;
        for (size_t j = 0; j < num; j++)
            if (j != i)
                others[found++] = (struct other){squared_distance(x, y, i, j), j};
        qsort(others, found, sizeof *others, by_distance);
        for (size_t j = 0; j < k; j++)
            pairs[num_pairs++] = (struct weight_pair){i, others[j].unit};
    }
    if (others != NULL && pairs != NULL)
        status = weights_from_pairs(self, num, pairs, num_pairs, err);
    free(others);
    free(pairs);
    return status;
}

int weights_within(struct weights *self, const double *x, const double *y, size_t num, double distance,
                   struct err *err)
{
    struct weight_pair *pairs = NULL;
    size_t num_pairs = 0, capacity = 0;
    int status =
        distance > 0 ? ERR_OK : err_set(err, ERR_DATA, "the distance is %g, expected above 0", distance);

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        for (size_t j = 0; j < num && status == ERR_OK; j++) {
            if (i == j || squared_distance(x, y, i, j) > distance * distance)
                continue;
            status = mem_grow(&pairs, &capacity, num_pairs + 1, sizeof *pairs, err);
            if (status == ERR_OK)
                pairs[num_pairs++] = (struct weight_pair){i, j};
        }
    if (status == ERR_OK)
        status = weights_from_pairs(self, num, pairs, num_pairs, err);
    free(pairs);
    return status;
}

void weights_free(struct weights *self)
{
    free(self->starts);
    free(self->columns);
    free(self->values);
    *self = (struct weights){0};
}

void weights_standardise(struct weights *self)
{
    for (size_t i = 0; i < self->num; i++) {
        double sum = 0;
        for (size_t k = self->starts[i]; k < self->starts[i + 1]; k++)
            sum += self->values[k];
        for (size_t k = self->starts[i]; k < self->starts[i + 1]; k++)
            self->values[k] /= sum;
    }
}

double weights_get(const struct weights *self, size_t from, size_t to)
{
    size_t low = self->starts[from], high = self->starts[from + 1];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->columns[middle] < to)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->starts[from + 1] && self->columns[low] == to ? self->values[low] : 0;
}

size_t weights_num_islands(const struct weights *self)
{
    size_t num = 0;

    for (size_t i = 0; i < self->num; i++)
        num += weights_degree(self, i) == 0;
    return num;
}

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

static double squared_distance(const double *x, const double *y, size_t a, size_t b)
{
    return (x[a] - x[b]) * (x[a] - x[b]) + (y[a] - y[b]) * (y[a] - y[b]);
}

static bool is_nearer(struct other a, struct other b)
{
    return a.squared != b.squared ? a.squared < b.squared : a.unit < b.unit;
}

/* Puts a unit among the num nearest so far, at most k, nearest first; of two at the same
 * distance the one of the lower number comes first. */
static size_t insert_near(struct other *near, size_t num, size_t k, struct other unit)
{
    size_t place = num < k ? num : k - 1;

    if (num == k && is_nearer(near[k - 1], unit))
        return num;
    while (place > 0 && is_nearer(unit, near[place - 1])) {
        near[place] = near[place - 1];
        place--;
    }
    near[place] = unit;
    return num < k ? num + 1 : k;
}

/* Units from west to east. */
struct station {
    double x;
    size_t unit;
};

static int by_x(const void *a, const void *b)
{
    const struct station *s = a, *t = b;

    return (s->x > t->x) - (s->x < t->x);
}

/* The k nearest of the unit at a position of the line: outwards from it to both sides, until
 * nothing further along the line can be nearer. */
static void find_near(struct other *near, size_t k, const struct station *line, size_t num, size_t position,
                      const double *x, const double *y)
{
    size_t west = position, east = position + 1, found = 0, unit = line[position].unit;

    while (west > 0 || east < num) {
        double to_west = west > 0 ? x[unit] - line[west - 1].x : INFINITY;
        double to_east = east < num ? line[east].x - x[unit] : INFINITY, step = fmin(to_west, to_east);
        if (found == k && step * step > near[k - 1].squared)
            return;
        size_t other = to_west <= to_east ? line[--west].unit : line[east++].unit;
        found = insert_near(near, found, k, (struct other){squared_distance(x, y, unit, other), other});
    }
}

int weights_nearest(struct weights *self, const double *x, const double *y, size_t num, size_t k,
                    struct err *err)
{
    struct other *near;
    struct weight_pair *pairs;
    struct station *line;
    size_t num_pairs = 0;
    int status = ERR_LIMIT;

    if (k == 0 || k >= num)
        return err_set(err, ERR_DATA, "%zu nearest neighbours were asked for among %zu units", k, num);
    near = mem_alloc(k, sizeof *near, err);
    pairs = mem_alloc(num * k, sizeof *pairs, err);
    line = mem_alloc(num, sizeof *line, err);
    if (near != NULL && pairs != NULL && line != NULL) {
        for (size_t i = 0; i < num; i++)
            line[i] = (struct station){x[i], i};
        qsort(line, num, sizeof *line, by_x);
        for (size_t p = 0; p < num; p++) {
            find_near(near, k, line, num, p, x, y);
            for (size_t j = 0; j < k; j++)
                pairs[num_pairs++] = (struct weight_pair){line[p].unit, near[j].unit};
        }
        status = weights_from_pairs(self, num, pairs, num_pairs, err);
    }
    free(near);
    free(pairs);
    free(line);
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

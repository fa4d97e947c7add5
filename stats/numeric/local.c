/* Local statistics: Moran, G and G*, with conditional permutations. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/base/processor.h"
#include "stats/numeric/random.h"
#include "stats/numeric/spatial.h"

/* Choices of neighbours that are enumerated rather than drawn. */
enum { MOST_CHOICES = 20000, MOST_NEIGHBOURS = 4096 };

struct local {
    struct local_result *out;
    const double *values;
    const struct weights *weights;
    const struct local_options *options;
    double *z; /* [num] deviations from the mean */
    double sum, squares, m2;
    bool varies;
};

/* Sum of w_ij z_j. */
static double lag_of(const struct local *self, const double *of, size_t i)
{
    const struct weights *w = self->weights;
    double lag = 0;

    for (size_t k = w->starts[i]; k < w->starts[i + 1]; k++)
        lag += w->values[k] * of[w->columns[k]];
    return lag;
}

/* Sums of the weights of a row, and of their squares. */
static void sum_row(const struct weights *w, size_t i, double *sum, double *squares)
{
    *sum = *squares = 0;
    for (size_t k = w->starts[i]; k < w->starts[i + 1]; k++) {
        *sum += w->values[k];
        *squares += w->values[k] * w->values[k];
    }
}

/* z-score of G_i, from the others' mean and variance; of G*_i, which counts the unit
 * itself like one of its neighbours, from those of all. */
static double g_of(const struct local *self, size_t i)
{
    bool star = self->options->kind == LOCAL_G_STAR;
    double n = (double)self->weights->num, x = self->values[i], sum, squares, own = 0;
    double others = star ? n : n - 1, mean = (self->sum - (star ? 0 : x)) / others;
    double variance = (self->squares - (star ? 0 : x * x)) / others - mean * mean;
    size_t degree = weights_degree(self->weights, i);

    sum_row(self->weights, i, &sum, &squares);
    if (star)
        own = degree > 0 ? sum / (double)degree : 1;
    double lag = lag_of(self, self->values, i) + own * x;
    sum += own;
    squares += own * own;
    double spread = (others * squares - sum * sum) / (others - 1);
    return spread > 0 && variance > 0 ? (lag - sum * mean) / sqrt(variance * spread) : 0;
}

static double value_of(const struct local *self, size_t i)
{
    double n = (double)self->weights->num;

    if (!self->varies)
        return NAN;
    if (self->options->kind != LOCAL_MORAN)
        return g_of(self, i);
    double divisor = self->options->scale == LOCAL_SCALE_N ? n : n - 1;
    return self->z[i] * lag_of(self, self->z, i) / (self->m2 / divisor);
}

/* ---- conditional permutations ------------------------------------------------------------ */

/* The others of a unit, as if it were not there: 0 .. n - 2. */
static size_t other(size_t i, size_t index)
{
    return index < i ? index : index + 1;
}

static bool has_equal_weights(const struct weights *w, size_t i)
{
    for (size_t k = w->starts[i] + 1; k < w->starts[i + 1]; k++)
        if (w->values[k] != w->values[w->starts[i]])
            return false;
    return true;
}

/* C(n, k), at most limit + 1. */
static double num_choices(size_t n, size_t k, double limit)
{
    double product = 1;

    for (size_t j = 0; j < k && product <= limit; j++)
        product = product * (double)(n - j) / (double)(j + 1);
    return product;
}

/* How many lags lie on either side of the observed one, ties on both. */
struct sides {
    double above, below, total;
    double slack; /* rounding of a lag */
};

static void count_lag(struct sides *sides, double lag, double observed)
{
    sides->above += lag >= observed - sides->slack;
    sides->below += lag <= observed + sides->slack;
    sides->total++;
}

static void enumerate(const struct local *self, size_t i, double weight, double observed, struct sides *sides)
{
    size_t k = weights_degree(self->weights, i), n = self->weights->num - 1, chosen[64];

    for (size_t j = 0; j < k; j++)
        chosen[j] = j;
    for (;;) {
        double lag = 0;
        for (size_t j = 0; j < k; j++)
            lag += weight * self->z[other(i, chosen[j])];
        count_lag(sides, lag, observed);
        size_t j = k;
        while (j > 0 && chosen[j - 1] == n - k + j - 1)
            j--;
        if (j == 0)
            return;
        chosen[j - 1]++;
        for (size_t m = j; m < k; m++)
            chosen[m] = chosen[m - 1] + 1;
    }
}

/* Numbers below a bound from the blocks of one unit and permutation. */
struct source_of_indices {
    const struct stream *stream;
    uint64_t permutation;
    uint32_t unit, trial, words[4];
    int used;
};

static size_t next_index(struct source_of_indices *self, size_t bound)
{
    if (self->used == 4) {
        stream_block(self->stream, self->permutation, self->unit, self->trial++, self->words);
        self->used = 0;
    }
    return (size_t)(((uint64_t)self->words[self->used++] * bound) >> 32);
}

/* Neighbours drawn one after the other among the others; a repetition is drawn again. */
static double draw_lag(const struct local *self, size_t i, const struct stream *stream, int permutation,
                       size_t *chosen)
{
    const struct weights *w = self->weights;
    struct source_of_indices source = {
        .stream = stream, .permutation = (uint64_t)permutation, .unit = (uint32_t)i, .used = 4};
    size_t k = weights_degree(w, i);
    double lag = 0;

    for (size_t j = 0; j < k; j++) {
        bool repeats = true;
        while (repeats) {
            chosen[j] = next_index(&source, w->num - 1);
            repeats = false;
            for (size_t m = 0; m < j; m++)
                repeats |= chosen[m] == chosen[j];
        }
        lag += w->values[w->starts[i] + j] * self->z[other(i, chosen[j])];
    }
    return lag;
}

/* Permutations side by side: the first draws of each of the few neighbours of a unit, with a
 * note of those that repeat one and so have to be drawn again, one by one. The lags are the
 * same numbers as draw_lag's. */
enum { LANES = 256, LANE_NEIGHBOURS = 16 };

struct lanes {
    uint32_t words[4][LANES], indices[LANE_NEIGHBOURS][LANES], repeats[LANES];
    double lags[LANES];
};

static FOR_EVERY_PROCESSOR void add_neighbour_loop(struct lanes *l, size_t j, const double *z, double weight,
                                                   uint32_t unit, uint32_t bound)
{
    const uint32_t *restrict words = l->words[j % 4];
    uint32_t *restrict indices = l->indices[j], *restrict repeats = l->repeats;
    double *restrict lags = l->lags;

    for (int i = 0; i < LANES; i++) {
        uint32_t index = (uint32_t)(((uint64_t)words[i] * bound) >> 32);
        indices[i] = index + (index >= unit);
    }
    for (size_t m = 0; m < j; m++)
        for (int i = 0; i < LANES; i++)
            repeats[i] |= l->indices[m][i] == indices[i];
    for (int i = 0; i < LANES; i++)
        lags[i] += weight * z[indices[i]];
}
FOR_EACH_PROCESSOR(add_neighbour,
                   (struct lanes * l, size_t j, const double *z, double weight, uint32_t unit,
                    uint32_t bound),
                   (l, j, z, weight, unit, bound))

static void draw_lanes(const struct local *self, size_t i, const struct stream *stream, int first,
                       struct lanes *l)
{
    const struct weights *w = self->weights;
    size_t k = weights_degree(w, i);
    uint32_t *words[4] = {l->words[0], l->words[1], l->words[2], l->words[3]};

    memset(l->repeats, 0, sizeof l->repeats);
    memset(l->lags, 0, sizeof l->lags);
    for (size_t j = 0; j < k; j++) {
        if (j % 4 == 0)
            stream_blocks_of_trial(stream, (uint64_t)first, LANES, (uint32_t)i, (uint32_t)(j / 4), words);
        add_neighbour(l, j, self->z, w->values[w->starts[i] + j], (uint32_t)i, (uint32_t)(w->num - 1));
    }
}

static void draw_all(const struct local *self, size_t i, double observed, struct sides *sides)
{
    struct stream stream = stream_make(self->options->seed, "local");
    size_t chosen[MOST_NEIGHBOURS];
    bool few = weights_degree(self->weights, i) <= LANE_NEIGHBOURS;
    struct lanes lanes;

    for (int r = 0; r < self->options->permutations; r++) {
        int lane = r % LANES;
        if (few && lane == 0)
            draw_lanes(self, i, &stream, r, &lanes);
        count_lag(sides,
                  few && !lanes.repeats[lane] ? lanes.lags[lane] : draw_lag(self, i, &stream, r, chosen),
                  observed);
    }
}

/* A billionth of a thousandth of what the sum of a row's weights times a typical deviation is. */
static double slack_of(const struct local *self, size_t i)
{
    double sum, squares;

    sum_row(self->weights, i, &sum, &squares);
    return 1e-12 * fabs(sum) * sqrt(self->m2 / (double)self->weights->num);
}

static void find_p(const struct local *self, size_t i)
{
    struct local_result *out = &self->out[i];
    const struct weights *w = self->weights;
    size_t k = weights_degree(w, i);
    struct sides sides = {.slack = slack_of(self, i)};
    double observed = lag_of(self, self->z, i);

    out->p_directed = out->p = 1;
    if (k == 0 || !self->varies || (self->options->kind == LOCAL_MORAN && self->z[i] == 0))
        return;
    out->is_exact =
        k <= 64 && has_equal_weights(w, i) && num_choices(w->num - 1, k, MOST_CHOICES) <= MOST_CHOICES;
    if (out->is_exact)
        enumerate(self, i, w->values[w->starts[i]], observed, &sides);
    else {
        count_lag(&sides, observed, observed); /* the map at hand is one of them */
        draw_all(self, i, observed, &sides);
    }
    out->p_directed = fmin(sides.above, sides.below) / sides.total;
    out->p = fmin(1, 2 * out->p_directed);
}

static int evaluate(size_t index, int worker, void *context, struct err *err)
{
    const struct local *self = context;

    (void)worker;
    if (self->options->permutations > 0 && weights_degree(self->weights, index) > MOST_NEIGHBOURS)
        return err_set(err, ERR_LIMIT, "unit %zu has %zu neighbours: permutations take %d at most", index + 1,
                       weights_degree(self->weights, index), MOST_NEIGHBOURS);
    self->out[index] = (struct local_result){value_of(self, index), NAN, NAN, NAN, false};
    if (self->options->permutations > 0)
        find_p(self, index);
    return ERR_OK;
}

static int adjust(struct local_result *out, size_t num, struct err *err)
{
    double *p = mem_alloc(2 * num, sizeof *p, err);
    int status = p ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        p[i] = out[i].p;
    if (status == ERR_OK)
        status = spatial_fdr(p, p + num, num, err);
    for (size_t i = 0; i < num && status == ERR_OK; i++)
        out[i].p_fdr = p[num + i];
    free(p);
    return status;
}

int spatial_local(struct local_result *out, const double *values, const struct weights *weights,
                  const struct local_options *options, struct err *err)
{
    struct local local = {.out = out, .values = values, .weights = weights, .options = options};
    int status;

    local.z = mem_alloc(weights->num, sizeof *local.z, err);
    if (local.z == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < weights->num; i++) {
        local.sum += values[i];
        local.squares += values[i] * values[i];
    }
    local.varies = spatial_varies(values, weights->num);
    for (size_t i = 0; i < weights->num; i++) {
        local.z[i] = local.varies ? values[i] - local.sum / (double)weights->num : 0;
        local.m2 += local.z[i] * local.z[i];
    }
    status = parallel_for(weights->num, options->threads, evaluate, &local, err);
    if (status == ERR_OK && options->permutations > 0)
        status = adjust(out, weights->num, err);
    free(local.z);
    return status;
}

/* ---- false discovery rate ------------------------------------------------------------------- */

struct ranked {
    double p;
    size_t index;
};

static int by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

int spatial_fdr(const double *p, double *adjusted, size_t num, struct err *err)
{
    struct ranked *ranked = mem_alloc(num, sizeof *ranked, err);
    double least = 1;

    if (ranked == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        ranked[i] = (struct ranked){p[i], i};
    qsort(ranked, num, sizeof *ranked, by_p);
    for (size_t i = num; i-- > 0;) {
        least = fmin(least, ranked[i].p * (double)num / (double)(i + 1));
        adjusted[ranked[i].index] = least;
    }
    free(ranked);
    return ERR_OK;
}

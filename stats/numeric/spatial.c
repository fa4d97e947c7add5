#include "stats/numeric/spatial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"
#include "stats/numeric/random.h"

/* Sums of the weights (Cliff and Ord). */
struct weight_sums {
    double s0, s1, s2;
};

/* Sums of a row and of a column are needed at once: columns are added up on the way. */
static struct weight_sums sum_weights(const struct weights *w)
{
    struct weight_sums s = {0};
    double *both = mem_alloc(w->num, sizeof *both, NULL);

    if (both == NULL)
        return (struct weight_sums){NAN, NAN, NAN};
    for (size_t i = 0; i < w->num; i++)
        for (size_t k = w->starts[i]; k < w->starts[i + 1]; k++) {
            double back = weights_get(w, w->columns[k], i), sum = w->values[k] + back;
            s.s0 += w->values[k];
            /* a pair of neighbours is met from both sides, a one-sided one from one */
            s.s1 += back != 0 ? sum * sum / 2 : sum * sum;
            both[i] += w->values[k];
            both[w->columns[k]] += w->values[k];
        }
    for (size_t i = 0; i < w->num; i++)
        s.s2 += both[i] * both[i];
    free(both);
    return s;
}

static double mean_of(const double *values, size_t num)
{
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += values[i];
    return sum / (double)num;
}

bool spatial_varies(const double *values, size_t num)
{
    for (size_t i = 1; i < num; i++)
        if (values[i] != values[0])
            return true;
    return false;
}

/* Second and fourth sums of the deviations. */
struct power_sums {
    double mean, m2, m4;
};

static struct power_sums sum_powers(const double *values, size_t num)
{
    struct power_sums p = {.mean = mean_of(values, num)};

    if (!spatial_varies(values, num))
        return p; /* what rounding leaves is no variation */
    for (size_t i = 0; i < num; i++) {
        double z = values[i] - p.mean;
        p.m2 += z * z;
        p.m4 += z * z * z * z;
    }
    return p;
}

/* Sum of w z_i z_j. */
static double cross_product(const double *z, const struct weights *w)
{
    double sum = 0;

    for (size_t i = 0; i < w->num; i++) {
        double lag = 0;
        for (size_t k = w->starts[i]; k < w->starts[i + 1]; k++)
            lag += w->values[k] * z[w->columns[k]];
        sum += z[i] * lag;
    }
    return sum;
}

struct spatial_statistic spatial_moran(const double *values, const struct weights *w)
{
    struct weight_sums s = sum_weights(w);
    struct power_sums p = sum_powers(values, w->num);
    double n = (double)w->num, s02 = s.s0 * s.s0, k = n * p.m4 / (p.m2 * p.m2), sum = 0;
    struct spatial_statistic out = {.expected = -1 / (n - 1)};

    for (size_t i = 0; i < w->num; i++)
        for (size_t j = w->starts[i]; j < w->starts[i + 1]; j++)
            sum += w->values[j] * (values[i] - p.mean) * (values[w->columns[j]] - p.mean);
    out.value = p.m2 > 0 ? n / s.s0 * sum / p.m2 : NAN;
    out.variance_normal =
        (n * n * s.s1 - n * s.s2 + 3 * s02) / ((n * n - 1) * s02) - out.expected * out.expected;
    out.variance_random = (n * ((n * n - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s02) -
                           k * ((n * n - n) * s.s1 - 2 * n * s.s2 + 6 * s02)) /
                              ((n - 1) * (n - 2) * (n - 3) * s02) -
                          out.expected * out.expected;
    return out;
}

struct spatial_statistic spatial_geary(const double *values, const struct weights *w)
{
    struct weight_sums s = sum_weights(w);
    struct power_sums p = sum_powers(values, w->num);
    double n = (double)w->num, s02 = s.s0 * s.s0, k = n * p.m4 / (p.m2 * p.m2), sum = 0;
    struct spatial_statistic out = {.expected = 1};

    for (size_t i = 0; i < w->num; i++)
        for (size_t j = w->starts[i]; j < w->starts[i + 1]; j++) {
            double gap = values[i] - values[w->columns[j]];
            sum += w->values[j] * gap * gap;
        }
    out.value = p.m2 > 0 ? (n - 1) / (2 * s.s0) * sum / p.m2 : NAN;
    out.variance_normal = ((2 * s.s1 + s.s2) * (n - 1) - 4 * s02) / (2 * (n + 1) * s02);
    out.variance_random = ((n - 1) * s.s1 * (n * n - 3 * n + 3 - (n - 1) * k) -
                           (n - 1) * s.s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * k) / 4 +
                           s02 * (n * n - 3 - (n - 1) * (n - 1) * k)) /
                          (n * (n - 2) * (n - 3) * s02);
    return out;
}

double spatial_getis_ord(const double *values, const struct weights *w)
{
    double sum = 0, squares = 0;

    for (size_t i = 0; i < w->num; i++) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    return cross_product(values, w) / (sum * sum - squares);
}

/* Mean of the cross product over all orders of the deviations z. */
static double expected_product(const double *z, const struct weights *w)
{
    double n = (double)w->num, m2 = 0, s0 = 0;

    for (size_t i = 0; i < w->num; i++)
        m2 += z[i] * z[i];
    for (size_t k = 0; k < w->starts[w->num]; k++)
        s0 += w->values[k];
    return -s0 * m2 / (n * (n - 1));
}

/* How near two products are the same: rounding of the sums that make them. */
static double slack_of(const double *z, const struct weights *w, double observed)
{
    return 1e-12 * (fabs(observed) + (double)w->num * fabs(expected_product(z, w)));
}

/* ---- permutations of the whole map ----------------------------------------------------- */

struct shuffle {
    const double *deviations;
    const struct weights *weights;
    double observed, slack; /* the same map again is a tie, whatever the order of its sums */
    bool is_above;          /* the expectation */
    struct stream stream;
    double *workspaces;     /* [threads][num] */
    unsigned char *reaches; /* [permutations] */
};

/* Fisher and Yates, from the blocks of one permutation. */
static void shuffle_values(double *z, size_t num, const struct stream *stream, uint64_t permutation)
{
    uint32_t words[4];

    for (size_t i = num - 1; i > 0; i--) {
        size_t turn = num - 1 - i;
        if (turn % 2 == 0)
            stream_block(stream, permutation, (uint32_t)(turn / 2), 0, words);
        double u = random_unit(words[turn % 2 * 2], words[turn % 2 * 2 + 1]);
        size_t j = (size_t)(u * (double)(i + 1));
        double kept = z[i];
        z[i] = z[j];
        z[j] = kept;
    }
}

static int permute(size_t index, int worker, void *context, struct err *err)
{
    struct shuffle *self = context;
    size_t num = self->weights->num;
    double *z = self->workspaces + (size_t)worker * num;

    (void)err;
    memcpy(z, self->deviations, num * sizeof *z);
    shuffle_values(z, num, &self->stream, index);
    double product = cross_product(z, self->weights);
    self->reaches[index] =
        self->is_above ? product >= self->observed - self->slack : product <= self->observed + self->slack;
    return ERR_OK;
}

int spatial_moran_p(const double *values, const struct weights *weights, int permutations, uint64_t seed,
                    int threads, double *p, struct err *err)
{
    size_t num = weights->num, count = 0;
    double mean = mean_of(values, num), *deviations = mem_alloc(num, sizeof *deviations, err);
    struct shuffle shuffle = {.weights = weights, .stream = stream_make(seed, "moran")};
    bool varies = spatial_varies(values, num);
    int status;

    shuffle.workspaces = mem_alloc((size_t)threads * num, sizeof *shuffle.workspaces, err);
    shuffle.reaches = mem_alloc((size_t)permutations, 1, err);
    status = deviations && shuffle.workspaces && shuffle.reaches ? ERR_OK : ERR_LIMIT;
    for (size_t i = 0; i < num && status == ERR_OK; i++)
        deviations[i] = varies ? values[i] - mean : 0;
    if (status == ERR_OK) {
        shuffle.deviations = deviations;
        shuffle.observed = cross_product(deviations, weights);
        shuffle.slack = slack_of(deviations, weights, shuffle.observed);
        shuffle.is_above = shuffle.observed >= expected_product(deviations, weights);
        status = parallel_for((size_t)permutations, threads, permute, &shuffle, err);
    }
    for (int k = 0; k < permutations && status == ERR_OK; k++)
        count += shuffle.reaches[k];
    *p = ((double)count + 1) / (permutations + 1.0);
    free(deviations);
    free(shuffle.workspaces);
    free(shuffle.reaches);
    return status;
}

/* Counts over all orders of the values (Heap's algorithm, without recursion). */
static void count_orders(double *z, const struct weights *w, double observed, double counts[4])
{
    size_t turns[16] = {0}, num = w->num, i = 0;
    double slack = slack_of(z, w, observed);
    bool is_above = observed >= expected_product(z, w);

    for (bool first = true; first || i < num;) {
        if (!first && turns[i] >= i) {
            turns[i++] = 0;
            continue;
        }
        if (!first) {
            size_t j = i % 2 == 0 ? 0 : turns[i];
            double kept = z[j];
            z[j] = z[i];
            z[i] = kept;
            turns[i]++;
            i = 0;
        }
        first = false;
        double product = cross_product(z, w);
        counts[0]++;
        counts[1] += is_above ? product >= observed - slack : product <= observed + slack;
        counts[2] += product;
        counts[3] += product * product;
    }
}

int spatial_moran_exact(const double *values, const struct weights *weights, double *p, double *variance,
                        struct err *err)
{
    double z[16], m2 = 0, counts[4] = {0}, s0 = 0;
    size_t num = weights->num;

    if (num > 9)
        return err_set(err, ERR_LIMIT, "%zu units have too many orders: 9 at most", num);
    double mean = mean_of(values, num);
    for (size_t i = 0; i < num; i++) {
        z[i] = values[i] - mean;
        m2 += z[i] * z[i];
    }
    for (size_t k = 0; k < weights->starts[num]; k++)
        s0 += weights->values[k];
    count_orders(z, weights, cross_product(z, weights), counts);
    double scale = (double)num / s0 / m2, expected = counts[2] / counts[0];
    *p = counts[1] / counts[0];
    *variance = scale * scale * (counts[3] / counts[0] - expected * expected);
    return ERR_OK;
}

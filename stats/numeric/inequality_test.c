/* Permutation test of the inequality between groups. */
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/random.h"

struct test {
    const double *values, *weights;
    size_t num, num_groups;
    double *heads, *amounts; /* [num_groups] */
    size_t *groups;          /* [num], dealt anew each time */
};

static double between(const struct test *t)
{
    double heads = 0, amount = 0, sum = 0;

    for (size_t g = 0; g < t->num_groups; g++)
        t->heads[g] = t->amounts[g] = 0;
    for (size_t i = 0; i < t->num; i++) {
        double weight = t->weights ? t->weights[i] : 1;
        t->heads[t->groups[i]] += weight;
        t->amounts[t->groups[i]] += weight * t->values[i];
    }
    for (size_t g = 0; g < t->num_groups; g++) {
        heads += t->heads[g];
        amount += t->amounts[g];
    }
    for (size_t g = 0; g < t->num_groups; g++)
        if (t->amounts[g] > 0)
            sum += t->amounts[g] / amount * log(t->amounts[g] / amount / (t->heads[g] / heads));
    return sum;
}

/* Fisher and Yates on the order that the last permutation left. */
static void deal(struct test *t, const struct stream *stream, int permutation)
{
    for (size_t i = t->num - 1; i > 0; i--) {
        double u = stream_unit(stream, (uint64_t)permutation, (uint32_t)i);
        size_t j = (size_t)(u * (double)(i + 1)), swap = t->groups[i];
        t->groups[i] = t->groups[j];
        t->groups[j] = swap;
    }
}

int inequality_between_p(const double *values, const double *weights, const size_t *groups, size_t num,
                         size_t num_groups, int permutations, uint64_t seed, double *p, struct err *err)
{
    struct stream stream = stream_make(seed, "inequality between groups");
    struct test t = {.values = values, .weights = weights, .num = num, .num_groups = num_groups};
    double observed;
    int as_much = 0;

    t.heads = mem_alloc(2 * num_groups, sizeof *t.heads, err);
    t.groups = mem_alloc(num, sizeof *t.groups, err);
    if (t.heads != NULL && t.groups != NULL) {
        t.amounts = t.heads + num_groups;
        for (size_t i = 0; i < num; i++)
            t.groups[i] = groups[i];
        observed = between(&t);
        for (int r = 0; r < permutations; r++) {
            deal(&t, &stream, r);
            /* the same groups in another order add up to the same but for rounding */
            as_much += between(&t) >= observed * (1 - 1e-12);
        }
        *p = (1.0 + as_much) / (1.0 + permutations);
    }
    int status = t.heads != NULL && t.groups != NULL ? ERR_OK : ERR_LIMIT;
    free(t.heads);
    free(t.groups);
    return status;
}

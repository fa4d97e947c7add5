#include "stats/numeric/standardise.h"

#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/proportion.h"

int standardise_direct(struct standardised *self, const double *events, const double *population,
                       const double *standard, size_t num, double confidence, struct err *err)
{
    double *weights, total = 0;

    for (size_t i = 0; i < num; i++)
        if (!(population[i] > 0))
            return err_set(err, ERR_DATA, "stratum %zu has nobody: join it to another one", i + 1);
    weights = mem_alloc(num, sizeof *weights, err);
    if (weights == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        total += standard[i];
    *self = (struct standardised){0};
    for (size_t i = 0; i < num; i++) {
        weights[i] = standard[i] / total / population[i];
        self->value += weights[i] * events[i];
    }
    self->interval = poisson_weighted(events, weights, num, confidence);
    free(weights);
    return ERR_OK;
}

int standardise_indirect(struct standardised *self, double observed, const double *population,
                         const double *standard_rates, size_t num, double confidence, struct err *err)
{
    double expected = 0;

    for (size_t i = 0; i < num; i++)
        expected += population[i] * standard_rates[i];
    if (!(expected > 0))
        return err_set(err, ERR_DATA, "no event is expected at the standard rates");
    struct interval count = poisson_exact(observed, confidence);
    *self = (struct standardised){observed / expected, {count.low / expected, count.high / expected}};
    return ERR_OK;
}

double standardise_ridit(const double *counts, const double *reference, size_t num)
{
    double total = 0, whole = 0, below = 0, sum = 0;

    for (size_t i = 0; i < num; i++) {
        total += counts[i];
        whole += reference[i];
    }
    for (size_t i = 0; i < num; i++) {
        sum += counts[i] / total * (below + reference[i] / whole / 2);
        below += reference[i] / whole;
    }
    return sum;
}

#include "stats/numeric/multinomial.h"

#include <math.h>

#include "stats/numeric/binomial.h"

void multinomial_lanes(const struct stream *stream, uint64_t first, int num_draws, int32_t total,
                       const double *weights, size_t num, double *out)
{
    int32_t left[BINOMIAL_MAX_LANES], drawn[BINOMIAL_MAX_LANES];
    double shares[BINOMIAL_MAX_LANES], rest = 0;

    for (size_t i = 0; i < num; i++)
        rest += weights[i];
    for (int k = 0; k < num_draws; k++)
        left[k] = total;
    for (size_t i = 0; i < num; i++) {
        double share = rest > 0 && i + 1 < num ? fmin(weights[i] / rest, 1) : 1;
        for (int k = 0; k < num_draws; k++)
            shares[k] = share;
        binomial_lanes(stream, first, num_draws, (uint32_t)i, left, shares, drawn);
        for (int k = 0; k < num_draws; k++) {
            out[i * (size_t)num_draws + (size_t)k] = drawn[k];
            left[k] -= drawn[k];
        }
        rest -= weights[i];
    }
}

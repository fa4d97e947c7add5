#include "sim/run/replicates.h"

#include <math.h>

void replicates_add(struct replicates *self, uint64_t first, const int64_t *values, const int64_t *means,
                    int num)
{
    for (int i = 0; i < num; i++) {
        unsigned r = (unsigned)((first + (uint64_t)i) % SOBOL_REPLICATES);
        self->draws[r]++;
        self->sums[r] += values[i];
        self->mean_sums[r] += means ? means[i] : 0;
    }
}

void replicates_merge(struct replicates *self, const struct replicates *other)
{
    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        self->draws[r] += other->draws[r];
        self->sums[r] += other->sums[r];
        self->mean_sums[r] += other->mean_sums[r];
    }
}

/* n_r (m_r - m) = (n sum_r - n_r sum) / n, whose numerator is exact. */
double replicates_error(const uint64_t draws[SOBOL_REPLICATES], const wide sums[SOBOL_REPLICATES])
{
    wide n = 0, sum = 0;
    double squares = 0;

    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        if (draws[r] == 0)
            return NAN;
        n += (wide)draws[r];
        sum += sums[r];
    }
    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        double part = (double)(n * sums[r] - (wide)draws[r] * sum) / (double)n / (double)n;
        squares += part * part;
    }
    return sqrt(squares * SOBOL_REPLICATES / (SOBOL_REPLICATES - 1));
}

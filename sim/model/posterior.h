/* What counts say of a share: its distribution before and after k of n people.
 *
 * Beta(a, b) becomes Beta(a + k, b + n - k); a class of a Dirichlet gains its count. Any
 * other family is put on POSTERIOR_GRID equally likely quantiles, weighed by the
 * likelihood s^k (1 - s)^(n - k), and written back as the beta of the same mean and
 * variance when it is nearer than POSTERIOR_LOSS, else as an empirical distribution of
 * its own quantiles; the distance (Kolmogorov's, the largest difference of the
 * distribution functions) is the loss. A fixed value learns nothing. */
#ifndef SIM_MODEL_POSTERIOR_H
#define SIM_MODEL_POSTERIOR_H

#include <stdint.h>

#include "sim/model/dist.h"
#include "stats/numeric/interval.h"

enum { POSTERIOR_GRID = 65536, POSTERIOR_LEAST_ESS = 200 };
#define POSTERIOR_LOSS 0.01
#define POSTERIOR_CONFIDENCE 0.9

enum learning { LEARN_NOTHING, LEARN_EXACT, LEARN_WEIGHTED };
const char *learning_name(enum learning learning); /* "none", "conjugate", "weighted" */

struct belief {
    double mean;
    struct interval interval; /* equal tails */
};

struct posterior {
    struct dist dist; /* what is to be written: after the counts */
    enum learning learning;
    struct belief before, after;
    double ess;  /* (sum w)^2 / sum w^2 of the grid; NaN when not weighted */
    double loss; /* of writing it back; NaN when not weighted */
    double p;    /* two-sided, of the count before it was seen (predictive.h) */
};

/* prior: of a share; of a dirichlet class, with total the sum of n over its classes (not
 * used otherwise). 0 <= count <= of, of >= 1. ERR_DATA when fewer than
 * POSTERIOR_LEAST_ESS of the grid carry the weight: the prior all but excludes the count. */
int posterior_learn(struct posterior *self, const struct dist *prior, double total, int64_t count, int64_t of,
                    struct err *err);

#endif

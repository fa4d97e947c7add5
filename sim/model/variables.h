/* Values of the random variables of a model, draw by draw. */
#ifndef SIM_MODEL_VARIABLES_H
#define SIM_MODEL_VARIABLES_H

#include "sim/model/block.h"
#include "sim/model/scenario.h"
#include "stats/numeric/random.h"
#include "stats/numeric/sobol.h"

/* Where the normal scores come from: independent random numbers, or scrambled
 * Sobol' points (stats/numeric/sobol.h), whose means have smaller errors. */
enum points { POINTS_RANDOM, POINTS_SOBOL };

/* One normal score a draw. Variables of the same name share it. */
struct score {
    const char *name; /* borrowed from the model */
    struct stream stream;
    struct sobol *sobol; /* owned; NULL with random points */
    int correlated;      /* row of the Cholesky factor, -1 if independent */
};

struct variables {
    const struct model *model;
    struct sampler *samplers; /* [num_variables] */
    size_t *score_of;         /* [num_variables]; NO_VARIABLE for constants */
    struct score *scores;
    size_t num_scores, scores_capacity;
    double *factor;     /* Cholesky factor of the normal correlations, lower, row-major */
    size_t *correlated; /* [num_correlated] the scores, in the order of its rows */
    int num_correlated;
};

/* Prepares the samplers; correlations that contradict each other or name no row
 * are problems. A score of Sobol' points has the dimension of its row among the
 * uncertain rows of the pack, whatever scenarios are run. */
int variables_init(struct variables *self, const struct model *model, uint64_t seed, enum points points,
                   struct problems *problems, struct err *err);
void variables_free(struct variables *self);

/* The value of a variable at a normal score, within the domain of its parameter. A dirichlet class
 * gives a gamma variate. */
double variables_value(const struct variables *self, size_t variable, double score);

/* values[v * LANES + lane] for every variable of the model; scores is a
 * workspace of num_scores * LANES. Values outside the domain of their parameter
 * (normal, lognormal and gamma have tails) are taken at its bound. */
void variables_draw(const struct variables *self, const struct block *block, double *scores, double *values);

#endif

/* Values of the random variables of a model, draw by draw. */
#ifndef SIM_MODEL_VARIABLES_H
#define SIM_MODEL_VARIABLES_H

#include "sim/model/block.h"
#include "sim/model/scenario.h"
#include "stats/numeric/random.h"

/* One normal score a draw. Variables of the same name share it. */
struct score {
    const char *name; /* borrowed from the model */
    struct stream stream;
    int correlated; /* row of the Cholesky factor, -1 if independent */
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
 * are problems. */
int variables_init(struct variables *self, const struct model *model, uint64_t seed,
                   struct problems *problems, struct err *err);
void variables_free(struct variables *self);

/* values[v * LANES + lane] for every variable of the model; scores is a
 * workspace of num_scores * LANES. Values outside the domain of their parameter
 * (normal, lognormal and gamma have tails) are taken at its bound. */
void variables_draw(const struct variables *self, const struct block *block, double *scores, double *values);

#endif

/* Eligible people: those of one audience in one territory, from whom all its courses recruit.
 *
 * Within a step each of the eligible applies with the probability 1 - exp(-rate dt). Where
 * applicants are as many as the places that the courses would fill (the parameter fill),
 * all of these are filled, with the very numbers that they have without a pool; where they
 * are fewer, all are admitted and spread over the free places at random (multivariate
 * hypergeometric). Those admitted leave the pool; some of the others leave it by age or by
 * moving; new ones come in. */
#ifndef SIM_MODEL_POOL_H
#define SIM_MODEL_POOL_H

#include "sim/model/chain.h"

/* What one cohort brings to the pool of its block, step by step: [steps][LANES]. */
struct pool_member {
    size_t cohort; /* of the scenario */
    int32_t *open, *admitted;
    double *fill, *survive;
    int32_t *training; /* [course steps][LANES] */
};

struct pool {
    struct pool_member *members;
    size_t num_members;
};

/* Whether a cohort recruits from a pool, and whether it is the first of its pool. */
bool pool_has(const struct scenario *scenario, size_t cohort);
bool pool_begins(const struct scenario *scenario, size_t cohort);

/* The members of the pool that begins with a cohort. */
int pool_init(struct pool *self, const struct scenario *scenario, size_t first, struct err *err);
void pool_free(struct pool *self);

/* Takes the places and rates of a member, filled for its block. */
void pool_take(struct pool *self, size_t member, const struct cohort_inputs *inputs);

/* Fills admitted for all members. inputs: those of any of them (block, values, seed). */
int pool_run(struct pool *self, const struct cohort_inputs *inputs, struct err *err);

/* The people admitted to a cohort; NULL when it is no member. */
const int32_t *pool_admitted(const struct pool *self, size_t cohort);

#endif

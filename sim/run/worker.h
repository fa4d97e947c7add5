/* One block of draws for all scenarios: the work of one thread. */
#ifndef SIM_RUN_WORKER_H
#define SIM_RUN_WORKER_H

#include "sim/model/chain.h"
#include "sim/model/variables.h"
#include "sim/run/layout.h"
#include "sim/run/people.h"
#include "sim/run/portion.h"
#include "sim/run/twin.h"

/* Workspace of a thread. */
struct worker {
    const struct model *model;
    const struct variables *variables;
    const struct layout *layout;
    uint64_t seed;
    bool with_means;          /* of the analytic twin */
    bool checks;              /* simulates the metrics that check.h compares, whatever is reported */
    bool needed[NUM_METRICS]; /* in the scenario that is simulated */
    double *scores, *values;  /* of variables_draw */
    double *cycle_level;      /* [steps][LANES] */
    double cycle_sd[LANES];
    struct seats seats;
    struct rates_path rates;
    const struct cohort *rates_of; /* whose they are in this block and scenario; NULL for nobody's */
    struct chain *chain;
    struct twin *twin;
    struct cohort_result result;
    struct people people;
    size_t scenario;                 /* at work */
    struct block_result *out;        /* of the block at work; NULL when only cohorts are looked at */
    int64_t *operation, *investment; /* [measures][years][LANES] costs to be funded, cents */
};

int worker_init(struct worker *self, const struct model *model, const struct variables *variables,
                const struct layout *layout, uint64_t seed, struct err *err);
void worker_free(struct worker *self);

/* Simulates result->block, and adds it to the numbers of its lanes. */
int worker_run(struct worker *self, struct block_result *result, struct err *err);

/* Makes the means of a number NaN: there is no closed form. Nothing in a portion without means. */
void forget_means(const struct block_result *out, size_t scenario, size_t scope, size_t series, int year);

/* Calls function for every cohort of every scenario of a block, with its inputs
 * and its simulated result: the way the checks of check.h look at the people. */
typedef int (*cohort_fn)(const struct cohort_inputs *inputs, const struct cohort_result *result,
                         size_t scenario, size_t cohort, void *context, struct err *err);
int worker_each_cohort(struct worker *self, const struct block *block, cohort_fn function, void *context,
                       struct err *err);

#endif

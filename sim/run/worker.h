/* One block of draws for all scenarios: the work of one thread. */
#ifndef SIM_RUN_WORKER_H
#define SIM_RUN_WORKER_H

#include "sim/model/chain.h"
#include "sim/model/variables.h"
#include "sim/run/layout.h"
#include "sim/run/people.h"
#include "sim/run/twin.h"

/* Results of a block: [scope][row of the layout][year][LANES] for each scenario. */
struct block_result {
    struct block block;
    int64_t **values; /* [num_scenarios] */
    double **means;   /* [num_scenarios]; NaN where there is no closed form */
    size_t size;      /* numbers of a scenario */
    const struct layout *layout;
};

int block_result_init(struct block_result *self, const struct model *model, const struct layout *layout,
                      struct err *err);
void block_result_free(struct block_result *self, const struct model *model);

static inline size_t block_index(const struct layout *layout, size_t scope, size_t series, int year)
{
    return ((scope * layout_num_rows(layout) + layout_row(layout, series)) * (size_t)layout->num_years +
            (size_t)year) *
           LANES;
}

/* Bytes that the results of a block take. */
size_t block_result_bytes(const struct model *model, const struct layout *layout);

/* Workspace of a thread. */
struct worker {
    const struct model *model;
    const struct variables *variables;
    const struct layout *layout;
    uint64_t seed;
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

/* Simulates result->block. */
int worker_run(struct worker *self, struct block_result *result, struct err *err);

/* Calls function for every cohort of every scenario of a block, with its inputs
 * and its simulated result: the way the checks of check.h look at the people. */
typedef int (*cohort_fn)(const struct cohort_inputs *inputs, const struct cohort_result *result,
                         size_t scenario, size_t cohort, void *context, struct err *err);
int worker_each_cohort(struct worker *self, const struct block *block, cohort_fn function, void *context,
                       struct err *err);

#endif

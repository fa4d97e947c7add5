/* Who pays: the rows of funding.csv in order, each up to its share of the cost
 * of the year and up to its cap over the whole projection; the rest falls to
 * "remainder". */
#ifndef SIM_RUN_FUNDERS_H
#define SIM_RUN_FUNDERS_H

#include "sim/run/worker.h"

/* Arrays for the costs of the measures of any scenario, [measures][years][LANES];
 * both NULL when the model has no funder. */
int funders_alloc(const struct model *model, const struct layout *layout, int64_t **operation,
                  int64_t **investment, struct err *err);

/* Adds the costs of a cohort to its measure (cohort 0 of a scenario clears them). */
void funders_collect(struct worker *worker, const struct cohort_inputs *inputs,
                     const struct cohort_result *result, size_t cohort);

/* Shares the costs of a scenario among its funders, in the scopes all and measure. */
void funders_pay(struct worker *worker, const struct scenario *scenario, size_t index,
                 struct block_result *result);

#endif

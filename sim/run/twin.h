/* The analytic twin: conditional means of every metric given the parameters of a
 * draw, by forward recursion on probabilities instead of people. Exact wherever
 * no cap binds. It shares the probabilities with the sampler and nothing else:
 * worlds with and without the programme are followed one by one, not as pairs. */
#ifndef SIM_RUN_TWIN_H
#define SIM_RUN_TWIN_H

#include "sim/model/chain.h"

struct twin; /* workspace of a thread */
struct twin *twin_new(struct err *err);
void twin_free(struct twin *self);

/* Fills result->means ([metric][year][LANES]) and result->is_linear. A metric
 * that has no closed form (industry_stock_always) gets NaN. */
void twin_means(struct twin *self, const struct cohort_inputs *inputs, struct cohort_result *result);

#endif

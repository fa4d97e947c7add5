/* The metrics of a cohort that are made of others, once all steps are done. */
#ifndef SIM_MODEL_CLOSING_H
#define SIM_MODEL_CLOSING_H

#include "sim/model/chain.h"

/* Net of displacement, what the territory's market gave, and totals since the beginning. */
void close_years(const struct cohort_inputs *inputs, struct cohort_result *result);

#endif

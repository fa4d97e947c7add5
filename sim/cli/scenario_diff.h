/* What two scenarios of a pack have different. */
#ifndef SIM_CLI_SCENARIO_DIFF_H
#define SIM_CLI_SCENARIO_DIFF_H

#include "sim/model/scenario.h"
#include "stats/data/csvout.h"

/* Writes one row a difference: where, what, from which year, both values and
 * both sources. Measures are compared by name and audience, parameters by cohort.
 * A side is empty where a scenario has nothing. */
int scenario_diff(const struct model *model, const struct scenario *a, const struct scenario *b,
                  struct csvout *out, struct err *err);

#endif

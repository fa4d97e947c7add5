/* Resolution of one scenario: which measures, which parameters, from where. */
#ifndef SIM_MODEL_RESOLVE_H
#define SIM_MODEL_RESOLVE_H

#include "sim/model/scenario.h"

/* Fills cohorts, bindings and fundings of a scenario whose settings are set. */
int resolve_scenario(struct model *model, struct scenario *scenario, struct problems *problems,
                     struct err *err);

/* The row that gives a parameter to a measure, audience and territory in a
 * calendar year; NULL when none does. Rows of the pack come before the defaults;
 * among the pack's, the narrowest scope, then the latest first year. */
const struct pack_assumption *resolve_assumption(const struct pack *pack,
                                                 const struct pack_scenario *scenario, enum param param,
                                                 const char *measure, enum audience audience,
                                                 const char *territory, double year);

/* Whether a target of the pack applies to a scenario: its own, or inherited from
 * one that it extends (or from no scenario, "") and not restated nearer, that is
 * with the same metric, scope, year and operator. */
bool resolve_target(const struct pack *pack, const struct pack_scenario *scenario, size_t target);

#endif

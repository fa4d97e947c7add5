/* Results of a run as the CSV tables projection, differences, targets, costs and
 * assumptions. */
#ifndef SIM_RUN_RESULTS_H
#define SIM_RUN_RESULTS_H

#include "sim/run/engine.h"
#include "stats/data/csvout.h"

void results_write_projection(const struct engine_results *results, struct csvout *out);
void results_write_differences(const struct engine_results *results, struct csvout *out);
void results_write_costs(const struct engine_results *results, struct csvout *out);
void results_write_targets(const struct engine_results *results, struct csvout *out);

/* Every parameter of every cohort, with the value it was given and where it comes
 * from. */
void results_write_assumptions(const struct model *model, struct csvout *out);

/* The scenarios that were run, with their labels: a table "scenarios". */
void results_write_scenarios(const struct model *model, struct csvout *out);

/* Probability that a target is reached, its standard error and Wilson interval; with
 * Sobol' points those of the scramblings. */
struct target_result {
    double probability, se, low, high;
    const char *met; /* "yes", "no", "undecided", or "" when no probability is wanted */
};
struct target_result results_target(const struct engine_results *results, size_t scenario, size_t target);

#endif

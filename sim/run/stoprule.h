/* When a run has enough draws: "se(METRIC[,YEAR][,SCENARIO]) < X", or relative to
 * the mean: "se(METRIC...)/mean < 1%". The error is the Monte-Carlo error that the
 * results report for the whole of the scenario (scope all), in the unit of the
 * metric. Without a year it is that of the last year, without a scenario it must
 * hold in all that are run. */
#ifndef SIM_RUN_STOPRULE_H
#define SIM_RUN_STOPRULE_H

#include "sim/run/engine.h"

struct stop_rule {
    enum metric metric;
    int year;                       /* 0: the last of each scenario */
    char scenario[SCOPE_TEXT_SIZE]; /* "": all */
    bool is_relative;               /* to the mean */
    double limit;
};

/* ERR_USAGE when the text is not such a rule. */
int stop_rule_parse(struct stop_rule *self, const char *text, struct err *err);

/* ERR_USAGE when it concerns nothing that the run reports. */
int stop_rule_check(const struct stop_rule *self, const struct model *model,
                    const struct layout_choice *choice, struct err *err);

/* The largest error among the scenarios concerned, and the scenario that has it. */
struct stop_state {
    double error;
    const char *scenario;
};
struct stop_state stop_rule_state(const struct stop_rule *self, const struct engine_results *results);

/* For engine_settings: context is the rule. An error of 0 always holds. */
bool stop_rule_holds(const struct engine_results *results, void *context);

#endif

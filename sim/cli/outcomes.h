/* What was observed of a programme: the table of schema "outcomes". */
#ifndef SIM_CLI_OUTCOMES_H
#define SIM_CLI_OUTCOMES_H

#include "sim/model/counted.h"
#include "stats/data/table.h"

enum { OUTCOME_METRIC, OUTCOME_YEAR, OUTCOME_VALUE }; /* columns */

/* Reads and checks it: metrics that exist, one value a metric and year. Problems become the error. */
int outcomes_read(struct table *self, const char *path, struct problems *problems, struct err *err);

/* What a scenario of a folder of results counts, by its scenarios.csv: people where it does not say. */
int outcomes_counted(const char *folder, const char *scenario, enum counted *counted,
                     struct problems *problems, struct err *err);

#endif

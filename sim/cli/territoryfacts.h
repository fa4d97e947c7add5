/* Facts on the people of a territory (schema "territory"): from the panels what they say of
 * it, from datasets/territory/national.csv the rest. */
#ifndef SIM_CLI_TERRITORYFACTS_H
#define SIM_CLI_TERRITORYFACTS_H

#include "sim/cli/dataopts.h"

/* The national rows, read once. */
int national_facts_read(struct table *self, struct problems *problems, struct err *err);

/* The last year up to `last` (0: any) with population, active and unemployed people of 15 to 64;
 * 0 when there is none. */
int territory_facts_year(struct data_context *data, enum level level, const char *code, int last, int *year,
                         struct err *err);

/* All facts on a territory (schema "territory"), as they were known in `year`: no figure of a later
 * year is used, except for the turnover of moves before the first published one. */
int territory_facts_collect(struct table *self, struct data_context *data, const struct table *national,
                            enum level level, const struct zone *zone, int year, struct problems *problems,
                            struct err *err);

#endif

/* Territories and indicators named on the command line. */
#ifndef SIM_CLI_TERRITORYOPTS_H
#define SIM_CLI_TERRITORYOPTS_H

#include "sim/cli/dataopts.h"
#include "stats/indicators/indicator.h"

/* --level, which must be there. */
int territoryopts_level(const struct opts *opts, enum level *level, struct err *err);

/* The zone of a code; ERR_DATA says what a code of the level looks like. */
int territoryopts_zone(const struct data_context *data, enum level level, const char *code, size_t *zone,
                       struct err *err);

/* The indicator of "NAME" or "NAME:item"; *item is NULL without item. NULL with
 * ERR_USAGE and the nearest name when there is none. */
const struct indicator *territoryopts_indicator(const char *text, const char **item, struct err *err);

#endif

/* bassin list territories: the territories of a name, with their codes. */
#ifndef SIM_CLI_LIST_TERRITORIES_H
#define SIM_CLI_LIST_TERRITORIES_H

#include "sim/cli/opts.h"

/* The arguments after the first are the words of the name. */
int list_territories(const struct opts *opts, struct err *err);

#endif

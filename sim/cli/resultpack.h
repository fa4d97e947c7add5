/* The pack that results were made from. */
#ifndef SIM_CLI_RESULTPACK_H
#define SIM_CLI_RESULTPACK_H

#include "stats/output/runrecord.h"

/* The folder of the pack of a run: where the run found it, or that of the same name shipped; allocated.
 * NULL when it is not at hand with the very files that the run read. */
char *resultpack_find(const struct run_record *record);

#endif

/* What a merged run is the same as: one run of bassin project. */
#ifndef SIM_CLI_ONERUN_H
#define SIM_CLI_ONERUN_H

#include "sim/cli/projection.h"

/* Its options, as far as they are not the usual ones, but for the folder: "--draws 2000 --seed 1". */
void one_run_options(const struct projection *merged, struct strbuf *out);

#endif

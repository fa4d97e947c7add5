/* Every draw, as CSV: draw, scenario, scope, year, metric, value. */
#ifndef SIM_RUN_RAWDRAWS_H
#define SIM_RUN_RAWDRAWS_H

#include "sim/run/engine.h"
#include "sim/run/worker.h"

void raw_draws_header(struct outfile *file);

/* The reported metrics of a block in the scope all. */
void raw_draws_write(struct outfile *file, const struct engine_results *results,
                     const struct block_result *block);

#endif

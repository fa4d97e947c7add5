/* The sums and histograms of a run as whole numbers in a row (varint.h), packed: one
 * accumulator after the other in the order of engine_index, value and difference in
 * turn, then those of the unit costs, then the counts. Bins between the least and the
 * greatest value only; a zero is followed by how many more there are. */
#ifndef SIM_RUN_SAVEDSUMS_H
#define SIM_RUN_SAVEDSUMS_H

#include "sim/run/engine.h"
#include "sim/run/varint.h"
#include "stats/base/packer.h"

int saved_sums_write(const struct engine_results *results, struct packer *out, struct err *err);

/* Adds sums of so many other draws to results of the same layout. ERR_LIMIT when there is no
 * memory; in->has_failed when they are no such sums: the results are of no use then. */
int saved_sums_add(struct engine_results *results, struct varint_reader *in, uint64_t num_draws,
                   struct err *err);

#endif

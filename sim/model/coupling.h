/* Two worlds on the same luck: the maximal coupling of two laws, under which the
 * pair agrees as often as its marginals allow. With two outcomes and p1 >= p0 it
 * is the split of deadweight and additional: always ~ Bin(n, p0), additional ~
 * Bin(n - always, (p1 - p0) / (1 - p0)). */
#ifndef SIM_MODEL_COUPLING_H
#define SIM_MODEL_COUPLING_H

#include "sim/model/moves.h"

/* For all lanes of a block: joint[pair_of(c, d)][lane], with marginals p[c][lane] and
 * q[d][lane], each adding up to 1. */
void coupling_maximal(const double p[NUM_STATES][LANES], const double q[NUM_STATES][LANES],
                      double joint[NUM_STATES * NUM_STATES][LANES]);

#endif

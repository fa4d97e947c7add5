/* States whose people still count: the others need not be followed. Numbers are keyed
 * by their site, so that leaving some out moves none of the rest. */
#ifndef SIM_MODEL_LIVE_H
#define SIM_MODEL_LIVE_H

#include "sim/model/chain.h"

/* live[a]: whether a needed metric counts the people of state a of the world with the
 * programme, now or after moves that are possible in some draw of the block. All states
 * are live against a counterfactual, and where openings set a limit. */
void live_states(const struct cohort_inputs *inputs, const struct cohort_result *result,
                 bool live[NUM_STATES]);

#endif

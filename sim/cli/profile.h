/* The profile of a territory: one row an indicator, with parents, peers, rank and
 * change, as a person reads it. */
#ifndef SIM_CLI_PROFILE_H
#define SIM_CLI_PROFILE_H

#include "sim/cli/peergroup.h"
#include "stats/data/csvout.h"

/* Writes the profile of one territory. Peers are found on the default indicators; where
 * the level has none of them, the columns of peers stay empty. */
int profile_write(struct data_context *data, enum level level, size_t zone,
                  const struct estimate_options *options, bool with_header, struct csvout *out,
                  struct err *err);

#endif

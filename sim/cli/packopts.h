/* Opening a scenario pack given on the command line. */
#ifndef SIM_CLI_PACKOPTS_H
#define SIM_CLI_PACKOPTS_H

#include "sim/cli/opts.h"
#include "sim/model/scenario.h"

/* Reads the pack of the first argument (a folder, or the name of a shipped pack)
 * with the shipped defaults, and resolves the scenarios of --scenario (all when
 * the option is absent). Problems are collected, not returned. */
int packopts_open(struct pack *pack, struct model *model, const struct opts *opts, struct problems *problems,
                  struct err *err);

#endif

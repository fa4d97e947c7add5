/* The dictionaries of a command: those of --dictionary, else those shipped. */
#ifndef SIM_CLI_DICTIONARIES_H
#define SIM_CLI_DICTIONARIES_H

#include "sim/cli/opts.h"
#include "stats/data/dictionary.h"

int dictionaries_read(struct dictionary *self, const struct opts *opts, struct problems *problems,
                      struct err *err);

int dictionaries_read_shipped(struct dictionary *self, struct problems *problems, struct err *err);

#endif

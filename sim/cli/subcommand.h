/* Commands run by other commands: the same options, the same code, so that what a
 * report shows is what the command would have written. */
#ifndef SIM_CLI_SUBCOMMAND_H
#define SIM_CLI_SUBCOMMAND_H

#include <stddef.h>

#include "stats/base/error.h"

/* Words of a command line, owned. Initialise with {0}. */
struct words {
    char **items;
    size_t num_items, capacity;
};

void words_free(struct words *self);
int words_add(struct words *self, const char *word, struct err *err);

/* "--name=value". */
int words_add_option(struct words *self, const char *name, const char *value, struct err *err);

/* Runs a command line that begins with the name of a command. It says nothing but
 * errors. */
int subcommand_run(const struct words *words, struct err *err);

#endif

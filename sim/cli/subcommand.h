/* Commands run by other commands: the same options, the same code, so that what a
 * report shows is what the command would have written. */
#ifndef SIM_CLI_SUBCOMMAND_H
#define SIM_CLI_SUBCOMMAND_H

#include <stddef.h>

#include "sim/cli/opts.h"
#include "stats/base/error.h"
#include "stats/output/runrecord.h"

/* Words of a command line, owned. Initialise with {0}. */
struct words {
    char **items;
    size_t num_items, capacity;
};

void words_free(struct words *self);
int words_add(struct words *self, const char *word, struct err *err);

/* "--name=value". */
int words_add_option(struct words *self, const char *name, const char *value, struct err *err);

/* The command line of a manifest of bassin project or bassin merge, as words and parsed; parsed refers to
 * the words. ERR_DATA when it is another command or does not fit. */
int subcommand_recorded(const struct run_record *record, const char *path, struct words *words,
                        struct opts *parsed, struct err *err);

/* Whether an option says where to write, what to say or how many threads to use, not what
 * to compute. */
bool subcommand_is_aside(const char *option);

/* Runs a command line that begins with the name of a command. It says nothing but
 * errors. */
int subcommand_run(const struct words *words, struct err *err);

#endif

/* The commands of the program: one const descriptor each, in its own file,
 * listed once in command.c. */
#ifndef SIM_CLI_COMMAND_H
#define SIM_CLI_COMMAND_H

#include <stddef.h>

#include "sim/cli/opts.h"
#include "stats/base/error.h"

struct command {
    const char *name;
    const char *group;                 /* heading in the general help */
    const char *summary;               /* one line, no full stop */
    const char *arguments;             /* "[options] FILE..." */
    const char *details;               /* paragraphs of the help, wrapped at 80 columns */
    const char *examples;              /* lines of shell, each ending with a newline */
    const struct option_spec *options; /* ends with a NULL name */
    bool writes_workbooks;             /* --output may end in .xlsx */
    int (*run)(const struct opts *opts, struct err *err);
};

/* Ends with NULL. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

#endif

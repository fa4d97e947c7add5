/* Help and manual pages, made from the table of commands. */
#ifndef SIM_CLI_HELP_H
#define SIM_CLI_HELP_H

#include "sim/cli/command.h"
#include "stats/base/strbuf.h"

void help_general(struct strbuf *out);
void help_command(const struct command *command, struct strbuf *out);

/* The manual page bassin(1) in man format. */
void help_manual(struct strbuf *out);

/* Version of the program and of the libraries that it runs with. */
void help_version(struct strbuf *out);

#endif

/* Help and manual pages, made from the table of commands. */
#ifndef SIM_CLI_HELP_H
#define SIM_CLI_HELP_H

#include "sim/cli/command.h"
#include "stats/base/strbuf.h"

void help_general(struct strbuf *out);
void help_command(const struct command *command, struct strbuf *out);

/* What the program is for, and its exit statuses. */
extern const char help_purpose[], help_exit_statuses[];

/* The manual pages in man format: bassin(1), and bassin-COMMAND(1). */
void help_manual(struct strbuf *out);
void help_manual_command(struct strbuf *out, const struct command *command);

/* Version of the program and of the libraries that it runs with. */
void help_version(struct strbuf *out);

#endif

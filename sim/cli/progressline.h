/* The line that shows how far a long command has come: on a terminal it is written over and over
 * and erased at the end; in continuous integration (CI is set) a line comes every half minute;
 * elsewhere nothing. */
#ifndef SIM_CLI_PROGRESSLINE_H
#define SIM_CLI_PROGRESSLINE_H

#include "stats/base/progress.h"
#include "stats/base/strbuf.h"

/* Begins to listen to progress.h. command is named in the line; static. */
void progress_line_start(const char *command);

/* Takes the line off the terminal, if there is one: before anything else is written. */
void progress_line_erase(void);

/* "bassin project: 420,000 of 1,000,000 draws (42 %), 1 min 20 s left". */
void progress_line_text(struct strbuf *out, const char *command, const struct progress_state *state);

#endif

/* What standard error is, and what may be written to it. */
#ifndef SIM_CLI_TERMINAL_H
#define SIM_CLI_TERMINAL_H

#include <stdbool.h>

/* Whether standard error is a terminal that understands control codes: not a pipe, not a file,
 * not TERM=dumb. */
bool terminal_takes_codes(void);

/* Whether messages may be coloured: such a terminal, no --no-color, NO_COLOR empty. */
bool terminal_takes_colour(void);

/* For --no-color. */
void terminal_refuse_colour(void);

#endif

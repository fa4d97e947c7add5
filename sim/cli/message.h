/* What the program says to a person, on standard error. */
#ifndef SIM_CLI_MESSAGE_H
#define SIM_CLI_MESSAGE_H

#include "stats/base/problem.h"

enum verbosity { MESSAGE_QUIET, MESSAGE_NORMAL, MESSAGE_VERBOSE };

void message_set_verbosity(enum verbosity value);
enum verbosity message_verbosity(void);

/* A line for normal or for verbose runs. */
void message_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void message_detail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line as it is, in quiet runs too: for programs that read standard error. */
void message_line(const char *text);

/* "bassin: error: ..." */
void message_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the problems (warnings only in normal and verbose runs). */
void message_problems(const struct problems *problems);

#endif

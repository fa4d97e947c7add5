/* A polite stop: signal handlers only set a flag, long loops look at it between
 * pieces of work, and main cleans up before it lets the signal act. */
#ifndef STATS_BASE_INTERRUPT_H
#define STATS_BASE_INTERRUPT_H

#include "stats/base/error.h"

/* Catches SIGINT, SIGTERM and SIGHUP. A second signal, a second or more after the first,
 * ends the process at once. */
void interrupt_install(void);

/* The signal that arrived, or 0. */
int interrupt_pending(void);

/* ERR_LIMIT "stopped by signal" when one arrived, else ERR_OK. */
int interrupt_check(struct err *err);

/* Restores the default action and raises the pending signal; returns only when
 * there is none. */
void interrupt_raise(void);

#endif

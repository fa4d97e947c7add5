/* The one home of threads: a loop whose result cannot depend on how many there
 * are, because every index writes only its own output. */
#ifndef STATS_BASE_PARALLEL_H
#define STATS_BASE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* Does the work of one index. worker is in 0..threads-1 and names a workspace
 * that no other index uses at the same time. */
typedef int (*parallel_fn)(size_t index, int worker, void *context, struct err *err);

/* Runs function for 0..num-1. All indices below a failing one are run; the
 * error of the lowest failing index is returned, so that messages do not depend
 * on threads either. A signal (interrupt.h) is an error of the next index. */
int parallel_for(size_t num, int threads, parallel_fn function, void *context, struct err *err);

/* What comes between two steps of parallel_steps, by one thread alone; *again: one more step. */
typedef int (*parallel_between_fn)(void *context, bool *again, struct err *err);

/* Runs function for 0..num-1 as parallel_for does, then between, and so on while that says so.
 * Threads that wait for the end of a step sleep: for many short steps, where the barriers of
 * OpenMP would keep processors busy that others could use. */
int parallel_steps(size_t num, int threads, parallel_fn function, parallel_between_fn between, void *context,
                   struct err *err);

/* Processors that this process may use, at least 1. */
int parallel_num_processors(void);

enum { PARALLEL_MAX_THREADS = 1024 };

#endif

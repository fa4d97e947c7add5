/* How far a long piece of work has come, told to whoever wants to show it (the program; a
 * library that nobody listens to says nothing).
 *
 * Pieces may lie within pieces: only the outermost is told. Steps may be counted by several
 * threads at a time; results never depend on any of this. */
#ifndef STATS_BASE_PROGRESS_H
#define STATS_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* A piece of work. Initialise with progress_begin. */
struct progress {
    bool is_told; /* it is the outermost, and somebody listens */
};

/* unit names the steps, in the plural ("draws"); "" when they mean nothing to people. Static.
 * total is the number of steps, 0 if that is not known. */
void progress_begin(struct progress *self, const char *unit, uint64_t total);

/* More steps are done, or so many in all. */
void progress_add(const struct progress *self, uint64_t steps);
void progress_set(const struct progress *self, uint64_t done);

/* The number of steps has become known, or is another. */
void progress_expect(const struct progress *self, uint64_t total);
void progress_end(struct progress *self);

/* What the listener is told, by one thread at a time. */
struct progress_state {
    const char *unit;
    uint64_t done, total; /* total 0: not known */
    double seconds;       /* since the beginning of the piece */
    bool is_over;         /* told once, at the end */
};
typedef void (*progress_listener)(const struct progress_state *state);

/* Who is told, at most every period seconds; NULL for nobody. */
void progress_listen(progress_listener listener, double period);

#endif

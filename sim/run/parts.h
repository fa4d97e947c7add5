/* Files of ranges of draws (savedrun.h) that are to be added up to one run: whether they
 * are parts of the same, and hold each of its draws once. */
#ifndef SIM_RUN_PARTS_H
#define SIM_RUN_PARTS_H

#include "sim/run/savedrun.h"
#include "stats/base/problem.h"

/* Initialise with {0}. */
struct parts {
    struct saved_run *items; /* [num_items] that could be read, in the order of draws; owned */
    size_t num_items;
    const struct saved_run *usual; /* one whose facts most of them have; NULL when there is none */
    bool is_complete;              /* all could be read */
};

/* Reads what the files say of themselves. Those that cannot be read or are damaged, and those
 * whose facts are not those of most, are problems. */
int parts_read(struct parts *self, const char *const *paths, size_t num_paths, struct problems *problems,
               struct err *err);
void parts_free(struct parts *self);

/* Problems: draws that are missing or there twice, from first_draw on, num_draws of them (0: up to
 * the last that there is). Draws are not said to be missing when a file could not be read. */
void parts_check_range(const struct parts *self, uint64_t first_draw, uint64_t num_draws,
                       struct problems *problems);

/* Problems: tables of the pack, and the program, that are not those of the parts. */
int parts_check_pack(const struct parts *self, const struct pack *pack, const char *program,
                     struct problems *problems, struct err *err);

/* What the parts were made with, and the range of them all, into settings; they are its start.
 * scenarios is their names, separated by commas. To be called when there are no problems. */
int parts_settings(const struct parts *self, struct engine_settings *settings, struct strbuf *scenarios,
                   struct err *err);

#endif

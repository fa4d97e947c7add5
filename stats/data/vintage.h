/* The date of the communes of a file, from its codes: every code that was created
 * or abolished says that the file is newer, or older, than that day. */
#ifndef STATS_DATA_VINTAGE_H
#define STATS_DATA_VINTAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/data/geography.h"

struct vintage {
    char date[11];       /* the one used: that which the file states, else that of the table if it fits,
                            else the nearest that fits */
    char first[11];      /* the codes fit any date from this one ("" when there is no bound) ... */
    char last[11];       /* ... and before this one ("" when there is no bound) */
    size_t num_votes;    /* codes that tell something of the date */
    size_t num_against;  /* of these, those that contradict the dates above */
    size_t against_used; /* those that contradict the date used */
    bool is_stated;      /* date is that which the file states */
};

/* The period that fewest codes contradict.
 *
 * present: [geography->num_past] whether the file has a row of the code. A code that is there contradicts
 * the dates on which events say that no commune had it; in a file that should hold every commune, one
 * that is not there contradicts those on which a commune had it, if the file has one that it came from or
 * became. stated: date that the file states, "" if none. */
int vintage_guess(struct vintage *self, const struct geography *geography, const bool *present,
                  bool is_partial, const char *stated, struct err *err);

/* Whether the codes fit no date: more than one code in twenty contradicts even the best one. */
bool vintage_is_mixed(const struct vintage *self);

/* A year before the file may have been made: an event of that year may not be in it yet, since the
 * official date may precede the files that know of it (Loisey-Culey, 1 January 2014, is in INSEE's
 * from 2015 on). out has room for a date. */
void vintage_slack(const struct vintage *self, char out[11]);

#endif

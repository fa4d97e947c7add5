/* A private folder for the length of a run. */
#ifndef STATS_BASE_TEMPFOLDER_H
#define STATS_BASE_TEMPFOLDER_H

#include "stats/base/error.h"

/* Initialise with {0}. */
struct tempfolder {
    char path[400]; /* "" when there is none */
};

/* Makes a folder that only this user may read, below $TMPDIR or /tmp. */
int tempfolder_make(struct tempfolder *self, struct err *err);

/* Removes the folder, its files and the files of its folders (one level). */
void tempfolder_remove(struct tempfolder *self);

#endif

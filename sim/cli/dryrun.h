/* What bassin project --dry-run says: time, memory and size of results of a run, from a short one
 * of the same pack and options whose files go to a private folder. */
#ifndef SIM_CLI_DRYRUN_H
#define SIM_CLI_DRYRUN_H

#include "sim/run/forecast.h"
#include "stats/base/tempfolder.h"

/* Initialise with {0}. */
struct dry_run {
    struct tempfolder folder;
    struct forecast forecast;
    double stopped, ended; /* seconds of processors: the engine has stopped; the files are written */
    double draws_bytes, other_bytes; /* of the files: every draw, and what does not grow with them */
};

/* Writes the table "forecast" to standard output and one line to people. */
int dry_run_report(const struct dry_run *self, const struct engine_results *results, struct err *err);
void dry_run_free(struct dry_run *self);

#endif

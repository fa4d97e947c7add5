/* The file of --part: the sums of a range of draws (sim/run/savedrun.h) instead of results. */
#ifndef SIM_CLI_PARTFILE_H
#define SIM_CLI_PARTFILE_H

#include "sim/cli/opts.h"
#include "sim/run/engine.h"
#include "stats/base/outfile.h"

/* Initialise with {0}. */
struct part_file {
    struct outfile file;
};

/* ERR_USAGE when --part is given with options of results, all of which are named: they are for
 * bassin merge. */
int part_file_check_options(const struct opts *opts, struct err *err);

/* Opens the file of --part. */
int part_file_open(struct part_file *self, const struct opts *opts, struct err *err);

/* Writes it, gives it its name, and says so. */
int part_file_write(struct part_file *self, const struct engine_results *results, struct err *err);
void part_file_free(struct part_file *self);

#endif

/* The results of a projection as the files of a folder, all or none, and what is said of
 * them: what bassin project and bassin merge have in common. */
#ifndef SIM_CLI_PROJECTION_H
#define SIM_CLI_PROJECTION_H

#include "sim/cli/opts.h"
#include "sim/run/check.h"
#include "sim/run/drivers.h"
#include "sim/run/engine.h"
#include "stats/output/manifest.h"

enum output {
    OUT_PROJECTION,
    OUT_DIFFERENCES,
    OUT_TARGETS,
    OUT_COSTS,
    OUT_ASSUMPTIONS,
    OUT_SCENARIOS,
    OUT_TWIN,
    OUT_DRIVERS,
    OUT_DRAWS,
    OUT_ACCUMULATORS,
    OUT_WORKBOOK,
    OUT_PACKAGE,
    OUT_MANIFEST,
    NUM_OUTPUTS
};

extern const char *const output_names[NUM_OUTPUTS]; /* of the files */

/* Initialise with {.opts = ...}; free with projection_free. */
struct projection {
    const struct opts *opts; /* --keep, --drivers, --save-draws, --xlsx, --force */
    const char *folder;      /* of the results */
    struct problems problems;
    struct pack pack;
    struct model model;
    struct engine_settings settings;
    struct engine_results results;
    struct twin_check check;
    struct driver_choice drivers_of;
    struct drivers drivers; /* of --drivers and --drivers-of */
    const char *until;      /* the stop rule as given, NULL for none */
    size_t num_parts;       /* that were merged; 0: the run is one */
    const char *one_run;    /* options of the run that they make; NULL when it is one */
    int licence;            /* in data_package_licences */
    int style;              /* of the tables, but for the twin and the draws */
    struct manifest *manifest;
    struct outfile files[NUM_OUTPUTS];
};

/* Whether a file is among those to be written. */
bool projection_writes(const struct projection *self, int output);

/* Makes the folder and opens the files that are to be written. */
int projection_open(struct projection *self, struct err *err);

/* Writes the tables, the workbook, the package and the manifest; inputs are further files that were
 * read, beside those of the pack. twin.csv and draws.csv have been written. */
int projection_write(struct projection *self, const char *const *inputs, size_t num_inputs, struct err *err);

/* ERR_INTERNAL when the sampler disagrees with its analytic twin. */
int projection_check(const struct projection *self, struct err *err);

/* Gives the files their names. */
int projection_commit(struct projection *self, struct err *err);

/* Says the main results, and which files were written. */
void projection_say(const struct projection *self);

/* The option that says under which licence the results are published, and its reading. */
#define LICENCE_OPTION_SPEC                                                                                  \
    {                                                                                                        \
        0, "licence", "NAME",                                                                                \
            "licence under which you publish the results, told in datapackage.json:\n"                       \
            "etalab-2.0, CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0 or ODbL-1.0 (default: none)"                       \
    }
int projection_read_licence(struct projection *self, struct err *err);

/* --drivers-of, after the metrics have been chosen. */
int projection_read_drivers(struct projection *self, struct err *err);

/* --means: simulated, twin or, where draws are yet to be simulated, draws; ERR_USAGE otherwise. */
int projection_read_means(struct projection *self, bool simulates, struct err *err);

void projection_free(struct projection *self);

#endif

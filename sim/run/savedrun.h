/* The sums and histograms of a run in a file, so that it can be extended without
 * its first draws being simulated again.
 *
 * A text of one line a fact (format, model, program, pack, scenarios ..., draws,
 * check sum), an empty line, and the accumulators as whole numbers (varint.h). The
 * bytes depend on the draws only, not on how the run was cut. */
#ifndef SIM_RUN_SAVEDRUN_H
#define SIM_RUN_SAVEDRUN_H

#include "sim/run/engine.h"
#include "stats/base/source.h"
#include "stats/base/strbuf.h"

/* To be raised whenever the same pack, seed and draw would give another result. */
enum { SAVED_MODEL_VERSION = 3 };

/* Initialise with {0}. */
struct saved_run {
    char *name, *bytes; /* owned */
    size_t length, body;
    uint64_t num_draws;
};

int saved_run_write(const struct engine_results *results, const char *program, struct strbuf *out,
                    struct err *err);

/* Reads a file that was written for this model, settings and program. ERR_DATA says
 * what differs, or that the file is damaged. */
int saved_run_read(struct saved_run *self, const char *path, const struct model *model,
                   const struct engine_settings *settings, const char *program, struct err *err);
void saved_run_free(struct saved_run *self);

/* Fills results that have just been allocated. */
int saved_run_restore(const struct saved_run *self, struct engine_results *results, struct err *err);

#endif

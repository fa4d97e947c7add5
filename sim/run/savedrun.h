/* The sums and histograms of a range of draws in a file: a run can be extended without
 * its first draws being simulated again, and ranges that were simulated apart can be
 * added up to one run.
 *
 * A text of one line a fact (format, model, program, scenarios, scopes, metrics, seed,
 * points, every table of the pack with its SHA-256, first draw, number of draws), an empty
 * line, the sums (savedsums.h) packed by zlib, and the SHA-256 of all that (packer.h). The
 * bytes depend on the draws only, not on how the run was cut, nor on threads or processor. */
#ifndef SIM_RUN_SAVEDRUN_H
#define SIM_RUN_SAVEDRUN_H

#include "sim/run/engine.h"
#include "stats/base/source.h"
#include "stats/base/strbuf.h"

/* To be raised whenever the same pack, seed and draw would give another result. */
enum { SAVED_MODEL_VERSION = 4 };

/* What a file says of itself. Initialise with {0}. */
struct saved_run {
    char *name;  /* owned */
    char *facts; /* lines of all that must be the same in draws of one run; owned */
    uint64_t first_draw, num_draws;
};

/* Writes the file, but does not finish it. */
int saved_run_write(const struct engine_results *results, const char *program, struct outfile *file,
                    struct err *err);

/* Reads what a file says of itself, after its check sum. ERR_DATA: it is no such file, one of
 * another format, or damaged; the message then does not name it. */
int saved_run_read(struct saved_run *self, const char *path, struct err *err);
void saved_run_free(struct saved_run *self);

/* The facts of a run of this model and program. */
int saved_run_facts(const struct model *model, const struct engine_settings *settings, const char *program,
                    struct strbuf *out, struct err *err);

/* The facts that other facts would be with this program, its model and the tables of this pack. */
int saved_run_facts_of(const char *facts, const struct pack *pack, const char *program, struct strbuf *out,
                       struct err *err);

/* Two texts of facts side by side: begin with both. Each call of saved_facts_next gives the
 * next line that differs, as it is in either (length 0: there is none), false when no more does. */
struct saved_facts {
    const char *one, *other;
};
struct saved_fact {
    const char *text;
    size_t length;
};
bool saved_facts_next(struct saved_facts *self, struct saved_fact *one, struct saved_fact *other);

/* ERR_DATA unless the file is of the first draws of a run of this model, settings and program. */
int saved_run_check(const struct saved_run *self, const struct model *model,
                    const struct engine_settings *settings, const char *program, struct err *err);

/* Reads the file again and adds its sums to results with the layout of its facts. */
int saved_run_add(const struct saved_run *self, struct engine_results *results, struct err *err);

#endif

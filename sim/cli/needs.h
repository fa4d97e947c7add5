/* What a command line lacks, told all at once: a file that is not there, an option that must be given.
 *     struct needs needs = {0};
 *     territoryopts_level(opts, &level, needs_next(&needs));
 *     needs_option(&needs, opts, "territory", N_("--territory is needed: the code of a territory"));
 *     return needs_status(&needs, err); */
#ifndef SIM_CLI_NEEDS_H
#define SIM_CLI_NEEDS_H

#include "sim/cli/opts.h"

enum { MAX_NEEDS = 8 };

/* Initialise with {0}. */
struct needs {
    struct err items[MAX_NEEDS]; /* those filled come first */
};

/* Where the next check puts what it finds. */
struct err *needs_next(struct needs *self);

/* An option that must be given; message says what it is for. */
void needs_option(struct needs *self, const struct opts *opts, const char *option, const char *message);

/* A file or a folder that must be there; "-" is standard input. */
void needs_file(struct needs *self, const char *path);

/* The arguments from first on, all of them files or folders. */
void needs_argument_files(struct needs *self, const struct opts *opts, size_t first);

/* Prints all but the last, which becomes err; ERR_OK when nothing lacks. */
int needs_status(const struct needs *self, struct err *err);

#endif

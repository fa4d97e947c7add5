/* Run manifests: what was run, on what, with which result, as JSON. Everything
 * volatile (time, machine, threads) goes here and nowhere else. */
#ifndef STATS_OUTPUT_MANIFEST_H
#define STATS_OUTPUT_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"
#include "stats/base/outfile.h"
#include "stats/base/problem.h"

struct manifest; /* owned; a JSON document */

/* Begins a manifest: program, version, command line, machine and libraries. */
struct manifest *manifest_new(const char *version, int argc, char *const *argv, struct err *err);
void manifest_free(struct manifest *self);

/* A value of the section "settings". */
void manifest_set_text(struct manifest *self, const char *name, const char *value);
void manifest_set_integer(struct manifest *self, const char *name, int64_t value);

/* A value of another section, made if need be. */
void manifest_set_number(struct manifest *self, const char *section, const char *name, double value);
void manifest_set_section_text(struct manifest *self, const char *section, const char *name,
                               const char *value);

/* An input file that was read, with its size and SHA-256. */
int manifest_add_input(struct manifest *self, const char *path, struct err *err);

/* An output file that has been finished (its temporary file is measured). */
int manifest_add_output(struct manifest *self, const struct outfile *file, struct err *err);

void manifest_add_warnings(struct manifest *self, const struct problems *problems);

/* Writes the document; indented, keys in the order in which they were set. */
int manifest_write(const struct manifest *self, struct outfile *file, struct err *err);

#endif

/* A manifest read back: what was run, on what, with which result. */
#ifndef STATS_OUTPUT_RUNRECORD_H
#define STATS_OUTPUT_RUNRECORD_H

#include <stddef.h>

#include "stats/base/error.h"

struct run_record; /* owned; the JSON document */

/* Reads a manifest. NULL with ERR_IO when there is no such file, ERR_DATA when it is
 * not a manifest of this program: wrong JSON, or parts of the wrong kind. */
struct run_record *run_record_read(const char *path, struct err *err);
void run_record_free(struct run_record *self);

/* A text or a number (ten significant digits) of a section ("settings", "machine", ...; NULL for the top)
 * as text, borrowed; NULL when there is none. */
const char *run_record_text(const struct run_record *self, const char *section, const char *name);

/* The words of the command line, from the name of the command. */
size_t run_record_num_words(const struct run_record *self);
const char *run_record_word(const struct run_record *self, size_t index);

/* The files of a list ("inputs" or "outputs"). */
size_t run_record_num_files(const struct run_record *self, const char *list);
const char *run_record_file(const struct run_record *self, const char *list, size_t index);
const char *run_record_digest(const struct run_record *self, const char *list, size_t index);

size_t run_record_num_warnings(const struct run_record *self);
const char *run_record_warning(const struct run_record *self, size_t index);

#endif

/* Copying the tables of a pack to another folder. */
#ifndef SIM_CLI_PACKCOPY_H
#define SIM_CLI_PACKCOPY_H

#include "stats/base/outfile.h"

enum { PACK_MAX_TABLES = 16 };

/* Files to be committed together; initialise with {0}. */
struct pack_copy {
    struct outfile files[PACK_MAX_TABLES];
    size_t num_files;
};

/* Opens one file in the folder to for every .csv of the folder from, with the same bytes,
 * but for those in except (ends with NULL; may be NULL). Room is left for them. */
int pack_copy_open(struct pack_copy *self, const char *from, const char *to, const char *const *except,
                   bool overwrite, struct err *err);

/* One more file of the folder, to be filled. NULL with err set. */
struct outfile *pack_copy_add(struct pack_copy *self, const char *to, const char *name, bool overwrite,
                              struct err *err);

/* Removes what was not committed. */
void pack_copy_free(struct pack_copy *self);

#endif

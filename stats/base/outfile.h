/* Output files that are absent, old or complete, never partial.
 *
 * A file is written beside its final name as ".NAME.PID.bassin-tmp" and renamed
 * when it is committed, after every write has been checked and the data are on
 * the disk. Temporary files of dead processes are removed on the way. A device
 * such as /dev/full is written directly; "-" is standard output, written whole
 * at the commit. */
#ifndef STATS_BASE_OUTFILE_H
#define STATS_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/strbuf.h"

/* Initialise with {0}. */
struct outfile {
    char *path;      /* final name */
    char *temp_path; /* NULL for a device or standard output */
    int fd;          /* valid while is_open */
    bool is_open;
    bool flows;  /* standard output that does not wait for the commit */
    bool failed; /* a write failed; the errno of the first failure is kept */
    int saved_errno;
    struct strbuf pending; /* not yet written */
};

/* Refuses to replace an existing file unless overwrite. ERR_IO otherwise. */
int outfile_open(struct outfile *self, const char *path, bool overwrite, struct err *err);

/* Writes are buffered and never fail by themselves: outfile_finish reports. */
void outfile_write(struct outfile *self, const char *bytes, size_t length);
void outfile_text(struct outfile *self, const char *text);

/* Says that nothing but writing can fail from here on: standard output need not wait for the
 * commit any longer. For tables too long to be kept in memory. */
void outfile_flow(struct outfile *self);

/* Flushes everything to the temporary file and syncs it; nothing is visible
 * under the final name yet. */
int outfile_finish(struct outfile *self, struct err *err);

/* outfile_finish if need be, then the rename. */
int outfile_commit(struct outfile *self, struct err *err);

/* Closes and removes the temporary file if the file was not committed. */
void outfile_free(struct outfile *self);

/* Commits num files: all are finished before the first is renamed, so that a
 * full disk leaves none of them. */
int outfile_commit_all(struct outfile *files, size_t num, struct err *err);

/* Creates a folder (and its parents) if it does not exist. Main thread only. */
int outfile_make_folder(const char *path, struct err *err);

/* Removes the folders that were created so and hold nothing: for the end of a run without results. */
void outfile_drop_folders(void);

/* "folder/name", allocated; NULL with err set when there is no memory. */
char *outfile_join(const char *folder, const char *name, struct err *err);

#endif

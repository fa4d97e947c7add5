/* The bytes of an input file from its beginning to its end, in memory that does not grow with
 * it: plain, gzip (several members too), a file of a zip archive, or standard input. */
#ifndef STATS_BASE_BYTESTREAM_H
#define STATS_BASE_BYTESTREAM_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <zlib.h>

#include "stats/base/error.h"
#include "stats/base/zip.h"

enum bytestream_kind { BYTESTREAM_PLAIN, BYTESTREAM_GZIP, BYTESTREAM_ZIP };

struct bytestream {
    char *name; /* of the file as given; "(standard input)" for "-" */
    int fd;
    bool is_open, owns_fd;
    enum bytestream_kind kind;
    z_stream inflater;
    bool inflates;
    bool at_end;           /* of the file on disk */
    bool member_ended;     /* of gzip */
    unsigned char *packed; /* bytes read ahead */
    size_t packed_start, packed_length;
    struct zip_member member;
    uint64_t packed_left;      /* of the zip member */
    uint64_t length;           /* bytes given so far */
    uint64_t disk_length;      /* of the file; 0 if it tells none (pipes) */
    uint64_t file_size;        /* bytes read from the disk so far; all of a zip archive */
    struct sha256_ctx *digest; /* fed with them; NULL for none; borrowed */
    unsigned long crc;
};

/* member names the file of a zip archive, NULL for the only one (zip_find). digest, if not NULL,
 * is fed with the bytes on disk as they are read (but for zip archives, which are read in part).
 * ERR_IO: cannot be read; ERR_DATA: of a kind that is not text. Free it even when it could not be
 * opened. */
int bytestream_open(struct bytestream *self, const char *path, const char *member, struct sha256_ctx *digest,
                    struct err *err);

/* The bytes as they are on disk, of whatever kind. */
int bytestream_open_raw(struct bytestream *self, const char *path, struct err *err);
void bytestream_free(struct bytestream *self);

/* How long the stream will be, 0 if that is not known before the end. */
uint64_t bytestream_expected_length(const struct bytestream *self);

/* How much of it has been read, of how much (0 if that is not known), in bytes of the text or of
 * the file. */
void bytestream_measure(const struct bytestream *self, uint64_t *done, uint64_t *total);

/* Up to room bytes into out; fewer, or none, only at the end. ERR_IO: damaged or truncated. */
int bytestream_read(struct bytestream *self, char *out, size_t room, size_t *got, struct err *err);

#endif

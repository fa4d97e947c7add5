/* Bytes packed by zlib on their way into a file that can be checked whole: plain text
 * first (whatever tells what the file is), then one zlib stream (RFC 1950), at last 64
 * hexadecimal digits and a line feed, the SHA-256 of everything before them. A file cut
 * off or altered anywhere does not end so. */
#ifndef STATS_BASE_PACKER_H
#define STATS_BASE_PACKER_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <zlib.h>

#include "stats/base/outfile.h"
#include "stats/base/source.h"

/* Of the digits and the line feed. */
enum { PACKER_SEAL_SIZE = SOURCE_DIGEST_SIZE };

/* Writing. Errors of the file are reported by outfile_finish. */
struct packer {
    struct outfile *file; /* borrowed */
    struct sha256_ctx digest;
    z_stream stream;
    bool is_open;
};

/* Writes the plain text and begins the packed bytes. Free it in any case. */
int packer_begin(struct packer *self, struct outfile *file, const char *text, size_t length, struct err *err);
void packer_add(struct packer *self, const char *bytes, size_t length);
void packer_end(struct packer *self);
void packer_free(struct packer *self);

/* Whether bytes end with the SHA-256 of those before it. */
bool packer_is_sealed(const char *bytes, size_t length);

enum { UNPACKER_CHUNK = 1 << 14 };

/* Reading back, a chunk at a time. */
struct unpacker {
    z_stream stream;
    const char *rest; /* not yet given to the stream */
    size_t num_rest;
    bool is_open;
    unsigned char chunk[UNPACKER_CHUNK];
};

/* The zlib stream in bytes, which must outlive the reading. Free it in any case. */
int unpacker_begin(struct unpacker *self, const char *bytes, size_t length, struct err *err);

/* The next bytes in chunk, how many; 0 after the last, or where the stream is damaged. */
size_t unpacker_next(struct unpacker *self);
void unpacker_free(struct unpacker *self);

#endif

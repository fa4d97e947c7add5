/* Input files, whole in memory: plain, gzip-compressed, the only file of a zip archive, or
 * standard input (bytestream.h). Other archives are recognised and refused by name. */
#ifndef STATS_BASE_SOURCE_H
#define STATS_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

enum { SOURCE_DIGEST_SIZE = 65 };

struct source {
    char *name;                      /* as the user gave it; "-" is shown as "(standard input)" */
    char *bytes;                     /* decompressed content, followed by one NUL */
    size_t length;                   /* of the content, without that NUL */
    uint64_t file_size;              /* bytes on disk, before decompression */
    char digest[SOURCE_DIGEST_SIZE]; /* SHA-256 of the bytes on disk, hexadecimal; "" if not asked for */
};

/* Reads path ("-" for standard input). max_length bounds the decompressed
 * content in bytes (0: 8 GiB). ERR_IO: cannot be read, truncated or damaged;
 * ERR_LIMIT: too long; ERR_DATA: a format that is not text (xz, .xlsx, ...). */
int source_read(struct source *self, const char *path, size_t max_length, struct err *err);

/* The same, with the digest. */
int source_read_digested(struct source *self, const char *path, size_t max_length, struct err *err);

/* All bytes of a file as they are on disk, of whatever kind, followed by one NUL;
 * allocated into *bytes. */
int source_read_bytes(const char *path, char **bytes, size_t *length, struct err *err);

/* A source made of text in memory (copied), for tests and built-in tables. */
int source_from_text(struct source *self, const char *name, const char *text, struct err *err);

void source_free(struct source *self);

/* SHA-256 of a file on disk, or of a text, as 64 hexadecimal digits. */
int source_digest_file(const char *path, char digest[SOURCE_DIGEST_SIZE], struct err *err);
void source_digest_text(const char *text, size_t length, char digest[SOURCE_DIGEST_SIZE]);

#endif

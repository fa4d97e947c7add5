#include "stats/base/source.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/bytestream.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"

static const size_t default_max_length = (size_t)8 << 30;

static void write_hex(const uint8_t *bytes, size_t length, char *out)
{
    static const char hex[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        *out++ = hex[bytes[i] >> 4];
        *out++ = hex[bytes[i] & 15];
    }
    *out = '\0';
}

void source_digest_text(const char *text, size_t length, char digest[SOURCE_DIGEST_SIZE])
{
    struct sha256_ctx context;
    uint8_t bytes[SHA256_DIGEST_SIZE];

    sha256_init(&context);
    sha256_update(&context, length, (const uint8_t *)text);
    sha256_digest(&context, sizeof bytes, bytes);
    write_hex(bytes, sizeof bytes, digest);
}

/* Bytes that a file will give, as far as can be known. */
static size_t expected_length(const struct bytestream *stream, size_t max_length)
{
    uint64_t length = bytestream_expected_length(stream);

    return length > max_length ? max_length : (size_t)length;
}

/* All of a stream into an array that grows; a NUL follows. */
static int slurp(struct bytestream *stream, size_t max_length, char **bytes, size_t *length, struct err *err)
{
    size_t capacity = expected_length(stream, max_length) + 2, got;

    *length = 0;
    *bytes = mem_alloc_large(capacity, 1, err);
    if (*bytes == NULL)
        return ERR_LIMIT;
    for (;;) {
        if (capacity - *length < 2 && mem_grow_raw(bytes, &capacity, *length + 65537, 1, err) != ERR_OK)
            return ERR_LIMIT;
        size_t room = capacity - *length - 1;
        int status = bytestream_read(stream, *bytes + *length, room, &got, err);
        *length += got;
        if (status != ERR_OK)
            return status;
        if (*length > max_length)
            return err_set(err, ERR_LIMIT, "'%s' is longer than the limit of %zu bytes%s", stream->name,
                           max_length, stream->kind == BYTESTREAM_PLAIN ? "" : _(" once decompressed"));
        if (got < room)
            break;
    }
    (*bytes)[*length] = '\0';
    return ERR_OK;
}

int source_read_bytes(const char *path, char **bytes, size_t *length, struct err *err)
{
    struct bytestream stream;
    int status = bytestream_open_raw(&stream, path, err);

    *bytes = NULL;
    if (status == ERR_OK)
        status = slurp(&stream, default_max_length, bytes, length, err);
    bytestream_free(&stream);
    if (status != ERR_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return status;
}

/* digest may be NULL. */
static int read_stream(struct source *self, const char *path, size_t max_length, struct sha256_ctx *digest,
                       enum bytestream_kind *kind, struct err *err)
{
    struct bytestream stream;
    int status;

    *self = (struct source){0};
    max_length = max_length ? max_length : default_max_length;
    status = bytestream_open(&stream, path, NULL, digest, err);
    if (status == ERR_OK)
        status = slurp(&stream, max_length, &self->bytes, &self->length, err);
    if (status == ERR_OK) {
        self->name = mem_copy_text(stream.name, strlen(stream.name), err);
        self->file_size = stream.file_size;
        *kind = stream.kind;
        status = self->name ? ERR_OK : ERR_LIMIT;
    }
    bytestream_free(&stream);
    if (status != ERR_OK)
        source_free(self);
    return status;
}

int source_read(struct source *self, const char *path, size_t max_length, struct err *err)
{
    enum bytestream_kind kind;

    return read_stream(self, path, max_length, NULL, &kind, err);
}

int source_read_digested(struct source *self, const char *path, size_t max_length, struct err *err)
{
    struct sha256_ctx context;
    uint8_t bytes[SHA256_DIGEST_SIZE];
    enum bytestream_kind kind;

    sha256_init(&context);
    int status = read_stream(self, path, max_length, &context, &kind, err);
    if (status != ERR_OK)
        return status;
    sha256_digest(&context, sizeof bytes, bytes);
    write_hex(bytes, sizeof bytes, self->digest);
    if (kind == BYTESTREAM_ZIP) /* read in part only */
        status = source_digest_file(path, self->digest, err);
    if (status != ERR_OK)
        source_free(self);
    return status;
}

int source_from_text(struct source *self, const char *name, const char *text, struct err *err)
{
    *self = (struct source){0};
    self->length = strlen(text);
    self->name = mem_copy_text(name, strlen(name), err);
    self->bytes = mem_copy_text(text, self->length, err);
    if (self->name == NULL || self->bytes == NULL) {
        source_free(self);
        return ERR_LIMIT;
    }
    self->file_size = self->length;
    source_digest_text(text, self->length, self->digest);
    return ERR_OK;
}

void source_free(struct source *self)
{
    free(self->name);
    free(self->bytes);
    *self = (struct source){0};
}

int source_digest_file(const char *path, char digest[SOURCE_DIGEST_SIZE], struct err *err)
{
    char *bytes;
    size_t length = 0;
    int status = source_read_bytes(path, &bytes, &length, err);

    if (status == ERR_OK)
        source_digest_text(bytes, length, digest);
    free(bytes);
    return status;
}

#include "stats/base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

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

/* Reads all of a descriptor into a growing array. */
static int slurp(int fd, const char *name, size_t max_length, char **bytes, size_t *length, struct err *err)
{
    size_t capacity = 0;
    struct stat info;

    *bytes = NULL;
    *length = 0;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode))
        return err_set(err, ERR_IO, "cannot read '%s': it is a folder", name);
    for (;;) {
        if (mem_grow(bytes, &capacity, *length + 65537, 1, err) != ERR_OK)
            return ERR_LIMIT;
        ssize_t got = read(fd, *bytes + *length, capacity - *length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, "cannot read", name);
        if (got == 0)
            break;
        *length += (size_t)got;
        if (*length > max_length)
            return err_set(err, ERR_LIMIT, "'%s' is longer than the limit of %zu bytes", name, max_length);
    }
    (*bytes)[*length] = '\0';
    return ERR_OK;
}

static int grow_output(z_stream *stream, char **out, size_t *capacity, size_t length, struct err *err)
{
    if (mem_grow(out, capacity, length + 65537, 1, err) != ERR_OK)
        return ERR_LIMIT;
    stream->next_out = (Bytef *)*out + length;
    size_t room = *capacity - length - 1;
    stream->avail_out = room > 1u << 30 ? 1u << 30 : (uInt)room;
    return ERR_OK;
}

static void feed_input(z_stream *stream, const char *bytes, size_t length, size_t *used)
{
    size_t rest = length - *used;
    size_t part = rest > 1u << 30 ? 1u << 30 : rest;
    Bytef *input;
    const char *start = bytes + *used;

    memcpy(&input, &start, sizeof input); /* zlib's interface lacks const */
    stream->next_in = input;
    stream->avail_in = (uInt)part;
    *used += part;
}

/* Decompresses the members of a gzip file one after the other. */
static int inflate_all(z_stream *stream, const char *bytes, size_t length, struct source *self,
                       size_t max_length, struct err *err)
{
    size_t used = 0, capacity = 0;
    int status = Z_OK;

    while (stream->avail_in > 0 || used < length) {
        if (stream->avail_in == 0)
            feed_input(stream, bytes, length, &used);
        if (status == Z_STREAM_END && inflateReset(stream) != Z_OK)
            break;
        do {
            if (grow_output(stream, &self->bytes, &capacity, self->length, err) != ERR_OK)
                return ERR_LIMIT;
            uInt before = stream->avail_out;
            status = inflate(stream, Z_NO_FLUSH);
            self->length += before - stream->avail_out;
            if (self->length > max_length)
                return err_set(err, ERR_LIMIT, "'%s' is longer than the limit of %zu bytes once decompressed",
                               self->name, max_length);
        } while (status == Z_OK && (stream->avail_in > 0 || stream->avail_out == 0));
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return err_set(err, ERR_IO, "'%s' is a damaged gzip file: %s", self->name,
                           stream->msg ? stream->msg : "invalid data");
    }
    if (status != Z_STREAM_END)
        return err_set(err, ERR_IO, "'%s' is a truncated gzip file: fetch it again", self->name);
    self->bytes[self->length] = '\0';
    return ERR_OK;
}

static int decompress(struct source *self, char *packed, size_t length, size_t max_length, struct err *err)
{
    z_stream stream = {0};
    int status;

    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return err_set(err, ERR_LIMIT, "not enough memory to decompress '%s'", self->name);
    status = inflate_all(&stream, packed, length, self, max_length, err);
    inflateEnd(&stream);
    return status;
}

static bool has_magic(const char *bytes, size_t length, const char *magic, size_t magic_length)
{
    return length >= magic_length && memcmp(bytes, magic, magic_length) == 0;
}

static int refuse_archives(const char *name, const char *bytes, size_t length, struct err *err)
{
    if (has_magic(bytes, length, "PK\x03\x04", 4))
        return err_set(err, ERR_DATA,
                       "'%s' is a zip archive or a workbook (.zip, .xlsx, .ods): unzip it, or save the sheet "
                       "as CSV, then give that file",
                       name);
    if (has_magic(bytes, length,
                  "\xFD"
                  "7zXZ",
                  5))
        return err_set(err, ERR_DATA, "'%s' is compressed with xz: decompress it with 'xz -dk' first", name);
    if (has_magic(bytes, length, "BZh", 3))
        return err_set(err, ERR_DATA, "'%s' is compressed with bzip2: decompress it first", name);
    if (has_magic(bytes, length, "\x28\xB5\x2F\xFD", 4))
        return err_set(err, ERR_DATA, "'%s' is compressed with zstd: decompress it first", name);
    if (has_magic(bytes, length, "\xD0\xCF\x11\xE0", 4))
        return err_set(err, ERR_DATA, "'%s' is an old workbook (.xls): save the sheet as CSV", name);
    if (has_magic(bytes, length, "%PDF", 4))
        return err_set(err, ERR_DATA, "'%s' is a PDF: look for the table as CSV at its publisher's", name);
    return ERR_OK;
}

static int take_content(struct source *self, char *bytes, size_t length, size_t max_length, struct err *err)
{
    int status = refuse_archives(self->name, bytes, length, err);

    self->file_size = length;
    source_digest_text(bytes, length, self->digest);
    if (status == ERR_OK && has_magic(bytes, length, "\x1F\x8B", 2)) {
        status = decompress(self, bytes, length, max_length, err);
        free(bytes);
        return status;
    }
    self->bytes = bytes;
    self->length = length;
    return status;
}

int source_read_bytes(const char *path, char **bytes, size_t *length, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int status;

    *bytes = NULL;
    if (fd < 0)
        return err_errno(err, "cannot open", path);
    status = slurp(fd, path, default_max_length, bytes, length, err);
    close(fd);
    if (status != ERR_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return status;
}

int source_read(struct source *self, const char *path, size_t max_length, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    const char *name = is_stdin ? "(standard input)" : path;
    char *bytes = NULL;
    size_t length = 0;
    int fd, status;

    *self = (struct source){0};
    max_length = max_length ? max_length : default_max_length;
    fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "cannot open", name);
    self->name = mem_copy_text(name, strlen(name), err);
    status = self->name ? slurp(fd, name, max_length, &bytes, &length, err) : ERR_LIMIT;
    if (!is_stdin)
        close(fd);
    if (status == ERR_OK)
        status = take_content(self, bytes, length, max_length, err);
    else
        free(bytes);
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

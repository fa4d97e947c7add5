#include "stats/base/packer.h"

#include <stdint.h>
#include <string.h>

/* zlib counts in 32 bits. */
enum { PACKED_CHUNK = 1 << 14, MOST_AT_ONCE = 1 << 30 };

static void write_counted(struct packer *self, const char *bytes, size_t length)
{
    outfile_write(self->file, bytes, length);
    sha256_update(&self->digest, length, (const uint8_t *)bytes);
}

int packer_begin(struct packer *self, struct outfile *file, const char *text, size_t length, struct err *err)
{
    *self = (struct packer){.file = file};
    sha256_init(&self->digest);
    write_counted(self, text, length);
    if (deflateInit(&self->stream, Z_DEFAULT_COMPRESSION) != Z_OK)
        return err_set(err, ERR_LIMIT, "not enough memory to pack '%s'", file->path);
    self->is_open = true;
    return ERR_OK;
}

/* Packs what the stream has been given; deflate with room for its output cannot fail. */
static void run(struct packer *self, int flush)
{
    unsigned char packed[PACKED_CHUNK];

    do {
        self->stream.next_out = packed;
        self->stream.avail_out = sizeof packed;
        deflate(&self->stream, flush);
        write_counted(self, (const char *)packed, sizeof packed - self->stream.avail_out);
    } while (self->stream.avail_out == 0);
}

void packer_add(struct packer *self, const char *bytes, size_t length)
{
    for (size_t done = 0; done < length; done += MOST_AT_ONCE) {
        size_t part = length - done < MOST_AT_ONCE ? length - done : MOST_AT_ONCE;
        self->stream.next_in = (Bytef *)(uintptr_t)(bytes + done);
        self->stream.avail_in = (uInt)part;
        run(self, Z_NO_FLUSH);
    }
}

static void write_seal(struct sha256_ctx *digest, char seal[PACKER_SEAL_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t sum[SHA256_DIGEST_SIZE];

    sha256_digest(digest, sizeof sum, sum);
    for (size_t i = 0; i < sizeof sum; i++) {
        seal[2 * i] = digits[sum[i] >> 4];
        seal[2 * i + 1] = digits[sum[i] & 15];
    }
    seal[PACKER_SEAL_SIZE - 1] = '\n';
}

void packer_end(struct packer *self)
{
    char seal[PACKER_SEAL_SIZE];

    run(self, Z_FINISH);
    write_seal(&self->digest, seal);
    outfile_write(self->file, seal, sizeof seal);
}

void packer_free(struct packer *self)
{
    if (self->is_open)
        deflateEnd(&self->stream);
    *self = (struct packer){0};
}

bool packer_is_sealed(const char *bytes, size_t length)
{
    struct sha256_ctx digest;
    char seal[PACKER_SEAL_SIZE];

    if (length < PACKER_SEAL_SIZE)
        return false;
    sha256_init(&digest);
    sha256_update(&digest, length - PACKER_SEAL_SIZE, (const uint8_t *)bytes);
    write_seal(&digest, seal);
    return memcmp(seal, bytes + length - PACKER_SEAL_SIZE, PACKER_SEAL_SIZE) == 0;
}

int unpacker_begin(struct unpacker *self, const char *bytes, size_t length, struct err *err)
{
    self->stream = (z_stream){0};
    self->rest = bytes;
    self->num_rest = length;
    self->is_open = inflateInit(&self->stream) == Z_OK;
    return self->is_open ? ERR_OK : err_set(err, ERR_LIMIT, "not enough memory to unpack a file");
}

static void feed(struct unpacker *self)
{
    size_t part = self->num_rest < MOST_AT_ONCE ? self->num_rest : MOST_AT_ONCE;

    if (self->stream.avail_in > 0)
        return;
    self->stream.next_in = (Bytef *)(uintptr_t)self->rest;
    self->stream.avail_in = (uInt)part;
    self->rest += part;
    self->num_rest -= part;
}

size_t unpacker_next(struct unpacker *self)
{
    size_t got = 0;

    self->stream.next_out = self->chunk;
    self->stream.avail_out = sizeof self->chunk;
    for (int status = Z_OK; status == Z_OK && got == 0;) {
        feed(self);
        status = inflate(&self->stream, Z_NO_FLUSH);
        got = sizeof self->chunk - self->stream.avail_out;
        if (status != Z_OK && status != Z_STREAM_END)
            return 0;
    }
    return got;
}

void unpacker_free(struct unpacker *self)
{
    if (self->is_open)
        inflateEnd(&self->stream);
    self->is_open = false;
}

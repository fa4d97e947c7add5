#include "stats/base/bytestream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stats/base/catalogue.h"
#include "stats/base/filekind.h"
#include "stats/base/mem.h"

enum { PACKED_ROOM = 1 << 18 };

static int read_some(struct bytestream *self, void *out, size_t room, size_t *got, struct err *err)
{
    ssize_t num;

    do
        num = read(self->fd, out, room);
    while (num < 0 && errno == EINTR);
    if (num < 0)
        return err_errno(err, "cannot read", self->name);
    self->at_end = num == 0;
    *got = (size_t)num;
    self->file_size += (uint64_t)num;
    if (self->digest != NULL)
        sha256_update(self->digest, (size_t)num, out);
    return ERR_OK;
}

/* More of the file, when what was read ahead is used up. */
static int fill(struct bytestream *self, struct err *err)
{
    size_t room = PACKED_ROOM;

    if (self->packed_start < self->packed_length || self->at_end)
        return ERR_OK;
    if (self->kind == BYTESTREAM_ZIP && room > self->packed_left)
        room = (size_t)self->packed_left;
    self->packed_start = 0;
    int status = read_some(self, self->packed, room, &self->packed_length, err);
    if (self->kind == BYTESTREAM_ZIP)
        self->packed_left -= self->packed_length;
    return status;
}

static int start_inflating(struct bytestream *self, int window, struct err *err)
{
    if (inflateInit2(&self->inflater, window) != Z_OK)
        return err_set(err, ERR_LIMIT, "not enough memory to decompress '%s'", self->name);
    self->inflates = true;
    return ERR_OK;
}

static int open_zip(struct bytestream *self, const char *member, struct err *err)
{
    int status = zip_find(self->fd, self->name, member, &self->member, err);

    if (status != ERR_OK)
        return status;
    self->kind = BYTESTREAM_ZIP;
    self->packed_left = self->member.packed;
    self->packed_start = self->packed_length = 0;
    self->at_end = false;
    self->digest = NULL;
    self->file_size = self->disk_length;
    self->crc = crc32(0, NULL, 0);
    if (lseek(self->fd, (off_t)self->member.start, SEEK_SET) < 0)
        return err_errno(err, "cannot read", self->name);
    return self->member.method == ZIP_DEFLATED ? start_inflating(self, -15, err) : ERR_OK;
}

static int recognise(struct bytestream *self, const char *member, struct err *err)
{
    const char *bytes = (const char *)self->packed;
    int status = fill(self, err);

    if (status != ERR_OK)
        return status;
    switch (file_kind(bytes, self->packed_length)) {
    case FILE_GZIP:
        self->kind = BYTESTREAM_GZIP;
        return start_inflating(self, 15 + 16, err);
    case FILE_ZIP:
        return open_zip(self, member, err);
    default:
        return file_kind_refuse(self->name, bytes, self->packed_length, err);
    }
}

static int open_file(struct bytestream *self, const char *path, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    const char *name = is_stdin ? "(standard input)" : path;
    struct stat info;

    *self = (struct bytestream){.kind = BYTESTREAM_PLAIN};
    self->name = mem_copy_text(name, strlen(name), err);
    self->packed = mem_alloc(PACKED_ROOM, 1, err);
    if (self->name == NULL || self->packed == NULL)
        return ERR_LIMIT;
    self->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (self->fd < 0)
        return err_errno(err, "cannot open", name);
    self->is_open = true;
    self->owns_fd = !is_stdin;
    if (fstat(self->fd, &info) != 0)
        return err_errno(err, "cannot read", name);
    if (S_ISDIR(info.st_mode))
        return err_set(err, ERR_IO, "cannot read '%s': it is a folder", name);
    self->disk_length = S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    return ERR_OK;
}

int bytestream_open(struct bytestream *self, const char *path, const char *member, struct sha256_ctx *digest,
                    struct err *err)
{
    int status = open_file(self, path, err);

    self->digest = digest;
    return status == ERR_OK ? recognise(self, member, err) : status;
}

int bytestream_open_raw(struct bytestream *self, const char *path, struct err *err)
{
    return open_file(self, path, err);
}

uint64_t bytestream_expected_length(const struct bytestream *self)
{
    static const uint64_t most_dense = 1040; /* bytes that deflate can make of one */
    uint64_t size = self->member.size, most = self->member.packed * most_dense;

    if (self->kind == BYTESTREAM_ZIP)
        return size < most ? size : most;
    return self->kind == BYTESTREAM_PLAIN ? self->disk_length : 0;
}

void bytestream_measure(const struct bytestream *self, uint64_t *done, uint64_t *total)
{
    bool in_file = self->kind == BYTESTREAM_GZIP; /* which does not tell the length of its text */

    *done = in_file ? self->file_size : self->length;
    *total = in_file ? self->disk_length : bytestream_expected_length(self);
}

void bytestream_free(struct bytestream *self)
{
    if (self->is_open && self->owns_fd)
        close(self->fd);
    if (self->inflates)
        inflateEnd(&self->inflater);
    free(self->member.name);
    free(self->name);
    free(self->packed);
    *self = (struct bytestream){0};
}

/* What was read ahead, then straight into out. */
static int read_plain(struct bytestream *self, char *out, size_t room, size_t *got, struct err *err)
{
    size_t ahead = self->packed_length - self->packed_start;
    int status = ERR_OK;

    if (ahead == 0 && self->kind == BYTESTREAM_PLAIN)
        return self->at_end ? ERR_OK : read_some(self, out, room, got, err);
    if (ahead == 0)
        status = fill(self, err);
    ahead = self->packed_length - self->packed_start;
    *got = ahead < room ? ahead : room;
    memcpy(out, self->packed + self->packed_start, *got);
    self->packed_start += *got;
    return status;
}

static int damaged(const struct bytestream *self, struct err *err)
{
    return err_set(err, ERR_IO, "'%s' is a damaged %s file: %s", self->name,
                   self->kind == BYTESTREAM_ZIP ? "zip" : "gzip",
                   self->inflater.msg ? self->inflater.msg : _("invalid data"));
}

static int inflate_some(struct bytestream *self, char *out, size_t room, size_t *got, struct err *err)
{
    z_stream *stream = &self->inflater;
    uInt part = room > 1u << 30 ? 1u << 30 : (uInt)room;
    int status = fill(self, err);

    if (status != ERR_OK || (self->member_ended && self->kind == BYTESTREAM_ZIP) ||
        (self->member_ended && self->at_end && self->packed_start == self->packed_length))
        return status;
    if (self->packed_start == self->packed_length)
        return err_set(err, ERR_IO, "'%s' is a truncated %s file: fetch it again", self->name,
                       self->kind == BYTESTREAM_ZIP ? "zip" : "gzip");
    if (self->member_ended && inflateReset(stream) != Z_OK)
        return damaged(self, err);
    stream->next_in = self->packed + self->packed_start;
    stream->avail_in = (uInt)(self->packed_length - self->packed_start);
    stream->next_out = (Bytef *)out;
    stream->avail_out = part;
    status = inflate(stream, Z_NO_FLUSH);
    self->packed_start = self->packed_length - stream->avail_in;
    self->member_ended = status == Z_STREAM_END;
    *got = part - stream->avail_out;
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR ? ERR_OK : damaged(self, err);
}

/* The directory of a zip archive says how long a file is and gives its checksum. */
static int check_zip(struct bytestream *self, const char *out, size_t got, bool at_end, struct err *err)
{
    for (size_t done = 0; done < got;) {
        uInt part = got - done > 1u << 30 ? 1u << 30 : (uInt)(got - done);
        self->crc = crc32(self->crc, (const Bytef *)out + done, part);
        done += part;
    }
    if (at_end && (self->length != self->member.size || self->crc != self->member.crc))
        return err_set(err, ERR_IO, "'%s' is a damaged zip archive: the checksum of '%s' does not match",
                       self->name, self->member.name);
    return ERR_OK;
}

static bool is_finished(const struct bytestream *self)
{
    bool used_up = self->at_end && self->packed_start == self->packed_length;

    if (self->kind == BYTESTREAM_ZIP && self->inflates)
        return self->member_ended;
    return used_up && (self->member_ended || !self->inflates);
}

int bytestream_read(struct bytestream *self, char *out, size_t room, size_t *got, struct err *err)
{
    int status = ERR_OK;

    *got = 0;
    while (*got < room && status == ERR_OK && !is_finished(self)) {
        size_t more = 0;
        status = self->inflates ? inflate_some(self, out + *got, room - *got, &more, err)
                                : read_plain(self, out + *got, room - *got, &more, err);
        *got += more;
    }
    self->length += *got;
    if (status == ERR_OK && self->kind == BYTESTREAM_ZIP)
        status = check_zip(self, out, *got, *got < room, err);
    return status;
}

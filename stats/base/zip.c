#include "stats/base/zip.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/strbuf.h"
#include "stats/base/text.h"

enum {
    END_SIZE = 22,
    END64_SIZE = 56,
    LOCATOR_SIZE = 20,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    MAX_COMMENT = 65535,
    FLAG_ENCRYPTED = 1,
    EXTRA_ZIP64 = 1
};

static const uint64_t max_directory = UINT64_C(64) << 20;

struct archive {
    int fd;
    const char *path;
    uint64_t length; /* of the file */
    struct zip_member *members;
    size_t num_members, capacity;
};

static uint64_t little(const unsigned char *bytes, int num)
{
    uint64_t value = 0;

    for (int i = num - 1; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

static int damaged(const struct archive *self, struct err *err)
{
    return err_set(err, ERR_IO, "'%s' is a damaged zip archive: fetch it again", self->path);
}

static int read_at(const struct archive *self, uint64_t offset, unsigned char *out, size_t length,
                   struct err *err)
{
    if (offset > self->length || length > self->length - offset)
        return damaged(self, err);
    while (length > 0) {
        ssize_t got = pread(self->fd, out, length, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, "cannot read", self->path);
        if (got == 0)
            return damaged(self, err);
        out += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    return ERR_OK;
}

struct directory {
    uint64_t offset, size, num_entries;
};

/* Where the fields of 16 and 32 bits were too small. */
static int read_end64(const struct archive *self, uint64_t end, struct directory *directory, struct err *err)
{
    unsigned char locator[LOCATOR_SIZE], bytes[END64_SIZE];

    if (end < LOCATOR_SIZE)
        return ERR_OK;
    if (read_at(self, end - LOCATOR_SIZE, locator, sizeof locator, err) != ERR_OK)
        return ERR_IO;
    if (little(locator, 4) != 0x07064b50)
        return ERR_OK;
    if (read_at(self, little(locator + 8, 8), bytes, sizeof bytes, err) != ERR_OK)
        return ERR_IO;
    if (little(bytes, 4) != 0x06064b50)
        return damaged(self, err);
    *directory = (struct directory){little(bytes + 48, 8), little(bytes + 40, 8), little(bytes + 32, 8)};
    return ERR_OK;
}

/* The record at the end of the file, before a comment of any length. */
static int read_end(const struct archive *self, struct directory *directory, struct err *err)
{
    unsigned char tail[END_SIZE + MAX_COMMENT];
    size_t length = self->length < sizeof tail ? (size_t)self->length : sizeof tail;
    int status = read_at(self, self->length - length, tail, length, err);

    for (size_t i = length < END_SIZE ? 0 : length - END_SIZE + 1; i > 0 && status == ERR_OK; i--) {
        const unsigned char *p = tail + i - 1;
        if (little(p, 4) != 0x06054b50)
            continue;
        *directory = (struct directory){little(p + 16, 4), little(p + 12, 4), little(p + 10, 2)};
        return read_end64(self, self->length - length + i - 1, directory, err);
    }
    return status == ERR_OK ? damaged(self, err) : status;
}

/* The 64-bit values of the extension, for the fields that say so. */
static void read_extra(struct zip_member *member, const unsigned char *extra, size_t length)
{
    uint64_t *const fields[] = {&member->size, &member->packed, &member->header};

    while (length >= 4) {
        size_t size = (size_t)little(extra + 2, 2);
        if (size > length - 4)
            return;
        const unsigned char *value = extra + 4, *end = value + size;
        for (int i = 0; i < 3 && little(extra, 2) == EXTRA_ZIP64; i++)
            if (*fields[i] == 0xFFFFFFFF && end - value >= 8) {
                *fields[i] = little(value, 8);
                value += 8;
            }
        extra += 4 + size;
        length -= 4 + size;
    }
}

static int add_member(struct archive *self, const unsigned char *p, size_t name_length, size_t extra_length,
                      struct err *err)
{
    struct zip_member member = {.flags = (unsigned)little(p + 8, 2),
                                .method = (unsigned)little(p + 10, 2),
                                .crc = (uint32_t)little(p + 16, 4),
                                .packed = little(p + 20, 4),
                                .size = little(p + 24, 4),
                                .header = little(p + 42, 4)};
    const char *name = (const char *)p + ENTRY_SIZE;

    if (name_length == 0 || name[name_length - 1] == '/' || memchr(name, '\0', name_length) != NULL)
        return ERR_OK; /* a folder */
    if (mem_grow(&self->members, &self->capacity, self->num_members + 1, sizeof *self->members, err) !=
        ERR_OK)
        return ERR_LIMIT;
    member.name = mem_copy_text(name, name_length, err);
    if (member.name == NULL)
        return ERR_LIMIT;
    read_extra(&member, p + ENTRY_SIZE + name_length, extra_length);
    self->members[self->num_members++] = member;
    return ERR_OK;
}

static int read_directory(struct archive *self, struct err *err)
{
    struct directory directory;
    unsigned char *bytes;
    size_t at = 0;
    int status = read_end(self, &directory, err);

    if (status != ERR_OK)
        return status;
    if (directory.size > max_directory)
        return damaged(self, err);
    bytes = mem_alloc((size_t)directory.size, 1, err);
    if (bytes == NULL)
        return ERR_LIMIT;
    status = read_at(self, directory.offset, bytes, (size_t)directory.size, err);
    for (uint64_t i = 0; i < directory.num_entries && status == ERR_OK; i++) {
        const unsigned char *p = bytes + at;
        size_t rest = (size_t)directory.size - at;
        if (rest < ENTRY_SIZE || little(p, 4) != 0x02014b50) {
            status = damaged(self, err);
            break;
        }
        size_t name = (size_t)little(p + 28, 2), extra = (size_t)little(p + 30, 2);
        size_t whole = ENTRY_SIZE + name + extra + (size_t)little(p + 32, 2);
        status = whole > rest ? damaged(self, err) : add_member(self, p, name, extra, err);
        at += whole;
    }
    free(bytes);
    return status;
}

static const char *base_name(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash ? slash + 1 : name;
}

/* The lists of categories that INSEE puts beside its files of records. */
static bool is_list_of_categories(const char *name)
{
    char start[7] = "";

    strncpy(start, base_name(name), 6);
    return text_equal_ignoring_case(start, "varmod");
}

static int list_members(const struct archive *self, const char *problem, struct err *err)
{
    struct strbuf names = {0};

    for (size_t i = 0; i < self->num_members && i < 10; i++)
        strbuf_addf(&names, _("%s'%s'"), i ? ", " : "", self->members[i].name);
    err_set(err, ERR_DATA, "'%s' %s; the archive holds %s%s", self->path, translate(problem),
            self->num_members ? strbuf_text(&names) : _("no file"), self->num_members > 10 ? ", ..." : "");
    strbuf_free(&names);
    return ERR_DATA;
}

static int choose(const struct archive *self, const char *wanted, size_t *index, struct err *err)
{
    size_t num = 0;

    for (size_t i = 0; i < self->num_members; i++) {
        const char *name = self->members[i].name;
        if (strcmp(name, "[Content_Types].xml") == 0 || strcmp(name, "mimetype") == 0)
            return err_set(err, ERR_DATA, "'%s' is a workbook (.xlsx, .ods): save the sheet as CSV",
                           self->path);
        bool fits = wanted ? strcmp(name, wanted) == 0 || strcmp(base_name(name), wanted) == 0
                           : !is_list_of_categories(name);
        *index = fits ? i : *index;
        num += fits;
    }
    if (num == 1)
        return ERR_OK;
    if (wanted != NULL)
        return list_members(self,
                            num == 0 ? N_("has no file of the name given with --member")
                                     : N_("has several files of the name given with --member"),
                            err);
    return list_members(
        self, N_("is a zip archive of several files: unpack the one to read (tabulate has --member)"), err);
}

static int open_member(const struct archive *self, struct zip_member *member, struct err *err)
{
    unsigned char local[LOCAL_SIZE];

    if (member->flags & FLAG_ENCRYPTED)
        return err_set(err, ERR_DATA, "'%s': '%s' is encrypted: unpack it first", self->path, member->name);
    if (member->method != ZIP_STORED && member->method != ZIP_DEFLATED)
        return err_set(err, ERR_DATA, "'%s': '%s' is packed with method %u, not deflate: unpack it first",
                       self->path, member->name, member->method);
    if (read_at(self, member->header, local, sizeof local, err) != ERR_OK)
        return ERR_IO;
    if (little(local, 4) != 0x04034b50)
        return damaged(self, err);
    member->start = member->header + LOCAL_SIZE + little(local + 26, 2) + little(local + 28, 2);
    if (member->start > self->length || member->packed > self->length - member->start)
        return damaged(self, err);
    return ERR_OK;
}

int zip_find(int fd, const char *path, const char *wanted, struct zip_member *member, struct err *err)
{
    struct archive archive = {.fd = fd, .path = path};
    struct stat info;
    size_t index = 0;
    int status;

    *member = (struct zip_member){0};
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return err_set(err, ERR_DATA, "'%s' is a zip archive: give it as a file, not through a pipe", path);
    archive.length = (uint64_t)info.st_size;
    status = read_directory(&archive, err);
    if (status == ERR_OK)
        status = choose(&archive, wanted, &index, err);
    if (status == ERR_OK)
        status = open_member(&archive, &archive.members[index], err);
    if (status == ERR_OK) {
        *member = archive.members[index];
        archive.members[index].name = NULL;
    }
    for (size_t i = 0; i < archive.num_members; i++)
        free(archive.members[i].name);
    free(archive.members);
    return status;
}

#include "stats/data/workbookcheck.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

/* Fields of zip records (PKWARE, APPNOTE.TXT 4.3). */
enum { END_SIZE = 22, ENTRY_SIZE = 46, LOCAL_SIZE = 30 };

static uint32_t number_at(const unsigned char *at, int bytes)
{
    uint32_t value = 0;

    for (int i = bytes; i > 0; i--)
        value = value << 8 | at[i - 1];
    return value;
}

struct member {
    char name[64];
    const unsigned char *packed;
    size_t packed_length;
};

/* The member whose entry of the central directory begins at *at, which moves on to the next. */
static bool read_entry(const unsigned char *bytes, size_t length, size_t *at, struct member *member)
{
    const unsigned char *entry = bytes + *at;
    size_t name, local;

    if (*at + ENTRY_SIZE > length || memcmp(entry, "PK\1\2", 4) != 0)
        return false;
    name = number_at(entry + 28, 2);
    local = number_at(entry + 42, 4);
    if (*at + ENTRY_SIZE + name > length || local + LOCAL_SIZE > length)
        return false;
    snprintf(member->name, sizeof member->name, "%.*s", (int)name, (const char *)entry + ENTRY_SIZE);
    member->packed_length = number_at(entry + 20, 4);
    local += LOCAL_SIZE + number_at(bytes + local + 26, 2) + number_at(bytes + local + 28, 2);
    member->packed = bytes + local;
    *at += ENTRY_SIZE + name + number_at(entry + 30, 2) + number_at(entry + 32, 2);
    return local + member->packed_length <= length;
}

/* Counts the tags of a sheet as its text goes by. */
struct counter {
    struct sheet_size found;
    uint64_t row_ends;
    char tag[16]; /* what follows the last '<' */
    size_t length;
};

static void count(struct counter *self, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '<')
            self->length = 0;
        else if (self->length < sizeof self->tag) {
            self->tag[self->length++] = text[i];
            self->found.rows += self->length == 4 && memcmp(self->tag, "row ", 4) == 0;
            self->found.cells += self->length == 4 && memcmp(self->tag, "c r=", 4) == 0;
            self->row_ends += self->length == 5 && memcmp(self->tag, "/row>", 5) == 0;
        }
    }
}

static bool inflate_member(const struct member *member, struct counter *counter)
{
    char text[1 << 15];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)member->packed,
                       .avail_in = (unsigned)member->packed_length};
    int status = inflateInit2(&stream, -MAX_WBITS);

    while (status == Z_OK) {
        stream.next_out = (unsigned char *)text;
        stream.avail_out = sizeof text;
        status = inflate(&stream, Z_NO_FLUSH);
        count(counter, text, sizeof text - stream.avail_out);
    }
    inflateEnd(&stream);
    return status == Z_STREAM_END;
}

static bool is_whole(const struct member *member, const struct sheet_size *size)
{
    static const char end[] = "/worksheet>";
    struct counter counter = {0};

    return inflate_member(member, &counter) && counter.found.rows == size->rows &&
           counter.row_ends == size->rows && counter.found.cells == size->cells &&
           counter.length == strlen(end) && memcmp(counter.tag, end, strlen(end)) == 0;
}

int workbook_check(const char *bytes, size_t length, const struct sheet_size *sizes, size_t num_sheets,
                   struct err *err)
{
    const unsigned char *at_bytes = (const unsigned char *)bytes;
    size_t at = length >= END_SIZE ? number_at(at_bytes + length - END_SIZE + 16, 4) : length, num_whole = 0;
    struct member member;

    while (read_entry(at_bytes, length, &at, &member)) {
        unsigned number = 0;
        const char *digits = member.name + strlen("xl/worksheets/sheet");
        if (strncmp(member.name, "xl/worksheets/sheet", strlen("xl/worksheets/sheet")) != 0)
            continue;
        for (; *digits >= '0' && *digits <= '9' && number < 1000; digits++)
            number = 10 * number + (unsigned)(*digits - '0');
        num_whole += number >= 1 && number <= num_sheets && is_whole(&member, &sizes[number - 1]);
    }
    return num_whole == num_sheets
               ? ERR_OK
               : err_set(err, ERR_IO,
                         "the workbook could not be made whole: is the disk of temporary files full? "
                         "(TMPDIR names another)");
}

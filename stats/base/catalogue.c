#include "stats/base/catalogue.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER_BYTES = 28, MAX_BYTES = 16 << 20 };

/* The file as it is, and its two tables of (length, offset). Written once, before there are threads. */
static struct catalogue {
    char *bytes;
    size_t length;
    uint32_t num, originals, translations;
    bool zero_is_singular;
} catalogue;

static uint32_t number_at(const struct catalogue *self, size_t offset)
{
    uint32_t value;

    memcpy(&value, self->bytes + offset, sizeof value);
    return value;
}

/* The text of an entry; NULL when it does not lie in the file with a NUL at its end. */
static const char *text_at(const struct catalogue *self, uint32_t table, uint32_t index)
{
    size_t entry = (size_t)table + 8 * (size_t)index;
    size_t length = number_at(self, entry), offset = number_at(self, entry + 4);

    if (offset >= self->length || length >= self->length - offset || self->bytes[offset + length] != '\0')
        return NULL;
    return self->bytes + offset;
}

static bool table_fits(const struct catalogue *self, uint32_t table)
{
    return table <= self->length && self->num <= (self->length - table) / 8;
}

/* Everything that a look-up relies on: texts within the file, originals in order. */
static bool is_sound(struct catalogue *self)
{
    const char *before = NULL;

    if (self->length < HEADER_BYTES || number_at(self, 0) != UINT32_C(0x950412de))
        return false;
    self->num = number_at(self, 8);
    self->originals = number_at(self, 12);
    self->translations = number_at(self, 16);
    if (!table_fits(self, self->originals) || !table_fits(self, self->translations))
        return false;
    for (uint32_t i = 0; i < self->num; i++) {
        const char *original = text_at(self, self->originals, i);
        if (original == NULL || text_at(self, self->translations, i) == NULL ||
            (before != NULL && strcmp(before, original) >= 0))
            return false;
        before = original;
    }
    return true;
}

static bool read_bytes(struct catalogue *self, int file)
{
    struct stat about;
    ssize_t got = 1;

    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > MAX_BYTES)
        return false;
    self->bytes = malloc((size_t)about.st_size + 1);
    while (self->bytes != NULL && got > 0 && self->length < (size_t)about.st_size) {
        got = read(file, self->bytes + self->length, (size_t)about.st_size - self->length);
        self->length += got > 0 ? (size_t)got : 0;
    }
    return self->bytes != NULL && self->length == (size_t)about.st_size;
}

/* Of the rules of gettext the two that the languages spoken have: (n > 1) and, as in English, (n != 1). */
static bool header_takes_zero_as_one(const struct catalogue *self)
{
    if (self->num == 0 || text_at(self, self->originals, 0)[0] != '\0')
        return false;
    return strstr(text_at(self, self->translations, 0), "plural=(n > 1)") != NULL;
}

bool catalogue_load(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good;

    catalogue_free();
    if (file < 0)
        return false;
    good = read_bytes(&catalogue, file) && is_sound(&catalogue);
    close(file);
    if (good)
        catalogue.zero_is_singular = header_takes_zero_as_one(&catalogue);
    else
        catalogue_free();
    return good;
}

void catalogue_free(void)
{
    free(catalogue.bytes);
    catalogue = (struct catalogue){0};
}

/* The place of a text, which of a pair for numbers is the singular; num when it is not there. */
static uint32_t find(const char *text)
{
    uint32_t low = 0, high = catalogue.num;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, text_at(&catalogue, catalogue.originals, middle));
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return catalogue.num;
}

const char *translate(const char *text)
{
    uint32_t index;

    if (text == NULL || text[0] == '\0') /* the empty text is the header of the catalogue */
        return text;
    index = find(text);
    return index < catalogue.num ? text_at(&catalogue, catalogue.translations, index) : text;
}

const char *translate_count(const char *one, const char *many, size_t number)
{
    uint32_t index = find(one);
    size_t first, length;

    if (index == catalogue.num)
        return number == 1 ? one : many;
    const char *text = text_at(&catalogue, catalogue.translations, index);
    first = strlen(text);
    length = number_at(&catalogue, catalogue.translations + 8 * (size_t)index);
    if (number == 1 || (number == 0 && catalogue.zero_is_singular) || first >= length)
        return text;
    return text + first + 1; /* the two forms lie one behind the other, a NUL between */
}

size_t translate_paragraph_length(const char *text)
{
    const char *end = strstr(text, "\n\n");

    return end ? (size_t)(end - text) + 1 : strlen(text);
}

size_t translate_entry_length(const char *text)
{
    const char *end = strchr(text, '\n');

    while (end != NULL && end[1] == ' ')
        end = strchr(end + 1, '\n');
    return end ? (size_t)(end - text) + 1 : strlen(text);
}

void translate_bytes(struct strbuf *out, const char *text, size_t length)
{
    struct strbuf part = {0};

    strbuf_add_bytes(&part, text, length);
    out->failed |= part.failed;
    strbuf_add(out, translate(strbuf_text(&part)));
    strbuf_free(&part);
}

void translate_paragraphs(struct strbuf *out, const char *text)
{
    while (*text != '\0') {
        size_t length = translate_paragraph_length(text);
        translate_bytes(out, text, length);
        text += length;
        for (; *text == '\n'; text++)
            strbuf_add_char(out, '\n');
    }
}

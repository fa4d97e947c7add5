#include "stats/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t text_utf8_prefix(const char *text, size_t length)
{
    size_t i = 0;

    while (i < length) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x80) {
            i++;
            continue;
        }
        utf8proc_int32_t code;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i), &code);
        if (step <= 0)
            return i;
        i += (size_t)step;
    }
    return length;
}

static void add_code_point(struct strbuf *out, int32_t code)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char(code, bytes);

    strbuf_add_bytes(out, (const char *)bytes, (size_t)length);
}

void text_add_cp1252(struct strbuf *out, const char *text, size_t length)
{
    /* Code points of bytes 0x80 to 0x9F, from the Unicode mapping table CP1252.TXT. */
    static const uint16_t high[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    };
    size_t start = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x80)
            continue;
        strbuf_add_bytes(out, text + start, i - start);
        add_code_point(out, byte < 0xA0 ? high[byte - 0x80] : byte);
        start = i + 1;
    }
    strbuf_add_bytes(out, text + start, length - start);
}

size_t text_num_characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

void text_add_cell(struct strbuf *out, const char *text, size_t width, size_t most)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    size_t used = 0;
    utf8proc_int32_t code;

    while (*bytes != '\0') {
        utf8proc_ssize_t step = utf8proc_iterate(bytes, -1, &code);
        size_t columns = step > 0 ? (size_t)utf8proc_charwidth(code) : 1;
        if (used + columns > most)
            break;
        step = step > 0 ? step : 1;
        strbuf_add_bytes(out, (const char *)bytes, (size_t)step);
        bytes += step;
        used += columns;
    }
    for (; used < width; used++)
        strbuf_add_char(out, ' ');
}

size_t text_find_control(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte == 0x7F)
            return i;
        if (byte == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0)
            return i;
    }
    return length;
}

void text_add_folded(struct strbuf *out, const char *text)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                         UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

    if (length < 0)
        strbuf_add(out, text); /* invalid UTF-8: compare it as it is */
    else
        strbuf_add_bytes(out, (const char *)folded, (size_t)length);
    free(folded);
}

static bool is_slug_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

void text_add_slug(struct strbuf *out, const char *text)
{
    struct strbuf folded = {0};
    size_t start = out->length;
    bool gap = false;

    text_add_folded(&folded, text);
    for (const char *c = strbuf_text(&folded); *c != '\0' && out->length - start < 63; c++) {
        if (!is_slug_character(*c)) {
            gap = true;
            continue;
        }
        if (gap && out->length > start)
            strbuf_add_char(out, '-');
        gap = false;
        strbuf_add_char(out, *c);
    }
    out->failed |= folded.failed;
    strbuf_free(&folded);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_ignoring_case(const char *a, const char *b)
{
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}

bool text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text), end = strlen(suffix);

    return length >= end && strcmp(text + length - end, suffix) == 0;
}

bool text_is_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return length > 0;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;

    return m < c ? m : c;
}

/* Levenshtein distance, ASCII case ignored; words longer than 63 bytes are
 * never near anything. Of b only a beginning counts, the best one, when it may go on. */
static size_t edit_distance(const char *a, const char *b, bool may_go_on)
{
    size_t row[64];
    size_t len_b = strlen(b);

    if (len_b >= 64 || strlen(a) >= 64)
        return 64;
    for (size_t j = 0; j <= len_b; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len_b; j++) {
            size_t above = row[j];
            size_t change = ascii_lower(a[i - 1]) != ascii_lower(b[j - 1]);
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + change);
            diagonal = above;
        }
    }
    for (size_t j = 0; may_go_on && j < len_b; j++)
        row[len_b] = row[j] < row[len_b] ? row[j] : row[len_b];
    return row[len_b];
}

static const char *nearest_within(const char *word, const char *const *candidates, size_t num_candidates,
                                  size_t limit, bool may_go_on)
{
    size_t best = limit + 1;
    const char *nearest = NULL;

    for (size_t i = 0; i < num_candidates; i++) {
        size_t distance = edit_distance(word, candidates[i], may_go_on);
        if (distance < best && distance < strlen(word)) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

const char *text_nearest(const char *word, const char *const *candidates, size_t num_candidates)
{
    size_t limit = strlen(word) / 3 > 2 ? strlen(word) / 3 : 2;
    const char *nearest = nearest_within(word, candidates, num_candidates, limit, false);

    if (nearest == NULL && strlen(word) >= 4)
        nearest = nearest_within(word, candidates, num_candidates, strlen(word) / 5, true);
    return nearest;
}

bool text_is_date(const char *text)
{
    return strlen(text) == 10 && text[4] == '-' && text[7] == '-' && text_is_digits(text, 4) &&
           text_is_digits(text + 5, 2) && text_is_digits(text + 8, 2);
}

unsigned text_year(const char *date)
{
    unsigned year = 0;

    for (size_t i = 0; i < 4 && text_is_date(date); i++)
        year = 10 * year + (unsigned)(date[i] - '0');
    return year;
}

const char *text_after_colon(const char *label)
{
    const char *colon = strchr(label, ':');

    if (colon == NULL)
        return label;
    colon++;
    return colon + strspn(colon, " ");
}

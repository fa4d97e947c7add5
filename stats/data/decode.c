#include "stats/data/decode.h"

#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"

/* How the lines of a file look when read as UTF-8. */
struct survey {
    size_t num_bad;          /* lines with bytes that are not UTF-8 */
    size_t num_multibyte;    /* lines with valid characters beyond ASCII */
    long first_bad_line;     /* 0 if none */
    long first_bad_position; /* byte in that line, from 1 */
    unsigned char first_bad_byte;
    long first_multibyte_line;
};

static bool has_high_byte(const char *text, size_t length)
{
    uint64_t all = 0, word;
    size_t i = 0;

    for (; i + sizeof word <= length; i += sizeof word) {
        memcpy(&word, text + i, sizeof word);
        all |= word;
    }
    for (; i < length; i++)
        all |= (unsigned char)text[i];
    return (all & UINT64_C(0x8080808080808080)) != 0;
}

static void survey_line(struct survey *self, const char *line, size_t length, long number)
{
    size_t good;

    if (!has_high_byte(line, length))
        return;
    good = text_utf8_prefix(line, length);
    if (good == length) {
        if (self->num_multibyte++ == 0)
            self->first_multibyte_line = number;
        return;
    }
    if (self->num_bad++ == 0) {
        self->first_bad_line = number;
        self->first_bad_position = (long)good + 1;
        self->first_bad_byte = (unsigned char)line[good];
    }
}

static void survey_text(struct survey *self, const char *text, size_t length)
{
    const char *end = text + length;
    long number = 1;

    if (!has_high_byte(text, length))
        return;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        size_t line_length = stop ? (size_t)(stop - text) + 1 : (size_t)(end - text);
        survey_line(self, text, line_length, number++);
        text += line_length;
    }
}

static int convert_utf16(struct decoded *self, const struct source *source, struct problems *problems,
                         struct err *err)
{
    iconv_t converter = iconv_open("UTF-8", "UTF-16"); /* honours the BOM */
    size_t room = source->length * 2 + 16, in_left = source->length, out_left = room;
    char *in = source->bytes, *out;
    size_t status;

    if (converter == (iconv_t)-1)
        return err_set(err, ERR_INTERNAL, "this system cannot convert UTF-16");
    self->owned = out = mem_alloc(room + 1, 1, err);
    if (out == NULL) {
        iconv_close(converter);
        return ERR_LIMIT;
    }
    status = iconv(converter, &in, &in_left, &out, &out_left);
    iconv_close(converter);
    if (status == (size_t)-1)
        problem_error(problems, ((struct place){source->name, 0, 0}), "save the file again as UTF-8",
                      "damaged UTF-16 text at byte %zu", source->length - in_left + 1);
    self->text = self->owned;
    self->length = room - out_left;
    return ERR_OK;
}

static int convert_cp1252(struct decoded *self, const char *text, size_t length, struct err *err)
{
    struct strbuf converted = {0};

    strbuf_add(&converted, "");
    text_add_cp1252(&converted, text, length);
    if (strbuf_status(&converted, err) != ERR_OK) {
        strbuf_free(&converted);
        return ERR_LIMIT;
    }
    self->owned = converted.text;
    self->text = strbuf_text(&converted);
    self->length = converted.length;
    return ERR_OK;
}

static void report_bad_bytes(const struct survey *survey, const char *name, enum csv_encoding imposed,
                             struct problems *problems)
{
    struct place place = {name, survey->first_bad_line, 0};

    if (imposed == CSV_ENCODING_UTF8)
        problem_error(problems, place, "give --encoding cp1252 if the file comes from an older system",
                      "byte %ld is 0x%02X, which is not UTF-8 (%zu such lines)", survey->first_bad_position,
                      survey->first_bad_byte, survey->num_bad);
    else if (imposed == CSV_ENCODING_DETECT && survey->num_multibyte > 0)
        problem_error(problems, place,
                      "repair the file, or give --encoding cp1252 or utf-8 to impose one reading",
                      "the file mixes encodings: byte %ld is 0x%02X, not UTF-8, but line %ld is UTF-8 "
                      "(%zu lines of one kind, %zu of the other)",
                      survey->first_bad_position, survey->first_bad_byte, survey->first_multibyte_line,
                      survey->num_bad, survey->num_multibyte);
    else if (imposed == CSV_ENCODING_DETECT)
        problem_warning(problems, place, NULL, "not UTF-8 (byte %ld is 0x%02X): read as Windows-1252",
                        survey->first_bad_position, survey->first_bad_byte);
}

static int decode_bytes(struct decoded *self, const struct source *source, enum csv_encoding imposed,
                        struct csv_dialect *dialect, struct problems *problems, struct err *err)
{
    const char *text = source->bytes + (dialect->has_bom ? 3 : 0);
    size_t length = source->length - (dialect->has_bom ? 3 : 0);
    struct survey survey = {0};

    survey_text(&survey, text, length);
    self->text = text;
    self->length = length;
    dialect->encoding = CSV_ENCODING_UTF8;
    if (survey.num_bad > 0)
        report_bad_bytes(&survey, source->name, imposed, problems);
    if (imposed == CSV_ENCODING_CP1252 || (imposed == CSV_ENCODING_DETECT && survey.num_bad > 0)) {
        dialect->encoding = CSV_ENCODING_CP1252;
        return convert_cp1252(self, text, length, err);
    }
    return ERR_OK;
}

int decode_source(struct decoded *self, const struct source *source, enum csv_encoding imposed,
                  struct csv_dialect *dialect, struct problems *problems, struct err *err)
{
    const unsigned char *bytes = (const unsigned char *)source->bytes;

    *self = (struct decoded){0};
    if (source->length >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        dialect->has_bom = true;
        dialect->encoding = CSV_ENCODING_UTF16;
        return convert_utf16(self, source, problems, err);
    }
    dialect->has_bom = source->length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    return decode_bytes(self, source, imposed, dialect, problems, err);
}

void decoded_free(struct decoded *self)
{
    free(self->owned);
    *self = (struct decoded){0};
}

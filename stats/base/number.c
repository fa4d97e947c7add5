#include "stats/base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS_TEXT = 400 }; /* longer than any sensible number */

/* The text without sign marks and grouping: [-]digits[.digits][e[+-]digits]. */
struct plain_number {
    char text[MAX_DIGITS_TEXT + 8];
    size_t length;
    int num_digits; /* before the exponent */
};

const char *number_status_text(enum number_status status)
{
    switch (status) {
    case NUMBER_OK:
        return "a number";
    case NUMBER_EMPTY:
        return "a number, not an empty cell";
    case NUMBER_BAD_GROUPS:
        return "digits grouped in threes, such as 1 234 567";
    case NUMBER_OTHER_MARK:
        return "the decimal mark of the rest of the file";
    case NUMBER_OUT_OF_RANGE:
        return "a number that the program can hold";
    case NUMBER_NOT_AN_INTEGER:
        return "a whole number such as 12";
    case NUMBER_NOT_A_NUMBER:
        break;
    }
    return "a number such as 12.5";
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of a grouping mark at p: space, apostrophe, U+00A0, U+2019, U+202F; 0 if none. */
static size_t group_mark_length(const char *p, const char *end)
{
    if (*p == ' ' || *p == '\'')
        return 1;
    if (end - p >= 2 && memcmp(p, "\xC2\xA0", 2) == 0)
        return 2;
    if (end - p >= 3 && (memcmp(p, "\xE2\x80\xAF", 3) == 0 || memcmp(p, "\xE2\x80\x99", 3) == 0))
        return 3;
    return 0;
}

static void put(struct plain_number *out, char c)
{
    out->text[out->length++] = c;
    out->text[out->length] = '\0';
}

static const char *read_sign(const char *p, const char *end, struct plain_number *out)
{
    if (end - p >= 3 && memcmp(p, "\xE2\x88\x92", 3) == 0) {
        put(out, '-');
        return p + 3;
    }
    if (p < end && (*p == '-' || *p == '+')) {
        if (*p == '-')
            put(out, '-');
        return p + 1;
    }
    return p;
}

static const char *read_digits(const char *p, const char *end, struct plain_number *out)
{
    while (p < end && is_digit(*p) && out->num_digits < MAX_DIGITS_TEXT - 16) {
        put(out, *p++);
        out->num_digits++;
    }
    return p;
}

/* The digits before the decimal mark, with their grouping. */
static const char *read_integer_part(const char *p, const char *end, struct plain_number *out,
                                     enum number_status *status)
{
    int before = out->num_digits;

    p = read_digits(p, end, out);
    int first = out->num_digits - before;
    size_t mark;
    while (p < end && first > 0 && (mark = group_mark_length(p, end)) > 0) {
        const char *group = p + mark;
        int start = out->num_digits;
        p = read_digits(group, end, out);
        if (out->num_digits - start != 3 || first > 3)
            *status = NUMBER_BAD_GROUPS;
    }
    return p;
}

static const char *read_exponent(const char *p, const char *end, struct plain_number *out,
                                 enum number_status *status)
{
    const char *start;

    if (p == end || (*p != 'e' && *p != 'E'))
        return p;
    put(out, 'e');
    p++;
    if (p < end && (*p == '-' || *p == '+'))
        put(out, *p++);
    for (start = p; p < end && is_digit(*p) && p - start < 6; p++)
        put(out, *p);
    if (p == start)
        *status = NUMBER_NOT_A_NUMBER;
    return p;
}

static enum number_status simplify(const char *text, size_t length, char decimal, struct plain_number *out)
{
    const char *p = text, *end = text + length;
    enum number_status status = NUMBER_OK;

    out->length = 0;
    out->num_digits = 0;
    out->text[0] = '\0';
    if (length == 0)
        return NUMBER_EMPTY;
    p = read_sign(p, end, out);
    p = read_integer_part(p, end, out, &status);
    if (p < end && *p == decimal) {
        put(out, '.');
        p = read_digits(p + 1, end, out);
    }
    if (out->num_digits == 0)
        return NUMBER_NOT_A_NUMBER;
    p = read_exponent(p, end, out, &status);
    return p == end ? status : NUMBER_NOT_A_NUMBER;
}

/* A number is exact without strtod when its digits fit 2^53 and the power of
 * ten is at most 22: one correctly rounded operation (Clinger 1990). */
static bool convert_fast(const struct plain_number *plain, double *value)
{
    static const double powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                      1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const char *p = plain->text;
    bool negative = *p == '-';
    uint64_t digits = 0;
    int decimals = 0;
    bool after_mark = false;

    if (plain->num_digits > 15)
        return false;
    for (p += negative; *p != '\0'; p++) {
        if (*p == 'e')
            return false;
        if (*p == '.') {
            after_mark = true;
            continue;
        }
        digits = digits * 10 + (uint64_t)(*p - '0');
        decimals += after_mark;
    }
    *value = (double)digits / powers[decimals];
    if (negative)
        *value = -*value;
    return true;
}

static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static double convert_exactly(const char *text)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_c_locale);
    return c_locale ? strtod_l(text, NULL, c_locale) : strtod(text, NULL);
}

enum number_status number_parse(const char *text, size_t length, char decimal, double *value)
{
    struct plain_number plain;
    enum number_status status = simplify(text, length, decimal, &plain);
    double result;

    if (status == NUMBER_NOT_A_NUMBER &&
        simplify(text, length, decimal == '.' ? ',' : '.', &plain) == NUMBER_OK)
        return NUMBER_OTHER_MARK;
    if (status != NUMBER_OK)
        return status;
    if (!convert_fast(&plain, &result))
        result = convert_exactly(plain.text);
    if (!isfinite(result))
        return NUMBER_OUT_OF_RANGE;
    *value = result;
    return NUMBER_OK;
}

enum number_status number_parse_integer(const char *text, size_t length, int64_t *value)
{
    struct plain_number plain;
    enum number_status status = simplify(text, length, '.', &plain);

    if (status != NUMBER_OK)
        return status;
    if (strpbrk(plain.text, ".e") != NULL)
        return NUMBER_NOT_AN_INTEGER;
    if (plain.num_digits > 17)
        return NUMBER_OUT_OF_RANGE;
    int64_t result = strtoll(plain.text, NULL, 10);
    if (result > INT64_C(9007199254740992) || result < -INT64_C(9007199254740992))
        return NUMBER_OUT_OF_RANGE;
    *value = result;
    return NUMBER_OK;
}

enum number_mark number_mark(const char *text, size_t length)
{
    struct plain_number plain;
    bool point = simplify(text, length, '.', &plain) == NUMBER_OK;
    bool comma = simplify(text, length, ',', &plain) == NUMBER_OK;
    const char *mark;

    if (point == comma)
        return NUMBER_MARK_NONE;
    if (point)
        return NUMBER_MARK_POINT;
    mark = memchr(text, ',', length);
    if (text + length - mark == 4 && mark - text <= 4 && mark > text && text[0] != '0')
        return NUMBER_MARK_AMBIGUOUS;
    return NUMBER_MARK_COMMA;
}

/* printf follows LC_NUMERIC; whatever mark it wrote becomes a point. */
static size_t force_point(char *text, size_t length)
{
    size_t mark = strspn(text, "+-0123456789");
    size_t rest;

    if (mark >= length || text[mark] == 'e')
        return length;
    rest = mark + 1;
    while (rest < length && !is_digit(text[rest]))
        rest++;
    text[mark] = '.';
    memmove(text + mark + 1, text + rest, length - rest + 1);
    return length - (rest - mark - 1);
}

size_t number_format_digits(double value, int digits, char out[NUMBER_TEXT_SIZE])
{
    if (value == 0)
        value = 0; /* no "-0" */
    int length = snprintf(out, NUMBER_TEXT_SIZE, "%.*g", digits, value);

    return force_point(out, (size_t)length);
}

size_t number_format(double value, char out[NUMBER_TEXT_SIZE])
{
    size_t length = 0;
    /* 15 digits always come back as the same text, unless the double is subnormal */
    int enough = fabs(value) < DBL_MIN ? 1 : 15;

    for (int digits = enough; digits <= 17; digits++) {
        length = number_format_digits(value, digits, out);
        if (convert_exactly(out) == value)
            break;
    }
    return length;
}

#include "stats/base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"

enum { MAX_DIGITS_TEXT = 400 }; /* longer than any sensible number */

/* Powers of ten that a double holds exactly. */
static const double powers[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

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
        return _("a number");
    case NUMBER_EMPTY:
        return _("a number, not an empty cell");
    case NUMBER_BAD_GROUPS:
        return _("digits grouped in threes, such as 1 234 567");
    case NUMBER_OTHER_MARK:
        return _("the decimal mark of the rest of the file");
    case NUMBER_OUT_OF_RANGE:
        return _("a number that the program can hold");
    case NUMBER_NOT_AN_INTEGER:
        return _("a whole number such as 12");
    case NUMBER_NOT_A_NUMBER:
        break;
    }
    return _("a number such as 12.5");
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

/* Appends digits to a number; the first byte that is none. */
static inline const char *take_digits(const char *p, const char *end, uint64_t *sum)
{
    for (; p < end; p++) {
        unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit > 9)
            break;
        *sum = *sum * 10 + digit;
    }
    return p;
}

/* Of a text of digits with at most one mark: the digits as an integer and how many come after
 * the mark. False for anything else, and beyond 19 digits. */
static bool read_plain(const char *p, const char *end, char decimal, uint64_t *digits, int *decimals)
{
    const char *start = p;
    uint64_t sum = 0;

    if (end - p > 20)
        return false;
    p = take_digits(p, end, &sum);
    bool has_mark = p < end && *p == decimal;
    *decimals = has_mark ? (int)(end - p) - 1 : 0;
    if (has_mark)
        p = take_digits(p + 1, end, &sum);
    int num_digits = (int)(end - start) - has_mark;
    *digits = sum;
    return p == end && num_digits >= 1 && num_digits <= 19;
}

__extension__ typedef unsigned __int128 uint128;

/* digits / 10^decimals, correctly rounded. 10^decimals = 2^decimals 5^decimals with a 5^decimals
 * below 2^45: the quotient of 128 by 64 bits has at least 62 bits, of which the last stands for
 * all that follow (sticky), and the conversion rounds once. */
static double divide_exactly(uint64_t digits, int decimals)
{
    uint64_t five = 1;

    for (int i = 0; i < decimals; i++)
        five *= 5;
    int up = __builtin_clzll(digits), down = __builtin_clzll(five);
    uint128 numerator = (uint128)(digits << up) << 63;
    uint64_t divisor = five << down;
    uint64_t quotient = (uint64_t)(numerator / divisor);
    quotient |= (uint128)quotient * divisor != numerator;
    return ldexp((double)quotient, down - up - 63 - decimals);
}

/* Digits below 2^53 and a power of ten up to 22 need one correctly rounded division
 * (Clinger 1990). */
static double divide(uint64_t digits, int decimals)
{
    if (decimals == 0 || digits == 0)
        return (double)digits;
    return digits <= UINT64_C(1) << 53 ? (double)digits / powers[decimals] : divide_exactly(digits, decimals);
}

/* Most numbers of files: no sign but '-', no groups, no exponent. */
static bool parse_plain(const char *text, size_t length, char decimal, double *value)
{
    const char *end = text + length;
    bool negative = length > 0 && *text == '-';
    uint64_t digits;
    int decimals;

    if (!read_plain(text + negative, end, decimal, &digits, &decimals))
        return false;
    *value = negative ? -divide(digits, decimals) : divide(digits, decimals);
    return true;
}

enum number_status number_parse(const char *text, size_t length, char decimal, double *value)
{
    struct plain_number plain;

    if (parse_plain(text, length, decimal, value))
        return NUMBER_OK;
    enum number_status status = simplify(text, length, decimal, &plain);
    double result;

    if (status == NUMBER_NOT_A_NUMBER &&
        simplify(text, length, decimal == '.' ? ',' : '.', &plain) == NUMBER_OK)
        return NUMBER_OTHER_MARK;
    if (status != NUMBER_OK)
        return status;
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

static size_t write_digits(uint64_t value, char *out)
{
    char reversed[20];
    size_t length = 0;

    do
        reversed[length++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    for (size_t i = 0; i < length; i++)
        out[i] = reversed[length - 1 - i];
    return length;
}

size_t number_format_integer(int64_t value, char out[NUMBER_TEXT_SIZE])
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    out[0] = '-';
    size_t length = write_digits(size, out + (value < 0)) + (value < 0);
    out[length] = '\0';
    return length;
}

/* Puts the mark behind the first 1 + exponent of num digits, without the zeros at the end. */
static size_t place_point(char *out, int num, int exponent)
{
    int whole = exponent + 1, lead = whole <= 0 ? 1 - whole : 0;

    memmove(out + lead, out, (size_t)num);
    memset(out, '0', (size_t)lead);
    num += lead;
    whole = lead > 0 ? 1 : whole;
    while (num > whole && out[num - 1] == '0')
        num--;
    if (num > whole) {
        memmove(out + whole + 1, out + whole, (size_t)(num - whole));
        out[whole] = '.';
        num++;
    }
    return (size_t)num;
}

/* What printf writes with %.*g, for the numbers where one product says it: value * 10^k, off by
 * less than a hundredth, is far enough from where the rounding turns. 0 for all others. */
static size_t format_plain(double value, int digits, char *out)
{
    static const double below_one[] = {1e-1, 1e-2, 1e-3, 1e-4}; /* each just above its decimal */
    double size = fabs(value);
    size_t sign = value < 0;
    int exponent = 0;

    if (digits > 14 || (size < 1e-4 && value != 0) || !(size < powers[digits]))
        return 0;
    out[0] = '-';
    if (size == floor(size))
        return sign + write_digits((uint64_t)size, out + sign);
    while (size >= powers[exponent + 1])
        exponent++;
    for (int i = 0; size < 1 && (i == 0 || size < below_one[i - 1]); i++)
        exponent--;
    double scaled = size * powers[digits - 1 - exponent], below = floor(scaled), rest = scaled - below;
    uint64_t number = (uint64_t)below + (rest > 0.5);
    if (fabs(rest - 0.5) < 0.01 || number <= (uint64_t)powers[digits - 1] ||
        number >= (uint64_t)powers[digits])
        return 0;
    write_digits(number, out + sign);
    return sign + place_point(out + sign, digits, exponent);
}

size_t number_format_digits(double value, int digits, char out[NUMBER_TEXT_SIZE])
{
    size_t plain = format_plain(value, digits, out);

    if (plain > 0) {
        out[plain] = '\0';
        return plain;
    }
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

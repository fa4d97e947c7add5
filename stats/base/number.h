/* Numbers as text, independent of any locale.
 *
 * Accepted: an optional sign (+, -, or U+2212), digits with an optional decimal
 * mark and an optional exponent (e or E). Digits before the mark may be grouped
 * in threes by a space, U+00A0, U+202F or an apostrophe, strictly: "1 234 567".
 * Not accepted: hexadecimal, "inf", "nan", a lone mark, anything else. */
#ifndef STATS_BASE_NUMBER_H
#define STATS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum number_status {
    NUMBER_OK,
    NUMBER_EMPTY,
    NUMBER_NOT_A_NUMBER,
    NUMBER_BAD_GROUPS,    /* grouped, but not in threes */
    NUMBER_OTHER_MARK,    /* would be a number with the other decimal mark */
    NUMBER_OUT_OF_RANGE,  /* beyond the largest double, or 2^53 for an integer */
    NUMBER_NOT_AN_INTEGER /* number_parse_integer only */
};

/* What was expected, for an error message: "a number such as 12.5". */
const char *number_status_text(enum number_status status);

/* Reads all of text (length bytes, no surrounding spaces) with the decimal
 * mark '.' or ','. *value is set only when the result is NUMBER_OK, and is then
 * the double nearest to the decimal text. */
enum number_status number_parse(const char *text, size_t length, char decimal, double *value);

/* An integer of magnitude at most 2^53 (exact as a double). */
enum number_status number_parse_integer(const char *text, size_t length, int64_t *value);

/* Which decimal mark a text shows, to detect that of a file. */
enum number_mark {
    NUMBER_MARK_NONE,      /* no mark, or not a number at all */
    NUMBER_MARK_POINT,     /* a number only with '.' */
    NUMBER_MARK_COMMA,     /* a number only with ',' */
    NUMBER_MARK_AMBIGUOUS, /* "1,234": a decimal or a thousand? */
};
enum number_mark number_mark(const char *text, size_t length);

/* The shortest text that reads back as the same double; value is finite.
 * out has room for NUMBER_TEXT_SIZE bytes. Returns the length. */
enum { NUMBER_TEXT_SIZE = 32 };
size_t number_format(double value, char out[NUMBER_TEXT_SIZE]);

/* A whole number. */
size_t number_format_integer(int64_t value, char out[NUMBER_TEXT_SIZE]);

/* At most digits significant digits (1 to 17), trailing zeros dropped. */
size_t number_format_digits(double value, int digits, char out[NUMBER_TEXT_SIZE]);

#endif

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/number.h"
#include "stats/numeric/random.h"
#include "tests/unit/support.h"

static enum number_status parse(const char *text, char decimal, double *value)
{
    return number_parse(text, strlen(text), decimal, value);
}

START_TEST(numbers_are_read)
{
    static const struct {
        const char *text;
        char decimal;
        double value;
    } cases[] = {
        {"0", '.', 0},
        {"12.5", '.', 12.5},
        {"12,5", ',', 12.5},
        {"-3", '.', -3},
        {"+3", '.', 3},
        {"\xE2\x88\x92"
         "3,25",
         ',', -3.25},
        {".5", '.', 0.5},
        {"5.", '.', 5},
        {"1e3", '.', 1000},
        {"1.5E-2", '.', 0.015},
        {"1 234 567", '.', 1234567},
        {"1\xC2\xA0"
         "234,5",
         ',', 1234.5},
        {"1\xE2\x80\xAF"
         "234",
         '.', 1234},
        {"1'234'567.25", '.', 1234567.25},
        {"0.1", '.', 0.1},
        {"9007199254740993", '.', 9007199254740992.0}, /* nearest, ties to even */
        {"123456789012345.678", '.', 123456789012345.678},
        {"1.7976931348623157e308", '.', 1.7976931348623157e308},
        {"5e-324", '.', 5e-324},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = NAN;
        ck_assert_msg(parse(cases[i].text, cases[i].decimal, &value) == NUMBER_OK, "%s", cases[i].text);
        ck_assert_msg(value == cases[i].value, "%s gave %.17g", cases[i].text, value);
    }
}
END_TEST

START_TEST(other_texts_are_refused)
{
    static const struct {
        const char *text;
        char decimal;
        enum number_status status;
    } cases[] = {
        {"", '.', NUMBER_EMPTY},
        {".", '.', NUMBER_NOT_A_NUMBER},
        {"-", '.', NUMBER_NOT_A_NUMBER},
        {"12a", '.', NUMBER_NOT_A_NUMBER},
        {"nan", '.', NUMBER_NOT_A_NUMBER},
        {"NaN", '.', NUMBER_NOT_A_NUMBER},
        {"inf", '.', NUMBER_NOT_A_NUMBER},
        {"nan(123)", '.', NUMBER_NOT_A_NUMBER},
        {"0x1F", '.', NUMBER_NOT_A_NUMBER},
        {"1e", '.', NUMBER_NOT_A_NUMBER},
        {"1e+", '.', NUMBER_NOT_A_NUMBER},
        {"--1", '.', NUMBER_NOT_A_NUMBER},
        {"1,5", '.', NUMBER_OTHER_MARK},
        {"1.5", ',', NUMBER_OTHER_MARK},
        {"12 34", '.', NUMBER_BAD_GROUPS},
        {"1 2345", '.', NUMBER_BAD_GROUPS},
        {"1234 567", '.', NUMBER_BAD_GROUPS},
        {"1e999", '.', NUMBER_OUT_OF_RANGE},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 42;
        enum number_status status = parse(cases[i].text, cases[i].decimal, &value);
        ck_assert_msg(status == cases[i].status, "'%s': status %d", cases[i].text, status);
        ck_assert_msg(value == 42, "'%s' set a value", cases[i].text);
    }
}
END_TEST

START_TEST(a_nul_byte_is_no_number)
{
    double value = 42;

    ck_assert_int_eq(number_parse("1\0002", 3, '.', &value), NUMBER_NOT_A_NUMBER);
    ck_assert(value == 42);
}
END_TEST

START_TEST(integers_have_limits)
{
    int64_t value = 0;

    ck_assert_int_eq(number_parse_integer("9007199254740992", 16, &value), NUMBER_OK);
    ck_assert(value == INT64_C(9007199254740992));
    ck_assert_int_eq(number_parse_integer("9007199254740993", 16, &value), NUMBER_OUT_OF_RANGE);
    ck_assert_int_eq(number_parse_integer("99999999999999999999", 20, &value), NUMBER_OUT_OF_RANGE);
    ck_assert_int_eq(number_parse_integer("1.5", 3, &value), NUMBER_NOT_AN_INTEGER);
    ck_assert_int_eq(number_parse_integer("-12", 3, &value), NUMBER_OK);
    ck_assert(value == -12);
}
END_TEST

START_TEST(marks_are_recognised)
{
    ck_assert_int_eq(number_mark("12", 2), NUMBER_MARK_NONE);
    ck_assert_int_eq(number_mark("12.5", 4), NUMBER_MARK_POINT);
    ck_assert_int_eq(number_mark("12,5", 4), NUMBER_MARK_COMMA);
    ck_assert_int_eq(number_mark("1,234", 5), NUMBER_MARK_AMBIGUOUS);
    ck_assert_int_eq(number_mark("abc", 3), NUMBER_MARK_NONE);
}
END_TEST

/* The C library is the outside opinion: in the C locale strtod is exact. */
START_TEST(text_and_number_round_trip)
{
    for (uint32_t i = 0; i < 200000; i++) {
        uint32_t counter[4] = {i, 7, 0, 0}, key[2] = {1, 2}, words[4];
        union {
            uint64_t bits;
            double value;
        } u;
        char text[NUMBER_TEXT_SIZE];
        double back = NAN;

        philox4x32(counter, key, words);
        u.bits = (uint64_t)words[0] << 32 | words[1];
        if (!isfinite(u.value))
            continue;
        number_format(u.value, text);
        ck_assert_msg(parse(text, '.', &back) == NUMBER_OK && back == u.value, "%s", text);
        ck_assert_msg(strtod(text, NULL) == u.value, "%s is not the same number for the C library", text);
    }
}
END_TEST

START_TEST(texts_are_the_shortest)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.1, "0.1"},       {1.0 / 3, "0.3333333333333333"}, {100000, "100000"}, {1e21, "1e+21"}, {-0.0, "0"},
        {5e-324, "5e-324"}, {123456.789, "123456.789"}};
    char text[NUMBER_TEXT_SIZE];

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        number_format(cases[i].value, text);
        ck_assert_str_eq(text, cases[i].text);
    }
    number_format_digits(2.0 / 3, 4, text);
    ck_assert_str_eq(text, "0.6667");
    number_format_digits(123456.789, 8, text);
    ck_assert_str_eq(text, "123456.79");
}
END_TEST

/* Digits, mark and sign as files have them: the C library is the reference. */
START_TEST(plain_numbers_are_those_of_the_c_library)
{
    struct stream stream = stream_make(21, "plain numbers");

    for (uint64_t i = 0; i < 400000; i++) {
        uint32_t words[4];
        char text[64];
        stream_block(&stream, i, 0, 0, words);
        int digits = 1 + (int)(words[0] % 19), mark = (int)(words[1] % 21);
        uint64_t number = (uint64_t)words[2] << 32 | words[3];
        if (i % 3 == 0) /* near a half of the last bit: 2^53 + 1, 2^54 + 3 ... */
            number = (UINT64_C(1) << (53 + i % 11)) + number % 16;
        int length = snprintf(text, sizeof text, "%s%0*llu", i % 5 == 0 ? "-" : "", digits,
                              (unsigned long long)(i % 3 == 0 ? number : number % 10000000000000000000u));
        if (mark < length && (mark > 0 || text[0] != '-')) {
            memmove(text + mark + 1, text + mark, (size_t)(length - mark) + 1);
            text[mark] = '.';
        }
        double value = NAN;
        ck_assert_msg(parse(text, '.', &value) == NUMBER_OK, "%s", text);
        double expected = strtod(text, NULL);
        ck_assert_msg(memcmp(&value, &expected, sizeof value) == 0, "%s gave %.17g", text, value);
    }
}
END_TEST

START_TEST(digits_are_those_of_the_c_library)
{
    struct stream stream = stream_make(22, "digits");

    for (uint64_t i = 0; i < 400000; i++) {
        uint32_t words[4];
        stream_block(&stream, i, 0, 0, words);
        int digits = 1 + (int)(words[0] % 17);
        double value = words[1] / 4294967296.0 * pow(10, (double)(i % 40) - 10);
        char text[NUMBER_TEXT_SIZE], expected[64];
        if (i % 4 == 0) /* decimals that end in 5, integers, powers of ten */
            value = floor(value * 1000) / (i % 8 == 0 ? 2000 : 1000);
        if (i % 97 == 0)
            value = pow(10, (double)(i % 30) - 8);
        value = i % 7 == 0 ? -value : value;
        number_format_digits(value, digits, text);
        snprintf(expected, sizeof expected, "%.*g", digits, value == 0 ? 0 : value);
        ck_assert_msg(strcmp(text, expected) == 0, "%s instead of %s", text, expected);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, numbers_are_read);
    tcase_add_test(tests, other_texts_are_refused);
    tcase_add_test(tests, a_nul_byte_is_no_number);
    tcase_add_test(tests, integers_have_limits);
    tcase_add_test(tests, marks_are_recognised);
    tcase_add_test(tests, text_and_number_round_trip);
    tcase_add_test(tests, texts_are_the_shortest);
    tcase_add_test(tests, plain_numbers_are_those_of_the_c_library);
    tcase_add_test(tests, digits_are_those_of_the_c_library);
}

int main(void)
{
    return test_main("number", add);
}

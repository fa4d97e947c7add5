/* Random texts as numbers: what is accepted is what the C library reads, and every
 * number survives being written and read. usage: fuzz_number SECONDS [SEED] */
#include <math.h>

#include "stats/base/number.h"
#include "tests/fuzz/mutate.h"

static void require(int holds, const char *what, const char *text)
{
    if (holds)
        return;
    fprintf(stderr, "%s: '%s'\n", what, text);
    abort();
}

static void one(struct mutator *m)
{
    static const char *const seeds[] = {"0",   "-12.5", "1 234 567.25", "3e-7", "9007199254740993",
                                        "+.5", "1e308"};
    const char *seed = seeds[mutate_random(m, sizeof seeds / sizeof seeds[0])];
    char text[NUMBER_TEXT_SIZE];
    double value, back;
    int64_t integer;
    union {
        uint64_t bits;
        double value;
    } any;

    mutate(m, seed, strlen(seed));
    number_mark(m->bytes, m->length);
    if (number_parse(m->bytes, m->length, '.', &value) == NUMBER_OK) {
        require(isfinite(value), "not finite", m->bytes);
        char *end;
        double other = strtod(m->bytes, &end);
        if ((size_t)(end - m->bytes) == m->length) /* no groups, no U+2212 */
            require(memcmp(&value, &other, sizeof value) == 0, "another value than the C library", m->bytes);
    }
    if (number_parse_integer(m->bytes, m->length, &integer) == NUMBER_OK)
        require(integer >= -(INT64_C(1) << 53) && integer <= INT64_C(1) << 53, "an integer out of range",
                m->bytes);
    any.bits = mutate_random(m, UINT64_MAX);
    if (isfinite(any.value)) {
        size_t length = number_format(any.value, text);
        require(number_parse(text, length, '.', &back) == NUMBER_OK && back == any.value,
                "a number that does not survive", text);
        int digits = 1 + (int)mutate_random(m, 17);
        char expected[64];
        snprintf(expected, sizeof expected, "%.*g", digits, any.value == 0 ? 0 : any.value);
        number_format_digits(any.value, digits, text);
        require(strcmp(text, expected) == 0, "other digits than the C library", text);
    }
}

int main(int argc, char **argv)
{
    return mutate_main(argc, argv, "fuzz_number", one);
}

/* Cross-tables of records: cutting files into pieces, sums by group against a plain loop, what is
 * wrong with a file whatever the pieces and the threads. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/data/tabulation.h"
#include "stats/numeric/random.h"
#include "tests/unit/support.h"

START_TEST(files_are_cut_outside_quotes)
{
    static const struct {
        const char *text;
        char line_end;
        size_t whole;
    } cases[] = {
        {"a;b\n1;2\n3", '\n', 8}, {"a;b", '\n', 0},           {"a;\"x\ny", '\n', 0},
        {"1\n\"x\ny", '\n', 2},   {"1\n\"x\ny\"\n", '\n', 8}, {"\"a\"\"\n\"\n1", '\n', 7},
        {"1\r\n2\r\n3", '\n', 6}, {"1\r2\r3", '\r', 4},       {"1\r2\r", '\r', 2}, /* perhaps half of CRLF */
        {"1\r2\r\n3", '\r', 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(csv_whole_records(cases[i].text, strlen(cases[i].text), cases[i].line_end) ==
                          cases[i].whole,
                      "case %zu", i);
}
END_TEST

START_TEST(lines_are_counted)
{
    char text[1001];

    ck_assert_int_eq(csv_count_lines("", 0), 0);
    ck_assert_int_eq(csv_count_lines("a\r\nb\rc\n\r", 9), 4);
    for (size_t i = 0; i < 1000; i++)
        text[i] = i % 7 == 0 ? '\n' : 'x';
    ck_assert_int_eq(csv_count_lines(text, 1000), 143);
}
END_TEST

enum { NUM_KEYS = 700, NUM_RECORDS = 20000, MOST_KEY = 200 };

struct expected {
    char key[MOST_KEY];
    size_t length;
    uint64_t num;
    double weight, sum, squares;
};

/* Texts of 0 to 60 letters; the first letters are the same in many. */
static void make_key(struct expected *self, const struct stream *stream, uint32_t site)
{
    char *out = self->key;

    for (uint32_t part = 0; part < 3; part++) {
        uint32_t words[4];
        stream_block(stream, site, part, 0, words);
        size_t length = part == 0 ? words[0] % 3 : words[0] % (site % 10 == 0 ? 60 : 9);
        for (size_t i = 0; i < length; i++)
            *out++ = i < 4 ? 'a' : (char)('a' + words[1 + i % 3] % 3);
        *out++ = '\0';
    }
    self->length = (size_t)(out - self->key);
}

static struct expected *find_key(struct expected *keys, size_t num, const struct expected *key)
{
    for (size_t i = 0; i < num; i++)
        if (keys[i].length == key->length && memcmp(keys[i].key, key->key, key->length) == 0)
            return &keys[i];
    return NULL;
}

static int by_key(const void *a, const void *b)
{
    return memcmp(((const struct expected *)a)->key, ((const struct expected *)b)->key, MOST_KEY);
}

static void expect_groups(const struct group_share *shares, const struct expected *keys, size_t num_keys,
                          int threads)
{
    const struct group **groups = NULL;
    struct err err = {0};
    size_t num = 0;

    expect_ok(groups_sort(shares, threads, &groups, &num, &err), &err);
    ck_assert_uint_eq(num, num_keys);
    for (size_t i = 0; i < num; i++) {
        ck_assert(memcmp(group_key(groups[i]), keys[i].key, keys[i].length) == 0);
        ck_assert_uint_eq(groups[i]->num_records, keys[i].num);
        ck_assert(groups[i]->weight == keys[i].weight);
        ck_assert(groups[i]->weight_squares == keys[i].squares);
        ck_assert(groups[i]->sums[0].sum == keys[i].sum);
    }
    free(groups);
}

START_TEST(sums_are_those_of_a_plain_loop)
{
    static struct expected keys[NUM_KEYS];
    static struct group_buffer buffers[7][GROUP_SHARES];
    static struct group_share shares[GROUP_SHARES];
    struct stream stream = stream_make(5, "keys");
    struct err err = {0};
    size_t num_keys = 0;

    for (uint32_t i = 0; i < NUM_KEYS; i++) {
        struct expected key = {.num = 0};
        make_key(&key, &stream, i);
        if (find_key(keys, num_keys, &key) == NULL)
            keys[num_keys++] = key;
    }
    ck_assert_uint_gt(num_keys, 400);
    for (uint32_t r = 0; r < NUM_RECORDS; r++) {
        struct expected *key = &keys[(size_t)(stream_unit(&stream, r, 7) * (double)num_keys)];
        double w = 1 + stream_unit(&stream, r, 8), value = stream_unit(&stream, r, 9);
        expect_ok(group_buffers_add(buffers[r * 7 / NUM_RECORDS], key->key, key->length, w, &value, 1, &err),
                  &err);
        key->num++;
        key->weight += w;
        key->squares += w * w;
        key->sum += w * value;
    }
    for (size_t b = 0; b < 7; b++)
        for (size_t s = 0; s < GROUP_SHARES; s++) {
            expect_ok(group_share_add(&shares[s], &buffers[b][s], &err), &err);
            free(buffers[b][s].bytes);
        }
    qsort(keys, num_keys, sizeof keys[0], by_key);
    ck_assert(keys[0].num > 0);
    for (int threads = 1; threads <= 3; threads++)
        expect_groups(shares, keys, num_keys, threads);
    for (size_t s = 0; s < GROUP_SHARES; s++)
        group_share_free(&shares[s]);
}
END_TEST

/* Problems of a file read in pieces of some bytes by some threads. */
static void read_text(const char *text, struct csv_options csv, int threads, struct problems *problems)
{
    static const char *const by[] = {"k"};
    char path[] = "/tmp/bassin-test-XXXXXX";
    int fd = mkstemp(path);
    struct tabulation_options options = {
        .by = by, .num_by = 1, .weight = "w", .csv = csv, .threads = threads};
    struct tabulation table = {.options = &options};
    struct err err = {0};

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    expect_ok(tabulation_add_file(&table, path, problems, &err), &err);
    unlink(path);
    tabulation_free(&table);
}

static void expect_problem(const char *text, size_t num_errors, const char *part)
{
    for (size_t piece = 1; piece < 40; piece += 6)
        for (int threads = 1; threads <= 3; threads++) {
            struct csv_options csv = {.delimiter = ';', .piece = piece, .max_line = 30, .max_field = 20};
            struct problems problems = {0};
            read_text(text, csv, threads, &problems);
            ck_assert_msg(problems.num_errors == num_errors, "piece %zu: %s", piece,
                          problems_text(&problems));
            if (part != NULL)
                expect_contains(problems_text(&problems), part);
            problems_free(&problems);
        }
}

START_TEST(problems_are_those_of_the_whole_file)
{
    expect_problem("k;w\na;1,5\nb;2\nc;2,25\n", 0, NULL);
    expect_problem("k;w\na;1\nb;x\nc;2\nd;2;3\n\"e\n\";-1\n", 3, ":3:2: error: w is 'x'");
    expect_problem("k;w\na;1\nb;x\nc;2\nd;2;3\n\"e\n\";-1\n", 3, ":5:3: error: 3 fields");
    expect_problem("k;w\na;1\nb;x\nc;2\nd;2;3\n\"e\n\";-1\n", 3, ":6:2: error: w is -1");
    expect_problem("k;w\na;1.5\nb;2\nc;2\nd;7,25\n", 1, ":5:2: error: ");
    expect_problem("k;w\na;1,234\nb;2\nc;2\nd;7,250\n", 1, "decimal mark or thousands?");
    expect_problem("k;w\n\xE9;1\n", 1, ":2:1: error: byte 1 of the field is 0xE9");
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, files_are_cut_outside_quotes);
    tcase_add_test(tests, lines_are_counted);
    tcase_add_test(tests, sums_are_those_of_a_plain_loop);
    tcase_add_test(tests, problems_are_those_of_the_whole_file);
}

int main(void)
{
    return test_main("tabulation", add);
}

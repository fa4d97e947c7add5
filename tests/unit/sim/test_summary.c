/* Histograms, exact sums and the recursion of moments. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run/varint.h"
#include "sim/run/accumulator.h"
#include "sim/run/histogram.h"
#include "sim/run/moments.h"
#include "stats/numeric/random.h"
#include "stats/base/processor.h"
#include "tests/unit/support.h"

static void add_all(struct histogram *h, const int64_t *values, int num)
{
    struct err err = {0};

    expect_ok(histogram_add(h, values, num, &err), &err);
}

/* R's type 7, tests/reference/intervals.R */
START_TEST(quantiles_of_few_values)
{
    static const int64_t values[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5};
    static const double p[] = {0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1};
    static const double expected[] = {1, 1, 1, 2.5, 4, 5, 6, 7.5, 9};
    struct histogram h = {0};

    ck_assert(isnan(histogram_quantile(&h, 0.5)));
    add_all(&h, values, 11);
    for (int i = 0; i < 9; i++)
        expect_near(histogram_quantile(&h, p[i]), expected[i], 1e-12, 1e-12);
    ck_assert_int_eq(histogram_resolution(&h), 1);
    histogram_free(&h);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int64_t noisy(uint32_t i, int64_t spread)
{
    struct stream stream = stream_make(3, "histogram");

    return (int64_t)((stream_unit(&stream, i, 0) - 0.3) * (double)spread);
}

/* Any order, any cut into parts, the same state; wide values within a bin. */
START_TEST(order_and_merging_change_nothing)
{
    static const int64_t spreads[] = {50, 4000, 100000, INT64_C(1000000000000)};
    enum { NUM = 5000 };
    int64_t values[NUM], reversed[NUM], sorted[NUM];

    for (size_t k = 0; k < 4; k++) {
        struct histogram a = {0}, b = {0}, c = {0};
        struct err err = {0};
        for (int i = 0; i < NUM; i++)
            values[i] = sorted[i] = noisy((uint32_t)i, spreads[k]);
        for (int i = 0; i < NUM; i++)
            reversed[i] = values[NUM - 1 - i];
        qsort(sorted, NUM, sizeof *sorted, by_value);
        add_all(&a, values, NUM);
        for (int i = 0; i < NUM; i += 7)
            add_all(&b, reversed + i, i + 7 <= NUM ? 7 : NUM - i);
        add_all(&c, values + 1000, NUM - 1000);
        struct histogram part = {0};
        add_all(&part, values, 1000);
        expect_ok(histogram_merge(&c, &part, &err), &err);
        ck_assert_int_eq(a.shift, b.shift);
        ck_assert_int_eq(a.shift, c.shift);
        ck_assert_int_le((a.greatest >> a.shift) - (a.least >> a.shift) + 1, HISTOGRAM_MAX_BINS);
        for (int p = 0; p <= 100; p++) {
            double q = histogram_quantile(&a, p / 100.0);
            double position = p / 100.0 * (NUM - 1);
            int low = (int)floor(position), high = (int)ceil(position);
            double exact = (double)sorted[low] + (position - low) * (double)(sorted[high] - sorted[low]);
            ck_assert(q == histogram_quantile(&b, p / 100.0));
            ck_assert(q == histogram_quantile(&c, p / 100.0));
            ck_assert_msg(fabs(q - exact) <= (double)histogram_resolution(&a) - (a.shift == 0 ? 1 : 0) + 1e-9,
                          "spread %ld, p %d: %g instead of %g", (long)spreads[k], p, q, exact);
        }
        histogram_free(&a);
        histogram_free(&b);
        histogram_free(&c);
        histogram_free(&part);
    }
}
END_TEST

START_TEST(values_above_another)
{
    struct histogram h = {0};
    struct err err = {0};
    int64_t values[] = {-3, 0, 0, 1, 1, 7}, far[] = {1000000};

    ck_assert_uint_eq(histogram_count_above(&h, 0), 0);
    expect_ok(histogram_add(&h, values, 6, &err), &err);
    ck_assert_uint_eq(histogram_count_above(&h, -4), 6);
    ck_assert_uint_eq(histogram_count_above(&h, 0), 3);
    ck_assert_uint_eq(histogram_count_above(&h, 1), 1);
    ck_assert_uint_eq(histogram_count_above(&h, 7), 0);
    expect_ok(histogram_add(&h, far, 1, &err), &err); /* wider bins: those beyond */
    ck_assert_uint_eq(histogram_count_above(&h, 0), 1);
    histogram_free(&h);
}
END_TEST

START_TEST(extreme_values)
{
    static const int64_t values[] = {INT64_MIN / 4, 0, INT64_MAX / 4};
    struct histogram h = {0};

    add_all(&h, values, 3);
    expect_near(histogram_quantile(&h, 0), (double)values[0], 1e-3, 0);
    expect_near(histogram_quantile(&h, 1), (double)values[2], 1e-3, 0);
    histogram_free(&h);
}
END_TEST

START_TEST(sums_are_exact)
{
    int64_t values[64];
    double means[64];
    struct accumulator a = {0}, b = {0};
    struct err err = {0};
    double mean = 0, square = 0;

    for (int i = 0; i < 64; i++) {
        values[i] = INT64_C(4000000000000) + i * i; /* sums of squares beyond 2^64 */
        means[i] = (double)values[i] + 0.25;
        mean += (double)(i * i) / 64;
    }
    for (int i = 0; i < 64; i++)
        square += ((double)(i * i) - mean) * ((double)(i * i) - mean);
    expect_ok(accumulator_add(&a, values, means, 64, 1, &err), &err);
    expect_ok(accumulator_add(&b, values + 32, means + 32, 32, 1, &err), &err);
    struct accumulator first = {0};
    expect_ok(accumulator_add(&first, values, means, 32, 1, &err), &err);
    expect_ok(accumulator_merge(&b, &first, &err), &err);
    ck_assert(a.sum == b.sum && a.sum_squares == b.sum_squares);
    struct summary s = accumulator_summary(&a, 1);
    ck_assert_uint_eq(s.draws, 64);
    expect_near(s.mean - 4e12, mean, 1e-3, 0);
    expect_near(s.sd, sqrt(square / 63), 1e-6, 0);
    expect_near(s.mc_se, s.sd / 8, 1e-12, 0);
    accumulator_free(&a);
    accumulator_free(&b);
    accumulator_free(&first);
}
END_TEST

/* Spreads from none to beyond 2^31, on every instruction set. */
START_TEST(sums_are_exact_at_every_spread)
{
    struct err err = {0};

    for (int spread = 0; spread < 50; spread++)
        for (int processor = 0; processor < NUM_PROCESSORS; processor++) {
            struct accumulator a = {0};
            wide sum = 0, squares = 0, deviations = 0;
            int64_t values[64];
            double means[64];
            processor_limit((enum processor)processor);
            for (int i = 0; i < 64; i++) {
                values[i] = -1000 + (INT64_C(1) << spread) * ((i * 37) % 64) / 63;
                means[i] = (double)values[i] + (i % 8 - 3.5) / 1024;
                sum += values[i];
                squares += (wide)values[i] * values[i];
                deviations += (i % 8 * 2 - 7) * (i % 8 * 2 - 7);
            }
            expect_ok(accumulator_add(&a, values, spread < 30 ? means : NULL, 64, 2048, &err), &err);
            ck_assert(a.sum == sum && a.sum_squares == squares);
            ck_assert(a.deviation_squares == (spread < 30 ? deviations : 0));
            ck_assert_int_eq(a.histogram.least, -1000);
            ck_assert_int_eq(a.histogram.greatest, -1000 + (INT64_C(1) << spread));
            accumulator_free(&a);
        }
}
END_TEST

START_TEST(a_draw_without_mean_has_no_split)
{
    int64_t values[3] = {1, 2, 3};
    double means[3] = {1, NAN, 3};
    struct accumulator a = {0};
    struct err err = {0};

    expect_ok(accumulator_add(&a, values, means, 3, 1 << 20, &err), &err);
    struct summary s = accumulator_summary(&a, 1 << 20);
    ck_assert(isnan(s.sd_sampling) && isnan(s.sd_parameters) && isnan(s.analytic_mean));
    expect_near(s.mean, 2, 0, 0);
    accumulator_free(&a);
}
END_TEST

/* Oracle 21: N = 100 in state 1, rows (.8 .15 .05)(.1 .85 .05)(0 0 1), 5 steps. */
START_TEST(oracle_21_moment_recursion)
{
    static const double p[3][3] = {{0.8, 0.15, 0.05}, {0.1, 0.85, 0.05}, {0, 0, 1}};
    struct branch branches[9];
    struct moments m;
    struct err err = {0};
    int num = 0, all[3] = {0, 1, 2}, one[1] = {0}, pair[2] = {0, 1};

    for (int a = 0; a < 3; a++)
        for (int b = 0; b < 3; b++)
            if (p[a][b] > 0)
                branches[num++] = (struct branch){a, p[a][b], 1, {b}};
    expect_ok(moments_init(&m, 3, &err), &err);
    m.mean[0] = 100;
    for (int step = 0; step < 5; step++)
        moments_step(&m, branches, num);
    expect_near(m.mean[0], 41.035438, 0, 5e-7);
    expect_near(m.mean[1], 36.342656, 0, 5e-7);
    expect_near(m.mean[2], 22.621906, 0, 5e-7);
    expect_near(moments_variance(&m, one, 1), 24.196366, 0, 5e-7);
    /* -N pi_1 pi_2 of a fixed cohort */
    expect_near(m.covariance[1], -100 * 0.410354375 * 0.3634265625, 1e-12, 0);
    expect_near(moments_variance(&m, pair, 2), m.covariance[0] + m.covariance[4] + 2 * m.covariance[1], 1e-12,
                0);
    expect_near(moments_variance(&m, all, 3), 0, 0, 1e-9); /* nobody is lost */
    moments_free(&m);
}
END_TEST

/* People who vanish: a binomial. */
START_TEST(moments_of_a_binomial)
{
    struct branch branch = {0, 0.3, 1, {1}};
    struct moments m;
    struct err err = {0};
    int cell[1] = {1};

    expect_ok(moments_init(&m, 2, &err), &err);
    m.mean[0] = 50;
    moments_step(&m, &branch, 1);
    expect_near(m.mean[1], 15, 1e-14, 0);
    expect_near(moments_variance(&m, cell, 1), 50 * 0.3 * 0.7, 1e-14, 0);
    moments_reset_cell(&m, 1);
    expect_near(moments_variance(&m, cell, 1), 0, 0, 0);
    moments_free(&m);
}
END_TEST

START_TEST(numbers_as_bytes)
{
    static const int64_t values[] = {0, 1, -1, 63, -64, 64, 127, 128, INT64_MAX, INT64_MIN, 1234567890123};
    enum { NUM = sizeof values / sizeof values[0] };
    struct strbuf text = {0};

    for (int i = 0; i < NUM; i++) {
        varint_write(&text, (uint64_t)values[i]);
        varint_write_signed(&text, values[i]);
        varint_write_wide(&text, (wide)values[i] * INT64_MAX);
    }
    const unsigned char *bytes = (const unsigned char *)text.text;
    struct varint_reader in = {.at = bytes, .end = bytes + text.length};
    for (int i = 0; i < NUM; i++) {
        ck_assert(varint_read(&in) == (uint64_t)values[i]);
        ck_assert(varint_read_signed(&in) == values[i]);
        ck_assert(varint_read_wide(&in) == (wide)values[i] * INT64_MAX);
    }
    ck_assert(!in.has_failed && in.at == in.end);
    ck_assert(varint_read(&in) == 0 && in.has_failed);
    /* a number that never ends, and one of 65 bits */
    static const unsigned char endless[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0};
    static const unsigned char large[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 2};
    in = (struct varint_reader){.at = endless, .end = endless + sizeof endless};
    ck_assert(varint_read(&in) == 0 && in.has_failed);
    in = (struct varint_reader){.at = large, .end = large + sizeof large};
    ck_assert(varint_read(&in) == 0 && in.has_failed);
    strbuf_free(&text);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, numbers_as_bytes);
    tcase_add_test(tests, quantiles_of_few_values);
    tcase_add_test(tests, order_and_merging_change_nothing);
    tcase_add_test(tests, values_above_another);
    tcase_add_test(tests, extreme_values);
    tcase_add_test(tests, sums_are_exact);
    tcase_add_test(tests, sums_are_exact_at_every_spread);
    tcase_add_test(tests, a_draw_without_mean_has_no_split);
    tcase_add_test(tests, oracle_21_moment_recursion);
    tcase_add_test(tests, moments_of_a_binomial);
}

int main(void)
{
    return test_main("summary", add);
}

/* Keyed streams and the binomial sampler. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/processor.h"
#include "stats/numeric/binomial.h"
#include "stats/numeric/binomial_lanes.h"
#include "stats/numeric/hypergeometric.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/qtable.h"
#include "stats/numeric/random.h"
#include "tests/unit/support.h"

/* Known answers of Random123 (file kat_vectors). */
START_TEST(philox_known_answers)
{
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t out[4];
        philox4x32(cases[i].counter, cases[i].key, out);
        ck_assert_mem_eq(out, cases[i].out, sizeof out);
    }
}
END_TEST

START_TEST(blocks_of_many_draws_are_the_same_numbers)
{
    struct stream stream = stream_make(12, "cohort x/employees");
    uint32_t words[4][300], *rows[4] = {words[0], words[1], words[2], words[3]};
    uint64_t first = UINT64_C(0xFFFFFFF0); /* crosses the 32-bit border */

    stream_blocks(&stream, first, 300, 5, rows);
    for (int i = 0; i < 300; i++) {
        uint32_t one[4];
        stream_block(&stream, first + (uint64_t)i, 5, 0, one);
        for (int k = 0; k < 4; k++)
            ck_assert_uint_eq(words[k][i], one[k]);
    }
}
END_TEST

START_TEST(streams_differ_by_name_seed_site_and_draw)
{
    struct stream a = stream_make(1, "a"), b = stream_make(1, "b"), c = stream_make(2, "a");
    double u = stream_unit(&a, 0, 0);

    ck_assert(u > 0 && u < 1);
    ck_assert(u != stream_unit(&b, 0, 0));
    ck_assert(u != stream_unit(&c, 0, 0));
    ck_assert(u != stream_unit(&a, 1, 0));
    ck_assert(u != stream_unit(&a, 0, 1));
    ck_assert(u == stream_unit(&a, 0, 0));
}
END_TEST

START_TEST(units_stay_inside)
{
    ck_assert(random_unit(0, 0) > 0);
    ck_assert(random_unit(UINT32_MAX, UINT32_MAX) < 1);
}
END_TEST

/* Chi-square of hypergeometric variates against GSL's probabilities, neighbours with few expected
 * put together. */
START_TEST(hypergeometric_chi_square)
{
    static const struct {
        int good, bad, drawn;
    } cases[] = {{5, 5, 5},       {1, 40, 3},          {60, 20, 70},
                 {300, 500, 120}, {4000, 90000, 2500}, {50000, 50000, 99000}};
    enum { draws = 100000 };

    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        int good = cases[c].good, bad = cases[c].bad, drawn = cases[c].drawn;
        int *seen = calloc((size_t)drawn + 1, sizeof *seen);
        struct stream stream = stream_make(77, "hypergeometric");
        double chi = 0, expected = 0, met = 0, df = -1;

        for (uint64_t d = 0; d < draws; d++) {
            int x = hypergeometric(&stream, d, (uint32_t)c, good, bad, drawn);
            ck_assert(x >= 0 && x <= good && x <= drawn && drawn - x <= bad);
            seen[x]++;
        }
        for (int x = 0; x <= drawn; x++) {
            expected += draws * gsl_ran_hypergeometric_pdf((unsigned)x, (unsigned)good, (unsigned)bad,
                                                           (unsigned)drawn);
            met += seen[x];
            if (expected >= 10) {
                chi += (met - expected) * (met - expected) / expected;
                expected = met = 0;
                df++;
            }
        }
        ck_assert(df > 0);
        ck_assert_msg(gsl_cdf_chisq_Q(chi, df) > 1e-6, "case %zu: %g on %g degrees", c, chi, df);
        free(seen);
    }
}
END_TEST

START_TEST(hypergeometric_certain)
{
    struct stream stream = stream_make(1, "h");

    ck_assert_int_eq(hypergeometric(&stream, 0, 0, 7, 3, 10), 7);
    ck_assert_int_eq(hypergeometric(&stream, 0, 0, 0, 9, 4), 0);
    ck_assert_int_eq(hypergeometric(&stream, 0, 0, 9, 0, 4), 4);
    ck_assert_int_eq(hypergeometric(&stream, 0, 0, 9, 9, 0), 0);
}
END_TEST

/* Wallenius' law person by person: P(the next is good) = odds good / (odds good + bad). */
static void enumerate_wallenius(int good, int bad, int drawn, double odds, double *law)
{
    law[0] = 1;
    for (int k = 0; k < drawn; k++)
        for (int x = k < good ? k : good; x >= 0; x--) {
            double left_good = odds * (good - x), left_bad = bad - (k - x) > 0 ? bad - (k - x) : 0;
            double next = left_good + left_bad > 0 ? left_good / (left_good + left_bad) : 0;
            law[x + 1] += law[x] * next;
            law[x] *= 1 - next;
        }
}

START_TEST(wallenius_chi_square)
{
    static const struct {
        int good, bad, drawn;
        double odds;
    } cases[] = {{1, 1, 1, 3},     {5, 5, 5, 2},         {3, 40, 10, 8},     {60, 20, 70, 0.25},
                 {30, 50, 12, 20}, {400, 900, 250, 1.5}, {200, 20, 60, 0.1}, {7, 9, 8, 1}};
    enum { draws = 100000 };

    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        int good = cases[c].good, bad = cases[c].bad, drawn = cases[c].drawn;
        int *seen = calloc((size_t)drawn + 2, sizeof *seen);
        double *law = calloc((size_t)good + 2, sizeof *law);
        struct stream stream = stream_make(78, "wallenius");
        double chi = 0, expected = 0, met = 0, df = -1;

        enumerate_wallenius(good, bad, drawn, cases[c].odds, law);
        for (uint64_t d = 0; d < draws; d++) {
            int x = wallenius(&stream, d, (uint32_t)c * WALLENIUS_SITES, good, bad, drawn, cases[c].odds);
            ck_assert(x >= 0 && x <= good && x <= drawn && drawn - x <= bad);
            seen[x]++;
        }
        for (int x = 0; x <= good && x <= drawn; x++) {
            expected += draws * law[x];
            met += seen[x];
            if (expected >= 10) {
                chi += (met - expected) * (met - expected) / expected;
                expected = met = 0;
                df++;
            }
        }
        ck_assert(df > 0);
        ck_assert_msg(gsl_cdf_chisq_Q(chi, df) > 1e-6, "case %zu: %g on %g degrees", c, chi, df);
        free(seen);
        free(law);
    }
}
END_TEST

/* Many people: the mean is near that of the race in which all times have their expected number:
 * 30000 (1 - exp(-w t)) + 60000 (1 - exp(-t)) = 45000. */
START_TEST(wallenius_large)
{
    struct stream stream = stream_make(79, "wallenius");
    enum { draws = 2000 };
    double sum = 0, t = 0, low = 0, high = 50;

    for (int i = 0; i < 200; i++) {
        t = (low + high) / 2;
        *(30000 * -expm1(-3 * t) + 60000 * -expm1(-t) < 45000 ? &low : &high) = t;
    }
    for (uint64_t d = 0; d < draws; d++)
        sum += wallenius(&stream, d, 0, 30000, 60000, 45000, 3);
    expect_near(sum / draws, 30000 * -expm1(-3 * t), 0, 10);
    for (uint64_t d = 0; d < 1000; d++) {
        int32_t x = wallenius(&stream, d, 0, 50, 1000000, 100, 1e6);
        ck_assert(x >= 48 && x <= 50);
        ck_assert_int_eq(wallenius(&stream, d, 0, 50, 1000000, 100, 1),
                         hypergeometric(&stream, d, 0, 50, 1000000, 100));
        ck_assert_int_eq(wallenius(&stream, d, 0, 7, 3, 10, 5), 7);
        ck_assert_int_eq(wallenius(&stream, d, 0, 9, 3, 0, 5), 0);
    }
}
END_TEST

/* The C library is the outside opinion on erf, GSL on quantiles. */
START_TEST(normal_distribution)
{
    for (int i = 1; i < 2000; i++) {
        double p = i / 2000.0;
        expect_near(normal_quantile(p), gsl_cdf_ugaussian_Pinv(p), 1e-13, 1e-15);
        expect_near(normal_cdf(normal_quantile(p)), p, 1e-13, 0);
    }
    expect_near(normal_quantile(1e-15), gsl_cdf_ugaussian_Pinv(1e-15), 1e-12, 0);
    expect_near(normal_quantile(0.975), 1.959963984540054, 1e-15, 1e-15);
    expect_near(normal_pdf(0), 0.3989422804014327, 1e-15, 0);
}
END_TEST

START_TEST(log_factorials)
{
    expect_near(log_factorial(0), 0, 0, 0);
    for (int64_t k = 1; k < 100000; k = k * 3 / 2 + 1)
        expect_near(log_factorial(k), lgamma((double)k + 1), 1e-14, 1e-14);
}
END_TEST

/* Chi-square statistic of num draws against the exact law, cells of at least 5
 * expected; returns the p-value. */
static double goodness(int n, double p, int num, double bias)
{
    struct stream stream = stream_make(20, "goodness");
    int *counts = calloc((size_t)n + 1, sizeof *counts);
    int32_t ns[BINOMIAL_MAX_LANES], out[BINOMIAL_MAX_LANES];
    double ps[BINOMIAL_MAX_LANES], statistic = 0, expected = 0, seen = 0;
    int cells = 0;

    ck_assert_ptr_nonnull(counts);
    for (int i = 0; i < BINOMIAL_MAX_LANES; i++) {
        ns[i] = n;
        ps[i] = p;
    }
    for (int first = 0; first < num; first += BINOMIAL_MAX_LANES) {
        binomial_lanes(&stream, (uint64_t)first, BINOMIAL_MAX_LANES, 3, ns, ps, out);
        for (int i = 0; i < BINOMIAL_MAX_LANES; i++) {
            if (out[i] < 0 || out[i] > n) /* Check writes a file for each assertion */
                ck_abort_msg("%d of %d", out[i], n);
            counts[out[i]]++;
        }
    }
    num = (num + BINOMIAL_MAX_LANES - 1) / BINOMIAL_MAX_LANES * BINOMIAL_MAX_LANES;
    for (int k = 0; k <= n; k++) {
        expected += num * gsl_ran_binomial_pdf((unsigned)k, p + bias, (unsigned)n);
        seen += counts[k];
        bool rest_is_small = num * gsl_cdf_binomial_Q((unsigned)k, p + bias, (unsigned)n) < 5;
        if (expected >= 5 && (!rest_is_small || k == n)) {
            statistic += (seen - expected) * (seen - expected) / expected;
            cells++;
            expected = seen = 0;
        }
    }
    if (expected > 0) { /* the tail joins as a cell of its own */
        statistic += (seen - expected) * (seen - expected) / expected;
        cells++;
    }
    free(counts);
    return cells > 1 ? gsl_cdf_chisq_Q(statistic, cells - 1) : 1;
}

static const struct {
    int n;
    double p;
} points[] = {{1, 0.5},    {1, 1e-3},     {5, 0.999},   {10, 0.3},      {24, 0.85},
              {60, 0.02},  {60, 0.5},     {59, 0.508},  {61, 0.492},    {100, 0.3},
              {100, 0.31}, {480, 0.82},   {1000, 0.03}, {1000, 0.0301}, {1000, 0.5},
              {4000, 0.1}, {4000, 0.999}, {20000, 0.4}, {100000, 0.7},  {3000, 0.01}};

/* Fixed seed: each test fails by chance with probability 1e-6. Once for each instruction set
 * that this processor has. */
START_TEST(binomial_has_its_law)
{
    processor_limit((enum processor)_i);
    for (size_t i = 0; i < sizeof points / sizeof points[0] && processor_used() == (enum processor)_i; i++) {
        double p = goodness(points[i].n, points[i].p, 300000, 0);
        ck_assert_msg(p > 1e-6, "%s, n = %d, p = %g: p-value %g", processor_name((enum processor)_i),
                      points[i].n, points[i].p, p);
    }
}
END_TEST

/* Every way of drawing side by side, few and many lanes, numbers beyond the table. */
static void fill_mixture(int round, int num, int32_t *n, double *p)
{
    static const int32_t sizes[] = {0, 1, 3, 24, 59, 60, 480, 4000, 8191, 8192, 100000, 2000000000};

    for (int i = 0; i < num; i++) {
        n[i] = sizes[(i * 7 + round * 5) % 12] * (round % 3 == 2 && i % 9 != 0 ? 0 : 1);
        p[i] = round % 2 ? 0.3 + 0.001 * i : (double)((i * 37 + round) % 1001) / 1000;
    }
}

START_TEST(every_instruction_set_draws_the_same_numbers)
{
    struct stream stream = stream_make(6, "instruction sets");
    int32_t n[BINOMIAL_MAX_LANES], expected[BINOMIAL_MAX_LANES], out[BINOMIAL_MAX_LANES];
    double p[BINOMIAL_MAX_LANES];

    for (int round = 0; round < 400; round++) {
        int num = round % 4 ? 1 + round * 11 % BINOMIAL_MAX_LANES : 64;
        uint64_t first = round % 5 ? (uint64_t)round : UINT64_C(0xFFFFFFF0); /* into the high half */
        fill_mixture(round, num, n, p);
        processor_limit(PROCESSOR_BASELINE);
        binomial_lanes(&stream, first, num, (uint32_t)round, n, p, expected);
        for (int k = 0; k < NUM_PROCESSORS; k++) {
            processor_limit((enum processor)k);
            binomial_lanes(&stream, first, num, (uint32_t)round, n, p, out);
            for (int i = 0; i < num; i++)
                ck_assert_msg(out[i] == expected[i], "%s, n = %d, p = %.3f: %d and %d",
                              processor_name((enum processor)k), n[i], p[i], out[i], expected[i]);
        }
    }
}
END_TEST

/* Both tails, the centre and the border between them; one by one and side by side. */
START_TEST(every_instruction_set_has_the_same_quantiles)
{
    static struct qtable table;
    double p[333], z[333], value[333];

    ck_assert_int_eq(qtable_beta(&table, 18, 4, NULL), ERR_OK);
    for (int i = 0; i < 333; i++)
        p[i] = i < 20 ? ldexp(1, -3 * i - 1) : i < 40 ? 1 - ldexp(1, -i) : (i - 39) / 294.0 * (1 - 1e-12);
    p[41] = 0.075;
    p[42] = 0.925;
    for (int k = 0; k < NUM_PROCESSORS; k++) {
        processor_limit((enum processor)k);
        normal_quantiles(p, 333, z);
        z[0] = -9;
        z[1] = 9;
        qtable_values(&table, z, 333, value);
        for (int i = 0; i < 333; i++) {
            ck_assert_msg(i < 2 || z[i] == normal_quantile(p[i]), "%s, p = %g",
                          processor_name((enum processor)k), p[i]);
            ck_assert_msg(value[i] == qtable_value(&table, z[i]), "%s, z = %g",
                          processor_name((enum processor)k), z[i]);
        }
    }
}
END_TEST

START_TEST(an_instruction_set_is_chosen_by_name)
{
    struct err err = {0};

    ck_assert_int_eq(processor_limit_by_name("baseline", &err), ERR_OK);
    ck_assert_int_eq(processor_used(), PROCESSOR_BASELINE);
    ck_assert_int_eq(processor_limit_by_name(NULL, &err), ERR_OK);
    ck_assert_int_eq(processor_used(), PROCESSOR_BASELINE);
    ck_assert_int_eq(processor_limit_by_name("avx1024", &err), ERR_USAGE);
    ck_assert_str_eq(err.message, "BASSIN_PROCESSOR: 'avx1024' is not one of baseline, avx2, avx512");
}
END_TEST

/* The test would see a bias of half a per cent of the mean. */
START_TEST(a_planted_bias_is_seen)
{
    ck_assert(goodness(1000, 0.5, 300000, 0.0025) < 1e-6);
    ck_assert(goodness(24, 0.85, 1000000, 0.00425) < 1e-6);
    ck_assert(goodness(100, 0.3, 1000000, 0.0015) < 1e-6);
}
END_TEST

START_TEST(lanes_are_the_scalar_sampler)
{
    struct stream stream = stream_make(5, "lanes");
    int32_t n[200], out[200];
    double p[200];

    for (int i = 0; i < 200; i++) {
        n[i] = i * i * 3;
        p[i] = (i % 23) / 22.0;
    }
    binomial_lanes(&stream, 1000, 200, 9, n, p, out);
    for (int i = 0; i < 200; i++)
        ck_assert_int_eq(out[i], binomial(&stream, 1000 + (uint64_t)i, 9, n[i], p[i]));
    binomial_lanes(&stream, 1000, 200, 9, n, p, n); /* in place */
    ck_assert_mem_eq(n, out, sizeof out);
}
END_TEST

/* Few draws of a block are the numbers that they are among all, for each instruction set and by
 * both ways of drawing. */
START_TEST(few_lanes_are_those_of_all)
{
    struct stream stream = stream_make(6, "few");
    int32_t n[64], all[64], lanes[64], some[64], out[64];
    double p[64], q[64];

    for (int round = 0; round < 300; round++) {
        int num = 0;
        fill_mixture(round, 64, n, p);
        for (int i = 0; i < 64; i++)
            n[i] = round % 2 ? n[i] : n[i] % 7;
        processor_limit(PROCESSOR_BASELINE);
        binomial_lanes(&stream, 640, 64, (uint32_t)round, n, p, all);
        for (int i = round % 5; i < 64; i += 1 + round % 11) {
            lanes[num] = i;
            some[num] = n[i];
            q[num++] = p[i];
        }
        for (int k = 0; k < NUM_PROCESSORS; k++) {
            processor_limit((enum processor)k);
            binomial_some(&stream, 640, lanes, num, (uint32_t)round, some, q, out);
            for (int i = 0; i < num; i++)
                ck_assert_msg(out[i] == all[lanes[i]], "%s, n = %d, p = %.3f: %d and %d",
                              processor_name((enum processor)k), some[i], q[i], out[i], all[lanes[i]]);
        }
    }
}
END_TEST

START_TEST(edges)
{
    struct stream stream = stream_make(1, "edges");

    ck_assert_int_eq(binomial(&stream, 0, 0, 0, 0.5), 0);
    ck_assert_int_eq(binomial(&stream, 0, 0, 10, 0), 0);
    ck_assert_int_eq(binomial(&stream, 0, 0, 10, 1), 10);
    ck_assert_int_eq(binomial(&stream, 0, 0, 10, 1.5), 10);
    ck_assert_int_eq(binomial(&stream, 0, 0, 10, -1), 0);
    ck_assert_int_eq(binomial(&stream, 0, 0, 10, (double)NAN), 0);
    ck_assert_int_eq(binomial(&stream, 0, 0, 2000000000, 1e-300), 0);
    /* the largest number of trials: nearly Poisson, within four standard errors of its mean */
    double mean = 0;
    for (uint64_t draw = 0; draw < 4000; draw++)
        mean += binomial(&stream, draw, 7, INT32_MAX, 5.0 / INT32_MAX) / 4000.0;
    ck_assert_msg(fabs(mean - 5) < 4 * sqrt(5 / 4000.0), "mean %.4f", mean);
}
END_TEST

/* Cells of every size move together when p moves: what makes scenarios comparable. */
START_TEST(cells_are_monotone_in_p)
{
    static const int32_t sizes[] = {25, 64, 65, 500, 20000};
    struct stream stream = stream_make(8, "monotone");

    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
        for (uint64_t draw = 0; draw < 500; draw++) {
            int32_t last = 0;
            for (double p = 0.001; p < 1; p += 0.0137) {
                int32_t x = binomial(&stream, draw, 1, sizes[k], p);
                ck_assert_int_ge(x, last);
                last = x;
            }
        }
}
END_TEST

/* An even site and the next have the halves of one block; a site's number is the same whether the
 * other was drawn before it or not. */
START_TEST(sites_share_blocks)
{
    struct stream stream = stream_make(9, "pairs"), other = stream_make(9, "other");
    int32_t n = INT32_MAX;

    for (uint64_t draw = 0; draw < 100; draw++)
        for (uint32_t site = 40; site < 42; site++) {
            uint32_t words[4];
            stream_block(&stream, draw, 20, BINOMIAL_TRIAL, words);
            double u = random_unit(words[2 * (site % 2)], words[2 * (site % 2) + 1]);
            int32_t x = binomial(&stream, draw, site, n, 0.5);
            expect_near((x - n * 0.5) / sqrt(n * 0.25), normal_quantile(u), 0, 1e-4);
            binomial(&stream, draw, 1000, n, 0.5);
            binomial(&other, draw, site, n, 0.5);
            ck_assert_int_eq(binomial(&stream, draw, site, n, 0.5), x);
        }
}
END_TEST

/* Uniform numbers a little below and above the probability of at most k people, by GSL. */
static int fill_borders(int n, double p, const double *place, int num, double *u, int *expected)
{
    double middle = n * p, sd = sqrt(n * p * (1 - p));
    int filled = 0;

    for (int i = 0; i < num && filled + 2 <= BINOMIAL_MAX_LANES; i++) {
        int k = (int)floor(middle + place[i] * sd);
        if (k < 0 || k >= n)
            continue;
        double at_most = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
        double more = gsl_cdf_binomial_Q((unsigned)k, p, (unsigned)n);
        /* rounding leaves (1 - p)^n, where searches begin, n half units off */
        double margin = 1e-8 * (at_most < more ? at_most : more) + 1e-14 + n * 2.5e-16;
        if (gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)n) < 4 * margin ||
            gsl_ran_binomial_pdf((unsigned)k + 1, p, (unsigned)n) < 4 * margin)
            continue; /* the step is too low to be hit */
        expected[filled] = k;
        u[filled++] = at_most - margin;
        expected[filled] = k + 1;
        u[filled++] = at_most + margin;
    }
    return filled;
}

/* The expansion and what settles its doubts are exact: next to every step of the distribution
 * function, up to 6.5 standard deviations, on the right side of it. */
START_TEST(binomial_is_exact_at_the_steps)
{
    static const struct binomial_kernel *const kernels[NUM_PROCESSORS] = {
        [PROCESSOR_BASELINE] = &binomial_baseline,
        [PROCESSOR_AVX2] = &binomial_avx2,
        [PROCESSOR_AVX512] = &binomial_avx512,
    };
    static const int sizes[] = {1,  9,  15,  16,  31,  48,   63,   64,    65,    66,
                                71, 90, 130, 200, 480, 1000, 8000, 40000, 200000};
    static const double shares[] = {0.0004, 0.003, 0.01, 0.05, 0.09, 0.125, 0.2,  0.31,
                                    0.4,    0.5,   0.55, 0.7,  0.82, 0.9,   0.99, 0.9993};
    struct binomial_tables tables;
    double places[250], u[BINOMIAL_MAX_LANES], p[BINOMIAL_MAX_LANES];
    int32_t n[BINOMIAL_MAX_LANES], out[BINOMIAL_MAX_LANES];
    int expected[BINOMIAL_MAX_LANES];

    processor_limit((enum processor)_i);
    if (processor_used() != (enum processor)_i)
        return;
    binomial_tables_fill(&tables);
    for (int i = 0; i < 250; i++)
        places[i] = -6.5 + i * 13 / 249.0;
    for (size_t a = 0; a < sizeof sizes / sizeof sizes[0]; a++)
        for (size_t b = 0; b < sizeof shares / sizeof shares[0]; b++) {
            int num = fill_borders(sizes[a], shares[b], places, 250, u, expected);
            for (int i = 0; i < num; i++) {
                n[i] = sizes[a];
                p[i] = shares[b];
            }
            kernels[_i]->draw(&(struct binomial_request){.num = num, .n = n, .p = p}, &tables, u, out);
            for (int i = 0; i < num; i++)
                ck_assert_msg(out[i] == expected[i], "n = %d, p = %g, u = %.17g: %d, not %d", sizes[a],
                              shares[b], u[i], out[i], expected[i]);
        }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, philox_known_answers);
    tcase_add_test(tests, blocks_of_many_draws_are_the_same_numbers);
    tcase_add_test(tests, streams_differ_by_name_seed_site_and_draw);
    tcase_add_test(tests, units_stay_inside);
    tcase_add_test(tests, normal_distribution);
    tcase_add_test(tests, log_factorials);
    tcase_add_loop_test(tests, binomial_has_its_law, 0, NUM_PROCESSORS);
    tcase_add_test(tests, every_instruction_set_draws_the_same_numbers);
    tcase_add_test(tests, an_instruction_set_is_chosen_by_name);
    tcase_add_test(tests, a_planted_bias_is_seen);
    tcase_add_test(tests, lanes_are_the_scalar_sampler);
    tcase_add_test(tests, few_lanes_are_those_of_all);
    tcase_add_test(tests, edges);
    tcase_add_test(tests, hypergeometric_chi_square);
    tcase_add_test(tests, hypergeometric_certain);
    tcase_add_test(tests, wallenius_chi_square);
    tcase_add_test(tests, wallenius_large);
    tcase_add_test(tests, cells_are_monotone_in_p);
    tcase_add_test(tests, sites_share_blocks);
    tcase_add_loop_test(tests, binomial_is_exact_at_the_steps, 0, NUM_PROCESSORS);
    tcase_add_test(tests, every_instruction_set_has_the_same_quantiles);
}

int main(void)
{
    return test_main("random", add);
}

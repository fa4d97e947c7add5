/* The binomial sampler against the exact law over its whole domain, its
 * independence from draw to draw, and oracle 10 (expected value under a cap). */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "stats/base/processor.h"
#include "stats/numeric/binomial.h"
#include "tests/unit/support.h"
#include "tests/verify/verify.h"

enum { LANES_AT_ONCE = 256 };

/* num draws of Bin(n, p) of one stream, handed over in portions. */
static void draw(int32_t n, double p, uint32_t site, int num, void (*take)(const int32_t *, int, void *),
                 void *context)
{
    struct stream stream = stream_make(77, "verify binomial");
    int32_t ns[LANES_AT_ONCE], out[LANES_AT_ONCE];
    double ps[LANES_AT_ONCE];

    for (int i = 0; i < LANES_AT_ONCE; i++) {
        ns[i] = n;
        ps[i] = p;
    }
    for (int first = 0; first < num; first += LANES_AT_ONCE) {
        int lanes = num - first < LANES_AT_ONCE ? num - first : LANES_AT_ONCE;
        binomial_lanes(&stream, (uint64_t)first, lanes, site, ns, ps, out);
        take(out, lanes, context);
    }
}

struct cells {
    int64_t *counts;
    int32_t n;
};

static void count(const int32_t *values, int num, void *context)
{
    struct cells *cells = context;

    for (int i = 0; i < num; i++) {
        if (values[i] < 0 || values[i] > cells->n) /* Check writes a file for each assertion */
            ck_abort_msg("%d of %d", values[i], cells->n);
        cells->counts[values[i]]++;
    }
}

/* p-value of Pearson's chi-square, cells pooled until 10 are expected in each. */
static double goodness(const struct cells *cells, double p, int num)
{
    double chi = 0, expected = 0, observed = 0, left = num;
    int degrees = -1;

    for (int k = 0; k <= cells->n; k++) {
        expected += num * gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)cells->n);
        observed += (double)cells->counts[k];
        if (expected >= 10 && left - expected >= 10) {
            chi += (observed - expected) * (observed - expected) / expected;
            left -= expected;
            expected = observed = 0;
            degrees++;
        }
    }
    expected = expected > left ? expected : left; /* the tail beyond rounding */
    chi += (observed - expected) * (observed - expected) / expected;
    degrees++;
    return degrees > 0 ? gsl_cdf_chisq_Q(chi, degrees) : 1;
}

/* Once for each instruction set that this processor has. */
START_TEST(the_law_is_exact_over_the_whole_domain)
{
    static const int32_t sizes[] = {1, 2, 3, 7, 20, 29, 59, 60, 61, 100, 300, 1000, 5000, 20000};
    static const double shares[] = {1e-4, 0.003, 0.02, 0.1, 0.3, 0.45, 0.5, 0.55, 0.72, 0.9, 0.97, 0.999};
    int num = verify_size(40000, 2000000);
    int tests = NUM_PROCESSORS * (int)(sizeof sizes / sizeof sizes[0] * (sizeof shares / sizeof shares[0]));

    processor_limit((enum processor)_i);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && processor_used() == (enum processor)_i; i++)
        for (size_t k = 0; k < sizeof shares / sizeof shares[0]; k++) {
            struct cells cells = {calloc((size_t)sizes[i] + 1, sizeof(int64_t)), sizes[i]};
            ck_assert_ptr_nonnull(cells.counts);
            draw(sizes[i], shares[k], (uint32_t)(i * 100 + k), num, count, &cells);
            double p = goodness(&cells, shares[k], num);
            ck_assert_msg(p > 1e-3 / tests, "%s, n = %d, p = %g: p-value %g",
                          processor_name((enum processor)_i), sizes[i], shares[k], p);
            free(cells.counts);
        }
}
END_TEST

struct series {
    double mean, sum, squares, products, last;
    int num;
};

static void correlate(const int32_t *values, int num, void *context)
{
    struct series *s = context;

    for (int i = 0; i < num; i++) {
        double x = values[i] - s->mean;
        if (s->num > 0)
            s->products += x * s->last;
        s->sum += x;
        s->squares += x * x;
        s->last = x;
        s->num++;
    }
}

START_TEST(successive_draws_are_independent)
{
    int num = verify_size(400000, 20000000);
    struct series small = {.mean = 24 * 0.85}, large = {.mean = 1000 * 0.4};

    draw(24, 0.85, 1, num, correlate, &small);
    draw(1000, 0.4, 2, num, correlate, &large);
    for (int k = 0; k < 2; k++) {
        const struct series *s = k ? &large : &small;
        double r = s->products / s->squares; /* standard error 1 / sqrt(num) */
        ck_assert_msg(fabs(r) * sqrt(num) < 4, "lag-one correlation %g", r);
    }
}
END_TEST

struct capped {
    int cap;
    double sum, squares;
};

static void cap(const int32_t *values, int num, void *context)
{
    struct capped *c = context;

    for (int i = 0; i < num; i++) {
        double x = values[i] < c->cap ? values[i] : c->cap;
        c->sum += x;
        c->squares += x * x;
    }
}

/* Oracle 10: E min(X, 110), X binomial (200, 0.6), and X Poisson (120), of which
 * Bin(10^7, 1.2e-5) is the limit to 1e-6 of a standard error here. */
START_TEST(oracle_10_expected_value_under_a_cap)
{
    static const struct {
        int32_t n;
        double p, expected;
    } cases[] = {{200, 0.6, 109.764625}, {10000000, 120e-7, 108.968240}};
    int num = verify_size(200000, 20000000);

    for (size_t i = 0; i < 2; i++) {
        struct capped capped = {.cap = 110};
        draw(cases[i].n, cases[i].p, (uint32_t)(10 + i), num, cap, &capped);
        double mean = capped.sum / num, se = sqrt((capped.squares / num - mean * mean) / num);
        ck_assert_msg(fabs(mean - cases[i].expected) < 4 * se, "mean %.6f, expected %.6f, se %.6f", mean,
                      cases[i].expected, se);
        ck_assert_msg(fabs(mean - cases[i].expected) < 0.05, "mean %.6f", mean);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_loop_test(tests, the_law_is_exact_over_the_whole_domain, 0, NUM_PROCESSORS);
    tcase_add_test(tests, successive_draws_are_independent);
    tcase_add_test(tests, oracle_10_expected_value_under_a_cap);
}

int main(void)
{
    return test_main("verify binomial", add);
}

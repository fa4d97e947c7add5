/* Limits of what draws tell. Expected values: tests/reference/montecarlo.R. */
#include <math.h>

#include "stats/numeric/montecarlo.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/random.h"
#include "stats/numeric/quantile.h"
#include "tests/unit/support.h"

static void quantiles_of_normal(double mean, double sd, double out[MONTECARLO_NUM_QUANTILES])
{
    for (int k = 0; k < MONTECARLO_NUM_QUANTILES; k++)
        out[k] = mean + sd * normal_quantile(montecarlo_orders[k]);
}

START_TEST(means)
{
    struct montecarlo independent = {10000, 0, 0.99}, scrambled = {10000, 16, 0.99};

    expect_interval(montecarlo_mean(&independent, 5, 0.25), 4.35604267411, 5.64395732589, 1e-10);
    expect_interval(montecarlo_mean(&scrambled, 5, 0.25), 4.26332177913, 5.73667822087, 1e-10);
    expect_interval(montecarlo_mean(&scrambled, 5, 0), 5, 5, 0);
    ck_assert(isnan(montecarlo_mean(&independent, 5, NAN).low));
}
END_TEST

START_TEST(shares)
{
    struct montecarlo independent = {10000, 0, 0.99}, scrambled = {10000, 16, 0.99};

    expect_interval(montecarlo_share(&independent, 0.62, 0.00485), 0.607421600169, 0.632419267895, 1e-11);
    /* all scramblings agree: they tell nothing, and Wilson's interval stands in */
    expect_interval(montecarlo_share(&scrambled, 0.62, 0), 0.607421600169, 0.632419267895, 1e-11);
    ck_assert(montecarlo_share(&scrambled, 0.999, 0.01).high == 1);
}
END_TEST

/* Between normal quantiles the interpolation is exact. */
START_TEST(quantiles_of_a_normal)
{
    struct montecarlo many = {10000, 0, 0.99}, few = {400, 0, 0.95};
    double q[MONTECARLO_NUM_QUANTILES];

    quantiles_of_normal(0, 1, q);
    expect_interval(montecarlo_quantile(&many, q, 3, 0), -0.032278132448, 0.032278132448, 1e-11);
    expect_interval(montecarlo_quantile(&many, q, 0, 0), -1.69880020080, -1.58999179853, 1e-10);
    quantiles_of_normal(10, 2, q);
    expect_interval(montecarlo_quantile(&few, q, 4, 0), 11.0795440384, 11.6122942279, 1e-9);
    expect_interval(montecarlo_quantile(&few, q, 4, 1), 11, 12, 0);
}
END_TEST

START_TEST(quantiles_that_are_not_there)
{
    struct montecarlo error = {400, 0, 0.95};
    double q[MONTECARLO_NUM_QUANTILES] = {1, 2, 3, 4, 5, NAN, NAN}, flat[MONTECARLO_NUM_QUANTILES] = {0};

    ck_assert(isnan(montecarlo_quantile(&error, q, 4, 0).high));
    ck_assert(!isnan(montecarlo_quantile(&error, q, 0, 0).low));
    expect_interval(montecarlo_quantile(&error, flat, 3, 1), 0, 0, 0);
}
END_TEST

/* The limits of the median of 400 draws hold that of the law in 95 % of 2,000 runs, and those
 * of q05 of an exponential law, beyond the outermost quantile at hand, hardly less often. */
START_TEST(coverage)
{
    enum { RUNS = 2000, DRAWS = 400 };
    struct montecarlo error = {DRAWS, 0, 0.95};
    struct stream stream = stream_make(1, "coverage of quantiles");
    int held[2] = {0, 0};

    for (int run = 0; run < RUNS; run++) {
        double x[DRAWS], q[MONTECARLO_NUM_QUANTILES];
        for (int i = 0; i < DRAWS; i++)
            x[i] = -log(stream_unit(&stream, (uint64_t)run, (uint32_t)i));
        quantile_sort(x, DRAWS);
        for (int k = 0; k < MONTECARLO_NUM_QUANTILES; k++)
            q[k] = quantile_of(x, DRAWS, montecarlo_orders[k]);
        struct interval median = montecarlo_quantile(&error, q, 3, 0),
                        low = montecarlo_quantile(&error, q, 0, 0);
        held[0] += median.low <= log(2) && log(2) <= median.high;
        held[1] += low.low <= -log(0.95) && -log(0.95) <= low.high;
    }
    ck_assert_msg(held[0] > RUNS * 0.93 && held[0] < RUNS * 0.98, "median: %d", held[0]);
    ck_assert_msg(held[1] > RUNS * 0.90 && held[1] <= RUNS, "q05: %d", held[1]);
}
END_TEST

START_TEST(verdicts)
{
    struct interval i = {9, 11};

    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_LEAST, 9, 0), MONTECARLO_HOLDS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_LEAST, 9.1, 0), MONTECARLO_UNDECIDED);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_LEAST, 9.1, 0.1), MONTECARLO_HOLDS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_LEAST, 11.1, 0), MONTECARLO_FAILS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_MOST, 11, 0), MONTECARLO_HOLDS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_AT_MOST, 8, 0.5), MONTECARLO_FAILS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_EQUAL, 10, 1), MONTECARLO_HOLDS);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_EQUAL, 10, 0.5), MONTECARLO_UNDECIDED);
    ck_assert_int_eq(montecarlo_judge(i, MONTECARLO_EQUAL, 12, 0.5), MONTECARLO_FAILS);
    ck_assert_int_eq(montecarlo_judge((struct interval){NAN, NAN}, MONTECARLO_AT_LEAST, 0, 0),
                     MONTECARLO_UNDECIDED);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, means);
    tcase_add_test(tests, shares);
    tcase_add_test(tests, quantiles_of_a_normal);
    tcase_add_test(tests, quantiles_that_are_not_there);
    tcase_add_test(tests, coverage);
    tcase_add_test(tests, verdicts);
}

int main(void)
{
    return test_main("montecarlo", add);
}

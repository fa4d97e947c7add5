/* Expected values: Newcombe (1998) cases and R, see tests/reference/intervals.R. */
#include <math.h>

#include "stats/data/census.h"
#include "stats/numeric/interval.h"
#include "tests/unit/support.h"

START_TEST(wilson)
{
    expect_interval(interval_wilson(81.0 / 263, 263, 0.95), 0.2552885199, 0.3662095770, 5e-11);
    expect_interval(interval_wilson(0, 20, 0.95), 0, 0.1611251581, 5e-11);
    expect_interval(interval_wilson(1.0 / 29, 29, 0.95), 0.0061132143, 0.1717552188, 5e-11);
    expect_interval(interval_wilson(81.0 / 263, 263, 0.90), 0.263313617188, 0.356566349608, 5e-12);
    expect_interval(interval_wilson(1, 20, 0.95), 1 - 0.1611251581, 1, 5e-11);
}
END_TEST

START_TEST(wilson_with_an_effective_size)
{
    expect_interval(interval_wilson(0.32, 250 / 1.8, 0.95), 0.2481635256, 0.4015255504, 5e-11);
}
END_TEST

START_TEST(student)
{
    expect_interval(interval_student(64.2, 11.4760620424, 5, 0.95), 49.9505869209, 78.4494130791, 1e-8);
}
END_TEST

/* 2 value - quantile(draws, type = 7), by hand. */
START_TEST(reflected_draws)
{
    double draws[] = {5, 1, 4, 2, 3};
    struct resampled r = interval_basic(draws, 5, 2, 0.5);

    expect_interval(r.interval, 0, 2, 1e-14);
    expect_near(r.bias, 1, 1e-14, 0);
    expect_near(r.sd, sqrt(2.5), 1e-14, 0);
}
END_TEST

START_TEST(normal_multiples)
{
    expect_near(interval_z(0.95), 1.959963984540054, 1e-14, 0);
    expect_near(interval_z(0.90), 1.644853626951473, 1e-14, 0);
}
END_TEST

START_TEST(location_quotient)
{
    double a = 1714, total = 79006, b = 879213, all = 15593224, p_i = a / total, p = b / all;
    double se = interval_lq_se(p_i, p_i * (1 - p_i) / total, p, p * (1 - p) / all, total / all);

    expect_near(p_i / p, 0.3847623423, 0, 5e-11);
    expect_near(se, 0.0238667372, 0, 5e-11);
    expect_near(p_i / p * exp(-interval_z(0.95) * se), 0.3671784265, 0, 5e-11);
    expect_near(p_i / p * exp(interval_z(0.95) * se), 0.4031883394, 0, 5e-11);
}
END_TEST

START_TEST(gap_to_a_parent_that_contains_the_territory)
{
    /* a territory that is all of its parent does not differ from it */
    expect_near(interval_gap_variance(0.01, 0.01, 1), 0, 0, 1e-15);
    /* a very small one varies on its own */
    expect_near(interval_gap_variance(0.01, 0, 0), 0.01, 1e-15, 0);
    ck_assert(interval_gap_variance(0.01, 0, 1) >= 0);
}
END_TEST

/* The scale of INSEE's note on precision: 1 % from 50,000 people, 8 % at 250. */
START_TEST(census_scale)
{
    expect_near(census_cv(50000), 0.01, 0, 1e-12);
    expect_near(census_cv(1000000), 0.01, 0, 1e-12);
    static const double scale[][2] = {{49999, 0.015}, {20000, 0.015}, {10000, 0.02}, {6000, 0.025},
                                      {3000, 0.03},   {2000, 0.035},  {1000, 0.045}, {500, 0.06},
                                      {250, 0.08},    {40, 0.08}};
    for (size_t i = 0; i < sizeof scale / sizeof scale[0]; i++)
        expect_near(census_cv(scale[i][0]), scale[i][1], 0, 1e-12);
    ck_assert(census_cv(1000) > census_cv(2000));
}
END_TEST

START_TEST(census_variances)
{
    /* a commune under 10,000 inhabitants is counted in full */
    ck_assert(census_variance(1500, 9999, EXPLOITATION_P) == 0);
    expect_near(sqrt(census_variance(50000, 100000, EXPLOITATION_P)), 500, 1e-12, 0);
    /* its complementary exploitation is a sample of one household in four */
    expect_near(census_variance(400, 5000, EXPLOITATION_C), 400 * (1 - 0.25) / 0.25 * 1.3, 1e-9, 0);
    expect_near(sqrt(census_variance(300, 1500, EXPLOITATION_C)) / 300, 0.11, 0, 0.005);
    ck_assert(isnan(census_variance(400, NAN, EXPLOITATION_P)));
    ck_assert(isnan(census_variance(400, 5000, EXPLOITATION_REGISTER)));
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, wilson);
    tcase_add_test(tests, wilson_with_an_effective_size);
    tcase_add_test(tests, student);
    tcase_add_test(tests, reflected_draws);
    tcase_add_test(tests, normal_multiples);
    tcase_add_test(tests, location_quotient);
    tcase_add_test(tests, gap_to_a_parent_that_contains_the_territory);
    tcase_add_test(tests, census_scale);
    tcase_add_test(tests, census_variances);
}

int main(void)
{
    return test_main("interval", add);
}

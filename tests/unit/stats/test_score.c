/* Scores of forecasts: closed forms and enumerations. */
#include <math.h>

#include "stats/numeric/normal.h"
#include "stats/numeric/score.h"
#include "tests/unit/support.h"

/* CRPS(N(0, 1), 0) = (sqrt(2) - 1) / sqrt(pi) = 0.233695 (Gneiting and Raftery 2007). */
START_TEST(crps_of_a_normal)
{
    expect_near(score_crps_normal(0, 1, 0), 0.23369497725510907, 1e-14, 0);
    expect_near(score_crps_normal(3, 2, 3), 2 * 0.23369497725510907, 1e-14, 0);
    /* far away it is the distance less 1 / sqrt(pi) */
    expect_near(score_crps_normal(0, 1, 50), 50 - 0.56418958354775628, 1e-12, 0);
}
END_TEST

/* The score of the definition, term by term. */
static double crps_by_pairs(const double *x, size_t m, double y)
{
    double distance = 0, pairs = 0;

    for (size_t i = 0; i < m; i++) {
        distance += fabs(x[i] - y);
        for (size_t j = 0; j < m; j++)
            pairs += fabs(x[i] - x[j]);
    }
    return distance / (double)m - pairs / (2 * (double)m * ((double)m - 1));
}

START_TEST(crps_of_draws_is_its_definition)
{
    const double two[] = {1, 4}, seven[] = {-3, 0, 0, 2, 5, 5, 40};

    expect_near(score_crps(two, 2, 2), 0, 0, 1e-15); /* 3/2 - 3/2 */
    expect_near(score_crps(two, 2, 7), 3, 1e-15, 0); /* 9/2 - 3/2 */
    for (int y = -10; y < 60; y += 7)
        expect_near(score_crps(seven, 7, y), crps_by_pairs(seven, 7, y), 1e-13, 1e-13);
}
END_TEST

/* Fair: over all samples of two from {0, 1, 2} the mean is the score of the law itself,
 * E|X - y| - E|X - X'| / 2 = 1 - 4/9 for y = 0. */
START_TEST(crps_is_fair)
{
    double sum = 0;

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double pair[] = {fmin(i, j), fmax(i, j)};
            sum += score_crps(pair, 2, 0);
        }
    expect_near(sum / 9, 1 - 4.0 / 9, 1e-14, 0);
}
END_TEST

START_TEST(crps_of_many_draws_is_that_of_the_law)
{
    enum { NUM = 20001 };
    static double draws[NUM];

    for (int i = 0; i < NUM; i++)
        draws[i] = normal_quantile((i + 0.5) / NUM);
    expect_near(score_crps(draws, NUM, 0), 0.23369497725510907, 0, 1e-4);
    expect_near(score_crps(draws, NUM, 1.3), score_crps_normal(0, 1, 1.3), 0, 1e-4);
}
END_TEST

START_TEST(pit_is_spread_over_ties)
{
    const double draws[] = {1, 2, 2, 3};

    expect_near(score_pit(draws, 4, 2, 0.5), 0.5, 1e-15, 0);
    expect_near(score_pit(draws, 4, 2, 0.1), 0.3, 1e-15, 0);
    expect_near(score_pit(draws, 4, 0, 0.9), 0, 0, 0);
    expect_near(score_pit(draws, 4, 2.5, 0.9), 0.75, 1e-15, 0);
    expect_near(score_pit(draws, 4, 9, 0.9), 1, 0, 0);
}
END_TEST

/* qbinom(c(.025, .975), 20, .5), (12, .9), (1000, .9), (1, .5) of R 4.2. */
START_TEST(coverage_by_chance)
{
    expect_interval(score_coverage_limits(20, 0.5, 0.95), 6, 14, 0);
    expect_interval(score_coverage_limits(12, 0.9, 0.95), 8, 12, 0);
    expect_interval(score_coverage_limits(1000, 0.9, 0.95), 881, 918, 0);
    expect_interval(score_coverage_limits(1, 0.5, 0.95), 0, 1, 0);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, crps_of_a_normal);
    tcase_add_test(tests, crps_of_draws_is_its_definition);
    tcase_add_test(tests, crps_is_fair);
    tcase_add_test(tests, crps_of_many_draws_is_that_of_the_law);
    tcase_add_test(tests, pit_is_spread_over_ties);
    tcase_add_test(tests, coverage_by_chance);
}

int main(void)
{
    return test_main("score", add);
}

/* The sampler against its analytic twin over many seeds and packs, and the z
 * scores themselves: they must be as large as chance makes them, neither more nor
 * less. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>

#include "sim/run/check.h"
#include "tests/unit/sim/run_pack.h"
#include "tests/verify/verify.h"

static void compare(const char *folder, uint64_t seed, int num)
{
    struct engine_settings settings = run_settings(0, (uint64_t)num, 2);
    struct twin_check check;
    struct run run;
    struct err err = {0};

    settings.seed = seed;
    run_build(&run, folder);
    run_engine(&run, &settings);
    expect_ok(check_twin(&check, &run.results, NULL, &err), &err);
    ck_assert_uint_gt(check.num_means, 0);
    ck_assert_uint_gt(check.num_variances, 0);
    ck_assert_msg(check_holds(&check), "%s, seed %llu: mean z %.2f (%s %s %d), variance z %.2f (%s %s %d)",
                  folder, (unsigned long long)seed, check.mean.z, check.mean.place, check.mean.metric,
                  check.mean.year, check.variance.z, check.variance.place, check.variance.metric,
                  check.variance.year);
    run_free(&run);
}

START_TEST(sampler_and_twin_agree_for_every_seed)
{
    static const char *const packs[] = {"datasets/scenarios/one-centre",
                                        "datasets/scenarios/reference-w1",
                                        "datasets/scenarios/cnam-montbeliard",
                                        "datasets/scenarios/template",
                                        "tests/data/packs/causal",
                                        "tests/data/packs/three-shares"};
    int seeds = verify_size(2, 10), draws = verify_size(2000, 20000);

    for (size_t p = 0; p < sizeof packs / sizeof packs[0]; p++)
        for (int s = 0; s < seeds; s++)
            compare(packs[p], (uint64_t)(1000 + s), draws);
}
END_TEST

/* Oracle 22: the 6 places of 2000, two years of 10 % dropouts, 85 % certified. */
static const double certified_2001 = 6 * 0.9 * 0.9 * 0.85;

/* Over many seeds the errors of a simulated mean, in standard errors, are normal:
 * their sum of squares is a chi-square. */
START_TEST(errors_are_as_large_as_they_say)
{
    int seeds = verify_size(60, 1000);
    double sum = 0;
    struct run run;

    run_build(&run, "datasets/scenarios/one-centre");
    for (int s = 0; s < seeds; s++) {
        struct engine_settings settings = run_settings(0, 2000, 1);
        settings.seed = (uint64_t)s + 1;
        run_engine(&run, &settings);
        struct summary summary = run_summary(&run, 0, METRIC_CERTIFIED, 1);
        double z = (summary.mean - certified_2001) / summary.mc_se;
        sum += z * z;
        engine_results_free(&run.results);
    }
    double p = gsl_cdf_chisq_Q(sum, seeds);
    ck_assert_msg(p > 1e-4 && p < 1 - 1e-4, "sum of %d squared z scores: %.1f (p-value %g)", seeds, sum, p);
    run.results = (struct engine_results){0};
    run_free(&run);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, sampler_and_twin_agree_for_every_seed);
    tcase_add_test(tests, errors_are_as_large_as_they_say);
}

int main(void)
{
    return test_main("verify projection", add);
}

/* Sobol' points and the means of the twin: how much the errors fall, and whether
 * the errors that are reported are those that are made. VERIFY_SHOW=1 prints the
 * tables of the README. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/run/stoprule.h"
#include "stats/numeric/interval.h"
#include "tests/unit/sim/run_pack.h"
#include "tests/verify/verify.h"

static const char *const packs[] = {"datasets/scenarios/reference-w1", "datasets/scenarios/template",
                                    "tests/data/packs/three-shares"};
enum { NUM_PACKS = sizeof packs / sizeof packs[0], DRAWS = 1024 };

static struct run run;

/* Without what nobody asks for: one scope. */
static struct engine_settings fast_settings(uint64_t seed, enum points points)
{
    struct engine_settings settings = run_settings(0, DRAWS, 2);

    for (int k = 1; k < 5; k++)
        settings.choice.scopes[k] = false;
    settings.seed = seed;
    settings.points = points;
    return settings;
}

static size_t last_scenario(void)
{
    return run.model.num_scenarios - 1;
}

static struct summary summary_at_end(enum metric metric)
{
    size_t s = last_scenario();

    return run_summary(&run, s, metric, run.model.scenarios[s].num_years - 1);
}

/* Simulated and twin means of the metrics over seeds, with random and with Sobol' points. */
enum kind { RANDOM, RANDOM_TWIN, SOBOL, SOBOL_TWIN, NUM_KINDS };
static const char *const kind_names[NUM_KINDS] = {"random", "random, twin", "sobol", "sobol, twin"};

enum { NUM_ASKED = 3, MOST_SEEDS = 1000 };
static const enum metric asked[NUM_ASKED] = {METRIC_ENROLLED_TOTAL, METRIC_CERTIFIED_TOTAL,
                                             METRIC_PLACED_TOTAL};

struct estimate {
    double mean, se;
};
static struct estimate estimates[NUM_KINDS][NUM_ASKED][MOST_SEEDS];

static void estimate_seed(int seed, enum points points)
{
    struct engine_settings settings = fast_settings((uint64_t)seed + 1, points);

    run_engine(&run, &settings);
    for (int m = 0; m < NUM_ASKED; m++) {
        struct summary s = summary_at_end(asked[m]);
        int kind = points == POINTS_SOBOL ? SOBOL : RANDOM;
        estimates[kind][m][seed] = (struct estimate){s.mean, s.mc_se};
        ck_assert(!isnan(s.analytic_mean)); /* no cap binds in these packs */
        summary_use_twin(&s);
        estimates[kind + 1][m][seed] = (struct estimate){s.mean, s.mc_se};
    }
    engine_results_free(&run.results);
}

static double variance_over(const struct estimate *e, int num, double *mean)
{
    double sum = 0, squares = 0;

    for (int i = 0; i < num; i++)
        sum += e[i].mean / num;
    for (int i = 0; i < num; i++)
        squares += pow(e[i].mean - sum, 2);
    *mean = sum;
    return squares / (num - 1);
}

/* The share of seeds whose 95 % interval holds the truth. */
static double coverage_of(const struct estimate *e, int num, double degrees, double truth)
{
    double t = gsl_cdf_tdist_Pinv(0.975, degrees);
    int inside = 0;

    for (int i = 0; i < num; i++)
        inside += fabs(e[i].mean - truth) <= t * e[i].se;
    return (double)inside / num;
}

/* The mean of a pack as nearly as it can be had: of all seeds, by the estimator
 * with the smallest error. */
static double truth_of(int m, int num)
{
    double truth;

    variance_over(estimates[SOBOL_TWIN][m], num, &truth);
    return truth;
}

static void check_kind(const char *pack, int kind, int m, int num)
{
    double mean, truth = truth_of(m, num), variance = variance_over(estimates[kind][m], num, &mean), said = 0;
    double ratio = variance_over(estimates[RANDOM][m], num, &mean) / variance;
    double coverage =
        coverage_of(estimates[kind][m], num, kind >= SOBOL ? SOBOL_REPLICATES - 1 : DRAWS - 1, truth);

    for (int i = 0; i < num; i++)
        said += pow(estimates[kind][m][i].se, 2) / num;
    if (getenv("VERIFY_SHOW") != NULL)
        fprintf(stderr, "%-32s %-16s %-13s variance ratio %8.2f  said/made %.3f  coverage %.3f\n", pack,
                metric_specs[asked[m]].name, kind_names[kind], ratio, said / variance, coverage);
    /* the truth is itself estimated by the last kind from the same seeds: its own
     * coverage is a little too good, by a factor 1/num of the variance */
    double slack = 4.5 * sqrt(0.95 * 0.05 / num);
    verify_coverage(kind_names[kind], num, coverage, 0.95 - slack, 1);
    /* variance said over variance made: both from num seeds, the former with 15 degrees each */
    double spread = 4.5 * sqrt(2.0 / (num - 1) + 2.0 / (15.0 * num));
    ck_assert_msg(fabs(log(said / variance)) < spread, "%s, %s: errors said are %.3f of those made", pack,
                  kind_names[kind], said / variance);
    /* the shocks of the business cycle, on which placement depends, are random with
     * both kinds of points: there the gain is bounded */
    double least = asked[m] == METRIC_PLACED_TOTAL ? 2 : 10;
    if (kind == SOBOL_TWIN)
        ck_assert_msg(ratio > least, "%s, %s: Sobol' points and the twin divide the variance by %.2f only",
                      pack, metric_specs[asked[m]].name, ratio);
}

START_TEST(errors_fall_and_are_honest)
{
    int seeds = verify_size(40, MOST_SEEDS);

    run_build(&run, packs[_i]);
    for (int s = 0; s < seeds; s++) {
        estimate_seed(s, POINTS_RANDOM);
        estimate_seed(s, POINTS_SOBOL);
    }
    for (int m = 0; m < NUM_ASKED; m++)
        for (int kind = 0; kind < NUM_KINDS; kind++)
            check_kind(packs[_i], kind, m, seeds);
    run_free(&run);
}
END_TEST

/* A run that stops when its error looks small stops a little too early: the
 * intervals after the stop rule, against the closed form of oracle 7. */
START_TEST(intervals_after_stopping)
{
    int seeds = verify_size(60, 1000), inside[2] = {0};
    struct err err = {0};

    run_build(&run, "tests/data/packs/three-shares");
    for (int s = 0; s < seeds; s++)
        for (int sobol = 0; sobol < 2; sobol++) {
            struct engine_settings settings = fast_settings((uint64_t)s + 5000, (enum points)sobol);
            struct stop_rule rule;
            expect_ok(stop_rule_parse(&rule, "se(placed_total) < 0.8", &err), &err);
            settings.num_draws = 128;
            settings.is_enough = stop_rule_holds;
            settings.enough_context = &rule;
            settings.most_draws = 1 << 16;
            run_engine(&run, &settings);
            struct summary summary = summary_at_end(METRIC_PLACED_TOTAL);
            double degrees = sobol ? SOBOL_REPLICATES - 1 : (double)summary.draws - 1;
            inside[sobol] += fabs(summary.mean - 442) <= gsl_cdf_tdist_Pinv(0.975, degrees) * summary.mc_se;
            engine_results_free(&run.results);
        }
    run.results = (struct engine_results){0};
    double slack = 4.5 * sqrt(0.95 * 0.05 / seeds);
    verify_coverage("after the stop rule, random", seeds, (double)inside[0] / seeds, 0.95 - slack, 1);
    verify_coverage("after the stop rule, sobol", seeds, (double)inside[1] / seeds, 0.90 - slack, 1);
    run_free(&run);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_loop_test(tests, errors_fall_and_are_honest, 0, NUM_PACKS);
    tcase_add_test(tests, intervals_after_stopping);
}

int main(void)
{
    return test_main("verify sampling", add);
}

/* The whole chain against exact values (reference oracles 7 and 22), and the
 * promises of the engine: threads, ranges of draws, common random numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "tests/unit/sim/run_pack.h"

static struct run run;

static void expect_mean(const struct summary *s, double expected)
{
    ck_assert_msg(fabs(s->mean - expected) <= 4 * s->mc_se + 5e-5 * expected,
                  "mean %.6f, expected %.6f, Monte-Carlo error %.6f", s->mean, expected, s->mc_se);
}

/* N = 1000 through Beta(80, 20), Beta(85, 15), Beta(65, 35): mean 442, variance
 * 2116.477 = 244.764 of sampling + 1871.713 of parameters. */
START_TEST(oracle_7_two_kinds_of_uncertainty)
{
    struct engine_settings settings = run_settings(0, 200000, 2);

    run_build(&run, "tests/data/packs/three-shares");
    run_engine(&run, &settings);
    struct summary s = run_summary(&run, 0, METRIC_PLACED_TOTAL, 0);
    expect_mean(&s, 442);
    expect_near(s.sd * s.sd, 2116.477, 0.02, 0);
    expect_near(s.sd_sampling * s.sd_sampling, 244.764, 0.02, 0);
    expect_near(s.sd_parameters * s.sd_parameters, 1871.713, 0.02, 0);
    expect_near(s.analytic_mean, 442, 0, 4 * s.sd_parameters / sqrt(200000));
    run_free(&run);
}
END_TEST

START_TEST(oracle_22_one_centre)
{
    static const double enrolled[9] = {6, 8.6, 11.26, 13.866, 11.5206, 13.6315, 11.7317, 13.4415, 11.9027};
    static const double stock[9] = {0, 1.859, 4.3376, 7.3924, 10.9492, 13.4237, 16.3047, 18.3090, 20.6426};
    struct engine_settings settings = run_settings(0, 100000, 2);

    run_build(&run, "datasets/scenarios/one-centre");
    run_engine(&run, &settings);
    for (int y = 0; y < 9; y++) {
        struct summary s = run_summary(&run, 0, METRIC_ENROLLED, y);
        expect_mean(&s, enrolled[y]);
        s = run_summary(&run, 0, METRIC_INDUSTRY_STOCK, y);
        expect_mean(&s, stock[y]);
    }
    struct summary s = run_summary(&run, 0, METRIC_ENROLLED_TOTAL, 8);
    expect_mean(&s, 101.954);
    s = run_summary(&run, 0, METRIC_CERTIFIED_TOTAL, 8);
    expect_mean(&s, 62.0003);
    run_free(&run);
}
END_TEST

static void expect_same(const struct engine_results *a, const struct engine_results *b)
{
    size_t num = a->model->num_scenarios * a->layout.num_scopes * layout_num_series(&a->layout) *
                 (size_t)a->layout.num_years;

    ck_assert_uint_eq(a->num_draws, b->num_draws);
    for (size_t i = 0; i < num; i++) {
        const struct accumulator *x = &a->values[i], *y = &b->values[i];
        ck_assert(x->sum == y->sum && x->sum_squares == y->sum_squares && x->mean_sum == y->mean_sum &&
                  x->mean_sum_squares == y->mean_sum_squares && x->deviation_squares == y->deviation_squares);
        ck_assert_uint_eq(x->histogram.count, y->histogram.count);
        ck_assert_int_eq(x->histogram.shift, y->histogram.shift);
        for (int p = 0; p <= 100; p++) {
            double u = histogram_quantile(&x->histogram, p / 100.0);
            double v = histogram_quantile(&y->histogram, p / 100.0);
            ck_assert(u == v || (isnan(u) && isnan(v)));
        }
        ck_assert(a->differences[i].sum == b->differences[i].sum);
        ck_assert(a->differences[i].sum_squares == b->differences[i].sum_squares);
    }
}

START_TEST(threads_change_nothing)
{
    struct engine_settings settings = run_settings(0, 1000, 1);
    struct err err = {0};

    run_build(&run, "tests/data/packs/causal");
    run_engine(&run, &settings);
    for (int threads = 2; threads <= 7; threads++) {
        struct engine_results other;
        settings.threads = threads;
        expect_ok(engine_run(&other, &run.model, &settings, &run.problems, &err), &err);
        expect_same(&run.results, &other);
        engine_results_free(&other);
    }
    run_free(&run);
}
END_TEST

/* Two ranges of draws, merged, are the whole run: what lets a run be spread over
 * machines. The cut falls inside a block of lanes. */
START_TEST(ranges_of_draws_merge_exactly)
{
    struct engine_settings settings = run_settings(0, 1000, 2);
    struct engine_results first, second;
    struct err err = {0};

    run_build(&run, "tests/data/packs/causal");
    run_engine(&run, &settings);
    settings = run_settings(0, 333, 2);
    expect_ok(engine_run(&first, &run.model, &settings, &run.problems, &err), &err);
    settings = run_settings(333, 667, 2);
    expect_ok(engine_run(&second, &run.model, &settings, &run.problems, &err), &err);
    expect_ok(engine_merge(&first, &second, &err), &err);
    expect_same(&run.results, &first);
    engine_results_free(&first);
    engine_results_free(&second);
    run_free(&run);
}
END_TEST

/* Draws as text. */
static char *raw_draws(uint64_t first, uint64_t num)
{
    struct engine_settings settings = run_settings(first, num, 3);
    struct engine_results results;
    struct outfile file;
    struct source source;
    struct err err = {0};
    char *text;

    expect_ok(outfile_open(&file, "/tmp/bassin-test-draws.csv", true, &err), &err);
    settings.draws = &file;
    expect_ok(engine_run(&results, &run.model, &settings, &run.problems, &err), &err);
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
    engine_results_free(&results);
    expect_ok(source_read(&source, "/tmp/bassin-test-draws.csv", 0, &err), &err);
    text = source.bytes;
    source.bytes = NULL;
    source_free(&source);
    remove("/tmp/bassin-test-draws.csv");
    return text;
}

/* The draws of a shorter run are the first draws of a longer one. */
START_TEST(draws_do_not_depend_on_how_many_there_are)
{
    run_build(&run, "tests/data/packs/causal");
    char *few = raw_draws(0, 10), *many = raw_draws(0, 200), *late = raw_draws(190, 10);

    ck_assert_uint_gt(strlen(few), 1000);
    ck_assert_msg(strncmp(few, many, strlen(few)) == 0, "the first ten draws differ");
    const char *body = strchr(late, '\n') + 1;
    ck_assert_msg(strcmp(many + strlen(many) - strlen(body), body) == 0, "the last ten draws differ");
    free(few);
    free(many);
    free(late);
    run_free(&run);
}
END_TEST

/* Common random numbers: against the same scenario nothing differs, and a paired
 * difference varies less than independent runs would. */
START_TEST(scenarios_share_their_luck)
{
    struct engine_settings settings = run_settings(0, 4000, 2);
    int last = 6;

    run_build(&run, "tests/data/packs/causal");
    run_engine(&run, &settings);
    const struct engine_results *r = &run.results;
    size_t small = 1, large = 2;
    size_t i = engine_index(r, large, 0, METRIC_CERTIFIED_TOTAL, last);
    size_t j = engine_index(r, small, 0, METRIC_CERTIFIED_TOTAL, last);
    struct summary a = accumulator_summary(&r->values[i], 1 << 20);
    struct summary b = accumulator_summary(&r->values[j], 1 << 20);
    struct summary against_nothing = accumulator_summary(&r->differences[j], 1 << 20);

    ck_assert(against_nothing.sd < sqrt(a.sd * a.sd + b.sd * b.sd));
    /* nothing is exactly nothing: the difference is the scenario itself */
    expect_near(against_nothing.mean, b.mean, 1e-12, 0);
    expect_near(against_nothing.sd, b.sd, 1e-12, 0);
    run_free(&run);
}
END_TEST

/* Always + additional = with; additional = with - without of the same people. */
START_TEST(additional_people_balance)
{
    struct engine_settings settings = run_settings(0, 500, 2);

    run_build(&run, "tests/data/packs/causal");
    run_engine(&run, &settings);
    for (int y = 0; y < 7; y++) {
        double with = run_summary(&run, 1, METRIC_INDUSTRY_STOCK, y).mean;
        double without = run_summary(&run, 1, METRIC_INDUSTRY_WITHOUT, y).mean;
        expect_near(run_summary(&run, 1, METRIC_INDUSTRY_ADDITIONAL, y).mean, with - without, 1e-12, 1e-9);
        ck_assert(run_summary(&run, 1, METRIC_INDUSTRY_ALWAYS, y).mean <= without + 1e-9);
    }
    run_free(&run);
}
END_TEST

START_TEST(memory_does_not_hold_the_draws)
{
    struct engine_settings settings = run_settings(0, 100, 1);
    struct engine_results more;
    struct err err = {0};
    size_t small = 0, large = 0;

    run_build(&run, "tests/data/packs/three-shares");
    run_engine(&run, &settings);
    settings.num_draws = 50000;
    expect_ok(engine_run(&more, &run.model, &settings, &run.problems, &err), &err);
    for (size_t i = 0; i < (size_t)NUM_METRICS; i++) {
        small += (size_t)run.results.values[i].histogram.num_bins;
        large += (size_t)more.values[i].histogram.num_bins;
    }
    ck_assert_uint_gt(small, 0);
    ck_assert_uint_le(large,
                      (size_t)NUM_METRICS * 2 * HISTOGRAM_MAX_BINS); /* windows have room on both sides */
    engine_results_free(&more);
    run_free(&run);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, oracle_7_two_kinds_of_uncertainty);
    tcase_add_test(tests, oracle_22_one_centre);
    tcase_add_test(tests, threads_change_nothing);
    tcase_add_test(tests, ranges_of_draws_merge_exactly);
    tcase_add_test(tests, draws_do_not_depend_on_how_many_there_are);
    tcase_add_test(tests, scenarios_share_their_luck);
    tcase_add_test(tests, additional_people_balance);
    tcase_add_test(tests, memory_does_not_hold_the_draws);
}

int main(void)
{
    return test_main("engine", add);
}

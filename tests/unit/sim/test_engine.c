/* The whole chain against exact values (reference oracles 7 and 22), and the
 * promises of the engine: threads, ranges of draws, common random numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run/stoprule.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "sim/run/limits.h"
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
            if (u != v && !(isnan(u) && isnan(v))) /* Check writes a file for each assertion */
                ck_abort_msg("quantile %d %%: %g and %g", p, u, v);
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

/* The same with Sobol' points, errors by scrambling included; and random points
 * do not merge with them. */
START_TEST(ranges_of_sobol_draws_merge_exactly)
{
    struct engine_settings settings = run_settings(0, 1000, 2);
    struct engine_results first, second, other;
    struct err err = {0};

    run_build(&run, "tests/data/packs/causal");
    settings.points = POINTS_SOBOL;
    run_engine(&run, &settings);
    settings.num_draws = 333;
    expect_ok(engine_run(&first, &run.model, &settings, &run.problems, &err), &err);
    settings.points = POINTS_RANDOM;
    settings.first_draw = 333;
    settings.num_draws = 667;
    expect_ok(engine_run(&other, &run.model, &settings, &run.problems, &err), &err);
    settings.points = POINTS_SOBOL;
    settings.threads = 3;
    expect_ok(engine_run(&second, &run.model, &settings, &run.problems, &err), &err);
    ck_assert_int_eq(engine_merge(&first, &other, &err), ERR_DATA);
    expect_ok(engine_merge(&first, &second, &err), &err);
    expect_same(&run.results, &first);
    ck_assert_mem_eq(run.results.draws_of, first.draws_of, sizeof first.draws_of);
    for (size_t i = 0; i < engine_index(&first, first.model->num_scenarios, 0, 0, 0); i++) {
        struct summary a = accumulator_summary(&run.results.values[i], 1);
        struct summary b = accumulator_summary(&first.values[i], 1);
        ck_assert(a.mc_se == b.mc_se || (isnan(a.mc_se) && isnan(b.mc_se)));
        ck_assert(a.analytic_se == b.analytic_se || (isnan(a.analytic_se) && isnan(b.analytic_se)));
    }
    engine_results_free(&first);
    engine_results_free(&second);
    engine_results_free(&other);
    run_free(&run);
}
END_TEST

/* The points of a row do not depend on which scenarios are run with it. */
START_TEST(sobol_points_belong_to_rows)
{
    struct engine_settings settings = run_settings(0, 200, 1);
    const char *name = "large";
    struct model alone;
    struct engine_results results;
    struct err err = {0};

    run_build(&run, "tests/data/packs/causal");
    settings.points = POINTS_SOBOL;
    run_engine(&run, &settings);
    expect_ok(model_build(&alone, &run.pack, &name, 1, &run.problems, &err), &err);
    expect_ok(engine_run(&results, &alone, &settings, &run.problems, &err), &err);
    ck_assert_uint_lt(alone.num_scenarios, run.model.num_scenarios);
    size_t last = alone.num_scenarios - 1, last_of_all = run.model.num_scenarios - 1;
    ck_assert_str_eq(alone.scenarios[last].row->name, run.model.scenarios[last_of_all].row->name);
    for (int m = 0; m < NUM_METRICS; m++) {
        const struct accumulator *a = &results.values[engine_index(&results, last, 0, (size_t)m, 6)];
        const struct accumulator *b =
            &run.results.values[engine_index(&run.results, last_of_all, 0, (size_t)m, 6)];
        ck_assert(a->sum == b->sum && a->sum_squares == b->sum_squares);
    }
    engine_results_free(&results);
    model_free(&alone);
    run_free(&run);
}
END_TEST

/* Oracle 7 again: the mean 442, nearer by far, with either kind of mean. */
START_TEST(oracle_7_with_sobol_points)
{
    struct engine_settings settings = run_settings(0, 16 * 1024, 2);

    run_build(&run, "tests/data/packs/three-shares");
    settings.points = POINTS_SOBOL;
    run_engine(&run, &settings);
    struct summary s = run_summary(&run, 0, METRIC_PLACED_TOTAL, 0);
    expect_mean(&s, 442);
    ck_assert_double_lt(s.mc_se, 0.75 * s.sd / 128);
    expect_near(s.sd * s.sd, 2116.477, 0.05, 0);
    summary_use_twin(&s);
    ck_assert_double_lt(s.mc_se, 0.02 * s.sd / 128);
    ck_assert_msg(fabs(s.mean - 442) < 5 * s.mc_se + 1e-4, "mean %.6f, error %.6f", s.mean, s.mc_se);
    run_free(&run);
}
END_TEST

/* Parts of 2, 3 and of no draw; the error of equal parts is that of their means. */
START_TEST(errors_of_replicates)
{
    uint64_t draws[SOBOL_REPLICATES];
    wide sums[SOBOL_REPLICATES];
    double mean = 0, squares = 0;

    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        draws[r] = 10;
        sums[r] = 7 * r * r;
        mean += 0.7 * r * r / SOBOL_REPLICATES;
    }
    for (int r = 0; r < SOBOL_REPLICATES; r++)
        squares += pow(0.7 * r * r - mean, 2);
    expect_near(replicates_error(draws, sums), sqrt(squares / (SOBOL_REPLICATES - 1) / SOBOL_REPLICATES),
                1e-14, 0);
    for (int r = 0; r < SOBOL_REPLICATES; r++) {
        draws[r] = 2 + (uint64_t)(r % 2);
        sums[r] = (wide)draws[r] * INT64_C(1000000000000000);
    }
    ck_assert_double_eq(replicates_error(draws, sums), 0);
    draws[5] = 0;
    ck_assert_double_nan(replicates_error(draws, sums));
}
END_TEST

/* Batches that double; the result is that of a plain run of as many draws. */
START_TEST(stop_rule_doubles_the_draws)
{
    struct engine_settings settings = run_settings(0, 100, 2);
    struct engine_results plain;
    struct stop_rule rule;
    struct err err = {0};

    run_build(&run, "tests/data/packs/causal");
    run_engine(&run, &settings);
    double sd = run_summary(&run, 2, METRIC_PLACED_TOTAL, 6).sd;
    engine_results_free(&run.results);
    expect_ok(stop_rule_parse(&rule, "se(placed_total)<1", &err), &err);
    rule.limit = sd / sqrt(1200); /* 800 draws are too few, 1600 enough */
    settings.is_enough = stop_rule_holds;
    settings.enough_context = &rule;
    settings.most_draws = 100000;
    run_engine(&run, &settings);
    ck_assert_uint_eq(run.results.num_draws, 1600);
    settings = run_settings(0, 1600, 3);
    expect_ok(engine_run(&plain, &run.model, &settings, &run.problems, &err), &err);
    expect_same(&run.results, &plain);
    engine_results_free(&plain);
    engine_results_free(&run.results);
    settings.num_draws = 100;
    settings.is_enough = stop_rule_holds;
    settings.enough_context = &rule;
    settings.most_draws = 700;
    run_engine(&run, &settings);
    ck_assert_uint_eq(run.results.num_draws, 700);
    ck_assert(!stop_rule_holds(&run.results, &rule));
    run_free(&run);
}
END_TEST

START_TEST(stop_rules_are_read_strictly)
{
    static const char *const bad[] = {"",
                                      "se",
                                      "se(placed_total)",
                                      "se(placed_total) < ",
                                      "se(placed_total) < -1",
                                      "se(placed_total) < 0",
                                      "se(placed_total) < 1%",
                                      "se(placed_total)/mean < 1 % x",
                                      "se(placed_total < 1",
                                      "se() < 1",
                                      "se(placed_total,) < 1",
                                      "se(placed_total,2030,a,b) < 1",
                                      "se(placed_total)/sd < 1",
                                      "se(placd_total) < 1",
                                      "se(placed_total) > 1",
                                      "se(placed_total) < nan",
                                      "sd(placed_total) < 1"};
    struct stop_rule rule;
    struct err err = {0};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(stop_rule_parse(&rule, bad[i], &err) == ERR_USAGE, "'%s' is taken", bad[i]);
    err = (struct err){0};
    expect_ok(stop_rule_parse(&rule, " se ( placed_total , 2030 , as-is ) / mean < 0.5 % ", &err), &err);
    ck_assert(rule.metric == METRIC_PLACED_TOTAL && rule.year == 2030 && rule.is_relative);
    ck_assert_str_eq(rule.scenario, "as-is");
    expect_near(rule.limit, 0.005, 1e-15, 0);
    expect_ok(stop_rule_parse(&rule, "se(cost_total,large)<1000", &err), &err);
    ck_assert(rule.metric == METRIC_COST_TOTAL && rule.year == 0 && !rule.is_relative && rule.limit == 1000);
    ck_assert_str_eq(rule.scenario, "large");
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

static size_t scenario_named(const char *name)
{
    size_t s = 0;

    while (s < run.model.num_scenarios && strcmp(run.model.scenarios[s].row->name, name) != 0)
        s++;
    ck_assert_msg(s < run.model.num_scenarios, "no scenario %s", name);
    return s;
}

/* Openings for all: every whole number of every metric and scope is that without the limit. */
START_TEST(openings_for_all_change_nothing)
{
    struct engine_settings settings = run_settings(0, 200, 2);
    size_t num = 0;

    run_build(&run, "tests/data/packs/vacancies");
    run_engine(&run, &settings);
    const struct engine_results *r = &run.results;
    size_t free_one = scenario_named("free"), slack = scenario_named("slack");
    for (size_t scope = 0; scope < r->layout.num_scopes; scope++)
        for (size_t m = 0; m < NUM_METRICS; m++)
            for (int y = 0; y < 4; y++) {
                const struct accumulator *a = &r->values[engine_index(r, free_one, scope, m, y)];
                const struct accumulator *b = &r->values[engine_index(r, slack, scope, m, y)];
                if (metric_specs[m].needs_vacancies || a->histogram.count == 0)
                    continue;
                ck_assert(a->sum == b->sum && a->sum_squares == b->sum_squares);
                ck_assert_int_eq(a->histogram.least, b->histogram.least);
                ck_assert_int_eq(a->histogram.greatest, b->histogram.greatest);
                num += a->sum != 0;
            }
    ck_assert_uint_gt(num, 100);
    run_free(&run);
}
END_TEST

/* E[hired] = V T / (T + O); where V <= O each of them displaces somebody. */
START_TEST(trained_and_others_share_the_openings)
{
    struct engine_settings settings = run_settings(0, 20000, 2);
    struct limit_found found;

    run_build(&run, "tests/data/packs/vacancies");
    run_engine(&run, &settings);
    size_t few = scenario_named("short"), full = scenario_named("full");
    for (int y = 0; y < 4; y++) {
        struct summary hired = run_summary(&run, few, METRIC_PLACED_INDUSTRY_LOCAL, y);
        expect_mean(&hired, 30 * 100 / 150.0);
        hired = run_summary(&run, full, METRIC_PLACED_INDUSTRY_LOCAL, y);
        struct summary displaced = run_summary(&run, full, METRIC_DISPLACED, y);
        struct summary net = run_summary(&run, full, METRIC_INDUSTRY_HIRES_NET, y);
        expect_mean(&hired, 30 * 100 / 130.0);
        ck_assert(displaced.mean == hired.mean && displaced.sd == hired.sd);
        ck_assert(net.mean == 0 && net.sd == 0);
        ck_assert(isnan(hired.analytic_mean)); /* no closed form, draw by draw */
    }
    ck_assert(limit_find(&run.results, few, 0, METRIC_REFUSED, &found));
    ck_assert_int_eq(found.year, 0);
    expect_near(found.median, 80, 0, 1);
    ck_assert(limit_find(&run.results, scenario_named("carried"), 0, METRIC_REFUSED, &found));
    ck_assert_int_eq(found.year, 2);
    ck_assert(!limit_find(&run.results, scenario_named("slack"), 0, METRIC_REFUSED, &found));
    ck_assert(!limit_find(&run.results, few, 0, METRIC_WITHOUT_APPLICANTS, &found));
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
    tcase_add_test(tests, ranges_of_sobol_draws_merge_exactly);
    tcase_add_test(tests, sobol_points_belong_to_rows);
    tcase_add_test(tests, oracle_7_with_sobol_points);
    tcase_add_test(tests, errors_of_replicates);
    tcase_add_test(tests, stop_rule_doubles_the_draws);
    tcase_add_test(tests, stop_rules_are_read_strictly);
    tcase_add_test(tests, draws_do_not_depend_on_how_many_there_are);
    tcase_add_test(tests, scenarios_share_their_luck);
    tcase_add_test(tests, additional_people_balance);
    tcase_add_test(tests, openings_for_all_change_nothing);
    tcase_add_test(tests, trained_and_others_share_the_openings);
    tcase_add_test(tests, memory_does_not_hold_the_draws);
}

int main(void)
{
    return test_main("engine", add);
}

/* Packs resolved: inheritance, scopes, years, money. */
#include <math.h>
#include <string.h>

#include "sim/model/money.h"
#include "sim/model/resolve.h"
#include "tests/unit/sim/run_pack.h"

static struct run run;

static const struct pack_assumption *row_of(const char *scenario, const char *parameter, const char *measure,
                                            enum audience audience, double year)
{
    size_t s = pack_find_scenario(&run.pack, scenario);

    ck_assert_uint_lt(s, run.pack.num_scenarios);
    return resolve_assumption(&run.pack, &run.pack.scenarios[s], param_find(parameter), measure, audience,
                              "ze:2714", year);
}

START_TEST(the_narrowest_scope_wins)
{
    run_build(&run, "tests/data/packs/causal");
    expect_near(row_of("small", "industry", "north", AUDIENCE_APPRENTICES, 2022)->dist.value, 0.6, 0, 0);
    expect_near(row_of("small", "industry", "south", AUDIENCE_JOBSEEKERS, 2022)->dist.value, 0.4, 0, 0);
    ck_assert_ptr_nonnull(row_of("small", "further_study", "north", AUDIENCE_APPRENTICES, 2022));
    ck_assert_ptr_null(row_of("small", "further_study", "south", AUDIENCE_JOBSEEKERS, 2022));
    run_free(&run);
}
END_TEST

START_TEST(rows_begin_in_their_year)
{
    run_build(&run, "tests/data/packs/causal");
    expect_near(row_of("large", "stay_territory", "north", AUDIENCE_APPRENTICES, 2023)->dist.value, 0.95, 0,
                0);
    expect_near(row_of("large", "stay_territory", "north", AUDIENCE_APPRENTICES, 2024)->dist.value, 0.93, 0,
                0);
    run_free(&run);
}
END_TEST

START_TEST(units_become_those_of_the_parameter)
{
    run_build(&run, "tests/data/packs/causal");
    expect_near(row_of("small", "placement_delay", "north", AUDIENCE_APPRENTICES, 2022)->dist.value, 0.5,
                1e-15, 0);
    expect_near(row_of("small", "employment_6m", "north", AUDIENCE_APPRENTICES, 2022)->dist.value, 0.62,
                1e-15, 0);
    expect_near(row_of("small", "employment_6m", "north", AUDIENCE_APPRENTICES, 2022)->dist.n, 30, 0, 0);
    run_free(&run);
}
END_TEST

START_TEST(measures_are_inherited_and_restated)
{
    run_build(&run, "tests/data/packs/causal");
    ck_assert_uint_eq(run.model.scenarios[0].num_measures, 0);
    ck_assert_uint_eq(run.model.scenarios[1].num_measures, 2);
    ck_assert_uint_eq(run.model.scenarios[2].num_measures, 2); /* north restated, south inherited */
    for (size_t m = 0; m < 2; m++) {
        const struct pack_measure *measure = run.model.scenarios[2].measures[m];
        expect_near(measure->places, strcmp(measure->name, "north") == 0 ? 48 : 30, 0, 0);
    }
    run_free(&run);
}
END_TEST

START_TEST(targets_are_inherited)
{
    run_build(&run, "tests/data/packs/causal");
    const struct pack_scenario *s = run.pack.scenarios;
    ck_assert(!resolve_target(&run.pack, &s[0], 0));
    ck_assert(resolve_target(&run.pack, &s[1], 0));
    ck_assert(resolve_target(&run.pack, &s[2], 0));
    ck_assert(!resolve_target(&run.pack, &s[1], 1));
    ck_assert(resolve_target(&run.pack, &s[2], 1));
    run_free(&run);
}
END_TEST

/* 1 / 1.032^22 = .500088; 786,000 EUR in four equal yearly parts from now are
 * worth 750,192 EUR (oracle 6). */
START_TEST(oracle_6_present_value)
{
    struct engine_settings settings = run_settings(0, 10, 1);

    run_build(&run, "tests/data/packs/four-payments");
    expect_near(discount_factor(&run.model.scenarios[0], 22, 0.032), 0.500088, 0, 5e-7);
    run_engine(&run, &settings);
    expect_near(run_summary(&run, 0, METRIC_INVESTMENT, 0).mean, 19650000, 0, 0); /* cents */
    expect_near(run_summary(&run, 0, METRIC_INVESTMENT, 4).mean, 0, 0, 0);
    expect_near(run_summary(&run, 0, METRIC_COST_TOTAL, 5).mean, 78600000, 0, 0);
    expect_near(run_summary(&run, 0, METRIC_PRESENT_COST_TOTAL, 5).mean / 100, 750192, 0, 0.5);
    run_free(&run);
}
END_TEST

START_TEST(scopes_are_read_and_written)
{
    static const char *const good[] = {"all", "audience:employees", "territory:epci:200065647",
                                       "measure:north", "measure:north/apprentices"};
    static const char *const bad[] = {"everyone", "audience:cats", "territory:200065647",
                                      "measure:", "measure:north/cats"};

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct scope scope;
        char text[2 * SCOPE_TEXT_SIZE];
        ck_assert_str_eq(scope_parse(&scope, good[i]), "");
        scope_text(&scope, text);
        ck_assert_str_eq(text, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct scope scope;
        ck_assert_msg(scope_parse(&scope, bad[i])[0] != '\0', "'%s' is accepted", bad[i]);
    }
}
END_TEST

/* The shipped packs are sound, and say where each of their figures comes from. */
START_TEST(shipped_packs_are_sound)
{
    static const char *const packs[] = {"datasets/scenarios/cnam-montbeliard",
                                        "datasets/scenarios/uttopia-forbach",
                                        "datasets/scenarios/industrie-du-futur",
                                        "datasets/scenarios/ecoles-de-production",
                                        "datasets/scenarios/ti-40-competences",
                                        "datasets/scenarios/actif-ia-metz",
                                        "datasets/scenarios/plateforme-bordeaux",
                                        "datasets/scenarios/cnam-coeur-des-territoires",
                                        "datasets/scenarios/cmq-design-industrie",
                                        "datasets/scenarios/reference-w1",
                                        "datasets/scenarios/one-centre"};

    for (size_t i = 0; i < sizeof packs / sizeof packs[0]; i++) {
        run_build(&run, packs[i]);
        ck_assert_uint_gt(run.model.num_scenarios, 0);
        for (size_t a = 0; a < run.pack.num_assumptions; a++)
            ck_assert_msg(strlen(run.pack.assumptions[a].source) > 3, "%s:%ld has no source",
                          run.pack.assumptions[a].place.file, run.pack.assumptions[a].place.line);
        run_free(&run);
    }
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, the_narrowest_scope_wins);
    tcase_add_test(tests, rows_begin_in_their_year);
    tcase_add_test(tests, units_become_those_of_the_parameter);
    tcase_add_test(tests, measures_are_inherited_and_restated);
    tcase_add_test(tests, targets_are_inherited);
    tcase_add_test(tests, oracle_6_present_value);
    tcase_add_test(tests, scopes_are_read_and_written);
    tcase_add_test(tests, shipped_packs_are_sound);
}

int main(void)
{
    return test_main("scenario", add);
}

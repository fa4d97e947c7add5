/* Indicators on a small dataset (tests/data/panel). Expected values: INSEE's rules
 * of precision worked out by hand, the migration file of PMA, R (see
 * tests/reference/intervals.R). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/indicators/indicator.h"
#include "stats/indicators/terms.h"
#include "stats/numeric/proportion.h"
#include "tests/unit/support.h"

static struct dataset dataset;
static struct problems problems;

static void set_up(void)
{
    const char *const folders[] = {"tests/data/panel"};
    struct err err = {0};

    problems = (struct problems){0};
    expect_ok(dataset_open(&dataset, folders, 1, "datasets/sources.csv", &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
}

static void tear_down(void)
{
    dataset_free(&dataset);
    problems_free(&problems);
}

static struct estimate evaluate_with(const char *name, const char *item, enum level level, const char *code,
                                     int year, const struct estimate_options *options)
{
    const struct indicator *indicator = indicator_find(name);
    struct estimate e;
    struct err err = {0};

    ck_assert_msg(indicator != NULL, "no indicator %s", name);
    expect_ok(indicator_evaluate(indicator, item, &dataset, level, code, year, options, &e, &err), &err);
    return e;
}

static struct estimate evaluate(const char *name, const char *item, const char *code, int year)
{
    return evaluate_with(name, item, LEVEL_EPCI, code, year, &estimate_defaults);
}

/* 1500 of 12000: 12.5 % with 1.231 points (sum rule) or 1.008 (nested rule) */
START_TEST(census_shares_follow_insee)
{
    struct estimate_options nested = estimate_defaults;
    struct estimate e = evaluate("unemployment_census", "", "200065647", 2018);

    expect_near(e.value, 0.125, 1e-15, 0);
    expect_near((e.high - e.low) / 2, 0.01231, 0, 5e-6);
    nested.nested_rule = true;
    e = evaluate_with("unemployment_census", "", LEVEL_EPCI, "200065647", 2018, &nested);
    expect_near((e.high - e.low) / 2, 0.01008, 0, 5e-6);
    expect_contains(e.method, "nested");
}
END_TEST

START_TEST(an_exhaustive_count_says_so)
{
    struct estimate e = evaluate("unemployment_census", "", "246700488", 2018);

    ck_assert(e.low == e.value && e.high == e.value);
    expect_contains(e.flags, "exhaustive");
    expect_contains(e.flags, "unreliable"); /* 150 unemployed: below 200 */
}
END_TEST

START_TEST(missing_parts_are_flagged)
{
    expect_contains(evaluate("unemployment_census", "", "243300316", 2018).flags, "partial:3");
}
END_TEST

/* numerator and denominator that miss different communes must not be divided */
START_TEST(different_gaps_are_refused)
{
    struct estimate e = evaluate("unemployment_census", "", "245700372", 2018);

    ck_assert(isnan(e.value));
    expect_contains(e.flags, "mixed");
}
END_TEST

START_TEST(no_figure_is_no_value)
{
    struct estimate e = evaluate("unemployment_census", "", "200065647", 1999);

    ck_assert(isnan(e.value));
    expect_contains(e.flags, "no-data");
}
END_TEST

START_TEST(youth_retention)
{
    struct estimate e = evaluate("stay_rate", "2029", "200065647", 2018);
    double stay = 12530.97 / (12530.97 + 1486.55), n = (12530.97 + 1486.55) / 3.9;
    struct interval wilson = interval_wilson(stay, n, 0.95);

    expect_near(e.value, 0.8940, 0, 5e-5);
    expect_near(e.value, stay, 1e-14, 0);
    expect_near(e.low, wilson.low, 1e-12, 0); /* n_eff: one household in four, deff 1.3 */
    expect_near(e.high, wilson.high, 1e-12, 0);
    expect_near(evaluate("entry_rate", "2029", "200065647", 2018).value, 0.1034, 0, 5e-5);
    expect_near(evaluate("net_migration_rate", "2029", "200065647", 2018).value, -0.0030, 0, 5e-5);
    expect_near(evaluate("exit_rate", "2029", "243300316", 2018).value, 0.1, 1e-14, 0);
    expect_near(evaluate("entry_rate", "2029", "243300316", 2018).value, 0.1428571, 0, 5e-8);
    expect_near(evaluate("net_migration_rate", "2029", "243300316", 2018).value, 0.0487805, 0, 5e-8);
    expect_near(evaluate("turnover_rate", "2029", "243300316", 2018).value, 0.2439024, 0, 5e-8);
}
END_TEST

START_TEST(intervals_by_choice)
{
    struct estimate_options options = estimate_defaults;
    struct estimate e;
    struct err err = {0};
    double x = 12530.97 / 3.9, n = (12530.97 + 1486.55) / 3.9;

    options.share_interval = SHARE_CLOPPER_PEARSON;
    expect_ok(indicator_evaluate(indicator_find("stay_rate"), "2029", &dataset, LEVEL_EPCI, "200065647", 2018,
                                 &options, &e, &err),
              &err);
    expect_near(e.low, proportion_clopper_pearson(x, n, 0.95).low, 1e-12, 0);
    expect_near(e.high, proportion_clopper_pearson(x, n, 0.95).high, 1e-12, 0);
    expect_contains(e.method, "Clopper-Pearson");
}
END_TEST

START_TEST(location_quotient_against_france)
{
    struct estimate e = evaluate("location_quotient_a5", "be", "200065647", 2018);

    expect_near(e.value, 0.3847623423, 0, 5e-11);
    expect_contains(e.method, "superpopulation"); /* a register has no sampling error */
    expect_near(e.low, 0.3671784265, 0, 5e-11);
    expect_near(e.high, 0.4031883394, 0, 5e-11);
}
END_TEST

START_TEST(means_of_training_centres)
{
    struct estimate e =
        evaluate_with("apprentices_employed_6m", "", LEVEL_REG, "27", 2018, &estimate_defaults);

    expect_near(e.value, 0.642, 1e-14, 0);
    expect_near(e.low, 0.499505869209, 0, 1e-10);
    expect_near(e.high, 0.784494130791, 0, 1e-10);
    expect_near(e.n, 5, 0, 0);
}
END_TEST

/* a year of age: 760 / 5 of 25-29 in 2018 over 1000 / 7 of 18-24 in 2012 */
START_TEST(cohort_survival_looks_six_years_back)
{
    struct estimate e = evaluate("cohort_survival_1824", "", "200065647", 2018);

    expect_near(e.value, 1.064, 1e-14, 0);
    ck_assert(isnan(evaluate("cohort_survival_1824_5", "", "200065647", 2018).value));
}
END_TEST

START_TEST(gaps_know_that_the_parent_contains_the_territory)
{
    struct estimate own = evaluate("unemployment_census", "", "200065647", 2018);
    struct estimate region =
        evaluate_with("unemployment_census", "", LEVEL_REG, "27", 2018, &estimate_defaults);
    struct gap gap = estimate_gap(&own, &region, 0.95);
    double weight = 12000.0 / 500000;
    double se = sqrt(own.se * own.se * (1 - 2 * weight) + region.se * region.se);

    expect_near(gap.value, 0.005, 1e-12, 0);
    expect_near(gap.high - gap.value, 2 * se, 1e-12, 0); /* twice, as INSEE does */
    ck_assert(gap.low < gap.value && gap.value < gap.high);
}
END_TEST

/* The registry: names differ, texts are there in both languages. */
START_TEST(descriptors_are_complete)
{
    const struct indicator *a, *b;

    for (size_t i = 0; (a = indicator_at(i)) != NULL; i++) {
        ck_assert_msg(a->label_fr[0] && a->label_en[0] && a->unit[0] && a->formula[0] && a->reference[0] &&
                          a->terms[0].numerator != NULL,
                      "%s", a->name);
        ck_assert_msg((a->pitfall_fr == NULL) == (a->pitfall_en == NULL), "%s", a->name);
        for (size_t j = 0; j < i; j++) {
            b = indicator_at(j);
            ck_assert_msg(strcmp(a->name, b->name) != 0, "%s twice", a->name);
        }
        ck_assert_ptr_eq(indicator_find(a->name), a);
    }
}
END_TEST

/* Two sectors: Krugman is 2 |p - P|, of which the standard error is known. */
START_TEST(structures_of_two_sectors)
{
    double p = 1714.0 / 79006, whole = 879213.0 / 15593224, se = 2 * sqrt(p * (1 - p) / 79006);
    struct estimate e = evaluate("krugman", "", "200065647", 2018);

    expect_near(e.value, 2 * (whole - p), 1e-13, 0);
    expect_near(e.se, se, 0.1, 0); /* 1,000 draws: 2 % of it is chance */
    expect_near(e.low, e.value - 1.96 * se, 0.02, 0);
    expect_near(e.high, e.value + 1.96 * se, 0.02, 0);
    expect_near(evaluate("hhi_sectors", "", "200065647", 2018).value, p * p + (1 - p) * (1 - p), 1e-14, 0);
    expect_near(evaluate("equivalent_sectors", "", "200065647", 2018).value, 1 / (p * p + (1 - p) * (1 - p)),
                1e-14, 0);
    expect_contains(evaluate("krugman", "", "245700372", 2018).flags, "no-data");
    /* no interval of it holds: none is given, and the reason is */
    struct estimate gini = evaluate("gini_specialisation", "", "200065647", 2018);
    ck_assert(gini.value > 0 && isnan(gini.low) && isnan(gini.se));
    expect_contains(gini.flags, "chance-dominates");
    expect_contains(gini.method, "none");
}
END_TEST

START_TEST(shift_share_since_the_first_year)
{
    double national = 15593224.0 / 14900000 - 1;
    double structural =
        (2000 * (879213.0 / 900000 - 1) + 76000 * (14714011.0 / 14000000 - 1)) / 78000 - national;
    struct estimate change = evaluate("shift_share", "change", "200065647", 2018);

    expect_near(change.value, 79006.0 / 78000 - 1, 1e-13, 0);
    expect_contains(change.flags, "since:2012");
    expect_near(evaluate("shift_share", "national", "200065647", 2018).value, national, 1e-12, 0);
    expect_near(evaluate("shift_share", "structural", "200065647", 2018).value, structural, 1e-10, 0);
    expect_near(evaluate("shift_share", "regional", "200065647", 2018).value,
                change.value - national - structural, 1e-10, 0);
    expect_contains(evaluate("shift_share", "change", "200065647", 2012).flags, "no-data");
}
END_TEST

START_TEST(terms_are_split)
{
    const char *rest = "a -b_{item} 0.5*c";
    char name[TERM_NAME_SIZE];
    double weight;

    ck_assert(term_next(&rest, "x", name, &weight));
    ck_assert_str_eq(name, "a");
    expect_near(weight, 1, 0, 0);
    ck_assert(term_next(&rest, "x", name, &weight));
    ck_assert_str_eq(name, "b_x");
    expect_near(weight, -1, 0, 0);
    ck_assert(term_next(&rest, "x", name, &weight));
    ck_assert_str_eq(name, "c");
    expect_near(weight, 0.5, 0, 0);
    ck_assert(!term_next(&rest, "x", name, &weight));
}
END_TEST

START_TEST(years_of_an_indicator)
{
    int *years = NULL;
    size_t num = 0;
    struct err err = {0};

    expect_ok(
        indicator_years(indicator_find("cohort_survival_1824"), "", &dataset, LEVEL_EPCI, &years, &num, &err),
        &err);
    ck_assert_uint_eq(num, 2);
    ck_assert_int_eq(years[0], 2012);
    ck_assert_int_eq(years[1], 2018);
    free(years);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, census_shares_follow_insee);
    tcase_add_test(tests, an_exhaustive_count_says_so);
    tcase_add_test(tests, missing_parts_are_flagged);
    tcase_add_test(tests, different_gaps_are_refused);
    tcase_add_test(tests, no_figure_is_no_value);
    tcase_add_test(tests, youth_retention);
    tcase_add_test(tests, intervals_by_choice);
    tcase_add_test(tests, location_quotient_against_france);
    tcase_add_test(tests, means_of_training_centres);
    tcase_add_test(tests, cohort_survival_looks_six_years_back);
    tcase_add_test(tests, gaps_know_that_the_parent_contains_the_territory);
    tcase_add_test(tests, descriptors_are_complete);
    tcase_add_test(tests, structures_of_two_sectors);
    tcase_add_test(tests, shift_share_since_the_first_year);
    tcase_add_test(tests, terms_are_split);
    tcase_add_test(tests, years_of_an_indicator);
}

int main(void)
{
    return test_main("indicators", add);
}

/* Outcomes of training, needs of labour and change of population, on made-up panels
 * (tests/data/outcomes) and files. Expected values: the example of the questions and answers
 * on InserJeunes, R (tests/reference/outcomes.R), enumeration of what hidden cells may hold. */
#include <math.h>
#include <string.h>

#include "stats/data/import.h"
#include "stats/indicators/indicator.h"
#include "tests/unit/support.h"

static struct dataset dataset;
static struct geography geography;
static struct dictionary dictionary;
static struct grid grid;
static struct problems problems;

static void set_up(void)
{
    const char *const folders[] = {"tests/data/outcomes"};
    struct err err = {0};

    problems = (struct problems){0};
    dictionary = (struct dictionary){0};
    expect_ok(dataset_open(&dataset, folders, 1, "datasets/sources.csv", &problems, &err), &err);
    expect_ok(geography_read(&geography, "tests/data/small/geography.csv", NULL, &problems, &err), &err);
    expect_ok(dictionary_add(&dictionary, "tests/data/outcomes-dictionary.csv", &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    grid = (struct grid){.geography = &geography};
}

static void tear_down(void)
{
    dataset_free(&dataset);
    grid_free(&grid);
    dictionary_free(&dictionary);
    geography_free(&geography);
    problems_free(&problems);
}

static struct estimate evaluate_with(const char *name, const char *item, enum level level, const char *code,
                                     int year, bool superpopulation)
{
    struct estimate_options options = estimate_defaults;
    struct estimate e;
    struct err err = {0};

    options.superpopulation = superpopulation;
    ck_assert_msg(indicator_find(name) != NULL, "no indicator %s", name);
    expect_ok(indicator_evaluate(indicator_find(name), item, &dataset, level, code, year, &options, &e, &err),
              &err);
    return e;
}

static struct estimate outcome(const char *name, const char *code)
{
    return evaluate_with(name, "", LEVEL_EPCI, code, 2024, false);
}

static void expect_no_value(const struct estimate *e, const char *flag)
{
    ck_assert(isnan(e->value) && isnan(e->low) && isnan(e->high) && isnan(e->se) && isnan(e->n));
    ck_assert_msg(estimate_has_flag(e, flag), "flags '%s', expected %s", e->flags, flag);
}

/* 30 pupils, 20 continue, 3 employed: 66.67 %, 76.67 %, no rate of employment */
START_TEST(the_example_of_the_publisher)
{
    struct estimate e = outcome("outcome_employment_6m", "200065647");

    expect_near(outcome("outcome_continuation", "200065647").value, 0.6667, 0, 5e-5);
    expect_near(outcome("outcome_favourable", "200065647").value, 0.7667, 0, 5e-5);
    expect_no_value(&e, "suppressed");
    e = outcome("outcome_value_added_6m", "200065647");
    expect_no_value(&e, "suppressed");
}
END_TEST

START_TEST(twenty_leavers_are_enough)
{
    expect_near(outcome("outcome_employment_6m", "245700372").value, 0.5, 0, 0);
}
END_TEST

START_TEST(a_register_has_an_interval_when_asked)
{
    struct estimate e = outcome("outcome_employment_6m", "246700488");

    expect_near(e.value, 0.7, 1e-15, 0);
    ck_assert(isnan(e.low) && isnan(e.se));
    e = evaluate_with("outcome_employment_6m", "", LEVEL_EPCI, "246700488", 2024, true);
    expect_near(e.low, 0.574912920531, 0, 1e-12);
    expect_near(e.high, 0.801018338612, 0, 1e-12);
}
END_TEST

START_TEST(value_added_has_the_interval_of_the_observed_rate)
{
    struct estimate e = outcome("outcome_value_added_6m", "246700488");

    expect_near(e.value, 0.05, 0, 1e-15); /* 42 of 60 less 39 of 60 */
    expect_near(e.low, 0.574912920531 - 0.65, 0, 1e-12);
    expect_near(e.high, 0.801018338612 - 0.65, 0, 1e-12);
    e = outcome("outcome_value_added_6m", "245700372");
    expect_no_value(&e, "no-data"); /* nothing expected */
}
END_TEST

START_TEST(contradictions_and_gaps_are_refused)
{
    struct estimate e = outcome("outcome_employment_6m", "243300316"); /* 45 of 40 */

    expect_no_value(&e, "inconsistent");
    e = outcome("outcome_value_added_6m", "243300316");
    expect_no_value(&e, "inconsistent");
    e = outcome("outcome_employment_12m", "246700488"); /* one establishment did not answer */
    expect_no_value(&e, "mixed");
}
END_TEST

/* two cells hidden in both counts, one in the difficult projects alone */
START_TEST(hidden_cells_give_bounds)
{
    struct estimate e = evaluate_with("recruitment_difficult", "i", LEVEL_DEP, "25", 2024, false);
    double low = 1, high = 0;

    for (int a = 0; a <= 4; a++)
        for (int b = 0; b <= 4; b++)
            for (int x = 0; x <= a; x++)
                for (int y = 0; y <= b; y++)
                    for (int z = 0; z <= 4; z++) {
                        double share = (60 + x + y + z) / (100.0 + a + b);
                        low = fmin(low, share);
                        high = fmax(high, share);
                    }
    expect_near(e.value, 0.6, 1e-15, 0);
    expect_near(e.low, low, 1e-15, 0);
    expect_near(e.high, high, 1e-15, 0);
    ck_assert(isnan(e.se));
    expect_contains(e.flags, "hidden:3");
    e = evaluate_with("recruitment_projects", "i", LEVEL_DEP, "25", 2024, false);
    ck_assert(e.value == 100 && e.low == 100 && e.high == 108);
    expect_contains(e.flags, "hidden:2");
}
END_TEST

START_TEST(answers_to_a_survey)
{
    struct estimate e = evaluate_with("graduates_employed_30m", "master", LEVEL_REG, "27", 2016, false);

    expect_near(e.value, 0.9, 1e-15, 0);
    expect_near(e.low, 0.850594187567, 0, 1e-12);
    expect_near(e.high, 0.934329551331, 0, 1e-12);
    e = evaluate_with("graduates_kept", "master", LEVEL_REG, "27", 2016, false);
    expect_near(e.value, 0.6, 1e-15, 0);
    expect_near(e.low, 0.520049158489, 0, 1e-12);
    expect_near(e.high, 0.674956792637, 0, 1e-12);
    e = evaluate_with("graduates_employed_30m", "master", LEVEL_REG, "44", 2016, false);
    expect_no_value(&e, "suppressed"); /* 29 answers */
    e = evaluate_with("graduates_kept", "master", LEVEL_REG, "44", 2016, false);
    expect_near(e.value, 2.0 / 3, 1e-15, 0); /* 30 */
}
END_TEST

/* 40 of 40: Wilson's lower limit is n / (n + z²); the error is half the width over z */
START_TEST(all_of_a_sample_is_no_certainty)
{
    struct estimate e = evaluate_with("graduates_employed_30m", "master", LEVEL_REG, "84", 2016, false);
    double z = 1.959963984540054, low = 40 / (40 + z * z);

    ck_assert(e.value == 1);
    expect_near(e.low, low, 1e-12, 0);
    expect_near(e.se, (1 - low) / (2 * z), 1e-12, 0);
}
END_TEST

/* a mean difference may be negative: its interval is not cut at 0 */
START_TEST(value_added_of_centres)
{
    struct estimate e = evaluate_with("apprentices_value_added_6m", "", LEVEL_REG, "27", 2016, false);

    expect_near(e.value, -0.02, 0, 0);
    expect_near(e.low, -0.0466431193195, 0, 1e-12);
    expect_near(e.high, 0.0066431193195, 0, 1e-12);
}
END_TEST

/* the published rates are shares of the change, which is 0 here: 0/0 */
START_TEST(a_steady_population_has_balances)
{
    struct estimate e = evaluate_with("natural_change_rate", "", LEVEL_DEP, "57", 2016, false);

    expect_near(e.value, 0.004, 1e-14, 0);
    e = evaluate_with("apparent_migration_rate", "", LEVEL_DEP, "57", 2016, false);
    expect_near(e.value, -0.004, 1e-14, 0);
}
END_TEST

START_TEST(looking_back_remembers_what_was_suppressed)
{
    struct estimate last = estimate_none(0), tried = estimate_none(2024);

    estimate_flag(&last, "no-data");
    estimate_flag(&tried, "suppressed");
    estimate_note_suppressed(&last, &tried);
    ck_assert_int_eq(last.year, 2024);
    tried = estimate_none(2020);
    estimate_flag(&tried, "no-data");
    estimate_note_suppressed(&last, &tried);
    ck_assert_int_eq(last.year, 2024);
    ck_assert(estimate_has_flag(&last, "suppressed") && !estimate_has_flag(&last, "no-data"));
}
END_TEST

/* ---- files --------------------------------------------------------------------------- */

static void import_text(const char *text)
{
    struct source source = source_of(text);
    struct import_options options = {0};
    struct import_report report;
    struct err err = {0};

    expect_ok(import_file(&grid, &dictionary, &source, &options, &report, &problems, &err), &err);
    source_free(&source);
}

static int aggregate(struct err *err)
{
    bool wanted[NUM_LEVELS];

    for (int l = 0; l < NUM_LEVELS; l++)
        wanted[l] = true;
    return grid_aggregate(&grid, wanted, err);
}

static void expect_cell(enum level level, const char *code, int year, const char *variable, double value,
                        unsigned missing)
{
    size_t v = 0;

    while (v < grid.num_variables && strcmp(grid.variables[v].name, variable) != 0)
        v++;
    ck_assert_msg(v < grid.num_variables, "no variable %s", variable);
    const struct plane *plane = grid_find(&grid, level, year, v);
    ck_assert_msg(plane != NULL, "nothing at level %s", level_name(level));
    const struct cell *cell = &plane->cells[geography_find(&geography, level, code)];
    expect_near(cell_value(cell, AGGREGATE_SUM), value, 1e-14, 0);
    ck_assert_uint_eq(cell_missing_parts(cell, plane, AGGREGATE_SUM), missing);
}

START_TEST(hidden_cells_are_counted_through_sums)
{
    struct err err = {0};

    import_text("DEP;BE24;MET;XMET\n25;1;10;*\n25;2;*;*\n25;3;20;15\n57;4;*;*\n57;5;*;*\n");
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    expect_ok(aggregate(&err), &err);
    expect_cell(LEVEL_DEP, "25", 2024, "projects", 30, 1);
    expect_cell(LEVEL_DEP, "25", 2024, "difficult", 15, 2);
    /* of France: 1 + 2 hidden cells, and two départements without any row */
    expect_cell(LEVEL_FR, "FR", 2024, "projects", 30, 5);
    expect_cell(LEVEL_FR, "FR", 2024, "difficult", 15, 6);
}
END_TEST

START_TEST(keys_tell_records_apart)
{
    import_text("DEP;BE24;MET;XMET\n25;1;10;5\n25;1;10;5\n");
    ck_assert_uint_eq(problems.num_errors, 1);
    expect_contains(problems_text(&problems), "a second record of '25': the first is on line 2");
}
END_TEST

START_TEST(a_part_exceeds_no_whole)
{
    import_text("DEP;BE24;MET;XMET\n25;1;10;11\n");
    expect_contains(problems_text(&problems),
                    "difficult is 11, more than MET in the same record, which is 10");
}
END_TEST

START_TEST(rates_are_weighted_by_answers)
{
    struct err err = {0};

    import_text("LEVEL;PLACE;YEAR;SITE;N;RATE;OUT\nreg;27;2016;a;100;90;40\nreg;27;2016;b;50;80;ns\n"
                "reg;27;2016;c;10;ns;ns\n");
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    expect_ok(aggregate(&err), &err);
    expect_cell(LEVEL_REG, "27", 2016, "employed", 90 + 40, 1);
    expect_cell(LEVEL_REG, "27", 2016, "answers", 150, 1);
    expect_cell(LEVEL_REG, "27", 2016, "away", 36, 2);
}
END_TEST

START_TEST(a_rate_over_one_hundred_is_refused)
{
    import_text("LEVEL;PLACE;YEAR;SITE;N;RATE;OUT\nreg;27;2016;a;100;190;40\n");
    expect_contains(problems_text(&problems), "employed is 190, expected at most 100");
}
END_TEST

START_TEST(unknown_names_are_refused)
{
    import_text("ODD;COUNT\n25;1\n");
    expect_contains(problems_text(&problems), "no column of the family is named 'nothing'");
}
END_TEST

/* 25001 lies in the département 25: France would have it twice */
START_TEST(levels_that_overlap_are_not_summed)
{
    struct err err = {0};

    import_text("LEVEL;PLACE;YEAR;SITE;N;RATE;OUT\ncom;25001;2016;a;100;90;40\ndep;25;2016;b;50;80;40\n");
    ck_assert_int_eq(aggregate(&err), ERR_DATA);
    expect_contains(err.message, "would count twice");
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_example_of_the_publisher);
    tcase_add_test(tests, twenty_leavers_are_enough);
    tcase_add_test(tests, a_register_has_an_interval_when_asked);
    tcase_add_test(tests, value_added_has_the_interval_of_the_observed_rate);
    tcase_add_test(tests, contradictions_and_gaps_are_refused);
    tcase_add_test(tests, hidden_cells_give_bounds);
    tcase_add_test(tests, answers_to_a_survey);
    tcase_add_test(tests, all_of_a_sample_is_no_certainty);
    tcase_add_test(tests, value_added_of_centres);
    tcase_add_test(tests, a_steady_population_has_balances);
    tcase_add_test(tests, looking_back_remembers_what_was_suppressed);
    tcase_add_test(tests, hidden_cells_are_counted_through_sums);
    tcase_add_test(tests, keys_tell_records_apart);
    tcase_add_test(tests, a_part_exceeds_no_whole);
    tcase_add_test(tests, rates_are_weighted_by_answers);
    tcase_add_test(tests, a_rate_over_one_hundred_is_refused);
    tcase_add_test(tests, unknown_names_are_refused);
    tcase_add_test(tests, levels_that_overlap_are_not_summed);
}

int main(void)
{
    return test_main("outcomes", add);
}

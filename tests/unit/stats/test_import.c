/* Official files to figures by territory, on a small country (tests/data/small). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/data/import.h"
#include "tests/unit/support.h"

static struct geography geography;
static struct dictionary dictionary;
static struct grid grid;
static struct problems problems;
static struct import_report report;

static void set_up(void)
{
    struct err err = {0};

    problems = (struct problems){0};
    dictionary = (struct dictionary){0};
    expect_ok(geography_read(&geography, "tests/data/small/geography.csv", "tests/data/small/events.csv",
                             &problems, &err),
              &err);
    expect_ok(dictionary_add(&dictionary, "tests/data/small/dictionary.csv", &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    grid = (struct grid){.geography = &geography};
}

static void tear_down(void)
{
    grid_free(&grid);
    dictionary_free(&dictionary);
    geography_free(&geography);
    problems_free(&problems);
}

static void import_with(const char *text, struct import_options options)
{
    struct source source = source_of(text);
    struct err err = {0};

    expect_ok(import_file(&grid, &dictionary, &source, &options, &report, &problems, &err), &err);
    source_free(&source);
}

static void import_text(const char *text)
{
    import_with(text, (struct import_options){0});
}

/* All levels, summed; fails on problems. */
static void aggregate(void)
{
    bool wanted[NUM_LEVELS];
    struct err err = {0};

    for (int l = 0; l < NUM_LEVELS; l++)
        wanted[l] = true;
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    expect_ok(grid_aggregate(&grid, wanted, &err), &err);
}

static const struct plane *plane_of(enum level level, int year, const char *variable)
{
    for (size_t v = 0; v < grid.num_variables; v++)
        if (strcmp(grid.variables[v].name, variable) == 0) {
            const struct plane *plane = grid_find(&grid, level, year, v);
            ck_assert_msg(plane != NULL, "no %s %d at level %s", variable, year, level_name(level));
            return plane;
        }
    ck_abort_msg("no variable %s", variable);
    return NULL;
}

static const struct cell *cell_of(enum level level, const char *code, int year, const char *variable)
{
    return &plane_of(level, year, variable)->cells[geography_find(&geography, level, code)];
}

static struct cell_spread spread_of(enum level level, const char *code, int year, const char *variable)
{
    return grid_spread(&grid, plane_of(level, year, variable), geography_find(&geography, level, code));
}

static double value_of(enum level level, const char *code, int year, const char *variable)
{
    return cell_value(cell_of(level, code, year, variable), AGGREGATE_SUM);
}

START_TEST(figures_of_merged_communes_are_added_to_single_ones)
{
    /* 25098 and 25099 are now 25002; prives is a count that is never summed, taux a rate */
    import_text("CODE;PRIVES;TAUX\n25002;30;5\n25098;7;6\n25099;2;7\n57001;4;8\n");
    aggregate();
    expect_near(value_of(LEVEL_COM, "25002", 2020, "prives"), 39, 0, 0);
    expect_near(value_of(LEVEL_COM, "57001", 2020, "prives"), 4, 0, 0);
    /* the rate of one of three communes is not that of the three */
    ck_assert(isnan(value_of(LEVEL_COM, "25002", 2020, "taux_com")));
    expect_near(value_of(LEVEL_COM, "57001", 2020, "taux_com"), 8, 0, 0);
    ck_assert_uint_eq(report.num_missing_cells, 2);
}
END_TEST

START_TEST(counts_are_summed_to_every_level)
{
    import_text(
        "CODGEO;P18_EMPLT;C18_EMPLT;C18_EMPLT_INDUS\n25001;100,5;90;40\n25002;1000;900;300\n25003;7;8;1\n"
        "57001;500;480;100\n");
    aggregate();
    expect_near(value_of(LEVEL_EPCI, "200000001", 2018, "p_emplt"), 1100.5, 0, 1e-9);
    expect_near(value_of(LEVEL_ZE, "2714", 2018, "p_emplt"), 1107.5, 0, 1e-9);
    expect_near(value_of(LEVEL_DEP, "25", 2018, "c_emplt_indus"), 341, 0, 1e-9);
    expect_near(value_of(LEVEL_REG, "44", 2018, "c_emplt"), 480, 0, 1e-9);
    expect_near(value_of(LEVEL_FR, "FR", 2018, "p_emplt"), 1607.5, 0, 1e-9);
    ck_assert_uint_eq(report.num_matched, 4);
    ck_assert_str_eq(report.family, "emploi");
}
END_TEST

START_TEST(several_vintages_in_one_file)
{
    import_text("CODGEO;P13_EMPLT;P18_EMPLT\n25001;80;100\n");
    aggregate();
    expect_near(value_of(LEVEL_FR, "FR", 2013, "p_emplt"), 80, 0, 0);
    expect_near(value_of(LEVEL_FR, "FR", 2018, "p_emplt"), 100, 0, 0);
}
END_TEST

/* A territory counts the cells of its communes that have no figure; it is not
 * zero, and a territory without any figure has none. */
START_TEST(missing_is_not_zero)
{
    import_text("CODGEO;P18_EMPLT\n25001;s\n25002;1000\n57001;nd\n01004;\n");
    aggregate();
    expect_near(value_of(LEVEL_EPCI, "200000001", 2018, "p_emplt"), 1000, 0, 0);
    ck_assert_uint_eq(cell_of(LEVEL_EPCI, "200000001", 2018, "p_emplt")->num_missing, 1);
    ck_assert(isnan(value_of(LEVEL_EPCI, "200000002", 2018, "p_emplt")));
    ck_assert_uint_eq(cell_of(LEVEL_EPCI, "200000002", 2018, "p_emplt")->num_missing, 2);
    ck_assert_uint_eq(report.num_missing_cells, 3);
}
END_TEST

START_TEST(an_unknown_marker_is_an_error)
{
    import_text("CODGEO;P18_EMPLT\n25001;confidentiel\n");
    expect_contains(problems_text(&problems), "test.csv:2:2: error");
    expect_contains(problems_text(&problems), "confidentiel");
}
END_TEST

START_TEST(unknown_codes_are_listed)
{
    import_text("CODGEO;P18_EMPLT\n25001;1\n99999;5\n88888;6\n");
    ck_assert_uint_eq(problems.num_errors, 1);
    expect_contains(problems_text(&problems), "99999");
    expect_contains(problems_text(&problems), "88888");
    expect_contains(problems_text(&problems), "--allow-unmatched");
}
END_TEST

START_TEST(codes_allowed_by_name_are_left_out)
{
    const char *const allowed[] = {"99999"};

    import_with("CODGEO;P18_EMPLT\n25001;1\n99999;5\n",
                (struct import_options){.allowed = allowed, .num_allowed = 1});
    aggregate();
    expect_near(value_of(LEVEL_FR, "FR", 2018, "p_emplt"), 1, 0, 0);
    ck_assert_uint_eq(report.num_unmatched, 1);
}
END_TEST

/* 25099 joined 25098, which joined 25002; 57900 is the old code of 57001 */
START_TEST(merged_communes_count_with_their_successor)
{
    import_text("CODGEO;P18_EMPLT\n25099;3\n25098;4\n25002;10\n57900;50\n");
    aggregate();
    expect_near(value_of(LEVEL_COM, "25002", 2018, "p_emplt"), 17, 0, 0);
    expect_near(value_of(LEVEL_COM, "57001", 2018, "p_emplt"), 50, 0, 0);
    ck_assert_uint_eq(report.num_successors, 3);
}
END_TEST

START_TEST(arrondissements_are_not_counted_twice)
{
    import_text("CODGEO;P18_EMPLT\n69123;300\n69381;100\n69382;200\n");
    aggregate();
    expect_near(value_of(LEVEL_FR, "FR", 2018, "p_emplt"), 300, 0, 0);
    ck_assert_uint_eq(report.num_arrondissements, 2);
}
END_TEST

START_TEST(arrondissements_alone_make_their_commune)
{
    import_text("CODGEO;P18_EMPLT\n69381;100\n69382;200\n");
    aggregate();
    expect_near(value_of(LEVEL_COM, "69123", 2018, "p_emplt"), 300, 0, 0);
}
END_TEST

START_TEST(the_same_commune_twice_is_an_error)
{
    import_text("CODGEO;P18_EMPLT\n25001;1\n25001;2\n");
    expect_contains(problems_text(&problems),
                    "test.csv:3:1: error: a second record of '25001': the first is on line 2");
    tear_down();
    set_up();
    import_text("CODGEO;P18_EMPLT\n25099;1\n25002;7\n25099;2\n");
    expect_contains(problems_text(&problems), "test.csv:4:1: error: a second record of '25099'");
    tear_down();
    set_up();
    import_text("CODGEO;P18_EMPLT\n69381;1\n69381;2\n");
    expect_contains(problems_text(&problems), "test.csv:3:1: error: a second record of '69381'");
}
END_TEST

START_TEST(lost_zeros_are_repaired_only_on_request)
{
    import_text("CODGEO;P18_EMPLT\n1004;5\n");
    expect_contains(problems_text(&problems), "test.csv:2:1: error");
    expect_contains(problems_text(&problems), "--pad-codes");
    tear_down();
    set_up();
    import_with("CODGEO;P18_EMPLT\n1004;5\n", (struct import_options){.pad_codes = true});
    aggregate();
    expect_near(value_of(LEVEL_COM, "01004", 2018, "p_emplt"), 5, 0, 0);
    ck_assert_uint_eq(report.num_padded, 1);
}
END_TEST

START_TEST(corsican_codes)
{
    import_text("CODGEO;P18_EMPLT\n2A004;5\n");
    ck_assert_uint_eq(problems.num_warnings, 0);
    aggregate();
    expect_near(value_of(LEVEL_REG, "94", 2018, "p_emplt"), 5, 0, 0);
    tear_down();
    set_up();
    import_text("CODGEO;P18_EMPLT\n2a004;5\n");
    ck_assert_uint_ge(problems.num_warnings, 1);
    aggregate();
    expect_near(value_of(LEVEL_REG, "94", 2018, "p_emplt"), 5, 0, 0);
}
END_TEST

START_TEST(rates_are_never_summed)
{
    bool wanted[NUM_LEVELS] = {[LEVEL_ZE] = true, [LEVEL_REG] = true};
    struct err err = {0};

    import_text("ZE;TAUX_2018\n2714;8,5\n4408;10\n");
    expect_ok(grid_aggregate(&grid, wanted, &err), &err);
    expect_near(value_of(LEVEL_ZE, "2714", 2018, "taux"), 0.085, 1e-15, 0);
    ck_assert_ptr_null(grid_find(&grid, LEVEL_REG, 2018, 0));
}
END_TEST

START_TEST(an_unknown_file_names_the_near_families)
{
    import_text("CODE_POSTAL;EMPLOIS\n25200;1\n");
    ck_assert_uint_ge(problems.num_errors, 1);
    expect_contains(problems_text(&problems), "emploi");
}
END_TEST

/* Variances by the rules of census.h: a count of a commune surveyed in full has
 * none; those of a sum add up. */
START_TEST(precision_travels_with_the_sums)
{
    import_text("CODGEO;P18_EMPLT;C18_EMPLT\n25001;100;90\n25002;1000;900\n");
    aggregate();
    double large = 1000 * census_cv(1000);
    expect_near(spread_of(LEVEL_COM, "25001", 2018, "p_emplt").variance, 0, 0, 0);
    expect_near(sqrt(spread_of(LEVEL_EPCI, "200000001", 2018, "p_emplt").variance), large, 1e-12, 0);
    expect_near(spread_of(LEVEL_EPCI, "200000001", 2018, "c_emplt").variance,
                90 * 3 * 1.3 + pow(900 * census_cv(900), 2), 1e-9, 0);
}
END_TEST

START_TEST(years_can_be_left_out)
{
    import_with("CODGEO;P13_EMPLT;P18_EMPLT\n25001;80;100\n",
                (struct import_options){.first_year = 2018, .last_year = 2018});
    aggregate();
    ck_assert_ptr_null(grid_find(&grid, LEVEL_FR, 2013, 0));
    expect_near(value_of(LEVEL_FR, "FR", 2018, "p_emplt"), 100, 0, 0);
}
END_TEST

START_TEST(parents_by_majority_of_population)
{
    size_t epci = geography_find(&geography, LEVEL_EPCI, "200000001");
    const struct zone *zone = &geography.levels[LEVEL_EPCI].items[epci];
    size_t ze = geography_find(&geography, LEVEL_ZE, "2714");

    ck_assert_uint_eq(zone->parents[LEVEL_ZE], ze);
    expect_near(zone->shares[LEVEL_ZE], 1, 0, 1e-12);
    expect_near(zone->population, 13500, 0, 0);
    ck_assert_uint_eq(zone->num_communes, 2);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, figures_of_merged_communes_are_added_to_single_ones);
    tcase_add_test(tests, counts_are_summed_to_every_level);
    tcase_add_test(tests, several_vintages_in_one_file);
    tcase_add_test(tests, missing_is_not_zero);
    tcase_add_test(tests, an_unknown_marker_is_an_error);
    tcase_add_test(tests, unknown_codes_are_listed);
    tcase_add_test(tests, codes_allowed_by_name_are_left_out);
    tcase_add_test(tests, merged_communes_count_with_their_successor);
    tcase_add_test(tests, arrondissements_are_not_counted_twice);
    tcase_add_test(tests, arrondissements_alone_make_their_commune);
    tcase_add_test(tests, the_same_commune_twice_is_an_error);
    tcase_add_test(tests, lost_zeros_are_repaired_only_on_request);
    tcase_add_test(tests, corsican_codes);
    tcase_add_test(tests, rates_are_never_summed);
    tcase_add_test(tests, an_unknown_file_names_the_near_families);
    tcase_add_test(tests, precision_travels_with_the_sums);
    tcase_add_test(tests, years_can_be_left_out);
    tcase_add_test(tests, parents_by_majority_of_population);
}

int main(void)
{
    return test_main("import", add);
}

/* Files and territories of different dates, on a fictional country (tests/data/vintages): merges, splits,
 * changes of code, before and after the date of the table, 2022-01-01. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/data/import.h"
#include "stats/data/lineage.h"
#include "stats/data/sharing.h"
#include "tests/unit/support.h"

static struct geography geography;
static struct dictionary dictionary;
static struct grid grid;
static struct problems problems;
static struct import_report report;
static struct lineage lineage;

static void set_up(void)
{
    struct err err = {0};

    problems = (struct problems){0};
    dictionary = (struct dictionary){0};
    lineage = (struct lineage){0};
    expect_ok(geography_read(&geography, "tests/data/vintages/geography.csv",
                             "tests/data/vintages/events.csv", &problems, &err),
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
    lineage_free(&lineage);
}

static void import_text(const char *text)
{
    struct source source = source_of(text);
    struct import_options options = {0};
    struct err err = {0};
    bool wanted[NUM_LEVELS];

    for (int l = 0; l < NUM_LEVELS; l++)
        wanted[l] = true;
    expect_ok(import_file(&grid, &dictionary, &source, &options, &report, &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    expect_ok(grid_aggregate(&grid, wanted, &err), &err);
    source_free(&source);
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

static double jobs(enum level level, const char *code)
{
    return cell_value(cell_of(level, code, 2018, "p_emplt"), AGGREGATE_SUM);
}

/* Standard error of the sharing alone. */
static double sharing_se(enum level level, const char *code)
{
    return sqrt(spread_of(level, code, 2018, "p_emplt").imputed_variance);
}

/* "14001 14002" for a code and a date of the file. */
static const char *trace(const char *code, const char *date)
{
    static char text[128];
    struct err err = {0};
    size_t used = 0;

    text[0] = '\0';
    expect_ok(lineage_trace(&lineage, &geography, code, date, date, &err), &err);
    for (size_t i = 0; i < lineage.num_parts; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "",
                                 geography.levels[LEVEL_COM].items[lineage.parts[i].zone].code);
    return text;
}

START_TEST(an_older_commune_is_followed_forward)
{
    ck_assert_str_eq(trace("14001", "2019-01-01"), "14001 14002");
    ck_assert_int_eq(lineage.way, LINEAGE_SPLIT);
    ck_assert_str_eq(lineage.date, "2019-12-31");
    ck_assert_str_eq(trace("14001", "2020-01-01"), "14001");
    ck_assert_str_eq(trace("14030", "2013-01-01"), "14032"); /* a code, then a merge */
    ck_assert_str_eq(trace("14031", "2016-01-01"), "14032");
    ck_assert_str_eq(trace("14031", "2018-01-01"), "");
}
END_TEST

/* Mu joined Lambda in 2012 and left it in 2016; Old joined it and stayed. */
START_TEST(a_commune_that_left_again_has_its_own)
{
    ck_assert_str_eq(trace("14040", "2010-01-01"), "14040");
    ck_assert_str_eq(trace("14041", "2010-01-01"), "14041");
    ck_assert_str_eq(trace("14042", "2010-01-01"), "14040");
    ck_assert_str_eq(trace("14040", "2013-01-01"), "14040 14041");
}
END_TEST

START_TEST(a_newer_commune_is_followed_back)
{
    ck_assert_str_eq(trace("14010", "2025-01-01"), "14010 14011");
    ck_assert_int_eq(lineage.way, LINEAGE_WHOLE);
    ck_assert_str_eq(trace("55002", "2025-01-01"), "55001");
    ck_assert_int_eq(lineage.way, LINEAGE_PART);
    ck_assert_str_eq(trace("55011", "2025-01-01"), "55010");
    ck_assert_str_eq(trace("14020", "2024-12-31"), "14020 14021");
    ck_assert_str_eq(trace("14020", "2025-01-01"), "14020"); /* merged and apart again */
    ck_assert_str_eq(trace("14021", "2025-01-01"), "14021");
}
END_TEST

/* Variances by enumeration of the law: tests/reference/dirichlet_multinomial.py. */
START_TEST(variance_of_a_shared_count)
{
    expect_near(sharing_variance(10, 0.3, "jobs"), 5.88, 1e-9, 0);
    expect_near(sharing_variance(1000, 0.9, "jobs"), 18072, 1e-9, 0);
    expect_near(sharing_variance(1000, 0.9, "persons"), 2787.3, 1e-9, 0);
    expect_near(sharing_variance(250, 0.75, "persons"), 397.03125, 1e-9, 0);
    expect_near(sharing_variance(441, 141.0 / 441, "jobs"), 8536.734694, 1e-9, 0);
    expect_near(sharing_variance(1000, 1, "jobs"), 0, 0, 0);
}
END_TEST

/* Nine tenths of the people are in Alpha, which is in one intercommunalité, Beta in another. */
START_TEST(a_split_is_shared_by_population)
{
    import_text("CODGEO;P18_EMPLT\n14001;1000\n14031;70\n");
    ck_assert_str_eq(report.vintage.last, "2017-01-01");
    expect_near(jobs(LEVEL_COM, "14001"), 900, 1e-12, 0);
    expect_near(jobs(LEVEL_COM, "14002"), 100, 1e-12, 0);
    expect_near(sharing_se(LEVEL_COM, "14001"), sqrt(18072), 1e-9, 0);
    expect_near(sharing_se(LEVEL_COM, "14002"), sqrt(18072), 1e-9, 0);
    expect_near(spread_of(LEVEL_COM, "14002", 2018, "p_emplt").imputed, 100, 1e-12, 0);
    expect_near(jobs(LEVEL_EPCI, "200000001"), 900, 1e-12, 0);
    expect_near(sharing_se(LEVEL_EPCI, "200000002"), sqrt(18072), 1e-9, 0);
    expect_near(jobs(LEVEL_EPCI, "200000002"), 170, 1e-12, 0);
    ck_assert_uint_eq(report.num_shared, 1);
}
END_TEST

/* Where all parts lie in one zone there is nothing to be unsure of. */
START_TEST(a_zone_with_all_parts_has_no_further_error)
{
    import_text("CODGEO;P18_EMPLT\n14001;1000\n14031;70\n");
    for (int level = LEVEL_ZE; level < NUM_LEVELS; level++) {
        const char *codes[NUM_LEVELS] = {
            [LEVEL_ZE] = "2801", [LEVEL_DEP] = "14", [LEVEL_REG] = "28", [LEVEL_FR] = "FR"};
        if (codes[level] == NULL)
            continue;
        expect_near(jobs((enum level)level, codes[level]), 1070, 1e-12, 0);
        expect_near(sharing_se((enum level)level, codes[level]), 0, 0, 0);
        expect_near(spread_of((enum level)level, codes[level], 2018, "p_emplt").imputed, 0, 0, 0);
    }
}
END_TEST

START_TEST(parts_with_rows_of_their_own_are_left_alone)
{
    import_text("CODGEO;P18_EMPLT\n14001;1000\n14002;30\n14032;1\n");
    expect_near(jobs(LEVEL_COM, "14001"), 1000, 0, 0);
    expect_near(jobs(LEVEL_COM, "14002"), 30, 0, 0);
    ck_assert_uint_eq(report.num_shared, 0);
}
END_TEST

/* The file is of 2020, its figures of 2018 are not: the row of Beta, of 2019, is empty. */
START_TEST(an_empty_cell_older_than_the_commune_is_in_the_other)
{
    import_text("CODGEO;P18_EMPLT\n14001;1000\n14002;\n14032;1\n");
    expect_near(jobs(LEVEL_COM, "14002"), 100, 1e-12, 0);
    ck_assert_uint_eq(cell_of(LEVEL_EPCI, "200000002", 2018, "p_emplt")->num_missing,
                      2); /* Epsilon and Mu have no row */
}
END_TEST

START_TEST(a_secret_cell_is_nobody_elses)
{
    import_text("CODGEO;P18_EMPLT\n14001;1000\n14002;s\n14032;1\n");
    expect_near(jobs(LEVEL_COM, "14001"), 1000, 0, 0);
    ck_assert(isnan(jobs(LEVEL_COM, "14002")));
}
END_TEST

START_TEST(a_newer_file_is_shared_backwards_and_summed)
{
    import_text("CODGEO;P18_EMPLT\n14010;80\n14020;5\n14021;6\n55001;7\n55002;8\n55011;9\n");
    ck_assert_str_eq(report.vintage.first, "2025-01-01");
    expect_near(jobs(LEVEL_COM, "14010"), 50, 1e-12, 0);
    expect_near(jobs(LEVEL_COM, "14011"), 30, 1e-12, 0);
    expect_near(jobs(LEVEL_COM, "14020"), 5, 0, 0);
    expect_near(jobs(LEVEL_COM, "14021"), 6, 0, 0);
    expect_near(jobs(LEVEL_COM, "55001"), 15, 0, 0);
    expect_near(jobs(LEVEL_COM, "55010"), 9, 0, 0);
    expect_near(sharing_se(LEVEL_EPCI, "200000001"), 0, 0, 0);
    expect_near(jobs(LEVEL_FR, "FR"), 115, 1e-12, 0);
}
END_TEST

/* Nobody knows how many people live in Nu and in Xi: only their intercommunalité has the count. */
START_TEST(unknown_sizes_leave_a_count_undivided)
{
    import_text("CODGEO;P18_EMPLT\n55030;40\n14001;10\n14031;1\n");
    ck_assert(isnan(jobs(LEVEL_COM, "55030")));
    ck_assert(isnan(jobs(LEVEL_COM, "55031")));
    expect_near(jobs(LEVEL_EPCI, "200000003"), 40, 0, 0);
    expect_near(sharing_se(LEVEL_EPCI, "200000003"), 0, 0, 0);
}
END_TEST

/* Loisey-Culey split on 2014-01-01, but is one in files of 2014 (INSEE counts it from 2015 on). */
START_TEST(the_official_date_may_precede_the_files)
{
    import_text("CODGEO;P18_EMPLT\n55298;441\n14031;1\n14040;5\n");
    expect_near(jobs(LEVEL_COM, "55138"), 141, 1e-12, 0);
    expect_near(jobs(LEVEL_COM, "55298"), 300, 1e-12, 0);
    expect_near(sharing_se(LEVEL_COM, "55138"), sqrt(8536.734694), 1e-9, 0);
}
END_TEST

/* taux_com is a rate, prives a register count that is never summed. */
START_TEST(rates_are_never_shared)
{
    import_text("CODE;PRIVES;TAUX\n14001;1000;5\n14031;7;6\n14032;70;4\n55298;10;9\n");
    expect_near(cell_value(cell_of(LEVEL_COM, "14002", 2020, "prives"), AGGREGATE_NONE), 100, 1e-12, 0);
    ck_assert(isnan(cell_value(cell_of(LEVEL_COM, "14001", 2020, "taux_com"), AGGREGATE_NONE)));
    ck_assert(isnan(cell_value(cell_of(LEVEL_COM, "14002", 2020, "taux_com"), AGGREGATE_NONE)));
    /* nor is the rate of one part that of the whole */
    ck_assert(isnan(cell_value(cell_of(LEVEL_COM, "14032", 2020, "taux_com"), AGGREGATE_NONE)));
    ck_assert_uint_eq(report.num_unshared, 2);
}
END_TEST

/* 14031 was abolished in 2017, Beta created in 2019. */
START_TEST(codes_of_no_one_date_are_noticed)
{
    import_text("CODGEO;P18_EMPLT\n14031;1\n14030;2\n14042;3\n14002;4\n55138;5\n55002;6\n55011;7\n");
    ck_assert_uint_gt(report.vintage.num_against, 2);
    ck_assert(vintage_is_mixed(&report.vintage));
    expect_contains(problems_text(&problems), "those of no one date");
    expect_near(jobs(LEVEL_FR, "FR"), 28, 1e-12, 0);
}
END_TEST

static void guess(struct vintage *vintage, const char *const *codes, bool is_partial, const char *stated)
{
    bool present[64] = {false};
    struct err err = {0};

    ck_assert_uint_lt(geography.num_past, 64);
    for (; *codes != NULL; codes++) {
        ck_assert_uint_ne(geography_find_past(&geography, *codes), NO_ZONE);
        present[geography_find_past(&geography, *codes)] = true;
    }
    expect_ok(vintage_guess(vintage, &geography, present, is_partial, stated, &err), &err);
}

/* 14031 from 2014-01-07 to 2016, Mu apart until 2011 and from 2016 on. */
START_TEST(codes_tell_the_date)
{
    static const char *const codes[] = {"14001", "14010", "14011", "14020", "14021",
                                        "14031", "14040", "14041", "55001", NULL};
    struct vintage vintage;
    char slack[11];

    guess(&vintage, codes, false, "");
    ck_assert_str_eq(vintage.first, "2016-01-01");
    ck_assert_str_eq(vintage.last, "2017-01-01");
    ck_assert_uint_eq(vintage.num_against, 0);
    vintage_slack(&vintage, slack);
    ck_assert_str_eq(slack, "2015-01-01");
    guess(&vintage, codes, false, "2021-01-01"); /* two events say that it is older: 14031, and Alpha alone */
    ck_assert_str_eq(vintage.date, "2021-01-01");
    ck_assert_uint_eq(vintage.against_used, 2);
    ck_assert_uint_eq(vintage.num_against, 0);
}
END_TEST

/* In a file with part of the communes, one that is not there says nothing. */
START_TEST(absences_of_a_partial_file_say_nothing)
{
    static const char *const codes[] = {"14001", "14032", NULL};
    struct vintage vintage;

    guess(&vintage, codes, true, "");
    ck_assert_uint_eq(vintage.num_votes, 0);
    ck_assert_str_eq(vintage.date, "2022-01-01");
    guess(&vintage, codes, false, "");
    ck_assert_str_eq(vintage.first, "2017-01-01");
    ck_assert_str_eq(vintage.last, "2019-12-31");
}
END_TEST

/* A table whose events go on and on is an error, not a crash. */
START_TEST(events_without_end_are_refused)
{
    struct geography endless = {.vintage = "2022-01-01"};
    struct event events[40] = {{{0}, EVENT_MERGE, NULL, NULL}};
    struct err err = {0};

    for (int i = 0; i < 20; i++) { /* A becomes A and A again each year: 2^20 ways */
        for (int k = 0; k < 2; k++) {
            struct event *event = &events[2 * i + k];
            *event = (struct event){.kind = EVENT_SPLIT, .from = "14001", .to = "14001"};
            snprintf(event->date, sizeof event->date, "19%02d-01-01", i);
        }
    }
    endless.events = endless.origins = events;
    endless.num_events = 40;
    ck_assert_int_eq(lineage_trace(&lineage, &endless, "14001", "1800-01-01", "1800-01-01", &err), ERR_DATA);
    expect_contains(err.message, "lead on without end");
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_older_commune_is_followed_forward);
    tcase_add_test(tests, a_commune_that_left_again_has_its_own);
    tcase_add_test(tests, a_newer_commune_is_followed_back);
    tcase_add_test(tests, variance_of_a_shared_count);
    tcase_add_test(tests, a_split_is_shared_by_population);
    tcase_add_test(tests, a_zone_with_all_parts_has_no_further_error);
    tcase_add_test(tests, parts_with_rows_of_their_own_are_left_alone);
    tcase_add_test(tests, an_empty_cell_older_than_the_commune_is_in_the_other);
    tcase_add_test(tests, a_secret_cell_is_nobody_elses);
    tcase_add_test(tests, a_newer_file_is_shared_backwards_and_summed);
    tcase_add_test(tests, unknown_sizes_leave_a_count_undivided);
    tcase_add_test(tests, the_official_date_may_precede_the_files);
    tcase_add_test(tests, rates_are_never_shared);
    tcase_add_test(tests, codes_of_no_one_date_are_noticed);
    tcase_add_test(tests, codes_tell_the_date);
    tcase_add_test(tests, absences_of_a_partial_file_say_nothing);
    tcase_add_test(tests, events_without_end_are_refused);
}

int main(void)
{
    return test_main("vintages", add);
}

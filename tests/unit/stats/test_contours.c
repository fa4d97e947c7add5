/* Contours: nine squares as départements (tests/data/contours/lattice.geojson), one of
 * them in two features and with a hole. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/data/contours.h"
#include "tests/unit/support.h"

static const char lattice[] = "tests/data/contours/lattice.geojson";
static struct contours contours;
static struct problems problems;

static void read_lattice(void)
{
    struct err err = {0};

    problems = (struct problems){0};
    expect_ok(contours_read(&contours, lattice, NULL, LEVEL_DEP, &problems, &err), &err);
}

static size_t num_contacts(bool rook)
{
    struct contact *contacts;
    size_t num;
    struct err err = {0};

    expect_ok(contours_contacts(&contours, rook, &contacts, &num, &err), &err);
    for (size_t i = 0; i < num; i++)
        ck_assert(contacts[i].from < contacts[i].to);
    free(contacts);
    return num;
}

START_TEST(corners_and_sides)
{
    read_lattice();
    ck_assert_uint_eq(contours.num, 9);
    ck_assert_str_eq(contours.codes[1], "90");
    ck_assert_uint_eq(num_contacts(true), 12);
    ck_assert_uint_eq(num_contacts(false), 20);
    contours_free(&contours);
}
END_TEST

/* Half a degree apart: 55.6 km to the south, less to the east. */
START_TEST(middles_in_kilometres)
{
    read_lattice();
    expect_near(contours.y[0] - contours.y[3], 0.5 * 111.195, 1e-9, 0);
    expect_near(contours.x[1] - contours.x[0], 0.5 * 111.195 * cos(45.75 * 3.14159265358979 / 180), 1e-6, 0);
    expect_near(contours.y[1], contours.y[0], 0, 1e-9); /* the largest part counts, without its hole */
    contours_free(&contours);
}
END_TEST

static void expect_refused(const char *text, enum level level, const char *field, const char *part)
{
    FILE *file = fopen("/tmp/bassin-test.geojson", "w");
    struct err err = {0};

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
    problems = (struct problems){0};
    ck_assert_int_eq(contours_read(&contours, "/tmp/bassin-test.geojson", field, level, &problems, &err),
                     ERR_DATA);
    if (problems.num_errors > 0)
        expect_contains(problems_text(&problems), part);
    else
        expect_contains(err.message, part);
    problems_free(&problems);
    remove("/tmp/bassin-test.geojson");
}

#define FEATURE(geometry) "{\"features\": [{\"properties\": {\"code\": \"25\"}, \"geometry\": " geometry "}]}"

START_TEST(what_is_no_map)
{
    expect_refused("{\"features\": [", LEVEL_DEP, NULL, ":1:");
    expect_refused("{}", LEVEL_DEP, NULL, "FeatureCollection");
    expect_refused(FEATURE("{\"type\": \"Point\", \"coordinates\": [5, 46]}"), LEVEL_DEP, NULL, "Polygon");
    expect_refused(FEATURE("null"), LEVEL_DEP, NULL, "missing");
    expect_refused(FEATURE("{\"type\": \"Polygon\", \"coordinates\": [[[5, 46], [5, 47]]]}"), LEVEL_DEP, NULL,
                   "4");
    expect_refused(
        FEATURE("{\"type\": \"Polygon\", \"coordinates\": [[[900000, 6500000], [1, 1], [2, 2], [3, 3]]]}"),
        LEVEL_DEP, NULL, "degrees");
    expect_refused(FEATURE("{}"), LEVEL_EPCI, NULL, "--code-field");
    expect_refused(FEATURE("{}"), LEVEL_DEP, "insee", "insee");
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, corners_and_sides);
    tcase_add_test(tests, middles_in_kilometres);
    tcase_add_test(tests, what_is_no_map);
}

int main(void)
{
    return test_main("contours", add);
}

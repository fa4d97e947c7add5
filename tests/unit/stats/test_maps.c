/* Maps: projections, classes, borders that neighbours share, colours, places of labels. Values
 * by classInt and PROJ: tests/reference/maps.R. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/data/outlines.h"
#include "stats/numeric/classes.h"
#include "stats/numeric/projection.h"
#include "stats/numeric/quantile.h"
#include "stats/output/chart_map.h"
#include "stats/output/palette.h"
#include "stats/output/placement.h"
#include "tests/unit/support.h"

static const double degree = 0.017453292519943295;

/* ---- projections ------------------------------------------------------------------------ */

/* IGN, NTG 71, test values of algorithms 1 and 3. */
START_TEST(published_values_of_ign)
{
    const double e = 0.08199188998;
    const struct lambert lambert_1 = {0.0824832568,  0.760405966, 11603796.9767,
                                      0.04079234433, 600000,      5657616.674};
    struct plane_point p = lambert_project(&lambert_1, 0.14551209900, 0.87266462600);

    expect_near(isometric_latitude(0.87266462600, e), 1.00552653649, 0, 1e-11);
    expect_near(isometric_latitude(-0.3, e), -0.30261690063, 0, 1e-11);
    expect_near(isometric_latitude(0.19998903370, e), 0.200000000009, 0, 1e-11);
    expect_near(p.x, 1029705.083, 0, 3e-3); /* 1e-11 radian less is 0.06 mm, the constants are rounded */
    expect_near(p.y, 272723.849, 0, 3e-3);
}
END_TEST

START_TEST(lambert_93_of_proj)
{
    static const double places[][4] = {{46.5, 3, 700000.0000, 6600000.0000},
                                       {46.5, 5, 853363.1050, 6601942.3317},
                                       {48.4, -4.5, 145709.7889, 6837422.0826},
                                       {42.70, 9.45, 1228546.0453, 6199420.6440},
                                       {48.5734, 7.7521, 1050362.6954, 6840899.6472}};

    for (size_t i = 0; i < 5; i++) {
        struct plane_point p = lambert_project(&lambert_93, places[i][1] * degree, places[i][0] * degree);
        expect_near(p.x, places[i][2], 0, 1e-3);
        expect_near(p.y, places[i][3], 0, 1e-3);
    }
}
END_TEST

/* PROJ counts from the equator: here differences from the place of origin. */
START_TEST(mercator_of_proj)
{
    struct plane_point p = mercator_project(55.2 * degree, -20.9 * degree, 55.5 * degree, -21.15 * degree);

    expect_near(p.x, -31159.8513, 0, 1e-3);
    expect_near(p.y, -2206394.0701 + 2234050.2962, 0, 1e-3);
    p = mercator_project(55.8 * degree, -21.4 * degree, 55.5 * degree, -21.15 * degree);
    expect_near(p.x, 31159.8513, 0, 1e-3);
    expect_near(p.y, -2261753.7919 + 2234050.2962, 0, 1e-3);
}
END_TEST

/* ---- classes ------------------------------------------------------------------------------- */

static void make_values(double x[60])
{
    for (int i = 1; i <= 60; i++)
        x[i - 1] = round((10 + 5 * sin(i * 0.7) + cos(i * i * 0.3) + (i % 7 == 0) * 8) * 1000) / 1000;
    quantile_sort(x, 60);
}

START_TEST(classes_of_classint)
{
    static const struct {
        enum class_method method;
        int num;
        double breaks[6];
    } expected[] = {
        {CLASSES_QUANTILE, 3, {4.562, 8.415, 13.435, 23.167}},
        {CLASSES_QUANTILE, 5, {4.562, 6.752, 10.2882, 12.7302, 15.0032, 23.167}},
        {CLASSES_EQUAL, 3, {4.562, 10.7636666666667, 16.9653333333333, 23.167}},
        {CLASSES_EQUAL, 5, {4.562, 8.283, 12.004, 15.725, 19.446, 23.167}},
        {CLASSES_JENKS, 3, {4.562, 10.2455, 17.2745, 23.167}},
        {CLASSES_JENKS, 5, {4.562, 7.0005, 9.609, 13.111, 17.2745, 23.167}},
    };
    double x[60], breaks[MAX_CLASSES + 1];

    make_values(x);
    for (size_t c = 0; c < sizeof expected / sizeof expected[0]; c++) {
        struct err err = {0};
        int num = 0;
        expect_ok(class_breaks(x, 60, expected[c].method, expected[c].num, breaks, &num, &err), &err);
        ck_assert_int_eq(num, expected[c].num + 1);
        for (int k = 0; k < num; k++)
            expect_near(breaks[k], expected[c].breaks[k], 1e-12, 0);
    }
}
END_TEST

static double spread_of(const double *x, int from, int to)
{
    double mean = 0, sum = 0;

    for (int i = from; i < to; i++)
        mean += x[i] / (to - from);
    for (int i = from; i < to; i++)
        sum += (x[i] - mean) * (x[i] - mean);
    return sum;
}

/* All 28 ways to cut nine values into three classes. */
START_TEST(jenks_by_enumeration)
{
    static const double x[9] = {1, 1.5, 4, 4.2, 4.9, 7, 12, 12.5, 20};
    double least = INFINITY, breaks[MAX_CLASSES + 1];
    int best[2] = {0, 0}, num = 0;
    struct err err = {0};

    for (int a = 1; a < 8; a++)
        for (int b = a + 1; b < 9; b++) {
            double sum = spread_of(x, 0, a) + spread_of(x, a, b) + spread_of(x, b, 9);
            if (sum < least) {
                least = sum;
                best[0] = a;
                best[1] = b;
            }
        }
    expect_ok(class_breaks(x, 9, CLASSES_JENKS, 3, breaks, &num, &err), &err);
    expect_near(breaks[1], (x[best[0] - 1] + x[best[0]]) / 2, 1e-12, 0);
    expect_near(breaks[2], (x[best[1] - 1] + x[best[1]]) / 2, 1e-12, 0);
}
END_TEST

START_TEST(values_that_are_the_same)
{
    static const double ties[6] = {0, 0, 0, 0, 5, 9}, same[3] = {2, 2, 2};
    double breaks[MAX_CLASSES + 1];
    struct err err = {0};
    int num = 0;

    expect_ok(class_breaks(ties, 6, CLASSES_QUANTILE, 5, breaks, &num, &err), &err);
    ck_assert_int_eq(num, 3); /* quantiles of 0 to 3/5 are 0, that of 4/5 is 5 */
    ck_assert_int_eq(class_of(0, breaks, num), 0);
    ck_assert_int_eq(class_of(5, breaks, num), 1);
    for (int method = 0; method < NUM_CLASS_METHODS; method++) {
        expect_ok(class_breaks(same, 3, (enum class_method)method, 3, breaks, &num, &err), &err);
        ck_assert_int_eq(num, 2);
        ck_assert_int_eq(class_of(2, breaks, num), 0);
    }
}
END_TEST

START_TEST(bounds_belong_to_the_upper_class)
{
    static const double breaks[] = {1, 2, 3, 5};

    ck_assert_int_eq(class_of(1, breaks, 4), 0);
    ck_assert_int_eq(class_of(2, breaks, 4), 1);
    ck_assert_int_eq(class_of(2.999, breaks, 4), 1);
    ck_assert_int_eq(class_of(5, breaks, 4), 2); /* the last has its upper bound */
}
END_TEST

/* ---- borders ---------------------------------------------------------------------------------- */

static struct contours drawn;
static struct outlines outlines;

static int group_of(struct corner corner)
{
    return corner.x > 900 ? -1 : 0;
}

static void as_they_are(struct corner corner, int group, double *x, double *y)
{
    (void)group;
    *x = (double)corner.x;
    *y = (double)corner.y;
}

static void begin(void)
{
    drawn = (struct contours){0};
    drawn.corners = calloc(400, sizeof *drawn.corners);
    drawn.rings = calloc(20, sizeof *drawn.rings);
}

/* A ring from pairs of coordinates that ends with -1; closed here. */
static void add_ring(size_t territory, bool is_hole, const long *xy)
{
    size_t first = drawn.num_corners;

    for (; *xy >= 0; xy += 2)
        drawn.corners[drawn.num_corners++] = (struct corner){xy[0], xy[1]};
    drawn.corners[drawn.num_corners++] = drawn.corners[first];
    drawn.rings[drawn.num_rings++] = (struct ring){territory, first, drawn.num_corners - first, is_hole};
    drawn.num = territory + 1 > drawn.num ? territory + 1 : drawn.num;
}

static void build(double tolerance)
{
    struct err err = {0};

    expect_ok(outlines_build(&outlines, &drawn, group_of, as_they_are, &err), &err);
    if (tolerance > 0)
        expect_ok(outlines_simplify(&outlines, &tolerance, &err), &err);
}

static void finish(void)
{
    outlines_free(&outlines);
    free(drawn.corners);
    free(drawn.rings);
}

/* Areas of the territories less their holes. */
static double total_area(void)
{
    double sum = 0;

    for (size_t r = 0; r < outlines.num_rings; r++)
        sum += (outlines.rings[r].is_hole ? -1 : 1) * outlines_ring_area(&outlines, &outlines.rings[r]);
    return sum;
}

/* Two halves of a square of 100, the border between them a saw. */
static void add_saw(void)
{
    long left[80], right[80];
    int n = 0, m = 0;

    left[n++] = 0, left[n++] = 0;
    right[m++] = 100, right[m++] = 100;
    for (long y = 0; y <= 100; y += 10)
        left[n++] = y % 100 == 0 ? 50 : 50 + (y % 20 == 0 ? 3 : -3) + y % 7, left[n++] = y;
    for (long y = 100; y >= 0; y -= 10)
        right[m++] = y % 100 == 0 ? 50 : 50 + (y % 20 == 0 ? 3 : -3) + y % 7, right[m++] = y;
    left[n++] = 0, left[n++] = 100, left[n] = -1;
    right[m++] = 100, right[m++] = 0, right[m] = -1;
    add_ring(0, false, left);
    add_ring(1, false, right);
}

START_TEST(a_border_is_one_arc)
{
    size_t inner = 0;

    begin();
    add_saw();
    build(0);
    ck_assert_uint_eq(outlines.num_arcs, 3); /* left edge, border, right edge */
    for (size_t a = 0; a < outlines.num_arcs; a++)
        inner += outlines.arcs[a].right != NO_TERRITORY;
    ck_assert_uint_eq(inner, 1);
    expect_near(total_area(), 10000, 1e-12, 0);
    finish();
}
END_TEST

/* However few corners are left, the two halves fill the square. */
START_TEST(fewer_corners_leave_no_gap)
{
    static const double tolerances[] = {0.5, 4, 6, 20, 30};
    size_t before = 0;

    for (size_t t = 0; t < 5; t++) {
        begin();
        add_saw();
        build(tolerances[t]);
        expect_near(total_area(), 10000, 1e-12, 0);
        size_t kept = outlines_ring_size(&outlines, &outlines.rings[0]);
        ck_assert(t == 0 || kept <= before);
        before = kept;
        finish();
    }
    ck_assert_uint_eq(before, 4); /* a rectangle */
}
END_TEST

/* The right half lacks the corners of the border that a third territory or the left one has. */
START_TEST(corners_that_a_neighbour_lacks)
{
    begin();
    add_ring(0, false, (const long[]){0, 0, 50, 0, 52, 30, 51, 50, 0, 50, -1});
    add_ring(1, false, (const long[]){0, 50, 51, 50, 49, 80, 50, 100, 0, 100, -1});
    add_ring(2, false, (const long[]){50, 0, 100, 0, 100, 100, 50, 100, -1});
    build(0);
    expect_near(total_area(), 10000, 1e-12, 0);
    for (size_t a = 0; a < outlines.num_arcs; a++)
        if (outlines.arcs[a].right == NO_TERRITORY) { /* on the edge of the square */
            const struct outline_point *p = outlines.points + outlines.arcs[a].first;
            for (size_t k = 0; k < outlines.arcs[a].num; k++)
                ck_assert(p[k].x == 0 || p[k].x == 100 || p[k].y == 0 || p[k].y == 100);
        }
    finish();
}
END_TEST

/* A lake between two territories is no missing corner: it stays. */
START_TEST(a_lake_stays)
{
    begin();
    add_ring(0, false, (const long[]){0, 0, 50, 0, 50, 30, 30, 50, 50, 70, 50, 100, 0, 100, -1});
    add_ring(1, false, (const long[]){50, 0, 100, 0, 100, 100, 50, 100, 50, 70, 70, 50, 50, 30, -1});
    build(0);
    expect_near(total_area(), 10000 - 800, 1e-12, 0);
    finish();
}
END_TEST

START_TEST(enclaves_and_islands)
{
    begin();
    add_ring(0, false, (const long[]){0, 0, 200, 0, 200, 200, 0, 200, -1});
    add_ring(0, true, (const long[]){50, 50, 50, 80, 65, 81, 80, 80, 80, 50, -1});
    add_ring(1, false, (const long[]){50, 50, 80, 50, 80, 80, 65, 81, 50, 80, -1}); /* fills the hole */
    add_ring(2, false, (const long[]){300, 0, 303, 0, 303, 3, 300, 3, -1});         /* all that it is */
    add_ring(2, false, (const long[]){310, 0, 311, 0, 311, 1, 310, 1, -1});
    add_ring(0, false, (const long[]){950, 0, 990, 0, 990, 50, -1}); /* of no group */
    build(10);
    ck_assert_uint_eq(outlines.num_rings, 4);           /* the islet of 1 is left out */
    expect_near(total_area(), 200 * 200 + 4.5, 0, 4.6); /* the island is a triangle at least */
    ck_assert_uint_eq(outlines_ring_size(&outlines, &outlines.rings[1]),
                      outlines_ring_size(&outlines, &outlines.rings[2]));
    finish();
}
END_TEST

/* ---- colours ------------------------------------------------------------------------------------ */

/* W3C, Understanding WCAG 2.1, 1.4.3: #767676 on white has 4.54. */
START_TEST(contrast_of_wcag)
{
    expect_near(colour_contrast("#FFFFFF", "#000000"), 21, 1e-12, 0);
    expect_near(colour_contrast("#767676", "#FFFFFF"), 4.54, 0, 0.005);
}
END_TEST

START_TEST(classes_are_ordered_by_lightness)
{
    char a[COLOUR_SIZE], b[COLOUR_SIZE];

    for (int num = 2; num <= 9; num++)
        for (int k = 1; k < num; k++) {
            palette_sequential(k - 1, num, a);
            palette_sequential(k, num, b);
            ck_assert_msg(colour_luminance(b) < colour_luminance(a) - 0.015, "%s %s", a, b);
        }
    for (int low = 1; low <= 4; low++)
        for (int high = 1; high <= 4; high++)
            for (int k = 1; k < low + high; k++) {
                palette_diverging(k - 1, low, high, a);
                palette_diverging(k, low, high, b);
                if (k != low)
                    ck_assert_msg((colour_luminance(b) > colour_luminance(a)) == (k < low), "%s %s", a, b);
            }
}
END_TEST

/* ---- labels ------------------------------------------------------------------------------------- */

START_TEST(labels_do_not_overlap)
{
    struct placement placement = {.bounds = {0, 0, 1000, 600}};
    struct box boxes[60];
    int num = 0;

    for (int i = 0; i < 60; i++) {
        struct err err = {0};
        bool is_free;
        double x = fmod(i * 613.7, 1000), y = fmod(i * 257.3, 600);
        expect_ok(placement_find(&placement, x, y, 8, 120, 28, false, &boxes[num], &is_free, &err), &err);
        num += is_free;
    }
    ck_assert_int_ge(num, 30);
    for (int i = 0; i < num; i++) {
        ck_assert(boxes[i].left >= 0 && boxes[i].right <= 1000 && boxes[i].bottom >= 0 &&
                  boxes[i].top <= 600);
        for (int j = 0; j < i; j++)
            ck_assert(boxes[i].left >= boxes[j].right - 1e-6 || boxes[j].left >= boxes[i].right - 1e-6 ||
                      boxes[i].bottom >= boxes[j].top - 1e-6 || boxes[j].bottom >= boxes[i].top - 1e-6);
    }
    placement_free(&placement);
}
END_TEST

/* ---- sizes -------------------------------------------------------------------------------------- */

START_TEST(sizes_of_figures)
{
    struct figure figure;

    figure_init(&figure, IMAGE_PNG, "en", 1700, 1000);
    ck_assert_str_eq(
        strbuf_text(&figure.job.terminal),
        "pngcairo size 1700,1000 font 'Liberation Sans,24.00' noenhanced background rgb 'white'");
    figure_set_size(&figure, SIZE_SLIDE);
    expect_contains(strbuf_text(&figure.job.terminal), "size 1600,900 ");
    while (figure_grow(&figure, 1500)) /* what does not fit makes all of it smaller, not the slide */
        continue;
    expect_contains(strbuf_text(&figure.job.terminal), "size 1600,900 ");
    ck_assert_int_ge(figure.height, 1500);
    figure_free(&figure);
    figure_init(&figure, IMAGE_PNG, "en", 1700, 1000);
    figure_set_size(&figure, SIZE_WEB);
    expect_contains(strbuf_text(&figure.job.terminal), "size 1200,");
    figure_free(&figure);
    figure_init(&figure, IMAGE_PDF, "en", 1700, 1000);
    figure_set_size(&figure, SIZE_SLIDE);
    expect_contains(strbuf_text(&figure.job.terminal), "size 33.87cm,19.05cm ");
    figure_free(&figure);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, published_values_of_ign);
    tcase_add_test(tests, lambert_93_of_proj);
    tcase_add_test(tests, mercator_of_proj);
    tcase_add_test(tests, classes_of_classint);
    tcase_add_test(tests, jenks_by_enumeration);
    tcase_add_test(tests, values_that_are_the_same);
    tcase_add_test(tests, bounds_belong_to_the_upper_class);
    tcase_add_test(tests, a_border_is_one_arc);
    tcase_add_test(tests, fewer_corners_leave_no_gap);
    tcase_add_test(tests, corners_that_a_neighbour_lacks);
    tcase_add_test(tests, a_lake_stays);
    tcase_add_test(tests, enclaves_and_islands);
    tcase_add_test(tests, contrast_of_wcag);
    tcase_add_test(tests, classes_are_ordered_by_lightness);
    tcase_add_test(tests, labels_do_not_overlap);
    tcase_add_test(tests, sizes_of_figures);
}

int main(void)
{
    return test_main("maps", add);
}

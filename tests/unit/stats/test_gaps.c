/* Gaps and overlaps between neighbours: three territories around a triangle that none of them has, and
 * two that both have another. */
#include <stdio.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/data/gaps.h"
#include "tests/unit/support.h"

static struct contours contours;

/* Territories as rings of corners in hundredths of a degree at the equator, closed. */
static void make(const int (*corners)[2], const size_t *sizes, size_t num)
{
    static const char *const codes[] = {"1", "2", "3"};
    struct err err = {0};
    size_t total = 0;

    contours = (struct contours){.num = num, .num_rings = num, .codes_capacity = num};
    for (size_t r = 0; r < num; r++)
        total += sizes[r];
    contours.corners = mem_alloc(total, sizeof *contours.corners, &err);
    contours.rings = mem_alloc(num, sizeof *contours.rings, &err);
    contours.codes = mem_alloc(num, sizeof *contours.codes, &err);
    for (size_t r = 0, at = 0; r < num; at += sizes[r++]) {
        contours.rings[r] = (struct ring){r, at, sizes[r], false};
        contours.codes[r] = mem_copy_text(codes[r], 1, &err);
    }
    for (size_t k = 0; k < total; k++)
        contours.corners[k] = (struct corner){corners[k][0] * 100000L, corners[k][1] * 100000L};
    contours.num_corners = total;
}

/* Area to the left of a ring, square hundredths of a degree: the shoelace formula. */
static double area_of(size_t ring)
{
    const struct corner *p = contours.corners + contours.rings[ring].first;
    double sum = 0;

    for (size_t k = 0; k + 1 < contours.rings[ring].num; k++)
        sum += (double)p[k].x * (double)p[k + 1].y - (double)p[k + 1].x * (double)p[k].y;
    return sum / 2 / 1e10;
}

static size_t fill(double most)
{
    struct err err = {0};
    size_t filled = 99;

    expect_ok(contours_fill_gaps(&contours, most, &filled, &err), &err);
    return filled;
}

/* A square of 10 by 10 cut in three, whose parts leave out the triangle (4,4) (6,4) (5,7) in its
 * middle. Its sides are 2, sqrt(10) and sqrt(10) long: of the two longest the one that is met first
 * gives way; areas are 3, 3 and 3 in any case. */
static const int three[][2] = {
    {0, 0},  {10, 0},  {6, 4},  {4, 4}, {0, 0},          /* south: 24 */
    {10, 0}, {10, 10}, {5, 10}, {5, 7}, {6, 4}, {10, 0}, /* east */
    {0, 0},  {0, 10},  {5, 10}, {5, 7}, {4, 4}, {0, 0},  /* west, the other way around */
};
static const size_t three_sizes[] = {5, 6, 6};

START_TEST(a_triangle_is_given_to_one)
{
    make(three, three_sizes, 3);
    ck_assert_uint_eq(fill(100), 1);
    expect_near(area_of(0) + area_of(1) + area_of(2), 100, 0, 1e-9);
    expect_near(area_of(0), 24, 0, 1e-9); /* it has the shortest side: nothing changes */
    ck_assert(area_of(1) == area_of(2) + 3 || area_of(2) == area_of(1) + 3);
    ck_assert_uint_eq(fill(100), 0); /* there is none any more */
    contours_free(&contours);
}
END_TEST

/* The triangle has 3 square hundredths of a degree: 3 times 1.112 km squared, 3.71 km2. */
START_TEST(larger_ones_stay)
{
    make(three, three_sizes, 3);
    ck_assert_uint_eq(fill(3.70), 0);
    expect_near(area_of(0) + area_of(1) + area_of(2), 97, 0, 1e-9);
    ck_assert_uint_eq(fill(3.72), 1);
    contours_free(&contours);
}
END_TEST

/* Both have the triangle between (5,0), (5,10) and (6,5): 5 square hundredths twice. */
START_TEST(an_overlap_becomes_a_border)
{
    static const int two[][2] = {{0, 0}, {5, 0},  {6, 5},   {5, 10}, {0, 10}, {0, 0},
                                 {5, 0}, {10, 0}, {10, 10}, {5, 10}, {5, 0}};
    static const size_t sizes[] = {6, 5};

    make(two, sizes, 2);
    expect_near(area_of(0) + area_of(1), 105, 0, 1e-9);
    ck_assert_uint_eq(fill(100), 1);
    expect_near(area_of(0) + area_of(1), 100, 0, 1e-9);
    expect_near(area_of(0), 50, 0, 1e-9); /* its way is the longer one: it takes the straight one */
    contours_free(&contours);
}
END_TEST

/* A hole that one territory has alone is not a gap between two. */
START_TEST(islands_and_holes_stay)
{
    static const int one[][2] = {{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}, {5, 5}, {6, 5}, {6, 6}, {5, 5}};
    static const size_t sizes[] = {5, 4};

    make(one, sizes, 2);
    ck_assert_uint_eq(fill(100), 0);
    expect_near(area_of(0), 4, 0, 1e-9);
    expect_near(area_of(1), 0.5, 0, 1e-9);
    contours_free(&contours);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, a_triangle_is_given_to_one);
    tcase_add_test(tests, larger_ones_stay);
    tcase_add_test(tests, an_overlap_becomes_a_border);
    tcase_add_test(tests, islands_and_holes_stay);
}

int main(void)
{
    return test_main("gaps", add);
}

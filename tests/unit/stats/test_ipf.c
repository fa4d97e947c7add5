/* Iterative proportional fitting: closed forms. */
#include <math.h>

#include "stats/numeric/ipf.h"
#include "tests/unit/support.h"

static const int rows[4] = {0, 0, 1, 1}, columns[4] = {0, 1, 0, 1};

/* Margins 40, 60 and 50, 50 and the odds ratio 2/3 of the seed: x (10 + x) = 2/3 (40 - x) (50 - x),
 * so that x = (sqrt(60100) - 210) / 2. */
START_TEST(two_by_two_keeps_the_odds_ratio)
{
    double cells[4] = {1, 2, 3, 4}, row_targets[2] = {40, 60}, column_targets[2] = {50, 50};
    struct ipf_margin margins[2] = {{rows, row_targets, 2}, {columns, column_targets, 2}};
    struct err err = {0};
    double x = (sqrt(60100) - 210) / 2;

    ck_assert_int_eq(ipf_fit(cells, 4, margins, 2, 1e-13, 1000, &err), ERR_OK);
    expect_near(cells[0], x, 1e-9, 0);
    expect_near(cells[1], 40 - x, 1e-9, 0);
    expect_near(cells[2], 50 - x, 1e-9, 0);
    expect_near(cells[3], 10 + x, 1e-9, 0);
}
END_TEST

/* Cells outside all groups stay as they are; zeros stay zero. */
START_TEST(cells_without_a_group_and_zeros_stay)
{
    static const int group[4] = {0, 0, 0, -1};
    double cells[4] = {1, 0, 3, 7}, target[1] = {8};
    struct ipf_margin margin = {group, target, 1};
    struct err err = {0};

    ck_assert_int_eq(ipf_fit(cells, 4, &margin, 1, 1e-13, 10, &err), ERR_OK);
    expect_near(cells[0], 2, 1e-12, 0);
    expect_near(cells[1], 0, 0, 0);
    expect_near(cells[2], 6, 1e-12, 0);
    expect_near(cells[3], 7, 0, 0);
}
END_TEST

START_TEST(contradictions_are_errors)
{
    double cells[4] = {1, 2, 3, 4}, row_targets[2] = {40, 60}, column_targets[2] = {50, 70};
    struct ipf_margin margins[2] = {{rows, row_targets, 2}, {columns, column_targets, 2}};
    double empty[4] = {0, 0, 3, 4};
    struct err err = {0}, other = {0};

    ck_assert_int_eq(ipf_fit(cells, 4, margins, 2, 1e-9, 1000, &err), ERR_DATA);
    ck_assert_int_eq(ipf_fit(empty, 4, margins, 1, 1e-9, 1000, &other), ERR_DATA);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, two_by_two_keeps_the_odds_ratio);
    tcase_add_test(tests, cells_without_a_group_and_zeros_stay);
    tcase_add_test(tests, contradictions_are_errors);
}

int main(void)
{
    return test_main("ipf", add);
}

/* Secrecy: bounds of an attacker against all tables of whole numbers that have the same
 * margins and published cells, counted one by one. */
#include <stdlib.h>
#include <string.h>

#include "stats/numeric/secrecy.h"
#include "tests/unit/support.h"

enum { MOST = 36 };

/* All fillings of the unknown cells of a small table. */
struct search {
    const struct secrecy_table *table;
    const struct secrecy_cell *cells;
    double filled[MOST], low[MOST], high[MOST];
    double rows[MOST], columns[MOST]; /* what is left of the margins */
    long num;
};

static void search(struct search *s, size_t i)
{
    size_t num = s->table->num_rows * s->table->num_columns;
    size_t row = i / s->table->num_columns, column = i % s->table->num_columns;

    if (i == num) {
        for (size_t k = 0; k < s->table->num_rows; k++)
            if (s->rows[k] != 0)
                return;
        for (size_t k = 0; k < s->table->num_columns; k++)
            if (s->columns[k] != 0)
                return;
        for (size_t k = 0; k < num; k++) {
            s->low[k] = s->num == 0 || s->filled[k] < s->low[k] ? s->filled[k] : s->low[k];
            s->high[k] = s->num == 0 || s->filled[k] > s->high[k] ? s->filled[k] : s->high[k];
        }
        s->num++;
        return;
    }
    bool known = s->cells[i].status == SECRECY_PUBLISHED;
    double first = known ? s->table->values[i] : 0, last = known ? first : s->rows[row];
    for (double x = first; x <= last && x <= s->rows[row] && x <= s->columns[column]; x++) {
        s->filled[i] = x;
        s->rows[row] -= x;
        s->columns[column] -= x;
        if (column + 1 < s->table->num_columns || s->rows[row] == 0)
            search(s, i + 1);
        s->rows[row] += x;
        s->columns[column] += x;
    }
}

static void expect_bounds_of_enumeration(const struct secrecy_table *table, const struct secrecy_cell *cells)
{
    struct search s = {.table = table, .cells = cells};
    size_t num = table->num_rows * table->num_columns;

    for (size_t i = 0; i < num; i++) {
        s.rows[i / table->num_columns] += table->values[i];
        s.columns[i % table->num_columns] += table->values[i];
    }
    search(&s, 0);
    ck_assert_int_gt(s.num, 0);
    for (size_t i = 0; i < num; i++) {
        expect_near(cells[i].low, s.low[i], 0, 1e-9);
        expect_near(cells[i].high, s.high[i], 0, 1e-9);
    }
}

static const struct secrecy_rules usual = {.threshold = 5, .dominance = 0.85, .protection = 0.5};

START_TEST(bounds_are_those_of_enumeration)
{
    static const double tables[][9] = {
        {3, 12, 5, 7, 2, 9, 11, 4, 6}, {1, 0, 8, 0, 6, 2, 5, 7, 3}, {20, 1, 1, 1, 20, 1, 1, 1, 20}};

    for (int t = 0; t < 3; t++) {
        struct secrecy_table table = {.values = tables[t], .num_rows = 3, .num_columns = 3};
        struct secrecy_cell cells[9];
        bool is_protected;
        struct err err = {0};
        expect_ok(secrecy_protect(cells, &table, &usual, &is_protected, &err), &err);
        ck_assert(is_protected);
        expect_bounds_of_enumeration(&table, cells);
        for (int i = 0; i < 9; i++) {
            double x = tables[t][i];
            ck_assert_int_eq(cells[i].status == SECRECY_PRIMARY, x > 0 && x < 5);
            if (cells[i].status == SECRECY_PRIMARY)
                ck_assert(cells[i].low <= x / 2 && cells[i].high >= 1.5 * x);
            if (cells[i].status == SECRECY_PUBLISHED)
                ck_assert(cells[i].low == x && cells[i].high == x);
        }
    }
}
END_TEST

START_TEST(nothing_to_hide)
{
    static const double values[] = {10, 20, 0, 40};
    struct secrecy_table table = {.values = values, .num_rows = 2, .num_columns = 2};
    struct secrecy_cell cells[4];
    bool is_protected;
    struct err err = {0};

    expect_ok(secrecy_protect(cells, &table, &usual, &is_protected, &err), &err);
    ck_assert(is_protected);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(cells[i].status, SECRECY_PUBLISHED);
}
END_TEST

START_TEST(one_cell_left_out_is_no_secret)
{
    static const double values[] = {2, 20, 30, 40};
    struct secrecy_table table = {.values = values, .num_rows = 2, .num_columns = 2};
    struct secrecy_cell cells[4] = {{.status = SECRECY_PRIMARY}};
    struct err err = {0};
    bool is_protected;

    expect_ok(secrecy_audit(cells, &table, &err), &err);
    ck_assert(cells[0].low == 2 && cells[0].high == 2); /* it follows from the margins */
    expect_ok(secrecy_protect(cells, &table, &usual, &is_protected, &err), &err);
    ck_assert(is_protected);
    for (int i = 0; i < 4; i++)
        ck_assert(cells[i].status != SECRECY_PUBLISHED); /* two by two: all or none */
    expect_near(cells[0].low, 0, 0, 1e-12);
    expect_near(cells[0].high, 22, 1e-12, 0);
}
END_TEST

START_TEST(dominance_and_contributors)
{
    static const double values[] = {100, 200, 300, 150, 250, 350, 120, 220, 320};
    static const double units[] = {9, 9, 9, 9, 3, 9, 9, 9, 9},
                        largest[] = {90, 20, 30, 15, 25, 35, 12, 22, 32};
    struct secrecy_table table = {
        .values = values, .contributors = units, .largest = largest, .num_rows = 3, .num_columns = 3};
    struct secrecy_cell cells[9];
    bool is_protected;
    struct err err = {0};

    expect_ok(secrecy_protect(cells, &table, &usual, &is_protected, &err), &err);
    ck_assert_int_eq(cells[0].status, SECRECY_PRIMARY); /* one has 90 of 100 */
    ck_assert_int_eq(cells[4].status, SECRECY_PRIMARY); /* three contributors */
    ck_assert_int_ne(cells[8].status, SECRECY_PRIMARY);
    ck_assert(is_protected);
}
END_TEST

START_TEST(what_no_choice_can_protect)
{
    static const double values[] = {3, 0, 0};
    struct secrecy_table table = {.values = values, .num_rows = 1, .num_columns = 3};
    struct secrecy_cell cells[3];
    bool is_protected = true;
    struct err err = {0};

    expect_ok(secrecy_protect(cells, &table, &usual, &is_protected, &err), &err);
    ck_assert(!is_protected); /* every column has its own margin */
    table.values = (double[]){3, -1, 0};
    ck_assert_int_eq(secrecy_protect(cells, &table, &usual, &is_protected, &err), ERR_DATA);
}
END_TEST

START_TEST(the_same_table_gives_the_same_cells)
{
    double values[MOST];
    struct secrecy_table table = {.values = values, .num_rows = 6, .num_columns = 6};
    struct secrecy_cell first[MOST], again[MOST];
    bool is_protected;
    struct err err = {0};

    for (int i = 0; i < MOST; i++)
        values[i] = (i * 37 + i * i * 11) % 23;
    expect_ok(secrecy_protect(first, &table, &usual, &is_protected, &err), &err);
    ck_assert(is_protected);
    expect_ok(secrecy_protect(again, &table, &usual, &is_protected, &err), &err);
    for (int i = 0; i < MOST; i++)
        ck_assert(first[i].status == again[i].status && first[i].low == again[i].low &&
                  first[i].high == again[i].high);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, bounds_are_those_of_enumeration);
    tcase_add_test(tests, nothing_to_hide);
    tcase_add_test(tests, one_cell_left_out_is_no_secret);
    tcase_add_test(tests, dominance_and_contributors);
    tcase_add_test(tests, what_no_choice_can_protect);
    tcase_add_test(tests, the_same_table_gives_the_same_cells);
}

int main(void)
{
    return test_main("secrecy", add);
}

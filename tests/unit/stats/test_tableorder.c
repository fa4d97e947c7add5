/* Rows in the order of columns: groups are found, rows alike keep the order of the file. */
#include <stdlib.h>
#include <string.h>

#include "stats/data/tableorder.h"
#include "tests/unit/support.h"

static const char schema_json[] = "{\"fields\": ["
                                  "{\"name\": \"who\", \"type\": \"string\"},"
                                  "{\"name\": \"what\", \"type\": \"string\"},"
                                  "{\"name\": \"year\", \"type\": \"integer\"}]}";

static const char rows[] = "who,what,year\n"
                           "b,x,2031\n"  /* 0 */
                           "a,y,2030\n"  /* 1 */
                           "b,x,2030\n"  /* 2 */
                           "a,y,\n"      /* 3 */
                           "b,x,2031\n"  /* 4 */
                           "a,xx,2030\n" /* 5 */
                           "a,y,\n";     /* 6 */

static void read_rows(struct table *table, const char *text)
{
    struct source source = {.name = (char[]){"t.csv"}, .length = strlen(text)};
    struct schema schema;
    struct problems problems = {0};
    struct err err = {0};
    char copy[512];

    ck_assert_uint_lt(strlen(text), sizeof copy);
    strcpy(copy, text);
    source.bytes = copy;
    expect_ok(schema_from_json(&schema, "test", schema_json, &err), &err);
    expect_ok(table_read(table, &source, &schema, &(struct csv_options){0}, &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    schema_free(&schema);
    problems_free(&problems);
}

static void order_rows(struct table *table, struct table_order *order, const char *text)
{
    struct err err = {0};

    read_rows(table, text);
    expect_ok(table_order_init(order, table, (const char *const[]){"who", "what", "year", NULL}, &err), &err);
}

START_TEST(rows_are_in_order)
{
    static const size_t expected[] = {5, 3, 6, 1, 2, 0, 4};
    struct table table;
    struct table_order order;

    order_rows(&table, &order, rows);
    for (size_t i = 0; i < table.num_rows; i++)
        ck_assert_uint_eq(order.rows[i], expected[i]);
    table_order_free(&order);
    table_order_free(&order);
    table_free(&table);
}
END_TEST

START_TEST(groups_are_found)
{
    struct table table;
    struct table_order order;
    size_t first;

    order_rows(&table, &order, rows);
    ck_assert_uint_eq(table_order_find(&order, (const char *const[]){"a", "y"}, 2, &first), 3);
    ck_assert_uint_eq(order.rows[first], 3);
    ck_assert_uint_eq(table_order_find(&order, (const char *const[]){"a"}, 1, &first), 4);
    ck_assert_uint_eq(table_order_find(&order, (const char *const[]){"b", "x"}, 2, &first), 3);
    ck_assert_uint_eq(table_order_find(&order, (const char *const[]){"a", "x"}, 2, &first), 0);
    ck_assert_uint_eq(table_order_find(&order, (const char *const[]){"c", "x"}, 2, &first), 0);
    table_order_free(&order);
    table_free(&table);
}
END_TEST

START_TEST(the_first_of_rows_alike_is_told)
{
    static const size_t expected[] = {0, 1, 2, 3, 0, 5, 3};
    struct table table;
    struct table_order order;
    size_t firsts[7];

    order_rows(&table, &order, rows);
    table_order_firsts(&order, firsts);
    for (size_t i = 0; i < 7; i++)
        ck_assert_uint_eq(firsts[i], expected[i]);
    table_order_free(&order);
    table_free(&table);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, rows_are_in_order);
    tcase_add_test(tests, groups_are_found);
    tcase_add_test(tests, the_first_of_rows_alike_is_told);
}

int main(void)
{
    return test_main("tableorder", add);
}

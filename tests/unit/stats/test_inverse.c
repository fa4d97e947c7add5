/* Quantiles against those of R (tests/reference/inverse.R), where GSL's own fail too. */
#include <math.h>
#include <string.h>

#include "stats/data/table.h"
#include "stats/numeric/inverse.h"
#include "stats/numeric/proportion.h"
#include "tests/unit/support.h"

static const char inverse_schema[] = "{\"fields\": [{\"name\": \"law\", \"type\": \"string\"},"
                                     "{\"name\": \"tail\", \"type\": \"string\"},"
                                     "{\"name\": \"p\", \"type\": \"number\"},"
                                     "{\"name\": \"a\", \"type\": \"number\"},"
                                     "{\"name\": \"b\", \"type\": \"number\"},"
                                     "{\"name\": \"quantile\", \"type\": \"number\"}]}";

/* Within 10^-9 of the quantile: R's own qbeta and qgamma are no better in the far tails. */
START_TEST(quantiles_are_those_of_r)
{
    struct source source;
    struct schema schema;
    struct table t;
    struct problems problems = {0};
    struct err err = {0};

    expect_ok(source_read(&source, "tests/reference/inverse.csv", 0, &err), &err);
    expect_ok(schema_from_json(&schema, "inverse", inverse_schema, &err), &err);
    expect_ok(table_read(&t, &source, &schema, &(struct csv_options){0}, &problems, &err), &err);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_uint_eq(t.num_rows, 420);
    for (size_t r = 0; r < t.num_rows; r++) {
        enum tail tail = strcmp(table_text(&t, r, 1), "upper") == 0 ? TAIL_UPPER : TAIL_LOWER;
        double p = table_number(&t, r, 2), a = table_number(&t, r, 3), b = table_number(&t, r, 4);
        double expected = table_number(&t, r, 5);
        double actual = strcmp(table_text(&t, r, 0), "gamma") == 0 ? gamma_quantile(p, tail, a)
                                                                   : beta_quantile(p, tail, a, b);
        ck_assert_msg(fabs(actual - expected) <= 1e-9 * expected + 1e-300, "line %ld: %.15g instead of %.15g",
                      t.lines[r], actual, expected);
    }
    table_free(&t);
    schema_free(&schema);
    source_free(&source);
}
END_TEST

/* qgamma(.025, 1732), qgamma(.975, 1733) and so on: GSL's inverse has no answer, or a wrong one. */
START_TEST(exact_intervals_of_large_counts)
{
    expect_interval(poisson_exact(1732, 0.95), 1651.38282796, 1815.53494455, 1e-8);
    expect_interval(poisson_exact(45469, 0.95), 45052.015797, 45888.8831017, 1e-7);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, quantiles_are_those_of_r);
    tcase_add_test(tests, exact_intervals_of_large_counts);
}

int main(void)
{
    return test_main("inverse", add);
}

#include "tests/unit/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int test_main(const char *name, void (*add)(TCase *tests))
{
    Suite *suite = suite_create(name);
    TCase *tests = tcase_create(name);
    int failed;

    add(tests);
    tcase_set_timeout(tests, getenv("VERIFY_FULL") != NULL ? 0 : 300);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_SILENT);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

void expect_ok(int status, const struct err *err)
{
    ck_assert_msg(status == ERR_OK, "status %d: %s", status, err->message);
}

struct source source_of(const char *text)
{
    struct source source;
    struct err err = {0};

    expect_ok(source_from_text(&source, "test.csv", text, &err), &err);
    return source;
}

void table_of(struct table *table, const char *schema_name, const char *csv, struct problems *problems)
{
    struct source source = source_of(csv);
    struct schema schema;
    struct err err = {0};

    expect_ok(schema_builtin(&schema, schema_name, &err), &err);
    expect_ok(table_read(table, &source, &schema, &(struct csv_options){0}, problems, &err), &err);
    schema_free(&schema);
    source_free(&source);
}

const char *problems_text(const struct problems *problems)
{
    static struct strbuf text;

    strbuf_clear(&text);
    problems_print(problems, &text);
    return strbuf_text(&text);
}

void expect_contains(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is not in: %.2000s", part, text);
}

void expect_near(double actual, double expected, double relative, double absolute)
{
    double tolerance = relative * fabs(expected) + absolute;

    ck_assert_msg(fabs(actual - expected) <= tolerance, "%.15g instead of %.15g (tolerance %.3g)", actual,
                  expected, tolerance);
}

void expect_interval(struct interval actual, double low, double high, double tolerance)
{
    expect_near(actual.low, low, 0, tolerance);
    expect_near(actual.high, high, 0, tolerance);
}

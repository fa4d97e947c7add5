/* The bad-input table: what other readers repair in silence is an error here, at
 * its line and column; what is harmless is read as it is meant. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/support.h"

static const char schema_json[] =
    "{\"fields\": ["
    "{\"name\": \"code\", \"type\": \"string\", \"constraints\": {\"required\": true}},"
    "{\"name\": \"valeur\", \"type\": \"number\", \"constraints\": {\"minimum\": 0}},"
    "{\"name\": \"n\", \"type\": \"integer\"}]}";

/* Reads bytes; the caller frees. */
static void read_with(struct table *table, const char *bytes, size_t length,
                      const struct csv_options *options, struct problems *problems)
{
    struct source source = {.name = (char[]){"t.csv"}, .length = length};
    struct schema schema;
    struct err err = {0};
    char copy[4096] = {0};

    ck_assert_uint_lt(length, sizeof copy);
    memcpy(copy, bytes, length);
    source.bytes = copy;
    expect_ok(schema_from_json(&schema, "test", schema_json, &err), &err);
    expect_ok(table_read(table, &source, &schema, options, problems, &err), &err);
    schema_free(&schema);
}

/* Expects an error that contains part; NULL: that it is read without error. */
static void expect_problem_in(const char *bytes, size_t length, const char *part)
{
    struct table table;
    struct problems problems = {0};

    read_with(&table, bytes, length, &(struct csv_options){0}, &problems);
    if (part == NULL)
        ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    else {
        ck_assert_msg(problems.num_errors > 0, "no error in: %s", bytes);
        expect_contains(problems_text(&problems), part);
    }
    table_free(&table);
    problems_free(&problems);
}

static void expect_problem(const char *text, const char *part)
{
    expect_problem_in(text, strlen(text), part);
}

/* Expects a clean read whose second column is value in the first row. */
static void expect_value(const char *text, const char *code, double value)
{
    struct table table;
    struct problems problems = {0};

    read_with(&table, text, strlen(text), &(struct csv_options){0}, &problems);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_uint_ge(table.num_rows, 1);
    ck_assert_str_eq(table_text(&table, 0, 0), code);
    ck_assert_msg(table_number(&table, 0, 1) == value, "%g", table_number(&table, 0, 1));
    table_free(&table);
    problems_free(&problems);
}

START_TEST(codes_stay_text)
{
    expect_value("code;valeur\n01001;1\n", "01001", 1);
    expect_value("code;valeur\n2A004;1\n", "2A004", 1);
    expect_value("code;valeur\n1e5;1\n", "1e5", 1);
}
END_TEST

START_TEST(decimal_marks)
{
    expect_value("code;valeur\na;10,5\n", "a", 10.5);
    expect_value("code,valeur\na,10.5\n", "a", 10.5);
    expect_value("code,valeur\na,\"10,5\"\n", "a", 10.5);
    expect_problem("code;valeur\na;10,5\nb;10.5\n", "t.csv:3:2: error: 'valeur' is '10.5'");
    expect_problem("code;valeur\na;1,234\n", "t.csv:2:2: error: every comma");
    expect_problem("code;valeur\na;1,234\n", "--decimal");
    expect_problem("code;valeur\na;1,234\nb;0,5\n", NULL);
}
END_TEST

START_TEST(grouped_digits)
{
    expect_value("code;valeur\na;1 234\n", "a", 1234);
    expect_value("code;valeur\na;1\xC2\xA0"
                 "234\n",
                 "a", 1234);
    expect_value("code;valeur\na;1\xE2\x80\xAF"
                 "234,5\n",
                 "a", 1234.5);
    expect_problem("code;valeur\na;12 34\n", "t.csv:2:2");
}
END_TEST

START_TEST(encodings)
{
    struct table table;
    struct problems problems = {0};
    static const char latin[] = "code;valeur\nB\xE9thoncourt;1\n";
    static const char utf16[] = "\xFF\xFE"
                                "c\0o\0d\0e\0;\0v\0a\0l\0e\0u\0r\0\n\0\xE9\0;\0"
                                "1\0\n\0";

    expect_value("\xEF\xBB\xBF"
                 "code;valeur\na;1\n",
                 "a", 1);
    expect_value("\xEF\xBB\xBF\"code\";\"valeur\"\n\"a\";1\n", "a", 1);
    read_with(&table, latin, sizeof latin - 1, &(struct csv_options){0}, &problems);
    ck_assert_uint_eq(problems.num_errors, 0);
    ck_assert_uint_eq(problems.num_warnings, 1); /* announced, with the first byte */
    expect_contains(problems_text(&problems), "t.csv:2: warning: not UTF-8 (byte 2 is 0xE9)");
    ck_assert_str_eq(table_text(&table, 0, 0), "B\xC3\xA9thoncourt");
    table_free(&table);
    problems_free(&problems);
    problems = (struct problems){0};
    read_with(&table, utf16, sizeof utf16 - 1, &(struct csv_options){0}, &problems);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_str_eq(table_text(&table, 0, 0), "\xC3\xA9");
    table_free(&table);
    problems_free(&problems);
    expect_problem("code;valeur\n\xC3\xA9;1\n\xE9;2\n",
                   "t.csv:3: error: the file mixes encodings"); /* both in one file */
}
END_TEST

START_TEST(control_characters)
{
    expect_problem_in("code;valeur\na\0b;1\n", 18, "t.csv:2:1: error: control character 0x00");
    expect_problem("code;valeur\na;1\x01\n", "t.csv:2:2: error: control character 0x01");
}
END_TEST

START_TEST(short_and_long_rows)
{
    expect_problem("code;valeur\na;1;9\n", "t.csv:2:3: error: 3 fields, but the header has 2");
    expect_problem("code;valeur\na;1\nb\n", "t.csv:3:1: error: 1 field, but the header has 2");
    expect_problem("code;valeur\na;1\nb,2\n", "t.csv:3");
}
END_TEST

START_TEST(quotes)
{
    expect_problem("code;valeur\n\"a;1\nb;2\nc;3\n", "t.csv:2:1: error: the file ends inside a quoted field");
    expect_problem("code;valeur\n\"A\"x;1\nb;2\n", "t.csv:2:1: error: misplaced quote");
    expect_value("code;valeur\n\"a;\"\"b\"\"\";1\n", "a;\"b\"", 1);
    expect_value("code;valeur\n\"two\nlines\";1\n", "two\nlines", 1);
}
END_TEST

START_TEST(lines_are_counted_as_an_editor_does)
{
    /* a quoted line break, a blank line, CRLF and CR: the error is on physical line 6 */
    expect_problem("code;valeur\r\n\"two\r\nlines\";1\r\n\r\nb;2\rc;x\n",
                   "t.csv:6:2: error: 'valeur' is 'x'");
    expect_value("code;valeur\ra;1\rb;2\r", "a", 1);
}
END_TEST

START_TEST(headers)
{
    expect_problem("code;valeur;VALEUR\na;1;2\n", "t.csv:1:3: error: the column name 'VALEUR' is the same");
    expect_problem("code;valeur;\na;1;2\n", "t.csv:1:3: error: a column without a name");
    expect_problem("code;valuer\na;1\n", "did you mean 'valeur'?");
    expect_problem("valeur\n1\n", "t.csv:1: error: the column 'code' is missing");
    expect_problem("Tableau des emplois\ncode;valeur\na;1\nb;2\n", "--skip 1");
}
END_TEST

START_TEST(empty_and_truncated_files)
{
    struct table table;
    struct problems problems = {0};

    expect_problem("", "the file is empty");
    expect_problem("code;valeur\n", "the file has a header but no data");
    read_with(&table, "code;valeur\na;1", 15, &(struct csv_options){0}, &problems);
    ck_assert_uint_eq(problems.num_errors, 0);
    expect_contains(problems_text(&problems), "t.csv:2: warning: the last line does not end with a newline");
    table_free(&table);
    problems_free(&problems);
}
END_TEST

START_TEST(texts_that_are_no_numbers)
{
    static const char *const bad[] = {"s",   "nd",    "...",  "N/A",   "NA",    "NaN", "nan(123)",
                                      "inf", "1e999", "0x10", "12abc", "#REF!", "-"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, "code;valeur\na;%s\n", bad[i]);
        expect_problem(text, "t.csv:2:2: error: 'valeur' is");
    }
    expect_problem("code;valeur\na;-1\n", "expected at least 0");
    expect_problem("code;n\na;99999999999999999999\n", "t.csv:2:2: error: 'n' is '99999999999999999999'");
    expect_problem("code;n\na;1.5\n", "t.csv:2:2");
}
END_TEST

START_TEST(all_problems_at_once)
{
    struct table table;
    struct problems problems = {0};
    static const char text[] = "code;valeur;n\na;x;1\n;2;3\nc;-1;1.5\n";

    read_with(&table, text, sizeof text - 1, &(struct csv_options){0}, &problems);
    ck_assert_uint_eq(problems.num_errors, 4);
    expect_contains(problems_text(&problems), "t.csv:2:2");
    expect_contains(problems_text(&problems), "t.csv:3:1");
    expect_contains(problems_text(&problems), "t.csv:4:2");
    expect_contains(problems_text(&problems), "t.csv:4:3");
    table_free(&table);
    problems_free(&problems);
}
END_TEST

START_TEST(the_whole_file_is_checked)
{
    struct strbuf text = {0};
    struct table table;
    struct problems problems = {0};
    struct err err = {0};
    struct schema schema;

    strbuf_add(&text, "code;valeur\n");
    for (int i = 0; i < 30000; i++)
        strbuf_addf(&text, "%05d;%d\n", i, i);
    strbuf_add(&text, "2A004;s\n");
    struct source source = source_of(strbuf_text(&text));
    expect_ok(schema_from_json(&schema, "test", schema_json, &err), &err);
    expect_ok(table_read(&table, &source, &schema, &(struct csv_options){0}, &problems, &err), &err);
    expect_contains(problems_text(&problems), "test.csv:30002:2: error");
    ck_assert_str_eq(table_text(&table, 30000, 0), "2A004");
    table_free(&table);
    schema_free(&schema);
    problems_free(&problems);
    source_free(&source);
    strbuf_free(&text);
}
END_TEST

START_TEST(only_the_first_twenty_are_shown)
{
    struct strbuf text = {0};
    struct table table;
    struct problems problems = {0};

    strbuf_add(&text, "code;valeur\n");
    for (int i = 0; i < 50; i++)
        strbuf_add(&text, "a;x\n");
    read_with(&table, strbuf_text(&text), text.length, &(struct csv_options){0}, &problems);
    ck_assert_uint_eq(problems.num_errors, 50);
    expect_contains(problems_text(&problems), "30 more errors");
    table_free(&table);
    problems_free(&problems);
    strbuf_free(&text);
}
END_TEST

START_TEST(limits)
{
    struct csv_options options = {.max_field = 10, .max_line = 40, .max_columns = 2};
    struct table table;
    struct problems problems = {0};

    read_with(&table, "code;valeur\naaaaaaaaaaaaaaa;1\n", 30, &options, &problems);
    expect_contains(problems_text(&problems),
                    "t.csv:2:1: error: a field of 15 bytes is over the limit of 10");
    expect_contains(problems_text(&problems), "--max-field");
    table_free(&table);
    problems_free(&problems);
    problems = (struct problems){0};
    read_with(&table, "code;valeur;n\na;1;2\n", 20, &options, &problems);
    expect_contains(problems_text(&problems), "3 columns are over the limit of 2");
    table_free(&table);
    problems_free(&problems);
}
END_TEST

START_TEST(notes_below_and_titles_above)
{
    struct csv_options options = {.skip = 2, .footer = 1};
    struct table table;
    struct problems problems = {0};
    static const char text[] = "Emploi\n\ncode;valeur\na;1\nSource : Insee\n";

    read_with(&table, text, sizeof text - 1, &options, &problems);
    ck_assert_msg(problems.num_errors == 0, "%s", problems_text(&problems));
    ck_assert_uint_eq(table.num_rows, 1);
    ck_assert_int_eq(table.lines[0], 4);
    table_free(&table);
    problems_free(&problems);
    expect_problem("code;valeur\na;1\nSource : Insee\n", "--footer");
}
END_TEST

START_TEST(delimiters_are_detected)
{
    expect_value("code,valeur\n\"a;b;c\",1\n", "a;b;c", 1);
    expect_value("code\tvaleur\na\t1\n", "a", 1);
    expect_value("code|valeur\na|1\n", "a", 1);
    expect_value("code;valeur\na, b, c;1\nd, e, f;2\n", "a, b, c", 1);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, codes_stay_text);
    tcase_add_test(tests, decimal_marks);
    tcase_add_test(tests, grouped_digits);
    tcase_add_test(tests, encodings);
    tcase_add_test(tests, control_characters);
    tcase_add_test(tests, short_and_long_rows);
    tcase_add_test(tests, quotes);
    tcase_add_test(tests, lines_are_counted_as_an_editor_does);
    tcase_add_test(tests, headers);
    tcase_add_test(tests, empty_and_truncated_files);
    tcase_add_test(tests, texts_that_are_no_numbers);
    tcase_add_test(tests, all_problems_at_once);
    tcase_add_test(tests, the_whole_file_is_checked);
    tcase_add_test(tests, only_the_first_twenty_are_shown);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, notes_below_and_titles_above);
    tcase_add_test(tests, delimiters_are_detected);
}

int main(void)
{
    return test_main("csvin", add);
}

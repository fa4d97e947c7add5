/* Workbooks: what a sheet may hold, and that a damaged one is noticed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/source.h"
#include "stats/base/tempfolder.h"
#include "stats/data/csvout.h"
#include "stats/data/schemamatch.h"
#include "stats/data/workbook.h"
#include "stats/data/workbookcheck.h"
#include "tests/unit/support.h"

static struct tempfolder folder;

static struct workbook *make(struct sheet **sheet)
{
    struct err err = {0};
    struct workbook *book = workbook_make(&err);

    ck_assert_msg(book != NULL, "%s", err.message);
    *sheet = workbook_add_sheet(book, "table", &err);
    ck_assert_msg(*sheet != NULL, "%s", err.message);
    return book;
}

/* Saves the workbook; its bytes. */
static int save(struct workbook *book, char **bytes, size_t *length, struct err *err)
{
    struct outfile file = {0};
    char *path = outfile_join(folder.path, "book.xlsx", err);
    int status = outfile_open(&file, path, true, err);

    if (status == ERR_OK)
        status = workbook_save(book, &file, err);
    if (status == ERR_OK)
        status = outfile_commit(&file, err);
    outfile_free(&file);
    if (status == ERR_OK)
        status = source_read_bytes(path, bytes, length, err);
    free(path);
    return status;
}

static void fill(struct sheet *sheet, int num_rows)
{
    struct csvout out;

    csvout_init_sheet(&out, sheet);
    csvout_header(&out, (const char *const[]){"code", "value", NULL});
    for (int i = 0; i < num_rows; i++) {
        csvout_text(&out, i % 3 ? "=1+1" : "01001");
        csvout_number(&out, i % 2 ? 0.1 * i : (double)NAN, 0);
        csvout_end(&out);
    }
    csvout_free(&out);
}

START_TEST(sizes_are_checked)
{
    struct sheet *sheet;
    struct workbook *book = make(&sheet);
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;

    fill(sheet, 10);
    expect_ok(save(book, &bytes, &length, &err), &err);
    /* the table: header and 10 rows; 2 + 10 texts, 5 numbers; columns: 3 rows, 4 + 2 times (table, column),
       for no schema has these columns alone */
    struct sheet_size sizes[] = {{.rows = 11, .columns = 2, .cells = 17}, {.rows = 3, .cells = 8}};
    expect_ok(workbook_check(bytes, length, sizes, 2, &err), &err);
    sizes[0].cells = 18;
    ck_assert_int_eq(workbook_check(bytes, length, sizes, 2, &err), ERR_IO);
    sizes[0].cells = 17;
    sizes[1].rows = 4;
    ck_assert_int_eq(workbook_check(bytes, length, sizes, 2, &err), ERR_IO);
    ck_assert_int_eq(workbook_check(bytes, length, sizes, 3, &err), ERR_IO);
    workbook_remove(book);
    free(bytes);
}
END_TEST

START_TEST(any_cut_is_noticed)
{
    struct sheet *sheet;
    struct workbook *book = make(&sheet);
    const struct sheet_size sizes[] = {{.rows = 201, .columns = 2, .cells = 302}, {.rows = 3, .cells = 8}};
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;

    fill(sheet, 200);
    expect_ok(save(book, &bytes, &length, &err), &err);
    expect_ok(workbook_check(bytes, length, sizes, 2, &err), &err);
    for (size_t cut = 0; cut < length; cut += 7)
        ck_assert_int_eq(workbook_check(bytes, cut, sizes, 2, NULL), ERR_IO);
    workbook_remove(book);
    free(bytes);
}
END_TEST

START_TEST(the_same_table_gives_the_same_bytes)
{
    char *bytes[2] = {NULL, NULL};
    size_t lengths[2] = {0, 0};

    for (int i = 0; i < 2; i++) {
        struct sheet *sheet;
        struct workbook *book = make(&sheet);
        struct err err = {0};
        fill(sheet, 50);
        expect_ok(save(book, &bytes[i], &lengths[i], &err), &err);
        workbook_remove(book);
    }
    ck_assert_uint_eq(lengths[0], lengths[1]);
    ck_assert_int_eq(memcmp(bytes[0], bytes[1], lengths[0]), 0);
    free(bytes[0]);
    free(bytes[1]);
}
END_TEST

START_TEST(more_rows_than_a_sheet_holds)
{
    struct sheet *sheet;
    struct workbook *book = make(&sheet);
    struct err err = {0};
    char *bytes = NULL;
    size_t length = 0;

    for (int i = 0; i <= SHEET_MAX_ROWS; i++) {
        sheet_add_number(sheet, i);
        sheet_end_row(sheet);
    }
    ck_assert_int_eq(save(book, &bytes, &length, &err), ERR_LIMIT);
    ck_assert_str_eq(err.message,
                     "the table 'table' has 1048577 rows, a sheet holds 1048576 with the header: write it "
                     "as CSV");
    workbook_remove(book);
}
END_TEST

START_TEST(a_text_that_is_too_long)
{
    struct sheet *sheet;
    struct workbook *book = make(&sheet);
    struct err err = {0};
    char *bytes = NULL, text[32769];
    size_t length = 0;

    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    sheet_add_text(sheet, "name");
    sheet_end_row(sheet);
    sheet_add_text(sheet, text);
    sheet_end_row(sheet);
    ck_assert_int_eq(save(book, &bytes, &length, &err), ERR_LIMIT);
    expect_contains(err.message, "32767 characters");
    workbook_remove(book);
}
END_TEST

START_TEST(names_of_sheets)
{
    struct sheet *sheet;
    struct workbook *book = make(&sheet);
    struct err err = {0};

    ck_assert_ptr_null(workbook_add_sheet(book, "a-name-of-more-than-31-characters", &err));
    ck_assert_int_eq(err.code, ERR_LIMIT);
    workbook_remove(book);
}
END_TEST

START_TEST(schemas_by_their_columns)
{
    static const char *const places[] = {"level", "code", "name", "population", "communes",
                                         "epci",  "ze",   "ti",   "dep",        "reg"};
    static const char *const drivers[] = {"scenario",    "metric",         "scope",
                                          "year",        "rank",           "driver",
                                          "correlation", "standard_error", "share_of_variance",
                                          "unit",        "mean",           "input_unit",
                                          "input_low",   "input_high",     "low",
                                          "high",        "low_error",      "high_error"};
    struct schema schema;

    ck_assert(schema_match(&schema, places, 10));
    ck_assert_str_eq(schema.name, "territories");
    schema_free(&schema);
    ck_assert(schema_match(&schema, drivers, 18));
    ck_assert_str_eq(schema.name, "drivers");
    schema_free(&schema);
    ck_assert(!schema_match(&schema, (const char *const[]){"apples", "pears"}, 2));
    schema_free(&schema);
}
END_TEST

static void setup(void)
{
    struct err err = {0};

    expect_ok(tempfolder_make(&folder, &err), &err);
}

static void teardown(void)
{
    tempfolder_remove(&folder);
}

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, sizes_are_checked);
    tcase_add_test(tests, any_cut_is_noticed);
    tcase_add_test(tests, the_same_table_gives_the_same_bytes);
    tcase_add_test(tests, more_rows_than_a_sheet_holds);
    tcase_add_test(tests, a_text_that_is_too_long);
    tcase_add_test(tests, names_of_sheets);
    tcase_add_test(tests, schemas_by_their_columns);
}

int main(void)
{
    return test_main("workbook", add);
}

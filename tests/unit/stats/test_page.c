/* Pages, manifests read back, tables of cells, private folders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/base/outfile.h"
#include "stats/base/tempfolder.h"
#include "stats/data/celltable.h"
#include "stats/output/markup.h"
#include "stats/output/page.h"
#include "stats/output/runrecord.h"
#include "tests/unit/support.h"

static void expect_markup(const char *text, const char *expected)
{
    struct strbuf out = {0};

    markup_text(&out, text);
    ck_assert_str_eq(strbuf_text(&out), expected);
    strbuf_free(&out);
}

START_TEST(text_is_escaped)
{
    expect_markup("<script>alert('x & \"y\"')</script>",
                  "&lt;script&gt;alert(&#39;x &amp; &quot;y&quot;&#39;)&lt;/script&gt;");
    expect_markup("Montbéliard\xC2\xA0: 63,5", "Montbéliard\xC2\xA0: 63,5");
    expect_markup("a\x01"
                  "b\tc\nd\x7F\xC2\x85",
                  "a b c\nd  ");
    expect_markup("", "");
}
END_TEST

static const char svg[] =
    "<?xml version=\"1.0\"?>\n<svg\n width=\"85\" height=\"50\"\n viewBox=\"0 0 85 50\"\n>\n"
    "<title>T</title>\n<desc>D</desc>\n<g id=\"canvas\"><path id='p1'/>"
    "<use xlink:href='#p1'/><g style=\"fill:url(#p2)\"/>"
    "<text>id=' id='p1 href='#p1</text></g></svg>\n";

START_TEST(svg_is_part_of_the_page)
{
    struct strbuf out = {0};
    struct err err = {0};

    expect_ok(page_add_svg(&out, svg, "f1", "wide", &err), &err);
    ck_assert_str_eq(
        strbuf_text(&out),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "class=\"wide\" role=\"img\" aria-labelledby=\"f1t f1d\" viewBox=\"0 0 85 50\">\n"
        "<title id=\"f1t\">T</title>\n<desc id=\"f1d\">D</desc>\n<g id=\"f1canvas\"><path id='f1p1'/>"
        "<use xlink:href='#f1p1'/><g style=\"fill:url(#f1p2)\"/>"
        "<text>id=' id='p1 href='#p1</text></g></svg>\n");
    ck_assert_int_eq(page_add_svg(&out, "<svg></svg>", "f2", "wide", &err), ERR_PLOT);
    strbuf_free(&out);
}
END_TEST

/* A file in a private folder; the path is valid until the folder is removed. */
static const char *put(const struct tempfolder *folder, const char *name, const char *text)
{
    static char path[512];
    struct outfile file = {0};
    struct err err = {0};

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    expect_ok(outfile_open(&file, path, true, &err), &err);
    outfile_text(&file, text);
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
    return path;
}

START_TEST(folders_go_with_what_they_hold)
{
    struct tempfolder folder = {0};
    struct err err = {0};
    char path[sizeof folder.path], inner[512];

    expect_ok(tempfolder_make(&folder, &err), &err);
    strcpy(path, folder.path);
    snprintf(inner, sizeof inner, "%s/results", path);
    expect_ok(outfile_make_folder(inner, &err), &err);
    put(&folder, "a.csv", "x\n");
    put(&folder, "results/b.csv", "x\n");
    tempfolder_remove(&folder);
    ck_assert_int_ne(access(path, F_OK), 0);
    tempfolder_remove(&folder); /* twice does no harm */
}
END_TEST

#define MANIFEST(command, outputs)                                                                           \
    "{\"program\": \"bassin\", \"version\": \"0.1.0\", \"command\": " command                                \
    ", \"settings\": {\"seed\": 7}, "                                                                        \
    "\"twin\": {\"z\": -3.25}, \"inputs\": [], \"outputs\": " outputs ", \"warnings\": [\"w\"]}"

static void expect_refused(const struct tempfolder *folder, const char *text, const char *part)
{
    struct err err = {0};

    ck_assert_ptr_null(run_record_read(put(folder, "run.json", text), &err));
    ck_assert_int_eq(err.code, ERR_DATA);
    expect_contains(err.message, part);
}

START_TEST(manifests_are_read_back)
{
    struct tempfolder folder = {0};
    struct err err = {0};

    expect_ok(tempfolder_make(&folder, &err), &err);
    struct run_record *r = run_record_read(
        put(&folder, "run.json",
            MANIFEST("[\"project\", \"p\"]", "[{\"file\": \"a.csv\", \"bytes\": 1, \"sha256\": \"ff\"}]")),
        &err);
    ck_assert_ptr_nonnull(r);
    ck_assert_uint_eq(run_record_num_words(r), 2);
    ck_assert_str_eq(run_record_word(r, 1), "p");
    ck_assert_str_eq(run_record_text(r, NULL, "version"), "0.1.0");
    ck_assert_str_eq(run_record_text(r, "settings", "seed"), "7");
    ck_assert_str_eq(run_record_text(r, "twin", "z"), "-3.25");
    ck_assert_ptr_null(run_record_text(r, "settings", "draws"));
    ck_assert_ptr_null(run_record_text(r, "absent", "draws"));
    ck_assert_str_eq(run_record_file(r, "outputs", 0), "a.csv");
    ck_assert_str_eq(run_record_digest(r, "outputs", 0), "ff");
    ck_assert_str_eq(run_record_warning(r, 0), "w");
    run_record_free(r);
    expect_refused(&folder, "{\"program\": ", "run.json:1:");
    expect_refused(&folder, "[1]", "not a manifest");
    expect_refused(&folder, "{\"program\": \"other\"}", "not \"bassin\"");
    expect_refused(&folder, MANIFEST("[]", "[]"), "\"command\" is empty");
    expect_refused(&folder, MANIFEST("[1]", "[]"), "item 1 of \"command\"");
    expect_refused(&folder, MANIFEST("[\"project\"]", "[{\"file\": \"a\"}]"), "lacks \"file\" or \"sha256\"");
    expect_refused(&folder, MANIFEST("[\"project\"]", "{}"), "no list \"outputs\"");
    tempfolder_remove(&folder);
}
END_TEST

START_TEST(rows_are_found_by_their_key)
{
    struct tempfolder folder = {0};
    struct celltable t = {0};
    struct problems problems = {0};
    struct strbuf key = {0};
    struct err err = {0};
    const char *const keys[] = {"scenario", "year", NULL}, *const scenario[] = {"scenario", NULL};

    expect_ok(tempfolder_make(&folder, &err), &err);
    expect_ok(celltable_read(&t,
                             put(&folder, "t.csv", "scenario,year,x\nb,2030,1\na,2031,\"2,5\"\na,2030,\n"),
                             &problems, &err),
              &err);
    ck_assert_uint_eq(t.num_rows, 3);
    expect_ok(celltable_sort(&t, keys, &problems, &err), &err);
    ck_assert_uint_eq(problems.num_errors, 0);
    ck_assert_uint_eq(t.order[0], 2);
    ck_assert_uint_eq(t.order[1], 1);
    ck_assert_uint_eq(t.order[2], 0);
    ck_assert_str_eq(celltable_cell(&t, 1, 2), "2,5");
    ck_assert_int_eq(t.lines[2], 4);
    celltable_add_key(&t, 1, &key);
    ck_assert_str_eq(strbuf_text(&key), "scenario=a year=2031");
    free(t.order);
    t.order = NULL;
    expect_ok(celltable_sort(&t, scenario, &problems, &err), &err);
    ck_assert_uint_eq(problems.num_errors, 1);
    expect_contains(problems_text(&problems), "t.csv:4: error: the same key as line 3: scenario=a");
    celltable_free(&t);
    problems_free(&problems);
    strbuf_free(&key);
    tempfolder_remove(&folder);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, text_is_escaped);
    tcase_add_test(tests, svg_is_part_of_the_page);
    tcase_add_test(tests, folders_go_with_what_they_hold);
    tcase_add_test(tests, manifests_are_read_back);
    tcase_add_test(tests, rows_are_found_by_their_key);
}

int main(void)
{
    return test_main("page", add);
}

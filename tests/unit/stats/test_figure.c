/* Texts of figures, and what reaches gnuplot. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/output/charts.h"
#include "stats/output/font.h"
#include "stats/output/label.h"
#include "tests/unit/support.h"

static void expect_number(double value, int decimals, const char *language, const char *text)
{
    struct strbuf out = {0};

    label_number(&out, value, decimals, language);
    ck_assert_str_eq(strbuf_text(&out), text);
    strbuf_free(&out);
}

START_TEST(numbers_in_two_languages)
{
    expect_number(1234567.891, 1, "en", "1,234,567.9");
    expect_number(1234567.891, 1, "fr",
                  "1\xE2\x80\xAF"
                  "234\xE2\x80\xAF"
                  "567,9");
    expect_number(-0.5, 1, "en",
                  "\xE2\x88\x92"
                  "0.5");
    expect_number(-0.04, 1, "en", "0.0"); /* no minus before nothing */
    expect_number(999.95, 1, "en", "1,000.0");
    expect_number(0.05, 2, "fr", "0,05");
}
END_TEST

START_TEST(percentages_in_two_languages)
{
    struct strbuf out = {0};

    label_percent(&out, 0.2805, 1, "fr");
    strbuf_add_char(&out, '|');
    label_percent(&out, 0.2805, 1, "en");
    ck_assert_str_eq(strbuf_text(&out), "28,1\xC2\xA0%|28.1%");
    strbuf_free(&out);
}
END_TEST

START_TEST(lines_break_where_they_are_full)
{
    struct strbuf out = {0};
    double width = font_width("aaaa bbbb", 9, false) + 0.01;

    ck_assert_int_eq(label_wrap(&out, "aaaa bbbb cccc dddd", width, false), 2);
    ck_assert_str_eq(strbuf_text(&out), "aaaa bbbb\ncccc dddd");
    strbuf_clear(&out);
    /* French punctuation never begins a line */
    ck_assert_int_eq(label_wrap(&out, "aaaa bbbb : cc", width, false), 2);
    ck_assert_str_eq(strbuf_text(&out), "aaaa\nbbbb : cc");
    strbuf_clear(&out);
    ck_assert_int_eq(label_wrap(&out, "", width, false), 1);
    strbuf_free(&out);
}
END_TEST

START_TEST(widths_are_those_of_the_font)
{
    expect_near(font_width("Ab 1", 4, false), (667 + 556 + 278 + 556) / 1000.0, 1e-12, 0);
    ck_assert(font_width("mmm", 3, false) > font_width("iii", 3, false));
    ck_assert(font_width("abc", 3, true) > font_width("abc", 3, false));
}
END_TEST

START_TEST(steps_are_round)
{
    expect_near(label_step(0, 100, 6), 20, 0, 1e-12);
    expect_near(label_step(0, 7, 6), 2, 0, 1e-12);
    expect_near(label_step(0, 0.6, 6), 0.1, 0, 1e-12);
    ck_assert_int_eq(label_decimals(0.25), 2);
    ck_assert_int_eq(label_decimals(20), 0);
}
END_TEST

static void expect_quoted(const char *text, const char *quoted)
{
    struct strbuf out = {0};
    struct err err = {0};

    expect_ok(gnuplot_quote(&out, text, &err), &err);
    ck_assert_str_eq(strbuf_text(&out), quoted);
    strbuf_free(&out);
}

START_TEST(texts_are_quoted)
{
    expect_quoted("l'emploi", "'l''emploi'");
    expect_quoted("`touch x` $(y) \"z\" \\n", "'`touch x` $(y) \"z\" \\n'");
    expect_quoted("a\tb", "'a b'");
    expect_quoted("'; system('touch x'); '", "\"\\047\".'; system(''touch x''); '''");
}
END_TEST

START_TEST(controls_are_refused)
{
    static const char *const bad[] = {"a\nb", "a\rb", "a\x1B[0m",
                                      "a\xC2\x85"
                                      "b",
                                      "\xE9t\xE9"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct strbuf out = {0};
        struct err err = {0};
        ck_assert_int_eq(gnuplot_quote(&out, bad[i], &err), ERR_DATA);
        strbuf_free(&out);
    }
}
END_TEST

START_TEST(tic_labels_escape_the_per_cent_sign)
{
    struct strbuf out = {0};
    struct err err = {0};

    expect_ok(gnuplot_quote_tic(&out, "50 %", &err), &err);
    ck_assert_str_eq(strbuf_text(&out), "'50 %%'");
    strbuf_free(&out);
}
END_TEST

START_TEST(formats_by_ending)
{
    ck_assert_int_eq(image_format_of("a/b.png"), IMAGE_PNG);
    ck_assert_int_eq(image_format_of("b.svg"), IMAGE_SVG);
    ck_assert_int_eq(image_format_of("b.pdf"), IMAGE_PDF);
    ck_assert_int_eq(image_format_of("b.gif"), NUM_IMAGE_FORMATS);
    ck_assert_int_eq(image_format_of("png"), NUM_IMAGE_FORMATS);
}
END_TEST

/* Commands that a script could run: the filter lets none of them through, and what
 * gnuplot says is an error. */
START_TEST(scripts_cannot_start_programs)
{
    static const char *const bad[] = {
        "set title \"`touch canary`\"\nplot x\n",
        "system('touch canary')\nplot x\n",
        "!touch canary\nplot x\n",
        "plot '<touch canary; echo 1 2'\n",
        "set print '|touch canary'\nprint 1\nplot x\n",
        "set output '|touch canary; cat'\nplot x\n",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct gnuplot_job job = {0};
        struct err err = {0};
        char *image = NULL;
        size_t length = 0;
        char canary[64];
        snprintf(canary, sizeof canary, "/tmp/bassin-canary-%d-%zu", (int)getpid(), i);
        strbuf_add(&job.terminal, "svg size 100,100");
        for (const char *c = bad[i]; *c != '\0'; c++)
            if (strncmp(c, "canary", 6) == 0) {
                strbuf_add(&job.script, canary);
                c += 5;
            } else {
                strbuf_add_char(&job.script, *c);
            }
        gnuplot_render(&job, IMAGE_SVG, "t", "d", &image, &length, &err);
        ck_assert_msg(access(canary, F_OK) != 0, "executed: %s", bad[i]);
        free(image);
        gnuplot_job_free(&job);
    }
}
END_TEST

START_TEST(complaints_of_gnuplot_are_errors)
{
    struct gnuplot_job job = {0};
    struct err err = {0};
    char *image = NULL;
    size_t length = 0;

    strbuf_add(&job.terminal, "svg size 100,100");
    strbuf_add(&job.script, "plot 'missing.dat'\n");
    ck_assert_int_eq(gnuplot_render(&job, IMAGE_SVG, "t", "d", &image, &length, &err), ERR_PLOT);
    expect_contains(err.message, "missing.dat");
    gnuplot_job_free(&job);
}
END_TEST

START_TEST(csv_cells_are_no_formulas)
{
    struct figure figure = {0};

    figure_csv_text(&figure, "=1+1");
    strbuf_add_char(&figure.csv, ',');
    figure_csv_text(&figure, "a \"b\"");
    ck_assert_str_eq(strbuf_text(&figure.csv), "\"'=1+1\",\"a \"\"b\"\"\"");
    figure_free(&figure);
}
END_TEST

/* The same figure twice is the same bytes, in every format. */
START_TEST(figures_are_reproducible)
{
    static const struct fan_point points[] = {{2021, 0, 0, 0, 0, 0, 0, 0}, {2022, 1, 2, 3, 5, 7, 8, 9}};

    for (int format = 0; format < NUM_IMAGE_FORMATS; format++) {
        char *images[2] = {NULL, NULL};
        size_t lengths[2] = {0, 0};
        for (int k = 0; k < 2; k++) {
            struct figure figure;
            struct fan_chart chart = {
                .points = points, .num_points = 2, .objective = 6, .objective_label = "six", .today = 0};
            struct err err = {0};
            figure_init(&figure, (enum image_format)format, "fr", 1700, 1000);
            strbuf_add(&figure.headline, "L'essai {a_b^c} <i>&</i> 50 %");
            strbuf_add(&figure.source, "Source : essai");
            expect_ok(chart_fan(&figure, &chart, &err), &err);
            expect_ok(
                gnuplot_render(&figure.job, figure.format, "a < b & c", "d", &images[k], &lengths[k], &err),
                &err);
            figure_free(&figure);
        }
        ck_assert_uint_eq(lengths[0], lengths[1]);
        ck_assert_mem_eq(images[0], images[1], lengths[0]);
        if (format == IMAGE_SVG) {
            expect_contains(images[0], "<title>a &lt; b &amp; c</title>");
            expect_contains(images[0], "{a_b^c} &lt;i>&amp;&lt;/i> 50 %");
        }
        free(images[0]);
        free(images[1]);
    }
}
END_TEST

/* ---- charts of rows -------------------------------------------------------------------------- */

static int draw_tornado(struct figure *figure, struct err *err)
{
    static const struct tornado_row rows[] = {
        {"Fill", "all", 80, 130, "62 %", "81 %", "40 %"},
        {"A delay, whose rise lowers the result", "site", 120, 90, "0.2 years", "1.4 years", "20 %"},
        {"Both ends beyond the centre", "", 104, 108, "low", "high", "1 %"},
        {"And both below it", "", 99, 93, "low", "high", "1 %"},
    };
    struct tornado_chart chart = {.rows = rows,
                                  .num_rows = 4,
                                  .centre = 100,
                                  .centre_label = "mean: 100",
                                  .low_key = "low",
                                  .high_key = "high",
                                  .share_head = "share"};

    return chart_tornado(figure, &chart, err);
}

/* One level without an interval, no step up or down: nothing to draw of some kinds. */
static int draw_short_waterfall(struct figure *figure, struct err *err)
{
    static const struct waterfall_row rows[] = {{"Fill", "", true, 0, 12, NAN, NAN, "12", ""}};

    return chart_waterfall(figure, &(struct waterfall_chart){rows, 1}, err);
}

static int draw_waterfall(struct figure *figure, struct err *err)
{
    static const struct waterfall_row rows[] = {{"Fill", "note", true, 0, 12, 10, 15, "12", "10 to 15"},
                                                {"Loss", "", false, 12, -3, NAN, NAN, "-15", ""},
                                                {"Gain", "", false, -3, 1, -5, 4, "+4", "2 to 7"},
                                                {"Net", "", true, 0, 1, -5, 7, "1", "-5 to 7"}};

    return chart_waterfall(figure, &(struct waterfall_chart){rows, 4}, err);
}

static int draw_funnel(struct figure *figure, struct err *err)
{
    static const struct funnel_row rows[] = {
        {"Fill", "", {{10, 8, 12, "10", "8 to 12"}, {0, 0, 0, "0", ""}}},
        {"Completed", "80 % and -", {{8, 8, 8, "8", ""}, {0, 0, 0, "0", ""}}}};
    struct funnel_chart chart = {.series = {"one", "two"}, .num_series = 2, .rows = rows, .num_rows = 2};

    return chart_funnel(figure, &chart, err);
}

/* Places that never open, a single year. */
static int draw_ramp(struct figure *figure, struct err *err)
{
    static const struct ramp_point points[] = {{2020, 0, 0, 0, 0, 0, 0, ""}};
    static const struct ramp_row rows[] = {{"Fill", "", "0 of 0", "", points},
                                           {"B", "", "0 of 0", "", points}};
    struct ramp_chart chart = {
        .rows = rows, .num_rows = 2, .num_points = 1, .places_key = "places", .filled_key = "filled"};

    return chart_ramp(figure, &chart, err);
}

static char *draw_image(int (*draw)(struct figure *, struct err *), enum image_format format, int width,
                        size_t *length)
{
    struct figure figure;
    struct err err = {0};
    char *image = NULL;

    figure_init(&figure, format, "en", width, 1000);
    strbuf_add(&figure.headline, "A headline that is long enough for more than one line of a narrow figure");
    strbuf_add(&figure.source, "Source: test");
    expect_ok(draw(&figure, &err), &err);
    expect_ok(gnuplot_render(&figure.job, format, "t", "d", &image, length, &err), &err);
    figure_free(&figure);
    return image;
}

/* In every format, wide and narrow; gnuplot complains of nothing, and what it draws is the same twice. */
START_TEST(charts_of_rows_are_drawn)
{
    static int (*const charts[])(struct figure *, struct err *) = {draw_tornado, draw_short_waterfall,
                                                                   draw_waterfall, draw_funnel, draw_ramp};

    for (size_t c = 0; c < sizeof charts / sizeof charts[0]; c++)
        for (int format = 0; format < NUM_IMAGE_FORMATS; format++) {
            int width = format == IMAGE_SVG ? 800 : 1700;
            size_t lengths[2];
            char *images[2];
            for (int k = 0; k < 2; k++)
                images[k] = draw_image(charts[c], (enum image_format)format, width, &lengths[k]);
            ck_assert_uint_eq(lengths[0], lengths[1]);
            ck_assert_mem_eq(images[0], images[1], lengths[0]);
            if (format == IMAGE_SVG)
                expect_contains(images[0], ">Fill<");
            free(images[0]);
            free(images[1]);
        }
}
END_TEST

/* The bar of a low assumption lies where its result does: right of the centre where it gives more. */
START_TEST(a_tornado_is_placed_by_the_result)
{
    struct figure figure;
    struct err err = {0};

    figure_init(&figure, IMAGE_SVG, "en", 1700, 1000);
    expect_ok(draw_tornado(&figure, &err), &err);
    ck_assert_str_eq(strbuf_text(&figure.job.data[0]),
                     "100 4 80 130\n100 3 120 90\n100 2 104 108\n100 1 99 93\n");
    /* labels stand outside the bars: the low input left of 80, right of 120 */
    expect_contains(strbuf_text(&figure.job.script), "'62 %' at first 7");
    expect_contains(strbuf_text(&figure.job.script), "'0.2 years' at first 12");
    figure_free(&figure);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, numbers_in_two_languages);
    tcase_add_test(tests, percentages_in_two_languages);
    tcase_add_test(tests, lines_break_where_they_are_full);
    tcase_add_test(tests, widths_are_those_of_the_font);
    tcase_add_test(tests, steps_are_round);
    tcase_add_test(tests, texts_are_quoted);
    tcase_add_test(tests, controls_are_refused);
    tcase_add_test(tests, tic_labels_escape_the_per_cent_sign);
    tcase_add_test(tests, formats_by_ending);
    tcase_add_test(tests, scripts_cannot_start_programs);
    tcase_add_test(tests, complaints_of_gnuplot_are_errors);
    tcase_add_test(tests, csv_cells_are_no_formulas);
    tcase_add_test(tests, figures_are_reproducible);
    tcase_add_test(tests, charts_of_rows_are_drawn);
    tcase_add_test(tests, a_tornado_is_placed_by_the_result);
}

int main(void)
{
    return test_main("figure", add);
}

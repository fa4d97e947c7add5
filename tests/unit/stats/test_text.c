#include <string.h>

#include "stats/base/text.h"
#include "tests/unit/support.h"

START_TEST(utf8_prefixes)
{
    static const struct {
        const char *text;
        size_t prefix;
    } cases[] = {
        {"abc", 3},
        {"\xC3\xA9t\xC3\xA9", 5},
        {"a\xE9", 1},            /* Latin-1 */
        {"\xC0\xAF", 0},         /* overlong */
        {"\xED\xA0\x80", 0},     /* surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"\xF0\x9F\x98\x80", 4},
        {"ab\xE2\x82", 2}, /* cut */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_uint_eq(text_utf8_prefix(cases[i].text, strlen(cases[i].text)), cases[i].prefix);
}
END_TEST

START_TEST(windows_1252)
{
    struct strbuf out = {0};

    text_add_cp1252(&out, "caf\xE9 \x80 \x92 \x81", 10);
    ck_assert_str_eq(strbuf_text(&out), "caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x99 \xC2\x81");
    strbuf_free(&out);
}
END_TEST

START_TEST(folding_forgets_accents_and_case)
{
    struct strbuf out = {0};

    text_add_folded(&out, "\xC3\x89volution du CH\xC3\x94MAGE");
    ck_assert_str_eq(strbuf_text(&out), "evolution du chomage");
    strbuf_free(&out);
}
END_TEST

static void expect_slug(const char *text, const char *slug)
{
    struct strbuf out = {0};

    text_add_slug(&out, text);
    ck_assert_str_eq(strbuf_text(&out), slug);
    strbuf_free(&out);
}

START_TEST(slugs_are_safe_file_names)
{
    expect_slug("\xC3\x89t\xC3\xA9 2030", "ete-2030");
    expect_slug("ete-2030", "ete-2030");
    expect_slug("../../etc/passwd", "etc-passwd");
    expect_slug("`touch x`; $(rm) | <a>", "touch-x-rm-a");
    expect_slug("-x", "x");
    expect_slug("***", "");
}
END_TEST

START_TEST(the_nearest_word)
{
    static const char *const words[] = {"dropout", "certification", "employment"};

    ck_assert_str_eq(text_nearest("dropuot", words, 3), "dropout");
    ck_assert_str_eq(text_nearest("certificaton", words, 3), "certification");
    ck_assert_ptr_null(text_nearest("zebra", words, 3));
    ck_assert_str_eq(text_nearest("certifi", words, 3), "certification");
    ck_assert_str_eq(text_nearest("emplyo", words, 3), "employment");
    ck_assert_ptr_null(text_nearest("cer", words, 3));
    ck_assert_ptr_null(text_nearest("mentem", words, 3));
}
END_TEST

static const char *cell(struct strbuf *out, const char *text, size_t width, size_t most)
{
    strbuf_clear(out);
    text_add_cell(out, text, width, most);
    return strbuf_text(out);
}

/* Columns as terminals count them: an accent of its own takes none, an ideogram two (Unicode UAX 11). */
START_TEST(cells_count_columns)
{
    struct strbuf out = {0};

    ck_assert_str_eq(cell(&out, "Sète", 6, 80), "Sète  ");
    ck_assert_str_eq(cell(&out, "Se\u0300te", 6, 80), "Se\u0300te  ");
    ck_assert_str_eq(cell(&out, "\u5730\u57DF", 6, 80), "\u5730\u57DF  ");
    ck_assert_str_eq(cell(&out, "été", 0, 2), "ét");
    ck_assert_str_eq(cell(&out, "ete\u0301", 4, 3), "ete\u0301 ");
    ck_assert_str_eq(cell(&out, "\u5730\u57DF", 4, 3), "\u5730  ");
    ck_assert_str_eq(cell(&out, "", 2, 80), "  ");
    ck_assert_str_eq(cell(&out, "long", 2, 80), "long");
    strbuf_free(&out);
}
END_TEST

START_TEST(controls_are_found)
{
    ck_assert_uint_eq(text_find_control("abc", 3), 3);
    ck_assert_uint_eq(text_find_control("a\nb", 3), 1);
    ck_assert_uint_eq(text_find_control("a\x7F", 2), 1);
    ck_assert_uint_eq(text_find_control("a\xC2\x85", 3), 1); /* U+0085 */
    ck_assert_uint_eq(text_find_control("\xC2\xA0", 2), 2);  /* no-break space is not one */
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, utf8_prefixes);
    tcase_add_test(tests, windows_1252);
    tcase_add_test(tests, folding_forgets_accents_and_case);
    tcase_add_test(tests, slugs_are_safe_file_names);
    tcase_add_test(tests, the_nearest_word);
    tcase_add_test(tests, cells_count_columns);
    tcase_add_test(tests, controls_are_found);
}

int main(void)
{
    return test_main("text", add);
}

/* Catalogues of translations: files made here byte by byte, after the description of the format in
 * the manual of GNU gettext. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/base/catalogue.h"
#include "stats/base/error.h"
#include "tests/unit/support.h"

enum { NUM = 6, PAIR = 2, TABLES = 28, TEXTS = TABLES + 2 * 8 * NUM, MOST = 1024 };

/* In the order of the bytes of the originals, the header first; a pair has a NUL between its forms. */
static const char *const entries[NUM][2] = {
    {"", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"},
    {"%s: %zu lines of '%s'", "dans « %3$s » : %2$zu lignes (%1$s)"},
    {"%zu line\0%zu lines", "%zu ligne\0%zu lignes"},
    {"First\nof two.\n", "Premier\nde deux.\n"},
    {"close it", "fermez-le"},
    {"gross", "brut"},
};

struct file {
    unsigned char bytes[MOST];
    size_t length;
};

static void put_number(struct file *file, size_t offset, uint32_t value)
{
    memcpy(file->bytes + offset, &value, sizeof value);
}

static void put_text(struct file *file, size_t i, size_t entry, const char *text)
{
    size_t length = strlen(text);

    if (i == PAIR)
        length += 1 + strlen(text + length + 1);

    put_number(file, entry, (uint32_t)length);
    put_number(file, entry + 4, (uint32_t)file->length);
    memcpy(file->bytes + file->length, text, length + 1);
    file->length += length + 1;
}

static struct file make_file(void)
{
    struct file file = {.length = TEXTS};

    put_number(&file, 0, UINT32_C(0x950412de));
    put_number(&file, 8, NUM);
    put_number(&file, 12, TABLES);
    put_number(&file, 16, TABLES + 8 * NUM);
    for (size_t i = 0; i < NUM; i++)
        put_text(&file, i, TABLES + 8 * i, entries[i][0]);
    for (size_t i = 0; i < NUM; i++)
        put_text(&file, i, TABLES + 8 * (NUM + i), entries[i][1]);
    return file;
}

static bool load(const struct file *file, size_t length)
{
    char path[] = "/tmp/bassin-catalogue-XXXXXX";
    int descriptor = mkstemp(path);
    bool good;

    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(write(descriptor, file->bytes, length), (ssize_t)length);
    close(descriptor);
    good = catalogue_load(path);
    unlink(path);
    return good;
}

static void load_whole(void)
{
    struct file file = make_file();

    ck_assert(load(&file, file.length));
}

START_TEST(finds_each_entry_and_nothing_else)
{
    load_whole();
    for (size_t i = 1; i < NUM; i++)
        ck_assert_str_eq(translate(entries[i][0]), entries[i][1]);
    ck_assert_str_eq(translate("close"), "close");
    ck_assert_str_eq(translate("zz"), "zz");
    ck_assert_str_eq(translate(""), "");
    ck_assert_ptr_null(translate(NULL));
    catalogue_free();
    ck_assert_str_eq(translate("gross"), "gross");
}
END_TEST

static const char *lines(size_t number)
{
    return translate_count("%zu line", "%zu lines", number);
}

/* English has one form for 1, French one for 0 and 1 (manual of GNU gettext, "Plural forms"). */
START_TEST(numbers_have_the_form_of_their_language)
{
    ck_assert_str_eq(lines(0), "%zu lines");
    ck_assert_str_eq(lines(1), "%zu line");
    ck_assert_str_eq(lines(2), "%zu lines");
    load_whole();
    ck_assert_str_eq(lines(0), "%zu ligne");
    ck_assert_str_eq(lines(1), "%zu ligne");
    ck_assert_str_eq(lines(2), "%zu lignes");
    ck_assert_str_eq(translate_count("close it", "close them", 7), "fermez-le");
    ck_assert_str_eq(translate_count("one", "many", 7), "many");
    catalogue_free();
}
END_TEST

/* A catalogue that says nothing of plurals counts as English does. */
START_TEST(without_a_rule_zero_is_plural)
{
    struct file file = make_file();
    unsigned char *rule = memmem(file.bytes, file.length, "n > 1", 5);

    ck_assert_ptr_nonnull(rule);
    memcpy(rule, "n < 1", 5);
    ck_assert(load(&file, file.length));
    ck_assert_str_eq(lines(0), "%zu lignes");
    ck_assert_str_eq(lines(1), "%zu ligne");
    catalogue_free();
}
END_TEST

START_TEST(english_without_a_file)
{
    load_whole();
    ck_assert(!catalogue_load("/nonexistent/bassin.mo"));
    ck_assert_str_eq(translate("gross"), "gross");
    ck_assert(!catalogue_load("/tmp"));
    ck_assert(!catalogue_load("/dev/zero"));
}
END_TEST

START_TEST(refuses_every_truncated_file)
{
    struct file file = make_file();

    for (size_t length = 0; length < file.length; length++) {
        ck_assert_msg(!load(&file, length), "%zu bytes of %zu", length, file.length);
        ck_assert_str_eq(translate("gross"), "gross");
    }
}
END_TEST

/* Whatever a byte is, a look-up stays within the file (the address sanitizer watches). */
START_TEST(survives_every_changed_byte)
{
    static const unsigned char values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
    struct file good = make_file();

    for (size_t i = 0; i < good.length; i++)
        for (size_t v = 0; v < sizeof values; v++) {
            struct file file = good;
            file.bytes[i] = values[v];
            if (!load(&file, file.length))
                continue;
            for (size_t k = 0; k < NUM; k++)
                ck_assert_ptr_nonnull(translate(entries[k][0]));
            ck_assert_uint_lt(strlen(lines(2)), file.length);
        }
    catalogue_free();
}
END_TEST

START_TEST(refuses_originals_out_of_order)
{
    struct file file = make_file();
    unsigned char swap[8];

    memcpy(swap, file.bytes + TABLES + 24, 8);
    memcpy(file.bytes + TABLES + 24, file.bytes + TABLES + 32, 8);
    memcpy(file.bytes + TABLES + 32, swap, 8);
    ck_assert(!load(&file, file.length));
}
END_TEST

START_TEST(errors_are_translated_with_their_arguments)
{
    struct err err = {0};

    load_whole();
    ck_assert_int_eq(err_set(&err, ERR_DATA, "%s: %zu lines of '%s'", "a.csv", (size_t)3, "gross"), ERR_DATA);
    ck_assert_str_eq(err.message, "dans « gross » : 3 lignes (a.csv)");
    catalogue_free();
}
END_TEST

START_TEST(problems_are_translated_but_names_are_not)
{
    struct problems problems = {0};
    struct err err = {0};
    struct place place = {"gross", 4, 2};

    load_whole();
    problem_error(&problems, place, "close it", "%s: %zu lines of '%s'", "gross", (size_t)1, "close it");
    ck_assert_str_eq(problems_text(&problems),
                     "gross:4:2: error: dans « close it » : 1 lignes (gross)\n    hint: fermez-le\n");
    ck_assert_int_eq(problems_status(&problems, "gross", &err), ERR_DATA);
    ck_assert_str_eq(err.message, "1 error in 'gross'");
    problems_free(&problems);
    catalogue_free();
}
END_TEST

START_TEST(long_texts_in_parts)
{
    struct strbuf out = {0};
    const char *flags = "a  one\n   and more\nb  two\n";

    load_whole();
    translate_paragraphs(&out, "First\nof two.\n\nSecond.\n\n\nclose it");
    ck_assert_str_eq(strbuf_text(&out), "Premier\nde deux.\n\nSecond.\n\n\nfermez-le");
    ck_assert_uint_eq(translate_entry_length(flags), strlen("a  one\n   and more\n"));
    ck_assert_uint_eq(translate_entry_length("b  two\n"), strlen("b  two\n"));
    ck_assert_uint_eq(translate_entry_length("b  two"), strlen("b  two"));
    strbuf_free(&out);
    catalogue_free();
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, finds_each_entry_and_nothing_else);
    tcase_add_test(tests, numbers_have_the_form_of_their_language);
    tcase_add_test(tests, without_a_rule_zero_is_plural);
    tcase_add_test(tests, english_without_a_file);
    tcase_add_test(tests, refuses_every_truncated_file);
    tcase_add_test(tests, survives_every_changed_byte);
    tcase_add_test(tests, refuses_originals_out_of_order);
    tcase_add_test(tests, errors_are_translated_with_their_arguments);
    tcase_add_test(tests, problems_are_translated_but_names_are_not);
    tcase_add_test(tests, long_texts_in_parts);
}

int main(void)
{
    return test_main("catalogue", add);
}

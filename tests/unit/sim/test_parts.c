/* Ranges of draws in files: whole, damaged, added up. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/run/parts.h"
#include "stats/base/packer.h"
#include "stats/base/tempfolder.h"
#include "tests/unit/sim/run_pack.h"

static struct run run; /* zeroed, so that a failed test can leave it */
static struct tempfolder folder;

static const char *path_of(const char *name)
{
    static char path[500];

    snprintf(path, sizeof path, "%s/%s", folder.path, name);
    return path;
}

static void begin(const char *pack)
{
    struct err err = {0};

    run_build(&run, pack);
    expect_ok(tempfolder_make(&folder, &err), &err);
}

static void end(void)
{
    run_free(&run);
    tempfolder_remove(&folder);
}

static void save(const struct engine_results *results, const char *name)
{
    struct outfile file = {0};
    struct err err = {0};

    expect_ok(outfile_open(&file, path_of(name), true, &err), &err);
    expect_ok(saved_run_write(results, "test", &file, &err), &err);
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
}

static void run_to_file(const struct engine_settings *settings, const char *name)
{
    struct engine_results results;
    struct err err = {0};

    expect_ok(engine_run(&results, &run.model, settings, &run.problems, &err), &err);
    save(&results, name);
    engine_results_free(&results);
}

static char *bytes_of(const char *name, size_t *length)
{
    char *bytes = NULL;
    struct err err = {0};

    expect_ok(source_read_bytes(path_of(name), &bytes, length, &err), &err);
    return bytes;
}

static void put(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(path_of(name), "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static void expect_same_files(const char *one, const char *other)
{
    size_t num_one, num_other;
    char *a = bytes_of(one, &num_one), *b = bytes_of(other, &num_other);

    ck_assert_uint_eq(num_one, num_other);
    ck_assert_mem_eq(a, b, num_one);
    free(a);
    free(b);
}

static struct parts read_parts(const char *const *names, size_t num)
{
    char paths[4][500];
    const char *all[4];
    struct parts parts;
    struct err err = {0};

    for (size_t i = 0; i < num; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%s", folder.path, names[i]);
        all[i] = paths[i];
    }
    expect_ok(parts_read(&parts, all, num, &run.problems, &err), &err);
    return parts;
}

/* Three ranges that cut blocks of draws, by different numbers of threads, in any order. */
static void expect_parts_are_the_whole(enum points points)
{
    static const char *const names[] = {"c", "a", "b"};
    struct engine_settings settings = run_settings(5, 400, 1);
    struct engine_settings parts_of[] = {run_settings(5, 1, 1), run_settings(6, 150, 3),
                                         run_settings(156, 249, 2)};
    struct strbuf scenarios = {0};
    struct err err = {0};

    settings.points = points;
    run_to_file(&settings, "whole");
    for (int i = 0; i < 3; i++) {
        parts_of[i].points = points;
        run_to_file(&parts_of[i], (const char *[]){"a", "b", "c"}[i]);
    }
    struct parts parts = read_parts(names, 3);
    parts_check_range(&parts, 5, 400, &run.problems);
    ck_assert_msg(run.problems.num_errors == 0, "%s", problems_text(&run.problems));
    settings = (struct engine_settings){.threads = 2};
    expect_ok(parts_settings(&parts, &settings, &scenarios, &err), &err);
    ck_assert_str_eq(strbuf_text(&scenarios), "nothing,small,large");
    ck_assert_uint_eq(settings.num_draws, 400);
    run_to_file(&settings, "merged");
    expect_same_files("whole", "merged");
    strbuf_free(&scenarios);
    parts_free(&parts);
}

START_TEST(parts_are_the_whole)
{
    begin("tests/data/packs/causal");
    expect_parts_are_the_whole(POINTS_RANDOM);
    expect_parts_are_the_whole(POINTS_SOBOL);
    end();
}
END_TEST

/* Means that are known for some draws only (where a cap binds in others) are known for none,
 * whichever draws a part has. */
START_TEST(parts_of_a_pack_with_limits_are_the_whole)
{
    static const char *const names[] = {"a", "b"};
    struct engine_settings settings = run_settings(0, 160, 1), first = run_settings(0, 70, 2),
                           second = run_settings(70, 90, 1);
    struct strbuf scenarios = {0};
    struct err err = {0};

    begin("tests/data/packs/limits");
    run_to_file(&settings, "whole");
    run_to_file(&first, "a");
    run_to_file(&second, "b");
    struct parts parts = read_parts(names, 2);
    expect_ok(parts_settings(&parts, &settings, &scenarios, &err), &err);
    run_to_file(&settings, "merged");
    expect_same_files("whole", "merged");
    strbuf_free(&scenarios);
    parts_free(&parts);
    end();
}
END_TEST

/* A part of one metric, of about a kilobyte. */
static void small_part(void)
{
    struct engine_settings settings = {.num_draws = 20, .seed = 1, .threads = 1};

    begin("datasets/scenarios/one-centre");
    settings.choice.scopes[SCOPE_ALL] = true;
    settings.choice.metrics[METRIC_ENROLLED_TOTAL] = true;
    run_to_file(&settings, "small");
}

static void expect_refused(const char *bytes, size_t length)
{
    struct saved_run part;
    struct err err = {0};

    put("damaged", bytes, length);
    ck_assert_int_eq(saved_run_read(&part, path_of("damaged"), &err), ERR_DATA);
    ck_assert_str_ne(err.message, "");
    saved_run_free(&part);
}

START_TEST(every_truncation_is_refused)
{
    size_t length;

    small_part();
    char *bytes = bytes_of("small", &length);
    for (size_t n = 0; n < length; n++)
        expect_refused(bytes, n);
    free(bytes);
    end();
}
END_TEST

START_TEST(every_changed_byte_is_refused)
{
    size_t length;

    small_part();
    char *bytes = bytes_of("small", &length);
    for (size_t i = 0; i < length; i++) {
        char before = bytes[i];
        bytes[i] = (char)(before ^ (1 << i % 8));
        expect_refused(bytes, length);
        bytes[i] = before;
    }
    free(bytes);
    end();
}
END_TEST

/* The check sum of other bytes: what a liar would write. */
static void seal(char *bytes, size_t length)
{
    char digest[SOURCE_DIGEST_SIZE];

    source_digest_text(bytes, length - PACKER_SEAL_SIZE, digest);
    memcpy(bytes + length - PACKER_SEAL_SIZE, digest, SOURCE_DIGEST_SIZE - 1);
}

/* Makes 21 of 20. */
static void replace_draws(char *bytes, size_t length)
{
    static const char before[] = "\ndraws 20\n";
    size_t at = 0;

    while (at + sizeof before < length && memcmp(bytes + at, before, sizeof before - 1) != 0)
        at++;
    ck_assert_uint_lt(at + sizeof before, length);
    bytes[at + 8] = '1';
}

/* With the right check sum: sums of another number of draws than the file says. */
START_TEST(sums_that_contradict_the_facts_are_refused)
{
    struct engine_settings settings = {.num_draws = 21, .seed = 1, .threads = 1};
    struct engine_results results;
    struct saved_run part;
    struct err err = {0};
    size_t length;

    small_part();
    char *bytes = bytes_of("small", &length);
    replace_draws(bytes, length);
    seal(bytes, length);
    put("lie", bytes, length);
    expect_ok(saved_run_read(&part, path_of("lie"), &err), &err);
    settings.choice.scopes[SCOPE_ALL] = true;
    settings.choice.metrics[METRIC_ENROLLED_TOTAL] = true;
    settings.start = &part;
    settings.num_starts = 1;
    ck_assert_int_eq(engine_run(&results, &run.model, &settings, &run.problems, &err), ERR_DATA);
    expect_contains(err.message, "damaged");
    saved_run_free(&part);
    free(bytes);
    end();
}
END_TEST

/* A file that is replaced by another after it was looked at. */
START_TEST(a_file_that_changes_is_noticed)
{
    struct engine_settings settings = {.num_draws = 20, .seed = 1, .threads = 1};
    struct engine_results results;
    struct saved_run part;
    struct err err = {0};

    small_part();
    expect_ok(saved_run_read(&part, path_of("small"), &err), &err);
    settings.choice.scopes[SCOPE_ALL] = true;
    settings.choice.metrics[METRIC_ENROLLED_TOTAL] = true;
    settings.seed = 2;
    run_to_file(&settings, "small");
    settings.start = &part;
    settings.num_starts = 1;
    ck_assert_int_eq(engine_run(&results, &run.model, &settings, &run.problems, &err), ERR_DATA);
    expect_contains(err.message, "it has changed");
    saved_run_free(&part);
    end();
}
END_TEST

/* ---- ranges, without files ------------------------------------------------------------------ */

static struct saved_run range(char *name, uint64_t first, uint64_t num)
{
    return (struct saved_run){.name = name, .first_draw = first, .num_draws = num};
}

static const char *problems_of(struct saved_run *items, size_t num, uint64_t first, uint64_t draws)
{
    struct parts parts = {.items = items, .num_items = num, .is_complete = true};
    struct problems problems = {0};

    parts_check_range(&parts, first, draws, &problems);
    const char *text = problems_text(&problems);
    problems_free(&problems);
    return text;
}

START_TEST(ranges_hold_each_draw_once)
{
    struct saved_run items[] = {range((char[]){"a"}, 0, 10), range((char[]){"b"}, 10, 5),
                                range((char[]){"c"}, 15, 1)};

    ck_assert_str_eq(problems_of(items, 3, 0, 0), "");
    ck_assert_str_eq(problems_of(items, 3, 0, 16), "");
    ck_assert_str_eq(problems_of(items + 1, 2, 10, 6), "");
    expect_contains(problems_of(items + 1, 2, 0, 0), "b: error: draws 0 to 9 are missing");
    expect_contains(problems_of(items, 3, 0, 20), "c: error: draws 16 to 19 are missing");
    expect_contains(problems_of(items, 3, 0, 20), "--first-draw 16 --draws 4 ");
    expect_contains(problems_of(items, 3, 0, 15), "c: error: goes on to draw 15, beyond the last wanted, 14");
    expect_contains(problems_of(items, 3, 3, 0), "a: error: begins with draw 0, before the first wanted, 3");
}
END_TEST

START_TEST(ranges_overlap_in_every_way)
{
    /* b lies within a, c begins in a and ends beyond; d is beside c */
    struct saved_run items[] = {range((char[]){"a"}, 0, 10), range((char[]){"b"}, 2, 3),
                                range((char[]){"c"}, 9, 3), range((char[]){"d"}, 12, 1)};
    const char *text = problems_of(items, 4, 0, 13);

    expect_contains(text, "b: error: draws 2 to 4 are in a too");
    expect_contains(text, "c: error: draws 9 to 9 are in a too");
    ck_assert_ptr_null(strstr(text, "missing"));
    ck_assert_ptr_null(strstr(text, "d: "));
}
END_TEST

START_TEST(more_draws_than_bins_can_count_are_refused)
{
    struct saved_run items[] = {range((char[]){"a"}, 0, 4000000000), range((char[]){"b"}, 4000000000, 1)};

    ck_assert_str_eq(problems_of(items, 1, 0, 0), "");
    expect_contains(problems_of(items, 2, 0, 0), "b: error: with it there are more than 4000000000 draws");
}
END_TEST

/* ---- facts side by side ---------------------------------------------------------------------- */

START_TEST(facts_differ_line_by_line)
{
    struct saved_facts both = {"seed 1\npoints random\ninput a.csv 11\ninput c.csv 33\n",
                               "seed 2\npoints random\ninput a.csv 12\ninput b.csv 22\ninput c.csv 33\n"};
    struct saved_fact one, other;

    ck_assert(saved_facts_next(&both, &one, &other));
    ck_assert(one.length == 6 && memcmp(one.text, "seed 1", 6) == 0);
    ck_assert(other.length == 6 && memcmp(other.text, "seed 2", 6) == 0);
    ck_assert(saved_facts_next(&both, &one, &other));
    ck_assert(memcmp(one.text, "input a.csv 11", one.length) == 0);
    /* from the table on that only one has they are not side by side */
    ck_assert(saved_facts_next(&both, &one, &other));
    ck_assert(memcmp(other.text, "input b.csv 22", other.length) == 0);
    ck_assert(!saved_facts_next(&both, &one, &other));
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_test(tests, parts_are_the_whole);
    tcase_add_test(tests, parts_of_a_pack_with_limits_are_the_whole);
    tcase_add_test(tests, every_truncation_is_refused);
    tcase_add_test(tests, every_changed_byte_is_refused);
    tcase_add_test(tests, sums_that_contradict_the_facts_are_refused);
    tcase_add_test(tests, a_file_that_changes_is_noticed);
    tcase_add_test(tests, ranges_hold_each_draw_once);
    tcase_add_test(tests, ranges_overlap_in_every_way);
    tcase_add_test(tests, more_draws_than_bins_can_count_are_refused);
    tcase_add_test(tests, facts_differ_line_by_line);
}

int main(void)
{
    return test_main("parts", add);
}

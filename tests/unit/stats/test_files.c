/* Output files that are absent, old or complete; input files that are whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "stats/base/outfile.h"
#include "stats/base/packer.h"
#include "stats/base/source.h"
#include "tests/unit/support.h"

static char folder[64];

static void enter_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/bassin-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
}

static void put(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(name, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

static void expect_file(const char *name, const char *text)
{
    struct source source;
    struct err err = {0};

    expect_ok(source_read(&source, name, 0, &err), &err);
    ck_assert_str_eq(source.bytes, text);
    source_free(&source);
}

static int num_files(void)
{
    FILE *list = popen("ls -A | wc -l", "r");
    int num = -1;

    ck_assert_ptr_nonnull(list);
    ck_assert_int_eq(fscanf(list, "%d", &num), 1);
    pclose(list);
    return num;
}

START_TEST(a_file_appears_when_it_is_committed)
{
    struct outfile file;
    struct err err = {0};

    expect_ok(outfile_open(&file, "a.csv", false, &err), &err);
    outfile_text(&file, "one\n");
    ck_assert_int_ne(access("a.csv", F_OK), 0);
    expect_ok(outfile_finish(&file, &err), &err);
    ck_assert_int_ne(access("a.csv", F_OK), 0);
    expect_ok(outfile_commit(&file, &err), &err);
    expect_file("a.csv", "one\n");
    outfile_free(&file);
    ck_assert_int_eq(num_files(), 1);
}
END_TEST

START_TEST(a_file_that_is_not_committed_leaves_nothing)
{
    struct outfile file;
    struct err err = {0};

    expect_ok(outfile_open(&file, "a.csv", false, &err), &err);
    outfile_text(&file, "one\n");
    expect_ok(outfile_finish(&file, &err), &err);
    outfile_free(&file);
    ck_assert_int_eq(num_files(), 0);
}
END_TEST

START_TEST(an_existing_file_is_kept)
{
    struct outfile file;
    struct err err = {0};

    put("a.csv", "old\n", 4);
    ck_assert_int_eq(outfile_open(&file, "a.csv", false, &err), ERR_IO);
    expect_contains(err.message, "--force");
    outfile_free(&file);
    expect_file("a.csv", "old\n");
    err = (struct err){0};
    expect_ok(outfile_open(&file, "a.csv", true, &err), &err);
    outfile_text(&file, "new\n");
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
    expect_file("a.csv", "new\n");
}
END_TEST

START_TEST(a_full_device_is_an_error)
{
    struct outfile file;
    struct err err = {0};

    expect_ok(outfile_open(&file, "/dev/full", true, &err), &err);
    outfile_text(&file, "x");
    ck_assert_int_eq(outfile_commit(&file, &err), ERR_IO);
    expect_contains(err.message, "/dev/full");
    expect_contains(err.message, strerror(ENOSPC));
    outfile_free(&file);
}
END_TEST

START_TEST(of_several_files_all_appear_or_none)
{
    struct outfile files[2] = {0};
    struct err err = {0};

    expect_ok(outfile_open(&files[0], "a.csv", false, &err), &err);
    expect_ok(outfile_open(&files[1], "/dev/full", true, &err), &err);
    outfile_text(&files[0], "x");
    outfile_text(&files[1], "x");
    ck_assert_int_eq(outfile_commit_all(files, 2, &err), ERR_IO);
    outfile_free(&files[0]);
    outfile_free(&files[1]);
    ck_assert_int_eq(num_files(), 0);
}
END_TEST

START_TEST(a_missing_folder_is_named)
{
    struct outfile file;
    struct err err = {0};

    ck_assert_int_eq(outfile_open(&file, "no/such/a.csv", false, &err), ERR_IO);
    expect_contains(err.message, "no/such");
    outfile_free(&file);
}
END_TEST

START_TEST(temporary_files_of_the_dead_are_removed)
{
    struct outfile file;
    struct err err = {0};

    put(".a.csv.4194304.bassin-tmp", "x", 1); /* above the largest process number */
    expect_ok(outfile_open(&file, "a.csv", false, &err), &err);
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
    ck_assert_int_eq(num_files(), 1);
}
END_TEST

static void gzip(const char *name, const char *text)
{
    gzFile file = gzopen(name, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(gzputs(file, text), (int)strlen(text));
    ck_assert_int_eq(gzclose(file), Z_OK);
}

START_TEST(gzip_is_read_as_it_is)
{
    gzip("a.csv.gz", "code;valeur\n01001;2\n");
    expect_file("a.csv.gz", "code;valeur\n01001;2\n");
}
END_TEST

START_TEST(a_cut_gzip_is_an_error)
{
    struct source source;
    struct err err = {0};

    gzip("a.csv.gz", "code;valeur\n01001;2\n");
    ck_assert_int_eq(truncate("a.csv.gz", 25), 0);
    ck_assert_int_eq(source_read(&source, "a.csv.gz", 0, &err), ERR_IO);
    expect_contains(err.message, "a.csv.gz");
    source_free(&source);
}
END_TEST

START_TEST(other_archives_are_named)
{
    static const struct {
        const char *name, *bytes;
        size_t length;
        const char *word;
    } cases[] = {
        {"a.xz",
         "\xFD"
         "7zXZ\0xx",
         8, "xz"},
        {"a.pdf", "%PDF-1.4", 8, "PDF"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct source source;
        struct err err = {0};
        put(cases[i].name, cases[i].bytes, cases[i].length);
        ck_assert_int_eq(source_read(&source, cases[i].name, 0, &err), ERR_DATA);
        expect_contains(err.message, cases[i].word);
        source_free(&source);
    }
}
END_TEST

START_TEST(a_missing_file_and_a_folder_are_errors)
{
    struct source source;
    struct err err = {0};

    ck_assert_int_eq(source_read(&source, "nowhere.csv", 0, &err), ERR_IO);
    expect_contains(err.message, "nowhere.csv");
    err = (struct err){0};
    ck_assert_int_eq(source_read(&source, ".", 0, &err), ERR_IO);
}
END_TEST

/* FIPS 180-4 example */
START_TEST(digests_are_sha_256)
{
    char digest[SOURCE_DIGEST_SIZE];

    source_digest_text("abc", 3, digest);
    ck_assert_str_eq(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
END_TEST

/* Bytes that do not pack, and many that do, in pieces of all sizes: more than any buffer. */
static void fill(char *bytes, size_t length)
{
    uint64_t state = 1;

    for (size_t i = 0; i < length; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = i < length / 2 ? (char)(state >> 56) : 'a';
    }
}

static void pack(const char *name, const char *text, const char *bytes, size_t length)
{
    struct outfile file = {0};
    struct packer packer;
    struct err err = {0};

    expect_ok(outfile_open(&file, name, true, &err), &err);
    expect_ok(packer_begin(&packer, &file, text, strlen(text), &err), &err);
    for (size_t at = 0, part = 0; at < length; part += part / 2 + 1) {
        size_t num = part < length - at ? part : length - at;
        packer_add(&packer, bytes + at, num);
        at += num;
    }
    packer_end(&packer);
    packer_free(&packer);
    expect_ok(outfile_commit(&file, &err), &err);
    outfile_free(&file);
}

START_TEST(packed_bytes_come_back)
{
    enum { LENGTH = 300000 };
    static char bytes[LENGTH];
    struct unpacker unpacker;
    struct err err = {0};
    char *packed;
    size_t length, done = 0, got;

    fill(bytes, LENGTH);
    pack("packed", "head\n", bytes, LENGTH);
    expect_ok(source_read_bytes("packed", &packed, &length, &err), &err);
    ck_assert_uint_lt(length, LENGTH * 6 / 10);
    ck_assert_mem_eq(packed, "head\n", 5);
    ck_assert(packer_is_sealed(packed, length));
    expect_ok(unpacker_begin(&unpacker, packed + 5, length - 5 - PACKER_SEAL_SIZE, &err), &err);
    while ((got = unpacker_next(&unpacker)) > 0) {
        ck_assert_uint_le(done + got, LENGTH);
        ck_assert_mem_eq(unpacker.chunk, bytes + done, got);
        done += got;
    }
    ck_assert_uint_eq(done, LENGTH);
    unpacker_free(&unpacker);
    packed[length / 2] ^= 1;
    ck_assert(!packer_is_sealed(packed, length));
    free(packed);
}
END_TEST

/* A stream that is cut or no stream at all ends, and gives no byte that was not packed. */
START_TEST(unpacking_ends_where_bytes_are_wrong)
{
    static char bytes[1000];
    struct unpacker unpacker;
    struct err err = {0};
    char *packed;
    size_t length, done = 0, got;

    fill(bytes, sizeof bytes);
    pack("packed", "", bytes, sizeof bytes);
    expect_ok(source_read_bytes("packed", &packed, &length, &err), &err);
    expect_ok(unpacker_begin(&unpacker, packed, length / 2, &err), &err);
    while ((got = unpacker_next(&unpacker)) > 0) {
        ck_assert_mem_eq(unpacker.chunk, bytes + done, got);
        done += got;
    }
    ck_assert_uint_lt(done, sizeof bytes);
    unpacker_free(&unpacker);
    expect_ok(unpacker_begin(&unpacker, "no stream", 9, &err), &err);
    ck_assert_uint_eq(unpacker_next(&unpacker), 0);
    unpacker_free(&unpacker);
    free(packed);
}
END_TEST

static void add(TCase *tests)
{
    tcase_add_checked_fixture(tests, enter_folder, leave_folder);
    tcase_add_test(tests, a_file_appears_when_it_is_committed);
    tcase_add_test(tests, a_file_that_is_not_committed_leaves_nothing);
    tcase_add_test(tests, an_existing_file_is_kept);
    tcase_add_test(tests, a_full_device_is_an_error);
    tcase_add_test(tests, of_several_files_all_appear_or_none);
    tcase_add_test(tests, a_missing_folder_is_named);
    tcase_add_test(tests, temporary_files_of_the_dead_are_removed);
    tcase_add_test(tests, gzip_is_read_as_it_is);
    tcase_add_test(tests, a_cut_gzip_is_an_error);
    tcase_add_test(tests, other_archives_are_named);
    tcase_add_test(tests, a_missing_file_and_a_folder_are_errors);
    tcase_add_test(tests, digests_are_sha_256);
    tcase_add_test(tests, packed_bytes_come_back);
    tcase_add_test(tests, unpacking_ends_where_bytes_are_wrong);
}

int main(void)
{
    return test_main("files", add);
}

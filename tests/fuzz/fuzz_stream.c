/* Random tables in pieces of a few bytes, against libcsv on the whole: the same records and lines,
 * and problems in both or in none. Random zip and gzip files: no crash, and what is read without
 * error is what was packed. usage: fuzz_stream SECONDS [SEED] */
#include <sys/mman.h>
#include <unistd.h>

#include "stats/data/csvstream.h"
#include "stats/base/text.h"
#include "tests/fuzz/mutate.h"

static const char *const seeds[] = {
    "code,valeur,n\n01001,12.5,3\n2A004,,4\n75056,1e3,5\n1,2,3\n4,5,6\n7,8,9\n",
    "code;valeur;n\r\n01001;12,5;3\r\n\"a\"\"b\";1 234,5;4\r\n",
    "a,b\n\"x\n\ny\",\"\"\n1,\"2\n\"\n3,\"\n4\n\"\"\n\"\n",
    "alone\n1\n\n  \n 2\t\n",
    "a;b\r1;2\r\"3\r\";4\r",
};

static size_t num_rows; /* told since it was set to 0 */

static int tell(const struct csv_row *row, void *context, struct err *err)
{
    struct strbuf *told = context;

    (void)err;
    num_rows++;
    strbuf_addf(told, "%ld", row->line);
    for (size_t i = 0; i < row->num_fields; i++) {
        strbuf_addf(told, "|%zu:", row->lengths[i]);
        strbuf_add(told, row->fields[i]);
    }
    strbuf_add_char(told, '\n');
    return ERR_OK;
}

/* A file in memory with a name. */
static int file_of(const char *bytes, size_t length, char path[64])
{
    int fd = memfd_create("fuzz", 0);

    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length)
        abort();
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void add_problems(struct strbuf *told, const struct problems *problems)
{
    if (problems->num_errors > 0)
        problems_print(problems, told);
}

static int read_pieces(const char *path, const struct csv_options *options, struct strbuf *told,
                       struct problems *problems)
{
    struct csv_handler handler = {.header = tell, .record = tell, .context = told};
    struct csv_buffer buffer = {0};
    struct csv_stream stream;
    struct err err = {0};
    int status = csv_stream_open(&stream, path, NULL, options, &handler, problems, &err);

    while (status == ERR_OK && stream.num_fields > 0) {
        status = csv_stream_next(&stream, &buffer, &err);
        if (status != ERR_OK || buffer.piece.length == 0)
            break;
        status =
            csvin_read_piece(&buffer.piece, stream.num_fields, &stream.options, &handler, problems, &err);
    }
    csv_buffer_free(&buffer);
    csv_stream_free(&stream);
    return status;
}

static void fail(const struct mutator *m, const char *what, const struct strbuf *a, const struct strbuf *b)
{
    fprintf(stderr, "%s:\n", what);
    fwrite(m->bytes, 1, m->length, stderr);
    fprintf(stderr, "\n-- pieces:\n%s\n-- whole:\n%s\n", strbuf_text(a), strbuf_text(b));
    abort();
}

static void one_table(struct mutator *m)
{
    const char *seed = seeds[mutate_random(m, sizeof seeds / sizeof seeds[0])];
    struct csv_options options = {.delimiter = mutate_random(m, 2) ? ';' : ',',
                                  .piece = 1 + mutate_random(m, 40),
                                  .max_line = 24,
                                  .max_field = 16};
    struct csv_handler handler;
    struct problems pieces = {0}, whole = {0};
    struct strbuf a = {0}, b = {0};
    char path[64];

    mutate(m, seed, strlen(seed));
    int fd = file_of(m->bytes, m->length, path);
    int status = read_pieces(path, &options, &a, &pieces);
    close(fd);
    handler = (struct csv_handler){.header = tell, .record = tell, .context = &b};
    struct source source = {.name = (char[]){"fuzz.csv"}, .bytes = m->bytes, .length = m->length};
    options.libcsv_only = true;
    num_rows = 0;
    options.encoding = CSV_ENCODING_UTF8;
    csvin_read(&source, &options, &handler, NULL, &whole, NULL);
    bool pieces_fail = status != ERR_OK || pieces.num_errors > 0;
    bool no_data = num_rows == 1; /* an error of the whole: pieces leave it to their user */
    /* bytes that are not UTF-8 are left to those who use the fields */
    if (text_utf8_prefix(m->bytes, m->length) == m->length && !no_data) {
        add_problems(&a, &pieces);
        add_problems(&b, &whole);
        if (pieces_fail != (whole.num_errors > 0))
            fail(m, pieces_fail ? "problems in pieces only" : "problems in the whole only", &a, &b);
        if (!pieces_fail && (a.length != b.length || memcmp(a.text, b.text, a.length) != 0))
            fail(m, "two readings", &a, &b);
    }
    problems_free(&pieces);
    problems_free(&whole);
    strbuf_free(&a);
    strbuf_free(&b);
}

static void one_archive(struct mutator *m)
{
    static const char *const files[] = {"tests/data/tabulate/people.zip", "tests/data/tabulate/people64.zip",
                                        "tests/data/tabulate/several.zip"};
    static char *bytes[3];
    static size_t lengths[3];
    size_t f = mutate_random(m, 3), got = 1;
    struct bytestream stream;
    struct err err = {0};
    char path[64], out[1000];

    if (bytes[f] == NULL)
        bytes[f] = mutate_read(files[f], &lengths[f]);
    mutate(m, bytes[f], lengths[f]);
    int fd = file_of(m->bytes, m->length, path);
    int status = bytestream_open(&stream, path, NULL, NULL, &err);
    while (status == ERR_OK && got > 0)
        status = bytestream_read(&stream, out, 1 + mutate_random(m, sizeof out), &got, &err);
    bytestream_free(&stream);
    close(fd);
}

static void one(struct mutator *m)
{
    if (mutate_random(m, 4) == 0)
        one_archive(m);
    else
        one_table(m);
}

int main(int argc, char **argv)
{
    return mutate_main(argc, argv, "fuzz_stream", one);
}

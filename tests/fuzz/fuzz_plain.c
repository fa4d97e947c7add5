/* Random tables, read with and without the short cut for plain lines: the same records, lines and
 * problems. usage: fuzz_plain SECONDS [SEED] */
#include "stats/data/csvin.h"
#include "tests/fuzz/mutate.h"

static const char *const seeds[] = {
    "code,valeur,n\n01001,12.5,3\n2A004,,4\n75056,1e3,5\n",
    "code;valeur;n\r\n01001;12,5;3\r\n\"a\"\"b\";1 234,5;4\r\n",
    "a\tb\n 1 \t2\n\t\n3\t \"4\" \n",
    "alone\n1\n\n  \n 2\t\n",
    "REG;ZE;COMMUNE;AGED;SEXE;DIPL;IPONDI\n13;1053;68170;031;1;11;2.74723985750919\n20;1015;70002;002;1;01;"
    "1\n",
    "a|b|c\n| | \n\"x\ny\"|2|3\nx\ry|2|3\n4|5|6",
};

/* Everything that a reading tells, as one text. */
struct told {
    struct strbuf text;
};

static int tell(const struct csv_row *row, void *context, struct err *err)
{
    struct told *told = context;

    (void)err;
    strbuf_addf(&told->text, "%ld:%zu", row->line, row->num_fields);
    for (size_t i = 0; i < row->num_fields; i++) {
        strbuf_addf(&told->text, "|%zu:", row->lengths[i]);
        strbuf_add_bytes(&told->text, row->fields[i], row->lengths[i] + 1);
    }
    strbuf_add_char(&told->text, '\n');
    return ERR_OK;
}

static void read_one(struct told *told, const struct source *source, struct csv_options options, bool libcsv)
{
    struct csv_handler handler = {.header = tell, .record = tell, .context = told};
    struct problems problems = {0};
    struct csv_dialect dialect;

    options.libcsv_only = libcsv;
    strbuf_addf(&told->text, "status %d\n",
                csvin_read(source, &options, &handler, &dialect, &problems, NULL));
    problems_print(&problems, &told->text);
    problems_free(&problems);
}

static void one(struct mutator *m)
{
    static const char delimiters[] = {0, 0, ',', ';', '\t', '|', ' ', 'e'};
    const char *seed = seeds[mutate_random(m, sizeof seeds / sizeof seeds[0])];
    struct csv_options options = {.delimiter = delimiters[mutate_random(m, sizeof delimiters)],
                                  .skip = mutate_random(m, 8) == 0,
                                  .footer = mutate_random(m, 8) == 0,
                                  .max_field = mutate_random(m, 8) == 0 ? 8 : 0,
                                  .max_line = mutate_random(m, 8) == 0 ? 20 : 0};
    struct source source = {.name = (char[]){"fuzz.csv"}};
    struct told fast = {0}, slow = {0};

    mutate(m, seed, strlen(seed));
    source.bytes = m->bytes;
    source.length = m->length;
    read_one(&fast, &source, options, false);
    read_one(&slow, &source, options, true);
    if (fast.text.length != slow.text.length ||
        memcmp(fast.text.text, slow.text.text, fast.text.length) != 0) {
        fprintf(stderr, "delimiter %d, skip %ld, footer %ld: two readings of\n", options.delimiter,
                options.skip, options.footer);
        fwrite(m->bytes, 1, m->length, stderr);
        fprintf(stderr, "\n-- short cut:\n%s\n-- libcsv:\n%s\n", strbuf_text(&fast.text),
                strbuf_text(&slow.text));
        abort();
    }
    strbuf_free(&fast.text);
    strbuf_free(&slow.text);
}

int main(int argc, char **argv)
{
    return mutate_main(argc, argv, "fuzz_plain", one);
}

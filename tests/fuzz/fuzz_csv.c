/* Random tables: reading never crashes, never hangs, and what is read without
 * error has the right shape. usage: fuzz_csv SECONDS [SEED] */
#include <math.h>

#include "stats/data/inspect.h"
#include "stats/data/table.h"
#include "tests/fuzz/mutate.h"

static const char *const seeds[] = {
    "code,valeur,n\n01001,12.5,3\n2A004,,4\n75056,1e3,5\n",
    "code;valeur;n\r\n01001;12,5;3\r\n\"a\"\"b\";1 234,5;4\r\n",
    "\xEF\xBB\xBF"
    "code\tvaleur\tn\n\xC3\xA9\t1\t2\n",
    "code,valeur,n\n\"line\nbreak\",1,2\n",
};
static const char schema_json[] =
    "{\"fields\": ["
    "{\"name\": \"code\", \"type\": \"string\", \"constraints\": {\"required\": true}},"
    "{\"name\": \"valeur\", \"type\": \"number\", \"constraints\": {\"minimum\": 0}},"
    "{\"name\": \"n\", \"type\": \"integer\"}]}";

static void require(int holds, const char *what, const struct mutator *m)
{
    if (holds)
        return;
    fprintf(stderr, "%s, for this input:\n", what);
    fwrite(m->bytes, 1, m->length, stderr);
    abort();
}

static void read_table(struct mutator *m, struct source *source)
{
    struct schema schema;
    struct table table;
    struct problems problems = {0};

    if (schema_from_json(&schema, "fuzz", schema_json, NULL) != ERR_OK)
        abort();
    if (table_read(&table, source, &schema, NULL, &problems, NULL) == ERR_OK) {
        for (size_t row = 0; row < table.num_rows && problems.num_errors == 0; row++) {
            double value = table_number(&table, row, 1), n = table_number(&table, row, 2);
            require(table_text(&table, row, 0)[0] != '\0', "an empty code was accepted", m);
            require(isnan(value) || (value >= 0 && isfinite(value)), "a value beyond its bounds", m);
            require(isnan(n) || n == floor(n), "an integer that is none", m);
        }
        table_free(&table);
    }
    schema_free(&schema);
    problems_free(&problems);
}

static void one(struct mutator *m)
{
    const char *seed = seeds[mutate_random(m, sizeof seeds / sizeof seeds[0])];
    struct problems problems = {0};
    struct inspection inspection;
    struct source source = {.name = (char[]){"fuzz.csv"}};

    mutate(m, seed, strlen(seed));
    source.bytes = m->bytes;
    source.length = m->length;
    read_table(m, &source);
    if (inspect_source(&inspection, &source, &(struct csv_options){0}, &problems, NULL) == ERR_OK) {
        struct strbuf text = {0};
        inspection_describe(&inspection, &source, &text);
        strbuf_free(&text);
        inspection_free(&inspection);
    }
    problems_free(&problems);
}

int main(int argc, char **argv)
{
    return mutate_main(argc, argv, "fuzz_csv", one);
}

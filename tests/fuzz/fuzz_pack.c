/* Random scenario packs: never a crash or a hang; a pack that is accepted can be
 * run, and gives counts that are none below zero. usage: fuzz_pack SECONDS [SEED] */
#include <unistd.h>

#include "sim/run/engine.h"
#include "tests/fuzz/mutate.h"

static const char *const tables[] = {"scenarios", "measures", "assumptions",
                                     "targets",   "calendar", "correlations"};
enum { NUM_TABLES = sizeof tables / sizeof tables[0] };
static char folder[] = "/tmp/bassin-fuzz-XXXXXX";
static char *contents[NUM_TABLES];
static size_t lengths[NUM_TABLES];
static unsigned long num_run;

static void table_path(int t, char *path, size_t size)
{
    snprintf(path, size, "%s/%s.csv", folder, tables[t]);
}

static void write_table(int t, const char *bytes, size_t length)
{
    char path[64];
    FILE *file;

    table_path(t, path, sizeof path);
    file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        perror(path);
        exit(2);
    }
}

static void run(const struct model *model)
{
    struct engine_settings settings = {.num_draws = 3, .threads = 1, .seed = 1};
    struct engine_results results;
    struct problems problems = {0};

    for (int k = 0; k < 5; k++)
        settings.choice.scopes[k] = true;
    for (int m = 0; m < NUM_METRICS; m++)
        settings.choice.metrics[m] = true;
    if (engine_run(&results, model, &settings, &problems, NULL) == ERR_OK) {
        size_t certified = engine_index(&results, 0, 0, METRIC_CERTIFIED_TOTAL, 0);
        if (results.values[certified].histogram.count > 0 && results.values[certified].sum < 0)
            abort();
        engine_results_free(&results);
        num_run++;
    }
    problems_free(&problems);
}

static void one(struct mutator *m)
{
    struct problems problems = {0};
    struct pack pack;
    struct model model = {0};
    int t = (int)mutate_random(m, NUM_TABLES);

    m->most = 2; /* most packs would be refused at once otherwise */
    mutate(m, contents[t], lengths[t]);
    write_table(t, m->bytes, m->length);
    if (pack_read(&pack, folder, NULL, &problems, NULL) == ERR_OK) {
        int status = pack.num_scenarios > 0 ? model_build(&model, &pack, NULL, 0, &problems, NULL) : ERR_DATA;
        /* large packs are valid, and slow: they are not what is looked for here */
        bool is_small =
            status == ERR_OK && model.is_complete && problems.num_errors == 0 && model.num_scenarios > 0;
        for (size_t i = 0; i < pack.num_measures; i++)
            is_small &= pack.measures[i].places * pack.measures[i].sites < 1e5;
        if (is_small)
            run(&model);
        model_free(&model);
        pack_free(&pack);
    }
    problems_free(&problems);
    write_table(t, contents[t], lengths[t]);
}

int main(int argc, char **argv)
{
    char path[128];
    int status;

    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return 2;
    }
    for (int t = 0; t < NUM_TABLES; t++) {
        snprintf(path, sizeof path, "%s/%s.csv",
                 t == 4 ? "datasets/scenarios/template" : "tests/data/packs/causal", tables[t]);
        contents[t] = mutate_read(path, &lengths[t]);
        write_table(t, contents[t], lengths[t]);
    }
    status = mutate_main(argc, argv, "fuzz_pack", one);
    printf("note: %lu packs were accepted and run\n", num_run);
    for (int t = 0; t < NUM_TABLES; t++) {
        table_path(t, path, sizeof path);
        remove(path);
        free(contents[t]);
    }
    rmdir(folder);
    return num_run > 0 ? status : 1;
}

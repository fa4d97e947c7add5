/* Files of a range of draws with a right check sum and wrong contents: refused, or sums that can be
 * added twice and read; never a crash. usage: fuzz_part SECONDS [SEED] */
#include <sys/mman.h>
#include <unistd.h>

#include "sim/run/savedrun.h"
#include "stats/base/packer.h"
#include "tests/fuzz/mutate.h"

static struct model model;
static struct engine_settings settings = {.num_draws = 30, .seed = 1, .threads = 1};
static char head[1 << 14], sums[1 << 15]; /* of a file that is right */
static size_t head_length, sums_length;
static unsigned long num_read;

static void fail_unless(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* A file in memory with a name. */
static int memory_file(char path[64])
{
    int fd = memfd_create("fuzz", 0);

    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void take_apart(const char *bytes, size_t length)
{
    struct unpacker unpacker;
    const char *body = strstr(bytes, "\n\n");
    size_t got;

    fail_unless(body != NULL, "no end of the facts");
    head_length = (size_t)(body + 2 - bytes);
    fail_unless(head_length < sizeof head, "a long head");
    memcpy(head, bytes, head_length);
    unpacker_begin(&unpacker, body + 2, length - PACKER_SEAL_SIZE - head_length, NULL);
    while ((got = unpacker_next(&unpacker)) > 0 && sums_length + got < sizeof sums) {
        memcpy(sums + sums_length, unpacker.chunk, got);
        sums_length += got;
    }
    unpacker_free(&unpacker);
}

/* A small model, a few draws of it, and their file. */
static void prepare(void)
{
    static struct pack pack;
    struct problems problems = {0};
    struct engine_results results;
    char path[] = "/tmp/bassin-fuzz-part-XXXXXX", *bytes = NULL;
    struct outfile file = {0};
    size_t length = 0;
    int fd = mkstemp(path);

    settings.choice.scopes[SCOPE_ALL] = true;
    settings.choice.metrics[METRIC_ENROLLED_TOTAL] = true;
    settings.points = POINTS_SOBOL;
    close(fd);
    int status = pack_read(&pack, "datasets/scenarios/one-centre",
                           "datasets/scenarios/defaults/assumptions.csv", &problems, NULL) ||
                 model_build(&model, &pack, NULL, 0, &problems, NULL) ||
                 engine_run(&results, &model, &settings, &problems, NULL) ||
                 outfile_open(&file, path, true, NULL) || saved_run_write(&results, "fuzz", &file, NULL) ||
                 outfile_commit(&file, NULL) || source_read_bytes(path, &bytes, &length, NULL);
    unlink(path);
    fail_unless(status == ERR_OK, "no file to begin with");
    take_apart(bytes, length);
    engine_results_free(&results);
    outfile_free(&file);
    free(bytes);
}

/* The head, other sums packed as they would be, and the check sum of that. */
static int write_file(const char *bytes, size_t length, char path[64])
{
    static char whole[1 << 18];
    uLongf packed = sizeof whole - head_length - PACKER_SEAL_SIZE;
    int fd = memory_file(path);

    memcpy(whole, head, head_length);
    compress((Bytef *)whole + head_length, &packed, (const Bytef *)bytes, length);
    size_t end = head_length + packed;
    source_digest_text(whole, end, whole + end);
    whole[end + PACKER_SEAL_SIZE - 1] = '\n';
    fail_unless(write(fd, whole, end + PACKER_SEAL_SIZE) == (ssize_t)(end + PACKER_SEAL_SIZE), "no room");
    return fd;
}

static void look_at(const struct engine_results *r)
{
    for (size_t i = 0; i < engine_index(r, r->model->num_scenarios, 0, 0, 0); i++) {
        const struct histogram *h = &r->values[i].histogram;
        double median = histogram_quantile(h, 0.5);
        fail_unless(h->count == 0 || (median >= (double)h->least && median <= (double)h->greatest),
                    "a median out of range");
    }
}

static void one(struct mutator *m)
{
    struct saved_run parts[2] = {{0}, {0}};
    struct engine_settings both = settings;
    struct engine_results results;
    struct problems problems = {0};
    char path[64];

    m->most = 3;
    mutate(m, sums, sums_length);
    int fd = write_file(m->bytes, m->length, path);
    fail_unless(saved_run_read(&parts[0], path, NULL) == ERR_OK, "the facts are right");
    parts[1] = parts[0];
    both.start = parts;
    both.num_starts = 2;
    both.num_draws = 60;
    if (engine_run(&results, &model, &both, &problems, NULL) == ERR_OK) {
        look_at(&results);
        engine_results_free(&results);
        num_read++;
    }
    problems_free(&problems);
    saved_run_free(&parts[0]);
    close(fd);
}

int main(int argc, char **argv)
{
    prepare();
    int status = mutate_main(argc, argv, "fuzz_part", one);
    printf("   %lu of them were read\n", num_read);
    return status;
}

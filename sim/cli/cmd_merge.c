/* bassin merge: ranges of draws that were simulated apart to the results of one run. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/onerun.h"
#include "sim/cli/packopts.h"
#include "sim/cli/partfile.h"
#include "sim/cli/projection.h"
#include "sim/run/parts.h"
#include "stats/base/catalogue.h"

static const struct option_spec options[] = {
    {0, "first-draw", "N", "the first draw of the whole run (default 0)"},
    {'n', "draws", "N", "draws of the whole run (default: as many as the parts have)"},
    {0, "means", "simulated|twin",
     "simulated (default), or twin: the means of the analytic twin where it is\n"
     "exact (where sd_sampling is given), free of the luck of people"},
    {0, "drivers", NULL,
     "write drivers.csv: the assumptions that each objective goes along with\n"
     "(simulates the first 8192 draws again)"},
    {0, "drivers-of", "LIST",
     "the same for other results, METRIC[:YEAR][:SCOPE]: of the last year and\n"
     "of all people unless given; all: every metric"},
    {0, "keep", NULL, "write accumulators.bin, from which the run can be extended"},
    {0, "part", "FILE", "write the sums of all to one file, not the results: a larger part"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {0, "xlsx", NULL, "write results.xlsx too, the tables as sheets of one workbook"},
    CSV_STYLE_OPTION_SPEC,
    LICENCE_OPTION_SPEC,
    {'o', "output", "DIR", "folder of the results"},
    {0, NULL, NULL, NULL},
};

struct job {
    struct projection base;
    const char *const *paths; /* [num_paths] of the parts, as given */
    size_t num_paths;
    uint64_t first_draw, num_draws; /* wanted; num_draws 0: as many as there are */
    struct parts parts;
    struct part_file part; /* of --part */
    struct strbuf one_run; /* options */
};

/* A part in the place of the pack is easily given. */
static void check_arguments(const struct opts *opts, struct needs *needs)
{
    struct stat found;

    if (opts->num_arguments > 0 && stat(opts->arguments[0], &found) == 0 && S_ISREG(found.st_mode))
        err_set(needs_next(needs), ERR_USAGE,
                "'%s' is a file: the folder of the pack comes first, then the parts (bassin merge PACK "
                "PART... -o DIR)",
                opts->arguments[0]);
    else if (opts->num_arguments < 2)
        err_set(needs_next(needs), ERR_USAGE,
                "the folder of a pack and the parts of the run are needed (bassin merge PACK PART... "
                "-o DIR)");
}

static int read_options(struct job *self, struct err *err)
{
    const struct opts *opts = self->base.opts;
    int64_t first = 0, draws = 0;
    struct needs needs = {0};

    check_arguments(opts, &needs);
    opts_integer(opts, "first-draw", 0, 0, INT64_C(1) << 48, &first, needs_next(&needs));
    if (opts_has(opts, "draws"))
        opts_integer(opts, "draws", 0, 1, INT64_C(4000000000), &draws, needs_next(&needs));
    opts_threads(opts, &self->base.settings.threads, needs_next(&needs));
    projection_read_means(&self->base, false, needs_next(&needs));
    dataopts_csv_style(opts, &self->base.style, needs_next(&needs));
    projection_read_licence(&self->base, needs_next(&needs));
    if (opts_has(opts, "part"))
        part_file_check_options(opts, needs_next(&needs));
    else
        needs_option(&needs, opts, "output", N_("-o DIR is needed: the folder of the results"));
    self->first_draw = (uint64_t)first;
    self->num_draws = (uint64_t)draws;
    self->base.folder = opts_text(opts, "output", NULL);
    self->paths = (const char *const *)opts->arguments + 1;
    self->num_paths = opts->num_arguments > 0 ? opts->num_arguments - 1 : 0;
    return needs_status(&needs, err);
}

static int refuse_problems(const struct job *self, struct err *err)
{
    if (self->base.problems.failed)
        return problems_status(&self->base.problems, "", err);
    if (self->base.problems.num_errors == 0)
        return ERR_OK;
    return err_set(err, ERR_DATA, "these are not all the parts of one run: nothing was written");
}

static int read_parts(struct job *self, struct err *err)
{
    struct problems *problems = &self->base.problems;
    int status = parts_read(&self->parts, self->paths, self->num_paths, problems, err);

    if (status != ERR_OK)
        return status;
    parts_check_range(&self->parts, self->first_draw, self->num_draws, problems);
    return ERR_OK;
}

/* The pack, as far as it has been read, against the parts, even when they have problems of their own. */
static int read_pack(struct job *self, struct err *err)
{
    const char *name = self->base.opts->arguments[0];
    struct problems *problems = &self->base.problems, of_pack = {0};
    int status = packopts_read(&self->base.pack, name, &of_pack, err);

    if (status == ERR_OK && self->parts.usual != NULL)
        status = parts_check_pack(&self->parts, &self->base.pack, BASSIN_VERSION, problems, err);
    if (status == ERR_OK)
        status = refuse_problems(self, err); /* another pack: what is wrong with it is beside the point */
    problems_take(problems, &of_pack);
    return status;
}

/* That the settings read from the parts say what the parts say. */
static int check_facts(const struct job *self, struct err *err)
{
    struct strbuf facts = {0};
    int status = saved_run_facts(&self->base.model, &self->base.settings, BASSIN_VERSION, &facts, err);

    if (status == ERR_OK && strcmp(strbuf_text(&facts), self->parts.usual->facts) != 0)
        status =
            err_set(err, ERR_DATA, "%s: it names what this version of bassin does not know", self->paths[0]);
    strbuf_free(&facts);
    return status;
}

/* The model that the parts are of. */
static int build_model(struct job *self, struct err *err)
{
    struct projection *base = &self->base;
    const char *name = base->opts->arguments[0];
    struct strbuf scenarios = {0};
    struct text_list names = {0};
    int status = parts_settings(&self->parts, &base->settings, &scenarios, err);

    if (status == ERR_OK && base->settings.twin_means && base->settings.without_twin)
        status = err_set(err, ERR_USAGE,
                         "--means twin: the parts were made without the analytic twin (--means draws)");
    if (status == ERR_OK)
        status = text_list_split(&names, strbuf_text(&scenarios), err);
    if (status == ERR_OK)
        status = model_build(&base->model, &base->pack, names.items, names.num_items, &base->problems, err);
    if (status == ERR_OK)
        status = packopts_check(&base->model, name, &base->problems, err);
    text_list_free(&names);
    strbuf_free(&scenarios);
    if (status == ERR_OK)
        status = check_facts(self, err);
    if (status == ERR_OK)
        status = projection_read_drivers(base, err);
    return status == ERR_OK
               ? driver_choice_check(&base->drivers_of, &base->model, &base->settings.choice, err)
               : status;
}

static int prepare(struct job *self, struct err *err)
{
    int status = read_options(self, err);

    if (status == ERR_OK)
        status = read_parts(self, err);
    if (status == ERR_OK)
        status = read_pack(self, err);
    return status == ERR_OK ? build_model(self, err) : status;
}

/* The first draws again, for their assumptions: nothing is reported of them but what drivers.csv is about. */
static int run_drivers(struct job *self, struct err *err)
{
    struct projection *base = &self->base;
    struct engine_settings settings = base->settings;
    struct engine_results first = {0};
    struct problems again = {0};
    int status;

    settings.start = NULL;
    settings.num_starts = 0;
    settings.without_twin = true;
    memset(settings.choice.metrics, 0, sizeof settings.choice.metrics);
    for (size_t i = 0; i < base->drivers_of.num_items; i++)
        settings.choice.metrics[base->drivers_of.items[i].metric] = true;
    status = drivers_init(&base->drivers, &base->model, &base->drivers_of, &settings, &again, err);
    settings.num_draws = base->drivers.num_draws;
    if (status == ERR_OK)
        status = engine_run(&first, &base->model, &settings, &again, err);
    engine_results_free(&first);
    problems_free(&again);
    return status;
}

static int add_parts(struct job *self, struct err *err)
{
    struct problems again = {0}; /* those that packopts_check has recorded */
    int status = engine_run(&self->base.results, &self->base.model, &self->base.settings, &again, err);

    problems_free(&again);
    return status;
}

/* The sums of all, to be merged with others. */
static int write_part(struct job *self, struct err *err)
{
    int status = part_file_open(&self->part, self->base.opts, err);

    if (status == ERR_OK)
        status = add_parts(self, err);
    return status == ERR_OK ? part_file_write(&self->part, &self->base.results, err) : status;
}

static int write_results(struct job *self, struct err *err)
{
    struct projection *base = &self->base;
    int status = projection_open(base, err);

    if (status == ERR_OK && projection_writes(base, OUT_DRIVERS))
        status = run_drivers(self, err);
    if (status == ERR_OK)
        status = add_parts(self, err);
    if (status == ERR_OK)
        status = check_twin(&base->check, &base->results, &base->files[OUT_TWIN], err);
    if (status == ERR_OK)
        status = projection_write(base, self->paths, self->num_paths, err);
    if (status == ERR_OK)
        status = projection_check(base, err);
    return status == ERR_OK ? projection_commit(base, err) : status;
}

static void say_parts(const struct job *self)
{
    const struct engine_settings *settings = &self->base.settings;

    message_note("parts: %zu; draws %llu to %llu of seed %llu", self->num_paths,
                 (unsigned long long)settings->first_draw,
                 (unsigned long long)(settings->first_draw + settings->num_draws - 1),
                 (unsigned long long)settings->seed);
}

static int run_job(struct job *self, struct err *err)
{
    int status = prepare(self, err);

    if (status != ERR_OK)
        return status;
    one_run_options(&self->base, &self->one_run);
    self->base.num_parts = self->num_paths;
    self->base.one_run = strbuf_text(&self->one_run);
    if (opts_has(self->base.opts, "part"))
        return write_part(self, err);
    status = write_results(self, err);
    if (status != ERR_OK)
        return status;
    say_parts(self);
    projection_say(&self->base);
    return ERR_OK;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.base = {.opts = opts}};
    int status;

    job.base.manifest = manifest_new(BASSIN_VERSION, opts->argc, opts->argv, err);
    status = job.base.manifest ? run_job(&job, err) : ERR_LIMIT;
    message_problems(&job.base.problems);
    projection_free(&job.base);
    parts_free(&job.parts);
    part_file_free(&job.part);
    strbuf_free(&job.one_run);
    return status;
}

const struct command cmd_merge = {
    .name = "merge",
    .group = "Projection",
    .summary = "make one run of draws that were simulated in parts, on several machines",
    .arguments = "PACK PART... [options] -o DIR",
    .details =
        "Adds up the files that 'bassin project PACK --part FILE' wrote, given in any order, and\n"
        "writes to DIR what one run of all their draws writes, byte for byte; run.json alone says\n"
        "that it was merged, and has the options of that one run (as_one_run). PACK is the pack that\n"
        "was projected. The parts themselves say of which scenarios, scopes, metrics, seed and points\n"
        "they are; what concerns the results alone (--means, --drivers, --xlsx, --csv-style) is said\n"
        "here. The accumulators.bin of --keep is a part too.\n"
        "Parts of another pack, seed, choice or version, draws that are missing or there twice, and\n"
        "files that are damaged or cut off are refused, all at once. --draws says how many draws\n"
        "there should be: without it a last part that is missing is not noticed.\n"
        "Memory is that of one run and one part.\n",
    .examples = "  bassin project cnam-montbeliard --first-draw 0 --draws 50000 --part a.part\n"
                "  bassin project cnam-montbeliard --first-draw 50000 --draws 50000 --part b.part\n"
                "  bassin merge cnam-montbeliard a.part b.part --draws 100000 -o out\n",
    .options = options,
    .run = run,
};

/* bassin project: a scenario pack to projections. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/dryrun.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/packopts.h"
#include "sim/cli/partfile.h"
#include "sim/cli/projection.h"
#include "sim/cli/suggest.h"
#include "sim/run/savedrun.h"
#include "sim/run/stoprule.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"

static const struct option_spec options[] = {
    {'s', "scenario", "NAMES", "scenarios to run (default: all of the pack)"},
    {'n', "draws", "N", "number of draws (default 10000; with --until: of the first batch, 1024)"},
    {0, "first-draw", "N",
     "number of the first draw (default 0): a run of draws 0 to 999 and one\n"
     "of draws 1000 to 1999 are the two halves of a run of 2000 (see --part)"},
    {0, "seed", "N", "seed of the random numbers (default 1)"},
    {0, "points", "random|sobol",
     "of the parameters: random (default), or sobol: scrambled Sobol' points,\n"
     "16 scramblings in turn; smaller errors, best with 1024, 2048, 4096 draws"},
    {0, "means", "simulated|twin|draws",
     "simulated (default), or twin: the means of the analytic twin where it is\n"
     "exact (where sd_sampling is given), free of the luck of people; draws:\n"
     "of the draws alone, without the twin, in less time:\n"
     "sd_parameters and sd_sampling stay empty, and means are not checked"},
    {0, "until", "RULE",
     "double the draws until a Monte-Carlo error is small enough:\n"
     "\"se(METRIC[,YEAR][,SCENARIO]) < X\" or \"se(METRIC)/mean < 1%\";\n"
     "at the last year, in all scenarios unless given; status 1 if not reached"},
    {0, "max-draws", "N", "the most draws that --until may take (default 1048576)"},
    {0, "keep", NULL, "write accumulators.bin, from which the run can be extended"},
    {0, "part", "FILE",
     "write the sums of this range of draws to one file, not the results:\n"
     "'bassin merge' makes the results of several such files"},
    {0, "extend", "DIR",
     "go on from the run kept in DIR up to --draws, as if it had begun anew;\n"
     "needs the same pack and options"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {0, "scopes", "LIST",
     "scopes to report: all, measure, measure-audience, audience, territory\n"
     "(default all,measure,audience,territory)"},
    {'m', "metrics", "LIST", "metrics to report (default: all; see 'bassin list metrics')"},
    {0, "drivers", NULL,
     "write drivers.csv: the assumptions that each objective goes along with\n"
     "(over the first 8192 draws)"},
    {0, "drivers-of", "LIST",
     "the same for other results, METRIC[:YEAR][:SCOPE]: of the last year and\n"
     "of all people unless given; all: every metric"},
    {0, "save-draws", NULL, "write every draw to draws.csv (large)"},
    {0, "dry-run", NULL, "tell time, memory and size of results from a few draws; write nothing"},
    {0, "xlsx", NULL, "write results.xlsx too, the tables as sheets of one workbook"},
    CSV_STYLE_OPTION_SPEC,
    LICENCE_OPTION_SPEC,
    {'o', "output", "DIR", "folder of the results"},
    {0, NULL, NULL, NULL},
};

struct job {
    struct projection base;
    struct stop_rule rule;  /* of --until */
    struct saved_run start; /* of --extend */
    struct dry_run dry;     /* of --dry-run */
    struct part_file part;  /* of --part */
};

static int read_scopes(struct job *self, struct err *err)
{
    char near[SUGGESTION_SIZE];
    struct text_list list;
    int status = opts_list(self->base.opts, "scopes", &list, err);

    for (int k = 0; k <= SCOPE_MEASURE && list.num_items == 0; k++)
        self->base.settings.choice.scopes[k] = true;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        int k = 0;
        while (k < NUM_SCOPE_KINDS && strcmp(layout_scope_names[k], list.items[i]) != 0)
            k++;
        if (k == NUM_SCOPE_KINDS)
            status =
                err_set(err, ERR_USAGE,
                        "--scopes: '%s' is not one of all, measure, measure-audience, audience, territory%s",
                        list.items[i], suggest(near, list.items[i], layout_scope_names, NUM_SCOPE_KINDS));
        else
            self->base.settings.choice.scopes[k] = true;
    }
    text_list_free(&list);
    return status;
}

static int read_metrics(struct job *self, struct err *err)
{
    struct text_list list;
    int status = opts_list(self->base.opts, "metrics", &list, err);

    for (int m = 0; m < NUM_METRICS; m++)
        self->base.settings.choice.metrics[m] = list.num_items == 0;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum metric metric = metric_find(list.items[i]);
        const char *near = metric_nearest(list.items[i]);
        if (metric == NUM_METRICS)
            status = err_set(
                err, ERR_USAGE, "--metrics: there is no metric '%s'%s%s%s (see 'bassin list metrics')",
                list.items[i], near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
        else
            self->base.settings.choice.metrics[metric] = true;
    }
    text_list_free(&list);
    return status;
}

static int read_points(struct job *self, struct err *err)
{
    static const char *const points[] = {"random", "sobol", NULL};
    int kind, status = opts_choice(self->base.opts, "points", points, POINTS_RANDOM, &kind, err);

    if (status != ERR_OK)
        return status;
    self->base.settings.points = (enum points)kind;
    return projection_read_means(&self->base, true, err);
}

static int read_stop_rule(struct job *self, struct err *err)
{
    int64_t most;
    int status =
        opts_integer(self->base.opts, "max-draws", INT64_C(1) << 20, 1, INT64_C(4000000000), &most, err);

    self->base.until = opts_text(self->base.opts, "until", NULL);
    if (status != ERR_OK)
        return status;
    if (self->base.until == NULL)
        return opts_has(self->base.opts, "max-draws") ? err_set(err, ERR_USAGE, "--max-draws needs --until")
                                                      : ERR_OK;
    self->base.settings.most_draws = (uint64_t)most;
    self->base.settings.is_enough = stop_rule_holds;
    self->base.settings.enough_context = &self->rule;
    return stop_rule_parse(&self->rule, self->base.until, err);
}

/* Limits that concern several settings. */
static int check_settings(const struct job *self, struct err *err)
{
    const struct engine_settings *s = &self->base.settings;
    uint64_t most = s->is_enough ? s->most_draws : s->num_draws;

    if (s->num_draws > most)
        return err_set(err, ERR_USAGE, "--draws (%llu, the first batch) is more than --max-draws (%llu)",
                       (unsigned long long)s->num_draws, (unsigned long long)most);
    if (s->points == POINTS_SOBOL && s->first_draw + most > SOBOL_MAX_DRAWS)
        return err_set(err, ERR_USAGE, "--points sobol has the draws 0 to %llu only: lower --first-draw",
                       (unsigned long long)SOBOL_MAX_DRAWS - 1);
    return ERR_OK;
}

/* Where to: the folder of the results, or the file of a part. */
static int read_output(struct job *self, struct err *err)
{
    const struct opts *opts = self->base.opts;

    self->base.folder = opts_text(opts, "output", NULL);
    return opts_has(opts, "part") ? part_file_check_options(opts, err) : ERR_OK;
}

static int read_settings(struct job *self, struct err *err)
{
    int64_t draws, first, seed;
    int64_t usual = opts_has(self->base.opts, "until") ? 1024 : 10000;
    int status = opts_integer(self->base.opts, "draws", usual, 1, INT64_C(4000000000), &draws, err);

    if (status == ERR_OK)
        status = opts_integer(self->base.opts, "first-draw", 0, 0, INT64_C(1) << 48, &first, err);
    if (status == ERR_OK)
        status = opts_integer(self->base.opts, "seed", 1, 0, INT64_C(1) << 53, &seed, err);
    if (status == ERR_OK)
        status = opts_threads(self->base.opts, &self->base.settings.threads, err);
    if (status == ERR_OK)
        status = read_points(self, err);
    if (status == ERR_OK)
        status = read_stop_rule(self, err);
    if (status == ERR_OK)
        status = read_scopes(self, err);
    if (status == ERR_OK)
        status = read_metrics(self, err);
    if (status == ERR_OK)
        status = projection_read_drivers(&self->base, err);
    if (status == ERR_OK)
        status = dataopts_csv_style(self->base.opts, &self->base.style, err);
    if (status == ERR_OK)
        status = projection_read_licence(&self->base, err);
    if (status == ERR_OK)
        status = read_output(self, err);
    if (status != ERR_OK)
        return status;
    self->base.settings.num_draws = (uint64_t)draws;
    self->base.settings.first_draw = (uint64_t)first;
    self->base.settings.seed = (uint64_t)seed;
    return check_settings(self, err);
}

static int read_saved(struct job *self, const char *path, struct err *err)
{
    struct err own = {0};
    int status = saved_run_read(&self->start, path, &own);

    if (own.code == ERR_IO)
        err_set(err, own.code, "%s (--extend takes the folder of a run made with --keep)", own.message);
    else if (own.code != ERR_OK)
        err_set(err, own.code, "%s: %s", path, own.message);
    return status == ERR_OK
               ? saved_run_check(&self->start, &self->base.model, &self->base.settings, BASSIN_VERSION, err)
               : status;
}

/* The run that is to be extended, if any. */
static int read_start(struct job *self, struct err *err)
{
    const char *folder = opts_text(self->base.opts, "extend", NULL);
    struct engine_settings *s = &self->base.settings;
    char *path;
    int status;

    if (folder == NULL)
        return ERR_OK;
    if (projection_writes(&self->base, OUT_DRIVERS))
        return err_set(err, ERR_USAGE, "--extend does not simulate the first draws: leave out --drivers");
    if (opts_has(self->base.opts, "save-draws"))
        return err_set(err, ERR_USAGE, "--extend does not simulate the first draws: leave out --save-draws");
    if (opts_has(self->base.opts, "dry-run"))
        return err_set(err, ERR_USAGE,
                       "--dry-run tells what a run from its first draw costs: leave out --extend");
    path = outfile_join(folder, output_names[OUT_ACCUMULATORS], err);
    status = path ? read_saved(self, path, err) : ERR_LIMIT;
    free(path);
    if (status != ERR_OK)
        return status;
    if (!opts_has(self->base.opts, "draws") && s->is_enough != NULL && s->num_draws < self->start.num_draws)
        s->num_draws = self->start.num_draws;
    if (s->num_draws < self->start.num_draws)
        return err_set(err, ERR_USAGE, "%s holds %llu draws, more than --draws %llu", self->start.name,
                       (unsigned long long)self->start.num_draws, (unsigned long long)s->num_draws);
    s->start = &self->start;
    s->num_starts = 1;
    return check_settings(self, err);
}

static int run_engine(struct job *self, struct err *err)
{
    struct problems again = {0}; /* those that packopts_check has recorded */
    int status;

    self->base.settings.draws =
        projection_writes(&self->base, OUT_DRAWS) ? &self->base.files[OUT_DRAWS] : NULL;
    status = projection_writes(&self->base, OUT_DRIVERS)
                 ? drivers_init(&self->base.drivers, &self->base.model, &self->base.drivers_of,
                                &self->base.settings, &again, err)
                 : ERR_OK;
    if (status == ERR_OK)
        status = engine_run(&self->base.results, &self->base.model, &self->base.settings, &again, err);
    problems_free(&again);
    if (status == ERR_OK)
        status = check_twin(&self->base.check, &self->base.results, &self->base.files[OUT_TWIN], err);
    return status;
}

/* Whether the stop rule was reached: said in any case, an error if not. */
static int report_stop(const struct job *self, struct err *err)
{
    unsigned long long draws = self->base.results.num_draws;
    double scale = self->rule.is_relative ? 100 : 1;
    const char *unit = self->rule.is_relative ? "%" : "";
    struct stop_state state;

    if (self->base.until == NULL)
        return ERR_OK;
    state = stop_rule_state(&self->rule, &self->base.results);
    if (state.error < self->rule.limit) {
        message_note("%s after %llu draws (%.4g%s%s%s)", self->base.until, draws, scale * state.error, unit,
                     state.scenario[0] ? _(" in ") : "", state.scenario);
        return ERR_OK;
    }
    return err_set(err, ERR_FALSE,
                   "not reached after %llu draws: %s (it is %.4g%s in %s); the results are written; raise "
                   "--max-draws",
                   draws, self->base.until, scale * state.error, unit, state.scenario);
}

static int prepare(struct job *self, struct err *err)
{
    int status = read_settings(self, err);

    if (status == ERR_OK)
        status = packopts_open(&self->base.pack, &self->base.model, self->base.opts->arguments[0],
                               self->base.opts, &self->base.problems, err);
    if (status == ERR_OK)
        status = packopts_check(&self->base.model, self->base.opts->arguments[0], &self->base.problems, err);
    if (status == ERR_OK)
        status =
            driver_choice_check(&self->base.drivers_of, &self->base.model, &self->base.settings.choice, err);
    if (status == ERR_OK && self->base.until != NULL)
        status = stop_rule_check(&self->rule, &self->base.model, &self->base.settings.choice, err);
    return status == ERR_OK ? read_start(self, err) : status;
}

static void measure_files(struct job *self)
{
    struct stat found;

    for (int i = 0; i < NUM_OUTPUTS; i++)
        if (projection_writes(&self->base, i) && stat(self->base.files[i].path, &found) == 0)
            *(i == OUT_DRAWS ? &self->dry.draws_bytes : &self->dry.other_bytes) += (double)found.st_size;
}

/* The same run, stopped early, into a folder that is removed. */
static int run_dry(struct job *self, struct err *err)
{
    int status = tempfolder_make(&self->dry.folder, err);

    self->base.folder = self->dry.folder.path;
    forecast_begin(&self->dry.forecast, &self->base.settings);
    if (status == ERR_OK)
        status = projection_open(&self->base, err);
    if (status == ERR_OK)
        status = run_engine(self, err);
    if (status != ERR_OK)
        return status;
    self->dry.stopped = forecast_processor();
    status = projection_write(&self->base, NULL, 0, err);
    if (status == ERR_OK)
        status = projection_commit(&self->base, err);
    self->dry.ended = forecast_processor();
    measure_files(self);
    return status == ERR_OK ? dry_run_report(&self->dry, &self->base.results, err) : status;
}

/* The sums instead of the results: the twin is for the whole run to compare with. */
static int run_part(struct job *self, struct err *err)
{
    struct problems again = {0}; /* those that packopts_check has recorded */
    int status = part_file_open(&self->part, self->base.opts, err);

    if (status == ERR_OK)
        status = engine_run(&self->base.results, &self->base.model, &self->base.settings, &again, err);
    problems_free(&again);
    return status == ERR_OK ? part_file_write(&self->part, &self->base.results, err) : status;
}

static int run_job(struct job *self, struct err *err)
{
    int status = prepare(self, err);

    if (status == ERR_OK && opts_has(self->base.opts, "dry-run"))
        return run_dry(self, err);
    if (status == ERR_OK && opts_has(self->base.opts, "part"))
        return run_part(self, err);
    if (status == ERR_OK)
        status = projection_open(&self->base, err);
    if (status == ERR_OK)
        status = run_engine(self, err);
    if (status == ERR_OK)
        status = projection_write(&self->base, NULL, 0, err);
    if (status == ERR_OK)
        status = projection_check(&self->base, err);
    if (status == ERR_OK)
        status = projection_commit(&self->base, err);
    if (status != ERR_OK)
        return status;
    projection_say(&self->base);
    return report_stop(self, err);
}

static int check_arguments(const struct opts *opts, struct err *err)
{
    struct needs needs = {0};

    if (opts->num_arguments > 0)
        free(packopts_find(opts->arguments[0], needs_next(&needs)));
    opts_expect_arguments(opts, 1, 1, N_("the folder of a scenario pack"), needs_next(&needs));
    if (!opts_has(opts, "dry-run") && !opts_has(opts, "part"))
        needs_option(&needs, opts, "output", N_("-o DIR is needed: the folder of the results"));
    return needs_status(&needs, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.base = {.opts = opts}};
    int status = check_arguments(opts, err);

    if (status == ERR_OK) {
        job.base.manifest = manifest_new(BASSIN_VERSION, opts->argc, opts->argv, err);
        status = job.base.manifest ? run_job(&job, err) : ERR_LIMIT;
    }
    message_problems(&job.base.problems);
    projection_free(&job.base);
    saved_run_free(&job.start);
    part_file_free(&job.part);
    dry_run_free(&job.dry);
    return status;
}

const struct command cmd_project = {
    .name = "project",
    .group = "Projection",
    .summary = "project a scenario pack: people, costs, probabilities, year by year",
    .arguments = "PACK [options] -o DIR",
    .details = "Simulates the scenarios of a pack (a folder of CSV tables) and writes to DIR:\n"
               "  projection.csv   people, with quantiles and the two parts of the spread\n"
               "  differences.csv  the same, draw by draw, from the reference scenario\n"
               "  targets.csv      probability of each objective\n"
               "  costs.csv        money, with unit costs\n"
               "  assumptions.csv  every value used, with its source\n"
               "  scenarios.csv    the scenarios and their labels\n"
               "  drivers.csv      with --drivers or --drivers-of: what results depend on most\n"
               "  twin.csv         simulated against analytic means and variances\n"
               "  accumulators.bin with --keep: sums and histograms, for --extend and bassin merge\n"
               "  results.xlsx     with --xlsx: the tables as a workbook\n"
               "  datapackage.json what the columns hold, for other programs (Frictionless)\n"
               "  run.json         the manifest: inputs, outputs, hashes, settings\n"
               "Files are written all or none. The same pack, seed and draws give the same bytes,\n"
               "whatever the number of threads. mc_se is the Monte-Carlo error of the mean; with\n"
               "--points sobol it comes from the 16 scramblings: limits are the mean plus and minus\n"
               "2.13 mc_se (Student, 15 degrees of freedom; 95 %).\n"
               "Where the eligible people or the industrial openings of a territory run out in more\n"
               "than half of the draws, a note says so (with scope territory and the metrics\n"
               "without_applicants and refused).\n"
               "PACK may be the name of a pack shipped with bassin.\n",
    .examples =
        "  bassin project datasets/scenarios/cnam-montbeliard -o out\n"
        "  bassin project cnam-montbeliard --scenario announced --draws 100000 -o out --force\n"
        "  bassin project cnam-montbeliard --points sobol --until \"se(placed_total)/mean < 0.1%\" "
        "-o fine\n"
        "  bassin project cnam-montbeliard --drivers-of industry_additional,placed_total:2028 -o why\n"
        "  bassin project cnam-montbeliard --keep -o few\n"
        "  bassin project cnam-montbeliard --extend few --draws 100000 -o many\n"
        "  bassin project cnam-montbeliard --first-draw 50000 --draws 50000 --part b.part\n",
    .options = options,
    .run = run,
};

/* bassin calibrate: a pack learns from what was observed. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/calibration_table.h"
#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/packcopy.h"
#include "sim/cli/packopts.h"
#include "stats/base/catalogue.h"

static const struct option_spec options[] = {
    {0, "observed", "FILE", "counts of what came of the programme (bassin list tables --long)"},
    {'s', "scenario", "NAME", "scenario that was carried out (needed when several have measures)"},
    {'o', "output", "DIR", "folder of the new pack (default: the table alone, on standard output)"},
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    const char *observed_path;
    struct pack pack;
    struct model model;
    struct observed observed;
    struct calibration calibration;
    const struct scenario *scenario;
    struct problems problems;
};

static int open_pack(struct job *self, struct err *err)
{
    const char *name = self->opts->arguments[0];
    const struct opts all_scenarios = {0};
    int status = packopts_open(&self->pack, &self->model, name, &all_scenarios, &self->problems, err);

    return status == ERR_OK ? packopts_check(&self->model, name, &self->problems, err) : status;
}

static int choose_scenario(struct job *self, struct err *err)
{
    const char *name = opts_text(self->opts, "scenario", NULL);
    size_t num = 0;

    for (size_t s = 0; s < self->model.num_scenarios; s++) {
        const struct scenario *scenario = &self->model.scenarios[s];
        if (name ? strcmp(scenario->row->name, name) == 0 : scenario->num_measures > 0) {
            self->scenario = scenario;
            num++;
        }
    }
    if (name != NULL && num == 0)
        return packopts_refuse_scenario(&self->pack, name, err);
    if (num != 1)
        return err_set(err, ERR_USAGE,
                       "%s scenario of the pack '%s' has measures: --scenario NAME says which was "
                       "carried out",
                       num ? _("more than one") : _("no"), self->pack.name);
    return ERR_OK;
}

static int learn(struct job *self, struct err *err)
{
    size_t before = self->problems.num_errors;
    int status = observed_read(&self->observed, self->observed_path, self->scenario, &self->problems, err);

    if (status == ERR_OK && self->problems.num_errors == before)
        status = calibration_make(&self->calibration, &self->model, self->scenario, &self->observed,
                                  &self->problems, err);
    return status == ERR_OK ? problems_status(&self->problems, self->observed_path, err) : status;
}

/* ---- results ---------------------------------------------------------------------------- */

static int write_table(struct job *self, struct outfile *file, struct err *err)
{
    struct csvout out;

    (void)err;
    csvout_init(&out, file, CSV_STYLE_STANDARD);
    calibration_write(&self->calibration, &self->model, &out);
    csvout_free(&out);
    return ERR_OK;
}

static int write_assumptions(struct job *self, struct outfile *file, struct err *err)
{
    struct problems ignored = {0}; /* read without a problem before */
    struct table table;
    struct csvout out;
    char *path = outfile_join(self->pack.folder, "assumptions.csv", err);
    int status = path ? table_read_file(&table, path, "assumptions", &ignored, err) : ERR_LIMIT;

    free(path);
    problems_free(&ignored);
    if (status != ERR_OK)
        return status;
    csvout_init(&out, file, CSV_STYLE_STANDARD);
    status = calibration_write_assumptions(&self->calibration, &table, self->observed_path, &out, err);
    csvout_free(&out);
    table_free(&table);
    return status;
}

/* The counts would be learned from again. */
static int refuse_same_folder(const struct job *self, const char *to, struct err *err)
{
    struct stat a, b;

    if (stat(self->pack.folder, &a) == 0 && stat(to, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino)
        return err_set(err, ERR_USAGE,
                       "'%s' is the pack itself: a second run would count the same people twice; "
                       "give another folder",
                       to);
    return ERR_OK;
}

static int write_pack(struct job *self, const char *to, struct err *err)
{
    static const char *const made[] = {"assumptions.csv", "calibration.csv", NULL};
    static int (*const writers[])(struct job *, struct outfile *, struct err *) = {write_assumptions,
                                                                                   write_table};
    bool force = opts_has(self->opts, "force");
    struct pack_copy copy = {0};
    int status = refuse_same_folder(self, to, err);

    if (status == ERR_OK)
        status = outfile_make_folder(to, err);
    if (status == ERR_OK)
        status = pack_copy_open(&copy, self->pack.folder, to, made, force, err);
    for (size_t i = 0; made[i] != NULL && status == ERR_OK; i++) {
        struct outfile *file = pack_copy_add(&copy, to, made[i], force, err);
        status = file ? writers[i](self, file, err) : (int)err->code;
    }
    if (status == ERR_OK)
        status = outfile_commit_all(copy.files, copy.num_files, err);
    pack_copy_free(&copy);
    return status;
}

static int write_alone(struct job *self, struct err *err)
{
    struct outfile out = {0};
    int status = outfile_open(&out, "-", false, err);

    if (status == ERR_OK)
        status = write_table(self, &out, err);
    if (status == ERR_OK)
        status = outfile_commit(&out, err);
    outfile_free(&out);
    return status;
}

static int write_results(struct job *self, struct err *err)
{
    const char *to = opts_text(self->opts, "output", NULL);
    int status = to ? write_pack(self, to, err) : write_alone(self, err);

    if (status == ERR_OK)
        calibration_say(&self->calibration);
    if (status == ERR_OK && to != NULL)
        message_note("wrote a pack to '%s' in which the scenario '%s' has learned from '%s': compare\n"
                     "  bassin project %s -o before\n  bassin project %s -o after",
                     to, self->scenario->row->name, self->observed_path, self->opts->arguments[0], to);
    return status;
}

static int run_job(struct job *self, struct err *err)
{
    int status = open_pack(self, err);

    if (status == ERR_OK)
        status = choose_scenario(self, err);
    if (status == ERR_OK)
        status = learn(self, err);
    message_problems(&self->problems);
    return status == ERR_OK ? write_results(self, err) : status;
}

static int check_arguments(const struct opts *opts, struct err *err)
{
    struct needs needs = {0};

    if (opts->num_arguments > 0)
        free(packopts_find(opts->arguments[0], needs_next(&needs)));
    if (opts_has(opts, "observed"))
        needs_file(&needs, opts_text(opts, "observed", NULL));
    opts_expect_arguments(opts, 1, 1, N_("the pack"), needs_next(&needs));
    needs_option(&needs, opts, "observed", N_("--observed FILE is needed: the counts to learn from"));
    return needs_status(&needs, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts, .observed_path = opts_text(opts, "observed", NULL)};
    int status = check_arguments(opts, err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    calibration_free(&job.calibration);
    observed_free(&job.observed);
    model_free(&job.model);
    pack_free(&job.pack);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_calibrate = {
    .name = "calibrate",
    .group = "Projection",
    .summary = "let a pack learn from observed counts",
    .arguments = "PACK --observed FILE [--scenario NAME] [-o DIR]",
    .details = "FILE has one line a count: scope,parameter,year,count,of,source. Among the people in\n"
               "the column of, count did:\n"
               "  completion       completed, of those enrolled whose course has ended\n"
               "  certification    were certified, of those who completed\n"
               "  further_study    go on studying, of the certified\n"
               "  employment_6m, 12m, 18m, 24m   are employed, of the certified leavers followed\n"
               "  industry         work in industry, of those employed at the first observation\n"
               "  local            are in the territory, of the leavers at the first observation\n"
               "  fill             enrolled, of the places free at the intakes\n"
               "  entry_level_none ... bac3      hold that level on entry, of those whose level is known:\n"
               "                   all five lines, 0 where there is nobody\n"
               "  stay_territory, return_territory, job_loss, job_finding, industry_exit, industry_entry,\n"
               "  industry_rehire  made the move within the year, of those who could\n"
               "Effects, costs and dates are not learned from counts.\n"
               "A line informs the assumption that gives the parameter to these people in that year, at\n"
               "the scope of that assumption: all who share it learn. Beta and Dirichlet are updated\n"
               "exactly; other families are weighed by the likelihood on 65,536 quantiles and written\n"
               "back as a beta, or as an empirical distribution where no beta is near (the loss is\n"
               "given); a fixed value stays. Each parameter learns from its own counts alone, and the\n"
               "years observed count as years of a mean business cycle.\n"
               "The new pack has the rows learned in the scenario, with the status observed, all other\n"
               "rows as they were, and calibration.csv: before, counts, after, how surprising the counts\n"
               "were before they were seen (p_value; the flag conflict below 0.01), and whether lines that\n"
               "inform one assumption may have one share (same_share_p; uneven below 0.01). Scenarios\n"
               "that extend this one inherit what it learned.\n",
    .examples =
        "  bassin calibrate cnam-montbeliard --scenario announced --observed observed.csv -o learned\n"
        "  bassin scenario check learned\n",
    .options = options,
    .run = run,
};

/* bassin report: one page for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/packopts.h"
#include "sim/cli/paths.h"
#include "sim/cli/report.h"
#include "sim/cli/resultpack.h"
#include "sim/cli/subcommand.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/output/page.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territory: com, epci, ze, ti, dep, rze, reg"},
    {'t', "territory", "CODE", "code of the territory"},
    {'s', "scenario", "NAMES", "scenarios to run (default: all of the pack)"},
    {0, "focus", "NAME",
     "scenario that the findings are about (default: the first that is\n"
     "compared with another)"},
    {'n', "draws", "N", "number of draws (default 10000)"},
    {0, "seed", "N", "seed of the random numbers (default 1)"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {0, "title", "TEXT", "title, instead of that of the pack"},
    {0, "date", "TEXT",
     "a date to print below the title (default: none, so that the page is the\n"
     "same at every run)"},
    {'o', "output", "FILE", "the page, .html"},
    DATA_OPTION_SPECS,
    {0, NULL, NULL, NULL},
};

/* ---- commands behind the report ------------------------------------------------------------- */

static int add_given(const struct report *self, const char *name, struct words *words, struct err *err)
{
    const struct opts *o = self->opts;
    int status = ERR_OK;

    for (size_t i = 0; i < o->num_items && status == ERR_OK; i++)
        if (strcmp(o->items[i].spec->name, name) == 0)
            status = words_add_option(words, name, o->items[i].value, err);
    return status;
}

/* Options (ends with NULL) handed on as they were given. */
static int add_all_given(const struct report *self, const char *const *names, struct words *words,
                         struct err *err)
{
    int status = ERR_OK;

    for (; *names != NULL && status == ERR_OK; names++)
        status = add_given(self, *names, words, err);
    return status;
}

/* "COMMAND --NAME=VALUE --output=path OPTIONS...", value NULL for none. */
static int run_to_file(const struct report *self, const char *command, const char *name, const char *value,
                       const char *path, const char *const *given, struct err *err)
{
    struct words words = {0};
    int status = words_add(&words, command, err);

    if (status == ERR_OK)
        status = words_add_option(&words, name, value, err);
    if (status == ERR_OK)
        status = words_add_option(&words, "output", path, err);
    if (status == ERR_OK)
        status = words_add_option(&words, "lang", self->language, err);
    if (status == ERR_OK)
        status = add_all_given(self, given, &words, err);
    if (status == ERR_OK)
        status = subcommand_run(&words, err);
    words_free(&words);
    return status;
}

static int read_made(struct report *self, const char *path, const char *schema, struct table *table,
                     struct err *err)
{
    int status = table_read_file(table, path, schema, &self->problems, err);

    return status == ERR_OK ? problems_status(&self->problems, path, err) : status;
}

static const char *const territory_options[] = {"level", "territory", "data", "geography", NULL};
static const char *const data_options[] = {"data", "geography", NULL};

/* Peers are an aid: a territory without any has none in its profile either. */
static int make_peers(struct report *self, struct err *err)
{
    char *path = outfile_join(self->temp.path, "peers.csv", err);
    struct err ignored = {0};
    int status = path ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK &&
        run_to_file(self, "peers", "replicates", "1", path, territory_options, &ignored) == ERR_OK)
        status = read_made(self, path, "peers", &self->peers, err);
    self->has_peers = self->peers.num_rows > 1;
    free(path);
    return status;
}

static int make_profile(struct report *self, struct err *err)
{
    int status;

    if (!opts_has(self->opts, "territory"))
        return ERR_OK;
    self->profile_path = outfile_join(self->temp.path, "profile.csv", err);
    status = self->profile_path ? run_to_file(self, "indicators", "profile", "diagnosis", self->profile_path,
                                              territory_options, err)
                                : ERR_LIMIT;
    if (status == ERR_OK && !result_has_rows(self->profile_path))
        return err_set(err, ERR_DATA, "no figure at hand for the territory '%s'", self->code);
    if (status == ERR_OK)
        status = read_made(self, self->profile_path, "profile", &self->profile, err);
    self->has_profile = status == ERR_OK;
    if (status != ERR_OK)
        return status;
    self->territory = result_text(&self->profile, 0, "name");
    return make_peers(self, err);
}

static int make_claims(struct report *self, struct err *err)
{
    char *claims = self->pack_folder ? outfile_join(self->pack_folder, "claims.csv", err) : NULL, *path;
    int status = ERR_OK;

    if (claims == NULL || access(claims, R_OK) != 0) {
        free(claims);
        return ERR_OK;
    }
    path = outfile_join(self->temp.path, "claims.csv", err);
    status = path ? run_to_file(self, "indicators", "claims", claims, path, data_options, err) : ERR_LIMIT;
    if (status == ERR_OK)
        status = read_made(self, path, "claims-results", &self->claims, err);
    self->has_claims = status == ERR_OK;
    free(claims);
    free(path);
    return status;
}

static int run_pack(struct report *self, const char *name, struct err *err)
{
    static const char *const given[] = {"scenario", "draws", "seed", "threads", NULL};
    struct words words = {0};
    int status = words_add(&words, "project", err);

    self->folder = outfile_join(self->temp.path, "results", err);
    if (status == ERR_OK)
        status = self->folder ? words_add_option(&words, "output", self->folder, err) : ERR_LIMIT;
    if (status == ERR_OK)
        status = add_all_given(self, given, &words, err);
    if (status == ERR_OK)
        status = words_add(&words, "--", err);
    if (status == ERR_OK)
        status = words_add(&words, name, err);
    if (status == ERR_OK)
        status = subcommand_run(&words, err);
    words_free(&words);
    return status;
}

/* ---- what is at hand ------------------------------------------------------------------------- */

static int use_results(struct report *self, const char *folder, struct err *err)
{
    static const char *const refused[] = {"scenario", "draws", "seed", "threads"};

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (opts_has(self->opts, refused[i]))
            return err_set(err, ERR_USAGE,
                           "'%s' holds results that are made: --%s is for a pack that is to be run", folder,
                           refused[i]);
    self->folder = mem_copy_text(folder, strlen(folder), err);
    return self->folder ? ERR_OK : ERR_LIMIT;
}

static int read_pack(struct report *self, struct err *err)
{
    struct problems again = {0}; /* the run has said them */
    int status;

    self->pack_folder = resultpack_find(self->record);
    if (self->pack_folder == NULL && run_record_text(self->record, "settings", "pack") != NULL)
        message_note(
            "the pack of these results is not at hand as it was run: measures and notes are left out");
    if (self->pack_folder == NULL)
        return ERR_OK;
    status = packopts_open(&self->pack, &self->model, self->pack_folder, self->opts, &again, err);
    self->has_pack = status == ERR_OK && self->model.is_complete;
    problems_free(&again);
    return status;
}

/* A table of the pack that only a report reads. */
static int read_optional(struct report *self, const char *folder, const char *name, const char *schema,
                         struct table *table, bool *has, struct err *err)
{
    char *path = outfile_join(folder, name, err);
    int status = path ? ERR_OK : ERR_LIMIT;

    if (path != NULL && access(path, R_OK) == 0) {
        status = read_made(self, path, schema, table, err);
        *has = status == ERR_OK;
    }
    free(path);
    return status;
}

static int read_texts(struct report *self, struct err *err)
{
    char *defaults = paths_dataset("scenarios/defaults", NULL);
    int status = ERR_OK;

    if (self->pack_folder != NULL)
        status =
            read_optional(self, self->pack_folder, "notes.csv", "notes", &self->notes, &self->has_notes, err);
    if (status == ERR_OK && self->pack_folder != NULL)
        status = read_optional(self, self->pack_folder, "translations.csv", "translations",
                               &self->translations[0], &self->has_translations[0], err);
    if (status == ERR_OK && defaults != NULL)
        status = read_optional(self, defaults, "translations.csv", "translations", &self->translations[1],
                               &self->has_translations[1], err);
    free(defaults);
    return status;
}

/* The scenario asked for, else the first that is compared with another, else the first. */
static int choose_focus(struct report *self, struct err *err)
{
    const struct table *t = &self->results.tables[RESULT_SCENARIOS];
    const char *asked = opts_text(self->opts, "focus", NULL);
    char near[SUGGESTION_SIZE];

    if (!self->results.has[RESULT_SCENARIOS] || !self->results.has[RESULT_PROJECTION])
        return err_set(err, ERR_DATA,
                       "'%s' lacks scenarios.csv or projection.csv: 'bassin project' writes them",
                       self->folder);
    self->focus = result_text(t, 0, "scenario");
    for (size_t row = t->num_rows; row > 0 && asked == NULL; row--)
        if (result_text(t, row - 1, "reference")[0] != '\0')
            self->focus = result_text(t, row - 1, "scenario");
    for (size_t row = 0; row < t->num_rows && asked != NULL; row++)
        if (strcmp(result_text(t, row, "scenario"), asked) == 0) {
            self->focus = result_text(t, row, "scenario");
            return ERR_OK;
        }
    return asked ? err_set(err, ERR_USAGE, "--focus: the results have no scenario '%s'%s", asked,
                           suggest_cell(near, asked, t, "scenario"))
                 : ERR_OK;
}

/* Series are looked up by the thousand: tables with many scopes are long. */
static int order_results(struct report *self, struct err *err)
{
    static const enum result_kind kinds[] = {RESULT_PROJECTION, RESULT_DIFFERENCES, RESULT_COSTS};
    static const char *const series[] = {"scenario", "scope", "metric", "year", NULL};
    int status = ERR_OK;

    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0] && status == ERR_OK; k++)
        if (self->results.has[kinds[k]])
            status = table_order_init(&self->orders[kinds[k]], &self->results.tables[kinds[k]], series, err);
    return status;
}

static int read_results(struct report *self, struct err *err)
{
    char *path = outfile_join(self->folder, "run.json", err);
    int status = path ? result_set_open(&self->results, self->folder, &self->problems, err) : ERR_LIMIT;

    self->has_results = status == ERR_OK;
    if (status == ERR_OK && (self->record = run_record_read(path, err)) == NULL)
        status = err->code != ERR_OK ? (int)err->code : ERR_DATA;
    free(path);
    if (status == ERR_OK)
        status = order_results(self, err);
    if (status == ERR_OK)
        status = choose_focus(self, err);
    return status == ERR_OK ? read_pack(self, err) : status;
}

static int gather(struct report *self, struct err *err)
{
    const char *argument = self->opts->num_arguments > 0 ? self->opts->arguments[0] : NULL;
    int status = make_profile(self, err);

    if (status == ERR_OK && argument != NULL)
        status =
            result_set_is_folder(argument) ? use_results(self, argument, err) : run_pack(self, argument, err);
    if (status == ERR_OK && argument != NULL)
        status = read_results(self, err);
    if (status == ERR_OK)
        status = read_texts(self, err);
    return status == ERR_OK ? make_claims(self, err) : status;
}

/* ---- the page ---------------------------------------------------------------------------------- */

static int write_page(struct report *self, struct err *err)
{
    int status;

    report_header(self);
    report_findings(self);
    status = report_diagnosis(self, err);
    if (status == ERR_OK)
        status = report_scenarios(self, err);
    if (status == ERR_OK)
        status = report_objectives(self, err);
    if (status == ERR_OK)
        status = report_costs(self, err);
    if (status != ERR_OK)
        return status;
    report_limits(self);
    report_method(self);
    report_indicators(self);
    report_measures(self);
    report_territory(self);
    report_assumptions(self);
    report_all_results(self);
    report_reproduction(self);
    strbuf_add(&self->html, "</main>\n");
    page_end(&self->html);
    return strbuf_status(&self->html, err);
}

static int check_options(struct report *self, struct err *err)
{
    const struct opts *o = self->opts;
    struct needs needs = {0};
    int status = dataopts_language(o, &self->language, err);

    if (status != ERR_OK)
        return status;
    self->french = strcmp(self->language, "fr") == 0;
    self->level = opts_text(o, "level", NULL);
    self->code = opts_text(o, "territory", NULL);
    if (o->num_arguments > 0)
        free(packopts_find(o->arguments[0], needs_next(&needs)));
    needs_option(&needs, o, "output", N_("-o FILE is needed: the page to write"));
    if ((self->level == NULL) != (self->code == NULL))
        err_set(needs_next(&needs), ERR_USAGE,
                "--level and --territory go together: --level epci --territory 200065647");
    if (self->code != NULL && (strchr(self->code, ',') != NULL || strcmp(self->code, "all") == 0))
        err_set(needs_next(&needs), ERR_USAGE, "--territory: a report is about one territory");
    if (self->code == NULL && self->level == NULL && o->num_arguments == 0)
        err_set(needs_next(&needs), ERR_USAGE,
                "a territory (--level, --territory), a pack or a folder of results is needed");
    return needs_status(&needs, err);
}

static int run_job(struct report *self, struct outfile *file, struct err *err)
{
    int status = check_options(self, err);

    if (status == ERR_OK)
        status =
            outfile_open(file, opts_text(self->opts, "output", NULL), opts_has(self->opts, "force"), err);
    if (status == ERR_OK)
        status = tempfolder_make(&self->temp, err);
    if (status == ERR_OK)
        status = gather(self, err);
    if (status == ERR_OK)
        status = write_page(self, err);
    if (status == ERR_OK) {
        outfile_write(file, strbuf_text(&self->html), self->html.length);
        status = outfile_commit(file, err);
    }
    return status;
}

static void report_free(struct report *self)
{
    tempfolder_remove(&self->temp);
    table_free(&self->profile);
    table_free(&self->peers);
    table_free(&self->claims);
    table_free(&self->notes);
    table_free(&self->translations[0]);
    table_free(&self->translations[1]);
    for (int k = 0; k < NUM_RESULT_KINDS; k++)
        table_order_free(&self->orders[k]);
    result_set_free(&self->results);
    run_record_free(self->record);
    model_free(&self->model);
    pack_free(&self->pack);
    problems_free(&self->problems);
    strbuf_free(&self->html);
    free(self->profile_path);
    free(self->folder);
    free(self->pack_folder);
}

static int run(const struct opts *opts, struct err *err)
{
    struct report report = {.opts = opts};
    struct outfile file = {0};
    int status = opts_expect_arguments(opts, 0, 1, "a pack or a folder of results", err);

    if (status == ERR_OK)
        status = run_job(&report, &file, err);
    message_problems(&report.problems);
    if (status == ERR_OK)
        message_note("wrote %s", opts_text(opts, "output", ""));
    outfile_free(&file);
    report_free(&report);
    return status;
}

const struct command cmd_report = {
    .name = "report",
    .group = "Figures",
    .summary = "write one page for people: diagnosis, projection, assumptions, method",
    .arguments = "--level LEVEL --territory CODE [PACK|RESULTS] [options] -o FILE\n"
                 "   or: bassin report PACK|RESULTS [options] -o FILE",
    .details = "Writes one HTML page that needs nothing else (no network, no script): findings in\n"
               "sentences, the territory beside its parents and comparable ones, announced figures\n"
               "against official ones (claims.csv of the pack), scenarios, probability of each\n"
               "objective, costs, limits, method, every assumption with its source, all results, and\n"
               "how to make it again. PACK is run; RESULTS is a folder that bassin project wrote, so\n"
               "that nothing is run twice (of a run with --drivers, what the first objective depends on\n"
               "is drawn too). A territory alone gives a diagnosis, a pack alone a\n"
               "projection. Numbers are those that the commands indicators, peers and project write.\n"
               "The pack may have words for the report: notes.csv and, for texts of its tables in one\n"
               "language, translations.csv ('bassin list tables --long'). Needs gnuplot.\n",
    .examples =
        "  bassin report --level epci --territory 200065647 cnam-montbeliard --lang fr -o report.html\n"
        "  bassin report --level epci --territory 200065647 out/demo --lang fr -o report.html\n"
        "  bassin report --level ze --territory 2714 -o diagnosis.html\n"
        "  bassin report my-programme --draws 100000 -o projection.html\n",
    .options = options,
    .run = run,
};

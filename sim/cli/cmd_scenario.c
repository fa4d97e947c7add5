/* bassin scenario: make, check and read scenario packs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/packcopy.h"
#include "sim/cli/packopts.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/scenario_diff.h"
#include "sim/cli/suggest.h"
#include "sim/run/results.h"
#include "stats/base/catalogue.h"
#include "stats/base/text.h"
#include "stats/data/schema.h"

static const struct option_spec options[] = {
    {'s', "scenario", "NAMES", "check, show: scenarios to look at (default: all of the pack)"},
    {0, "from", "PACK", "new: pack to copy, a folder or a name (default template)"},
    {'o', "output", "FILE", "show, diff: where to write (default: standard output);\nFILE.xlsx: a workbook"},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

/* A pack that was asked for, read and resolved. */
struct opened {
    struct pack pack;
    struct model model;
    struct problems problems;
};

static int open_pack(struct opened *self, const char *name, const struct opts *opts, struct err *err)
{
    int status = packopts_open(&self->pack, &self->model, name, opts, &self->problems, err);

    if (status == ERR_OK)
        status = packopts_check(&self->model, name, &self->problems, err);
    message_problems(&self->problems);
    return status;
}

static void close_pack(struct opened *self)
{
    model_free(&self->model);
    pack_free(&self->pack);
    problems_free(&self->problems);
}

/* ---- check -------------------------------------------------------------------- */

/* How many values of a scenario are sourced, derived, judged. */
static void count_values(const struct binding_of_param params[NUM_PARAMS], const struct model *model,
                         int counts[STATUS_NEUTRAL + 1])
{
    for (int p = 0; p < NUM_PARAMS; p++)
        for (size_t i = 0; i < params[p].num_segments; i++) {
            size_t variable = params[p].segments[i].variable;
            if (variable == NO_VARIABLE)
                continue;
            const struct pack_assumption *row = model->variables[variable].row;
            counts[row ? row->status : STATUS_NEUTRAL]++;
        }
}

static void describe_scenario(const struct model *model, const struct scenario *s, struct strbuf *text)
{
    int counts[STATUS_NEUTRAL + 1] = {0};

    count_values(s->run_params, model, counts);
    for (size_t c = 0; c < s->num_cohorts; c++)
        count_values(s->cohorts[c].params, model, counts);
    strbuf_addf(text,
                _("%s: %d to %d, %d step%s a year, %s, %zu measure row%s; values: %d sourced, %d derived, "
                  "%d judgement"),
                s->row->name, s->first_year, s->last_year, s->steps_per_year,
                s->steps_per_year > 1 ? "s" : "", s->is_causal ? _("causal") : _("gross"), s->num_measures,
                s->num_measures == 1 ? "" : "s", counts[STATUS_SOURCED], counts[STATUS_DERIVED],
                counts[STATUS_JUDGEMENT]);
    if (counts[STATUS_OBSERVED] > 0)
        strbuf_addf(text, _(", %d observed"), counts[STATUS_OBSERVED]);
    strbuf_addf(text, _(", %d neutral\n"), counts[STATUS_NEUTRAL]);
}

static int check(const struct opts *opts, struct result_table *out, struct err *err)
{
    struct opened opened = {0};
    struct strbuf text = {0};
    int status = open_pack(&opened, opts->arguments[1], opts, err);

    for (size_t s = 0; s < opened.model.num_scenarios && status == ERR_OK; s++)
        describe_scenario(&opened.model, &opened.model.scenarios[s], &text);
    if (status == ERR_OK) {
        strbuf_addf(&text, _("%s: no error\n"), opened.pack.name);
        outfile_text(&out->file, strbuf_text(&text));
        status = strbuf_status(&text, err);
    }
    strbuf_free(&text);
    close_pack(&opened);
    return status;
}

/* ---- show and diff -------------------------------------------------------------- */

static int show(const struct opts *opts, struct result_table *out, struct err *err)
{
    struct opened opened = {0};
    int status = open_pack(&opened, opts->arguments[1], opts, err);

    if (status == ERR_OK)
        results_write_assumptions(&opened.model, &out->csv);
    close_pack(&opened);
    return status;
}

/* The scenario NAME of a pack, for "PACK NAME". */
static const struct scenario *find_scenario(const struct opened *opened, const char *name, struct err *err)
{
    for (size_t s = 0; s < opened->model.num_scenarios; s++)
        if (strcmp(opened->model.scenarios[s].row->name, name) == 0)
            return &opened->model.scenarios[s];
    packopts_refuse_scenario(&opened->pack, name, err);
    return NULL;
}

static int diff(const struct opts *opts, struct result_table *out, struct err *err)
{
    struct opened opened = {0};
    const struct scenario *pair[2] = {NULL, NULL};
    int status = open_pack(&opened, opts->arguments[1], opts, err);

    for (size_t i = 0; i < 2 && status == ERR_OK; i++) {
        pair[i] = find_scenario(&opened, opts->arguments[2 + i], err);
        status = pair[i] ? ERR_OK : ERR_USAGE;
    }
    if (status == ERR_OK)
        status = scenario_diff(&opened.model, pair[0], pair[1], &out->csv, err);
    close_pack(&opened);
    return status;
}

/* ---- new ------------------------------------------------------------------------ */

/* The table, and what it holds by its schema: the part up to the first stop. */
static void say_table(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char stem[64];
    struct schema schema;

    snprintf(stem, sizeof stem, "%.*s", (int)strcspn(name, "."), name);
    if (schema_builtin(&schema, stem, NULL) != ERR_OK) {
        message_note("  %s", name);
        return;
    }
    const char *title = text_after_colon(translate(schema.title));
    size_t length = strcspn(title, ".;(");
    while (length > 1 && memcmp(title + length - 2, "\xC2\xA0", 2) == 0)
        length -= 2; /* a no-break space goes before ; in French */
    message_note("  %-18s %.*s", name, (int)length, title);
    schema_free(&schema);
}

static void say_tables(const struct pack_copy *copy)
{
    for (size_t i = 0; i < copy->num_files; i++)
        say_table(copy->files[i].path);
}

static int copy_tables(const char *from, const char *to, bool overwrite, struct err *err)
{
    struct pack_copy copy = {0};
    int status = pack_copy_open(&copy, from, to, NULL, overwrite, err);

    if (status == ERR_OK)
        status = outfile_commit_all(copy.files, copy.num_files, err);
    if (status == ERR_OK) {
        message_note("wrote the tables of a pack to '%s':", to);
        say_tables(&copy);
    }
    pack_copy_free(&copy);
    return status;
}

static int make_new(const struct opts *opts, struct result_table *out, struct err *err)
{
    const char *folder = opts->arguments[1];
    char *from = packopts_find(opts_text(opts, "from", "template"), err);
    int status = from ? outfile_make_folder(folder, err) : ERR_IO;

    (void)out;
    if (status == ERR_OK)
        status = copy_tables(from, folder, opts_has(opts, "force"), err);
    if (status == ERR_OK)
        message_note("edit them ('bassin list tables --long' explains their columns), then\n"
                     "  bassin scenario check %s\n  bassin project %s -o results",
                     folder, folder);
    free(from);
    return status;
}

/* ---- the command ------------------------------------------------------------------ */

static const struct action {
    const char *name, *arguments;
    size_t num_arguments; /* with the name of the action */
    bool writes, is_table;
    int (*run)(const struct opts *opts, struct result_table *out, struct err *err);
} actions[] = {
    {"new", "DIR", 2, false, false, make_new},
    {"check", "PACK", 2, true, false, check},
    {"show", "PACK", 2, true, true, show},
    {"diff", "PACK SCENARIO SCENARIO", 4, true, true, diff},
};

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

static const char *suggest_action(char out[SUGGESTION_SIZE], const char *word)
{
    static const char *const names[] = {"new", "check", "show", "diff", NULL};

    return suggest_listed(out, word, names);
}

static int run(const struct opts *opts, struct err *err)
{
    struct result_table out = {0};
    const char *name = opts->num_arguments > 0 ? opts->arguments[0] : NULL;
    const struct action *action = name ? find_action(name) : NULL;
    char near[SUGGESTION_SIZE];
    int style, status;

    if (action == NULL)
        return err_set(err, ERR_USAGE, "expected new, check, show or diff%s%s%s%s", name ? _(", not '") : "",
                       name ? name : "", name ? _("'") : "", name ? suggest_action(near, name) : "");
    if (opts->num_arguments != action->num_arguments)
        return err_set(err, ERR_USAGE, "expected: bassin scenario %s %s", action->name, action->arguments);
    if (!action->is_table && result_table_is_workbook(opts_text(opts, "output", "")))
        return err_set(err, ERR_USAGE, "bassin scenario %s writes no workbook (.xlsx)", name);
    status = dataopts_csv_style(opts, &style, err);
    if (status == ERR_OK && action->writes)
        status = result_table_open(&out, opts, action->is_table ? style : 0, err);
    if (status == ERR_OK)
        status = action->run(opts, &out, err);
    if (action->writes)
        status = result_table_close(&out, status, err);
    result_table_free(&out);
    return status;
}

const struct command cmd_scenario = {
    .name = "scenario",
    .group = "Projection",
    .summary = "make, check and read scenario packs",
    .arguments = "new DIR [--from PACK]\n   or: bassin scenario check PACK [--scenario NAMES]\n"
                 "   or: bassin scenario show PACK [--scenario NAMES] [-o FILE]\n"
                 "   or: bassin scenario diff PACK SCENARIO SCENARIO [-o FILE]",
    .details = "new: a folder with the tables of a small, complete pack, to be edited in a\n"
               "spreadsheet or text editor. check: everything that is wrong with a pack, or how\n"
               "much of it is sourced. show: every value of every cohort after inheritance and\n"
               "scopes, with its source and the scenario that gave it. diff: what two scenarios\n"
               "of a pack have different.\n"
               "PACK is a folder, or the name of a pack shipped with bassin.\n",
    .examples = "  bassin scenario new my-programme\n"
                "  bassin scenario check my-programme\n"
                "  bassin scenario show cnam-montbeliard --scenario announced -o values.csv\n"
                "  bassin scenario diff cnam-montbeliard announced doubled\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

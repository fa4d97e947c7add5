/* bassin compare: what two sets of results have different. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/resultset.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/tablediff.h"
#include "stats/base/catalogue.h"
#include "stats/base/outfile.h"

static const struct option_spec options[] = {
    {'k', "key", "COLUMNS", "columns that tell the rows apart (default: by the kind of table)"},
    {0, "rel", "X", "rounding: relative difference that does not count (default 1e-9)"},
    {0, "abs", "X", "rounding: absolute difference that does not count (default 1e-12)"},
    {0, "confidence", "P",
     "confidence that chance alone changes no cell of a table (default 0.99);\n"
     "it is shared by all its cells"},
    {0, "exact", NULL, "every difference beyond rounding counts, within Monte-Carlo error too"},
    {'a', "all", NULL, "also list cells within Monte-Carlo error, and those not judged"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct diff_settings settings;
    struct text_list keys;
    bool exact;
    struct problems problems;
    struct result_table table;
    size_t num_of[NUM_DIFF_VERDICTS];
    size_t num_compared; /* tables */
};

static int read_options(struct job *self, int *style, struct err *err)
{
    struct diff_settings *s = &self->settings;
    int status = opts_number(self->opts, "rel", 1e-9, 0, 1, &s->relative, err);

    if (status == ERR_OK)
        status = opts_number(self->opts, "abs", 1e-12, 0, 1e300, &s->absolute, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.99, 0.5, 0.999999, &s->confidence, err);
    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, style, err);
    if (status == ERR_OK)
        status = opts_list(self->opts, "key", &self->keys, err);
    if (status == ERR_OK)
        status = text_list_add(&self->keys, NULL, err);
    self->exact = opts_has(self->opts, "exact");
    s->lists_all = self->exact || opts_has(self->opts, "all");
    return status;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The keys asked for, or those of the kind of table. */
static int sort_by_keys(struct job *self, struct celltable *t, struct err *err)
{
    const char *const *keys = self->keys.num_items > 1 ? self->keys.items : diff_keys(t);

    if (keys == NULL)
        return err_set(err, ERR_USAGE,
                       "'%s' is not a table that bassin project or indicators writes: --key COLUMNS names "
                       "the columns that tell its rows apart",
                       t->name);
    for (const char *const *key = keys; *key != NULL; key++)
        if (celltable_find(t, *key) == t->num_columns)
            return err_set(err, ERR_USAGE, "--key: '%s' has no column '%s'", t->name, *key);
    return celltable_sort(t, keys, &self->problems, err);
}

static int read_sorted(struct job *self, const char *path, struct celltable *t, struct err *err)
{
    int status = celltable_read(t, path, &self->problems, err);

    if (status == ERR_OK)
        status = problems_status(&self->problems, path, err);
    if (status == ERR_OK)
        status = sort_by_keys(self, t, err);
    return status == ERR_OK ? problems_status(&self->problems, path, err) : status;
}

static void say(const struct diff_summary *s, const char *file)
{
    message_note("%s: %zu cells; %zu changed, %zu within Monte-Carlo error, %zu not judged; rows: %zu "
                 "only in A, %zu only in B",
                 file, s->num_cells, s->num_of[DIFF_CHANGED], s->num_of[DIFF_WITHIN_ERROR],
                 s->num_of[DIFF_NOT_JUDGED], s->num_of[DIFF_ONLY_IN_A], s->num_of[DIFF_ONLY_IN_B]);
    if (s->worst > 0)
        message_note("  largest |z| %.2f (limit %.2f): %s", s->worst, s->limit, s->where);
}

static int compare_files(struct job *self, const char *a, const char *b, const char *file, struct err *err)
{
    struct celltable tables[2] = {0};
    struct diff_summary summary = {0};
    int status = read_sorted(self, a, &tables[0], err);

    if (status == ERR_OK)
        status = read_sorted(self, b, &tables[1], err);
    if (status == ERR_OK) {
        diff_tables(&tables[0], &tables[1], file, &self->settings, &self->table.csv, &summary);
        for (int v = 0; v < NUM_DIFF_VERDICTS; v++)
            self->num_of[v] += summary.num_of[v];
        self->num_compared++;
        say(&summary, file);
    }
    celltable_free(&tables[0]);
    celltable_free(&tables[1]);
    return status;
}

static int compare_member(struct job *self, const char *name, struct err *err)
{
    char *paths[2] = {NULL, NULL};
    bool there[2] = {false, false};
    int status = ERR_OK;

    for (int k = 0; k < 2 && status == ERR_OK; k++) {
        paths[k] = outfile_join(self->opts->arguments[k], name, err);
        status = paths[k] ? ERR_OK : ERR_LIMIT;
        there[k] = paths[k] != NULL && access(paths[k], R_OK) == 0 && result_has_rows(paths[k]);
    }
    if (status == ERR_OK && there[0] && there[1])
        status = compare_files(self, paths[0], paths[1], name, err);
    else if (status == ERR_OK && (there[0] || there[1])) {
        enum diff_verdict verdict = there[0] ? DIFF_ONLY_IN_A : DIFF_ONLY_IN_B;
        self->num_of[verdict]++;
        diff_whole(name, verdict, &self->table.csv);
        message_note("%s: %s", name, diff_verdict_names[verdict]);
    }
    free(paths[0]);
    free(paths[1]);
    return status;
}

static int compare_folders(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (int k = 0; k < NUM_RESULT_KINDS && status == ERR_OK; k++)
        status = compare_member(self, result_names[k], err);
    if (status == ERR_OK && self->num_compared == 0)
        status = err_set(err, ERR_DATA, "'%s' and '%s' have no table of results in common",
                         self->opts->arguments[0], self->opts->arguments[1]);
    return status;
}

static int compare(struct job *self, struct err *err)
{
    const char *a = self->opts->arguments[0], *b = self->opts->arguments[1];
    struct stat info[2];

    if (stat(a, &info[0]) != 0)
        return err_errno(err, "cannot read", a);
    if (stat(b, &info[1]) != 0)
        return err_errno(err, "cannot read", b);
    if (S_ISDIR(info[0].st_mode) != S_ISDIR(info[1].st_mode))
        return err_set(err, ERR_USAGE, "'%s' is a folder and '%s' is not: give two folders or two tables",
                       S_ISDIR(info[0].st_mode) ? a : b, S_ISDIR(info[0].st_mode) ? b : a);
    return S_ISDIR(info[0].st_mode) ? compare_folders(self, err)
                                    : compare_files(self, a, b, base_name(a), err);
}

static int verdict(const struct job *self, struct err *err)
{
    size_t beyond = self->num_of[DIFF_CHANGED] + self->num_of[DIFF_ONLY_IN_A] + self->num_of[DIFF_ONLY_IN_B];
    size_t within = self->num_of[DIFF_WITHIN_ERROR] + self->num_of[DIFF_NOT_JUDGED];

    if (beyond > 0)
        return err_set(
            err, ERR_FALSE,
            translate_count("the results differ: %zu cell or row beyond rounding and Monte-Carlo error",
                            "the results differ: %zu cells or rows beyond rounding and Monte-Carlo error",
                            beyond),
            beyond);
    if (self->exact && within > 0)
        return err_set(err, ERR_FALSE,
                       translate_count("the results differ: %zu cell beyond rounding (--exact)",
                                       "the results differ: %zu cells beyond rounding (--exact)", within),
                       within);
    return ERR_OK;
}

static int run_job(struct job *self, struct err *err)
{
    static const char *const names[] = {"file", "key",        "column", "line_a", "line_b",  "a",
                                        "b",    "difference", "error",  "z",      "verdict", NULL};
    int style = 0, status = read_options(self, &style, err);

    if (status == ERR_OK)
        status = result_table_open(&self->table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    csvout_header(&self->table.csv, names);
    status = compare(self, err);
    message_problems(&self->problems);
    status = result_table_close(&self->table, status, err);
    return status == ERR_OK ? verdict(self, err) : status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 2, 2, "two folders of results, or two tables", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    result_table_free(&job.table);
    text_list_free(&job.keys);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_compare = {
    .name = "compare",
    .group = "Checks",
    .summary = "say what two sets of results have different beyond Monte-Carlo error",
    .arguments = "A B [options]",
    .details = "A and B are folders that bassin project wrote, or two tables of one kind. Rows are\n"
               "matched by their key, whatever their order. One row is written for each cell that\n"
               "changed beyond rounding and beyond the Monte-Carlo error of both runs, taken as\n"
               "independent (runs of one seed share their luck: a difference within error is then no\n"
               "chance; --exact counts it), and for each row, column or table that one side lacks.\n"
               "What has no known error (sd, mc_se ...; means of unit costs) is counted, not judged.\n"
               "twin.csv and draws.csv are not compared. Status 1 when something changed.\n",
    .examples = "  bassin compare results-of-march results-of-june -o changes.csv\n"
                "  bassin compare old/indicators.csv new/indicators.csv --rel 1e-6\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

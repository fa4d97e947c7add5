/* bassin check: do results show what they should? */
#include <stdio.h>
#include <string.h>

#include "sim/cli/assertion.h"
#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "stats/base/catalogue.h"

static const struct option_spec options[] = {
    {0, "confidence", "P",
     "confidence of the Monte-Carlo limits (default 0.99): a statement that is\n"
     "true fails with probability (1 - P) / 2 at most"},
    {0, "strict", NULL, "an assertion that is undecided counts as false"},
    {0, "junit", "FILE", "also write a JUnit report"},
    {0, "annotations", "github",
     "github: say what fails as annotations of a workflow (::error\n"
     "file=...,line=...::), on standard error"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    const char *path; /* of the assertions */
    struct result_set results;
    struct assertions assertions;
    struct problems problems;
    double confidence;
    bool strict, annotates;
    struct result_table table;
    struct outfile junit;
};

static int read_options(struct job *self, int *style, struct err *err)
{
    static const char *const kinds[] = {"github", NULL};
    int kind, status = opts_number(self->opts, "confidence", 0.99, 0.5, 0.999999, &self->confidence, err);

    if (status == ERR_OK)
        status = opts_choice(self->opts, "annotations", kinds, 0, &kind, err);
    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, style, err);
    self->path = self->opts->arguments[1];
    self->strict = opts_has(self->opts, "strict");
    self->annotates = opts_has(self->opts, "annotations");
    return status;
}

/* The text of an annotation: % and line ends are written as GitHub wants them. */
static void add_escaped(struct strbuf *out, const char *text, bool is_property)
{
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '\r' || *text == '\n' || (is_property && (*text == ',' || *text == ':')))
            strbuf_addf(out, "%%%02X", (unsigned)*text);
        else
            strbuf_add_char(out, *text);
    }
}

static void annotate(const struct job *self, const struct assertion *a, const char *finding)
{
    bool fails = a->verdict == MONTECARLO_FAILS || self->strict;
    struct strbuf line = {0};

    strbuf_add(&line, fails ? "::error file=" : "::warning file=");
    add_escaped(&line, self->path, true);
    strbuf_addf(&line, ",line=%ld::", a->line);
    add_escaped(&line, finding, false);
    message_line(strbuf_text(&line));
    strbuf_free(&line);
}

static void say(const struct job *self)
{
    const struct assertions *all = &self->assertions;
    struct strbuf text = {0};

    for (size_t i = 0; i < all->num_items; i++) {
        const struct assertion *a = &all->items[i];
        strbuf_clear(&text);
        strbuf_addf(&text, "%s: ", montecarlo_verdict_names[a->verdict]);
        assertion_name(a, &text);
        strbuf_add(&text, ": ");
        assertion_finding(a, !self->annotates, &text);
        if (a->verdict == MONTECARLO_HOLDS)
            message_detail("%s", strbuf_text(&text));
        else if (self->annotates)
            annotate(self, a, strbuf_text(&text));
        else
            message_note("%s:%ld: %s", self->path, a->line, strbuf_text(&text));
    }
    message_note(translate_count("%zu assertion: %zu hold, %zu fail, %zu undecided",
                                 "%zu assertions: %zu hold, %zu fail, %zu undecided", all->num_items),
                 all->num_items, all->num_of[MONTECARLO_HOLDS], all->num_of[MONTECARLO_FAILS],
                 all->num_of[MONTECARLO_UNDECIDED]);
    strbuf_free(&text);
}

/* Both files are whole before either is put in its place. */
static int write_all(struct job *self, int style, struct err *err)
{
    const char *path = opts_text(self->opts, "junit", NULL);
    struct strbuf text = {0};
    int status = result_table_open(&self->table, self->opts, style, err);

    if (status == ERR_OK && path != NULL)
        status = outfile_open(&self->junit, path, opts_has(self->opts, "force"), err);
    if (status != ERR_OK)
        return status;
    assertions_write(&self->assertions, &self->table.csv);
    if (path != NULL) {
        assertions_write_junit(&self->assertions, self->strict, &text);
        status = strbuf_status(&text, err);
        outfile_write(&self->junit, strbuf_text(&text), text.length);
        if (status == ERR_OK)
            status = outfile_finish(&self->junit, err);
    }
    strbuf_free(&text);
    status = result_table_close(&self->table, status, err);
    return status == ERR_OK && path != NULL ? outfile_commit(&self->junit, err) : status;
}

static int verdict(const struct job *self, struct err *err)
{
    size_t fails = self->assertions.num_of[MONTECARLO_FAILS];
    size_t undecided = self->assertions.num_of[MONTECARLO_UNDECIDED];

    if (fails > 0)
        return err_set(err, ERR_FALSE,
                       translate_count("%zu of %zu assertions in '%s' fails",
                                       "%zu of %zu assertions in '%s' fail", fails),
                       fails, self->assertions.num_items, self->path);
    if (self->strict && undecided > 0)
        return err_set(err, ERR_FALSE,
                       translate_count("%zu of %zu assertions in '%s' is undecided (--strict)",
                                       "%zu of %zu assertions in '%s' are undecided (--strict)", undecided),
                       undecided, self->assertions.num_items, self->path);
    return ERR_OK;
}

static int run_job(struct job *self, struct err *err)
{
    int style = 0, status = read_options(self, &style, err);

    if (status == ERR_OK)
        status = result_set_open(&self->results, self->opts->arguments[0], &self->problems, err);
    if (status == ERR_OK)
        status = assertions_judge(&self->assertions, self->path, &self->results, self->confidence,
                                  &self->problems, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = write_all(self, style, err);
    if (status != ERR_OK)
        return status;
    say(self);
    return verdict(self, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 2, 2, "a folder of results and a table of assertions", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    result_table_free(&job.table);
    outfile_free(&job.junit);
    assertions_free(&job.assertions);
    result_set_free(&job.results);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_check = {
    .name = "check",
    .group = "Checks",
    .summary = "say whether results show what they should, Monte-Carlo error included",
    .arguments = "RESULTS ASSERTIONS.csv [options]",
    .details = "RESULTS is a folder that bassin project wrote, or one of its tables. One row of the\n"
               "assertions is one statement: metric, scenario, scope, year, statistic (mean, q05, q10,\n"
               "q25, q50, q75, q90, q95 or probability), operator (>=, <=, =), value, tolerance\n"
               "('bassin list tables --long' has the columns). A statement holds when it is true all\n"
               "over the Monte-Carlo limits of the statistic, fails when it is true nowhere between\n"
               "them, and is undecided otherwise. Limits of means are normal (Student's with Sobol'\n"
               "points), of probabilities Wilson's, of quantiles those of their order, read between the\n"
               "quantiles of the table. probability is that of an objective in targets.csv.\n"
               "Status 1 when a statement fails (with --strict: is not shown to hold).\n",
    .examples = "  bassin check results promises.csv\n"
                "  bassin check results promises.csv --junit check.xml --annotations github -o check.csv\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

/* bassin protect: leave out the cells of tables that would give people away, or say what can
 * be worked out of tables in which that has been done. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/paths.h"
#include "sim/cli/protect.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/numeric/secrecy_rules.h"

static const struct option_spec options[] = {
    {0, "rows", "COLUMN", "column that names the rows of the table, a territory say"},
    {0, "columns", "COLUMN",
     "column that names its columns, a sector say; one for each table, with\n"
     "commas, when there are several"},
    {0, "value", "COLUMN", "column of what is published"},
    {0, "row-parents", "COLUMNS", "columns that say in what each row lies, the nearest first: dep,reg"},
    {0, "column-parents", "COLUMNS", "the same for columns (of the first table): a21,a5"},
    {0, "row-levels", "LEVELS",
     "or the levels of the shipped geography, that of the rows first:\n"
     "epci,dep,reg"},
    {'g', "geography", "FILE", "the table of territories (default: the one shipped)"},
    {0, "total", "NAME", "how the table calls the total of all (default: total)"},
    {0, "contributors", "COLUMN", "units behind the value (default: the value counts them)"},
    {0, "largest", "COLUMN", "largest contribution to the value: turns the dominance rule on"},
    {0, "second", "COLUMN", "second largest contribution, for --dominance-two and --p-percent"},
    {0, "rules", "NAME",
     "rules of a publisher, see 'bassin list rules'; the options below go\n"
     "before them"},
    {0, "threshold", "N", "cells of fewer contributors are secret (default 5)"},
    {0, "least-value", "N", "so are values under N, whatever their contributors"},
    {0, "dominance", "P", "so are those whose largest contribution is over this share\n(default 0.85)"},
    {0, "dominance-two", "P", "or whose two largest contributions together are"},
    {0, "p-percent", "P",
     "or whose second contributor can estimate the largest to within P\n"
     "percent of it"},
    {0, "protection", "P",
     "what can be worked out of a secret cell must reach this far on either\n"
     "side, as a share of it (default 0.5)"},
    {0, "lone-contributors", NULL,
     "protect the secret cells also from those who are alone in another one\nand know it"},
    {0, "keep-totals", NULL, "never leave a total out, even as the last resort"},
    {'o', "output", "FILE", "the table to publish (default: standard output); once for each table"},
    {0, "audit", "FILE",
     "not to be published: why cells were left out, and what can be\n"
     "worked out of them at best"},
    {0, "audit-only", NULL, "the table has been protected already: what can be worked out of it?"},
    {0, "markers", "TEXTS", "what stands for a figure left out (default *,s,c,ns,nd; empty always)"},
    {0, "marked-range", "A,B", "what a marker itself tells: the figure lies from A to B"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

/* ---- options ------------------------------------------------------------------------------ */

static int expect_columns(const struct opts *opts, struct err *err)
{
    static const char *const needed[] = {"rows", "columns", "value"};

    for (int k = 0; k < 3; k++)
        if (!opts_has(opts, needed[k]))
            return err_set(err, ERR_USAGE, "--%s is needed: a column of the table", needed[k]);
    if (opts_has(opts, "row-levels") && opts_has(opts, "row-parents"))
        return err_set(err, ERR_USAGE, "--row-levels and --row-parents exclude each other");
    if ((opts_has(opts, "dominance-two") || opts_has(opts, "p-percent")) &&
        !(opts_has(opts, "largest") && opts_has(opts, "second")))
        return err_set(err, ERR_USAGE, "--dominance-two and --p-percent need --largest and --second");
    return ERR_OK;
}

/* A rule that lacks its column is not applied: that must be known. */
static void say_missing(const struct protect_job *self, const struct secrecy_rule_set *set)
{
    if (opts_has(self->opts, "audit-only"))
        return;
    if (!set->counts_value && !opts_has(self->opts, "contributors"))
        message_note("the rules %s count %s: without --contributors the value itself is counted", set->name,
                     set->counted);
    if (set->dominance < 1 && !opts_has(self->opts, "largest"))
        message_note("the rules %s look at the largest contribution too: without --largest they do not",
                     set->name);
}

static int refuse_rules(const char *name, struct err *err)
{
    const char *names[32];
    char near[SUGGESTION_SIZE];
    size_t num = 0;

    for (; num < 32 && secrecy_rule_sets[num].name != NULL; num++)
        names[num] = secrecy_rule_sets[num].name;
    return err_set(err, ERR_USAGE, "--rules is '%s', expected a name that 'bassin list rules' gives%s", name,
                   suggest(near, name, names, num));
}

static int read_rules(struct protect_job *self, struct err *err)
{
    const struct secrecy_rule_set usual = {.threshold = 5, .dominance = 0.85}, *set = &usual;
    const char *name = opts_text(self->opts, "rules", NULL);
    struct secrecy_rules *r = &self->rules;
    double percent = 0;
    int status;

    if (name != NULL && (set = secrecy_rule_set_find(name)) == NULL)
        return refuse_rules(name, err);
    status = opts_number(self->opts, "threshold", set->threshold, 1, 1e9, &r->threshold, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "least-value", set->least, 0, 1e12, &r->least, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "dominance", set->dominance, 0.01, 1, &r->dominance, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "dominance-two", 1, 0.01, 1, &r->dominance2, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "p-percent", 0, 0, 100, &percent, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "protection", 0.5, 0, 1, &r->protection, err);
    r->p = percent / 100;
    r->lone_contributors = opts_has(self->opts, "lone-contributors");
    self->contributors_of_row = set->counts_row;
    if (status == ERR_OK && set->counts_row && !opts_has(self->opts, "contributors"))
        status = err_set(err, ERR_USAGE, "the rules %s need --contributors: %s", name, set->counted);
    if (status == ERR_OK && name != NULL)
        say_missing(self, set);
    return status;
}

static int read_range(struct protect_job *self, struct err *err)
{
    const char *text = opts_text(self->opts, "marked-range", NULL);
    const char *comma = text ? strchr(text, ',') : NULL;

    self->marked_low = 0;
    self->marked_high = INFINITY;
    if (text == NULL)
        return ERR_OK;
    if (comma == NULL || number_parse(text, (size_t)(comma - text), '.', &self->marked_low) != NUMBER_OK ||
        number_parse(comma + 1, strlen(comma + 1), '.', &self->marked_high) != NUMBER_OK ||
        self->marked_low < 0 || self->marked_high < self->marked_low)
        return err_set(err, ERR_USAGE, "--marked-range is '%s', expected two numbers such as 1,4", text);
    return ERR_OK;
}

static int read_markers(struct protect_job *self, struct err *err)
{
    static const char *const usual[] = {"*", "s", "c", "ns", "nd"};
    int status = opts_list(self->opts, "markers", &self->markers, err);

    if (status == ERR_OK && !opts_has(self->opts, "markers"))
        for (size_t k = 0; k < sizeof usual / sizeof usual[0] && status == ERR_OK; k++)
            status = text_list_add(&self->markers, usual[k], err);
    return status;
}

static int read_lists(struct protect_job *self, struct err *err)
{
    struct {
        const char *name;
        struct text_list *list;
    } lists[] = {{"rows", &self->rows},
                 {"columns", &self->columns},
                 {"row-parents", &self->row_parents},
                 {"column-parents", &self->column_parents},
                 {"row-levels", &self->row_levels}};
    int status = ERR_OK;

    for (size_t k = 0; k < sizeof lists / sizeof lists[0] && status == ERR_OK; k++) {
        status = opts_list(self->opts, lists[k].name, lists[k].list, err);
        if (status == ERR_OK && lists[k].list->num_items > SIDE_MAX_LEVELS && k >= 2)
            status = err_set(err, ERR_USAGE, "--%s: more than %d", lists[k].name, SIDE_MAX_LEVELS);
    }
    return status;
}

static int read_options(struct protect_job *self, struct err *err)
{
    int status = expect_columns(self->opts, err);

    if (status == ERR_OK)
        status = read_rules(self, err);
    if (status == ERR_OK)
        status = read_range(self, err);
    if (status == ERR_OK)
        status = read_markers(self, err);
    if (status == ERR_OK)
        status = read_lists(self, err);
    if (status == ERR_OK)
        status = opts_threads(self->opts, &self->threads, err);
    return status == ERR_OK ? dataopts_csv_style(self->opts, &self->style, err) : status;
}

/* ---- what to read --------------------------------------------------------------------------- */

/* The name for a table: one for all, or one each. */
static int name_for(const struct protect_job *self, const char *option, const struct text_list *list,
                    size_t table, const char **name, struct err *err)
{
    if (list->num_items != 1 && list->num_items != self->opts->num_arguments)
        return err_set(err, ERR_USAGE, "--%s names %zu columns for %zu tables", option, list->num_items,
                       self->opts->num_arguments);
    *name = list->items[list->num_items == 1 ? 0 : table];
    return ERR_OK;
}

static void set_parents(struct side_source *side, const struct text_list *list)
{
    for (size_t k = 0; k < list->num_items; k++)
        side->parents[k] = list->items[k];
    side->num_parents = list->num_items;
}

static int set_levels(struct protect_job *self, struct side_source *side, struct err *err)
{
    const struct text_list *list = &self->row_levels;

    for (size_t k = 0; k < list->num_items; k++) {
        side->levels[k] = level_find(list->items[k], strlen(list->items[k]));
        if (side->levels[k] == NUM_LEVELS || (k > 0 && side->levels[k] <= side->levels[k - 1]))
            return err_set(err, ERR_USAGE,
                           "--row-levels: '%s', expected levels from the smallest to the largest such as "
                           "epci,dep,reg",
                           list->items[k]);
    }
    /* the country is the total of all */
    side->num_levels = list->num_items - (side->levels[list->num_items - 1] == LEVEL_FR);
    side->geography = &self->geography;
    return ERR_OK;
}

static int set_source(struct protect_job *self, size_t table, struct err *err)
{
    struct crosstab_source *s = &self->tables.sources[table];
    int status = name_for(self, "rows", &self->rows, table, &s->rows.column, err);

    if (status == ERR_OK)
        status = name_for(self, "columns", &self->columns, table, &s->columns.column, err);
    s->path = self->opts->arguments[table];
    s->value = opts_text(self->opts, "value", "");
    s->contributors = opts_text(self->opts, "contributors", NULL);
    s->largest = opts_text(self->opts, "largest", NULL);
    s->second = opts_text(self->opts, "second", NULL);
    s->rows.total = s->columns.total = opts_text(self->opts, "total", "total");
    s->contributors_of_row = self->contributors_of_row;
    s->markers = opts_has(self->opts, "audit-only") ? &self->markers : NULL;
    set_parents(&s->rows, &self->row_parents);
    if (table == 0) /* of the other tables the columns are something else */
        set_parents(&s->columns, &self->column_parents);
    if (status == ERR_OK && self->row_levels.num_items > 0)
        status = set_levels(self, &s->rows, err);
    return status;
}

static int read_geography(struct protect_job *self, struct err *err)
{
    const char *given = opts_text(self->opts, "geography", NULL);
    char *shipped = given ? NULL : paths_dataset("geography/geography-2022.csv", err);
    int status = given || shipped ? ERR_OK : ERR_IO;

    if (status == ERR_OK)
        status = geography_read(&self->geography, given ? given : shipped, NULL, &self->problems, err);
    if (status == ERR_OK)
        status = problems_status(&self->problems, given ? given : shipped, err);
    free(shipped);
    return status;
}

static int read_tables(struct protect_job *self, struct err *err)
{
    int status = opts_has(self->opts, "row-levels") ? read_geography(self, err) : ERR_OK;

    for (size_t t = 0; t < self->opts->num_arguments && status == ERR_OK; t++) {
        status = set_source(self, t, err);
        self->tables.num_tables = t + 1;
        if (status == ERR_OK)
            status = crosstab_read(&self->tables.tables[t], &self->tables.sources[t], &self->problems, err);
    }
    return status == ERR_OK ? linked_tables_join(&self->tables, &self->problems, err) : status;
}

/* ---- protecting ------------------------------------------------------------------------------- */

/* Where a cell of the joint list stands in a table. */
static void find_cell(const struct protect_job *self, size_t cell, size_t *table, size_t *i)
{
    for (*table = 0; *table < self->tables.num_tables; ++*table)
        for (*i = 0; *i < self->tables.tables[*table].num_cells; ++*i)
            if (self->tables.cells_of[*table][*i] == cell)
                return;
}

static int say_unprotected(const struct protect_job *self, size_t cell, struct err *err)
{
    size_t table = 0, i = 0;

    find_cell(self, cell, &table, &i);
    const struct crosstab *t = &self->tables.tables[table];
    return err_set(
        err, ERR_DATA, "no choice of cells protects the secret ones%s ('%s', '%s'): group rows or columns%s",
        opts_has(self->opts, "keep-totals") ? _(" while the margins are published") : "", crosstab_row(t, i),
        crosstab_column(t, i), opts_has(self->opts, "keep-totals") ? _(", or do without --keep-totals") : "");
}

static void keep_totals(struct protect_job *self)
{
    struct linked_tables *t = &self->tables;

    for (size_t i = 0; i < t->all.num_cells; i++)
        if (t->is_total[i])
            t->costs[i] = INFINITY;
}

/* A total that is secret itself cannot be kept. */
static int check_totals(const struct protect_job *self, struct err *err)
{
    for (size_t i = 0; i < self->tables.all.num_cells; i++)
        if (self->tables.is_total[i] && self->tables.status[i].status == SECRECY_PRIMARY)
            return say_unprotected(self, i, err);
    return ERR_OK;
}

static int protect(struct protect_job *self, struct err *err)
{
    struct linked_tables *t = &self->tables;
    struct secrecy_result result;
    int status;

    if (opts_has(self->opts, "keep-totals"))
        keep_totals(self);
    status = secrecy_protect(t->status, &t->all, &self->rules, &result, err);
    if (status == ERR_OK && opts_has(self->opts, "keep-totals"))
        status = check_totals(self, err);
    if (status == ERR_OK && !result.is_protected)
        status = say_unprotected(self, result.exposed, err);
    if (status == ERR_OK && opts_has(self->opts, "audit"))
        status = secrecy_audit(t->status, &t->all, self->threads, err);
    return status;
}

/* ---- the audit of a published table -------------------------------------------------------------- */

/* Absent totals are unknown like what was left out, but nobody hides them. */
static int audit_published(struct protect_job *self, struct err *err)
{
    struct linked_tables *t = &self->tables;

    self->lower = mem_alloc(t->all.num_cells, sizeof *self->lower, err);
    self->upper = mem_alloc(t->all.num_cells, sizeof *self->upper, err);
    if (self->lower == NULL || self->upper == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < t->all.num_cells; i++) {
        bool is_hidden = isnan(t->values[i]) && !t->is_absent[i];
        t->status[i].status = !isnan(t->values[i]) ? SECRECY_PUBLISHED
                              : is_hidden          ? SECRECY_PRIMARY
                                                   : SECRECY_SECONDARY;
        self->lower[i] = is_hidden ? self->marked_low : 0;
        self->upper[i] = is_hidden ? self->marked_high : (double)INFINITY;
    }
    t->all.lower = self->lower;
    t->all.upper = self->upper;
    if (t->relations.num == 0)
        message_note("the table has no total: nothing but the markers tells of the cells left out");
    return secrecy_audit(t->status, &t->all, self->threads, err);
}

/* ---- the command ------------------------------------------------------------------------------- */

static int expect_arguments(const struct opts *opts, struct err *err)
{
    int status = opts_expect_arguments(opts, 1, MAX_TABLES, "a table as CSV", err);

    if (status == ERR_OK && !opts_has(opts, "audit-only") && opts->num_arguments != protect_num_outputs(opts))
        status = err_set(err, ERR_USAGE, "%zu tables: --output is needed once for each, in their order",
                         opts->num_arguments);
    return status;
}

static int run_job(struct protect_job *self, struct outfile *files, struct err *err)
{
    bool is_audit = opts_has(self->opts, "audit-only");
    int status = read_options(self, err);

    if (status == ERR_OK)
        status = read_tables(self, err);
    if (status == ERR_OK)
        status = is_audit ? audit_published(self, err) : protect(self, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = protect_write(self, files, err);
    if (status == ERR_OK)
        protect_say(self);
    return status;
}

static void job_free(struct protect_job *self)
{
    linked_tables_free(&self->tables);
    geography_free(&self->geography);
    problems_free(&self->problems);
    text_list_free(&self->rows);
    text_list_free(&self->columns);
    text_list_free(&self->row_parents);
    text_list_free(&self->column_parents);
    text_list_free(&self->row_levels);
    text_list_free(&self->markers);
    free(self->lower);
    free(self->upper);
    free(self);
}

static int run(const struct opts *opts, struct err *err)
{
    struct protect_job *job = mem_alloc(1, sizeof *job, err);
    struct outfile files[MAX_TABLES + 1] = {{0}};
    int status = job ? expect_arguments(opts, err) : ERR_LIMIT;

    if (job == NULL)
        return status;
    job->opts = opts;
    if (status == ERR_OK)
        status = run_job(job, files, err);
    for (size_t k = 0; k <= MAX_TABLES; k++)
        outfile_free(&files[k]);
    job_free(job);
    return status;
}

const struct command cmd_protect = {
    .name = "protect",
    .group = "Data",
    .summary = "leave out the cells of a table that would give people or firms away",
    .arguments = "--rows COLUMN --columns COLUMN --value COLUMN [options] TABLE.csv...",
    .details = "Takes a table with one record a cell and computes its totals. Cells of too few\n"
               "contributors, or with one that dominates, are secret; further cells, few and small,\n"
               "are left out so that nobody can work the secret ones out from what is published.\n"
               "Totals go last, the total of all after them. A cell of 0 is never left out. --audit\n"
               "gives the bounds between which somebody can find each cell (linear programming). If\n"
               "no choice protects, nothing is written. The same table gives the same cells.\n"
               "Rows and columns may add up in stages (--row-parents, --row-levels,\n"
               "--column-parents): all subtotals are published and protected too, as 'dep:44'.\n"
               "Several tables are protected together: totals and cells that they share are left\n"
               "out in all or in none. Tables published elsewhere are not known to the program.\n"
               "--audit-only reads a table that somebody has protected: the records that have a\n"
               "marker are left out, cells without a record are 0, totals without one unknown; the\n"
               "result says which can be worked out all the same, exactly or to within --protection\n"
               "of the middle of what is possible. That is harmless for a cell that was left out only\n"
               "to protect others. An empty 'to' has no limit. Names of totals are 'total' and\n"
               "'dep:44' there too.\n"
               "Contributors who stand together are not taken into account.\n",
    .examples = "  bassin protect --rows epci --columns sector --value jobs jobs.csv -o public.csv\n"
                "  bassin protect --rows epci --row-levels epci,dep,reg --columns a38 \\\n"
                "      --column-parents a5 --value jobs --rules insee-business \\\n"
                "      --contributors firms --largest first_firm jobs.csv --audit audit.csv\n"
                "  bassin protect --rows epci --columns sector,size --value jobs \\\n"
                "      by-sector.csv by-size.csv -o sectors.csv -o sizes.csv\n"
                "  bassin protect --audit-only --rows zone --columns sector --value jobs published.csv\n",
    .options = options,
    .run = run,
};

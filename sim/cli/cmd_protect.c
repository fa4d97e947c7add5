/* bassin protect: leave out the cells of a table that would give people away. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "stats/base/mem.h"
#include "stats/base/source.h"
#include "stats/data/csvout.h"
#include "stats/data/schema.h"
#include "stats/data/table.h"
#include "stats/numeric/secrecy.h"

static const struct option_spec options[] = {
    {0, "rows", "COLUMN", "column that names the rows of the table, a territory say"},
    {0, "columns", "COLUMN", "column that names its columns, a sector say"},
    {0, "value", "COLUMN", "column of what is published"},
    {0, "contributors", "COLUMN", "units behind the value (default: the value counts them)"},
    {0, "largest", "COLUMN", "largest contribution to the value: turns the dominance rule on"},
    {0, "threshold", "N", "cells of fewer contributors are secret (default 5)"},
    {0, "dominance", "P", "so are those whose largest contribution is over this share\n(default 0.85)"},
    {0, "protection", "P",
     "what can be worked out of a secret cell must reach this far on either\n"
     "side, as a share of it (default 0.5)"},
    {'o', "output", "FILE", "the table to publish (default: standard output)"},
    {0, "audit", "FILE",
     "not to be published: why cells were left out, and what can be\n"
     "worked out of them at best"},
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { MAX_SIDE = 2000 };

/* Names of the rows or of the columns, in the order of the file. */
struct names {
    const char *items[MAX_SIDE]; /* borrowed from the table */
    size_t num;
};

struct job {
    const struct opts *opts;
    struct schema schema;
    struct table input;
    struct problems problems;
    struct names rows, columns;
    double *values, *contributors, *largest; /* [rows * columns]; the last two NULL if not given */
    struct secrecy_cell *cells;
    struct secrecy_rules rules;
    bool is_protected;
};

static const char *const field_options[] = {"rows", "columns", "value", "contributors", "largest"};
enum { ROWS, COLUMNS, VALUE, CONTRIBUTORS, LARGEST, NUM_FIELDS };

static int read_options(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (int f = ROWS; f <= VALUE && status == ERR_OK; f++)
        if (!opts_has(self->opts, field_options[f]))
            status = err_set(err, ERR_USAGE, "--%s is needed: a column of the table", field_options[f]);
    if (status == ERR_OK)
        status = opts_number(self->opts, "threshold", 5, 1, 1e9, &self->rules.threshold, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "dominance", 0.85, 0.01, 1, &self->rules.dominance, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "protection", 0.5, 0, 1, &self->rules.protection, err);
    return status;
}

/* ---- reading ---------------------------------------------------------------------------- */

/* The columns asked for are the schema; others are passed over. */
static int make_schema(struct job *self, struct err *err)
{
    struct strbuf json = {0};
    int status;

    strbuf_add(&json, "{\"x-ignores-more\": true, \"fields\": [");
    for (int f = 0; f < NUM_FIELDS; f++) {
        const char *name = opts_text(self->opts, field_options[f], NULL);
        if (name == NULL)
            continue;
        if (strpbrk(name, "\"\\") != NULL) {
            strbuf_free(&json);
            return err_set(err, ERR_USAGE, "--%s: a quote or a backslash in the name of a column",
                           field_options[f]);
        }
        strbuf_addf(&json, "%s{\"name\": \"%s\", \"type\": \"%s\", \"constraints\": {\"required\": true%s}}",
                    f ? ", " : "", name, f <= COLUMNS ? "string" : "number",
                    f <= COLUMNS ? "" : ", \"minimum\": 0");
    }
    strbuf_add(&json, "]}");
    status = strbuf_status(&json, err);
    if (status == ERR_OK)
        status = schema_from_json(&self->schema, "table", strbuf_text(&json), err);
    strbuf_free(&json);
    return status;
}

static int read_table(struct job *self, struct err *err)
{
    struct source source;
    int status = make_schema(self, err);

    if (status == ERR_OK)
        status = source_read(&source, self->opts->arguments[0], 0, err);
    if (status != ERR_OK)
        return status;
    status = table_read(&self->input, &source, &self->schema, NULL, &self->problems, err);
    source_free(&source);
    return status == ERR_OK ? problems_status(&self->problems, self->opts->arguments[0], err) : status;
}

static size_t column_of(const struct job *self, int field)
{
    return table_find(&self->input, opts_text(self->opts, field_options[field], ""));
}

/* Index of a name, added if new; MAX_SIDE when there are too many. */
static size_t place_of(struct names *names, const char *name)
{
    size_t i = 0;

    while (i < names->num && strcmp(names->items[i], name) != 0)
        i++;
    if (i == names->num && i < MAX_SIDE)
        names->items[names->num++] = name;
    return i;
}

static int list_names(struct job *self, struct err *err)
{
    for (size_t r = 0; r < self->input.num_rows; r++)
        if (place_of(&self->rows, table_text(&self->input, r, column_of(self, ROWS))) == MAX_SIDE ||
            place_of(&self->columns, table_text(&self->input, r, column_of(self, COLUMNS))) == MAX_SIDE)
            return err_set(err, ERR_LIMIT, "'%s': more than %d rows or columns", self->input.name, MAX_SIDE);
    return ERR_OK;
}

/* A record a cell; a cell without a record is 0. */
static int fill_cells(struct job *self, struct err *err)
{
    size_t num = self->rows.num * self->columns.num;
    bool *seen = mem_alloc(num, sizeof *seen, err);

    if (seen == NULL)
        return ERR_LIMIT;
    for (size_t r = 0; r < self->input.num_rows; r++) {
        size_t row = place_of(&self->rows, table_text(&self->input, r, column_of(self, ROWS)));
        size_t column = place_of(&self->columns, table_text(&self->input, r, column_of(self, COLUMNS)));
        size_t i = row * self->columns.num + column;
        if (seen[i])
            problem_error(&self->problems, table_place(&self->input, r, column_of(self, ROWS)),
                          "sum the records first, or choose other columns", "a second record of '%s', '%s'",
                          self->rows.items[row], self->columns.items[column]);
        seen[i] = true;
        self->values[i] = table_number(&self->input, r, column_of(self, VALUE));
        if (self->contributors != NULL)
            self->contributors[i] = table_number(&self->input, r, column_of(self, CONTRIBUTORS));
        if (self->largest != NULL)
            self->largest[i] = table_number(&self->input, r, column_of(self, LARGEST));
    }
    free(seen);
    return problems_status(&self->problems, self->input.name, err);
}

static int alloc_cells(struct job *self, struct err *err)
{
    size_t num = self->rows.num * self->columns.num;
    bool has_contributors = opts_has(self->opts, "contributors"),
         has_largest = opts_has(self->opts, "largest");

    self->values = mem_alloc(num, sizeof *self->values, err);
    self->cells = mem_alloc(num, sizeof *self->cells, err);
    self->contributors = has_contributors ? mem_alloc(num, sizeof *self->contributors, err) : NULL;
    self->largest = has_largest ? mem_alloc(num, sizeof *self->largest, err) : NULL;
    return self->values && self->cells && (!has_contributors || self->contributors) &&
                   (!has_largest || self->largest)
               ? ERR_OK
               : ERR_LIMIT;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void write_margin(struct csvout *out, const char *row, const char *column, double sum)
{
    csvout_text(out, row);
    csvout_text(out, column);
    csvout_number(out, sum, 0);
    csvout_text(out, "margin");
    csvout_end(out);
}

static void write_margins(const struct job *self, struct csvout *out)
{
    size_t columns = self->columns.num;
    double total = 0;

    for (size_t r = 0; r < self->rows.num; r++) {
        double sum = 0;
        for (size_t c = 0; c < columns; c++)
            sum += self->values[r * columns + c];
        write_margin(out, self->rows.items[r], "total", sum);
        total += sum;
    }
    for (size_t c = 0; c < columns; c++) {
        double sum = 0;
        for (size_t r = 0; r < self->rows.num; r++)
            sum += self->values[r * columns + c];
        write_margin(out, "total", self->columns.items[c], sum);
    }
    write_margin(out, "total", "total", total);
}

static void write_names(const struct job *self, struct csvout *out, const char *const *more)
{
    csvout_text(out, opts_text(self->opts, "rows", ""));
    csvout_text(out, opts_text(self->opts, "columns", ""));
    csvout_text(out, opts_text(self->opts, "value", ""));
    for (; *more != NULL; more++)
        csvout_text(out, *more);
    csvout_end(out);
}

/* For everybody: why a cell is left out is not told, it would say how small it is. */
static void write_public(const struct job *self, struct csvout *out)
{
    static const char *const more[] = {"status", NULL};

    write_names(self, out, more);
    for (size_t i = 0; i < self->rows.num * self->columns.num; i++) {
        bool is_published = self->cells[i].status == SECRECY_PUBLISHED;
        csvout_text(out, self->rows.items[i / self->columns.num]);
        csvout_text(out, self->columns.items[i % self->columns.num]);
        csvout_number(out, is_published ? self->values[i] : (double)NAN, 0);
        csvout_text(out, is_published ? "published" : "secret");
        csvout_end(out);
    }
    write_margins(self, out);
}

/* For those who publish: what was left out, why, and what can be worked out of it. */
static void write_audit(const struct job *self, struct csvout *out)
{
    static const char *const reasons[] = {"published", "by the rules", "to protect others"};
    static const char *const more[] = {"reason", "can_be_worked_out_from", "to", NULL};

    write_names(self, out, more);
    for (size_t i = 0; i < self->rows.num * self->columns.num; i++) {
        if (self->cells[i].status == SECRECY_PUBLISHED)
            continue;
        csvout_text(out, self->rows.items[i / self->columns.num]);
        csvout_text(out, self->columns.items[i % self->columns.num]);
        csvout_number(out, self->values[i], 0);
        csvout_text(out, reasons[self->cells[i].status]);
        csvout_number(out, self->cells[i].low, 10);
        csvout_number(out, self->cells[i].high, 10);
        csvout_end(out);
    }
}

static void say_counts(const struct job *self)
{
    size_t counts[3] = {0}, num = self->rows.num * self->columns.num;

    for (size_t i = 0; i < num; i++)
        counts[self->cells[i].status]++;
    message_note("%zu cells: %zu published, %zu secret, %zu left out to protect them", num,
                 counts[SECRECY_PUBLISHED], counts[SECRECY_PRIMARY], counts[SECRECY_SECONDARY]);
}

static int protect(struct job *self, struct err *err)
{
    int status = list_names(self, err);

    if (status == ERR_OK)
        status = alloc_cells(self, err);
    if (status == ERR_OK)
        status = fill_cells(self, err);
    if (status != ERR_OK)
        return status;
    struct secrecy_table table = {self->values, self->contributors, self->largest, self->rows.num,
                                  self->columns.num};
    status = secrecy_protect(self->cells, &table, &self->rules, &self->is_protected, err);
    if (status == ERR_OK && !self->is_protected)
        status = err_set(
            err, ERR_DATA,
            "no choice of cells protects the secret ones while the margins are published: group rows or "
            "columns");
    return status;
}

static int write_all(struct job *self, struct outfile files[2], int style, struct err *err)
{
    const char *paths[] = {opts_text(self->opts, "output", "-"), opts_text(self->opts, "audit", NULL)};
    void (*const writers[])(const struct job *, struct csvout *) = {write_public, write_audit};
    size_t num = paths[1] ? 2 : 1;
    int status = ERR_OK;

    for (size_t k = 0; k < num && status == ERR_OK; k++) {
        struct csvout out;
        status = outfile_open(&files[k], paths[k], opts_has(self->opts, "force"), err);
        if (status != ERR_OK)
            break;
        csvout_init(&out, &files[k], (enum csv_style)style);
        writers[k](self, &out);
        csvout_free(&out);
    }
    return status == ERR_OK ? outfile_commit_all(files, num, err) : status;
}

static int run_job(struct job *self, struct outfile files[2], struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = read_table(self, err);
    if (status == ERR_OK)
        status = protect(self, err);
    message_problems(&self->problems);
    if (status == ERR_OK)
        status = write_all(self, files, style, err);
    if (status == ERR_OK)
        say_counts(self);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job *job = mem_alloc(1, sizeof *job, err);
    struct outfile files[2] = {{0}};
    int status = job ? opts_expect_arguments(opts, 1, 1, "a table as CSV", err) : ERR_LIMIT;

    if (job == NULL)
        return status;
    job->opts = opts;
    if (status == ERR_OK)
        status = run_job(job, files, err);
    outfile_free(&files[0]);
    outfile_free(&files[1]);
    free(job->values);
    free(job->contributors);
    free(job->largest);
    free(job->cells);
    table_free(&job->input);
    schema_free(&job->schema);
    problems_free(&job->problems);
    free(job);
    return status;
}

const struct command cmd_protect = {
    .name = "protect",
    .group = "Data",
    .summary = "leave out the cells of a table that would give people or firms away",
    .arguments = "--rows COLUMN --columns COLUMN --value COLUMN [options] TABLE.csv",
    .details = "Takes a table with one record a cell. Cells of too few contributors, or with one that\n"
               "dominates, are secret; further cells, the smallest, are left out so that nobody can\n"
               "work the secret ones out from the margins, which are published. --audit gives the\n"
               "bounds between which somebody can find each of them (linear programming). If no\n"
               "choice protects, nothing is written: group rows or columns.\n"
               "The same table gives the same cells. Tables that share cells with this one, or that\n"
               "nest in it, must be protected together: this does one table.\n",
    .examples = "  bassin protect --rows epci --columns sector --value jobs jobs.csv -o public.csv\n"
                "  bassin protect --rows zone --columns sector --value turnover \\\n"
                "      --contributors firms --largest first_firm --threshold 3 firms.csv\n",
    .options = options,
    .run = run,
};

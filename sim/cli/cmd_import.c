/* bassin import: official files to one canonical panel. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/csvopts.h"
#include "sim/cli/dictionaries.h"
#include "sim/cli/message.h"
#include "sim/cli/paths.h"
#include "sim/cli/suggest.h"
#include "stats/base/parallel.h"
#include "stats/base/catalogue.h"
#include "stats/base/text.h"
#include "stats/data/import.h"
#include "stats/data/panel.h"

static const struct option_spec options[] = {
    {'d', "dictionary", "FILE", "how columns map to variables; may be repeated\n(default: those shipped)"},
    {'g', "geography", "FILE", "the table of territories (default: the one shipped)"},
    {0, "events", "FILE", "merged and split communes (default: the table shipped; 'none' for none)"},
    {'l', "levels", "LIST",
     "levels to write: com, epci, ze, ti, dep, rze, reg, fr\n(default epci,ze,ti,dep,reg,fr)"},
    {'o', "output", "FILE", "the panel FILE.csv; FILE.variables.csv is written beside it"},
    {'f', "family", "NAME", "read all files as this family instead of recognising it"},
    {'y', "year", "YEARS", "keep only 2018 or 2007-2018"},
    {0, "vintage", "YEAR", "year of the figures, for files that do not tell it"},
    {0, "allow-unmatched", "CODES", "codes that may be left out, or 'all'"},
    {0, "pad-codes", NULL, "put back leading zeros lost in a spreadsheet"},
    {0, "coverage", "FILE", "audit: codes that are not of the table, territories without a row"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    CSV_OPTION_SPECS,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct geography geography;
    struct dictionary dictionary;
    struct grid grid;
    struct import_options import;
    struct text_list allowed;
    struct coverage coverage;
    struct source first; /* file; read beside the geography */
    bool wanted[NUM_LEVELS];
    struct problems problems;
};

static int read_levels(struct job *self, struct err *err)
{
    struct text_list list;
    char near[SUGGESTION_SIZE];
    int status = opts_list(self->opts, "levels", &list, err);
    static const enum level usual[] = {LEVEL_EPCI, LEVEL_ZE, LEVEL_TI, LEVEL_DEP, LEVEL_REG, LEVEL_FR};

    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum level level = level_find(list.items[i], strlen(list.items[i]));
        if (level == NUM_LEVELS)
            status =
                err_set(err, ERR_USAGE, "--levels: '%s' is not one of com, epci, ze, ti, dep, rze, reg, fr%s",
                        list.items[i], suggest_level(near, list.items[i]));
        else
            self->wanted[level] = true;
    }
    if (list.num_items == 0)
        for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
            self->wanted[usual[i]] = true;
    text_list_free(&list);
    return status;
}

static int read_years(struct job *self, struct err *err)
{
    const char *text = opts_text(self->opts, "year", NULL);
    int first, last, quarter;

    if (text == NULL)
        return ERR_OK;
    if (pattern_match("{yyyy}", text, &first, &quarter)) {
        self->import.first_year = self->import.last_year = first;
        return ERR_OK;
    }
    if (strlen(text) == 9 && text[4] == '-') {
        char start[5] = {text[0], text[1], text[2], text[3], '\0'};
        if (pattern_match("{yyyy}", start, &first, &quarter) &&
            pattern_match("{yyyy}", text + 5, &last, &quarter) && first <= last) {
            self->import.first_year = first;
            self->import.last_year = last;
            return ERR_OK;
        }
    }
    return err_set(err, ERR_USAGE, "--year is '%s', expected 2018 or 2007-2018", text);
}

static int read_settings(struct job *self, struct err *err)
{
    int status = read_levels(self, err);

    if (status == ERR_OK)
        status = read_years(self, err);
    if (status == ERR_OK)
        status = opts_year(self->opts, "vintage", &self->import.vintage, err);
    if (status == ERR_OK)
        status = csvopts_read(self->opts, &self->import.csv, &self->import.decimal, err);
    if (status == ERR_OK)
        status = opts_threads(self->opts, &self->import.threads, err);
    if (status == ERR_OK)
        status = opts_list(self->opts, "allow-unmatched", &self->allowed, err);
    self->import.levels = self->wanted;
    self->import.family = opts_text(self->opts, "family", NULL);
    if (status == ERR_OK && opts_has(self->opts, "coverage") &&
        strcmp(opts_text(self->opts, "coverage", ""), opts_text(self->opts, "output", "-")) == 0)
        status = err_set(err, ERR_USAGE, "--coverage and --output name the same file '%s'",
                         opts_text(self->opts, "coverage", ""));
    self->import.coverage = opts_has(self->opts, "coverage") ? &self->coverage : NULL;
    self->import.pad_codes = opts_has(self->opts, "pad-codes");
    self->import.allowed = self->allowed.items;
    self->import.num_allowed = self->allowed.num_items;
    self->import.allow_all_unmatched =
        self->allowed.num_items == 1 && strcmp(self->allowed.items[0], "all") == 0;
    return status;
}

static int read_geography(struct job *self, struct err *err)
{
    const char *given = opts_text(self->opts, "geography", NULL);
    const char *events = opts_text(self->opts, "events", NULL);
    char *shipped = NULL, *shipped_events = NULL;
    int status = ERR_OK;

    if (given == NULL) {
        given = shipped = paths_dataset("geography/geography-2022.csv", err);
        status = shipped ? ERR_OK : ERR_IO;
    }
    if (status == ERR_OK && events == NULL) {
        events = shipped_events = paths_dataset("geography/events.csv", err);
        status = shipped_events ? ERR_OK : ERR_IO;
    }
    if (events != NULL && strcmp(events, "none") == 0)
        events = NULL;
    if (status == ERR_OK)
        status = geography_read(&self->geography, given, events, &self->problems, err);
    free(shipped);
    free(shipped_events);
    return status;
}

static void say_what_was_read(const char *file, const struct import_report *r)
{
    message_note("%s: family %s, %zu column%s used; %zu record%s, %zu matched", file, r->family,
                 r->num_columns_used, r->num_columns_used == 1 ? "" : "s", r->num_rows,
                 r->num_rows == 1 ? "" : "s", r->num_matched);
    if (r->num_skipped > 0)
        message_detail("    %zu left out by the dictionary", r->num_skipped);
    if (r->num_successors > 0)
        message_note("    %zu of communes that have merged or changed code since, counted where they are now",
                     r->num_successors);
    if (r->num_shared > 0)
        message_note(
            "    %zu of communes that are several in the table: counts shared by population, flagged "
            "imputed",
            r->num_shared);
    if (r->num_unshared > 0)
        message_note("    %zu cell%s of rates, means or shares of these left missing: only counts are shared",
                     r->num_unshared, r->num_unshared == 1 ? "" : "s");
    if (r->num_arrondissements > 0)
        message_note("    %zu of arrondissements, left aside where their commune has a row",
                     r->num_arrondissements);
    if (r->num_unmatched > 0)
        message_note("    %zu with a code that matches nothing, left out as allowed", r->num_unmatched);
    if (r->num_padded > 0)
        message_note(translate_count("    %zu code repaired with leading zeros",
                                     "    %zu codes repaired with leading zeros", r->num_padded),
                     r->num_padded);
    if (r->num_missing_cells > 0)
        message_note(translate_count("    %zu missing or secret cell (never counted as zero)",
                                     "    %zu missing or secret cells (never counted as zero)",
                                     r->num_missing_cells),
                     r->num_missing_cells);
}

/* "FILE: communes of 2019-12-31 to before 2021-01-01 (81 of 82 codes agree)" */
static void say_vintage(const char *file, const struct vintage *v)
{
    if (v->num_votes == 0)
        message_note("%s: the codes tell no date", file);
    else
        message_note("%s: communes of a date%s%s%s%s (%zu of %zu codes agree)", file,
                     v->first[0] ? _(" from ") : "", v->first, v->last[0] ? _(" before ") : "", v->last,
                     v->num_votes - v->num_against, v->num_votes);
}

static void say_coverage(const struct coverage *coverage, size_t first)
{
    size_t num_codes = 0, num_unmatched = 0, num_absent = 0;

    for (size_t i = first; i < coverage->num_lines; i++) {
        const struct coverage_line *line = &coverage->lines[i];
        num_codes += strcmp(line->record, "code") == 0;
        num_unmatched += strcmp(line->status, "unmatched") == 0;
        num_absent += strcmp(line->record, "territory") == 0;
        if (line->level == LEVEL_FR && line->covered >= 0)
            message_note("    %.4g %% of the population covered; codes of another date: %zu, unmatched: %zu; "
                         "territories without a figure: %zu",
                         100 * line->covered, num_codes - num_unmatched, num_unmatched, num_absent);
    }
}

static int audit(struct job *self, const char *file, const struct import_report *report, size_t first,
                 struct err *err)
{
    int status = coverage_add_territories(&self->coverage, &self->grid, file, err);

    if (status == ERR_OK) {
        say_vintage(file, &report->vintage);
        say_coverage(&self->coverage, first);
    }
    return status;
}

static int import_one(struct job *self, size_t index, struct err *err)
{
    const char *path = self->opts->arguments[index];
    struct source source = self->first;
    struct import_report report;
    size_t errors = self->problems.num_errors, first = self->coverage.num_lines;
    int status = index > 0 ? source_read(&source, path, 0, err) : ERR_OK;

    self->first = (struct source){0};
    if (status != ERR_OK)
        return status;
    status =
        import_file(&self->grid, &self->dictionary, &source, &self->import, &report, &self->problems, err);
    if (status == ERR_OK && self->problems.num_errors == errors)
        say_what_was_read(path, &report);
    if (status == ERR_OK && self->import.coverage != NULL)
        status = audit(self, path, &report, first, err);
    source_free(&source);
    return status;
}

/* Written even where codes match nothing: it helps to mend that. */
static int write_coverage(struct job *self, struct err *err)
{
    struct outfile file = {0};
    int status =
        outfile_open(&file, opts_text(self->opts, "coverage", "-"), opts_has(self->opts, "force"), err);

    if (status == ERR_OK)
        status = coverage_write(&self->coverage, &file, err);
    if (status == ERR_OK)
        status = outfile_commit(&file, err);
    outfile_free(&file);
    return status;
}

static int import_all(struct job *self, struct err *err)
{
    int status = ERR_OK;

    self->grid.geography = &self->geography;
    self->grid.threads = self->import.threads;
    for (size_t i = 0; i < self->opts->num_arguments && status == ERR_OK; i++)
        status = import_one(self, i, err);
    if (status == ERR_OK && self->import.coverage != NULL)
        status = write_coverage(self, err);
    if (status == ERR_OK)
        status = problems_status(&self->problems, _("the input"), err);
    if (status == ERR_OK)
        status = grid_aggregate(&self->grid, self->wanted, err);
    return status;
}

static int write_panel(struct job *self, const char *path, struct err *err)
{
    struct outfile files[2] = {0};
    struct strbuf beside = {0};
    size_t length = strlen(path);
    bool force = opts_has(self->opts, "force");
    int status;

    strbuf_add_bytes(&beside, path,
                     length > 4 && strcmp(path + length - 4, ".csv") == 0 ? length - 4 : length);
    strbuf_add(&beside, ".variables.csv");
    status = outfile_open(&files[0], path, force, err);
    if (status == ERR_OK)
        status = panel_write(&self->grid, self->wanted, &files[0], err);
    if (status == ERR_OK && strcmp(path, "-") != 0) {
        status = outfile_open(&files[1], strbuf_text(&beside), force, err);
        if (status == ERR_OK)
            status = panel_write_variables(&self->grid, &files[1], err);
    }
    if (status == ERR_OK)
        status = outfile_commit_all(files, strcmp(path, "-") != 0 ? 2 : 1, err);
    outfile_free(&files[0]);
    outfile_free(&files[1]);
    strbuf_free(&beside);
    return status;
}

/* What does not depend on one another. */
static int read_part(size_t index, int worker, void *context, struct err *err)
{
    struct job *self = context;

    (void)worker;
    return index == 0 ? read_geography(self, err)
                      : source_read(&self->first, self->opts->arguments[0], 0, err);
}

static int run_job(struct job *self, struct err *err)
{
    int status = read_settings(self, err);

    if (status == ERR_OK)
        status = parallel_for(2, self->import.threads < 2 ? 1 : 2, read_part, self, err);
    if (status == ERR_OK)
        status = dictionaries_read(&self->dictionary, self->opts, &self->problems, err);
    if (status == ERR_OK)
        status = problems_status(&self->problems, _("the geography and the dictionaries"), err);
    if (status == ERR_OK)
        status = import_all(self, err);
    if (status == ERR_OK)
        status = write_panel(self, opts_text(self->opts, "output", "-"), err);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 1, (size_t)-1, "one or more files", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    message_problems(&job.problems);
    coverage_free(&job.coverage);
    grid_free(&job.grid);
    dictionary_free(&job.dictionary);
    geography_free(&job.geography);
    source_free(&job.first);
    text_list_free(&job.allowed);
    problems_free(&job.problems);
    return status;
}

const struct command cmd_import = {
    .name = "import",
    .group = "Data",
    .summary = "read official files as published and sum them to territories",
    .arguments = "[options] FILE...",
    .details = "Reads official files (CSV, also gzip-compressed; ';' or ','; UTF-8 or Windows-1252)\n"
               "through a dictionary, matches their codes with the geography, sums counts to the\n"
               "levels asked for and writes one panel: level, code, name, year, then one column a\n"
               "variable. Counts of the census carry their standard error (column X__se). Missing\n"
               "and secret cells are never zero: X__missing counts them. Shares are never summed.\n"
               "Codes that match no territory fail the run unless they are named as allowed.\n"
               "\n"
               "Files and the table of territories may be of different dates: communes that merged\n"
               "are summed; counts of a commune that is several in the table are shared by\n"
               "population, their uncertainty goes to X__se, and X__imputed is the part that was\n"
               "shared; rates, means and shares are left missing there. --coverage writes how each\n"
               "code was matched (record code: merge, code, split, whole: several in the table,\n"
               "part: newer than the table), the date that the codes fit (vintage), territories\n"
               "without a row or a figure, and the part of the population covered at each level.\n",
    .examples =
        "  bassin import --levels epci,ze,dep,reg,fr -o panel.csv base-cc-emploi-pop-active-2020.csv\n"
        "  bassin import --dictionary mine.csv --levels epci -o panel.csv file.csv.gz\n"
        "  bassin import --coverage audit.csv -o panel.csv base-cc-emploi-pop-active-2020.csv\n",
    .options = options,
    .run = run,
};

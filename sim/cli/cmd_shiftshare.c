/* bassin shiftshare: growth of a territory by sector, and where it comes from. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/language.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryopts.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/indicators/breaks.h"
#include "stats/indicators/shift.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territory (shipped sectors: ze, rze)"},
    {'t', "territory", "CODE", "code of the territory"},
    {0, "from", "YEAR", "first date (default: the first at hand)"},
    {0, "to", "YEAR", "last date (default: the last at hand)"},
    {'m', "method", "dunn|esteban|arcelus|dynamic|all", "dunn (default), esteban, arcelus, dynamic or all"},
    {'r', "reference", "LEVEL[:CODE]",
     "what to compare with: the parent of that level, or that territory\n(default fr)"},
    {'i', "indicator", "NAME",
     "shift_share or shift_share_a5: which sectors (default: the finest with\nfigures at two dates)"},
    {0, "prefix", "PREFIX", "sectors of your own: all variables whose name begins so"},
    {0, "total", "VARIABLE", "with --prefix: the variable that they add up to"},
    {0, "confidence", "NUMBER", "of the intervals (default 0.95)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { NUM_DRAWS = 2000, MAX_TERMS = 2 * INDICATOR_MAX_TERMS };

/* A method and the components that add up to the change. */
static const struct method {
    const char *name;
    int num;
    enum shift_component components[8];
} methods[] = {
    {"dunn", 3, {SHIFT_NATIONAL, SHIFT_STRUCTURAL, SHIFT_REGIONAL}},
    {"esteban", 4, {SHIFT_NATIONAL, SHIFT_STRUCTURAL, SHIFT_HOMOTHETIC, SHIFT_ALLOCATION}},
    {"arcelus",
     8,
     {SHIFT_NATIONAL_EXPECTED, SHIFT_NATIONAL_DIFFERENTIAL, SHIFT_STRUCTURAL_EXPECTED,
      SHIFT_STRUCTURAL_DIFFERENTIAL, SHIFT_REGIONAL_EXPECTED, SHIFT_REGIONAL_DIFFERENTIAL,
      SHIFT_INDUSTRY_EXPECTED, SHIFT_INDUSTRY_DIFFERENTIAL}},
    {"dynamic", 3, {SHIFT_DYNAMIC_NATIONAL, SHIFT_DYNAMIC_STRUCTURAL, SHIFT_DYNAMIC_REGIONAL}},
};

enum { NUM_METHODS = sizeof methods / sizeof methods[0], METHOD_DYNAMIC = 3, METHOD_ALL = 4 };

struct job {
    const struct opts *opts;
    struct data_context data;
    int method; /* index of methods, or METHOD_ALL */
    double confidence;
    size_t zone, reference; /* at the levels of query */
    struct indicator_terms terms[MAX_TERMS];
    char prefix[64]; /* "flores38_*" */
    struct shift_query query;
    struct shift_data shift;
    double (*components)[NUM_SHIFT_COMPONENTS];
    struct interval (*intervals)[NUM_SHIFT_COMPONENTS];
    const char *interval_method;
    struct csvout *out; /* of the result, borrowed */
};

/* ---- options ---------------------------------------------------------------------------- */

static void add_terms(struct job *self, const struct indicator *indicator)
{
    for (int k = 0; k < INDICATOR_MAX_TERMS && indicator->terms[k].numerator != NULL; k++)
        self->terms[self->query.num_terms++] = indicator->terms[k];
}

static int read_indicator(struct job *self, struct err *err)
{
    const char *name = opts_text(self->opts, "indicator", NULL), *item;
    const struct indicator *indicator;

    if (name == NULL) {
        add_terms(self, indicator_find("shift_share"));
        add_terms(self, indicator_find("shift_share_a5"));
        return ERR_OK;
    }
    indicator = territoryopts_indicator(name, &item, err);
    if (indicator == NULL)
        return ERR_USAGE;
    if (indicator->kind != INDICATOR_SHIFT || item != NULL)
        return err_set(err, ERR_USAGE, "--indicator is '%s', expected shift_share or shift_share_a5", name);
    add_terms(self, indicator);
    return ERR_OK;
}

static int read_sectors(struct job *self, struct err *err)
{
    const char *prefix = opts_text(self->opts, "prefix", NULL);
    int length;

    self->query.terms = self->terms;
    if (prefix == NULL && opts_has(self->opts, "total"))
        return err_set(err, ERR_USAGE, "--total goes with --prefix");
    if (prefix == NULL)
        return read_indicator(self, err);
    if (opts_has(self->opts, "indicator"))
        return err_set(err, ERR_USAGE, "--prefix and --indicator both say which sectors: give one");
    length = snprintf(self->prefix, sizeof self->prefix, "%s*", prefix);
    if (length < 2 || length >= (int)sizeof self->prefix || strpbrk(prefix, " *") != NULL)
        return err_set(err, ERR_USAGE, "--prefix is '%s', expected the beginning of names of variables",
                       prefix);
    self->terms[0] = (struct indicator_terms){self->prefix, opts_text(self->opts, "total", NULL)};
    self->query.num_terms = 1;
    return ERR_OK;
}

static int read_dates(struct job *self, struct err *err)
{
    int status = opts_year(self->opts, "from", &self->query.from, err);

    if (status == ERR_OK)
        status = opts_year(self->opts, "to", &self->query.to, err);
    if (status == ERR_OK && self->query.from > 0 && self->query.to > 0 && self->query.from >= self->query.to)
        status = err_set(err, ERR_USAGE, "--from %d is not before --to %d", self->query.from, self->query.to);
    return status;
}

static int read_options(struct job *self, struct err *err)
{
    static const char *const names[] = {"dunn", "esteban", "arcelus", "dynamic", "all", NULL};
    int status = territoryopts_level(self->opts, &self->query.level, err);

    if (status == ERR_OK && !opts_has(self->opts, "territory"))
        status = err_set(err, ERR_USAGE, "--territory is needed: the code of a territory");
    if (status == ERR_OK)
        status = opts_choice(self->opts, "method", names, 0, &self->method, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.95, 0.5, 0.999, &self->confidence, err);
    if (status == ERR_OK)
        status = read_dates(self, err);
    return status == ERR_OK ? read_sectors(self, err) : status;
}

/* ---- territories -------------------------------------------------------------------------- */

static const struct zone *zone_at(const struct job *self, enum level level, size_t zone)
{
    return &self->data.geography.levels[level].items[zone];
}

static const struct zone *own_zone(const struct job *self)
{
    return zone_at(self, self->query.level, self->zone);
}

static const struct zone *reference_zone(const struct job *self)
{
    return zone_at(self, self->query.reference_level, self->reference);
}

/* "LEVEL:CODE", or "LEVEL" for the parent of that level. */
static int read_reference(struct job *self, struct err *err)
{
    const char *text = opts_text(self->opts, "reference", "fr"), *colon = strchr(text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    enum level level = level_find(text, length);

    if (level == NUM_LEVELS)
        return err_set(err, ERR_USAGE,
                       "--reference is '%s', expected a level (fr, reg, rze, ...) or LEVEL:CODE", text);
    self->query.reference_level = level;
    if (colon != NULL)
        return territoryopts_zone(&self->data, level, colon + 1, &self->reference, err);
    self->reference = level == self->query.level ? NO_ZONE : own_zone(self)->parents[level];
    if (self->reference == NO_ZONE && level == LEVEL_FR && self->query.level != LEVEL_FR)
        self->reference = geography_find(&self->data.geography, LEVEL_FR, "FR");
    return self->reference != NO_ZONE
               ? ERR_OK
               : err_set(err, ERR_USAGE, "%s %s has no parent of level %s: name a reference, LEVEL:CODE",
                         level_name(self->query.level), own_zone(self)->code, level_name(level));
}

/* Whether the territory lies in the reference, wholly. */
static bool lies_in_reference(const struct job *self)
{
    enum level level = self->query.reference_level;
    bool is_parent = own_zone(self)->parents[level] == self->reference;

    if (level == LEVEL_FR || (is_parent && own_zone(self)->shares[level] >= 1))
        return true;
    if (is_parent)
        message_note("%s lies only partly in %s: intervals take them as independent", own_zone(self)->name,
                     reference_zone(self)->name);
    return false;
}

static int find_territories(struct job *self, struct err *err)
{
    int status = territoryopts_zone(&self->data, self->query.level, opts_text(self->opts, "territory", ""),
                                    &self->zone, err);

    if (status == ERR_OK)
        status = read_reference(self, err);
    if (status == ERR_OK && self->query.level == self->query.reference_level && self->zone == self->reference)
        status = err_set(err, ERR_USAGE, "the reference is the territory itself: choose another");
    if (status != ERR_OK)
        return status;
    self->query.dataset = &self->data.dataset;
    self->query.code = own_zone(self)->code;
    self->query.reference_code = reference_zone(self)->code;
    self->query.is_part = lies_in_reference(self);
    return ERR_OK;
}

/* ---- computation -------------------------------------------------------------------------- */

static void note_sectors(const struct job *self)
{
    const struct shift_data *s = &self->shift;
    struct strbuf names = {0}, renamed = {0};
    const struct series_break *found = series_break_find(s->variable, s->from, s->to);

    for (size_t i = 0; i < s->num_left_out; i++)
        strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", s->left_out[i]);
    for (size_t i = 0; i < s->num; i++)
        if (s->items[i].is_renamed)
            strbuf_addf(&renamed, "%s%s", renamed.length > 0 ? ", " : "", s->items[i].name);
    if (names.length > 0)
        message_note("left out, without a figure at one of the dates: %s", strbuf_text(&names));
    if (renamed.length > 0)
        message_note("the label of %s is not the same at both dates: is it the same sector?",
                     strbuf_text(&renamed));
    if (found != NULL)
        message_note("not one series: %s",
                     strcmp(language_code(), "fr") == 0 ? found->what_fr : found->what_en);
    strbuf_free(&names);
    strbuf_free(&renamed);
}

static int check_dynamic(const struct job *self, struct err *err)
{
    const struct shift_data *s = &self->shift;
    const char *why = request_is_census(s->variable)
                          ? N_("census vintages nearer than five years share surveys")
                          : N_("a year between has no figures of all sectors");

    if (s->is_yearly || self->method < METHOD_DYNAMIC)
        return ERR_OK;
    if (self->method == METHOD_DYNAMIC)
        return err_set(err, ERR_DATA, "the dynamic method needs every year from %d to %d: %s", s->from, s->to,
                       translate(why));
    message_note("no dynamic method, which needs every year from %d to %d: %s", s->from, s->to,
                 translate(why));
    return ERR_OK;
}

static int compute(struct job *self, struct err *err)
{
    struct shift_data *s = &self->shift;

    self->components = mem_alloc(s->num + 1, sizeof *self->components, err);
    self->intervals = mem_alloc(s->num + 1, sizeof *self->intervals, err);
    if (self->components == NULL || self->intervals == NULL)
        return ERR_LIMIT;
    shift_share_components(s->local, s->country, s->num_dates, s->num, self->components);
    return shift_data_intervals(s, &self->query, NUM_DRAWS, self->confidence, false, self->intervals,
                                &self->interval_method, err);
}

/* Whether a variable of the datasets has this name, or begins so. */
static bool is_variable(const struct job *self, const char *name, bool as_prefix)
{
    const struct dataset *dataset = &self->data.dataset;

    for (size_t v = 0; v < dataset->num_variables; v++)
        if (as_prefix ? text_starts_with(dataset->variables[v].name, name)
                      : strcmp(dataset->variables[v].name, name) == 0)
            return true;
    return false;
}

static int check_names(const struct job *self, struct err *err)
{
    const char *prefix = opts_text(self->opts, "prefix", NULL), *total = opts_text(self->opts, "total", NULL);

    if (prefix != NULL && !is_variable(self, prefix, true))
        return err_set(err, ERR_DATA, "no variable of the datasets begins with '%s'", prefix);
    if (total != NULL && !is_variable(self, total, false))
        return err_set(err, ERR_DATA, "no variable of the datasets is called '%s'", total);
    return ERR_OK;
}

static int read_shift(struct job *self, struct err *err)
{
    int status = check_names(self, err);

    if (status == ERR_OK)
        status = shift_data_read(&self->shift, &self->query, err);

    if (status == ERR_OK && self->shift.problem != SHIFT_FINE)
        status = err_set(err, ERR_DATA, "%s %s against %s %s: %s", level_name(self->query.level),
                         self->query.code, level_name(self->query.reference_level),
                         self->query.reference_code, strbuf_text(&self->shift.why));
    if (status != ERR_OK)
        return status;
    note_sectors(self);
    status = check_dynamic(self, err);
    return status == ERR_OK ? compute(self, err) : status;
}

/* ---- table -------------------------------------------------------------------------------- */

/* Jobs of a sector, or of all of them (sector num). */
struct jobs {
    double start, end, reference_start, reference_end;
};

static struct jobs jobs_of(const struct shift_data *s, size_t sector)
{
    size_t last = (s->num_dates - 1) * s->num + sector;

    if (sector == s->num)
        return (struct jobs){shift_data_sum(s, s->local, 0), shift_data_sum(s, s->local, 1),
                             shift_data_sum(s, s->country, 0), shift_data_sum(s, s->country, 1)};
    return (struct jobs){s->local[sector], s->local[last], s->country[sector], s->country[last]};
}

static double growth(double start, double end)
{
    return start > 0 ? end / start - 1 : NAN;
}

static bool is_french(const struct job *self)
{
    return strcmp(self->data.language, "fr") == 0;
}

static void write_places(const struct job *self)
{
    csvout_text(self->out, level_name(self->query.level));
    csvout_text(self->out, self->query.code);
    csvout_text(self->out, own_zone(self)->name);
    csvout_text(self->out, level_name(self->query.reference_level));
    csvout_text(self->out, self->query.reference_code);
    csvout_text(self->out, reference_zone(self)->name);
    csvout_integer(self->out, self->shift.from);
    csvout_integer(self->out, self->shift.to);
}

static void write_sector(const struct job *self, size_t sector)
{
    const struct shift_data *s = &self->shift;

    if (sector == s->num) {
        csvout_text(self->out, "total");
        csvout_text(self->out, is_french(self) ? "ensemble" : "all sectors");
        return;
    }
    const struct panel_variable *v = s->items[sector].variable;
    csvout_text(self->out, s->items[sector].name);
    csvout_text(self->out, text_after_colon(is_french(self) ? v->label_fr : v->label_en));
}

static void write_jobs(const struct job *self, const struct jobs *jobs)
{
    csvout_number(self->out, jobs->start, 10);
    csvout_number(self->out, jobs->end, 10);
    csvout_number(self->out, growth(jobs->start, jobs->end), 10);
    csvout_number(self->out, growth(jobs->reference_start, jobs->reference_end), 10);
}

/* In jobs, and as a share of all jobs of the first date. */
static void write_values(const struct job *self, size_t sector, enum shift_component c)
{
    double all = shift_data_sum(&self->shift, self->shift.local, 0);
    struct interval interval = self->intervals[sector][c];
    double value = fabs(self->components[sector][c]) < 1e-12 * all ? 0 : self->components[sector][c];

    csvout_number(self->out, value, 10);
    csvout_number(self->out, interval.low, 10);
    csvout_number(self->out, interval.high, 10);
    csvout_number(self->out, value / all, 10);
    csvout_number(self->out, interval.low / all, 10);
    csvout_number(self->out, interval.high / all, 10);
    csvout_number(self->out, isnan(interval.low) ? (double)NAN : self->confidence, 10);
    csvout_text(self->out, self->interval_method);
}

static void flag_sector(const struct job *self, size_t sector, const struct jobs *jobs, struct estimate *e)
{
    const struct shift_data *s = &self->shift;
    double least = fmin(jobs->start, jobs->end);

    if (sector == s->num) {
        request_flag_missing(e, "partial", (double)s->num_left_out);
        return;
    }
    if (s->items[sector].is_absent)
        estimate_flag(e, "absent-at-start");
    if (request_is_census(s->variable) && least < 200)
        estimate_flag(e, "unreliable");
    else if (least < 5)
        estimate_flag(e, "few-jobs");
    request_flag_missing(e, "reference-partial", s->items[sector].missing);
}

static void write_origin(const struct job *self, size_t sector, const struct jobs *jobs)
{
    struct estimate e = estimate_none(self->shift.to);
    struct strbuf source = {0};

    flag_sector(self, sector, jobs, &e);
    series_break_flag(&e, self->shift.variable, self->shift.from, self->shift.to);
    dataset_source_text(&self->data.dataset, self->shift.variable->source, &source);
    csvout_text(self->out,
                is_french(self) ? self->shift.variable->universe_fr : self->shift.variable->universe_en);
    csvout_text(self->out, strbuf_text(&source));
    csvout_text(self->out, e.flags);
    strbuf_free(&source);
}

static void write_row(const struct job *self, const struct method *method, size_t sector,
                      enum shift_component c)
{
    struct jobs jobs = jobs_of(&self->shift, sector);

    write_places(self);
    csvout_text(self->out, method->name);
    write_sector(self, sector);
    csvout_text(self->out, shift_names[c].name);
    csvout_text(self->out, is_french(self) ? shift_names[c].label_fr : shift_names[c].label_en);
    write_jobs(self, &jobs);
    write_values(self, sector, c);
    write_origin(self, sector, &jobs);
    csvout_end(self->out);
}

/* The total first, then the sectors. */
static void write_method(const struct job *self, const struct method *method)
{
    size_t rows = self->shift.num + 1;

    for (size_t k = 0; k < rows; k++) {
        size_t sector = k == 0 ? self->shift.num : k - 1;
        write_row(self, method, sector, SHIFT_CHANGE);
        for (int c = 0; c < method->num; c++)
            write_row(self, method, sector, method->components[c]);
    }
}

static void write_table(const struct job *self)
{
    static const char *const names[] = {"level",
                                        "code",
                                        "name",
                                        "reference_level",
                                        "reference_code",
                                        "reference_name",
                                        "from",
                                        "to",
                                        "method",
                                        "sector",
                                        "label",
                                        "component",
                                        "component_label",
                                        "start",
                                        "end",
                                        "growth",
                                        "reference_growth",
                                        "value",
                                        "low",
                                        "high",
                                        "share",
                                        "share_low",
                                        "share_high",
                                        "confidence",
                                        "interval",
                                        "universe",
                                        "source",
                                        "flags",
                                        NULL};

    csvout_header(self->out, names);
    for (int m = 0; m < NUM_METHODS; m++)
        if (self->method == m ||
            (self->method == METHOD_ALL && (m != METHOD_DYNAMIC || self->shift.is_yearly)))
            write_method(self, &methods[m]);
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = find_territories(self, err);
    if (status == ERR_OK)
        status = read_shift(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    self->out = &table->csv;
    write_table(self);
    return result_table_close(table, status, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job *job = mem_alloc(1, sizeof *job, err);
    struct result_table table = {0};
    int status = job ? opts_expect_arguments(opts, 0, 0, "no argument", err) : ERR_LIMIT;

    if (status == ERR_OK) {
        job->opts = opts;
        status = run_job(job, &table, err);
    }
    result_table_free(&table);
    if (job != NULL) {
        free(job->components);
        free(job->intervals);
        shift_data_free(&job->shift);
        data_context_free(&job->data);
    }
    free(job);
    return status;
}

const struct command cmd_shiftshare = {
    .name = "shiftshare",
    .group = "Diagnosis",
    .summary = "split the growth of jobs of a territory by sector and origin",
    .arguments = "--level LEVEL --territory CODE [options]",
    .details =
        "One row a sector and component, the total first. dunn: 'national' (what growth of the\n"
        "reference would have given), 'structural' (what its mix of sectors adds), 'regional' (the rest).\n"
        "esteban splits the last into 'homothetic', at the structure of the reference, and\n"
        "'allocation'; arcelus has an expected and a differential part of national, structural,\n"
        "regional and industry; dynamic sums dunn year by year. The components of a method add up to\n"
        "'change'. 'share' is over all jobs of the first date.\n"
        "\n"
        "Intervals are of a Monte-Carlo of the counts at both dates, of the territory and of the rest of\n"
        "the reference: of standard errors for census counts, of a superpopulation for registers, which\n"
        "have no sampling error. Jobs that last from one date to the other make the latter too wide;\n"
        "those of sectors under five jobs (flag few-jobs) are too narrow. Census vintages must be five\n"
        "years apart; no figures are compared that differ in kind, and sectors without a figure at one\n"
        "of the dates are left out and named. A regional effect is no cause, and an establishment that\n"
        "changes its activity code moves its jobs from one sector to another.\n",
    .examples = "  bassin shiftshare --level ze --territory 2714 -o montbeliard-sectors.csv\n"
                "  bassin shiftshare --level ze --territory 2714 --method esteban --reference rze\n"
                "  bassin shiftshare --data mine --level epci --territory 200065647 -i shift_share_a5\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

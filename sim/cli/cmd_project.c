/* bassin project: a scenario pack to projections. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/dryrun.h"
#include "sim/cli/message.h"
#include "sim/cli/packopts.h"
#include "sim/cli/suggest.h"
#include "sim/run/check.h"
#include "sim/run/drivers.h"
#include "sim/run/engine.h"
#include "sim/run/limits.h"
#include "sim/run/results.h"
#include "sim/run/savedrun.h"
#include "sim/run/stoprule.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"
#include "stats/data/datapackage.h"
#include "stats/output/manifest.h"

#ifndef BASSIN_VERSION
#define BASSIN_VERSION "unknown"
#endif

static const struct option_spec options[] = {
    {'s', "scenario", "NAMES", "scenarios to run (default: all of the pack)"},
    {'n', "draws", "N", "number of draws (default 10000; with --until: of the first batch, 1024)"},
    {0, "first-draw", "N",
     "number of the first draw (default 0): a run of draws 0 to 999 and one\n"
     "of draws 1000 to 1999 are the two halves of a run of 2000"},
    {0, "seed", "N", "seed of the random numbers (default 1)"},
    {0, "points", "random|sobol",
     "of the parameters: random (default), or sobol: scrambled Sobol' points,\n"
     "16 scramblings in turn; smaller errors, best with 1024, 2048, 4096 draws"},
    {0, "means", "simulated|twin",
     "simulated (default), or twin: the means of the analytic twin where it is\n"
     "exact (where sd_sampling is given), free of the luck of people"},
    {0, "until", "RULE",
     "double the draws until a Monte-Carlo error is small enough:\n"
     "\"se(METRIC[,YEAR][,SCENARIO]) < X\" or \"se(METRIC)/mean < 1%\";\n"
     "at the last year, in all scenarios unless given; status 1 if not reached"},
    {0, "max-draws", "N", "the most draws that --until may take (default 1048576)"},
    {0, "keep", NULL, "write accumulators.bin, from which the run can be extended"},
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
    {'o', "output", "DIR", "folder of the results"},
    {0, NULL, NULL, NULL},
};

enum output {
    OUT_PROJECTION,
    OUT_DIFFERENCES,
    OUT_TARGETS,
    OUT_COSTS,
    OUT_ASSUMPTIONS,
    OUT_SCENARIOS,
    OUT_TWIN,
    OUT_DRIVERS,
    OUT_DRAWS,
    OUT_ACCUMULATORS,
    OUT_WORKBOOK,
    OUT_PACKAGE,
    OUT_MANIFEST,
    NUM_OUTPUTS
};

static const char *const output_names[NUM_OUTPUTS] = {
    "projection.csv", "differences.csv",  "targets.csv", "costs.csv", "assumptions.csv",
    "scenarios.csv",  "twin.csv",         "drivers.csv", "draws.csv", "accumulators.bin",
    "results.xlsx",   "datapackage.json", "run.json"};

/* Under which schema each table is written; NULL for the others. */
static const char *const output_schemas[NUM_OUTPUTS] = {
    "projection", "differences", "targets-results", "costs", "assumptions-results",
    "scenarios",  "twin",        "drivers",         "draws"};

struct job {
    const struct opts *opts;
    const char *folder;
    struct problems problems;
    struct pack pack;
    struct model model;
    struct engine_settings settings;
    struct engine_results results;
    struct twin_check check;
    const char *until; /* the rule as given, NULL for none */
    struct stop_rule rule;
    struct saved_run start; /* of --extend */
    struct driver_choice drivers_of;
    struct drivers drivers; /* of --drivers and --drivers-of */
    struct dry_run dry;     /* of --dry-run */
    int style;              /* of the tables, but for the twin and the draws */
    struct manifest *manifest;
    struct outfile files[NUM_OUTPUTS];
};

static int read_scopes(struct job *self, struct err *err)
{
    static const char *const names[] = {"all", "audience", "territory", "measure", "measure-audience"};
    char near[SUGGESTION_SIZE];
    struct text_list list;
    int status = opts_list(self->opts, "scopes", &list, err);

    for (int k = 0; k <= SCOPE_MEASURE && list.num_items == 0; k++)
        self->settings.choice.scopes[k] = true;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        int k = 0;
        while (k < 5 && strcmp(names[k], list.items[i]) != 0)
            k++;
        if (k == 5)
            status =
                err_set(err, ERR_USAGE,
                        "--scopes: '%s' is not one of all, measure, measure-audience, audience, territory%s",
                        list.items[i], suggest(near, list.items[i], names, 5));
        else
            self->settings.choice.scopes[k] = true;
    }
    text_list_free(&list);
    return status;
}

static int read_metrics(struct job *self, struct err *err)
{
    struct text_list list;
    int status = opts_list(self->opts, "metrics", &list, err);

    for (int m = 0; m < NUM_METRICS; m++)
        self->settings.choice.metrics[m] = list.num_items == 0;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum metric metric = metric_find(list.items[i]);
        const char *near = metric_nearest(list.items[i]);
        if (metric == NUM_METRICS)
            status = err_set(
                err, ERR_USAGE, "--metrics: there is no metric '%s'%s%s%s (see 'bassin list metrics')",
                list.items[i], near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
        else
            self->settings.choice.metrics[metric] = true;
    }
    text_list_free(&list);
    return status;
}

static int read_drivers(struct job *self, struct err *err)
{
    struct text_list list;
    int status = opts_list(self->opts, "drivers-of", &list, err);

    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++)
        status = driver_choice_add(&self->drivers_of, list.items[i], self->settings.choice.metrics, err);
    text_list_free(&list);
    return status;
}

static int read_points(struct job *self, struct err *err)
{
    static const char *const points[] = {"random", "sobol", NULL};
    static const char *const means[] = {"simulated", "twin", NULL};
    int kind, mean, status = opts_choice(self->opts, "points", points, POINTS_RANDOM, &kind, err);

    if (status == ERR_OK)
        status = opts_choice(self->opts, "means", means, 0, &mean, err);
    if (status != ERR_OK)
        return status;
    self->settings.points = (enum points)kind;
    self->settings.twin_means = mean == 1;
    return ERR_OK;
}

static int read_stop_rule(struct job *self, struct err *err)
{
    int64_t most;
    int status = opts_integer(self->opts, "max-draws", INT64_C(1) << 20, 1, INT64_C(4000000000), &most, err);

    self->until = opts_text(self->opts, "until", NULL);
    if (status != ERR_OK)
        return status;
    if (self->until == NULL)
        return opts_has(self->opts, "max-draws") ? err_set(err, ERR_USAGE, "--max-draws needs --until")
                                                 : ERR_OK;
    self->settings.most_draws = (uint64_t)most;
    self->settings.is_enough = stop_rule_holds;
    self->settings.enough_context = &self->rule;
    return stop_rule_parse(&self->rule, self->until, err);
}

/* Limits that concern several settings. */
static int check_settings(const struct job *self, struct err *err)
{
    const struct engine_settings *s = &self->settings;
    uint64_t most = s->is_enough ? s->most_draws : s->num_draws;

    if (s->num_draws > most)
        return err_set(err, ERR_USAGE, "--draws (%llu, the first batch) is more than --max-draws (%llu)",
                       (unsigned long long)s->num_draws, (unsigned long long)most);
    if (s->points == POINTS_SOBOL && s->first_draw + most > SOBOL_MAX_DRAWS)
        return err_set(err, ERR_USAGE, "--points sobol has the draws 0 to %llu only: lower --first-draw",
                       (unsigned long long)SOBOL_MAX_DRAWS - 1);
    return ERR_OK;
}

static int read_settings(struct job *self, struct err *err)
{
    int64_t draws, first, seed;
    int64_t usual = opts_has(self->opts, "until") ? 1024 : 10000;
    int status = opts_integer(self->opts, "draws", usual, 1, INT64_C(4000000000), &draws, err);

    if (status == ERR_OK)
        status = opts_integer(self->opts, "first-draw", 0, 0, INT64_C(1) << 48, &first, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_C(1) << 53, &seed, err);
    if (status == ERR_OK)
        status = opts_threads(self->opts, &self->settings.threads, err);
    if (status == ERR_OK)
        status = read_points(self, err);
    if (status == ERR_OK)
        status = read_stop_rule(self, err);
    if (status == ERR_OK)
        status = read_scopes(self, err);
    if (status == ERR_OK)
        status = read_metrics(self, err);
    if (status == ERR_OK)
        status = read_drivers(self, err);
    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &self->style, err);
    self->folder = opts_text(self->opts, "output", NULL);
    if (status == ERR_OK && self->folder == NULL && !opts_has(self->opts, "dry-run"))
        status = err_set(err, ERR_USAGE, "-o DIR is needed: the folder of the results");
    if (status != ERR_OK)
        return status;
    self->settings.num_draws = (uint64_t)draws;
    self->settings.first_draw = (uint64_t)first;
    self->settings.seed = (uint64_t)seed;
    return check_settings(self, err);
}

static bool is_wanted(const struct job *self, int output)
{
    if (output == OUT_ACCUMULATORS)
        return opts_has(self->opts, "keep");
    if (output == OUT_DRIVERS)
        return opts_has(self->opts, "drivers") || opts_has(self->opts, "drivers-of");
    if (output == OUT_WORKBOOK)
        return opts_has(self->opts, "xlsx");
    return output != OUT_DRAWS || opts_has(self->opts, "save-draws");
}

/* The run that is to be extended, if any. */
static int read_start(struct job *self, struct err *err)
{
    const char *folder = opts_text(self->opts, "extend", NULL);
    struct engine_settings *s = &self->settings;
    char *path;
    int status;

    if (folder == NULL)
        return ERR_OK;
    if (is_wanted(self, OUT_DRIVERS))
        return err_set(err, ERR_USAGE, "--extend does not simulate the first draws: leave out --drivers");
    if (opts_has(self->opts, "save-draws"))
        return err_set(err, ERR_USAGE, "--extend does not simulate the first draws: leave out --save-draws");
    if (opts_has(self->opts, "dry-run"))
        return err_set(err, ERR_USAGE,
                       "--dry-run tells what a run from its first draw costs: leave out --extend");
    path = outfile_join(folder, output_names[OUT_ACCUMULATORS], err);
    status = path ? saved_run_read(&self->start, path, &self->model, s, BASSIN_VERSION, err) : ERR_LIMIT;
    free(path);
    if (status != ERR_OK)
        return status;
    if (!opts_has(self->opts, "draws") && s->is_enough != NULL && s->num_draws < self->start.num_draws)
        s->num_draws = self->start.num_draws;
    if (s->num_draws < self->start.num_draws)
        return err_set(err, ERR_USAGE, "%s holds %llu draws, more than --draws %llu", self->start.name,
                       (unsigned long long)self->start.num_draws, (unsigned long long)s->num_draws);
    s->start = &self->start;
    return check_settings(self, err);
}

static int open_outputs(struct job *self, struct err *err)
{
    int status = outfile_make_folder(self->folder, err);

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        char *path = is_wanted(self, i) ? outfile_join(self->folder, output_names[i], err) : NULL;
        if (path == NULL && is_wanted(self, i))
            status = ERR_LIMIT;
        else if (path != NULL)
            status = outfile_open(&self->files[i], path, opts_has(self->opts, "force"), err);
        free(path);
    }
    return status;
}

static int run_engine(struct job *self, struct err *err)
{
    struct problems again = {0}; /* those that packopts_check has recorded */
    int status;

    self->settings.draws = is_wanted(self, OUT_DRAWS) ? &self->files[OUT_DRAWS] : NULL;
    status = is_wanted(self, OUT_DRIVERS)
                 ? drivers_init(&self->drivers, &self->model, &self->drivers_of, &self->settings, &again, err)
                 : ERR_OK;
    if (status == ERR_OK)
        status = engine_run(&self->results, &self->model, &self->settings, &again, err);
    problems_free(&again);
    if (status == ERR_OK)
        status = check_twin(&self->check, &self->results, &self->files[OUT_TWIN], err);
    return status;
}

/* A table that is written from the results: not the twin and the draws, which are written as they come. */
static bool is_table(const struct job *self, int output)
{
    return is_wanted(self, output) && (output <= OUT_SCENARIOS || output == OUT_DRIVERS);
}

static int write_table(struct job *self, int output, struct csvout *out, struct err *err)
{
    switch (output) {
    case OUT_PROJECTION:
        results_write_projection(&self->results, out);
        return ERR_OK;
    case OUT_DIFFERENCES:
        results_write_differences(&self->results, out);
        return ERR_OK;
    case OUT_TARGETS:
        results_write_targets(&self->results, out);
        return ERR_OK;
    case OUT_COSTS:
        results_write_costs(&self->results, out);
        return ERR_OK;
    case OUT_ASSUMPTIONS:
        results_write_assumptions(&self->model, out);
        return ERR_OK;
    case OUT_SCENARIOS:
        results_write_scenarios(&self->model, out);
        return ERR_OK;
    default:
        return drivers_write(&self->drivers, &self->results, out, err);
    }
}

static int write_tables(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        struct csvout out;
        if (!is_table(self, i))
            continue;
        csvout_init(&out, &self->files[i], (enum csv_style)self->style);
        status = write_table(self, i, &out, err);
        csvout_free(&out);
    }
    return status;
}

/* The name of a table, without ".csv". */
static const char *stem_of(int output, char name[SHEET_NAME_SIZE])
{
    snprintf(name, SHEET_NAME_SIZE, "%.*s", (int)strcspn(output_names[output], "."), output_names[output]);
    return name;
}

static int add_sheets(struct job *self, struct workbook *book, struct err *err)
{
    char name[SHEET_NAME_SIZE];
    int status = ERR_OK;

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        struct csvout out;
        if (!is_table(self, i))
            continue;
        struct sheet *sheet = workbook_add_sheet(book, stem_of(i, name), err);
        if (sheet == NULL)
            return ERR_LIMIT;
        csvout_init_sheet(&out, sheet);
        status = write_table(self, i, &out, err);
        csvout_free(&out);
    }
    return status;
}

static int write_workbook(struct job *self, struct err *err)
{
    struct workbook *book;
    int status = ERR_LIMIT;

    if (!is_wanted(self, OUT_WORKBOOK))
        return ERR_OK;
    book = workbook_make(err);
    if (book != NULL)
        status = add_sheets(self, book, err);
    if (status == ERR_OK)
        status = workbook_save(book, &self->files[OUT_WORKBOOK], err);
    workbook_remove(book);
    return status;
}

/* The texts that sourced values cite. */
static void add_sources(const struct job *self, struct data_package *package)
{
    for (size_t i = 0; i < self->model.num_variables; i++) {
        const struct pack_assumption *row = self->model.variables[i].row;
        if (row != NULL && row->status == STATUS_SOURCED)
            data_package_add_source(package, row->source);
    }
}

static int fill_package(struct job *self, struct data_package *package, struct err *err)
{
    int status = ERR_OK;

    add_sources(self, package);
    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        if (!is_wanted(self, i) || output_schemas[i] == NULL)
            continue;
        status = outfile_finish(&self->files[i], err);
        if (status == ERR_OK)
            status = data_package_add_table(
                package, &self->files[i], output_schemas[i],
                is_table(self, i) ? (enum csv_style)self->style : CSV_STYLE_STANDARD, err);
    }
    return status == ERR_OK ? data_package_write(package, &self->files[OUT_PACKAGE], err) : status;
}

/* Of the pack it tells what its tables hold, not the name of its folder: a pack that has been moved
 * gives the same bytes. */
static int write_package(struct job *self, struct err *err)
{
    struct data_package *package = data_package_new("projection", "Projection of a scenario pack", err);
    int status = package ? fill_package(self, package, err) : ERR_LIMIT;

    data_package_free(package);
    return status;
}

static void describe_check(struct job *self)
{
    const struct twin_check *c = &self->check;
    char text[512];

    manifest_set_number(self->manifest, "twin", "means_compared", (double)c->num_means);
    manifest_set_number(self->manifest, "twin", "means_without_twin", (double)c->num_without_twin);
    manifest_set_number(self->manifest, "twin", "largest_mean_z", c->mean.z);
    manifest_set_number(self->manifest, "twin", "limit_of_mean_z", c->mean_limit);
    manifest_set_number(self->manifest, "twin", "variances_compared", (double)c->num_variances);
    manifest_set_number(self->manifest, "twin", "largest_variance_z", c->variance.z);
    manifest_set_number(self->manifest, "twin", "limit_of_variance_z", c->variance_limit);
    if (c->num_means > 0) {
        snprintf(text, sizeof text, "%s, %s, %s, %d", c->mean.scenario, c->mean.place, c->mean.metric,
                 c->mean.year);
        manifest_set_section_text(self->manifest, "twin", "where", text);
    }
}

/* How the points were chosen, and where the errors come from. */
static void describe_points(struct job *self)
{
    bool is_sobol = self->settings.points == POINTS_SOBOL;

    manifest_set_text(self->manifest, "generator", "Philox4x32-10, keyed by stream and draw");
    manifest_set_text(self->manifest, "points", is_sobol ? "sobol" : "random");
    if (is_sobol) {
        manifest_set_text(self->manifest, "points_source", "Joe and Kuo 2008, nested uniform scrambling");
        manifest_set_integer(self->manifest, "scramblings", SOBOL_REPLICATES);
        manifest_set_integer(self->manifest, "mc_se_degrees_of_freedom", SOBOL_REPLICATES - 1);
    }
    manifest_set_text(self->manifest, "mc_se",
                      is_sobol ? "spread of the means of the scramblings" : "independent draws");
    manifest_set_text(self->manifest, "means", self->settings.twin_means ? "twin" : "simulated");
    if (self->until != NULL) {
        manifest_set_text(self->manifest, "until", self->until);
        manifest_set_integer(self->manifest, "max_draws", (int64_t)self->settings.most_draws);
    }
    if (self->settings.start != NULL)
        manifest_set_integer(self->manifest, "draws_extended", (int64_t)self->start.num_draws);
}

static int write_accumulators(struct job *self, struct err *err)
{
    struct strbuf text = {0};
    int status = ERR_OK;

    if (is_wanted(self, OUT_ACCUMULATORS))
        status = saved_run_write(&self->results, BASSIN_VERSION, &text, err);
    if (status == ERR_OK && text.length > 0)
        outfile_write(&self->files[OUT_ACCUMULATORS], text.text, text.length);
    strbuf_free(&text);
    return status;
}

static int write_manifest(struct job *self, struct err *err)
{
    int status = ERR_OK;

    manifest_set_text(self->manifest, "pack", self->pack.folder);
    manifest_set_integer(self->manifest, "draws", (int64_t)self->results.num_draws);
    manifest_set_integer(self->manifest, "first_draw", (int64_t)self->settings.first_draw);
    manifest_set_integer(self->manifest, "seed", (int64_t)self->settings.seed);
    describe_points(self);
    manifest_set_integer(self->manifest, "threads", self->settings.threads);
    describe_check(self);
    for (size_t i = 0; i < pack_num_files(&self->pack) && status == ERR_OK; i++)
        status = manifest_add_input(self->manifest, pack_file(&self->pack, i), err);
    for (int i = 0; i < OUT_MANIFEST && status == ERR_OK; i++)
        if (is_wanted(self, i)) {
            status = outfile_finish(&self->files[i], err);
            if (status == ERR_OK)
                status = manifest_add_output(self->manifest, &self->files[i], err);
        }
    manifest_add_warnings(self->manifest, &self->problems);
    return status == ERR_OK ? manifest_write(self->manifest, &self->files[OUT_MANIFEST], err) : status;
}

static int commit(struct job *self, struct err *err)
{
    int status = ERR_OK;

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++)
        status = outfile_finish(&self->files[i], err);
    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++)
        if (is_wanted(self, i))
            status = outfile_commit(&self->files[i], err);
    return status;
}

/* The median and 90 % interval of the headline metrics at the last year. */
static void say_headline(const struct job *self, size_t scenario, enum metric metric)
{
    const struct engine_results *r = &self->results;
    const struct scenario *s = &self->model.scenarios[scenario];
    const struct accumulator *a = &r->values[engine_index(r, scenario, 0, metric, s->num_years - 1)];
    double scale = metric_scale(metric, s->steps_per_year);

    if (!layout_is_reported(&r->layout, s, metric) || a->histogram.count == 0)
        return;
    message_note("  %-24s %-36s %10.0f  (%.0f to %.0f)", s->row->name, metric_specs[metric].name,
                 histogram_quantile(&a->histogram, 0.5) * scale,
                 histogram_quantile(&a->histogram, 0.05) * scale,
                 histogram_quantile(&a->histogram, 0.95) * scale);
}

static void say_targets(const struct job *self)
{
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t t = 0; t < self->pack.num_targets; t++) {
            const struct pack_target *target = &self->pack.targets[t];
            if (!engine_has_target(&self->results, s, t))
                continue;
            struct target_result result = results_target(&self->results, s, t);
            char value[NUMBER_TEXT_SIZE];
            number_format(target->value, value);
            message_note("  %-24s P(%s %s %s in %d) = %.3f", self->model.scenarios[s].row->name,
                         target->metric, target->at_least ? ">=" : "<=", value, target->year,
                         result.probability);
        }
}

static double median_at(const struct job *self, size_t scenario, size_t scope, enum metric metric)
{
    const struct engine_results *r = &self->results;
    int last = self->model.scenarios[scenario].num_years - 1;

    return histogram_quantile(&r->values[engine_index(r, scenario, scope, metric, last)].histogram, 0.5);
}

static void say_limits_of(const struct job *self, size_t scenario, size_t scope)
{
    const struct engine_results *r = &self->results;
    const struct scenario *s = &self->model.scenarios[scenario];
    const char *territory = r->layout.scopes[scope].scope.territory;
    struct limit_found found;

    if (limit_find(r, scenario, scope, METRIC_WITHOUT_APPLICANTS, &found))
        message_note("  %-24s eligible people of %s run out from %d on; places left empty: %.0f that year, "
                     "%.0f in %d (medians)",
                     s->row->name, territory, s->first_year + found.year, found.median,
                     median_at(self, scenario, scope, METRIC_WITHOUT_APPLICANTS), s->last_year);
    if (limit_find(r, scenario, scope, METRIC_REFUSED, &found))
        message_note("  %-24s industrial openings of %s run out from %d on; trained people refused: %.0f "
                     "that year, %.0f in %d (medians)",
                     s->row->name, territory, s->first_year + found.year, found.median,
                     median_at(self, scenario, scope, METRIC_REFUSED), s->last_year);
}

/* What holds a scenario back in more than half of the draws. */
static void say_limits(const struct job *self)
{
    const struct layout *layout = &self->results.layout;

    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t k = 0; k < layout->num_scopes; k++)
            if (layout->scopes[k].scope.kind == SCOPE_TERRITORY)
                say_limits_of(self, s, k);
}

static void say_means(const struct job *self)
{
    if (self->settings.twin_means)
        message_note("means: %zu of %zu are those of the analytic twin (sd_sampling is given), the others "
                     "are simulated",
                     self->check.num_means, self->check.num_means + self->check.num_without_twin);
}

static void say_results(const struct job *self)
{
    static const enum metric headline[] = {METRIC_ENROLLED_TOTAL,      METRIC_CERTIFIED_TOTAL,
                                           METRIC_PLACED_TOTAL,        METRIC_INDUSTRY_STOCK,
                                           METRIC_INDUSTRY_ADDITIONAL, METRIC_INDUSTRY_HIRES_NET_TOTAL,
                                           METRIC_COST_TOTAL};
    const struct twin_check *c = &self->check;

    message_note("median at the last year (90 %% of the draws)");
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t m = 0; m < sizeof headline / sizeof headline[0]; m++)
            say_headline(self, s, headline[m]);
    say_targets(self);
    say_limits(self);
    say_means(self);
    if (c->num_means > 0)
        message_note(
            "sampler against its analytic twin: %zu means, largest |z| %.2f (limit %.2f); %zu variances, "
            "largest |z| %.2f (limit %.2f); %zu series without a twin",
            c->num_means, fabs(c->mean.z), c->mean_limit, c->num_variances, fabs(c->variance.z),
            c->variance_limit, c->num_without_twin);
    for (int i = 0; i < NUM_OUTPUTS; i++)
        if (is_wanted(self, i))
            message_note("wrote %s", self->files[i].path);
}

static int report_disagreement(const struct twin_check *check, struct err *err)
{
    bool is_mean = fabs(check->mean.z) > check->mean_limit;
    const struct worst *worst = is_mean ? &check->mean : &check->variance;

    return err_set(err, ERR_INTERNAL,
                   "the sampler disagrees with its analytic twin (%s of %s, %s in %d: z = %.1f): nothing was "
                   "written; please report this with the pack",
                   is_mean ? _("mean") : _("variance"), worst->scenario, worst->metric, worst->year,
                   worst->z);
}

/* Whether the stop rule was reached: said in any case, an error if not. */
static int report_stop(const struct job *self, struct err *err)
{
    unsigned long long draws = self->results.num_draws;
    double scale = self->rule.is_relative ? 100 : 1;
    const char *unit = self->rule.is_relative ? "%" : "";
    struct stop_state state;

    if (self->until == NULL)
        return ERR_OK;
    state = stop_rule_state(&self->rule, &self->results);
    if (state.error < self->rule.limit) {
        message_note("%s after %llu draws (%.4g%s%s%s)", self->until, draws, scale * state.error, unit,
                     state.scenario[0] ? _(" in ") : "", state.scenario);
        return ERR_OK;
    }
    return err_set(err, ERR_FALSE,
                   "not reached after %llu draws: %s (it is %.4g%s in %s); the results are written; raise "
                   "--max-draws",
                   draws, self->until, scale * state.error, unit, state.scenario);
}

static int prepare(struct job *self, struct err *err)
{
    int status = read_settings(self, err);

    if (status == ERR_OK)
        status = packopts_open(&self->pack, &self->model, self->opts->arguments[0], self->opts,
                               &self->problems, err);
    if (status == ERR_OK)
        status = packopts_check(&self->model, self->opts->arguments[0], &self->problems, err);
    if (status == ERR_OK)
        status = driver_choice_check(&self->drivers_of, &self->model, &self->settings.choice, err);
    if (status == ERR_OK && self->until != NULL)
        status = stop_rule_check(&self->rule, &self->model, &self->settings.choice, err);
    return status == ERR_OK ? read_start(self, err) : status;
}

static int write_results(struct job *self, struct err *err)
{
    int status = write_tables(self, err);

    if (status == ERR_OK)
        status = write_workbook(self, err);
    if (status == ERR_OK)
        status = write_accumulators(self, err);
    if (status == ERR_OK)
        status = write_package(self, err);
    return status == ERR_OK ? write_manifest(self, err) : status;
}

static void measure_files(struct job *self)
{
    struct stat found;

    for (int i = 0; i < NUM_OUTPUTS; i++)
        if (is_wanted(self, i) && stat(self->files[i].path, &found) == 0)
            *(i == OUT_DRAWS ? &self->dry.draws_bytes : &self->dry.other_bytes) += (double)found.st_size;
}

/* The same run, stopped early, into a folder that is removed. */
static int run_dry(struct job *self, struct err *err)
{
    int status = tempfolder_make(&self->dry.folder, err);

    self->folder = self->dry.folder.path;
    forecast_begin(&self->dry.forecast, &self->settings);
    if (status == ERR_OK)
        status = open_outputs(self, err);
    if (status == ERR_OK)
        status = run_engine(self, err);
    if (status != ERR_OK)
        return status;
    self->dry.stopped = forecast_processor();
    status = write_results(self, err);
    if (status == ERR_OK)
        status = commit(self, err);
    self->dry.ended = forecast_processor();
    measure_files(self);
    return status == ERR_OK ? dry_run_report(&self->dry, &self->results, err) : status;
}

static int run_job(struct job *self, struct err *err)
{
    int status = prepare(self, err);

    if (status == ERR_OK && opts_has(self->opts, "dry-run"))
        return run_dry(self, err);
    if (status == ERR_OK)
        status = open_outputs(self, err);
    if (status == ERR_OK)
        status = run_engine(self, err);
    if (status == ERR_OK)
        status = write_results(self, err);
    if (status == ERR_OK && !check_holds(&self->check))
        status = report_disagreement(&self->check, err);
    if (status == ERR_OK)
        status = commit(self, err);
    if (status != ERR_OK)
        return status;
    say_results(self);
    return report_stop(self, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 1, 1, "the folder of a scenario pack", err);

    if (status == ERR_OK) {
        job.manifest = manifest_new(BASSIN_VERSION, opts->argc, opts->argv, err);
        status = job.manifest ? run_job(&job, err) : ERR_LIMIT;
    }
    message_problems(&job.problems);
    for (int i = 0; i < NUM_OUTPUTS; i++)
        outfile_free(&job.files[i]);
    engine_results_free(&job.results);
    saved_run_free(&job.start);
    drivers_free(&job.drivers);
    driver_choice_free(&job.drivers_of);
    dry_run_free(&job.dry);
    model_free(&job.model);
    pack_free(&job.pack);
    manifest_free(job.manifest);
    problems_free(&job.problems);
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
               "  accumulators.bin with --keep: sums and histograms, for --extend\n"
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
        "  bassin project cnam-montbeliard --extend few --draws 100000 -o many\n",
    .options = options,
    .run = run,
};

#include "sim/cli/projection.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/message.h"
#include "sim/run/results.h"
#include "sim/run/savedrun.h"
#include "stats/base/catalogue.h"
#include "stats/data/datapackage.h"

const char *const output_names[NUM_OUTPUTS] = {
    "projection.csv", "differences.csv",  "targets.csv", "costs.csv", "assumptions.csv",
    "scenarios.csv",  "twin.csv",         "drivers.csv", "draws.csv", "accumulators.bin",
    "results.xlsx",   "datapackage.json", "run.json"};

/* Under which schema each table is written; NULL for the others. */
static const char *const output_schemas[NUM_OUTPUTS] = {
    "projection", "differences", "targets-results", "costs", "assumptions-results",
    "scenarios",  "twin",        "drivers",         "draws"};

bool projection_writes(const struct projection *self, int output)
{
    if (output == OUT_ACCUMULATORS)
        return opts_has(self->opts, "keep");
    if (output == OUT_DRIVERS)
        return opts_has(self->opts, "drivers") || opts_has(self->opts, "drivers-of");
    if (output == OUT_WORKBOOK)
        return opts_has(self->opts, "xlsx");
    return output != OUT_DRAWS || opts_has(self->opts, "save-draws");
}

int projection_open(struct projection *self, struct err *err)
{
    int status = outfile_make_folder(self->folder, err);

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        char *path = projection_writes(self, i) ? outfile_join(self->folder, output_names[i], err) : NULL;
        if (path == NULL && projection_writes(self, i))
            status = ERR_LIMIT;
        else if (path != NULL)
            status = outfile_open(&self->files[i], path, opts_has(self->opts, "force"), err);
        free(path);
    }
    return status;
}

/* A table that is written from the results: not the twin and the draws, which are written as they come. */
static bool is_table(const struct projection *self, int output)
{
    return projection_writes(self, output) && (output <= OUT_SCENARIOS || output == OUT_DRIVERS);
}

static int write_table(struct projection *self, int output, struct csvout *out, struct err *err)
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

static int write_tables(struct projection *self, struct err *err)
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

static int add_sheets(struct projection *self, struct workbook *book, struct err *err)
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

static int write_workbook(struct projection *self, struct err *err)
{
    struct workbook *book;
    int status = ERR_LIMIT;

    if (!projection_writes(self, OUT_WORKBOOK))
        return ERR_OK;
    book = workbook_make(err);
    if (book != NULL)
        status = add_sheets(self, book, err);
    if (status == ERR_OK)
        status = workbook_save(book, &self->files[OUT_WORKBOOK], err);
    workbook_remove(book);
    return status;
}

static bool cites(enum status_mark status)
{
    return status == STATUS_SOURCED || status == STATUS_DERIVED || status == STATUS_OBSERVED;
}

/* The texts that values, places, funding and facts on the territory cite: a judgement cites nothing. */
static void add_sources(const struct projection *self, struct data_package *package)
{
    const struct pack *pack = &self->pack;
    const struct table *facts = pack_facts(pack);

    for (size_t i = 0; i < self->model.num_variables; i++) {
        const struct pack_assumption *row = self->model.variables[i].row;
        if (row != NULL && cites(row->status))
            data_package_add_source(package, row->source);
    }
    for (size_t i = 0; i < pack->num_measures; i++)
        if (cites(pack->measures[i].status))
            data_package_add_source(package, pack->measures[i].source);
    for (size_t i = 0; i < pack->num_fundings; i++)
        if (cites(pack->fundings[i].status))
            data_package_add_source(package, pack->fundings[i].source);
    for (size_t i = 0; facts != NULL && i < facts->num_rows; i++)
        if (strcmp(table_text(facts, i, table_find(facts, "status")), "judgement") != 0)
            data_package_add_source(package, table_text(facts, i, table_find(facts, "source")));
}

static int fill_package(struct projection *self, struct data_package *package, struct err *err)
{
    int status = ERR_OK;

    add_sources(self, package);
    if (opts_has(self->opts, "licence"))
        data_package_set_licence(package, self->licence);
    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++) {
        if (!projection_writes(self, i) || output_schemas[i] == NULL)
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
static int write_package(struct projection *self, struct err *err)
{
    struct data_package *package = data_package_new("projection", "Projection of a scenario pack", err);
    int status = package ? fill_package(self, package, err) : ERR_LIMIT;

    data_package_free(package);
    return status;
}

static void describe_check(struct projection *self)
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
static void describe_points(struct projection *self)
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
    manifest_set_text(self->manifest, "means",
                      self->settings.twin_means     ? "twin"
                      : self->settings.without_twin ? "draws"
                                                    : "simulated");
    if (self->until != NULL) {
        manifest_set_text(self->manifest, "until", self->until);
        manifest_set_integer(self->manifest, "max_draws", (int64_t)self->settings.most_draws);
    }
    if (self->num_parts > 0) {
        manifest_set_integer(self->manifest, "parts_merged", (int64_t)self->num_parts);
        manifest_set_text(self->manifest, "as_one_run", self->one_run);
    } else if (self->settings.num_starts > 0)
        manifest_set_integer(self->manifest, "draws_extended", (int64_t)self->settings.start->num_draws);
}

static int write_manifest(struct projection *self, const char *const *inputs, size_t num_inputs,
                          struct err *err)
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
    for (size_t i = 0; i < num_inputs && status == ERR_OK; i++)
        status = manifest_add_input(self->manifest, inputs[i], err);
    for (int i = 0; i < OUT_MANIFEST && status == ERR_OK; i++)
        if (projection_writes(self, i)) {
            status = outfile_finish(&self->files[i], err);
            if (status == ERR_OK)
                status = manifest_add_output(self->manifest, &self->files[i], err);
        }
    manifest_add_warnings(self->manifest, &self->problems);
    return status == ERR_OK ? manifest_write(self->manifest, &self->files[OUT_MANIFEST], err) : status;
}

int projection_commit(struct projection *self, struct err *err)
{
    int status = ERR_OK;

    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++)
        status = outfile_finish(&self->files[i], err);
    for (int i = 0; i < NUM_OUTPUTS && status == ERR_OK; i++)
        if (projection_writes(self, i))
            status = outfile_commit(&self->files[i], err);
    return status;
}

int projection_write(struct projection *self, const char *const *inputs, size_t num_inputs, struct err *err)
{
    int status = write_tables(self, err);

    if (status == ERR_OK)
        status = write_workbook(self, err);
    if (status == ERR_OK)
        status = projection_writes(self, OUT_ACCUMULATORS)
                     ? saved_run_write(&self->results, BASSIN_VERSION, &self->files[OUT_ACCUMULATORS], err)
                     : ERR_OK;
    if (status == ERR_OK)
        status = write_package(self, err);
    return status == ERR_OK ? write_manifest(self, inputs, num_inputs, err) : status;
}

int projection_check(const struct projection *self, struct err *err)
{
    const struct twin_check *check = &self->check;
    bool is_mean = fabs(check->mean.z) > check->mean_limit;
    const struct worst *worst = is_mean ? &check->mean : &check->variance;

    if (check_holds(check))
        return ERR_OK;
    return err_set(err, ERR_INTERNAL,
                   "the sampler disagrees with its analytic twin (%s of %s, %s in %d: z = %.1f): nothing was "
                   "written; please report this with the pack",
                   is_mean ? _("mean") : _("variance"), worst->scenario, worst->metric, worst->year,
                   worst->z);
}

int projection_read_means(struct projection *self, bool simulates, struct err *err)
{
    static const char *const means[] = {"simulated", "twin", "draws", NULL};
    static const char *const given[] = {"simulated", "twin", NULL};
    int mean = 0, status = opts_choice(self->opts, "means", simulates ? means : given, 0, &mean, err);

    self->settings.twin_means = mean == 1;
    self->settings.without_twin |= mean == 2;
    return status;
}

int projection_read_drivers(struct projection *self, struct err *err)
{
    struct text_list list;
    int status = opts_list(self->opts, "drivers-of", &list, err);

    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++)
        status = driver_choice_add(&self->drivers_of, list.items[i], self->settings.choice.metrics, err);
    text_list_free(&list);
    return status;
}

int projection_read_licence(struct projection *self, struct err *err)
{
    return opts_choice(self->opts, "licence", data_package_licences, 0, &self->licence, err);
}

void projection_free(struct projection *self)
{
    for (int i = 0; i < NUM_OUTPUTS; i++)
        outfile_free(&self->files[i]);
    engine_results_free(&self->results);
    drivers_free(&self->drivers);
    driver_choice_free(&self->drivers_of);
    model_free(&self->model);
    pack_free(&self->pack);
    manifest_free(self->manifest);
    problems_free(&self->problems);
}

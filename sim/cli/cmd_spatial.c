/* bassin spatial: are neighbours alike? */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/contouropts.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/suggest.h"
#include "sim/cli/territoryopts.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"
#include "stats/data/contours.h"
#include "stats/data/csvout.h"
#include "stats/numeric/spatial.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories: epci, ze, dep, reg"},
    {'i', "indicator", "NAME", "the indicator (NAME, or NAME:item)"},
    {'c', "contours", "FILE",
     "GeoJSON of the territories, plain or gzip (longitude, latitude;\n"
     "default: those shipped, with few corners)"},
    {0, "code-field", "NAME", "property that holds the codes (default: found by their form)"},
    {'y', "year", "YEAR", "year of the indicator (default: the last that the level has)"},
    {'w', "weights", "KIND",
     "queen (default: a common corner), rook (a common side), nearest:K,\n"
     "within:KM"},
    {0, "style", "rows|binary", "rows (default: weights of a territory add up to 1) or binary"},
    {0, "statistic", "moran|g|gstar", "local: moran (default), g or gstar"},
    {0, "scale", "n|n-1", "local moran: n (default, as spdep) or n-1 (as GeoDa)"},
    {'p', "permutations", "N", "permutations behind p-values (default 9999)"},
    {0, "seed", "N", "seed of the permutations (default 1)"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

/* A territory that has both a contour and a value. */
struct unit {
    const struct zone *zone;
    size_t contour;
};

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    const struct indicator *indicator;
    const char *item;
    int year;
    struct contours contours;
    struct unit *units;
    double *values; /* [num_units] */
    size_t num_units, num_without_value, num_without_zone;
    struct weights weights;
    struct local_options local;
};

static int read_options(struct job *self, struct err *err)
{
    static const char *const kinds[] = {"moran", "g", "gstar", NULL}, *const scales[] = {"n", "n-1", NULL};
    int status = territoryopts_level(self->opts, &self->level, err), kind = 0, scale = 0;
    int64_t permutations = 0, seed = 0;

    if (status == ERR_OK && !opts_has(self->opts, "indicator"))
        status = err_set(err, ERR_USAGE, "--indicator is needed");
    if (status == ERR_OK) {
        self->indicator = territoryopts_indicator(opts_text(self->opts, "indicator", ""), &self->item, err);
        status = self->indicator ? ERR_OK : ERR_USAGE;
    }
    if (status == ERR_OK)
        status = opts_choice(self->opts, "statistic", kinds, 0, &kind, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "scale", scales, 0, &scale, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "permutations", 9999, 1, 10000000, &permutations, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_C(1) << 53, &seed, err);
    if (status == ERR_OK)
        status = opts_threads(self->opts, &self->local.threads, err);
    self->item = self->item ? self->item : "";
    self->local.kind = (enum local_kind)kind;
    self->local.scale = (enum local_scale)scale;
    self->local.permutations = (int)permutations;
    self->local.seed = (uint64_t)seed;
    return status;
}

/* ---- units ------------------------------------------------------------------------------ */

static int choose_year(struct job *self, struct err *err)
{
    int *years = NULL, status;
    size_t num = 0;

    status = indicator_check_item(self->indicator, self->item, &self->data.dataset, err);
    if (status != ERR_OK)
        return status;
    if (opts_has(self->opts, "year"))
        return opts_year(self->opts, "year", &self->year, err);
    status =
        indicator_years(self->indicator, self->item, &self->data.dataset, self->level, &years, &num, err);
    self->year = num > 0 ? years[num - 1] : 0;
    free(years);
    if (status == ERR_OK && num == 0)
        status = err_set(err, ERR_DATA, "level %s has no figure for '%s'", level_name(self->level),
                         opts_text(self->opts, "indicator", ""));
    return status;
}

static int add_unit(struct job *self, size_t contour, struct err *err)
{
    size_t z = geography_find(&self->data.geography, self->level, self->contours.codes[contour]);
    struct estimate e;

    if (z == NO_ZONE) {
        self->num_without_zone++;
        return ERR_OK;
    }
    const struct zone *zone = &self->data.geography.levels[self->level].items[z];
    int status = indicator_evaluate(self->indicator, self->item, &self->data.dataset, self->level, zone->code,
                                    self->year, &estimate_defaults, &e, err);
    if (status != ERR_OK)
        return status;
    if (isnan(e.value)) {
        self->num_without_value++;
        return ERR_OK;
    }
    self->units[self->num_units] = (struct unit){zone, contour};
    self->values[self->num_units++] = e.value;
    return ERR_OK;
}

static int collect_units(struct job *self, struct err *err)
{
    int status = choose_year(self, err);

    self->units = mem_alloc(self->contours.num, sizeof *self->units, err);
    self->values = mem_alloc(self->contours.num, sizeof *self->values, err);
    if (status == ERR_OK && (self->units == NULL || self->values == NULL))
        status = ERR_LIMIT;
    for (size_t i = 0; i < self->contours.num && status == ERR_OK; i++)
        status = add_unit(self, i, err);
    if (status == ERR_OK && self->num_units < 4)
        status = err_set(err, ERR_DATA,
                         translate_count("%zu territory has a contour and a value, expected 4 at least",
                                         "%zu territories have a contour and a value, expected 4 at least",
                                         self->num_units),
                         self->num_units);
    return status;
}

/* ---- weights ------------------------------------------------------------------------------- */

static int weigh_contacts(struct job *self, bool rook, struct err *err)
{
    size_t *unit_of = mem_alloc(self->contours.num, sizeof *unit_of, err), num = 0, kept = 0;
    struct weight_pair *pairs = NULL;
    struct contact *contacts = NULL;
    int status = unit_of ? contours_contacts(&self->contours, rook, &contacts, &num, err) : ERR_LIMIT;

    for (size_t i = 0; i < self->contours.num && status == ERR_OK; i++)
        unit_of[i] = self->num_units;
    for (size_t u = 0; u < self->num_units && status == ERR_OK; u++)
        unit_of[self->units[u].contour] = u;
    if (status == ERR_OK && (pairs = mem_alloc(2 * num, sizeof *pairs, err)) == NULL)
        status = ERR_LIMIT;
    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        size_t a = unit_of[contacts[i].from], b = unit_of[contacts[i].to];
        if (a == self->num_units || b == self->num_units)
            continue;
        pairs[kept++] = (struct weight_pair){a, b};
        pairs[kept++] = (struct weight_pair){b, a};
    }
    if (status == ERR_OK)
        status = weights_from_pairs(&self->weights, self->num_units, pairs, kept, err);
    free(unit_of);
    free(contacts);
    free(pairs);
    return status;
}

static int weigh_places(struct job *self, const char *kind, double number, struct err *err)
{
    double *x = mem_alloc(self->num_units, sizeof *x, err), *y = mem_alloc(self->num_units, sizeof *y, err);
    int status = x && y ? ERR_OK : ERR_LIMIT;

    for (size_t u = 0; u < self->num_units && status == ERR_OK; u++) {
        x[u] = self->contours.x[self->units[u].contour];
        y[u] = self->contours.y[self->units[u].contour];
    }
    if (status == ERR_OK && text_starts_with(kind, "nearest:"))
        status = weights_nearest(&self->weights, x, y, self->num_units, (size_t)number, err);
    else if (status == ERR_OK)
        status = weights_within(&self->weights, x, y, self->num_units, number, err);
    free(x);
    free(y);
    return status;
}

static int make_weights(struct job *self, struct err *err)
{
    static const char *const styles[] = {"rows", "binary", NULL};
    const char *kind = opts_text(self->opts, "weights", "queen"), *colon = strchr(kind, ':');
    double number;
    int style, status = opts_choice(self->opts, "style", styles, 0, &style, err);

    if (status != ERR_OK)
        return status;
    if (strcmp(kind, "queen") == 0 || strcmp(kind, "rook") == 0)
        status = weigh_contacts(self, kind[0] == 'r', err);
    else if (colon != NULL && (text_starts_with(kind, "nearest:") || text_starts_with(kind, "within:")) &&
             number_parse(colon + 1, strlen(colon + 1), '.', &number) == NUMBER_OK && number >= 1)
        status = weigh_places(self, kind, number, err);
    else
        status =
            err_set(err, ERR_USAGE, "--weights is '%s', expected queen, rook, nearest:K or within:KM", kind);
    if (status == ERR_OK && weights_num_islands(&self->weights) == self->num_units)
        status =
            err_set(err, ERR_DATA,
                    "no territory has a neighbour: the contours may have been simplified one by one; try "
                    "--weights nearest:5");
    if (status == ERR_OK && style == 0)
        weights_standardise(&self->weights);
    return status;
}

/* ---- results ------------------------------------------------------------------------------------ */

static void write_statistic(struct csvout *out, const struct job *self, const char *name,
                            const struct spatial_statistic *s, double p)
{
    csvout_text(out, name);
    csvout_text(out, opts_text(self->opts, "indicator", ""));
    csvout_integer(out, self->year);
    csvout_integer(out, (int64_t)self->num_units);
    csvout_integer(out, (int64_t)weights_num_islands(&self->weights));
    csvout_number(out, s->value, 10);
    csvout_number(out, s->expected, 10);
    csvout_number(out, s->variance_random, 10);
    csvout_number(out, (s->value - s->expected) / sqrt(s->variance_random), 10);
    csvout_number(out, s->variance_normal, 10);
    csvout_number(out, p, 10);
    csvout_integer(out, self->local.permutations);
    csvout_end(out);
}

static int write_global(struct job *self, struct csvout *out, struct err *err)
{
    static const char *const names[] = {"statistic",
                                        "indicator",
                                        "year",
                                        "n",
                                        "islands",
                                        "value",
                                        "expected",
                                        "variance_randomisation",
                                        "z",
                                        "variance_normality",
                                        "p_permutation",
                                        "permutations",
                                        NULL};
    struct spatial_statistic moran = spatial_moran(self->values, &self->weights);
    struct spatial_statistic geary = spatial_geary(self->values, &self->weights);
    double p;
    int status = spatial_moran_p(self->values, &self->weights, self->local.permutations, self->local.seed,
                                 self->local.threads, &p, err);

    if (status != ERR_OK)
        return status;
    csvout_header(out, names);
    write_statistic(out, self, "moran", &moran, p);
    write_statistic(out, self, "geary", &geary, NAN);
    return ERR_OK;
}

/* In which quarter of Moran's diagram a unit lies, when that is no accident. */
static const char *quarter(const struct job *self, size_t u, double mean, const struct local_result *r)
{
    double lag = 0, weight = 0;

    for (size_t k = self->weights.starts[u]; k < self->weights.starts[u + 1]; k++) {
        lag += self->weights.values[k] * (self->values[self->weights.columns[k]] - mean);
        weight += self->weights.values[k];
    }
    if (!(weight > 0))
        return "island";
    if (!(r->p_fdr <= 0.05))
        return "";
    if (self->local.kind != LOCAL_MORAN)
        return r->value > 0 ? "high" : "low";
    if (self->values[u] > mean)
        return lag > 0 ? "high-high" : "high-low";
    return lag > 0 ? "low-high" : "low-low";
}

static int write_local(struct job *self, struct csvout *out, struct err *err)
{
    static const char *const names[] = {"level", "code",       "name",      "year",       "indicator",
                                        "value", "neighbours", "statistic", "p_directed", "p",
                                        "p_fdr", "exact",      "cluster",   NULL};
    struct local_result *results = mem_alloc(self->num_units, sizeof *results, err);
    double mean = 0;
    int status =
        results ? spatial_local(results, self->values, &self->weights, &self->local, err) : ERR_LIMIT;

    for (size_t u = 0; u < self->num_units; u++)
        mean += self->values[u] / (double)self->num_units;
    if (status == ERR_OK)
        csvout_header(out, names);
    for (size_t u = 0; u < self->num_units && status == ERR_OK; u++) {
        const struct local_result *r = &results[u];
        csvout_text(out, level_name(self->level));
        csvout_text(out, self->units[u].zone->code);
        csvout_text(out, self->units[u].zone->name);
        csvout_integer(out, self->year);
        csvout_text(out, opts_text(self->opts, "indicator", ""));
        csvout_number(out, self->values[u], 10);
        csvout_integer(out, (int64_t)weights_degree(&self->weights, u));
        csvout_number(out, r->value, 10);
        csvout_number(out, r->p_directed, 10);
        csvout_number(out, r->p, 10);
        csvout_number(out, r->p_fdr, 10);
        csvout_text(out, r->is_exact ? "yes" : "no");
        csvout_text(out, quarter(self, u, mean, r));
        csvout_end(out);
    }
    free(results);
    return status;
}

static void say_coverage(const struct job *self)
{
    message_note(translate_count("%zu territory in %d; %zu without neighbours",
                                 "%zu territories in %d; %zu without neighbours", self->num_units),
                 self->num_units, self->year, weights_num_islands(&self->weights));
    if (self->num_without_value > 0)
        message_note(translate_count("%zu contour left out: no value", "%zu contours left out: no value",
                                     self->num_without_value),
                     self->num_without_value);
    if (self->num_without_zone > 0)
        message_note(translate_count("%zu contour left out: not in the geography of %s",
                                     "%zu contours left out: not in the geography of %s",
                                     self->num_without_zone),
                     self->num_without_zone, self->data.geography.vintage);
}

static int prepare(struct job *self, int *style, struct err *err)
{
    int status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = contouropts_read(&self->contours, opts_text(self->opts, "contours", NULL), self->level,
                                  opts_text(self->opts, "code-field", NULL), &self->data.problems, err);
    message_problems(&self->data.problems);
    if (status == ERR_OK)
        status = collect_units(self, err);
    return status == ERR_OK ? make_weights(self, err) : status;
}

static int run_job(struct job *self, struct result_table *table, bool is_global, struct err *err)
{
    int style, status = prepare(self, &style, err);

    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    status = is_global ? write_global(self, &table->csv, err) : write_local(self, &table->csv, err);
    status = result_table_close(table, status, err);
    if (status == ERR_OK)
        say_coverage(self);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    static const char *const kinds[] = {"global", "local"};
    struct job job = {.opts = opts};
    struct result_table table = {0};
    char near[SUGGESTION_SIZE];
    int status = opts_expect_arguments(opts, 1, 1, "global or local", err);
    bool is_global = status == ERR_OK && strcmp(opts->arguments[0], "global") == 0;

    if (status == ERR_OK && !is_global && strcmp(opts->arguments[0], "local") != 0)
        status = err_set(err, ERR_USAGE, "expected global or local, not '%s'%s", opts->arguments[0],
                         suggest(near, opts->arguments[0], kinds, 2));
    if (status == ERR_OK)
        status = run_job(&job, &table, is_global, err);
    result_table_free(&table);
    weights_free(&job.weights);
    contours_free(&job.contours);
    free(job.units);
    free(job.values);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_spatial = {
    .name = "spatial",
    .group = "Diagnosis",
    .summary = "test whether neighbouring territories are alike",
    .arguments = "global --level LEVEL --indicator NAME [--contours FILE] [options]\n"
                 "   or: bassin spatial local --level LEVEL --indicator NAME [--contours FILE] [options]",
    .details = "global: Moran's I and Geary's C of the whole map, with moments under randomisation\n"
               "and normality and a permutation p-value (one-sided). local: local Moran, G or G* of\n"
               "every territory; p-values hold the territory's own value and draw its neighbours\n"
               "without replacement (or enumerate them where there are few choices), p is twice the\n"
               "one on the side of the value, p_fdr is adjusted for the number of territories, and\n"
               "'cluster' names those below 5 % of it. Territories without neighbours are counted.\n"
               "The contours shipped have no overseas territories for epci and ze, and the\n"
               "intercommunalités of 2025: give your own with --contours where that matters.\n",
    .examples = "  bassin spatial global -l ze -i unemployment_localised\n"
                "  bassin spatial local -l ze -i industry_share_posts -c ze2020.geojson.gz -o lisa.csv\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

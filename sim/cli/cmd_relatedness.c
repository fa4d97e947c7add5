/* bassin relatedness: the sectors near to what a territory does already. */
#include <math.h>
#include <stdlib.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryopts.h"
#include "stats/base/mem.h"
#include "stats/data/csvout.h"
#include "stats/indicators/values.h"
#include "stats/numeric/relatedness.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories (shipped quotients: ze)"},
    {'t', "territory", "CODE", "code of the territory"},
    {'i', "indicator", "NAME", "location quotients by sector (default location_quotient)"},
    {'y', "year", "YEAR", "year of the quotients (default: the last that the level has)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    size_t zone;
    const struct indicator *indicator;
    int year; /* 0 until the first sector is read */
    const char **sectors;
    size_t num_sectors, num_zones;
    bool *specialised;  /* [num_zones * num_sectors] */
    double *quotients;  /* [num_sectors] of the territory */
    double *proximity;  /* [num_sectors²] */
    struct csvout *out; /* of the result, borrowed */
};

static int read_options(struct job *self, struct err *err)
{
    const char *name = opts_text(self->opts, "indicator", "location_quotient"), *item;
    int status = territoryopts_level(self->opts, &self->level, err);

    if (status == ERR_OK && !opts_has(self->opts, "territory"))
        status = err_set(err, ERR_USAGE, "--territory is needed: the code of a territory");
    if (status == ERR_OK) {
        self->indicator = territoryopts_indicator(name, &item, err);
        status = self->indicator ? ERR_OK : ERR_USAGE;
    }
    if (status == ERR_OK && (self->indicator->kind != INDICATOR_LQ || item != NULL))
        status =
            err_set(err, ERR_USAGE,
                    "--indicator is '%s', expected location quotients of all sectors: location_quotient or "
                    "location_quotient_a5",
                    name);
    return status == ERR_OK ? opts_year(self->opts, "year", &self->year, err) : status;
}

static int allocate(struct job *self, struct err *err)
{
    int status =
        indicator_items(self->indicator, &self->data.dataset, &self->sectors, &self->num_sectors, err);

    if (status != ERR_OK)
        return status;
    self->num_zones = self->data.geography.levels[self->level].num_items;
    self->specialised = mem_alloc(self->num_zones * self->num_sectors, sizeof *self->specialised, err);
    self->quotients = mem_alloc(self->num_sectors, sizeof *self->quotients, err);
    self->proximity = mem_alloc(self->num_sectors * self->num_sectors, sizeof *self->proximity, err);
    return self->specialised && self->quotients && self->proximity ? ERR_OK : ERR_LIMIT;
}

/* A territory without a quotient is not specialised. */
static int read_sector(struct job *self, size_t sector, struct err *err)
{
    struct indicator_values values;
    int status =
        indicator_values_read(&values, self->indicator, self->sectors[sector], &self->data.dataset,
                              &self->data.geography, self->level, self->year, &estimate_defaults, err);

    for (size_t z = 0; z < self->num_zones && status == ERR_OK; z++)
        self->specialised[z * self->num_sectors + sector] = values.values[z] >= 1;
    if (status == ERR_OK && values.num_values > 0) {
        self->quotients[sector] = values.values[self->zone];
        self->year = values.year; /* all sectors of one year */
    } else {
        self->quotients[sector] = NAN;
    }
    indicator_values_free(&values);
    return status;
}

static int read_sectors(struct job *self, struct err *err)
{
    size_t num_known = 0;
    int status = allocate(self, err);

    for (size_t s = 0; s < self->num_sectors && status == ERR_OK; s++) {
        status = read_sector(self, s, err);
        num_known += status == ERR_OK && !isnan(self->quotients[s]);
    }
    if (status == ERR_OK && num_known < 3)
        status = err_set(err, ERR_DATA,
                         "sectors of which the territory has location quotients: %zu; three are needed",
                         num_known);
    return status;
}

static int write_label(struct job *self, const char *code, const char *sector, struct err *err)
{
    struct strbuf text = {0};
    struct estimate e;
    int status = indicator_evaluate(self->indicator, sector, &self->data.dataset, self->level, code,
                                    self->year, &estimate_defaults, &e, err);

    if (status == ERR_OK)
        indicator_label(self->indicator, &e, self->data.language, &text);
    csvout_text(self->out, status == ERR_OK ? strbuf_text(&text) : "");
    strbuf_free(&text);
    return status;
}

static int write_sector(struct job *self, size_t sector, struct err *err)
{
    const struct zone *zone = &self->data.geography.levels[self->level].items[self->zone];
    const bool *own = self->specialised + self->zone * self->num_sectors;
    struct relatedness r = relatedness_density(own, self->proximity, self->num_sectors, sector);

    csvout_text(self->out, level_name(self->level));
    csvout_text(self->out, zone->code);
    csvout_text(self->out, zone->name);
    csvout_integer(self->out, self->year);
    csvout_text(self->out, self->sectors[sector]);
    csvout_number(self->out, self->quotients[sector], 10);
    csvout_text(self->out, own[sector] ? "yes" : "no");
    csvout_number(self->out, r.density, 10);
    csvout_number(self->out, r.expected, 10);
    csvout_number(self->out, r.sd > 0 ? (r.density - r.expected) / r.sd : (double)NAN, 10);
    int status = write_label(self, zone->code, self->sectors[sector], err);
    csvout_end(self->out);
    return status;
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    static const char *const names[] = {
        "level",       "code",    "name",     "year", "sector", "location_quotient",
        "specialised", "density", "expected", "z",    "label",  NULL};
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = territoryopts_zone(&self->data, self->level, opts_text(self->opts, "territory", ""),
                                    &self->zone, err);
    if (status == ERR_OK)
        status = read_sectors(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    relatedness_proximity(self->specialised, self->num_zones, self->num_sectors, self->proximity);
    self->out = &table->csv;
    csvout_header(self->out, names);
    for (size_t s = 0; s < self->num_sectors && status == ERR_OK; s++)
        status = write_sector(self, s, err);
    return result_table_close(table, status, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    free(job.sectors);
    free(job.specialised);
    free(job.quotients);
    free(job.proximity);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_relatedness = {
    .name = "relatedness",
    .group = "Diagnosis",
    .summary = "find the sectors near to what a territory does already",
    .arguments = "--level LEVEL --territory CODE [options]",
    .details = "Two sectors are near when territories specialised in the one (location quotient of 1\n"
               "or more) tend to be so in the other; 'density' of a sector is the part of its\n"
               "nearness that falls on specialisations of the territory, from 0 to 1. 'expected' is\n"
               "what as many specialisations drawn at random would give, 'z' the distance from it\n"
               "in standard deviations. The territories of the level are what nearness is learnt\n"
               "from: a dozen régions teach little.\n",
    .examples = "  bassin relatedness --level ze --territory 2714\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

/* bassin territory: the people of a territory, as facts, as a stock, and projected. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryfacts.h"
#include "sim/cli/territoryopts.h"
#include "sim/run/territoryrun.h"
#include "stats/base/catalogue.h"
#include "stats/numeric/quantile.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territory: epci, ze, dep"},
    {'t', "territory", "CODE", "code of the territory"},
    {'y', "year", "YEAR",
     "census to start from, and last year whose figures are used\n(default: the last one)"},
    {0, "facts", "FILE", "facts written before and changed by hand, in the place of the panels"},
    {0, "show", "facts|stock|projection",
     "facts (default), stock: people by age, diploma and activity,\nor projection"},
    {0, "until", "YEAR", "last year of the projection (default: 15 years after the census)"},
    {'n', "draws", "N", "draws of the projection (default 1000)"},
    {'s', "seed", "S", "seed (default 1)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

enum { SHOW_FACTS, SHOW_STOCK, SHOW_PROJECTION };

struct job {
    const struct opts *opts;
    struct data_context data;
    struct table national, facts;
    struct problems problems;
    enum level level;
    size_t zone;
    char name[64]; /* "epci:200065647" */
    int64_t year, until, draws, seed;
    int show;
};

static int read_options(struct job *self, struct err *err)
{
    static const char *const shows[] = {"facts", "stock", "projection", NULL};
    struct needs needs = {0};
    int status;

    territoryopts_level(self->opts, &self->level, needs_next(&needs));
    needs_option(&needs, self->opts, "territory", N_("--territory is needed: the code of a territory"));
    status = needs_status(&needs, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "year", 0, 1960, 2100, &self->year, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "until", 0, 1960, 2200, &self->until, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "draws", 1000, 2, 1000000, &self->draws, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_MAX, &self->seed, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "show", shows, SHOW_FACTS, &self->show, err);
    return status;
}

/* ---- facts ---------------------------------------------------------------------------------- */

static int collect(struct job *self, struct err *err)
{
    const struct zone *zone = &self->data.geography.levels[self->level].items[self->zone];
    int year,
        status = territory_facts_year(&self->data, self->level, zone->code, (int)self->year, &year, err);

    if (status == ERR_OK && year == 0)
        status = err_set(err, ERR_DATA, "no census figures of %s (people, active, unemployed of 15-64)%s",
                         zone->code, self->year ? _(" in that year") : "");
    if (status == ERR_OK)
        status = national_facts_read(&self->national, &self->problems, err);
    if (status == ERR_OK)
        status = territory_facts_collect(&self->facts, &self->data, &self->national, self->level, zone, year,
                                         &self->problems, err);
    return status;
}

static int read_facts(struct job *self, struct err *err)
{
    const char *path = opts_text(self->opts, "facts", NULL);
    int status;

    if (path != NULL)
        status = table_read_file(&self->facts, path, "territory", &self->problems, err);
    else
        status = collect(self, err);
    return status == ERR_OK ? problems_status(&self->problems, path ? path : self->name, err) : status;
}

static void write_facts(const struct job *self, struct csvout *out)
{
    static const char *const names[] = {"territory", "quantity", "from_age", "to_age", "level",
                                        "value",     "sd",       "source",   "status", NULL};
    const struct table *t = &self->facts;

    csvout_header(out, names);
    for (size_t row = 0; row < t->num_rows; row++) {
        for (size_t c = 0; names[c] != NULL; c++) {
            size_t column = table_find(t, names[c]);
            if (t->columns[column].kind == FIELD_TEXT)
                csvout_text(out, table_text(t, row, column));
            else
                csvout_number(out, table_number(t, row, column), 8);
        }
        csvout_end(out);
    }
}

/* ---- stock and projection ----------------------------------------------------------------------- */

static void write_stock(const struct stock *stock, struct csvout *out)
{
    static const char *const names[] = {"territory", "year",     "from_age", "to_age",
                                        "level",     "activity", "people",   NULL};
    static const char *const levels[] = {"none", "cap", "bac", "higher"};
    static const char *const activities[] = {"industry", "other", "unemployed", "in_education", "inactive"};

    csvout_header(out, names);
    for (int c = 0; c < NUM_STOCK_CELLS; c++) {
        int age = c / (NUM_STOCK_LEVELS * NUM_ACTIVITIES);
        csvout_text(out, stock->territory);
        csvout_integer(out, stock->year);
        csvout_integer(out, stock_age_from(age));
        csvout_number(out, age == NUM_AGES - 1 ? (double)NAN : stock_age_from(age + 1) - 1, 0);
        csvout_text(out, levels[c / NUM_ACTIVITIES % NUM_STOCK_LEVELS]);
        csvout_text(out, activities[c % NUM_ACTIVITIES]);
        csvout_number(out, stock->people[c], 6);
        csvout_end(out);
    }
}

static void write_series(const struct job *self, const struct territory_projection *p, int year, int offset,
                         enum stock_indicator indicator, struct csvout *out)
{
    static const double probabilities[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    const struct stock_indicator_spec *spec = &stock_indicator_specs[indicator];
    const double *values = territory_series(p, offset, indicator);
    bool is_french = strcmp(self->data.language ? self->data.language : "en", "fr") == 0;
    double sum = 0;

    if (isnan(values[0]))
        return;
    for (size_t i = 0; i < p->num_draws; i++)
        sum += values[i];
    csvout_text(out, self->name);
    csvout_text(out, spec->name);
    csvout_integer(out, year);
    csvout_text(out, spec->unit);
    csvout_integer(out, (int64_t)p->num_draws);
    csvout_number(out, sum / (double)p->num_draws, 8);
    for (size_t k = 0; k < sizeof probabilities / sizeof probabilities[0]; k++)
        csvout_number(out, quantile_of(values, p->num_draws, probabilities[k]), 8);
    csvout_text(out, is_french ? spec->label_fr : spec->label_en);
    csvout_end(out);
}

static int write_projection(const struct job *self, const struct stock *stock, struct csvout *out,
                            struct err *err)
{
    static const char *const names[] = {"territory", "indicator", "year", "unit", "draws", "mean", "q05",
                                        "q25",       "q50",       "q75",  "q95",  "label", NULL};
    struct territory_projection p = {0};
    int until = self->until ? (int)self->until : stock->year + 15, status;

    if (until < stock->year || until > stock->year + 60)
        return err_set(err, ERR_USAGE, "--until is %d, expected %d to %d", until, stock->year,
                       stock->year + 60);
    status =
        territory_project(&p, stock, until - stock->year + 1, (size_t)self->draws, (uint64_t)self->seed, err);
    if (status != ERR_OK)
        return status;
    csvout_header(out, names);
    for (int k = 0; k < NUM_STOCK_INDICATORS; k++)
        for (int y = 0; y < p.num_years; y++)
            write_series(self, &p, stock->year + y, y, (enum stock_indicator)k, out);
    territory_projection_free(&p);
    return ERR_OK;
}

static int write(struct job *self, struct csvout *out, struct err *err)
{
    struct stock stock;
    int status;

    if (self->show == SHOW_FACTS) {
        write_facts(self, out);
        return ERR_OK;
    }
    status = stock_build(&stock, &self->facts, self->name, &self->problems, err);
    if (status == ERR_OK && self->show == SHOW_STOCK)
        write_stock(&stock, out);
    else if (status == ERR_OK)
        status = write_projection(self, &stock, out, err);
    return status;
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    const char *code = opts_text(self->opts, "territory", "");
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = territoryopts_zone(&self->data, self->level, code, &self->zone, err);
    snprintf(self->name, sizeof self->name, "%s:%s", level_name(self->level), code);
    if (status == ERR_OK)
        status = read_facts(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status == ERR_OK)
        status = result_table_close(table, write(self, &table->csv, err), err);
    message_problems(&self->problems);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    table_free(&job.national);
    table_free(&job.facts);
    problems_free(&job.problems);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_territory = {
    .name = "territory",
    .group = "Projection",
    .summary = "describe the people of a territory and project them without a programme",
    .arguments = "--level LEVEL --territory CODE [--show facts|stock|projection] [options]",
    .details =
        "Writes what is known of the people aged 15 and over of a territory, one fact a row with its\n"
        "source: those of the territory from the panels, the rest from national figures. As the file\n"
        "territory.csv of a pack it gives the projection a stock of people to stand in: bassin project\n"
        "then adds indicators of the whole territory with the programme (metrics people_...), and\n"
        "differences.csv against the scenario without it.\n"
        "--show stock fits people by age, diploma and activity to the facts (iterative proportional\n"
        "fitting); --show projection projects them year by year, without any programme. --year takes an\n"
        "older census, with only what was known then: bassin backtest does so for all territories.\n",
    .examples = "  bassin territory -l epci -t 200065647 -o my-pack/territory.csv\n"
                "  bassin territory -l epci -t 200065647 --show projection --until 2030\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

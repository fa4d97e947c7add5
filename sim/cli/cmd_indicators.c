/* bassin indicators: territories beside their parents, with intervals. */
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/profile.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/territoryopts.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/progress.h"
#include "stats/base/text.h"
#include "stats/indicators/diagnosis.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories: com, epci, ze, ti, dep, rze, reg, fr"},
    {'t', "territory", "CODES", "codes of the territories, or 'all'"},
    {'i', "indicator", "NAMES", "indicators (NAME, or NAME:item); default: all that can be computed"},
    {'y', "year", "YEAR", "a year, 'last' (default) or 'all'"},
    {0, "parents", "LEVELS", "levels to compare with, or 'none' (default ze,ti,dep,rze,reg,fr)"},
    {0, "confidence", "P", "confidence of the intervals (default 0.95)"},
    {0, "census-rule", "sum|nested", "sum (default, conservative) or nested, for shares of census counts"},
    {0, "interval", "wilson|clopper-pearson|jeffreys|agresti-coull",
     "of shares of samples: wilson (default), clopper-pearson, jeffreys,\n"
     "agresti-coull"},
    {0, "quotient-interval", "log-delta|fieller", "of location quotients: log-delta (default) or fieller"},
    {0, "superpopulation", NULL, "intervals for registers too, their counts taken as a draw"},
    {0, "profile", "diagnosis", "diagnosis: one row an indicator, with peers, rank, parents and change"},
    {0, "claims", "FILE", "set the announced figures of FILE against the data instead"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct data_context data;
    struct diagnosis diagnosis;
    struct memo memo;
    enum level level;
    struct text_list territories, indicators;
    struct result_table table;
    size_t num_rows;
};

static int read_year(struct job *self, struct err *err)
{
    const char *text = opts_text(self->opts, "year", "last");

    if (strcmp(text, "last") == 0 || strcmp(text, "all") == 0) {
        self->diagnosis.year = text[0] == 'l' ? DIAGNOSIS_LAST_YEAR : DIAGNOSIS_ALL_YEARS;
        return ERR_OK;
    }
    return opts_year(self->opts, "year", &self->diagnosis.year, err);
}

static int read_parents(struct job *self, struct err *err)
{
    struct text_list list;
    char near[SUGGESTION_SIZE];
    int status = opts_list(self->opts, "parents", &list, err);

    for (int l = LEVEL_ZE; l < NUM_LEVELS; l++)
        self->diagnosis.parents[l] = list.num_items == 0;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum level level = level_find(list.items[i], strlen(list.items[i]));
        if (level < NUM_LEVELS)
            self->diagnosis.parents[level] = true;
        else if (strcmp(list.items[i], "none") != 0)
            status = err_set(err, ERR_USAGE, "--parents: '%s' is not a level%s", list.items[i],
                             suggest_level(near, list.items[i]));
    }
    text_list_free(&list);
    return status;
}

static int check_territory(struct job *self, struct err *err)
{
    struct needs needs = {0};

    territoryopts_level(self->opts, &self->level, needs_next(&needs));
    needs_option(&needs, self->opts, "territory", N_("--territory is needed: one or more codes, or 'all'"));
    return needs_status(&needs, err);
}

static int read_options(struct job *self, struct err *err)
{
    static const char *const rules[] = {"sum", "nested", NULL};
    static const char *const intervals[] = {"wilson", "clopper-pearson", "jeffreys", "agresti-coull", NULL};
    static const char *const quotients[] = {"log-delta", "fieller", NULL};
    int interval = 0, quotient = 0;
    int rule = 0, status = ERR_OK;

    self->diagnosis.options = estimate_defaults;
    if (!opts_has(self->opts, "claims"))
        status = check_territory(self, err);
    if (status == ERR_OK)
        status = read_year(self, err);
    if (status == ERR_OK)
        status = read_parents(self, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.95, 0.5, 0.9999, &self->diagnosis.options.confidence,
                             err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "census-rule", rules, 0, &rule, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "interval", intervals, 0, &interval, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "quotient-interval", quotients, 0, &quotient, err);
    self->diagnosis.options.quotients_by_fieller = quotient == 1;
    self->diagnosis.options.share_interval = (enum share_interval)interval;
    if (status == ERR_OK)
        status = opts_list(self->opts, "territory", &self->territories, err);
    if (status == ERR_OK)
        status = opts_list(self->opts, "indicator", &self->indicators, err);
    self->diagnosis.options.nested_rule = status == ERR_OK && rule == 1;
    self->diagnosis.options.superpopulation = opts_has(self->opts, "superpopulation");
    self->diagnosis.only_available = self->indicators.num_items == 0;
    return status;
}

/* One indicator, with all its items or the one asked for, for one territory. */
static int write_indicator(struct job *self, const struct indicator *indicator, const char *item, size_t zone,
                           struct err *err)
{
    const char **items;
    size_t num_items;
    int status;

    if (item != NULL)
        return diagnosis_write(&self->diagnosis, indicator, item, self->level, zone, &self->table.csv,
                               &self->num_rows, err);
    status = indicator_items(indicator, &self->data.dataset, &items, &num_items, err);
    for (size_t i = 0; i < num_items && status == ERR_OK; i++)
        status = diagnosis_write(&self->diagnosis, indicator, items[i], self->level, zone, &self->table.csv,
                                 &self->num_rows, err);
    free(items);
    return status;
}

static int write_territory(struct job *self, size_t zone, struct err *err)
{
    const struct indicator *indicator;
    const char *item;
    int status = interrupt_check(err);

    for (size_t i = 0; i < self->indicators.num_items && status == ERR_OK; i++) {
        indicator = territoryopts_indicator(self->indicators.items[i], &item, err);
        status = indicator ? write_indicator(self, indicator, item, zone, err) : ERR_USAGE;
    }
    for (size_t i = 0; self->indicators.num_items == 0 && status == ERR_OK; i++) {
        if ((indicator = indicator_at(i)) == NULL)
            break;
        status = write_indicator(self, indicator, NULL, zone, err);
    }
    return status;
}

static int write_profiles(struct job *self, struct err *err)
{
    static const char *const names[] = {"diagnosis", NULL};
    int name, status = opts_choice(self->opts, "profile", names, 0, &name, err);

    for (size_t i = 0; i < self->territories.num_items && status == ERR_OK; i++) {
        size_t zone;
        status = territoryopts_zone(&self->data, self->level, self->territories.items[i], &zone, err);
        if (status == ERR_OK)
            status = profile_write(&self->data, self->level, zone, &self->diagnosis.options, i == 0,
                                   &self->table.csv, err);
    }
    return status;
}

static int write_all(struct job *self, struct err *err)
{
    const struct zones *zones = &self->data.geography.levels[self->level];
    bool all = self->territories.num_items == 1 && strcmp(self->territories.items[0], "all") == 0;
    struct progress progress;
    int status = ERR_OK;

    diagnosis_header(&self->table.csv);
    progress_begin(&progress, N_("territories"), all ? zones->num_items : self->territories.num_items);
    for (size_t z = 0; all && z < zones->num_items && status == ERR_OK; z++) {
        status = write_territory(self, z, err);
        progress_add(&progress, 1);
    }
    for (size_t i = 0; !all && i < self->territories.num_items && status == ERR_OK; i++) {
        const char *code = self->territories.items[i];
        size_t zone;
        status = territoryopts_zone(&self->data, self->level, code, &zone, err);
        if (status == ERR_OK)
            status = write_territory(self, zone, err);
        progress_add(&progress, 1);
    }
    progress_end(&progress);
    if (status == ERR_OK && self->num_rows == 0)
        status =
            err_set(err, ERR_DATA,
                    opts_has(self->opts, "year")
                        ? "no figure at hand of that year: without --year there is the last one, with --year "
                          "all there are all"
                        : "no figure at hand for what was asked: see 'bassin list indicators --long' for the "
                          "variables needed");
    return status;
}

static int run_job(struct job *self, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = result_table_open(&self->table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    self->diagnosis.dataset = &self->data.dataset;
    self->diagnosis.memo = &self->memo;
    self->diagnosis.geography = &self->data.geography;
    self->diagnosis.language = self->data.language;
    if (opts_has(self->opts, "claims"))
        status = diagnosis_check_claims(&self->diagnosis, opts_text(self->opts, "claims", ""),
                                        &self->table.csv, &self->data.problems, err);
    else if (opts_has(self->opts, "profile"))
        status = write_profiles(self, err);
    else
        status = write_all(self, err);
    if (status == ERR_OK)
        status = problems_status(&self->data.problems, _("the input"), err);
    return result_table_close(&self->table, status, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, err);
    result_table_free(&job.table);
    memo_free(&job.memo);
    data_context_free(&job.data);
    text_list_free(&job.territories);
    text_list_free(&job.indicators);
    return status;
}

const struct command cmd_indicators = {
    .name = "indicators",
    .group = "Diagnosis",
    .summary = "compute indicators of territories with intervals, beside their parents",
    .arguments = "--level LEVEL --territory CODES [options]",
    .details = "Writes one row for each territory and indicator, then one row for each parent that\n"
               "holds it (employment zone, Territoire d'industrie, département, région, France) with\n"
               "the gap between them. Every row has its interval, the method that made it, the\n"
               "universe, the source and flags ('bassin list flags' explains them). An empty value\n"
               "means that no source at hand has the figure at that level.\n",
    .examples = "  bassin indicators --level epci --territory 200065647 -o montbeliard.csv\n"
                "  bassin indicators --level epci --territory 200065647 --profile diagnosis\n"
                "  bassin indicators --level ze --territory 2714,4408 --indicator location_quotient\n"
                "  bassin indicators --level reg --territory all --indicator cohort_ratio_1519 --year all\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

/* bassin peers: territories that are alike. */
#include <math.h>
#include <stdio.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/peergroup.h"
#include "sim/cli/resulttable.h"
#include "stats/data/csvout.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territory: epci, ze, ti, dep, reg"},
    {'t', "territory", "CODE", "code of the territory"},
    {'i', "indicator", "NAMES",
     "indicators that make territories alike (default: those of the list\n"
     "below that at least nine territories in ten have)"},
    {'k', "number", "N", "number of peers (default 10)"},
    {0, "distance", "euclid|mahalanobis",
     "euclid (default) or mahalanobis: correlated indicators count once"},
    {0, "replicates", "N", "replicates behind the two frequencies (default 1000)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    struct text_list names;
    int64_t number, replicates;
    int metric;
    struct peer_group group;
};

static int read_options(struct job *self, struct err *err)
{
    static const char *const metrics[] = {"euclid", "mahalanobis", NULL};
    int status = territoryopts_level(self->opts, &self->level, err);

    if (status == ERR_OK && !opts_has(self->opts, "territory"))
        status = err_set(err, ERR_USAGE, "--territory is needed: the code of a territory");
    if (status == ERR_OK)
        status = opts_integer(self->opts, "number", 10, 1, 1000, &self->number, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "replicates", 1000, 1, 100000, &self->replicates, err);
    if (status == ERR_OK)
        status = opts_choice(self->opts, "distance", metrics, 0, &self->metric, err);
    if (status == ERR_OK)
        status = opts_list(self->opts, "indicator", &self->names, err);
    return status;
}

static void write_row(const struct job *self, struct csvout *out, int rank, size_t row,
                      const struct neighbour *peer)
{
    const struct peer_group *group = &self->group;
    const struct zone *zone = &self->data.geography.levels[self->level].items[group->zones[row]];

    csvout_integer(out, rank);
    csvout_text(out, level_name(self->level));
    csvout_text(out, zone->code);
    csvout_text(out, zone->name);
    csvout_number(out, peer ? peer->distance : 0, 6);
    csvout_number(out, peer ? peer->choice : (double)NAN, 4);
    csvout_number(out, peer ? peer->sampling : (double)NAN, 4);
    for (size_t c = 0; c < group->num_criteria; c++) {
        double value = group->values[row * group->num_criteria + c];
        csvout_number(out, indicator_values_are_sizes(&group->criteria[c].field) ? exp(value) : value, 10);
    }
    csvout_end(out);
}

static void write_peers(const struct job *self, struct csvout *out)
{
    static const char *const names[] = {"rank", "level", "code", "name", "distance", "choice", "sampling"};
    const struct peer_group *group = &self->group;
    char text[96];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        csvout_text(out, names[i]);
    for (size_t c = 0; c < group->num_criteria; c++) {
        snprintf(text, sizeof text, "%s %d", group->criteria[c].name, group->criteria[c].field.year);
        csvout_text(out, text);
    }
    csvout_end(out);
    write_row(self, out, 0, group->target, NULL);
    for (size_t k = 0; k < group->num_peers; k++)
        write_row(self, out, (int)k + 1, group->peers[k].row, &group->peers[k]);
}

static int find_peers(struct job *self, struct err *err)
{
    struct peer_choice choice = {self->names.items, self->names.num_items, (size_t)self->number,
                                 (enum neighbour_metric)self->metric, (int)self->replicates};
    size_t zone;
    int status =
        territoryopts_zone(&self->data, self->level, opts_text(self->opts, "territory", ""), &zone, err);

    return status == ERR_OK ? peer_group_find(&self->group, &self->data, self->level, zone, &choice, err)
                            : status;
}

static int run_job(struct job *self, struct result_table *table, struct err *err)
{
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = find_peers(self, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    write_peers(self, &table->csv);
    status = result_table_close(table, ERR_OK, err);
    if (status == ERR_OK)
        message_note("territories with all %zu indicators: %zu of %zu", self->group.num_criteria,
                     self->group.num_rows, self->data.geography.levels[self->level].num_items);
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
    peer_group_free(&job.group);
    data_context_free(&job.data);
    text_list_free(&job.names);
    return status;
}

const struct command cmd_peers = {
    .name = "peers",
    .group = "Diagnosis",
    .summary = "find the territories most like one, and how sure that is",
    .arguments = "--level LEVEL --territory CODE [options]",
    .details = "Compares a territory with all others of its level on several indicators, each in\n"
               "the last year that the level has, as z-scores (numbers of people and jobs by their\n"
               "logarithm), and writes the nearest. 'choice' is how often a peer stays among the\n"
               "nearest when the indicators are drawn anew, 'sampling' the same when every value is\n"
               "drawn within its standard error: a peer with a low frequency is one by accident.\n"
               "Territories that lack one of the indicators are left out, and counted.\n"
               "By default: population, unemployment_census, unemployment_localised,\n"
               "activity_rate, job_concentration_1564, salaried_share,\n"
               "industry_establishments, industry_share_posts, krugman, enrolment_1517, neet,\n"
               "stay_rate:2029, cohort_ratio_1519, as far as the level has them.\n",
    .examples = "  bassin peers --level epci --territory 200065647\n"
                "  bassin peers --level ze --territory 2714 --distance mahalanobis -k 5\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

/* bassin peers: territories that are alike. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/message.h"
#include "sim/cli/territoryopts.h"
#include "stats/base/mem.h"
#include "stats/data/csvout.h"
#include "stats/indicators/values.h"
#include "stats/numeric/neighbours.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territory: epci, ze, ti, dep, reg"},
    {'t', "territory", "CODE", "code of the territory"},
    {'i', "indicator", "NAMES",
     "indicators that make territories alike (default: those of the list\n"
     "below that at least nine territories in ten have)"},
    {'k', "number", "N", "number of peers (default 10)"},
    {0, "distance", "NAME", "euclid (default) or mahalanobis: correlated indicators count once"},
    {0, "replicates", "N", "replicates behind the two frequencies (default 1000)"},
    {'o', "output", "FILE", "where to write (default: standard output)"},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

static const char *const default_indicators[] = {"population",
                                                 "unemployment_census",
                                                 "unemployment_localised",
                                                 "activity_rate",
                                                 "job_concentration_1564",
                                                 "salaried_share",
                                                 "industry_establishments",
                                                 "industry_share_posts",
                                                 "krugman",
                                                 "enrolment_1517",
                                                 "neet",
                                                 "stay_rate:2029",
                                                 "cohort_ratio_1519"};

enum { NUM_DEFAULTS = sizeof default_indicators / sizeof default_indicators[0], MAX_COLUMNS = 64 };

/* An indicator that makes territories alike. */
struct criterion {
    const char *name;
    struct indicator_values field; /* sizes as logarithms */
};

struct job {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    size_t target; /* zone */
    struct text_list names;
    int64_t number, replicates;
    int metric;
    struct criterion columns[MAX_COLUMNS];
    size_t num_columns;
    size_t *zones; /* of the rows of the table: territories with all indicators */
    size_t num_rows;
    double *values, *se; /* [rows * columns] */
};

static size_t num_zones(const struct job *self)
{
    return self->data.geography.levels[self->level].num_items;
}

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

/* Numbers of people and jobs are compared by their ratio. */
static void take_logarithms(struct indicator_values *field)
{
    for (size_t z = 0; z < field->num; z++) {
        if (isnan(field->values[z]))
            continue;
        field->se[z] /= field->values[z];
        if (!(field->values[z] > 0))
            field->num_values--;
        field->values[z] = field->values[z] > 0 ? log(field->values[z]) : (double)NAN;
    }
}

static int read_column(struct job *self, const char *name, struct criterion *column, struct err *err)
{
    const char *item;
    const struct indicator *indicator = territoryopts_indicator(name, &item, err);
    int status;

    *column = (struct criterion){.name = name};
    if (indicator == NULL)
        return ERR_USAGE;
    status = indicator_values_read(&column->field, indicator, item ? item : "", &self->data.dataset,
                                   &self->data.geography, self->level, 0, &estimate_defaults, err);
    if (status == ERR_OK && indicator_values_are_sizes(&column->field))
        take_logarithms(&column->field);
    return status;
}

static int read_columns(struct job *self, struct err *err)
{
    bool chosen = self->names.num_items > 0;
    size_t num = chosen ? self->names.num_items : NUM_DEFAULTS;
    int status = num > MAX_COLUMNS ? err_set(err, ERR_USAGE, "more than %d indicators", MAX_COLUMNS) : ERR_OK;

    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        const char *name = chosen ? self->names.items[i] : default_indicators[i];
        struct criterion column;
        status = read_column(self, name, &column, err);
        bool is_enough =
            chosen ? column.field.num_values > 0 : 10 * column.field.num_values >= 9 * num_zones(self);
        if (status == ERR_OK && is_enough)
            self->columns[self->num_columns++] = column;
        else
            indicator_values_free(&column.field);
        if (status == ERR_OK && chosen && !is_enough)
            status = err_set(err, ERR_DATA, "no territory of level %s has the indicator '%s'",
                             level_name(self->level), name);
    }
    if (status == ERR_OK && self->num_columns == 0)
        status = err_set(err, ERR_DATA, "no indicator at hand for level %s: name some with --indicator",
                         level_name(self->level));
    return status;
}

static bool is_complete(const struct job *self, size_t zone)
{
    for (size_t c = 0; c < self->num_columns; c++)
        if (isnan(self->columns[c].field.values[zone]))
            return false;
    return true;
}

/* The target must have what the others are compared by. */
static int check_target(const struct job *self, struct err *err)
{
    for (size_t c = 0; c < self->num_columns; c++)
        if (isnan(self->columns[c].field.values[self->target]))
            return err_set(err, ERR_DATA, "%s has no value of '%s' in %d: choose others with --indicator",
                           self->data.geography.levels[self->level].items[self->target].name,
                           self->columns[c].name, self->columns[c].field.year);
    return ERR_OK;
}

static int make_table(struct job *self, struct err *err)
{
    size_t n = num_zones(self), p = self->num_columns;

    self->zones = mem_alloc(n, sizeof *self->zones, err);
    self->values = mem_alloc(n * p, sizeof *self->values, err);
    self->se = mem_alloc(n * p, sizeof *self->se, err);
    if (self->zones == NULL || self->values == NULL || self->se == NULL)
        return ERR_LIMIT;
    for (size_t z = 0; z < n; z++) {
        if (!is_complete(self, z))
            continue;
        for (size_t c = 0; c < p; c++) {
            self->values[self->num_rows * p + c] = self->columns[c].field.values[z];
            self->se[self->num_rows * p + c] = self->columns[c].field.se[z];
        }
        self->zones[self->num_rows++] = z;
    }
    return check_target(self, err);
}

static void write_row(const struct job *self, struct csvout *out, int rank, size_t row,
                      const struct neighbour *peer)
{
    const struct zone *zone = &self->data.geography.levels[self->level].items[self->zones[row]];

    csvout_integer(out, rank);
    csvout_text(out, level_name(self->level));
    csvout_text(out, zone->code);
    csvout_text(out, zone->name);
    csvout_number(out, peer ? peer->distance : 0, 6);
    csvout_number(out, peer ? peer->choice : (double)NAN, 4);
    csvout_number(out, peer ? peer->sampling : (double)NAN, 4);
    for (size_t c = 0; c < self->num_columns; c++) {
        double value = self->columns[c].field.values[self->zones[row]];
        csvout_number(out, indicator_values_are_sizes(&self->columns[c].field) ? exp(value) : value, 10);
    }
    csvout_end(out);
}

static void write_header(const struct job *self, struct csvout *out)
{
    static const char *const names[] = {"rank", "level", "code", "name", "distance", "choice", "sampling"};
    char text[96];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        csvout_text(out, names[i]);
    for (size_t c = 0; c < self->num_columns; c++) {
        snprintf(text, sizeof text, "%s %d", self->columns[c].name, self->columns[c].field.year);
        csvout_text(out, text);
    }
    csvout_end(out);
}

static int write_peers(struct job *self, struct csvout *out, struct err *err)
{
    struct neighbour_table table = {self->values, self->se, self->num_rows, self->num_columns};
    struct neighbour *peers = mem_alloc((size_t)self->number, sizeof *peers, err);
    size_t target = 0;
    int status = peers ? ERR_OK : ERR_LIMIT;

    while (target < self->num_rows && self->zones[target] != self->target)
        target++;
    if (status == ERR_OK)
        status = neighbours_of(peers, (size_t)self->number, &table, target,
                               (enum neighbour_metric)self->metric, (int)self->replicates, err);
    if (status == ERR_OK) {
        write_header(self, out);
        write_row(self, out, 0, target, NULL);
        for (int k = 0; k < (int)self->number; k++)
            write_row(self, out, k + 1, peers[k].row, &peers[k]);
        message_note("%zu of %zu territories have all %zu indicators", self->num_rows, num_zones(self),
                     self->num_columns);
    }
    free(peers);
    return status;
}

static int run_job(struct job *self, struct outfile *file, struct err *err)
{
    struct csvout out;
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = data_context_open(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = territoryopts_zone(&self->data, self->level, opts_text(self->opts, "territory", ""),
                                    &self->target, err);
    if (status == ERR_OK)
        status = read_columns(self, err);
    if (status == ERR_OK)
        status = make_table(self, err);
    if (status == ERR_OK)
        status = outfile_open(file, opts_text(self->opts, "output", "-"), opts_has(self->opts, "force"), err);
    if (status != ERR_OK)
        return status;
    csvout_init(&out, file, (enum csv_style)style);
    status = write_peers(self, &out, err);
    csvout_free(&out);
    return status == ERR_OK ? outfile_commit(file, err) : status;
}

static int run(const struct opts *opts, struct err *err)
{
    struct job job = {.opts = opts};
    struct outfile file = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument", err);

    if (status == ERR_OK)
        status = run_job(&job, &file, err);
    outfile_free(&file);
    for (size_t c = 0; c < job.num_columns; c++)
        indicator_values_free(&job.columns[c].field);
    free(job.zones);
    free(job.values);
    free(job.se);
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
    .run = run,
};

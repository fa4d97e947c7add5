#include "sim/cli/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/message.h"
#include "stats/base/mem.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/quantile.h"

/* What a diagnosis looks at, the items of shift-share and of ages named. */
static const char *const lines[] = {"population",
                                    "youth_share",
                                    "jobs",
                                    "jobs_salaried",
                                    "jobs_salaried_growth",
                                    "job_concentration",
                                    "job_concentration_1564",
                                    "industry_share",
                                    "industry_share_salaried",
                                    "industry_share_posts",
                                    "industry_establishments",
                                    "krugman",
                                    "equivalent_sectors",
                                    "shift_share:change",
                                    "shift_share:regional",
                                    "below_bac",
                                    "no_diploma_or_brevet",
                                    "higher_education",
                                    "qualification_index",
                                    "below_bac_2000",
                                    "no_diploma_or_brevet_2000",
                                    "higher_education_2000",
                                    "qualification_index_2000",
                                    "unemployment_census",
                                    "unemployment_standardised",
                                    "unemployment_youth_census",
                                    "unemployment_localised",
                                    "unemployment_trend",
                                    "activity_rate",
                                    "employment_rate",
                                    "salaried_share",
                                    "enrolment_1517",
                                    "enrolment_1824",
                                    "enrolment_1824_2000",
                                    "neet",
                                    "stay_rate:2029",
                                    "entry_rate:2029",
                                    "net_migration_rate:2029",
                                    "exit_rate_standardised",
                                    "self_containment",
                                    "occupation_mismatch",
                                    "cohort_survival_1824",
                                    "cohort_ratio_1519",
                                    "apprentices_employed_6m",
                                    "apprentices_employed_24m",
                                    "apprentices_value_added_6m",
                                    "outcome_continuation",
                                    "outcome_employment_6m",
                                    "outcome_employment_24m",
                                    "outcome_favourable",
                                    "graduates_employed_30m:master",
                                    "graduates_kept:master",
                                    "graduates_kept:lp",
                                    "recruitment_difficult:all",
                                    "recruitment_difficult:i",
                                    "apparent_migration_rate"};

enum { NUM_LINES = sizeof lines / sizeof lines[0], NUM_PEERS = 10 };

static const enum level parent_levels[] = {LEVEL_ZE, LEVEL_DEP, LEVEL_REG, LEVEL_FR};

/* Census vintages pool five years of surveys: nearer ones share some of them. */
static const int least_distance = 5;

struct profile {
    struct data_context *data;
    enum level level;
    size_t zone;
    const struct estimate_options *options;
    struct peer_group group;
    struct csvout *out;
};

/* One line under way. */
struct line {
    const char *name, *item;
    const struct indicator *indicator;
    struct estimate own;
    struct indicator_values all;
};

/* Median and quartiles of the peers that have the indicator; five at least. */
static void write_peers(const struct profile *self, const struct line *line)
{
    double values[NUM_PEERS], quartiles[] = {0.5, 0.25, 0.75};
    size_t num = 0;

    for (size_t k = 0; k < self->group.num_peers; k++) {
        double value = line->all.values[self->group.zones[self->group.peers[k].row]];
        if (!isnan(value))
            values[num++] = value;
    }
    quantile_sort(values, num);
    for (int q = 0; q < 3; q++)
        csvout_number(self->out, num >= 5 ? quantile_of(values, num, quartiles[q]) : (double)NAN, 10);
}

/* Rank from the highest, among how many. */
static void write_rank(const struct profile *self, const struct line *line)
{
    int64_t above = 0;

    if (isnan(line->own.value)) {
        csvout_text(self->out, "");
        csvout_integer(self->out, (int64_t)line->all.num_values);
        return;
    }
    for (size_t z = 0; z < line->all.num; z++)
        above += line->all.values[z] > line->own.value;
    csvout_integer(self->out, above + 1);
    csvout_integer(self->out, (int64_t)line->all.num_values);
}

static int evaluate(const struct profile *self, const struct line *line, enum level level, const char *code,
                    int year, struct estimate *e, struct err *err)
{
    return indicator_evaluate(line->indicator, line->item, &self->data->dataset, level, code, year,
                              self->options, e, err);
}

static int write_parents(const struct profile *self, const struct line *line, struct err *err)
{
    const struct zone *zone = &self->data->geography.levels[self->level].items[self->zone];
    int status = ERR_OK;

    for (size_t k = 0; k < sizeof parent_levels / sizeof parent_levels[0] && status == ERR_OK; k++) {
        enum level upper = parent_levels[k];
        struct estimate e = estimate_none(0);
        if (upper > self->level && zone->parents[upper] != NO_ZONE)
            status = evaluate(self, line, upper,
                              self->data->geography.levels[upper].items[zone->parents[upper]].code,
                              line->own.year, &e, err);
        csvout_number(self->out, e.value, 10);
    }
    return status;
}

/* The value of five years before or more; trends and growth already look back. */
static int earlier_value(const struct profile *self, const struct line *line, struct estimate *e,
                         struct err *err)
{
    const char *code = self->data->geography.levels[self->level].items[self->zone].code;
    enum indicator_kind kind = line->indicator->kind;
    int *years = NULL, status;
    size_t num = 0;

    *e = estimate_none(0);
    if (kind == INDICATOR_TREND || kind == INDICATOR_GROWTH || kind == INDICATOR_SHIFT)
        return ERR_OK;
    status =
        indicator_years(line->indicator, line->item, &self->data->dataset, self->level, &years, &num, err);
    while (status == ERR_OK && num > 0 && isnan(e->value))
        if (years[--num] <= line->own.year - least_distance)
            status = evaluate(self, line, self->level, code, years[num], e, err);
    free(years);
    return status;
}

static int write_change(const struct profile *self, struct line *line, struct err *err)
{
    struct estimate then;
    int status = earlier_value(self, line, &then, err);
    if (status == ERR_OK && perimeters_differ(then.perimeter, line->own.perimeter)) {
        estimate_flag(&line->own, "perimeters-differ");
        then = estimate_none(0);
    }
    double change = line->own.value - then.value,
           half = interval_z(self->options->confidence) * hypot(line->own.se, then.se);

    if (status != ERR_OK)
        return status;
    if (isnan(then.value))
        csvout_text(self->out, "");
    else
        csvout_integer(self->out, then.year);
    csvout_number(self->out, change, 10);
    csvout_number(self->out, change - half, 10);
    csvout_number(self->out, change + half, 10);
    return ERR_OK;
}

static int write_line(const struct profile *self, struct line *line, struct err *err)
{
    const struct zone *zone = &self->data->geography.levels[self->level].items[self->zone];
    bool french = strcmp(self->data->language, "fr") == 0;
    struct strbuf text = {0};
    int status;

    csvout_text(self->out, level_name(self->level));
    csvout_text(self->out, zone->code);
    csvout_text(self->out, zone->name);
    csvout_text(self->out, line->name);
    indicator_label(line->indicator, &line->own, self->data->language, &text);
    csvout_text(self->out, strbuf_text(&text));
    csvout_text(self->out, line->own.unit);
    csvout_integer(self->out, line->own.year);
    csvout_number(self->out, line->own.value, 10);
    csvout_number(self->out, line->own.low, 10);
    csvout_number(self->out, line->own.high, 10);
    write_peers(self, line);
    write_rank(self, line);
    status = write_parents(self, line, err);
    if (status == ERR_OK)
        status = write_change(self, line, err);
    csvout_text(self->out, french ? line->own.universe_fr : line->own.universe_en);
    csvout_text(self->out, line->own.method);
    strbuf_clear(&text);
    dataset_source_text(&self->data->dataset, line->own.source, &text);
    csvout_text(self->out, strbuf_text(&text));
    csvout_text(self->out, line->own.flags);
    csvout_end(self->out);
    strbuf_free(&text);
    return status;
}

/* The territory in the last year in which it has a value, or too few people for one. */
static int read_own(const struct profile *self, struct line *line, struct err *err)
{
    const char *code = self->data->geography.levels[self->level].items[self->zone].code;
    int *years = NULL;
    size_t num = 0;
    int status =
        indicator_years(line->indicator, line->item, &self->data->dataset, self->level, &years, &num, err);

    line->own = estimate_none(0);
    while (status == ERR_OK && num > 0 && isnan(line->own.value)) {
        struct estimate tried;
        status = evaluate(self, line, self->level, code, years[--num], &tried, err);
        if (isnan(tried.value))
            estimate_note_suppressed(&line->own, &tried);
        else
            line->own = tried;
    }
    free(years);
    return status;
}

static int try_line(const struct profile *self, const char *name, struct err *err)
{
    struct line line = {.name = name};
    int status;

    line.indicator = territoryopts_indicator(name, &line.item, err);
    if (line.indicator == NULL)
        return ERR_INTERNAL;
    line.item = line.item ? line.item : "";
    status = read_own(self, &line, err);
    if (status != ERR_OK || (isnan(line.own.value) && !estimate_has_flag(&line.own, "suppressed")))
        return status;
    status = indicator_values_read(&line.all, line.indicator, line.item, &self->data->dataset,
                                   &self->data->geography, self->level, line.own.year, self->options, err);
    if (status == ERR_OK)
        status = write_line(self, &line, err);
    indicator_values_free(&line.all);
    return status;
}

static void find_peers(struct profile *self)
{
    struct peer_choice choice = {.num_peers = NUM_PEERS, .metric = NEIGHBOUR_EUCLID, .replicates = 1};
    struct err err = {0};
    struct strbuf names = {0};

    if (peer_group_find(&self->group, self->data, self->level, self->zone, &choice, &err) != ERR_OK) {
        message_note("no peers: %s", err.message);
        return;
    }
    for (size_t k = 0; k < self->group.num_peers; k++)
        strbuf_addf(&names, "%s%s", k ? ", " : "",
                    self->data->geography.levels[self->level]
                        .items[self->group.zones[self->group.peers[k].row]]
                        .name);
    message_note("peers: %s", strbuf_text(&names));
    strbuf_free(&names);
}

static void write_header(struct csvout *out)
{
    static const char *const names[] = {
        "level",      "code",        "name",     "indicator",    "label",     "unit",      "year",
        "value",      "low",         "high",     "peers_median", "peers_q25", "peers_q75", "rank",
        "among",      "ze",          "dep",      "reg",          "fr",        "since",     "change",
        "change_low", "change_high", "universe", "method",       "source",    "flags",     NULL};

    csvout_header(out, names);
}

int profile_write(struct data_context *data, enum level level, size_t zone,
                  const struct estimate_options *options, bool with_header, struct csvout *out,
                  struct err *err)
{
    struct profile profile = {.data = data, .level = level, .zone = zone, .options = options, .out = out};
    int status = ERR_OK;

    find_peers(&profile);
    if (with_header)
        write_header(out);
    for (int i = 0; i < NUM_LINES && status == ERR_OK; i++)
        status = try_line(&profile, lines[i], err);
    peer_group_free(&profile.group);
    return status;
}

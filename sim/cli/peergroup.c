#include "sim/cli/peergroup.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

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

enum { NUM_DEFAULTS = sizeof default_indicators / sizeof default_indicators[0] };

/* A search under way. */
struct finding {
    struct peer_group *group;
    struct data_context *data;
    enum level level;
    size_t zone;
    const struct peer_choice *choice;
};

static size_t num_zones(const struct finding *self)
{
    return self->data->geography.levels[self->level].num_items;
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

static int read_column(struct finding *self, const char *name, struct criterion *column, struct err *err)
{
    const char *item;
    const struct indicator *indicator = territoryopts_indicator(name, &item, err);
    int status;

    *column = (struct criterion){.name = name};
    if (indicator == NULL)
        return ERR_USAGE;
    status = indicator_values_read(&column->field, indicator, item ? item : "", &self->data->dataset,
                                   &self->data->geography, self->level, 0, &estimate_defaults, err);
    if (status == ERR_OK && indicator_values_are_sizes(&column->field))
        take_logarithms(&column->field);
    return status;
}

static int read_columns(struct finding *self, struct err *err)
{
    bool chosen = self->choice->num_names > 0;
    size_t num = chosen ? self->choice->num_names : NUM_DEFAULTS;
    int status = num > PEER_MAX_CRITERIA
                     ? err_set(err, ERR_USAGE, "more than %d indicators", PEER_MAX_CRITERIA)
                     : ERR_OK;

    for (size_t i = 0; i < num && status == ERR_OK; i++) {
        const char *name = chosen ? self->choice->names[i] : default_indicators[i];
        struct criterion column;
        status = read_column(self, name, &column, err);
        bool is_enough =
            chosen ? column.field.num_values > 0 : 10 * column.field.num_values >= 9 * num_zones(self);
        if (status == ERR_OK && is_enough)
            self->group->criteria[self->group->num_criteria++] = column;
        else
            indicator_values_free(&column.field);
        if (status == ERR_OK && chosen && !is_enough)
            status = err_set(err, ERR_DATA, "no territory of level %s has the indicator '%s'",
                             level_name(self->level), name);
    }
    if (status == ERR_OK && self->group->num_criteria == 0)
        status = err_set(err, ERR_DATA, "no indicator at hand for level %s: name some with --indicator",
                         level_name(self->level));
    return status;
}

static bool is_complete(const struct finding *self, size_t zone)
{
    for (size_t c = 0; c < self->group->num_criteria; c++)
        if (isnan(self->group->criteria[c].field.values[zone]))
            return false;
    return true;
}

/* The target must have what the others are compared by. */
static int check_target(const struct finding *self, struct err *err)
{
    for (size_t c = 0; c < self->group->num_criteria; c++)
        if (isnan(self->group->criteria[c].field.values[self->zone]))
            return err_set(err, ERR_DATA, "%s has no value of '%s' in %d: choose others with --indicator",
                           self->data->geography.levels[self->level].items[self->zone].name,
                           self->group->criteria[c].name, self->group->criteria[c].field.year);
    return ERR_OK;
}

static int make_table(struct finding *self, struct err *err)
{
    size_t n = num_zones(self), p = self->group->num_criteria;

    self->group->zones = mem_alloc(n, sizeof *self->group->zones, err);
    self->group->values = mem_alloc(n * p, sizeof *self->group->values, err);
    self->group->se = mem_alloc(n * p, sizeof *self->group->se, err);
    if (self->group->zones == NULL || self->group->values == NULL || self->group->se == NULL)
        return ERR_LIMIT;
    for (size_t z = 0; z < n; z++) {
        if (!is_complete(self, z))
            continue;
        for (size_t c = 0; c < p; c++) {
            self->group->values[self->group->num_rows * p + c] = self->group->criteria[c].field.values[z];
            self->group->se[self->group->num_rows * p + c] = self->group->criteria[c].field.se[z];
        }
        self->group->zones[self->group->num_rows++] = z;
    }
    return check_target(self, err);
}

static int rank(struct finding *self, struct err *err)
{
    struct peer_group *group = self->group;
    struct neighbour_table table = {group->values, group->se, group->num_rows, group->num_criteria};

    group->num_peers = self->choice->num_peers;
    group->peers = mem_alloc(group->num_peers, sizeof *group->peers, err);
    if (group->peers == NULL)
        return ERR_LIMIT;
    while (group->target < group->num_rows && group->zones[group->target] != self->zone)
        group->target++;
    return neighbours_of(group->peers, group->num_peers, &table, group->target, self->choice->metric,
                         self->choice->replicates, err);
}

int peer_group_find(struct peer_group *self, struct data_context *data, enum level level, size_t zone,
                    const struct peer_choice *choice, struct err *err)
{
    struct finding finding = {self, data, level, zone, choice};
    int status;

    *self = (struct peer_group){0};
    status = read_columns(&finding, err);
    if (status == ERR_OK)
        status = make_table(&finding, err);
    if (status == ERR_OK)
        status = rank(&finding, err);
    if (status != ERR_OK)
        peer_group_free(self);
    return status;
}

void peer_group_free(struct peer_group *self)
{
    for (size_t c = 0; c < self->num_criteria; c++)
        indicator_values_free(&self->criteria[c].field);
    free(self->zones);
    free(self->values);
    free(self->se);
    free(self->peers);
    *self = (struct peer_group){0};
}

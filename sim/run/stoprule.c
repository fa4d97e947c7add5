#include "sim/run/stoprule.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

static int refuse(const char *text, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "--until: '%.100s' is not a rule such as \"se(placed_total) < 5\", "
                   "\"se(placed_total,2030,announced) < 5\" or \"se(placed_total)/mean < 1%%\"",
                   text);
}

static void skip_spaces(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

/* Goes past a text, and the spaces around it. */
static bool skip(const char **at, const char *text)
{
    skip_spaces(at);
    if (!text_starts_with(*at, text))
        return false;
    *at += strlen(text);
    skip_spaces(at);
    return true;
}

/* The next item of the list in parentheses: up to a comma, a space or the end. */
static bool read_item(const char **at, char item[SCOPE_TEXT_SIZE])
{
    size_t length = strcspn(*at, ", )");

    if (length == 0 || length >= SCOPE_TEXT_SIZE)
        return false;
    memcpy(item, *at, length);
    item[length] = '\0';
    *at += length;
    return true;
}

static int read_metric(struct stop_rule *self, const char *name, struct err *err)
{
    const char *near = metric_nearest(name);

    self->metric = metric_find(name);
    if (self->metric != NUM_METRICS)
        return ERR_OK;
    return err_set(err, ERR_USAGE, "--until: there is no metric '%s'%s%s%s (see 'bassin list metrics')", name,
                   near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
}

/* The year and the scenario, both optional, in this order. */
static bool read_where(struct stop_rule *self, const char **at)
{
    char item[SCOPE_TEXT_SIZE];
    int64_t year;

    while (skip(at, ",")) {
        if (self->scenario[0] != '\0' || !read_item(at, item))
            return false;
        if (self->year == 0 && text_is_digits(item, strlen(item))) {
            if (number_parse_integer(item, strlen(item), &year) != NUMBER_OK || year < 1 || year > 9999)
                return false;
            self->year = (int)year;
        } else {
            memcpy(self->scenario, item, sizeof item);
        }
    }
    return skip(at, ")");
}

static bool read_limit(struct stop_rule *self, const char **at)
{
    size_t length = strcspn(*at, " %");

    if (number_parse(*at, length, '.', &self->limit) != NUMBER_OK || !(self->limit > 0))
        return false;
    *at += length;
    if (self->is_relative && skip(at, "%"))
        self->limit /= 100;
    skip_spaces(at);
    return **at == '\0';
}

int stop_rule_parse(struct stop_rule *self, const char *text, struct err *err)
{
    const char *at = text;
    char name[SCOPE_TEXT_SIZE];

    *self = (struct stop_rule){.metric = NUM_METRICS};
    if (!skip(&at, "se") || !skip(&at, "(") || !read_item(&at, name))
        return refuse(text, err);
    if (read_metric(self, name, err) != ERR_OK)
        return ERR_USAGE;
    if (!read_where(self, &at))
        return refuse(text, err);
    if (skip(&at, "/")) {
        self->is_relative = true;
        if (!skip(&at, "mean"))
            return refuse(text, err);
    }
    return skip(&at, "<") && read_limit(self, &at) ? ERR_OK : refuse(text, err);
}

static bool concerns(const struct stop_rule *self, const struct scenario *s)
{
    return (self->scenario[0] == '\0' || strcmp(self->scenario, s->row->name) == 0) &&
           (self->year == 0 || (self->year >= s->first_year && self->year <= s->last_year)) &&
           layout_has_metric(s, self->metric);
}

int stop_rule_check(const struct stop_rule *self, const struct model *model,
                    const struct layout_choice *choice, struct err *err)
{
    size_t s = 0;

    if (!choice->metrics[self->metric])
        return err_set(err, ERR_USAGE, "--until needs the metric %s: add it to --metrics",
                       metric_specs[self->metric].name);
    while (s < model->num_scenarios && !concerns(self, &model->scenarios[s]))
        s++;
    if (s < model->num_scenarios)
        return ERR_OK;
    return err_set(err, ERR_USAGE,
                   "--until: no scenario of the run has this metric, year and name (years are those of "
                   "scenarios.csv; metrics of what is additional need additionality causal)");
}

struct stop_state stop_rule_state(const struct stop_rule *self, const struct engine_results *r)
{
    struct stop_state state = {0, ""};

    for (size_t i = 0; i < r->model->num_scenarios; i++) {
        const struct scenario *s = &r->model->scenarios[i];
        int year = self->year ? self->year - s->first_year : s->num_years - 1;
        if (!concerns(self, s))
            continue;
        struct summary summary = engine_summary(r, &r->values[engine_index(r, i, 0, self->metric, year)],
                                                layout_precision(self->metric));
        double error = summary.mc_se * metric_scale(self->metric, s->steps_per_year);
        if (self->is_relative && error > 0)
            error = summary.mc_se / fabs(summary.mean);
        if (!(error <= state.error)) /* NaN counts as large */
            state = (struct stop_state){error, s->row->name};
    }
    return state;
}

bool stop_rule_holds(const struct engine_results *results, void *context)
{
    const struct stop_rule *rule = context;

    return stop_rule_state(rule, results).error < rule->limit;
}

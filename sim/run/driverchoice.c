#include "sim/run/driverchoice.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

static int add_item(struct driver_choice *self, const struct driver_item *item, struct err *err)
{
    int status = mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, err);

    if (status == ERR_OK)
        self->items[self->num_items++] = *item;
    return status;
}

static int add_all(struct driver_choice *self, const bool reported[NUM_METRICS], struct err *err)
{
    int status = ERR_OK;

    for (int m = 0; m < NUM_METRICS && status == ERR_OK; m++)
        if (reported[m])
            status =
                add_item(self, &(struct driver_item){.metric = (enum metric)m, .is_optional = true}, err);
    return status;
}

static int refuse(const char *text, const char *why, struct err *err)
{
    return err_set(err, ERR_USAGE,
                   "--drivers-of: '%.100s': %s; METRIC[:YEAR][:SCOPE] is expected, as in placed_total, "
                   "placed_total:2030 or placed_total:2030:audience:apprentices",
                   text, why);
}

static int no_metric(const char *name, struct err *err)
{
    const char *near = metric_nearest(name);

    return err_set(err, ERR_USAGE, "--drivers-of: there is no metric '%s'%s%s%s (see 'bassin list metrics')",
                   name, near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
}

/* The year, where digits come first, and the scope, both optional. */
static int read_rest(struct driver_item *item, const char *text, const char *rest, struct err *err)
{
    size_t length = strcspn(rest, ":");
    int64_t year = 0;

    if (text_is_digits(rest, length)) {
        if (number_parse_integer(rest, length, &year) != NUMBER_OK || year < 1 || year > 9999)
            return refuse(text, _("this is no year"), err);
        item->year = (int)year;
        rest += length;
        rest += *rest == ':';
    }
    const char *wrong = scope_parse(&item->scope, rest);
    return wrong[0] == '\0' ? ERR_OK : refuse(text, wrong, err);
}

int driver_choice_add(struct driver_choice *self, const char *text, const bool reported[NUM_METRICS],
                      struct err *err)
{
    struct driver_item item = {.metric = NUM_METRICS};
    char name[SCOPE_TEXT_SIZE];
    size_t length = strcspn(text, ":");
    int status;

    if (strcmp(text, "all") == 0)
        return add_all(self, reported, err);
    if (length == 0 || length >= sizeof name)
        return refuse(text, _("this begins with no metric"), err);
    memcpy(name, text, length);
    name[length] = '\0';
    item.metric = metric_find(name);
    if (item.metric == NUM_METRICS)
        return no_metric(name, err);
    status = read_rest(&item, text, text + length + (text[length] == ':'), err);
    return status == ERR_OK ? add_item(self, &item, err) : status;
}

static bool concerns(const struct driver_item *item, const struct scenario *s)
{
    return layout_has_metric(s, item->metric) &&
           (item->year == 0 || (item->year >= s->first_year && item->year <= s->last_year));
}

static int check_item(const struct driver_item *item, const struct model *model, const struct layout *layout,
                      struct err *err)
{
    const char *name = metric_specs[item->metric].name;
    size_t s = 0, scope = layout_find_scope(layout, &item->scope);
    char text[2 * SCOPE_TEXT_SIZE];

    if (!layout->selected[item->metric])
        return err_set(err, ERR_USAGE, "--drivers-of needs the metric %s: add it to --metrics", name);
    scope_text(&item->scope, text);
    if (scope == layout->num_scopes)
        return err_set(err, ERR_USAGE,
                       "--drivers-of: the run reports no scope '%s': it is none of the pack, or its kind is "
                       "not in --scopes",
                       text);
    if (!layout_is_in_scope(layout, scope, item->metric))
        return err_set(err, ERR_USAGE, "--drivers-of: the metric %s has no value in the scope '%s'", name,
                       text);
    while (s < model->num_scenarios && !concerns(item, &model->scenarios[s]))
        s++;
    if (s < model->num_scenarios)
        return ERR_OK;
    return err_set(err, ERR_USAGE,
                   "--drivers-of: no scenario of the run has %s in that year (years are those of "
                   "scenarios.csv; metrics of what is additional need additionality causal)",
                   name);
}

/* "all" names metrics that some runs do not have: they have no drivers either. */
int driver_choice_check(const struct driver_choice *self, const struct model *model,
                        const struct layout_choice *reported, struct err *err)
{
    struct layout layout;
    int status = layout_init(&layout, model, reported, err);

    if (status != ERR_OK)
        return status;
    for (size_t i = 0; i < self->num_items && status == ERR_OK; i++)
        if (!self->items[i].is_optional)
            status = check_item(&self->items[i], model, &layout, err);
    layout_free(&layout);
    return status;
}

void driver_choice_free(struct driver_choice *self)
{
    free(self->items);
    *self = (struct driver_choice){0};
}

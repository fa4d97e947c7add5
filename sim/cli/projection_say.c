/* What is said of a projection when it is done. */
#include <math.h>

#include "sim/cli/message.h"
#include "sim/cli/projection.h"
#include "sim/run/limits.h"
#include "sim/run/results.h"
#include "stats/base/number.h"

/* The median and 90 % interval of the headline metrics at the last year. */
static void say_headline(const struct projection *self, size_t scenario, enum metric metric)
{
    const struct engine_results *r = &self->results;
    const struct scenario *s = &self->model.scenarios[scenario];
    const struct accumulator *a = &r->values[engine_index(r, scenario, 0, metric, s->num_years - 1)];
    double scale = metric_scale(metric, s->steps_per_year);

    if (!layout_is_reported(&r->layout, s, metric) || a->histogram.count == 0)
        return;
    message_note("  %-24s %-36s %10.0f  (%.0f to %.0f)", s->row->name, metric_specs[metric].name,
                 histogram_quantile(&a->histogram, 0.5) * scale,
                 histogram_quantile(&a->histogram, 0.05) * scale,
                 histogram_quantile(&a->histogram, 0.95) * scale);
}

static void say_targets(const struct projection *self)
{
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t t = 0; t < self->pack.num_targets; t++) {
            const struct pack_target *target = &self->pack.targets[t];
            if (!engine_has_target(&self->results, s, t))
                continue;
            struct target_result result = results_target(&self->results, s, t);
            char value[NUMBER_TEXT_SIZE];
            number_format(target->value, value);
            message_note("  %-24s P(%s %s %s in %d) = %.3f", self->model.scenarios[s].row->name,
                         target->metric, target->at_least ? ">=" : "<=", value, target->year,
                         result.probability);
        }
}

static double median_at(const struct projection *self, size_t scenario, size_t scope, enum metric metric)
{
    const struct engine_results *r = &self->results;
    int last = self->model.scenarios[scenario].num_years - 1;

    return histogram_quantile(&r->values[engine_index(r, scenario, scope, metric, last)].histogram, 0.5);
}

static void say_limits_of(const struct projection *self, size_t scenario, size_t scope)
{
    const struct engine_results *r = &self->results;
    const struct scenario *s = &self->model.scenarios[scenario];
    const char *territory = r->layout.scopes[scope].scope.territory;
    struct limit_found found;

    if (limit_find(r, scenario, scope, METRIC_WITHOUT_APPLICANTS, &found))
        message_note("  %-24s eligible people of %s run out from %d on; places left empty: %.0f that year, "
                     "%.0f in %d (medians)",
                     s->row->name, territory, s->first_year + found.year, found.median,
                     median_at(self, scenario, scope, METRIC_WITHOUT_APPLICANTS), s->last_year);
    if (limit_find(r, scenario, scope, METRIC_REFUSED, &found))
        message_note("  %-24s industrial openings of %s run out from %d on; trained people refused: %.0f "
                     "that year, %.0f in %d (medians)",
                     s->row->name, territory, s->first_year + found.year, found.median,
                     median_at(self, scenario, scope, METRIC_REFUSED), s->last_year);
}

/* What holds a scenario back in more than half of the draws. */
static void say_limits(const struct projection *self)
{
    const struct layout *layout = &self->results.layout;

    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t k = 0; k < layout->num_scopes; k++)
            if (layout->scopes[k].scope.kind == SCOPE_TERRITORY)
                say_limits_of(self, s, k);
}

static void say_means(const struct projection *self)
{
    if (self->settings.without_twin)
        message_note("the analytic twin was left out: means were not checked, sd_parameters and sd_sampling "
                     "are empty");
    if (self->settings.twin_means)
        message_note("means: %zu of %zu are those of the analytic twin (sd_sampling is given), the others "
                     "are simulated",
                     self->check.num_means, self->check.num_means + self->check.num_without_twin);
}

void projection_say(const struct projection *self)
{
    static const enum metric headline[] = {METRIC_ENROLLED_TOTAL,      METRIC_CERTIFIED_TOTAL,
                                           METRIC_PLACED_TOTAL,        METRIC_INDUSTRY_STOCK,
                                           METRIC_INDUSTRY_ADDITIONAL, METRIC_INDUSTRY_HIRES_NET_TOTAL,
                                           METRIC_COST_TOTAL};
    const struct twin_check *c = &self->check;

    message_note("median at the last year (90 %% of the draws)");
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        for (size_t m = 0; m < sizeof headline / sizeof headline[0]; m++)
            say_headline(self, s, headline[m]);
    say_targets(self);
    say_limits(self);
    say_means(self);
    if (c->num_means > 0)
        message_note(
            "sampler against its analytic twin: %zu means, largest |z| %.2f (limit %.2f); %zu variances, "
            "largest |z| %.2f (limit %.2f); %zu series without a twin",
            c->num_means, fabs(c->mean.z), c->mean_limit, c->num_variances, fabs(c->variance.z),
            c->variance_limit, c->num_without_twin);
    for (int i = 0; i < NUM_OUTPUTS; i++)
        if (projection_writes(self, i))
            message_note("wrote %s", self->files[i].path);
}

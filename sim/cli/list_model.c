/* Lists of the projection model. */
#include <math.h>
#include <string.h>

#include "sim/cli/listing.h"
#include "sim/model/dist.h"
#include "sim/model/metric.h"
#include "sim/model/param.h"
#include "sim/model/scope.h"
#include "stats/base/catalogue.h"

static const char *need_text(const struct param_spec *spec)
{
    switch (spec->need) {
    case NEED_ALWAYS:
        return _("needed");
    case NEED_CAUSAL:
        return _("needed when additionality is causal, refused when it is gross");
    case NEED_OPTIONAL:
        return _("may be absent: the mechanism is then not used");
    default:
        return _("may be absent");
    }
}

static void describe_parameter(struct listing *self, const struct param_spec *spec)
{
    strbuf_addf(&self->text, _("      values    %g to %g %s\n      need      %s"), spec->minimum,
                spec->maximum, spec->unit, need_text(spec));
    if (spec->need == NEED_NEUTRAL)
        strbuf_addf(&self->text, _(": %g is then taken"), spec->neutral);
    strbuf_addf(&self->text, "\n      from_year %s\n",
                spec->per_run      ? _("no: one value for the whole scenario, scope all")
                : spec->may_change ? _("may change from a calendar year on")
                                   : _("no: one value for all years"));
    if (spec->per_territory)
        strbuf_add(&self->text, _("      scope     all or territory:LEVEL:CODE\n"));
}

void list_parameters(struct listing *self)
{
    for (int p = 0; p < NUM_PARAMS; p++) {
        const struct param_spec *spec = &param_specs[p];
        strbuf_addf(&self->text, "  %-20s %-9s %s\n", spec->name, spec->unit, translate(spec->meaning));
        if (self->is_long)
            describe_parameter(self, spec);
    }
}

void list_distributions(struct listing *self)
{
    for (int f = 0; f < NUM_DIST_FAMILIES; f++)
        strbuf_addf(&self->text, "  %s\n", dist_family_usage((enum dist_family)f));
}

static const char *kind_text(const struct metric_spec *spec)
{
    switch (spec->kind) {
    case METRIC_FLOW:
        return _("of the year");
    case METRIC_STOCK:
        return _("at the end of the year");
    default:
        return _("since the beginning");
    }
}

void list_metrics(struct listing *self)
{
    bool french = strcmp(self->language, "fr") == 0;

    for (int m = 0; m < NUM_METRICS; m++) {
        const struct metric_spec *spec = &metric_specs[m];
        strbuf_addf(&self->text, "  %-27s %s [%s]\n", spec->name, french ? spec->label_fr : spec->label_en,
                    metric_unit_text((enum metric)m));
        if (self->is_long)
            strbuf_addf(&self->text, _("      counted   %s%s%s\n"), kind_text(spec),
                        spec->needs_people      ? _("; only where the people of the territory are given")
                        : spec->needs_causal    ? _("; only when additionality is causal")
                        : spec->needs_pool      ? _("; only with eligible people")
                        : spec->needs_vacancies ? _("; only with industrial jobs")
                                                : "",
                        spec->of_territory ? _("; of a territory") : "");
    }
}

void list_audiences(struct listing *self)
{
    for (int a = 0; a < NUM_AUDIENCES; a++)
        strbuf_addf(&self->text, "  %-12s %s\n", audience_name((enum audience)a),
                    audience_label((enum audience)a, self->language));
}

#include "stats/indicators/estimate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/numeric/interval.h"

const struct estimate_options estimate_defaults = {.confidence = 0.95};

const char *const estimate_flag_help =
    "no-data               no shipped or given source has the figure at this level\n"
    "register              administrative count: no sampling error\n"
    "published             computed by the publisher from counts not at hand\n"
    "third-party           computed by somebody else from counts not at hand\n"
    "model                 modelled by the publisher, without published precision\n"
    "partial:N             N parts (communes, zones) have no figure and are not in the sum\n"
    "reference-partial:N   the same, in the figure for France that a quotient is relative to\n"
    "level-reference       compared with all territories of the level: the source has no row for France\n"
    "hidden:N              N small cells that the source hides count as 0; the interval is what they\n"
    "                      could hold\n"
    "part-of-territory     the source covers only part of the territory (see the universe)\n"
    "unreliable            census counts under 200: not reliable (INSEE)\n"
    "exhaustive            all communes counted in full: no sampling error\n"
    "absent-at-start       shift-share: the territory starts without the sector\n"
    "few-jobs              shift-share: under five jobs at one date, the interval is too narrow\n"
    "unweighted            plain mean of establishments, whatever their size\n"
    "approximate-geography the employment zones of the région are not exactly the région\n"
    "since:YEAR            growth: from that year on\n"
    "break:YEAR            the source counts otherwise from that year on: not one series\n"
    "vintages-overlap      refused: census vintages less than five years apart share surveys\n"
    "nomenclature          refused: the sectors of the two dates are not the same\n"
    "years-missing         year by year: a year between the first and the last has no figures\n"
    "too-few               fewer than four values for a trend\n"
    "trend-p:P             probability of such a trend by chance (Mann and Kendall)\n"
    "autocorrelation:R     of values a year apart, which the trend takes into account\n"
    "perimeter:DATE        territories as they were on that date\n"
    "perimeters-differ     refused: figures of territories as they were on two dates; import them with\n"
    "                      one table of territories\n"
    "imputed:P%            P % of the count was shared by population, from communes that have become\n"
    "                      several (or, in a newer file, one); the uncertainty is in the interval\n"
    "holds-part-of-territory  parents: most of the territory lies there, not all of it\n"
    "suppressed            not shown: too few people behind it (see 'bassin list indicators --long')\n"
    "inconsistent          refused: more people in the numerator than in the denominator\n"
    "chance-dominates      no interval: chance moves the index too much for one\n"
    "mixed                 refused: figures of different exploitation or coverage\n";

struct estimate estimate_none(int year)
{
    return (struct estimate){.value = NAN,
                             .low = NAN,
                             .high = NAN,
                             .se = NAN,
                             .n = NAN,
                             .base = NAN,
                             .year = year,
                             .method = "",
                             .unit = "",
                             .universe_fr = "",
                             .universe_en = "",
                             .item_label_fr = "",
                             .item_label_en = "",
                             .source = "",
                             .geography = "",
                             .perimeter = ""};
}

bool estimate_has_flag(const struct estimate *self, const char *word)
{
    const char *found = strstr(self->flags, word);

    return found != NULL && (found[strlen(word)] == '\0' || found[strlen(word)] == ' ');
}

void estimate_note_suppressed(struct estimate *last, const struct estimate *tried)
{
    if (!estimate_has_flag(last, "suppressed"))
        *last = *tried;
}

void estimate_flag(struct estimate *self, const char *word)
{
    size_t used = strlen(self->flags);

    if (estimate_has_flag(self, word))
        return;
    snprintf(self->flags + used, sizeof self->flags - used, "%s%s", used ? " " : "", word);
}

double estimate_census_multiple(double confidence)
{
    return confidence == 0.95 ? 2 : interval_z(confidence);
}

struct gap estimate_gap(const struct estimate *territory, const struct estimate *parent, double confidence)
{
    struct gap gap = {territory->value - parent->value, NAN, NAN};
    double weight = parent->base > 0 ? territory->base / parent->base : NAN;

    if (isnan(territory->se) || isnan(parent->se))
        return gap;
    if (isnan(weight) || weight > 1 || !territory->adds_up || !parent->adds_up)
        weight = 0; /* the covariance that it would save is left out */
    double variance = interval_gap_variance(territory->se * territory->se, parent->se * parent->se, weight);
    double half = estimate_census_multiple(confidence) * sqrt(variance);
    gap.low = gap.value - half;
    gap.high = gap.value + half;
    return gap;
}

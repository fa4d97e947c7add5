#include "stats/numeric/composition.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/standardise.h"

/* Counts by class that are known for sure have this much variance, for one. */
static const double least_factor = 1e-9;

void composition_sides_make(struct composition_sides *self, const struct composition_counts *counts)
{
    self->num = counts->num_classes;
    for (size_t k = 0; k < self->num; k++) {
        self->upper[k] = self->lower[k] = 0;
        for (size_t c = 0; c < counts->num_items; c++) {
            self->upper[k] += counts->items[c].weight[0] * counts->items[c].values[k];
            self->lower[k] += counts->items[c].weight[1] * counts->items[c].values[k];
        }
    }
}

/* ---- measures ------------------------------------------------------------------------ */

static double sum(const double *values, size_t num)
{
    double total = 0;

    for (size_t k = 0; k < num; k++)
        total += values[k];
    return total;
}

/* Rate of the class `item` less that of all others together. */
static double balance(const struct composition_sides *s, size_t item)
{
    double upper = sum(s->upper, s->num) - s->upper[item], lower = sum(s->lower, s->num) - s->lower[item];

    return s->upper[item] / s->lower[item] - upper / lower;
}

static double distance(const struct composition_sides *s, bool squared)
{
    double upper = sum(s->upper, s->num), lower = sum(s->lower, s->num), total = 0;

    for (size_t k = 0; k < s->num; k++) {
        double gap = s->upper[k] / upper - s->lower[k] / lower;
        total += squared ? gap * gap : fabs(gap) / 2;
    }
    return squared ? sqrt(total) : total;
}

static double impact(const struct composition_sides *s)
{
    double total = 0;

    for (size_t k = 0; k < s->num; k++)
        total += s->upper[k] / s->lower[k] * (s->upper[k] / s->lower[k]);
    return sqrt(total);
}

bool composition_is_distance(enum composition_measure measure)
{
    return measure == COMPOSITION_RENEWAL || measure == COMPOSITION_IMPACT || measure == COMPOSITION_MISMATCH;
}

double composition_value(enum composition_measure measure, const struct composition_sides *s,
                         const struct composition_sides *france, size_t item)
{
    switch (measure) {
    case COMPOSITION_CATEGORY:
        return s->upper[item] / sum(s->upper, s->num) - s->lower[item] / sum(s->lower, s->num);
    case COMPOSITION_BALANCE:
        return balance(s, item);
    case COMPOSITION_RENEWAL:
        return distance(s, true);
    case COMPOSITION_IMPACT:
        return impact(s);
    case COMPOSITION_MISMATCH:
        return distance(s, false);
    case COMPOSITION_RIDIT:
        return standardise_ridit(s->upper, france->upper, s->num);
    case COMPOSITION_STANDARDISED:
    case COMPOSITION_OBSERVED:
        break;
    }
    return NAN;
}

bool composition_needs_reference(enum composition_measure measure)
{
    return measure == COMPOSITION_RIDIT || measure == COMPOSITION_STANDARDISED ||
           measure == COMPOSITION_OBSERVED;
}

bool composition_is_defined(enum composition_measure measure, const struct composition_sides *s)
{
    bool takes_rates = measure == COMPOSITION_BALANCE || measure == COMPOSITION_IMPACT ||
                       measure == COMPOSITION_STANDARDISED || measure == COMPOSITION_OBSERVED;

    for (size_t k = 0; k < s->num && takes_rates; k++)
        if (!(s->lower[k] > 0))
            return false;
    if (takes_rates)
        return true;
    return sum(s->upper, s->num) > 0 && (measure == COMPOSITION_RIDIT || sum(s->lower, s->num) > 0);
}

/* ---- delta method -------------------------------------------------------------------- */

/* Derivatives of a share difference by the numbers of each class. */
static void slopes_of_category(struct composition_sides *slopes, const struct composition_sides *s,
                               size_t item)
{
    double upper = sum(s->upper, s->num), lower = sum(s->lower, s->num);

    for (size_t k = 0; k < s->num; k++) {
        slopes->upper[k] = ((k == item) - s->upper[item] / upper) / upper;
        slopes->lower[k] = -((k == item) - s->lower[item] / lower) / lower;
    }
}

static void slopes_of_balance(struct composition_sides *slopes, const struct composition_sides *s,
                              size_t item)
{
    double upper = sum(s->upper, s->num) - s->upper[item], lower = sum(s->lower, s->num) - s->lower[item];

    for (size_t k = 0; k < s->num; k++) {
        slopes->upper[k] = k == item ? 1 / s->lower[k] : -1 / lower;
        slopes->lower[k] = k == item ? -s->upper[k] / (s->lower[k] * s->lower[k]) : upper / (lower * lower);
    }
}

/* A ridit is a mean of the ridits of the classes: each is that of a territory that has
 * only this class. */
static void slopes_of_ridit(struct composition_sides *slopes, const struct composition_sides *s,
                            const struct composition_sides *france)
{
    double upper = sum(s->upper, s->num), value = standardise_ridit(s->upper, france->upper, s->num);

    for (size_t k = 0; k < s->num; k++) {
        double one[COMPOSITION_CLASSES] = {0};
        one[k] = 1;
        slopes->upper[k] = (standardise_ridit(one, france->upper, s->num) - value) / upper;
        slopes->lower[k] = 0;
    }
}

double composition_delta_se(enum composition_measure measure, const struct composition_counts *counts,
                            const struct composition_sides *reference, size_t item)
{
    struct composition_sides sides, slopes;
    double variance = 0;

    composition_sides_make(&sides, counts);
    if (measure == COMPOSITION_CATEGORY)
        slopes_of_category(&slopes, &sides, item);
    else if (measure == COMPOSITION_BALANCE)
        slopes_of_balance(&slopes, &sides, item);
    else
        slopes_of_ridit(&slopes, &sides, reference);
    for (size_t c = 0; c < counts->num_items; c++)
        for (size_t k = 0; k < sides.num; k++) {
            const struct composition_count *count = &counts->items[c];
            double slope = count->weight[0] * slopes.upper[k] + count->weight[1] * slopes.lower[k];
            variance += pow(slope * count->se[k], 2);
        }
    return sqrt(variance);
}

/* ---- Monte-Carlo --------------------------------------------------------------------- */

static void draw(struct composition_counts *drawn, const struct composition_counts *counts,
                 const struct stream *stream, uint64_t number)
{
    for (size_t c = 0; c < counts->num_items; c++)
        for (size_t k = 0; k < counts->num_classes; k++) {
            const struct composition_count *count = &counts->items[c];
            uint32_t site = (uint32_t)(c * COMPOSITION_CLASSES + k);
            double score = normal_quantile(stream_unit(stream, number, site));
            drawn->items[c].values[k] = fmax(0, count->values[k] + count->se[k] * score);
        }
}

/* An index that is never negative is too large by the bias of the draws, and so are the
 * draws once more. */
static void summarise(struct composition_estimate *self, double *values, double confidence)
{
    double bias = gsl_stats_mean(values, 1, COMPOSITION_DRAWS) - self->value;

    struct interval draws = quantile_interval(values, COMPOSITION_DRAWS, confidence);
    self->se = gsl_stats_sd(values, 1, COMPOSITION_DRAWS);
    self->low = fmax(0, draws.low - 2 * bias);
    self->high = fmax(self->low, draws.high - 2 * bias);
}

int composition_simulate(struct composition_estimate *self, enum composition_measure measure,
                         const struct composition_counts *counts, const struct stream *stream,
                         double confidence, struct err *err)
{
    struct composition_counts drawn = *counts;
    struct composition_sides sides;
    double mean = 0, *values = mem_alloc(COMPOSITION_DRAWS, sizeof *values, err);
    bool is_finite = true;

    composition_sides_make(&sides, counts);
    *self = (struct composition_estimate){composition_value(measure, &sides, NULL, 0), NAN, NAN, NAN};
    if (values == NULL)
        return ERR_LIMIT;
    for (uint64_t d = 0; d < COMPOSITION_DRAWS; d++) {
        draw(&drawn, counts, stream, d);
        composition_sides_make(&sides, &drawn);
        values[d] = composition_value(measure, &sides, NULL, 0);
        is_finite &= isfinite(values[d]) != 0;
        mean += values[d] / COMPOSITION_DRAWS;
    }
    if (is_finite)
        summarise(self, values, confidence);
    if (is_finite && measure == COMPOSITION_MISMATCH)
        self->value = fmax(0, 2 * self->value - mean);
    free(values);
    return ERR_OK;
}

/* ---- standardisation ----------------------------------------------------------------- */

/* Variance of the events of a class over their number: 1 for a Poisson count. */
static double variance_factor(const struct composition_counts *counts, const struct composition_sides *s,
                              size_t k, double none)
{
    double variance = 0;

    for (size_t c = 0; c < counts->num_items; c++)
        variance += pow(counts->items[c].weight[0] * counts->items[c].se[k], 2);
    return s->upper[k] > 0 ? variance / s->upper[k] : none;
}

/* The sides in numbers that vary as Poisson counts do; false when none varies. OBSERVED
 * knows one number of events: one factor for all. */
static bool effective_sides(struct composition_sides *effective, enum composition_measure measure,
                            const struct composition_counts *counts, const struct composition_sides *s,
                            double none)
{
    double factors[COMPOSITION_CLASSES], variance = 0, events = sum(s->upper, s->num);

    for (size_t k = 0; k < s->num; k++) {
        factors[k] = variance_factor(counts, s, k, none);
        variance += factors[k] * s->upper[k];
    }
    *effective = *s;
    for (size_t k = 0; k < s->num; k++) {
        double factor =
            measure == COMPOSITION_OBSERVED ? (events > 0 ? variance / events : none) : factors[k];
        effective->upper[k] /= fmax(factor, least_factor);
        effective->lower[k] /= fmax(factor, least_factor);
    }
    return events > 0 ? variance > 0 : none > 0;
}

static int standardise_by(enum composition_measure measure, const struct composition_sides *s,
                          const struct composition_sides *reference, double confidence,
                          struct standardised *result, struct err *err)
{
    double rates[COMPOSITION_CLASSES];

    if (measure == COMPOSITION_STANDARDISED)
        return standardise_direct(result, s->upper, s->lower, reference->lower, s->num, confidence, err);
    for (size_t k = 0; k < s->num; k++)
        rates[k] = reference->upper[k] / reference->lower[k];
    return standardise_indirect(result, sum(s->upper, s->num), s->lower, rates, s->num, confidence, err);
}

int composition_standardise(struct composition_estimate *self, enum composition_measure measure,
                            const struct composition_counts *counts,
                            const struct composition_sides *reference, double confidence, double none,
                            struct err *err)
{
    struct standardised result;
    struct composition_sides sides, effective;

    composition_sides_make(&sides, counts);
    int status = standardise_by(measure, &sides, reference, confidence, &result, err);
    *self = (struct composition_estimate){result.value, NAN, NAN, NAN};
    if (status != ERR_OK || !effective_sides(&effective, measure, counts, &sides, none))
        return status;
    status = standardise_by(measure, &effective, reference, confidence, &result, err);
    self->low = result.interval.low;
    self->high = result.interval.high;
    self->se = (self->high - self->low) / (2 * normal_quantile((1 + confidence) / 2));
    return status;
}

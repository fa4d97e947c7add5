#include "stats/indicators/composition.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/indicators/terms.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/random.h"
#include "stats/numeric/standardise.h"

enum { MAX_COUNTS = 4, NUM_DRAWS = 1000 };

/* Numbers of people below which shares are not reliable (INSEE). */
static const double least_reliable_count = 200;

/* One variable of the terms, by class. */
struct counts {
    char pattern[TERM_NAME_SIZE]; /* with {item} */
    double weight[2];             /* in the numerators, in the denominators */
    double values[MAX_CLASSES], se[MAX_CLASSES];
};

/* The numbers of all classes of one territory and year. */
struct composition {
    struct classes classes;
    struct counts counts[MAX_COUNTS];
    size_t num_counts;
    double missing;
    bool is_level;                         /* a reference: the sum of all territories of the level */
    const struct panel_variable *variable; /* NULL when a figure is missing */
    const struct panel_variable *of_class[MAX_CLASSES];
};

/* Numerators and denominators by class. */
struct sides {
    double upper[MAX_CLASSES], lower[MAX_CLASSES];
    size_t num;
};

/* ---- classes and counts ------------------------------------------------------------- */

static void add_class(struct classes *self, const char *name, size_t length)
{
    for (size_t i = 0; i < self->num; i++)
        if (strlen(self->names[i]) == length && strncmp(self->names[i], name, length) == 0)
            return;
    if (self->num < MAX_CLASSES && length < sizeof self->names[0])
        snprintf(self->names[self->num++], sizeof self->names[0], "%.*s", (int)length, name);
}

bool classes_next(struct classes *self, const char **rest, const struct dataset *dataset)
{
    self->num = 0;
    while (**rest == ' ' || **rest == '|')
        (*rest)++;
    if (**rest == '\0')
        return false;
    while (**rest != '\0' && **rest != '|') {
        size_t length = strcspn(*rest, " |");
        bool is_prefix = length > 0 && (*rest)[length - 1] == '*';
        for (size_t v = 0; is_prefix && v < dataset->num_variables; v++)
            if (strncmp(dataset->variables[v].name, *rest, length - 1) == 0)
                add_class(self, dataset->variables[v].name + length - 1,
                          strlen(dataset->variables[v].name) - (length - 1));
        if (!is_prefix)
            add_class(self, *rest, length);
        *rest += length;
        *rest += strspn(*rest, " ");
    }
    return true;
}

/* The counts that a side of the terms is made of, each once. */
static void list_counts(struct composition *self, const char *terms, int side)
{
    char name[TERM_NAME_SIZE];
    double weight;
    size_t c;

    while (terms != NULL && term_next(&terms, "{item}", name, &weight)) {
        for (c = 0; c < self->num_counts && strcmp(self->counts[c].pattern, name) != 0; c++)
            ;
        if (c == MAX_COUNTS)
            return;
        if (c == self->num_counts) {
            self->counts[c] = (struct counts){.weight = {0, 0}};
            snprintf(self->counts[c].pattern, sizeof self->counts[c].pattern, "%s", name);
            self->num_counts++;
        }
        self->counts[c].weight[side] = weight;
    }
}

/* The standard error of a count; NaN where nothing tells it. */
static double count_error(const struct total *total)
{
    if (!isnan(total->variance))
        return sqrt(total->variance);
    if (total->variable->exploitation == EXPLOITATION_C)
        return sqrt(request_complementary_variance(total->value));
    return total->variable->exploitation == EXPLOITATION_REGISTER ? sqrt(total->value) : (double)NAN;
}

static int read_counts(struct composition *self, const struct request *r, enum level level, const char *code,
                       struct err *err)
{
    struct total total;

    self->variable = NULL;
    self->missing = 0;
    for (size_t c = 0; c < self->num_counts; c++)
        for (size_t k = 0; k < self->classes.num; k++) {
            int status = total_read(&total, self->counts[c].pattern, self->classes.names[k], r->dataset,
                                    level, code, r->year, err);
            if (status != ERR_OK)
                return status;
            if (total.variable == NULL || isnan(total.value)) {
                self->variable = NULL;
                return ERR_OK;
            }
            self->variable = self->variable ? self->variable : total.variable;
            self->missing = fmax(self->missing, total.missing);
            self->of_class[k] = c == 0 ? total.variable : self->of_class[k];
            self->counts[c].values[k] = total.value;
            self->counts[c].se[k] = count_error(&total);
        }
    return ERR_OK;
}

/* France, or the sum of all territories of the level where the source has no row for it. */
static int read_reference(struct composition *self, const struct request *r, struct err *err)
{
    int status = read_counts(self, r, LEVEL_FR, "FR", err);

    if (status != ERR_OK || self->variable != NULL)
        return status;
    for (size_t c = 0; c < self->num_counts; c++)
        for (size_t k = 0; k < self->classes.num; k++) {
            const char *pattern = self->counts[c].pattern;
            char name[TERM_NAME_SIZE];
            double weight;
            if (!term_next(&pattern, self->classes.names[k], name, &weight))
                return ERR_OK;
            status = dataset_level_sum(r->dataset, name, r->level, r->year, &self->counts[c].values[k], err);
            if (status != ERR_OK || isnan(self->counts[c].values[k]))
                return status;
        }
    self->variable = self->of_class[0];
    self->is_level = true;
    return ERR_OK;
}

static bool needs_france(const struct indicator *indicator)
{
    return indicator->composition == COMPOSITION_RIDIT ||
           indicator->composition == COMPOSITION_STANDARDISED ||
           indicator->composition == COMPOSITION_OBSERVED;
}

/* The first alternative of classes for which all figures are there. */
static int read_composition(struct composition *own, struct composition *france, const struct request *r,
                            struct err *err)
{
    const char *rest = r->indicator->classes;
    const struct indicator_terms *terms = &r->indicator->terms[0];
    int status = ERR_OK;

    own->num_counts = 0;
    own->is_level = false;
    own->variable = france->variable = NULL;
    list_counts(own, terms->numerator, 0);
    list_counts(own, terms->denominator, 1);
    while (status == ERR_OK && classes_next(&own->classes, &rest, r->dataset)) {
        status = read_counts(own, r, r->level, r->code, err);
        if (status != ERR_OK || own->variable == NULL || !needs_france(r->indicator)) {
            if (own->variable != NULL)
                return status;
            continue;
        }
        *france = *own;
        status = read_reference(france, r, err);
        if (france->variable != NULL)
            return status;
        own->variable = NULL;
    }
    return status;
}

static void make_sides(struct sides *self, const struct composition *c)
{
    self->num = c->classes.num;
    for (size_t k = 0; k < self->num; k++) {
        self->upper[k] = self->lower[k] = 0;
        for (size_t i = 0; i < c->num_counts; i++) {
            self->upper[k] += c->counts[i].weight[0] * c->counts[i].values[k];
            self->lower[k] += c->counts[i].weight[1] * c->counts[i].values[k];
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
static double balance(const struct sides *s, size_t item)
{
    double upper = sum(s->upper, s->num) - s->upper[item], lower = sum(s->lower, s->num) - s->lower[item];

    return s->upper[item] / s->lower[item] - upper / lower;
}

static double distance(const struct sides *s, bool squared)
{
    double upper = sum(s->upper, s->num), lower = sum(s->lower, s->num), total = 0;

    for (size_t k = 0; k < s->num; k++) {
        double gap = s->upper[k] / upper - s->lower[k] / lower;
        total += squared ? gap * gap : fabs(gap) / 2;
    }
    return squared ? sqrt(total) : total;
}

static double impact(const struct sides *s)
{
    double total = 0;

    for (size_t k = 0; k < s->num; k++)
        total += s->upper[k] / s->lower[k] * (s->upper[k] / s->lower[k]);
    return sqrt(total);
}

static bool is_distance(enum composition_measure which)
{
    return which == COMPOSITION_RENEWAL || which == COMPOSITION_IMPACT || which == COMPOSITION_MISMATCH;
}

static double measure(enum composition_measure which, const struct sides *s, const struct sides *france,
                      size_t item)
{
    switch (which) {
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

/* ---- delta method -------------------------------------------------------------------- */

/* Derivatives of a share difference by the numbers of each class. */
static void slopes_of_category(struct sides *slopes, const struct sides *s, size_t item)
{
    double upper = sum(s->upper, s->num), lower = sum(s->lower, s->num);

    for (size_t k = 0; k < s->num; k++) {
        slopes->upper[k] = ((k == item) - s->upper[item] / upper) / upper;
        slopes->lower[k] = -((k == item) - s->lower[item] / lower) / lower;
    }
}

static void slopes_of_balance(struct sides *slopes, const struct sides *s, size_t item)
{
    double upper = sum(s->upper, s->num) - s->upper[item], lower = sum(s->lower, s->num) - s->lower[item];

    for (size_t k = 0; k < s->num; k++) {
        slopes->upper[k] = k == item ? 1 / s->lower[k] : -1 / lower;
        slopes->lower[k] = k == item ? -s->upper[k] / (s->lower[k] * s->lower[k]) : upper / (lower * lower);
    }
}

/* A ridit is a mean of the ridits of the classes: each is that of a territory that has
 * only this class. */
static void slopes_of_ridit(struct sides *slopes, const struct sides *s, const struct sides *france)
{
    double upper = sum(s->upper, s->num), value = standardise_ridit(s->upper, france->upper, s->num);

    for (size_t k = 0; k < s->num; k++) {
        double one[MAX_CLASSES] = {0};
        one[k] = 1;
        slopes->upper[k] = (standardise_ridit(one, france->upper, s->num) - value) / upper;
        slopes->lower[k] = 0;
    }
}

static void set_delta_interval(const struct request *r, const struct composition *own, const struct sides *s,
                               const struct sides *france, size_t item, struct estimate *e)
{
    struct sides slopes;
    double variance = 0;

    if (r->indicator->composition == COMPOSITION_CATEGORY)
        slopes_of_category(&slopes, s, item);
    else if (r->indicator->composition == COMPOSITION_BALANCE)
        slopes_of_balance(&slopes, s, item);
    else
        slopes_of_ridit(&slopes, s, france);
    for (size_t c = 0; c < own->num_counts; c++)
        for (size_t k = 0; k < s->num; k++) {
            double slope =
                own->counts[c].weight[0] * slopes.upper[k] + own->counts[c].weight[1] * slopes.lower[k];
            variance += pow(slope * own->counts[c].se[k], 2);
        }
    e->se = sqrt(variance);
    double half = e->se * (own->variable->exploitation == EXPLOITATION_P
                               ? estimate_census_multiple(r->options->confidence)
                               : interval_z(r->options->confidence));
    e->low = e->value - half;
    e->high = e->value + half;
    if (r->indicator->composition == COMPOSITION_RIDIT) {
        e->low = fmax(e->low, 0);
        e->high = fmin(e->high, 1);
    }
}

/* ---- Monte-Carlo --------------------------------------------------------------------- */

static void draw(struct composition *drawn, const struct composition *own, const struct stream *stream,
                 uint64_t number)
{
    for (size_t c = 0; c < own->num_counts; c++)
        for (size_t k = 0; k < own->classes.num; k++) {
            uint32_t site = (uint32_t)(c * MAX_CLASSES + k);
            double score = normal_quantile(stream_unit(stream, number, site));
            drawn->counts[c].values[k] = fmax(0, own->counts[c].values[k] + own->counts[c].se[k] * score);
        }
}

/* An index that is never negative is too large by the bias of the draws, and so are the
 * draws once more. */
static void summarise(struct estimate *e, const struct request *r, double *values)
{
    double tail = (1 - r->options->confidence) / 2;
    double bias = gsl_stats_mean(values, 1, NUM_DRAWS) - e->value;

    gsl_sort(values, 1, NUM_DRAWS);
    e->se = gsl_stats_sd(values, 1, NUM_DRAWS);
    e->low = fmax(0, gsl_stats_quantile_from_sorted_data(values, 1, NUM_DRAWS, tail) - 2 * bias);
    e->high = fmax(e->low, gsl_stats_quantile_from_sorted_data(values, 1, NUM_DRAWS, 1 - tail) - 2 * bias);
    if (r->indicator->composition == COMPOSITION_MISMATCH)
        e->value = fmax(0, e->value - bias);
}

static const char *method_of(const struct composition *own, enum composition_measure which)
{
    bool is_exact = true, is_census = request_is_census(own->variable);

    for (size_t c = 0; c < own->num_counts; c++)
        for (size_t k = 0; k < own->classes.num; k++) {
            if (isnan(own->counts[c].se[k]))
                return "none: precision not published";
            is_exact &= own->counts[c].se[k] == 0;
        }
    if (is_exact)
        return "census, exhaustive count";
    if (!is_distance(which))
        return is_census ? "delta method, census standard errors" : "delta method, Poisson, superpopulation";
    return is_census ? "Monte-Carlo of census standard errors, 1,000 draws"
                     : "Monte-Carlo, Poisson, superpopulation, 1,000 draws";
}

static int simulate(const struct request *r, const struct composition *own, struct estimate *e,
                    struct err *err)
{
    struct composition drawn = *own;
    struct sides sides;
    char name[96];
    double *values = mem_alloc(NUM_DRAWS, sizeof *values, err);

    if (values == NULL)
        return ERR_LIMIT;
    snprintf(name, sizeof name, "composition %s %s %d", level_name(r->level), r->code, r->year);
    struct stream stream = stream_make(1, name);
    bool is_finite = true;
    for (uint64_t d = 0; d < NUM_DRAWS; d++) {
        draw(&drawn, own, &stream, d);
        make_sides(&sides, &drawn);
        values[d] = measure(r->indicator->composition, &sides, NULL, 0);
        is_finite &= isfinite(values[d]) != 0;
    }
    if (is_finite)
        summarise(e, r, values);
    else
        e->method = "none: a class is too small";
    free(values);
    return ERR_OK;
}

/* ---- standardisation ----------------------------------------------------------------- */

/* Counts per unit of their variance: 1 for a Poisson count, 0 when exhaustive. */
static double variance_factor(const struct composition *c, const struct sides *s, size_t k)
{
    double variance = 0;

    for (size_t i = 0; i < c->num_counts; i++)
        variance += pow(c->counts[i].weight[0] * c->counts[i].se[k], 2);
    if (s->upper[k] > 0)
        return variance / s->upper[k];
    return c->variable->exploitation == EXPLOITATION_C ? request_complementary_variance(1) : 1;
}

/* The sides in numbers that vary as Poisson counts do: divided by the variance of one. */
static bool effective_sides(struct sides *effective, const struct composition *own, const struct sides *s)
{
    *effective = *s;
    for (size_t k = 0; k < s->num; k++) {
        double factor = variance_factor(own, s, k);
        if (!(factor > 0))
            return false;
        effective->upper[k] /= factor;
        effective->lower[k] /= factor;
    }
    return true;
}

static int standardise_by(enum composition_measure which, const struct sides *s, const struct sides *france,
                          double confidence, struct standardised *result, struct err *err)
{
    double rates[MAX_CLASSES];

    if (which == COMPOSITION_STANDARDISED)
        return standardise_direct(result, s->upper, s->lower, france->lower, s->num, confidence, err);
    for (size_t k = 0; k < s->num; k++)
        rates[k] = france->upper[k] / france->lower[k];
    return standardise_indirect(result, sum(s->upper, s->num), s->lower, rates, s->num, confidence, err);
}

static int standardise(const struct request *r, const struct composition *own, const struct sides *s,
                       const struct sides *france, struct estimate *e, struct err *err)
{
    enum composition_measure which = r->indicator->composition;
    struct standardised result;
    struct sides effective;
    int status = standardise_by(which, s, france, r->options->confidence, &result, err);

    if (status != ERR_OK)
        return status;
    e->value = result.value;
    e->method = "census, exhaustive count";
    if (!effective_sides(&effective, own, s))
        return ERR_OK;
    status = standardise_by(which, &effective, france, r->options->confidence, &result, err);
    e->low = result.interval.low;
    e->high = result.interval.high;
    e->se = (e->high - e->low) / (2 * interval_z(r->options->confidence));
    e->method = which == COMPOSITION_STANDARDISED ? "gamma (Fay-Feuer), effective counts"
                                                  : "exact Poisson, effective counts";
    return status;
}

/* ---- evaluation ---------------------------------------------------------------------- */

static void flag_size(struct estimate *e, const struct composition *own)
{
    bool is_census = request_is_census(own->variable);

    if (is_census && e->base < least_reliable_count)
        estimate_flag(e, "unreliable");
    request_flag_missing(e, "partial", own->missing);
}

static bool find_class(const struct classes *classes, const char *item, size_t *index)
{
    *index = 0;
    if (item[0] == '\0')
        return true;
    for (size_t k = 0; k < classes->num; k++)
        if (strcmp(classes->names[k], item) == 0) {
            *index = k;
            return true;
        }
    return false;
}

/* Whether the denominators of a rate, or of shares, are there. */
static bool can_divide(enum composition_measure which, const struct sides *s)
{
    bool takes_rates = which == COMPOSITION_BALANCE || which == COMPOSITION_IMPACT ||
                       which == COMPOSITION_STANDARDISED || which == COMPOSITION_OBSERVED;

    for (size_t k = 0; k < s->num && takes_rates; k++)
        if (!(s->lower[k] > 0))
            return false;
    if (takes_rates)
        return true;
    return sum(s->upper, s->num) > 0 && (which == COMPOSITION_RIDIT || sum(s->lower, s->num) > 0);
}

int composition_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    struct composition own, france;
    struct sides sides, reference;
    enum composition_measure which = r->indicator->composition;
    size_t item;
    int status = read_composition(&own, &france, r, err);

    if (status != ERR_OK)
        return status;
    if (own.variable != NULL)
        make_sides(&sides, &own);
    if (own.variable == NULL || !find_class(&own.classes, r->item, &item) || !can_divide(which, &sides)) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    if (needs_france(r->indicator))
        make_sides(&reference, &france);
    request_describe(r, e, own.of_class[item]);
    if (needs_france(r->indicator) && france.is_level)
        estimate_flag(e, "level-reference");
    e->adds_up &= which == COMPOSITION_RIDIT;
    e->n = e->base = sum(which == COMPOSITION_RIDIT ? sides.upper : sides.lower, sides.num);
    flag_size(e, &own);
    if (which == COMPOSITION_STANDARDISED || which == COMPOSITION_OBSERVED)
        return standardise(r, &own, &sides, &reference, e, err);
    e->value = measure(which, &sides, &reference, item);
    e->method = method_of(&own, which);
    if (strncmp(e->method, "none", 4) == 0 || strncmp(e->method, "census", 6) == 0)
        return ERR_OK;
    if (needs_france(r->indicator) && r->level == LEVEL_FR) {
        e->method = "none: the reference itself";
        e->se = 0;
        return ERR_OK;
    }
    if (is_distance(which))
        return simulate(r, &own, e, err);
    set_delta_interval(r, &own, &sides, &reference, item, e);
    return ERR_OK;
}

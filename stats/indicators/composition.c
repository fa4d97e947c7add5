#include "stats/indicators/composition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/indicators/terms.h"
#include "stats/numeric/composition.h"
#include "stats/numeric/interval.h"

/* Numbers of people below which shares are not reliable (INSEE). */
static const double least_reliable_count = 200;

/* The numbers of all classes of one territory and year. */
struct composition {
    struct classes classes;
    char patterns[COMPOSITION_COUNTS][TERM_NAME_SIZE]; /* with {item} */
    struct composition_counts counts;
    double missing;
    bool is_level;                         /* a reference: the sum of all territories of the level */
    const struct panel_variable *variable; /* NULL when a figure is missing */
    const struct panel_variable *of_class[MAX_CLASSES];
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
    struct composition_counts *counts = &self->counts;
    char name[TERM_NAME_SIZE];
    double weight;
    size_t c;

    while (terms != NULL && term_next(&terms, "{item}", name, &weight)) {
        for (c = 0; c < counts->num_items && strcmp(self->patterns[c], name) != 0; c++)
            ;
        if (c == COMPOSITION_COUNTS)
            return;
        if (c == counts->num_items) {
            counts->items[c].weight[0] = counts->items[c].weight[1] = 0;
            snprintf(self->patterns[c], sizeof self->patterns[c], "%s", name);
            counts->num_items++;
        }
        counts->items[c].weight[side] = weight;
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
    self->counts.num_classes = self->classes.num;
    for (size_t c = 0; c < self->counts.num_items; c++)
        for (size_t k = 0; k < self->classes.num; k++) {
            int status = total_read(&total, self->patterns[c], self->classes.names[k], r->dataset, level,
                                    code, r->year, err);
            if (status != ERR_OK)
                return status;
            if (total.variable == NULL || isnan(total.value)) {
                self->variable = NULL;
                return ERR_OK;
            }
            self->variable = self->variable ? self->variable : total.variable;
            self->missing = fmax(self->missing, total.missing);
            self->of_class[k] = c == 0 ? total.variable : self->of_class[k];
            self->counts.items[c].values[k] = total.value;
            self->counts.items[c].se[k] = count_error(&total);
        }
    return ERR_OK;
}

/* France, or the sum of all territories of the level where the source has no row for it. */
static int read_reference(struct composition *self, const struct request *r, struct err *err)
{
    int status = read_counts(self, r, LEVEL_FR, "FR", err);

    if (status != ERR_OK || self->variable != NULL)
        return status;
    for (size_t c = 0; c < self->counts.num_items; c++)
        for (size_t k = 0; k < self->classes.num; k++) {
            const char *pattern = self->patterns[c];
            char name[TERM_NAME_SIZE];
            double weight;
            if (!term_next(&pattern, self->classes.names[k], name, &weight))
                return ERR_OK;
            status =
                dataset_level_sum(r->dataset, name, r->level, r->year, &self->counts.items[c].values[k], err);
            if (status != ERR_OK || isnan(self->counts.items[c].values[k]))
                return status;
        }
    self->variable = self->of_class[0];
    self->is_level = true;
    return ERR_OK;
}

/* The first alternative of classes for which all figures are there. */
static int read_composition(struct composition *own, struct composition *france, const struct request *r,
                            struct err *err)
{
    const char *rest = r->indicator->classes;
    const struct indicator_terms *terms = &r->indicator->terms[0];
    int status = ERR_OK;

    own->counts.num_items = 0;
    own->is_level = false;
    own->variable = france->variable = NULL;
    list_counts(own, terms->numerator, 0);
    list_counts(own, terms->denominator, 1);
    while (status == ERR_OK && classes_next(&own->classes, &rest, r->dataset)) {
        status = read_counts(own, r, r->level, r->code, err);
        if (status != ERR_OK || own->variable == NULL ||
            !composition_needs_reference(r->indicator->composition)) {
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

/* ---- evaluation ---------------------------------------------------------------------- */

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

/* Whether the counts have errors; else what to say of it. */
static const char *method_without(const struct composition *own)
{
    bool is_exact = true;

    for (size_t c = 0; c < own->counts.num_items; c++)
        for (size_t k = 0; k < own->classes.num; k++) {
            if (isnan(own->counts.items[c].se[k]))
                return "none: precision not published";
            is_exact &= own->counts.items[c].se[k] == 0;
        }
    return is_exact ? "census, exhaustive count" : NULL;
}

static void set_delta(const struct request *r, const struct composition *own,
                      const struct composition_sides *reference, size_t item, struct estimate *e)
{
    e->se = composition_delta_se(r->indicator->composition, &own->counts, reference, item);
    double half = e->se * (own->variable->exploitation == EXPLOITATION_P
                               ? estimate_census_multiple(r->options->confidence)
                               : interval_z(r->options->confidence));
    e->low = e->value - half;
    e->high = e->value + half;
    if (r->indicator->composition == COMPOSITION_RIDIT) {
        e->low = fmax(e->low, 0);
        e->high = fmin(e->high, 1);
    }
    e->method = request_is_census(own->variable) ? "delta method, census standard errors"
                                                 : "delta method, Poisson, superpopulation";
}

static void take(struct estimate *e, const struct composition_estimate *result, const char *method,
                 const char *without)
{
    e->value = result->value;
    e->se = result->se;
    e->low = result->low;
    e->high = result->high;
    e->method = isnan(result->low) ? without : method;
}

static int set_simulated(const struct request *r, const struct composition *own, struct estimate *e,
                         struct err *err)
{
    struct composition_estimate result;
    char name[96];

    snprintf(name, sizeof name, "composition %s %s %d", level_name(r->level), r->code, r->year);
    struct stream stream = stream_make(1, name);
    int status = composition_simulate(&result, r->indicator->composition, &own->counts, &stream,
                                      r->options->confidence, err);
    if (status == ERR_OK)
        take(e, &result,
             request_is_census(own->variable) ? "Monte-Carlo of census standard errors, 1,000 draws"
                                              : "Monte-Carlo, Poisson, superpopulation, 1,000 draws",
             "none: a class is too small");
    return status;
}

static int set_standardised(const struct request *r, const struct composition *own,
                            const struct composition_sides *reference, struct estimate *e, struct err *err)
{
    enum composition_measure measure = r->indicator->composition;
    double none = own->variable->exploitation == EXPLOITATION_C ? request_complementary_variance(1) : 1;
    struct composition_estimate result;
    int status =
        composition_standardise(&result, measure, &own->counts, reference, r->options->confidence, none, err);

    if (status == ERR_OK)
        take(e, &result,
             measure == COMPOSITION_STANDARDISED ? "gamma (Fay-Feuer), effective counts"
                                                 : "exact Poisson, effective counts",
             "census, exhaustive count");
    return status;
}

static int set_interval(const struct request *r, const struct composition *own,
                        const struct composition_sides *reference, size_t item, struct estimate *e,
                        struct err *err)
{
    enum composition_measure measure = r->indicator->composition;

    e->method = method_without(own);
    if (e->method != NULL)
        return ERR_OK;
    if (measure == COMPOSITION_RIDIT && r->level == LEVEL_FR) {
        e->method = "none: the reference itself";
        e->se = 0;
        return ERR_OK;
    }
    if (composition_is_distance(measure))
        return set_simulated(r, own, e, err);
    set_delta(r, own, reference, item, e);
    return ERR_OK;
}

static void describe(const struct request *r, const struct composition *own, const struct composition *france,
                     const struct composition_sides *sides, size_t item, struct estimate *e)
{
    enum composition_measure measure = r->indicator->composition;
    const double *people = measure == COMPOSITION_RIDIT ? sides->upper : sides->lower;

    request_describe(r, e, own->of_class[item]);
    if (composition_needs_reference(measure) && france->is_level)
        estimate_flag(e, "level-reference");
    e->adds_up &= measure == COMPOSITION_RIDIT;
    e->base = 0;
    for (size_t k = 0; k < sides->num; k++)
        e->base += people[k];
    e->n = e->base;
    if (request_is_census(own->variable) && e->base < least_reliable_count)
        estimate_flag(e, "unreliable");
    request_flag_missing(e, "partial", own->missing);
}

int composition_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    struct composition own, france;
    struct composition_sides sides, reference;
    enum composition_measure measure = r->indicator->composition;
    size_t item;
    int status = read_composition(&own, &france, r, err);

    if (status != ERR_OK)
        return status;
    if (own.variable != NULL)
        composition_sides_make(&sides, &own.counts);
    if (own.variable == NULL || !find_class(&own.classes, r->item, &item) ||
        !composition_is_defined(measure, &sides)) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    if (composition_needs_reference(measure))
        composition_sides_make(&reference, &france.counts);
    describe(r, &own, &france, &sides, item, e);
    if (measure == COMPOSITION_STANDARDISED || measure == COMPOSITION_OBSERVED)
        return set_standardised(r, &own, &reference, e, err);
    e->value = composition_value(measure, &sides, &reference, item);
    return set_interval(r, &own, &reference, item, e, err);
}

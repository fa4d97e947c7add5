#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/indicators/indicator.h"
#include "stats/indicators/request.h"
#include "stats/indicators/shift.h"
#include "stats/indicators/structure.h"
#include "stats/indicators/trends.h"
#include "stats/indicators/terms.h"
#include "stats/numeric/proportion.h"

/* Census counts below this are not reliable (INSEE). */
static const double least_reliable_count = 200;

/* A numerator and a denominator that can be divided. */
struct fraction {
    struct total numerator, denominator;
    bool is_found;
};

bool request_is_census(const struct panel_variable *variable)
{
    return variable->exploitation == EXPLOITATION_P || variable->exploitation == EXPLOITATION_C;
}

/* The first pair of terms whose variables all have a figure. */
static int read_fraction(const struct request *r, struct fraction *fraction, struct err *err)
{
    fraction->is_found = false;
    for (int k = 0; k < INDICATOR_MAX_TERMS && r->indicator->terms[k].numerator != NULL; k++) {
        const struct indicator_terms *terms = &r->indicator->terms[k];
        int status = total_read(&fraction->numerator, terms->numerator, r->item, r->dataset, r->level,
                                r->code, r->year, err);
        if (status == ERR_OK && fraction->numerator.variable != NULL && terms->denominator != NULL)
            status = total_read(&fraction->denominator, terms->denominator, r->item, r->dataset, r->level,
                                r->code, r->year - r->indicator->lag, err);
        if (status != ERR_OK)
            return status;
        if (fraction->numerator.variable != NULL &&
            (terms->denominator == NULL || fraction->denominator.variable != NULL)) {
            fraction->is_found = true;
            return ERR_OK;
        }
    }
    return ERR_OK;
}

/* Variance of a census count of which only the total is known (no communes):
 * the rule for the complementary exploitation of small communes, which is the
 * less favourable one. */
static double complementary_variance(double gross)
{
    return CENSUS_C_DESIGN_EFFECT * (1 - CENSUS_C_FRACTION) / CENSUS_C_FRACTION * gross;
}

void request_describe(const struct request *r, struct estimate *e, const struct panel_variable *variable)
{
    e->unit = r->indicator->unit;
    e->universe_fr = variable->universe_fr;
    e->universe_en = variable->universe_en;
    e->source = variable->source;
    if (r->indicator->items_prefix != NULL) {
        e->item_label_fr = variable->label_fr;
        e->item_label_en = variable->label_en;
    }
    if (variable->exploitation == EXPLOITATION_REGISTER)
        estimate_flag(e, "register");
    if (variable->exploitation == EXPLOITATION_PUBLISHED)
        estimate_flag(e, "published");
    if (variable->exploitation == EXPLOITATION_THIRD_PARTY)
        estimate_flag(e, "third-party");
    if (variable->exploitation == EXPLOITATION_MODEL)
        estimate_flag(e, "model");
    if (variable->is_partial)
        estimate_flag(e, "part-of-territory");
    if (r->level == LEVEL_RZE)
        estimate_flag(e, "approximate-geography");
    if (variable->aggregate == AGGREGATE_NONE && variable->geography[0] != '\0' &&
        (r->level == LEVEL_EPCI || r->level == LEVEL_TI)) {
        char flag[32];
        snprintf(flag, sizeof flag, "perimeter:%.10s", variable->geography);
        estimate_flag(e, flag);
    }
}

void request_flag_missing(struct estimate *e, const char *word, double missing)
{
    char flag[40];

    if (missing <= 0)
        return;
    snprintf(flag, sizeof flag, "%s:%.0f", word, missing);
    estimate_flag(e, flag);
}

static double at_least(double value, double bound)
{
    return value < bound ? bound : value;
}

static double at_most(double value, double bound)
{
    return value > bound ? bound : value;
}

/* Census counts with known standard errors. CV of a ratio: the conservative sum
 * of squares, or for nested counts their difference when that is asked for. */
static void set_census_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double cv_n2 =
        f->numerator.value > 0 ? f->numerator.variance / (f->numerator.value * f->numerator.value) : 0;
    double cv_d2 = f->denominator.variance / (f->denominator.value * f->denominator.value);
    bool nested = r->options->nested_rule && r->indicator->kind == INDICATOR_SHARE;
    double cv2 = nested ? at_least(cv_n2 - cv_d2, 0) : cv_n2 + cv_d2;

    e->se = fabs(e->value) * sqrt(cv2);
    e->method = nested ? "census CV scale, nested rule" : "census CV scale, sum rule";
    if (e->se == 0) {
        e->method = "census, exhaustive count";
        estimate_flag(e, "exhaustive");
    }
    double half = estimate_census_multiple(r->options->confidence) * e->se;
    e->low = e->value - half;
    e->high = e->value + half;
    if (r->indicator->kind == INDICATOR_SHARE) {
        e->low = at_least(e->low, 0);
        e->high = at_most(e->high, 1);
    }
}

/* A share of n, which is an effective size for a sample, a number for a register whose
 * counts are taken as a draw. */
static void set_share_interval(struct estimate *e, const struct estimate_options *options, bool is_sample)
{
    static const char *const methods[][2] = {
        [SHARE_WILSON] = {"Wilson, superpopulation",
                          "Wilson, effective n (one household in four, design effect 1.3)"},
        [SHARE_CLOPPER_PEARSON] = {"Clopper-Pearson, superpopulation",
                                   "Clopper-Pearson, effective n (one household in four, design effect 1.3)"},
        [SHARE_JEFFREYS] = {"Jeffreys, superpopulation",
                            "Jeffreys, effective n (one household in four, design effect 1.3)"},
        [SHARE_AGRESTI_COULL] = {"Agresti-Coull, superpopulation",
                                 "Agresti-Coull, effective n (one household in four, design effect 1.3)"},
    };
    double x = e->value * e->n, c = options->confidence;
    struct interval interval =
        options->share_interval == SHARE_CLOPPER_PEARSON ? proportion_clopper_pearson(x, e->n, c)
        : options->share_interval == SHARE_JEFFREYS      ? proportion_jeffreys(x, e->n, c)
        : options->share_interval == SHARE_AGRESTI_COULL ? proportion_agresti_coull(x, e->n, c)
                                                         : interval_wilson(e->value, e->n, c);

    e->se = sqrt(e->value * (1 - e->value) / e->n);
    e->low = interval.low;
    e->high = interval.high;
    e->method = methods[options->share_interval][is_sample];
}

/* Complementary counts without communes behind them. */
static void set_complementary_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double n = f->denominator.value / complementary_variance(1);

    if (r->indicator->kind == INDICATOR_SHARE) {
        e->n = n;
        set_share_interval(e, r->options, true);
        return;
    }
    double factor = r->indicator->factor > 0 ? r->indicator->factor : 1;
    e->se = factor * sqrt(complementary_variance(f->numerator.gross)) / f->denominator.value;
    double half = interval_z(r->options->confidence) * e->se;
    e->low = e->value - half;
    e->high = e->value + half;
    e->method = "normal, sampled counts (one household in four, design effect 1.3)";
}

static void set_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    const struct panel_variable *variable = f->numerator.variable;

    if (request_is_census(variable) && !isnan(f->numerator.variance) && !isnan(f->denominator.variance)) {
        set_census_interval(e, r, f);
    } else if (variable->exploitation == EXPLOITATION_C) {
        set_complementary_interval(e, r, f);
    } else if (variable->exploitation == EXPLOITATION_REGISTER && r->options->superpopulation &&
               r->indicator->kind == INDICATOR_SHARE) {
        set_share_interval(e, r->options, false);
    } else if (variable->exploitation == EXPLOITATION_REGISTER) {
        e->method = "none: register, no sampling error";
    } else {
        e->method = "none: precision not published";
    }
    if (request_is_census(variable) &&
        (f->numerator.smallest < least_reliable_count || f->denominator.smallest < least_reliable_count))
        estimate_flag(e, "unreliable");
}

static int evaluate_fraction(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    double factor = r->indicator->factor > 0 ? r->indicator->factor : 1;
    int status = read_fraction(r, &f, err);

    if (status != ERR_OK)
        return status;
    if (!f.is_found || !(f.denominator.value > 0)) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    request_describe(r, e, f.numerator.variable);
    bool same_year = r->indicator->lag == 0;
    if (f.numerator.is_mixed || f.denominator.is_mixed ||
        f.numerator.variable->exploitation != f.denominator.variable->exploitation ||
        (same_year && f.numerator.missing != f.denominator.missing)) {
        estimate_flag(e, "mixed");
        return ERR_OK;
    }
    request_flag_missing(e, "partial", at_least(f.numerator.missing, f.denominator.missing));
    e->value = factor * f.numerator.value / f.denominator.value;
    e->n = e->base = f.denominator.value;
    set_interval(e, r, &f);
    return ERR_OK;
}

/* The figures of an indicator without denominator; flags what is not there. */
static int read_described(const struct request *r, struct estimate *e, struct fraction *f, struct err *err)
{
    int status = read_fraction(r, f, err);

    if (status != ERR_OK)
        return status;
    if (f->is_found)
        request_describe(r, e, f->numerator.variable);
    else
        estimate_flag(e, "no-data");
    return ERR_OK;
}

static int evaluate_count(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    int status = read_described(r, e, &f, err);

    if (status != ERR_OK || !f.is_found)
        return status;
    request_flag_missing(e, "partial", f.numerator.missing);
    e->value = e->n = f.numerator.value;
    e->method = request_is_census(f.numerator.variable) ? "none: precision not published"
                                                        : "none: register, no sampling error";
    if (request_is_census(f.numerator.variable) && !isnan(f.numerator.variance)) {
        e->se = sqrt(f.numerator.variance);
        double half = estimate_census_multiple(r->options->confidence) * e->se;
        e->low = at_least(e->value - half, 0);
        e->high = e->value + half;
        e->method = e->se > 0 ? "census CV scale" : "census, exhaustive count";
    }
    return ERR_OK;
}

static int evaluate_published(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    int status = read_described(r, e, &f, err);

    if (status != ERR_OK || !f.is_found)
        return status;
    e->value = f.numerator.value;
    e->method = "none: published figure";
    return ERR_OK;
}

static int evaluate_mean(const struct request *r, struct estimate *e, struct err *err)
{
    struct dataset_figure found;
    int status =
        dataset_find(r->dataset, r->indicator->terms[0].numerator, r->level, r->code, r->year, &found, err);

    if (status != ERR_OK)
        return status;
    if (found.variable == NULL) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    request_describe(r, e, found.variable);
    estimate_flag(e, "unweighted");
    e->value = found.figure.value;
    e->n = found.figure.n;
    e->method = "none: a single establishment";
    if (found.figure.n >= 2) {
        struct interval interval = interval_student(e->value, found.figure.sd, e->n, r->options->confidence);
        e->se = found.figure.sd / sqrt(e->n);
        e->low = at_least(interval.low, 0);
        e->high = at_most(interval.high, 1);
        e->method = "Student, mean of establishments";
    }
    return ERR_OK;
}

/* Variance of a share: from the census rules, else binomial. */
static double share_variance(const struct fraction *f, double share)
{
    const struct panel_variable *variable = f->numerator.variable;

    if (request_is_census(variable) && !isnan(f->numerator.variance))
        return f->numerator.variance / (f->denominator.value * f->denominator.value);
    if (variable->exploitation == EXPLOITATION_C)
        return share * (1 - share) * complementary_variance(1) / f->denominator.value;
    return share * (1 - share) / f->denominator.value;
}

static int evaluate_lq(const struct request *r, struct estimate *e, struct err *err)
{
    struct request nation = *r;
    struct fraction own, whole;
    int status = read_fraction(r, &own, err);

    nation.level = LEVEL_FR;
    nation.code = "FR";
    if (status == ERR_OK)
        status = read_fraction(&nation, &whole, err);
    if (status != ERR_OK)
        return status;
    if (!own.is_found || !whole.is_found || !(own.denominator.value > 0) || !(whole.numerator.value > 0)) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    request_describe(r, e, own.numerator.variable);
    request_flag_missing(e, "partial", own.numerator.missing);
    request_flag_missing(e, "reference-partial", whole.numerator.missing);
    double p_i = own.numerator.value / own.denominator.value;
    double p = whole.numerator.value / whole.denominator.value;
    double weight = own.denominator.value / whole.denominator.value;
    e->value = p_i / p;
    e->n = e->base = own.denominator.value;
    e->method = "log-delta with covariance, superpopulation";
    if (p_i > 0) {
        double se = interval_lq_se(p_i, share_variance(&own, p_i), p, share_variance(&whole, p), weight);
        double half = interval_z(r->options->confidence) * se;
        e->se = e->value * se;
        e->low = e->value * exp(-half);
        e->high = e->value * exp(half);
    }
    return ERR_OK;
}

int indicator_evaluate(const struct indicator *self, const char *item, struct dataset *dataset,
                       enum level level, const char *code, int year, const struct estimate_options *options,
                       struct estimate *estimate, struct err *err)
{
    struct request request = {self, item, dataset, level, code, year, options};

    *estimate = estimate_none(year);
    estimate->unit = self->unit;
    switch (self->kind) {
    case INDICATOR_COUNT:
        return evaluate_count(&request, estimate, err);
    case INDICATOR_SHARE:
    case INDICATOR_RATIO:
        return evaluate_fraction(&request, estimate, err);
    case INDICATOR_PUBLISHED:
        return evaluate_published(&request, estimate, err);
    case INDICATOR_MEAN:
        return evaluate_mean(&request, estimate, err);
    case INDICATOR_LQ:
        return evaluate_lq(&request, estimate, err);
    case INDICATOR_STRUCTURE:
        return structure_evaluate(&request, estimate, err);
    case INDICATOR_TREND:
    case INDICATOR_GROWTH:
        return trend_evaluate(&request, estimate, err);
    case INDICATOR_SHIFT:
        return shift_evaluate(&request, estimate, err);
    }
    return err_set(err, ERR_INTERNAL, "unknown kind of indicator '%s'", self->name);
}

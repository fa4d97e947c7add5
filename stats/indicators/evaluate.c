#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/indicators/composition.h"
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
    return variable->exploitation == EXPLOITATION_P || variable->exploitation == EXPLOITATION_C ||
           variable->exploitation == EXPLOITATION_RECORDS;
}

/* The first pair of terms whose variables all have a figure. */
static int read_fraction(const struct request *r, struct fraction *fraction, struct err *err)
{
    *fraction = (struct fraction){.numerator = {.perimeter = ""}, .denominator = {.perimeter = ""}};
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

double request_complementary_variance(double gross)
{
    return CENSUS_C_DESIGN_EFFECT * (1 - CENSUS_C_FRACTION) / CENSUS_C_FRACTION * gross;
}

/* Figures as published are always of the perimeters of their source; sums only need a word when they are
 * not those of the territories that they are read for. */
static void describe_perimeter(const struct request *r, struct estimate *e,
                               const struct panel_variable *variable)
{
    const char *own = r->dataset->perimeter ? r->dataset->perimeter : "";
    bool is_published = variable->aggregate == AGGREGATE_NONE && r->level != LEVEL_COM;
    char flag[32];

    e->perimeter = panel_variable_perimeter(variable, r->level);
    e->geography = e->perimeter[0] != '\0' ? e->perimeter : variable->territories;
    if (e->perimeter[0] == '\0' || (!is_published && !perimeters_differ(own, e->perimeter)))
        return;
    snprintf(flag, sizeof flag, "perimeter:%.10s", e->perimeter);
    estimate_flag(e, flag);
}

void request_describe(const struct request *r, struct estimate *e, const struct panel_variable *variable)
{
    e->unit = r->indicator->unit;
    const struct indicator *indicator = r->indicator;
    e->universe_fr = indicator->universe_fr ? indicator->universe_fr : variable->universe_fr;
    e->universe_en = indicator->universe_en ? indicator->universe_en : variable->universe_en;
    e->source = variable->source;
    e->adds_up = variable->aggregate == AGGREGATE_SUM;
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
    describe_perimeter(r, e, variable);
}

void request_flag_imputed(struct estimate *e, double part)
{
    char flag[40];

    if (part <= 0)
        return;
    snprintf(flag, sizeof flag, "imputed:%.2g%%", 100 * part);
    estimate_flag(e, flag);
}

bool request_refuses_perimeters(const struct request *r, struct estimate *e, const struct panel_variable *a,
                                const struct panel_variable *b)
{
    if (!perimeters_differ(panel_variable_perimeter(a, r->level), panel_variable_perimeter(b, r->level)))
        return false;
    estimate_flag(e, "perimeters-differ");
    return true;
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

static bool is_imputed(const struct fraction *f)
{
    return f->numerator.imputed > 0 || f->denominator.imputed > 0;
}

/* Census counts with known standard errors. CV of a ratio: the conservative sum
 * of squares, or for nested counts their difference when that is asked for. */
static void set_census_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double cv_n2 =
        f->numerator.value > 0 ? f->numerator.variance / (f->numerator.value * f->numerator.value) : 0;
    double cv_d2 = f->denominator.variance / (f->denominator.value * f->denominator.value);
    bool nested = r->options->nested_rule && r->indicator->kind == INDICATOR_SHARE && !is_imputed(f);
    double cv2 = nested ? at_least(cv_n2 - cv_d2, 0) : cv_n2 + cv_d2;

    e->se = fabs(e->value) * sqrt(cv2);
    e->method = is_imputed(f) ? "census CV scale, sum rule, part shared by population"
                : nested      ? "census CV scale, nested rule"
                              : "census CV scale, sum rule";
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

/* What the n of a share is. */
enum share_basis { BASIS_REGISTER, BASIS_SAMPLE, BASIS_RECORDS, BASIS_ANSWERS, NUM_SHARE_BASES };

static struct interval share_interval(double share, double n, const struct estimate_options *options)
{
    double x = share * n, c = options->confidence;

    return options->share_interval == SHARE_CLOPPER_PEARSON ? proportion_clopper_pearson(x, n, c)
           : options->share_interval == SHARE_JEFFREYS      ? proportion_jeffreys(x, n, c)
           : options->share_interval == SHARE_AGRESTI_COULL ? proportion_agresti_coull(x, n, c)
                                                            : interval_wilson(share, n, c);
}

/* None or all of a sample is no certainty: there the width of the interval tells the error. */
static double share_se(double share, double n, struct interval interval, double confidence)
{
    if (share > 0 && share < 1)
        return sqrt(share * (1 - share) / n);
    return (interval.high - interval.low) / (2 * interval_z(confidence));
}

/* A share of n, which is an effective size for a sample, a number for a register whose
 * counts are taken as a draw or for answers to a survey. */
static void set_share_interval(struct estimate *e, const struct estimate_options *options,
                               enum share_basis basis)
{
#define SHARE_METHODS(name)                                                                                  \
    {                                                                                                        \
        name ", superpopulation", name ", effective n (one household in four, design effect 1.3)",           \
            name ", effective n (weights of the records, design effect 1.3)",                                \
            name ", n answers to the survey"                                                                 \
    }
    static const char *const methods[][NUM_SHARE_BASES] = {
        [SHARE_WILSON] = SHARE_METHODS("Wilson"),
        [SHARE_CLOPPER_PEARSON] = SHARE_METHODS("Clopper-Pearson"),
        [SHARE_JEFFREYS] = SHARE_METHODS("Jeffreys"),
        [SHARE_AGRESTI_COULL] = SHARE_METHODS("Agresti-Coull"),
    };
    struct interval interval = share_interval(e->value, e->n, options);

    e->se = share_se(e->value, e->n, interval, options->confidence);
    e->low = interval.low;
    e->high = interval.high;
    e->method = methods[options->share_interval][basis];
}

/* Complementary counts without communes behind them. */
static void set_complementary_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double n = f->denominator.value / request_complementary_variance(1);

    if (r->indicator->kind == INDICATOR_SHARE) {
        e->n = n;
        set_share_interval(e, r->options, BASIS_SAMPLE);
        return;
    }
    double factor = r->indicator->factor > 0 ? r->indicator->factor : 1;
    e->se = factor * sqrt(request_complementary_variance(f->numerator.gross)) / f->denominator.value;
    double half = interval_z(r->options->confidence) * e->se;
    e->low = e->value - half;
    e->high = e->value + half;
    e->method = "normal, sampled counts (one household in four, design effect 1.3)";
}

/* A share of weighted records that lies within its denominator, as counts of both with
 * their variances: the variance of the ratio (linearised) is that of the sum of
 * (1 - p) over those inside and -p over the others. Its effective size goes into the
 * interval. */
static void set_records_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double p = e->value, inside = f->numerator.variance, whole = f->denominator.variance;
    double variance = ((1 - 2 * p) * inside + p * p * whole) / pow(f->denominator.value, 2);

    e->n = p > 0 && p < 1 ? p * (1 - p) / variance : pow(f->denominator.value, 2) / whole;
    if (!isfinite(e->n)) {
        e->n = f->denominator.value;
        e->se = 0;
        e->low = e->high = p;
        e->method = "census, exhaustive count";
        return;
    }
    set_share_interval(e, r->options, BASIS_RECORDS);
}

/* Register counts of which a part was shared by population: only that part is unsure. */
static void set_imputed_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double n = f->numerator.value, d = f->denominator.value;
    double cv2 = (n > 0 ? f->numerator.imputed_variance / (n * n) : 0) +
                 (d > 0 ? f->denominator.imputed_variance / (d * d) : 0);
    double half;

    e->se = fabs(e->value) * sqrt(cv2);
    half = interval_z(r->options->confidence) * e->se;
    e->low = at_least(e->value - half, 0);
    e->high = r->indicator->kind == INDICATOR_SHARE ? at_most(e->value + half, 1) : e->value + half;
    e->method = "normal, part shared by population";
}

static void set_interval(struct estimate *e, const struct request *r, const struct fraction *f)
{
    const struct panel_variable *variable = f->numerator.variable;

    if (variable->exploitation == EXPLOITATION_RECORDS && r->indicator->kind == INDICATOR_SHARE &&
        !isnan(f->numerator.variance)) {
        set_records_interval(e, r, f);
    } else if (request_is_census(variable) && !isnan(f->numerator.variance) &&
               !isnan(f->denominator.variance)) {
        set_census_interval(e, r, f);
    } else if (variable->exploitation == EXPLOITATION_C) {
        set_complementary_interval(e, r, f);
    } else if (r->indicator->counts_answers) {
        set_share_interval(e, r->options, BASIS_ANSWERS);
    } else if (variable->exploitation == EXPLOITATION_REGISTER && r->options->superpopulation &&
               r->indicator->kind == INDICATOR_SHARE) {
        set_share_interval(e, r->options, BASIS_REGISTER);
    } else if (variable->exploitation == EXPLOITATION_REGISTER && is_imputed(f)) {
        set_imputed_interval(e, r, f);
    } else if (variable->exploitation == EXPLOITATION_REGISTER) {
        e->method = "none: register, no sampling error";
    } else {
        e->method = "none: precision not published";
    }
    if (request_is_census(variable) &&
        (f->numerator.smallest < least_reliable_count || f->denominator.smallest < least_reliable_count))
        estimate_flag(e, "unreliable");
}

/* Totals that must not be divided by one another. */
static bool is_mixed(const struct request *r, const struct total *a, const struct total *b)
{
    bool same_parts = r->indicator->lag == 0 && r->indicator->most_hidden == 0;

    return a->is_mixed || b->is_mixed || a->variable->exploitation != b->variable->exploitation ||
           (same_parts && a->missing != b->missing);
}

/* More of a register than there are in all: one of the figures is wrong. Census counts are
 * weighted and may exceed by a rounding. */
static bool is_inconsistent(const struct fraction *f)
{
    return f->numerator.variable->exploitation == EXPLOITATION_REGISTER &&
           (f->numerator.value > f->denominator.value || f->numerator.value < 0);
}

/* Flags a fraction that gives no value, and says so. */
static bool is_refused(const struct request *r, struct estimate *e, const struct fraction *f)
{
    bool nested = r->indicator->kind == INDICATOR_SHARE || r->indicator->kind == INDICATOR_EXCESS;
    const char *flag = !f->is_found || isnan(f->denominator.value)              ? "no-data"
                       : is_mixed(r, &f->numerator, &f->denominator)            ? "mixed"
                       : nested && is_inconsistent(f)                           ? "inconsistent"
                       : f->denominator.value < r->indicator->least_denominator ? "suppressed"
                       : !(f->denominator.value > 0)                            ? "no-data"
                                                                                : NULL;

    if (flag != NULL)
        estimate_flag(e, flag);
    return flag != NULL;
}

/* Each hidden cell holds 0 to most_hidden. A cell hidden in the denominator is hidden in the
 * numerator too, so the share is least when it is full below and empty above, and greatest
 * when both are full (more of both brings a share nearer to 1). */
static void set_hidden_bounds(struct estimate *e, const struct request *r, const struct fraction *f)
{
    double most = r->indicator->most_hidden,
           denominator = f->denominator.value + most * f->denominator.missing;

    e->low = f->numerator.value / denominator;
    e->high = at_most((f->numerator.value + most * f->numerator.missing) / denominator, 1);
    e->method = "bounds: what the hidden cells may hold; precision of the survey not published";
    request_flag_missing(e, "hidden", at_least(f->numerator.missing, f->denominator.missing));
}

static bool refuses_perimeters(const struct fraction *f, struct estimate *e)
{
    bool differ = f->numerator.has_perimeters || f->denominator.has_perimeters ||
                  (f->denominator.variable != NULL &&
                   perimeters_differ(f->numerator.perimeter, f->denominator.perimeter));

    if (differ)
        estimate_flag(e, "perimeters-differ");
    return differ;
}

static int evaluate_fraction(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    double factor = r->indicator->factor > 0 ? r->indicator->factor : 1;
    int status = read_fraction(r, &f, err);

    if (status == ERR_OK && f.is_found)
        request_describe(r, e, f.numerator.variable);
    if (status != ERR_OK || (f.is_found && refuses_perimeters(&f, e)) || is_refused(r, e, &f))
        return status;
    e->value = factor * f.numerator.value / f.denominator.value;
    e->n = e->base = f.denominator.value;
    if (r->indicator->most_hidden > 0) {
        set_hidden_bounds(e, r, &f);
        return ERR_OK;
    }
    request_flag_missing(e, "partial", at_least(f.numerator.missing, f.denominator.missing));
    request_flag_imputed(e, at_least(f.numerator.imputed, f.denominator.imputed));
    set_interval(e, r, &f);
    return ERR_OK;
}

/* The observed share less the expected one, which is taken as known: its own error is that
 * of the publisher's model. The interval is that of the observed share, as of a draw. */
static int evaluate_excess(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    struct total expected;
    int status = read_fraction(r, &f, err);

    if (status == ERR_OK && f.is_found)
        request_describe(r, e, f.numerator.variable);
    if (status != ERR_OK || is_refused(r, e, &f))
        return status;
    status =
        total_read(&expected, r->indicator->expected, r->item, r->dataset, r->level, r->code, r->year, err);
    if (status != ERR_OK)
        return status;
    if (expected.variable == NULL || is_mixed(r, &expected, &f.denominator)) {
        estimate_flag(e, expected.variable == NULL ? "no-data" : "mixed");
        return ERR_OK;
    }
    double n = f.denominator.value, share = f.numerator.value / n, known = expected.value / n;
    struct interval interval = share_interval(share, n, r->options);
    request_flag_missing(e, "partial", f.denominator.missing);
    e->value = share - known;
    e->n = e->base = n;
    e->se = share_se(share, n, interval, r->options->confidence);
    e->low = interval.low - known;
    e->high = interval.high - known;
    e->method = "that of the observed share (superpopulation); the expected one taken as known";
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

static void set_hidden_count(struct estimate *e, const struct request *r, const struct fraction *f)
{
    e->low = e->value;
    e->high = e->value + r->indicator->most_hidden * f->numerator.missing;
    e->method = "bounds: what the hidden cells may hold; precision of the survey not published";
    request_flag_missing(e, "hidden", f->numerator.missing);
}

static int evaluate_count(const struct request *r, struct estimate *e, struct err *err)
{
    struct fraction f;
    int status = read_described(r, e, &f, err);

    if (status != ERR_OK || !f.is_found || refuses_perimeters(&f, e))
        return status;
    e->value = e->n = f.numerator.value;
    if (r->indicator->most_hidden > 0) {
        set_hidden_count(e, r, &f);
        return ERR_OK;
    }
    request_flag_missing(e, "partial", f.numerator.missing);
    request_flag_imputed(e, f.numerator.imputed);
    e->method = request_is_census(f.numerator.variable) ? "none: precision not published"
                                                        : "none: register, no sampling error";
    if (!request_is_census(f.numerator.variable) && is_imputed(&f))
        set_imputed_interval(e, r, &f);
    if (request_is_census(f.numerator.variable) && !isnan(f.numerator.variance)) {
        e->se = sqrt(f.numerator.variance);
        double half = estimate_census_multiple(r->options->confidence) * e->se;
        e->low = at_least(e->value - half, 0);
        e->high = e->value + half;
        e->method = is_imputed(&f) ? "census CV scale, part shared by population"
                    : e->se > 0    ? "census CV scale"
                                   : "census, exhaustive count";
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
        bool is_share = found.variable->kind == VARIABLE_SHARE;
        e->low = is_share ? at_least(interval.low, 0) : interval.low;
        e->high = is_share ? at_most(interval.high, 1) : interval.high;
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
        return share * (1 - share) * request_complementary_variance(1) / f->denominator.value;
    return share * (1 - share) / f->denominator.value;
}

/* By log-delta there is none for a quotient of 0; Fieller's may begin below 0, which is cut. */
static void set_quotient_interval(struct estimate *e, const struct request *r, double p_i, double var_i,
                                  double p, double var, double weight)
{
    double confidence = r->options->confidence;
    double se = p_i > 0 ? interval_lq_se(p_i, var_i, p, var, weight) : (double)NAN;

    e->se = e->value * se;
    if (r->options->quotients_by_fieller) {
        struct interval interval = proportion_lq_fieller(p_i, var_i, p, var, weight, confidence);
        e->low = at_least(interval.low, 0);
        e->high = interval.high;
        e->method = "Fieller with covariance, superpopulation";
        return;
    }
    double half = interval_z(confidence) * se;
    e->low = e->value * exp(-half);
    e->high = e->value * exp(half);
    e->method = "log-delta with covariance, superpopulation";
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
    if (refuses_perimeters(&own, e))
        return ERR_OK;
    request_flag_missing(e, "partial", own.numerator.missing);
    request_flag_imputed(e, own.numerator.imputed);
    request_flag_missing(e, "reference-partial", whole.numerator.missing);
    double p_i = own.numerator.value / own.denominator.value;
    double p = whole.numerator.value / whole.denominator.value;
    double weight = own.denominator.value / whole.denominator.value;
    e->value = p_i / p;
    e->n = e->base = own.denominator.value;
    set_quotient_interval(e, r, p_i, share_variance(&own, p_i), p, share_variance(&whole, p), weight);
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
    case INDICATOR_EXCESS:
        return evaluate_excess(&request, estimate, err);
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
    case INDICATOR_COMPOSITION:
        return composition_evaluate(&request, estimate, err);
    }
    return err_set(err, ERR_INTERNAL, "unknown kind of indicator '%s'", self->name);
}

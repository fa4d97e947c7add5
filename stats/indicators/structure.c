#include "stats/indicators/structure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/indicators/terms.h"
#include "stats/numeric/binomial.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/shiftshare.h"
#include "stats/numeric/specialisation.h"

enum { MAX_SECTORS = 128, NUM_DRAWS = 1000 };

/* The sectors of a list of terms. */
struct sectors {
    const char *names[MAX_SECTORS]; /* borrowed from the dataset, or in text */
    size_t num;
    char text[1024];
};

/* Figures of the sectors of one territory and year; a sector without one is 0. */
struct structure {
    double values[MAX_SECTORS], se[MAX_SECTORS];
    double sum, total;
    size_t num_missing;
    const struct panel_variable *variable; /* of the total; NULL when there is no figure */
};

static void all_of_prefix(struct sectors *self, const struct dataset *dataset, const char *prefix,
                          size_t length)
{
    for (size_t v = 0; v < dataset->num_variables && self->num < MAX_SECTORS; v++) {
        const char *name = dataset->variables[v].name;
        bool known = strncmp(name, prefix, length) != 0;
        for (size_t i = 0; i < self->num && !known; i++)
            known = strcmp(self->names[i], name) == 0;
        if (!known)
            self->names[self->num++] = name;
    }
}

static void list_sectors(struct sectors *self, const struct dataset *dataset, const char *terms)
{
    const char *star = strchr(terms, '*');
    char *name;

    self->num = 0;
    if (star != NULL) {
        all_of_prefix(self, dataset, terms, (size_t)(star - terms));
        return;
    }
    snprintf(self->text, sizeof self->text, "%s", terms);
    name = self->text;
    while (*name != '\0' && self->num < MAX_SECTORS) {
        size_t length = strcspn(name, " ");
        self->names[self->num++] = name;
        if (name[length] == '\0')
            break;
        name[length] = '\0';
        name += length + 1;
    }
}

static int read_structure(struct structure *self, const struct request *r, const struct sectors *sectors,
                          const char *total, enum level level, const char *code, int year, struct err *err)
{
    struct dataset_figure found;
    int status = dataset_find(r->dataset, total, level, code, year, &found, err);

    self->sum = 0;
    self->num_missing = 0;
    self->total = found.figure.value;
    self->variable = status == ERR_OK ? found.variable : NULL;
    for (size_t i = 0; i < sectors->num && status == ERR_OK && self->variable != NULL; i++) {
        status = dataset_find(r->dataset, sectors->names[i], level, code, year, &found, err);
        bool is_there = found.variable != NULL && !isnan(found.figure.value);
        self->values[i] = is_there ? found.figure.value : 0;
        self->se[i] = is_there ? found.figure.se : 0;
        self->num_missing += !is_there;
        self->sum += self->values[i];
    }
    if (!(self->sum > 0))
        self->variable = NULL;
    return status;
}

/* The first terms that the territory and France both have figures for. */
static int read_pair(struct structure *own, struct structure *france, struct sectors *sectors,
                     const struct request *r, int year, struct err *err)
{
    own->variable = france->variable = NULL;
    for (int k = 0; k < INDICATOR_MAX_TERMS && r->indicator->terms[k].numerator != NULL; k++) {
        const struct indicator_terms *terms = &r->indicator->terms[k];
        list_sectors(sectors, r->dataset, terms->numerator);
        int status = read_structure(own, r, sectors, terms->denominator, r->level, r->code, year, err);
        if (status == ERR_OK && own->variable != NULL)
            status = read_structure(france, r, sectors, terms->denominator, LEVEL_FR, "FR", year, err);
        if (status != ERR_OK || (own->variable != NULL && france->variable != NULL))
            return status;
    }
    return ERR_OK;
}

/* Sectors without a row are 0 when the others add up to the total, else unknown. */
static void flag_sectors(struct estimate *e, const char *word, const struct structure *s)
{
    if (s->num_missing > 0 && s->sum < s->total - 0.5)
        request_flag_missing(e, word, (double)s->num_missing);
}

static int measure(enum structure_measure which, const double *own, const double *france, size_t num,
                   double *value, struct err *err)
{
    switch (which) {
    case STRUCTURE_KRUGMAN:
        *value = specialisation_krugman(own, france, num);
        return ERR_OK;
    case STRUCTURE_GINI:
        return concentration_gini_quotients(own, france, num, value, err);
    case STRUCTURE_HACHMAN:
        *value = specialisation_hachman(own, france, num);
        return ERR_OK;
    case STRUCTURE_HHI:
        *value = concentration_hhi(own, num);
        return ERR_OK;
    case STRUCTURE_EQUIVALENT:
        *value = 1 / concentration_hhi(own, num);
        return ERR_OK;
    case STRUCTURE_ENTROPY:
        *value = concentration_entropy(own, num);
        return ERR_OK;
    case STRUCTURE_HOOVER:
        break;
    }
    *value = concentration_hoover(own, france, num);
    return ERR_OK;
}

/* France against itself is 0, whatever the rounding of sums. */
static double without_noise(double value)
{
    return fabs(value) < 1e-12 ? 0 : value;
}

/* ---- Monte-Carlo -------------------------------------------------------------------- */

/* Draws side by side: out[sector][lane]. */
enum { LANES = 250 };
typedef double drawn_lanes[MAX_SECTORS][LANES];

/* A multinomial: sector by sector, of the jobs that are left. */
static void draw_register(const struct structure *s, size_t num, const struct stream *stream, int first,
                          drawn_lanes out)
{
    int32_t left[LANES], jobs[LANES];
    double shares[LANES], rest = s->sum;

    for (int k = 0; k < LANES; k++)
        left[k] = (int32_t)(s->sum < INT32_MAX ? s->sum + 0.5 : INT32_MAX);
    for (size_t i = 0; i < num; i++) {
        double share = rest > 0 && i + 1 < num ? fmin(s->values[i] / rest, 1) : 1;
        for (int k = 0; k < LANES; k++)
            shares[k] = share;
        binomial_lanes(stream, (uint64_t)first, LANES, (uint32_t)i, left, shares, jobs);
        for (int k = 0; k < LANES; k++) {
            out[i][k] = jobs[k];
            left[k] -= jobs[k];
        }
        rest -= s->values[i];
    }
}

static void draw_census(const struct structure *s, size_t num, const struct stream *stream, int first,
                        drawn_lanes out)
{
    for (size_t i = 0; i < num; i++)
        for (int k = 0; k < LANES; k++) {
            double score = normal_quantile(stream_unit(stream, (uint64_t)(first + k), (uint32_t)i));
            out[i][k] = fmax(0, s->values[i] + s->se[i] * score);
        }
}

static void refuse_interval(struct estimate *e)
{
    estimate_flag(e, "chance-dominates");
    e->method = "none: chance moves the index too much";
}

/* The interval from the draws of the measure. Where chance alone moves it by more than half its
 * standard error an interval would promise what it does not hold (tests/verify). */
static void summarise(struct estimate *e, enum structure_measure which, double *draws, int num,
                      double confidence)
{
    struct resampled r = interval_basic(draws, num, e->value, confidence);

    if (fabs(r.bias) > r.sd / 2) {
        refuse_interval(e);
        return;
    }
    e->se = r.sd;
    e->low = fmax(0, r.interval.low);
    e->high = which == STRUCTURE_HACHMAN ? fmin(1, r.interval.high) : r.interval.high;
}

static bool has_errors(const struct structure *s, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (isnan(s->se[i]))
            return false;
    return true;
}

static int measure_lanes(enum structure_measure which, drawn_lanes drawn, const struct structure *france,
                         size_t num, double *values, struct err *err)
{
    double one[MAX_SECTORS];
    int status = ERR_OK;

    for (int k = 0; k < LANES && status == ERR_OK; k++) {
        for (size_t i = 0; i < num; i++)
            one[i] = drawn[i][k];
        status = measure(which, one, france->values, num, &values[k], err);
    }
    return status;
}

static int simulate(const struct request *r, const struct structure *own, const struct structure *france,
                    size_t num, struct estimate *e, struct err *err)
{
    double *values = mem_alloc(NUM_DRAWS, sizeof *values, err);
    drawn_lanes *lanes = mem_alloc(1, sizeof *lanes, err);
    bool is_census = request_is_census(own->variable);
    char name[64];
    int status = values && lanes ? ERR_OK : ERR_LIMIT;

    /* of the territory, not of the measure: measures of one territory share their draws */
    snprintf(name, sizeof name, "structure %s %s %d", level_name(r->level), r->code, r->year);
    struct stream stream = stream_make(1, name);
    for (int first = 0; first < NUM_DRAWS && status == ERR_OK; first += LANES) {
        (is_census ? draw_census : draw_register)(own, num, &stream, first, *lanes);
        status = measure_lanes(r->indicator->measure, *lanes, france, num, values + first, err);
    }
    e->method = is_census ? "Monte-Carlo of census standard errors, 1,000 draws"
                          : "multinomial Monte-Carlo, superpopulation, 1,000 draws";
    if (status == ERR_OK)
        summarise(e, r->indicator->measure, values, NUM_DRAWS, r->options->confidence);
    free(values);
    free(lanes);
    return status;
}

int structure_evaluate(const struct request *r, struct estimate *e, struct err *err)
{
    struct structure own, france;
    struct sectors sectors;
    int status = read_pair(&own, &france, &sectors, r, r->year, err);

    if (status != ERR_OK)
        return status;
    if (own.variable == NULL || france.variable == NULL) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    request_describe(r, e, own.variable);
    flag_sectors(e, "partial", &own);
    flag_sectors(e, "reference-partial", &france);
    e->n = e->base = own.sum;
    status = measure(r->indicator->measure, own.values, france.values, sectors.num, &e->value, err);
    e->value = without_noise(e->value);
    if (status != ERR_OK || r->level == LEVEL_FR)
        return status;
    if (request_is_census(own.variable) && !has_errors(&own, sectors.num)) {
        e->method = "none: precision not published";
        return ERR_OK;
    }
    if (r->indicator->measure == STRUCTURE_GINI) { /* the smallest sectors count like the others */
        refuse_interval(e);
        return ERR_OK;
    }
    return simulate(r, &own, &france, sectors.num, e, err);
}

/* ---- shift-share ------------------------------------------------------------------------ */

static const struct component {
    const char *name, *label_fr, *label_en;
} components[] = {
    {"change", "évolution", "change"},
    {"national", "effet national", "national effect"},
    {"structural", "effet de structure", "structural effect"},
    {"regional", "effet régional", "regional effect"},
    {"homothetic", "effet régional à structure nationale", "regional effect at the national structure"},
    {"allocation", "effet d’allocation", "allocation effect"},
};

static double component_value(const struct shift_table *table, const char *name)
{
    struct shift_share dunn = shift_share_dunn(table);
    struct shift_split split = shift_share_esteban(table);
    const double values[] = {dunn.change,   dunn.national,     dunn.structural,
                             dunn.regional, split.competitive, split.allocation};

    for (size_t i = 0; i < sizeof components / sizeof components[0]; i++)
        if (strcmp(components[i].name, name) == 0)
            return values[i];
    return NAN;
}

static void label_component(struct estimate *e, const char *name)
{
    for (size_t i = 0; i < sizeof components / sizeof components[0]; i++)
        if (strcmp(components[i].name, name) == 0) {
            e->item_label_fr = components[i].label_fr;
            e->item_label_en = components[i].label_en;
        }
}

/* The first year at hand; 0 if there is none before. */
static int base_year(const struct request *r, int *base, struct err *err)
{
    int *years = NULL;
    size_t num = 0;
    int status = indicator_years(r->indicator, r->item, r->dataset, r->level, &years, &num, err);

    *base = status == ERR_OK && num > 0 && years[0] < r->year ? years[0] : 0;
    free(years);
    return status;
}

int structure_evaluate_shift(const struct request *r, struct estimate *e, struct err *err)
{
    struct structure own[2], france[2];
    struct sectors sectors;
    char flag[32];
    int base, status = base_year(r, &base, err);

    own[0].variable = own[1].variable = NULL;
    if (status == ERR_OK && base > 0)
        status = read_pair(&own[0], &france[0], &sectors, r, base, err);
    if (status == ERR_OK && base > 0)
        status = read_pair(&own[1], &france[1], &sectors, r, r->year, err);
    if (status != ERR_OK)
        return status;
    if (own[0].variable == NULL || own[1].variable == NULL || france[0].variable == NULL ||
        france[1].variable == NULL) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    struct shift_table table = {own[0].values, own[1].values, france[0].values, france[1].values,
                                sectors.num};
    request_describe(r, e, own[1].variable);
    label_component(e, r->item);
    flag_sectors(e, "partial", own[0].num_missing > own[1].num_missing ? &own[0] : &own[1]);
    snprintf(flag, sizeof flag, "since:%d", base);
    estimate_flag(e, flag);
    e->value = without_noise(component_value(&table, r->item) / own[0].sum);
    e->n = e->base = own[0].sum;
    e->method = "none: register, no sampling error";
    return ERR_OK;
}

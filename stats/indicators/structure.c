#include "stats/indicators/structure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/indicators/sectors.h"
#include "stats/numeric/interval.h"
#include "stats/numeric/multinomial.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/specialisation.h"

enum { NUM_DRAWS = 1000 };

/* The first terms that the territory and France both have figures for. */
static int read_pair(struct sector_figures *own, struct sector_figures *france, struct sectors *sectors,
                     const struct request *r, int year, struct err *err)
{
    own->variable = france->variable = NULL;
    for (int k = 0; k < INDICATOR_MAX_TERMS && r->indicator->terms[k].numerator != NULL; k++) {
        const struct indicator_terms *terms = &r->indicator->terms[k];
        int status = sectors_list(sectors, r->dataset, terms, err);
        if (status == ERR_OK)
            status = sector_figures_read(own, r->dataset, sectors, r->level, r->code, year, err);
        if (status == ERR_OK && own->variable != NULL)
            status = sector_figures_read(france, r->dataset, sectors, LEVEL_FR, "FR", year, err);
        if (status != ERR_OK || (own->variable != NULL && france->variable != NULL))
            return status;
    }
    return ERR_OK;
}

/* Sectors without a row are 0 when the others add up to the total, else unknown. */
static void flag_sectors(struct estimate *e, const char *word, const struct sector_figures *s)
{
    if (!sector_figures_are_complete(s))
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

static void draw_register(const struct sector_figures *s, size_t num, const struct stream *stream, int first,
                          drawn_lanes out)
{
    int32_t total = (int32_t)(s->sum < INT32_MAX ? s->sum + 0.5 : INT32_MAX);

    multinomial_lanes(stream, (uint64_t)first, LANES, total, s->values, num, out[0]);
}

static void draw_census(const struct sector_figures *s, size_t num, const struct stream *stream, int first,
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

static bool has_errors(const struct sector_figures *s, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (isnan(s->se[i]))
            return false;
    return true;
}

static int measure_lanes(enum structure_measure which, drawn_lanes drawn, const struct sector_figures *france,
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

static int simulate(const struct request *r, const struct sector_figures *own,
                    const struct sector_figures *france, size_t num, struct estimate *e, struct err *err)
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
    struct sector_figures own, france;
    struct sectors sectors;
    int status = read_pair(&own, &france, &sectors, r, r->year, err);

    if (status != ERR_OK)
        return status;
    if (own.variable == NULL || france.variable == NULL) {
        estimate_flag(e, "no-data");
        return ERR_OK;
    }
    request_describe(r, e, own.variable);
    request_flag_imputed(e, own.imputed);
    flag_sectors(e, "partial", &own);
    flag_sectors(e, "reference-partial", &france);
    e->adds_up = false;
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

#include "stats/numeric/inequality_errors.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/random.h"
#include "stats/numeric/specialisation.h"

enum { NUM_DRAWS = 1000 };

static bool has_zero(const double *values, size_t num)
{
    for (size_t i = 0; i < num; i++)
        if (!(values[i] > 0))
            return true;
    return false;
}

static int measure_all(double out[NUM_INEQUALITY_MEASURES], const struct inequality_places *p,
                       const double *values, struct err *err)
{
    bool zero = has_zero(values, p->num);
    struct theil_parts parts = {NAN, NAN};
    int status = concentration_gini_weighted(values, p->weights, p->num, &out[INEQUALITY_GINI], err);

    if (status == ERR_OK && p->groups != NULL)
        status = inequality_theil_parts(&parts, values, p->weights, p->groups, p->num, p->num_groups, err);
    out[INEQUALITY_THEIL_T] = inequality_theil_t(values, p->weights, p->num);
    out[INEQUALITY_THEIL_L] = zero ? (double)NAN : inequality_theil_l(values, p->weights, p->num);
    out[INEQUALITY_ATKINSON_HALF] = inequality_atkinson(values, p->weights, p->num, 0.5);
    out[INEQUALITY_ATKINSON_ONE] = zero ? (double)NAN : inequality_atkinson(values, p->weights, p->num, 1);
    out[INEQUALITY_WILLIAMSON] = inequality_williamson(values, p->weights, p->num);
    out[INEQUALITY_BETWEEN] = parts.between;
    out[INEQUALITY_WITHIN] = parts.within;
    return status;
}

static void draw_values(double *drawn, const struct inequality_places *p, const struct stream *stream,
                        uint64_t number)
{
    for (size_t i = 0; i < p->num; i++) {
        double cv = p->values[i] > 0 ? p->errors[i] / p->values[i] : 0, variance = log1p(cv * cv);
        double score = cv > 0 ? normal_quantile(stream_unit(stream, number, (uint32_t)i)) : 0;
        drawn[i] = p->values[i] * exp(sqrt(variance) * score - variance / 2);
    }
}

static bool knows_errors(const struct inequality_places *p)
{
    bool some = false;

    for (size_t i = 0; p->errors != NULL && i < p->num; i++) {
        if (isnan(p->errors[i]))
            return false;
        some |= p->errors[i] > 0;
    }
    return some;
}

/* draws: [measure * NUM_DRAWS + draw], sorted measure by measure. */
static void summarise(struct inequality_estimate *e, double *draws, double confidence)
{
    double mean = 0;

    for (int d = 0; d < NUM_DRAWS; d++)
        mean += draws[d] / NUM_DRAWS;
    if (isnan(mean))
        return;
    double excess = mean - e->value;
    struct interval middle = quantile_interval(draws, NUM_DRAWS, confidence);
    e->corrected = fmax(0, e->value - excess);
    e->low = fmax(0, middle.low - 2 * excess);
    e->high = fmax(e->low, middle.high - 2 * excess);
}

static int simulate(struct inequality_estimate *estimates, const struct inequality_places *p,
                    double confidence, uint64_t seed, struct err *err)
{
    double *drawn = mem_alloc(p->num, sizeof *drawn, err);
    double *draws = mem_alloc((size_t)NUM_INEQUALITY_MEASURES * NUM_DRAWS, sizeof *draws, err);
    struct stream stream = stream_make(seed, "inequality errors");
    struct progress progress;
    int status = drawn && draws ? ERR_OK : ERR_LIMIT;

    progress_begin(&progress, N_("draws"), NUM_DRAWS);
    for (int d = 0; d < NUM_DRAWS && status == ERR_OK; d++) {
        double one[NUM_INEQUALITY_MEASURES];
        draw_values(drawn, p, &stream, (uint64_t)d);
        status = interrupt_check(err);
        if (status == ERR_OK)
            status = measure_all(one, p, drawn, err);
        for (int m = 0; m < NUM_INEQUALITY_MEASURES && status == ERR_OK; m++)
            draws[m * NUM_DRAWS + d] = one[m];
        progress_add(&progress, 1);
    }
    progress_end(&progress);
    for (int m = 0; m < NUM_INEQUALITY_MEASURES && status == ERR_OK; m++)
        summarise(&estimates[m], draws + m * NUM_DRAWS, confidence);
    free(drawn);
    free(draws);
    return status;
}

int inequality_estimates(struct inequality_estimate estimates[NUM_INEQUALITY_MEASURES],
                         const struct inequality_places *places, double confidence, uint64_t seed,
                         struct err *err)
{
    double values[NUM_INEQUALITY_MEASURES];
    int status = measure_all(values, places, places->values, err);

    for (int m = 0; m < NUM_INEQUALITY_MEASURES; m++)
        estimates[m] = (struct inequality_estimate){values[m], NAN, NAN, NAN};
    if (status != ERR_OK || !knows_errors(places))
        return status;
    return simulate(estimates, places, confidence, seed, err);
}

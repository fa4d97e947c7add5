#include "stats/numeric/localisation.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/multinomial.h"
#include "stats/numeric/quantile.h"
#include "stats/numeric/specialisation.h"

int localisation_measure(double values[NUM_LOCALISATION], const double *jobs, const double *all, size_t num,
                         struct err *err)
{
    values[LOCALISATION_HOOVER] = concentration_hoover(jobs, all, num);
    values[LOCALISATION_THEIL] = concentration_theil(jobs, all, num);
    values[LOCALISATION_GAP] = concentration_gap(jobs, all, num);
    values[LOCALISATION_HHI] = concentration_hhi(jobs, num);
    return concentration_locational_gini(jobs, all, num, &values[LOCALISATION_GINI], err);
}

/* ---- the path from chance through what is observed -------------------------------------- */

static const double steps[] = {0, 0.2, 0.4, 0.6, 0.75, 0.9, 1, 1.1, 1.25};
enum { NUM_STEPS = sizeof steps / sizeof steps[0], CHANCE = 0, OBSERVED = 6, LANES = 100 };

/* One measure at one step: its true value, and what darts give. */
struct curve_point {
    double truth, low, median, high, mean;
};

struct work {
    const struct localisation *sector;
    const struct stream *stream;
    int draws, num_darts;
    double confidence;
    double *shares, *lanes, *one; /* [num], [num * LANES], [num] */
    double *values;               /* [NUM_LOCALISATION * draws] */
    struct curve_point curves[NUM_LOCALISATION][NUM_STEPS];
    double p[NUM_LOCALISATION];
};

static int num_darts(const struct localisation *sector)
{
    double sum = 0;

    for (size_t j = 0; j < sector->num; j++)
        sum += sector->jobs[j];
    return (int)fmin(fmax(round(sum / sector->dart), 1), INT32_MAX);
}

static int work_init(struct work *self, struct err *err)
{
    size_t num = self->sector->num;

    self->num_darts = num_darts(self->sector);
    self->shares = mem_alloc(num * (LANES + 2), sizeof *self->shares, err);
    self->values = mem_alloc((size_t)self->draws * NUM_LOCALISATION, sizeof *self->values, err);
    if (self->shares == NULL || self->values == NULL)
        return ERR_LIMIT;
    self->one = self->shares + num;
    self->lanes = self->one + num;
    return ERR_OK;
}

static void fill_shares(struct work *self, double t)
{
    const struct localisation *s = self->sector;
    double total = 0, whole = 0;

    for (size_t j = 0; j < s->num; j++) {
        total += s->jobs[j];
        whole += s->all[j];
    }
    for (size_t j = 0; j < s->num; j++) {
        double x = s->all[j] / whole;
        self->shares[j] = fmax(x + t * (s->jobs[j] / total - x), 0);
    }
}

/* Each dart of a step and draw is thrown with the same random numbers at every step. */
static int throw_darts(struct work *self, struct err *err)
{
    size_t num = self->sector->num;
    int status = ERR_OK;

    for (int first = 0; first < self->draws && status == ERR_OK; first += LANES) {
        int lanes = self->draws - first < LANES ? self->draws - first : LANES;
        multinomial_lanes(self->stream, (uint64_t)first, lanes, self->num_darts, self->shares, num,
                          self->lanes);
        for (int k = 0; k < lanes && status == ERR_OK; k++) {
            double values[NUM_LOCALISATION];
            for (size_t j = 0; j < num; j++)
                self->one[j] = self->lanes[j * (size_t)lanes + (size_t)k];
            status = localisation_measure(values, self->one, self->sector->all, num, err);
            for (int m = 0; m < NUM_LOCALISATION; m++)
                self->values[m * self->draws + first + k] = values[m];
        }
    }
    return status;
}

static struct curve_point summarise(double *values, int draws, double confidence)
{
    struct curve_point point = {0};
    size_t num = (size_t)draws;

    for (int d = 0; d < draws; d++)
        point.mean += values[d] / draws;
    quantile_sort(values, num);
    point.low = quantile_of(values, num, (1 - confidence) / 2);
    point.median = quantile_of(values, num, 0.5);
    point.high = quantile_of(values, num, (1 + confidence) / 2);
    return point;
}

/* Part of the draws that reach the observed value; rounding is no difference. */
static double reach(const double *values, int draws, double observed)
{
    int num = 0;

    for (int d = 0; d < draws; d++)
        num += values[d] >= observed - 1e-12 * fabs(observed);
    return (1.0 + num) / (1.0 + draws);
}

static int take_step(struct work *self, int step, const double observed[NUM_LOCALISATION], struct err *err)
{
    double truth[NUM_LOCALISATION];
    int status;

    fill_shares(self, steps[step]);
    status = localisation_measure(truth, self->shares, self->sector->all, self->sector->num, err);
    if (status == ERR_OK)
        status = throw_darts(self, err);
    for (int m = 0; m < NUM_LOCALISATION && status == ERR_OK; m++) {
        double *values = self->values + m * self->draws;
        if (step == CHANCE)
            self->p[m] = reach(values, self->draws, observed[m]);
        self->curves[m][step] = summarise(values, self->draws, self->confidence);
        /* at the ends of the path rounding leaves a trace */
        self->curves[m][step].truth = fabs(truth[m]) < 1e-15 ? 0 : truth[m];
    }
    return status;
}

/* ---- intervals -------------------------------------------------------------------------- */

enum limit { LOW, MEDIAN, HIGH };

static double at(const struct curve_point *point, enum limit limit)
{
    return limit == LOW ? point->low : limit == MEDIAN ? point->median : point->high;
}

/* The first true value for which a limit of what darts give reaches the observed value. */
static double cross(const struct curve_point curve[NUM_STEPS], enum limit limit, double observed)
{
    double before = at(&curve[0], limit);

    if (observed <= before)
        return curve[0].truth;
    for (int k = 1; k < NUM_STEPS; k++) {
        double after = at(&curve[k], limit);
        if (after >= observed)
            return curve[k - 1].truth +
                   (observed - before) / (after - before) * (curve[k].truth - curve[k - 1].truth);
        before = after;
    }
    return curve[NUM_STEPS - 1].truth;
}

static struct localisation_estimate invert(const struct curve_point curve[NUM_STEPS], double observed)
{
    return (struct localisation_estimate){.value = observed,
                                          .corrected = cross(curve, MEDIAN, observed),
                                          .low = cross(curve, HIGH, observed),
                                          .high = cross(curve, LOW, observed)};
}

static struct localisation_estimate reflect(const struct curve_point *point, double observed, double least)
{
    return (struct localisation_estimate){.value = observed,
                                          .corrected = fmin(fmax(2 * observed - point->mean, least), 1),
                                          .low = fmin(fmax(2 * observed - point->high, least), 1),
                                          .high = fmin(fmax(2 * observed - point->low, least), 1)};
}

static void conclude(const struct work *self, const double observed[NUM_LOCALISATION],
                     struct localisation_estimate estimates[NUM_LOCALISATION])
{
    for (int m = 0; m < NUM_LOCALISATION; m++) {
        const struct curve_point *curve = self->curves[m];
        estimates[m] = m == LOCALISATION_HHI
                           ? reflect(&curve[OBSERVED], observed[m], 1 / (double)self->sector->num)
                           : invert(curve, observed[m]);
        estimates[m].chance = curve[CHANCE].mean;
        estimates[m].p = self->p[m];
    }
}

int localisation_estimate(struct localisation_estimate estimates[NUM_LOCALISATION],
                          const struct localisation *sector, const struct stream *stream, int draws,
                          double confidence, struct err *err)
{
    struct work work = {.sector = sector, .stream = stream, .draws = draws, .confidence = confidence};
    double observed[NUM_LOCALISATION];
    int status = localisation_measure(observed, sector->jobs, sector->all, sector->num, err);

    for (int m = 0; m < NUM_LOCALISATION && status == ERR_OK; m++)
        estimates[m] = (struct localisation_estimate){observed[m], NAN, NAN, NAN, NAN, NAN};
    if (status != ERR_OK || draws == 0)
        return status;
    status = work_init(&work, err);
    for (int k = 0; k < NUM_STEPS && status == ERR_OK; k++)
        status = take_step(&work, k, observed, err);
    if (status == ERR_OK)
        conclude(&work, observed, estimates);
    free(work.shares);
    free(work.values);
    return status;
}

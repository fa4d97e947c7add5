#include "stats/numeric/localisation.h"

#include <math.h>
#include <stdbool.h>
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

static const double steps[] = {0, 0.2, 0.4, 0.6, 0.75, 0.9, 0.95, 1, 1.1, 1.25, 1.5, 2, 3};
enum { NUM_STEPS = sizeof steps / sizeof steps[0], CHANCE = 0, OBSERVED = 7, LANES = 100 };

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
    int first, last; /* steps taken, besides chance */
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

/* Whether the limits of all measures that grow along the path lie beyond what is observed. */
static bool are_beyond(const struct work *self, int step, enum limit limit,
                       const double observed[NUM_LOCALISATION])
{
    for (int m = 0; m < LOCALISATION_HHI; m++) {
        double value = at(&self->curves[m][step], limit);
        if (limit == LOW ? value < observed[m] : value >= observed[m])
            return false;
    }
    return true;
}

/* From what is observed up and down, as far as the intervals need. */
static int walk(struct work *self, const double observed[NUM_LOCALISATION], struct err *err)
{
    int status = take_step(self, CHANCE, observed, err);

    self->first = self->last = OBSERVED;
    if (status == ERR_OK)
        status = take_step(self, OBSERVED, observed, err);
    while (status == ERR_OK && self->last + 1 < NUM_STEPS && !are_beyond(self, self->last, LOW, observed))
        status = take_step(self, ++self->last, observed, err);
    while (status == ERR_OK && self->first > CHANCE && !are_beyond(self, self->first, HIGH, observed))
        if (--self->first > CHANCE)
            status = take_step(self, self->first, observed, err);
    return status;
}

/* The first true value for which a limit of what darts give reaches the observed value.
 * Where all darts fall in one place, the limit may have been at its largest before. */
static double cross(const struct work *self, enum localisation_measure m, enum limit limit, double observed)
{
    const struct curve_point *curve = self->curves[m];
    double before = at(&curve[self->first], limit);

    if (observed <= before)
        return curve[self->first].truth;
    for (int k = self->first + 1; k <= self->last; k++) {
        double after = at(&curve[k], limit);
        if (limit == HIGH && curve[k].high - curve[k].low < 1e-12 * observed)
            return curve[k - 1].truth;
        if (after >= observed)
            return curve[k - 1].truth +
                   (observed - before) / (after - before) * (curve[k].truth - curve[k - 1].truth);
        before = after;
    }
    return curve[self->last].truth;
}

static struct localisation_estimate invert(const struct work *self, enum localisation_measure m,
                                           double observed)
{
    return (struct localisation_estimate){.value = observed,
                                          .corrected = cross(self, m, MEDIAN, observed),
                                          .low = cross(self, m, HIGH, observed),
                                          .high = cross(self, m, LOW, observed)};
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
                           : invert(self, (enum localisation_measure)m, observed[m]);
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
    if (status == ERR_OK)
        status = walk(&work, observed, err);
    if (status == ERR_OK)
        conclude(&work, observed, estimates);
    free(work.shares);
    free(work.values);
    return status;
}

#include "sim/model/seats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/numeric/binomial.h"

/* 60 x 0.2 must be 12 places, not 11: sums of decimal fractions fall short. */
static const double rounding = 1e-9;

double ramp_share(double age, double start, double middle, double stage1, double stage2)
{
    if (age < -rounding)
        return 0;
    if (age < stage1)
        return start + (middle - start) * (age > 0 ? age : 0) / stage1;
    if (age < stage1 + stage2)
        return middle + (1 - middle) * (age - stage1) / stage2;
    return 1;
}

int seats_init(struct seats *self, int num_steps, struct err *err)
{
    size_t size = (size_t)num_steps * LANES;

    *self = (struct seats){.num_steps = num_steps};
    self->open = mem_alloc(size, sizeof *self->open, err);
    self->sites = mem_alloc(size, sizeof *self->sites, err);
    self->sites_begun = mem_alloc(size, sizeof *self->sites_begun, err);
    self->intakes = mem_alloc((size_t)num_steps, sizeof *self->intakes, err);
    if (!self->open || !self->sites || !self->sites_begun || !self->intakes) {
        seats_free(self);
        return ERR_LIMIT;
    }
    return ERR_OK;
}

void seats_free(struct seats *self)
{
    free(self->open);
    free(self->sites);
    free(self->sites_begun);
    free(self->intakes);
    *self = (struct seats){0};
}

/* Parameters of the places in one draw. */
struct opening {
    double delay, hazard, start, middle, stage1, stage2, term, renewal;
};

static double value_of(const struct cohort *cohort, enum param param, const double *values, int lane)
{
    return param_values(&cohort->params[param], 0, values)[lane];
}

static struct opening read_opening(const struct cohort *cohort, const double *values, int lane)
{
    return (struct opening){
        .delay = value_of(cohort, PARAM_OPENING_DELAY, values, lane),
        .hazard = value_of(cohort, PARAM_CLOSURE_HAZARD, values, lane),
        .start = value_of(cohort, PARAM_RAMP_START, values, lane),
        .middle = value_of(cohort, PARAM_RAMP_MIDDLE, values, lane),
        .stage1 = value_of(cohort, PARAM_RAMP_STAGE1, values, lane),
        .stage2 = value_of(cohort, PARAM_RAMP_STAGE2, values, lane),
        .term = value_of(cohort, PARAM_FUNDING_TERM, values, lane),
        .renewal = value_of(cohort, PARAM_RENEWAL, values, lane),
    };
}

/* The age at which the funding ends: that of the first term that is not renewed before `age`;
 * INFINITY if all are. One number a term, the same for every site and audience. */
static double funding_end(const struct opening *o, const struct stream *renewals, uint64_t draw, double age)
{
    if (!(o->term > 0) || o->renewal >= 1)
        return INFINITY;
    for (uint32_t k = 1; k * o->term <= age; k++)
        if (stream_unit(renewals, draw, k) >= o->renewal)
            return k * o->term;
    return INFINITY;
}

/* A site that opens during the month of an intake takes part in it. */
static bool is_open(const struct site_group *site, double opening, double funding, struct intake intake)
{
    bool has_opened = opening <= intake.from + rounding || opening < intake.to - rounding;

    return has_opened && intake.from < site->closing - rounding && intake.from - opening < funding - rounding;
}

/* A site may close in every step after the one that it was first there from the beginning of,
 * whatever the intakes of the audience: one centre closes for all its audiences. */
static void fill_lane(struct seats *self, const struct scenario *s, const struct site_group *site,
                      const struct opening *o, const struct stream *stream, double funding, uint64_t draw,
                      int lane)
{
    double dt = 1.0 / s->steps_per_year, opening = site->opening + o->delay;
    double born = fmax(ceil(opening * s->steps_per_year - rounding), 0); /* step */
    int32_t alive = site->sites;
    bool has_begun = false;

    for (int t = 0; t < self->num_steps; t++) {
        double age = fmax(self->intakes[t].from - opening, 0);
        double share = ramp_share(age, o->start, o->middle, o->stage1, o->stage2);
        size_t cell = (size_t)t * LANES + (size_t)lane;
        if (t > born && o->hazard > 0)
            alive = binomial(stream, draw, (uint32_t)t, alive, exp(-o->hazard * dt));
        if (!is_open(site, opening, funding, self->intakes[t]))
            continue;
        /* a site that opened before the first year costs no opening */
        if (!has_begun && opening > -rounding)
            self->sites_begun[cell] += alive;
        has_begun = true;
        self->open[cell] += (int32_t)floor(site->places * share + rounding) * alive;
        self->sites[cell] += alive;
    }
}

static bool are_equal(const double *values, int num)
{
    int any = 0;

    for (int i = 1; i < num; i++)
        any |= values[i] != values[0];
    return any == 0;
}

/* Whether the places of all lanes open alike, without any luck. */
static bool are_alike(const struct cohort *cohort, const double *values, int num)
{
    static const enum param params[] = {PARAM_OPENING_DELAY, PARAM_CLOSURE_HAZARD, PARAM_RAMP_START,
                                        PARAM_RAMP_MIDDLE,   PARAM_RAMP_STAGE1,    PARAM_RAMP_STAGE2,
                                        PARAM_FUNDING_TERM,  PARAM_RENEWAL};
    struct opening first = read_opening(cohort, values, 0);

    if (first.hazard > 0 || (first.term > 0 && first.renewal < 1))
        return false;
    for (size_t p = 0; p < sizeof params / sizeof params[0]; p++)
        if (!are_equal(param_values(&cohort->params[params[p]], 0, values), num))
            return false;
    return true;
}

static void copy_first(int32_t *numbers, int num_steps, int num_lanes)
{
    for (int t = 0; t < num_steps; t++) {
        int32_t first = numbers[t * LANES];
        for (int lane = 1; lane < num_lanes; lane++)
            numbers[t * LANES + lane] = first;
    }
}

static void make_streams(const char *measure, uint64_t seed, struct stream *closures, struct stream *renewals)
{
    char name[256];

    snprintf(name, sizeof name, "closure %s", measure);
    *closures = stream_make(seed, name);
    snprintf(name, sizeof name, "renewal %s", measure);
    *renewals = stream_make(seed, name);
}

void seats_fill(struct seats *self, const struct pack *pack, const struct scenario *scenario,
                const struct cohort *cohort, const double *values, uint64_t seed, const struct block *block)
{
    size_t size = (size_t)self->num_steps * LANES;
    bool alike = are_alike(cohort, values, block->num);

    memset(self->open, 0, size * sizeof *self->open);
    memset(self->sites, 0, size * sizeof *self->sites);
    memset(self->sites_begun, 0, size * sizeof *self->sites_begun);
    for (int t = 0; t < self->num_steps; t++)
        self->intakes[t] = intake_of(pack, cohort->audience, scenario->steps_per_year, t);
    for (size_t k = 0; k < cohort->num_sites; k++) {
        const struct site_group *site = &cohort->sites[k];
        struct stream closures = {0}, renewals = {0}; /* not used by places that open alike */
        if (!alike)
            make_streams(site->measure->name, seed, &closures, &renewals);
        for (int lane = 0; lane < (alike ? 1 : block->num); lane++) {
            struct opening o = read_opening(cohort, values, lane);
            uint64_t draw = block->first + (uint64_t)lane;
            double last = (double)self->num_steps / scenario->steps_per_year - site->opening;
            double end = funding_end(&o, &renewals, draw, last);
            fill_lane(self, scenario, site, &o, &closures, end, draw, lane);
        }
    }
    if (alike) {
        copy_first(self->open, self->num_steps, block->num);
        copy_first(self->sites, self->num_steps, block->num);
        copy_first(self->sites_begun, self->num_steps, block->num);
    }
}

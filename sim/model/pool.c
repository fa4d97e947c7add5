#include "sim/model/pool.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/numeric/binomial.h"
#include "stats/numeric/hypergeometric.h"

/* Sites of the random numbers of a pool within a step. */
enum { SITES_PER_STEP = 65536, SITE_APPLICANTS = 0, SITE_EXITS = 1, SITE_INFLOW = 2, SITE_SPREAD = 8 };

bool pool_has(const struct scenario *scenario, size_t cohort)
{
    return param_variable(&scenario->cohorts[cohort].params[PARAM_ELIGIBLE], 0) != NO_VARIABLE;
}

static bool is_same_pool(const struct cohort *a, const struct cohort *b)
{
    return a->audience == b->audience && strcmp(a->territory, b->territory) == 0;
}

bool pool_begins(const struct scenario *scenario, size_t cohort)
{
    for (size_t c = 0; c < cohort; c++)
        if (pool_has(scenario, c) && is_same_pool(&scenario->cohorts[c], &scenario->cohorts[cohort]))
            return false;
    return pool_has(scenario, cohort);
}

static int member_init(struct pool_member *m, const struct scenario *s, size_t cohort, struct err *err)
{
    size_t size = (size_t)s->num_steps * LANES;

    m->cohort = cohort;
    m->open = mem_alloc(size, sizeof *m->open, err);
    m->admitted = mem_alloc(size, sizeof *m->admitted, err);
    m->fill = mem_alloc(size, sizeof *m->fill, err);
    m->survive = mem_alloc(size, sizeof *m->survive, err);
    m->training = mem_alloc((size_t)s->cohorts[cohort].course_steps * LANES, sizeof *m->training, err);
    return m->open && m->admitted && m->fill && m->survive && m->training ? ERR_OK : ERR_LIMIT;
}

int pool_init(struct pool *self, const struct scenario *s, size_t first, struct err *err)
{
    int status = ERR_OK;

    *self = (struct pool){0};
    self->members = mem_alloc(s->num_cohorts - first, sizeof *self->members, err);
    if (self->members == NULL)
        return ERR_LIMIT;
    for (size_t c = first; c < s->num_cohorts && status == ERR_OK; c++)
        if (pool_has(s, c) && is_same_pool(&s->cohorts[c], &s->cohorts[first]))
            status = member_init(&self->members[self->num_members++], s, c, err);
    return status;
}

void pool_free(struct pool *self)
{
    for (size_t m = 0; m < self->num_members; m++) {
        free(self->members[m].open);
        free(self->members[m].admitted);
        free(self->members[m].fill);
        free(self->members[m].survive);
        free(self->members[m].training);
    }
    free(self->members);
    *self = (struct pool){0};
}

void pool_take(struct pool *self, size_t member, const struct cohort_inputs *in)
{
    struct pool_member *m = &self->members[member];
    size_t size = (size_t)in->scenario->num_steps * LANES;

    memcpy(m->open, in->seats->open, size * sizeof *m->open);
    for (int t = 0; t < in->scenario->num_steps; t++) {
        const struct rates *rates = rates_path_at(in->rates, t);
        memcpy(m->fill + (size_t)t * LANES, rates->fill, sizeof rates->fill);
        memcpy(m->survive + (size_t)t * LANES, rates->survive, sizeof rates->survive);
    }
}

const int32_t *pool_admitted(const struct pool *self, size_t cohort)
{
    for (size_t m = 0; m < self->num_members; m++)
        if (self->members[m].cohort == cohort)
            return self->members[m].admitted;
    return NULL;
}

/* ---- one step -------------------------------------------------------------------------- */

struct run {
    const struct pool *pool;
    const struct cohort_inputs *in;
    struct stream stream;
    int step;
    int32_t *offered;                           /* [members][LANES] */
    int32_t eligible[LANES];                    /* people */
    const double *application, *exits, *inflow; /* [LANES] */
};

/* The places that a cohort would fill: the same numbers as without a pool (chain.c). */
static void offer(struct run *r, size_t member)
{
    const struct pool_member *m = &r->pool->members[member];
    const struct cohort *cohort = &r->in->scenario->cohorts[m->cohort];
    const int32_t *open = m->open + (size_t)r->step * LANES;
    int32_t *offered = r->offered + member * LANES;
    struct stream stream = stream_make(r->in->seed, cohort->name);
    int num = r->in->block->num;

    memset(offered, 0, LANES * sizeof *offered);
    if (!has_intake(r->in->pack, cohort->audience, r->in->scenario->steps_per_year, r->step))
        return;
    for (int i = 0; i < num; i++) {
        int32_t present = 0;
        for (int stage = 0; stage < cohort->course_steps; stage++)
            present += m->training[stage * LANES + i];
        offered[i] = open[i] > present ? open[i] - present : 0;
    }
    binomial_lanes(&stream, r->in->block->first, num, chain_site_fill(r->step), offered,
                   m->fill + (size_t)r->step * LANES, offered);
}

/* Fewer applicants than places: each place is as likely as another to get one. */
static void spread(const struct run *r, int lane, int32_t applicants, int32_t places)
{
    uint64_t draw = r->in->block->first + (uint64_t)lane;

    for (size_t m = 0; m < r->pool->num_members; m++) {
        int32_t own = r->offered[m * LANES + (size_t)lane];
        uint32_t site = (uint32_t)r->step * SITES_PER_STEP + SITE_SPREAD + (uint32_t)m;
        int32_t admitted = hypergeometric(&r->stream, draw, site, own, places - own, applicants);
        r->pool->members[m].admitted[(size_t)r->step * LANES + (size_t)lane] = admitted;
        places -= own;
        applicants -= admitted;
    }
}

static int32_t admit_lane(const struct run *r, int lane, int32_t applicants)
{
    int32_t places = 0;

    for (size_t m = 0; m < r->pool->num_members; m++)
        places += r->offered[m * LANES + (size_t)lane];
    if (applicants < places) {
        spread(r, lane, applicants, places);
        return applicants;
    }
    for (size_t m = 0; m < r->pool->num_members; m++)
        r->pool->members[m].admitted[(size_t)r->step * LANES + (size_t)lane] =
            r->offered[m * LANES + (size_t)lane];
    return places;
}

/* A known number a step, in whole people: the rest by lot. */
static int32_t arrivals(const struct run *r, int lane)
{
    uint32_t site = (uint32_t)r->step * SITES_PER_STEP + SITE_INFLOW;
    double number = r->inflow[lane] / r->in->scenario->steps_per_year;
    double u = stream_unit(&r->stream, r->in->block->first + (uint64_t)lane, site);

    return (int32_t)whole_by_lot(number, u);
}

static void turn_over(struct run *r)
{
    double dt = 1.0 / r->in->scenario->steps_per_year;

    for (int i = 0; i < r->in->block->num; i++) {
        uint64_t draw = r->in->block->first + (uint64_t)i;
        uint32_t site = (uint32_t)r->step * SITES_PER_STEP;
        int32_t applicants = binomial(&r->stream, draw, site + SITE_APPLICANTS, r->eligible[i],
                                      -expm1(-r->application[i] * dt));
        r->eligible[i] -= admit_lane(r, i, applicants);
        r->eligible[i] -=
            binomial(&r->stream, draw, site + SITE_EXITS, r->eligible[i], -expm1(-r->exits[i] * dt));
        r->eligible[i] += arrivals(r, i);
    }
}

/* The course goes on for those admitted, with the numbers of chain.c. */
static void train(const struct run *r, size_t member)
{
    struct pool_member *m = &r->pool->members[member];
    const struct cohort *cohort = &r->in->scenario->cohorts[m->cohort];
    struct stream stream = stream_make(r->in->seed, cohort->name);
    int num = r->in->block->num;

    for (int i = 0; i < num; i++)
        m->training[i] += m->admitted[(size_t)r->step * LANES + (size_t)i];
    for (int stage = cohort->course_steps - 1; stage >= 0; stage--) {
        int32_t *people = m->training + (size_t)stage * LANES;
        int32_t *next = stage + 1 < cohort->course_steps ? people + LANES : people;
        binomial_lanes(&stream, r->in->block->first, num, chain_site_training(r->step, stage), people,
                       m->survive + (size_t)r->step * LANES, next);
    }
    memset(m->training, 0, LANES * sizeof *m->training);
}

static const double *values_of(const struct run *r, enum param param)
{
    const struct cohort *cohort = &r->in->scenario->cohorts[r->pool->members[0].cohort];

    return param_values(&cohort->params[param], 0, r->in->values);
}

int pool_run(struct pool *self, const struct cohort_inputs *in, struct err *err)
{
    const struct cohort *first = &in->scenario->cohorts[self->members[0].cohort];
    struct run r = {.pool = self, .in = in};
    char name[256];

    r.offered = mem_alloc(self->num_members * LANES, sizeof *r.offered, err);
    if (r.offered == NULL)
        return ERR_LIMIT;
    snprintf(name, sizeof name, "eligible %s %s", first->territory, audience_name(first->audience));
    r.stream = stream_make(in->seed, name);
    r.application = values_of(&r, PARAM_APPLICATION);
    r.exits = values_of(&r, PARAM_ELIGIBLE_EXIT);
    r.inflow = values_of(&r, PARAM_ELIGIBLE_INFLOW);
    for (int i = 0; i < in->block->num; i++)
        r.eligible[i] = (int32_t)lround(values_of(&r, PARAM_ELIGIBLE)[i]);
    for (size_t m = 0; m < self->num_members; m++)
        memset(self->members[m].training, 0,
               (size_t)in->scenario->cohorts[self->members[m].cohort].course_steps * LANES * sizeof(int32_t));
    for (r.step = 0; r.step < in->scenario->num_steps; r.step++) {
        for (size_t m = 0; m < self->num_members; m++)
            offer(&r, m);
        turn_over(&r);
        for (size_t m = 0; m < self->num_members; m++)
            train(&r, m);
    }
    free(r.offered);
    return ERR_OK;
}

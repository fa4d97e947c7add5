#include "sim/model/vacancies.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/numeric/hypergeometric.h"

/* Sites of the random numbers of a territory within a step. */
enum { SITES_PER_STEP = 1024, SITE_VACANT = 0, SITE_OPENED = 1, SITE_HIRED = 8 };

bool vacancies_has(const struct scenario *scenario, size_t cohort)
{
    return param_variable(&scenario->cohorts[cohort].params[PARAM_INDUSTRY_JOBS], 0) != NO_VARIABLE;
}

static bool is_same_territory(const struct scenario *s, size_t a, size_t b)
{
    return strcmp(s->cohorts[a].territory, s->cohorts[b].territory) == 0;
}

bool vacancies_begin(const struct scenario *scenario, size_t cohort)
{
    for (size_t c = 0; c < cohort; c++)
        if (is_same_territory(scenario, c, cohort))
            return false;
    return vacancies_has(scenario, cohort);
}

static int member_init(struct vacancies_member *m, const struct scenario *s, size_t cohort, struct err *err)
{
    size_t size = (size_t)s->num_steps * LANES;

    m->cohort = cohort;
    for (int w = 0; w < NUM_WORLDS; w++) {
        m->hiring.seekers[w] = mem_alloc(size, sizeof(int32_t), err);
        m->hiring.hired[w] = mem_alloc(size, sizeof(int32_t), err);
        if (m->hiring.seekers[w] == NULL || m->hiring.hired[w] == NULL)
            return ERR_LIMIT;
    }
    return ERR_OK;
}

int vacancies_init(struct vacancies *self, const struct scenario *s, size_t first, struct err *err)
{
    int status = ERR_OK;

    *self = (struct vacancies){0};
    self->members = mem_alloc(s->num_cohorts - first, sizeof *self->members, err);
    self->of_market = mem_alloc(NUM_OF_MARKET * (size_t)s->num_years * LANES, sizeof *self->of_market, err);
    if (self->members == NULL || self->of_market == NULL)
        return ERR_LIMIT;
    for (size_t c = first; c < s->num_cohorts && status == ERR_OK; c++)
        if (is_same_territory(s, c, first))
            status = member_init(&self->members[self->num_members++], s, c, err);
    self->members[0].hiring.of_market = self->of_market;
    return status;
}

void vacancies_free(struct vacancies *self)
{
    for (size_t m = 0; m < self->num_members; m++)
        for (int w = 0; w < NUM_WORLDS; w++) {
            free(self->members[m].hiring.seekers[w]);
            free(self->members[m].hiring.hired[w]);
        }
    free(self->members);
    free(self->of_market);
    *self = (struct vacancies){0};
}

const struct hiring *vacancies_hiring(const struct vacancies *self, size_t cohort)
{
    for (size_t m = 0; m < self->num_members; m++)
        if (self->members[m].cohort == cohort)
            return &self->members[m].hiring;
    return NULL;
}

/* ---- one step -------------------------------------------------------------------------- */

struct run {
    const struct vacancies *self;
    const struct cohort_inputs *in;
    struct stream stream;
    const struct stream *streams; /* [members], of the cohorts */
    int step;
    double jobs[LANES];
    int64_t openings[NUM_WORLDS][LANES];
};

/* What one world makes of a step in one draw. */
struct outcome {
    int64_t filled;
    int32_t trained; /* of those filled */
};

static const double *values_of(const struct run *r, enum param param)
{
    const struct cohort *cohort = &r->in->scenario->cohorts[r->self->members[0].cohort];

    return param_values(&cohort->params[param], r->step, r->in->values);
}

static size_t at(const struct run *r, int lane)
{
    return (size_t)r->step * LANES + (size_t)lane;
}

/* A number in whole posts: the rest by lot; none below 0. */
static int64_t whole_posts(const struct run *r, int lane, uint32_t site, double number)
{
    double u = stream_unit(&r->stream, r->in->block->first + (uint64_t)lane,
                           (uint32_t)r->step * SITES_PER_STEP + site);

    return whole_by_lot(number, u);
}

/* The same posts in both worlds. */
static void open_posts(struct run *r)
{
    const double *growth = values_of(r, PARAM_INDUSTRY_GROWTH);
    const double *replacement = values_of(r, PARAM_INDUSTRY_REPLACEMENT);
    double dt = 1.0 / r->in->scenario->steps_per_year;

    for (int i = 0; i < r->in->block->num; i++) {
        int64_t opened = whole_posts(r, i, SITE_OPENED, (growth[i] + replacement[i]) * r->jobs[i] * dt);
        for (int w = 0; w < NUM_WORLDS; w++)
            r->openings[w][i] += opened;
        r->jobs[i] *= 1 + growth[i] * dt;
    }
}

static int32_t all_seekers(const struct run *r, enum world world, int lane)
{
    int32_t sum = 0;

    for (size_t m = 0; m < r->self->num_members; m++)
        sum += r->self->members[m].hiring.seekers[world][at(r, lane)];
    return sum;
}

/* Those of each cohort who are hired: a person has the same luck in both worlds. */
static void share(const struct run *r, enum world world, int lane, int32_t seekers, int32_t hired)
{
    uint64_t draw = r->in->block->first + (uint64_t)lane;

    for (size_t m = 0; m < r->self->num_members; m++) {
        const struct hiring *h = &r->self->members[m].hiring;
        int32_t own = h->seekers[world][at(r, lane)];
        int32_t of_them =
            hypergeometric(&r->streams[m], draw, chain_site_hired(r->step), own, seekers - own, hired);
        h->hired[world][at(r, lane)] = of_them;
        seekers -= own;
        hired -= of_them;
    }
}

static struct outcome fill(struct run *r, enum world world, int lane, int32_t others, double odds)
{
    int64_t *openings = &r->openings[world][lane];
    int32_t seekers = all_seekers(r, world, lane);
    struct outcome out = {.filled = seekers + (int64_t)others, .trained = seekers};

    if (out.filled > *openings) {
        out.filled = *openings;
        out.trained = wallenius(&r->stream, r->in->block->first + (uint64_t)lane,
                                (uint32_t)r->step * SITES_PER_STEP + SITE_HIRED, seekers, others,
                                (int32_t)out.filled, odds);
    }
    share(r, world, lane, seekers, out.trained);
    *openings -= out.filled;
    return out;
}

static void add(const struct run *r, int of_market, int lane, int64_t value)
{
    int year = r->step / r->in->scenario->steps_per_year;

    r->self->of_market[((size_t)of_market * (size_t)r->in->scenario->num_years + (size_t)year) * LANES +
                       (size_t)lane] += value;
}

static void fill_posts(struct run *r)
{
    const double *others = values_of(r, PARAM_OTHER_SEEKERS), *odds = values_of(r, PARAM_PREFERENCE_ODDS);
    int steps_per_year = r->in->scenario->steps_per_year;

    for (int i = 0; i < r->in->block->num; i++) {
        int32_t num_others = (int32_t)lround(others[i]);
        struct outcome with = fill(r, WITH, i, num_others, odds[i]);
        struct outcome without = fill(r, WITHOUT, i, num_others, 1);
        add(r, OF_MARKET_DISPLACED, i, (without.filled - without.trained) - (with.filled - with.trained));
        add(r, OF_MARKET_NET, i, with.filled - without.filled);
        if (r->step % steps_per_year == steps_per_year - 1)
            add(r, OF_MARKET_UNFILLED, i, r->openings[WITH][i]);
    }
}

/* Jobs at the beginning, and those of them that are vacant. */
static void start(struct run *r)
{
    const double *jobs = values_of(r, PARAM_INDUSTRY_JOBS), *rate = values_of(r, PARAM_VACANCY_RATE);

    for (int i = 0; i < r->in->block->num; i++) {
        r->jobs[i] = jobs[i];
        for (int w = 0; w < NUM_WORLDS; w++)
            r->openings[w][i] = whole_posts(r, i, SITE_VACANT, rate[i] * jobs[i]);
    }
    memset(r->self->of_market, 0,
           NUM_OF_MARKET * (size_t)r->in->scenario->num_years * LANES * sizeof *r->self->of_market);
}

int vacancies_run(struct vacancies *self, const struct cohort_inputs *in, struct err *err)
{
    const struct cohort *cohorts = in->scenario->cohorts;
    struct stream *streams = mem_alloc(self->num_members, sizeof *streams, err);
    struct run r = {.self = self, .in = in, .streams = streams};
    char name[256];

    if (streams == NULL)
        return ERR_LIMIT;
    snprintf(name, sizeof name, "openings %s", cohorts[self->members[0].cohort].territory);
    r.stream = stream_make(in->seed, name);
    for (size_t m = 0; m < self->num_members; m++)
        streams[m] = stream_make(in->seed, cohorts[self->members[m].cohort].name);
    start(&r);
    for (r.step = 0; r.step < in->scenario->num_steps; r.step++) {
        open_posts(&r);
        fill_posts(&r);
    }
    free(streams);
    return ERR_OK;
}

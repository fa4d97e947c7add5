#include "sim/run/twin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/guide.h"
#include "sim/model/live.h"
#include "sim/model/money.h"
#include "stats/base/mem.h"
#include "stats/base/processor.h"

typedef double lanes[LANES];

struct twin {
    const struct rates *rates; /* of the current step */
    struct first_employment employment;
    lanes training[MAX_COURSE_STEPS];
    lanes waiting[MAX_WAIT_STEPS + 1][NUM_LEAVERS];
    lanes with[MAX_VINTAGES + 1][NUM_STATES], without[MAX_VINTAGES + 1][NUM_STATES];
    lanes enrolled, present, completed, additional;
    int32_t most_seats[LANES]; /* so far */
    struct waits wait;
    bool live[NUM_STATES]; /* the others are counted in nothing that is needed */
};

struct twin *twin_new(struct err *err)
{
    return mem_alloc(1, sizeof(struct twin), err);
}

void twin_free(struct twin *self)
{
    free(self);
}

struct step {
    const struct cohort_inputs *in;
    struct cohort_result *result;
    int number, year;
    bool ends_year;
};

static FOR_EVERY_PROCESSOR void add_loop(double *restrict to, const double *restrict people, double sign)
{
    for (int i = 0; i < LANES; i++)
        to[i] += sign * people[i];
}
FOR_EACH_PROCESSOR(add, (double *to, const double *people, double sign), (to, people, sign))

static void count(const struct step *s, enum metric metric, const lanes people, double sign)
{
    if (result_needs(s->result, metric))
        add(result_means(s->result, metric, s->year), people, sign);
}

static void prepare_step(struct twin *self, const struct cohort_inputs *in, int step)
{
    bool changes = rates_path_changes(in->rates, step);

    if (changes)
        self->rates = rates_path_at(in->rates, step);
    if (changes || in->cycle_level != NULL) {
        struct cycle cycle = inputs_cycle(in, step);
        first_employment_fill(&self->employment, self->rates, &cycle, in->block->num);
    }
}

/* x'P, vintage by vintage, oldest first; from and to may be the same (long run). Nobody comes to a live
 * state from one that is not. */
static FOR_EVERY_PROCESSOR void move_cell_loop(const struct move_lanes *m, const bool live[NUM_STATES],
                                               lanes from[NUM_STATES], lanes to[NUM_STATES])
{
    lanes sums[NUM_STATES];

    for (int c = 0; c < NUM_STATES; c++) {
        if (!live[c])
            continue;
        memset(sums[c], 0, sizeof sums[c]);
        for (int a = 0; a < NUM_STATES; a++)
            for (int i = 0; i < LANES && live[a]; i++)
                sums[c][i] += from[a][i] * m->p[a][c][i];
    }
    memset(from, 0, NUM_STATES * sizeof from[0]);
    for (int c = 0; c < NUM_STATES; c++)
        for (int i = 0; i < LANES && live[c]; i++)
            to[c][i] += sums[c][i];
}
FOR_EACH_PROCESSOR(move_cell,
                   (const struct move_lanes *m, const bool live[NUM_STATES], lanes from[NUM_STATES],
                    lanes to[NUM_STATES]),
                   (m, live, from, to))

static void move_people(struct twin *self, const struct step *s)
{
    const struct vintages *v = &self->rates->vintages;

    for (int tau = v->num; tau >= 0; tau--) {
        int matrix = v->num ? v->matrix_of[tau] : 0, next = tau < v->num ? tau + 1 : tau;
        move_cell(&self->rates->with[matrix], self->live, self->with[tau], self->with[next]);
        if (s->in->scenario->is_causal)
            move_cell(&self->rates->without[matrix], self->live, self->without[tau], self->without[next]);
    }
}

/* Whether places shrink, but not to nothing, in any lane. */
static FOR_EVERY_PROCESSOR void shrink_loop(const int32_t *restrict open, int32_t *restrict most, int *any)
{
    int found = 0;

    for (int i = 0; i < LANES; i++) {
        found |= (open[i] > 0) & (open[i] < most[i]);
        most[i] = open[i] > most[i] ? open[i] : most[i];
    }
    *any = found;
}
FOR_EACH_PROCESSOR(shrink, (const int32_t *open, int32_t *most, int *any), (open, most, any))

static FOR_EVERY_PROCESSOR void occupy_loop(const int32_t *restrict open, const double *restrict fill,
                                            double *restrict present, double *restrict enrolled,
                                            double *restrict unfilled)
{
    for (int i = 0; i < LANES; i++) {
        double left = open[i] > 0 ? open[i] - present[i] : 0, taken = fill[i] * left;
        enrolled[i] = taken;
        unfilled[i] = left - taken;
        present[i] += taken;
    }
}
FOR_EACH_PROCESSOR(occupy,
                   (const int32_t *open, const double *fill, double *present, double *enrolled,
                    double *unfilled),
                   (open, fill, present, enrolled, unfilled))

/* Free seats are linear in the people in training as long as these cannot exceed
 * the places: places never shrink, or shrink to nothing. */
static void enrol(struct twin *self, const struct step *s)
{
    const int32_t *open = s->in->seats->open + (size_t)s->number * LANES;
    bool intake =
        has_intake(s->in->pack, s->in->cohort->audience, s->in->scenario->steps_per_year, s->number);
    lanes unfilled;
    int shrinks;

    memset(self->present, 0, sizeof self->present);
    for (int stage = 0; stage < s->in->cohort->course_steps; stage++)
        add(self->present, self->training[stage], 1);
    shrink(open, self->most_seats, &shrinks);
    if (shrinks)
        s->result->is_linear = false;
    if (s->in->admitted != NULL || s->in->hiring != NULL) /* people, or openings, may run out */
        s->result->is_linear = false;
    memset(self->enrolled, 0, sizeof self->enrolled);
    memset(unfilled, 0, sizeof unfilled);
    if (intake)
        occupy(open, self->rates->fill, self->present, self->enrolled, unfilled);
    add(self->training[0], self->enrolled, 1);
    count(s, METRIC_ENROLLED, self->enrolled, 1);
    count(s, METRIC_UNFILLED, unfilled, 1);
    count(s, METRIC_TRAINEE_YEARS, self->present, 1);
}

static FOR_EVERY_PROCESSOR void train_stages_loop(struct twin *self, int last, double *restrict dropouts)
{
    const double *survive = self->rates->survive;

    for (int stage = 0; stage <= last; stage++)
        for (int i = 0; i < LANES; i++)
            dropouts[i] += self->training[stage][i] * (1 - survive[i]);
    for (int i = 0; i < LANES; i++)
        self->completed[i] = self->training[last][i] * survive[i];
    for (int stage = last; stage > 0; stage--)
        for (int i = 0; i < LANES; i++)
            self->training[stage][i] = self->training[stage - 1][i] * survive[i];
    memset(self->training[0], 0, sizeof self->training[0]);
}
FOR_EACH_PROCESSOR(train_stages, (struct twin * self, int last, double *dropouts), (self, last, dropouts))

static void train(struct twin *self, const struct step *s)
{
    lanes unread, *dropouts = &unread;

    if (result_needs(s->result, METRIC_DROPOUTS))
        dropouts = (lanes *)result_means(s->result, METRIC_DROPOUTS, s->year);
    train_stages(self, s->in->cohort->course_steps - 1, *dropouts);
    count(s, METRIC_COMPLETED, self->completed, 1);
}

/* What becomes of those who complete. */
struct leaving {
    lanes certified, uncertified, further, seeking; /* certified = further + seeking */
};

static FOR_EVERY_PROCESSOR void leave_loop(const struct rates *r, const double *restrict completed,
                                           struct leaving *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        double certified = completed[i] * r->certified[i];
        out->certified[i] = certified;
        out->uncertified[i] = completed[i] - certified;
        out->further[i] = certified * r->further_study[i];
        out->seeking[i] = certified * (1 - r->further_study[i]);
    }
}
FOR_EACH_PROCESSOR(leave, (const struct rates *r, const double *completed, struct leaving *out),
                   (r, completed, out))

static void join_queue(struct twin *self, enum leaver kind, const lanes people)
{
    if (self->wait.least == self->wait.most)
        add(self->waiting[self->wait.most][kind], people, 1);
    else
        for (int i = 0; i < LANES; i++)
            self->waiting[self->wait.of[i]][kind][i] += people[i];
}

static void count_share(const struct step *s, enum metric metric, const lanes people, const lanes share)
{
    lanes of_them;

    if (!result_needs(s->result, metric))
        return;
    for (int i = 0; i < LANES; i++)
        of_them[i] = people[i] * share[i];
    count(s, metric, of_them, 1);
}

static void certify(struct twin *self, const struct step *s)
{
    struct leaving leaving;

    leave(self->rates, self->completed, &leaving);
    join_queue(self, LEAVER_CERTIFIED, leaving.seeking);
    join_queue(self, LEAVER_UNCERTIFIED, leaving.uncertified);
    count(s, METRIC_CERTIFIED, leaving.certified, 1);
    count(s, METRIC_FURTHER_STUDY, leaving.further, 1);
    count_share(s, METRIC_RAISED, leaving.certified, self->rates->raised);
    count_share(s, METRIC_OUT_OF_BELOW_BAC, leaving.certified, self->rates->out_of_below_bac);
}

/* What becomes of the leavers of a kind at their first observation. */
struct found {
    lanes placed, industry, local;
};

static FOR_EVERY_PROCESSOR void observe_loop(struct twin *self, int kind, struct found *restrict out)
{
    const struct rates *r = self->rates;
    const double *people = self->waiting[0][kind];

    for (int i = 0; i < LANES; i++) {
        double n = people[i], with = self->employment.with[kind][i], p[NUM_STATES];
        first_states(with, r->industry[i], r->local[i], p);
        out->placed[i] = n * with;
        out->industry[i] = n * with * r->industry[i];
        out->local[i] = n * p[STATE_I];
        for (int a = 0; a < NUM_STATES; a++)
            self->with[0][a][i] += n * p[a];
    }
}
FOR_EACH_PROCESSOR(observe, (struct twin * self, int kind, struct found *out), (self, kind, out))

static FOR_EVERY_PROCESSOR void observe_without_loop(struct twin *self, int kind)
{
    const struct rates *r = self->rates;
    const double *people = self->waiting[0][kind];

    for (int i = 0; i < LANES; i++) {
        double q[NUM_STATES];
        first_states(self->employment.without[i], r->industry_without[i], r->local_without[i], q);
        for (int a = 0; a < NUM_STATES; a++)
            self->without[0][a][i] += people[i] * q[a];
    }
}
FOR_EACH_PROCESSOR(observe_without, (struct twin * self, int kind), (self, kind))

static void place_people(struct twin *self, const struct step *s)
{
    for (int kind = 0; kind < NUM_LEAVERS; kind++) {
        struct found found;
        observe(self, kind, &found);
        if (s->in->scenario->is_causal)
            observe_without(self, kind);
        count(s, METRIC_PLACED, found.placed, 1);
        count(s, METRIC_PLACED_INDUSTRY, found.industry, 1);
        count(s, METRIC_PLACED_INDUSTRY_LOCAL, found.local, 1);
    }
    memmove(self->waiting[0], self->waiting[1], (size_t)self->wait.most * sizeof self->waiting[0]);
    memset(self->waiting[self->wait.most], 0, sizeof self->waiting[0]);
}

static void add_additional(struct twin *self, const struct step *s)
{
    memset(self->additional, 0, sizeof self->additional);
    for (int tau = 0; tau <= self->rates->vintages.num && s->in->scenario->is_causal; tau++)
        for (int a = STATE_I; a <= STATE_O; a++)
            for (int i = 0; i < s->in->block->num; i++)
                self->additional[i] += self->with[tau][a][i] - self->without[tau][a][i];
}

static void count_stocks(const struct twin *self, const struct step *s)
{
    static const enum metric with[NUM_STATES][3] = {
        {METRIC_INDUSTRY_STOCK, METRIC_EMPLOYED_STOCK, METRIC_TERRITORY_STOCK},
        {NUM_METRICS, METRIC_EMPLOYED_STOCK, METRIC_TERRITORY_STOCK},
        {NUM_METRICS, NUM_METRICS, METRIC_TERRITORY_STOCK},
        {METRIC_ELSEWHERE_STOCK, NUM_METRICS, NUM_METRICS}};
    static const enum metric without[3] = {METRIC_INDUSTRY_WITHOUT, METRIC_EMPLOYED_WITHOUT,
                                           METRIC_TERRITORY_WITHOUT};
    static const enum metric more[3] = {METRIC_INDUSTRY_ADDITIONAL, METRIC_EMPLOYED_ADDITIONAL,
                                        METRIC_TERRITORY_ADDITIONAL};

    for (int tau = 0; tau <= self->rates->vintages.num; tau++)
        for (int a = 0; a < NUM_STATES; a++)
            for (int k = 0; k < 3; k++) {
                if (s->ends_year && with[a][k] != NUM_METRICS)
                    count(s, with[a][k], self->with[tau][a], 1);
                if (a > k || !s->in->scenario->is_causal || !s->ends_year)
                    continue;
                count(s, without[k], self->without[tau][a], 1);
                count(s, more[k], self->with[tau][a], 1);
                count(s, more[k], self->without[tau][a], -1);
            }
    for (int tau = 0; tau <= self->rates->vintages.num; tau++) {
        count(s, METRIC_INDUSTRY_JOB_YEARS, self->with[tau][STATE_I], 1);
        if (!s->in->scenario->is_causal)
            continue;
        count(s, METRIC_ADDITIONAL_JOB_YEARS, self->with[tau][STATE_I], 1);
        count(s, METRIC_ADDITIONAL_JOB_YEARS, self->without[tau][STATE_I], -1);
    }
    for (int i = 0; i < LANES && s->ends_year && result_needs(s->result, METRIC_SEATS); i++)
        result_means(s->result, METRIC_SEATS, s->year)[i] =
            s->in->seats->open[(size_t)s->number * LANES + (size_t)i];
    for (int stage = 0; stage < s->in->cohort->course_steps && s->ends_year; stage++)
        count(s, METRIC_TRAINEES, self->training[stage], 1);
}

static void pay(const struct twin *self, const struct step *s)
{
    const struct cohort_inputs *in = s->in;
    size_t offset = (size_t)s->number * LANES;
    double investment = investment_cents(in->scenario, in->cohort, s->number);
    lanes invested, cost, balance, net_cost, present_cost, present_net_cost;
    struct step_cents cents;

    money_of_step(in, s->number, result_needs_present(s->result),
                  &(struct activity){in->seats->sites_begun + offset, in->seats->sites + offset,
                                     in->seats->open + offset, self->enrolled, self->present,
                                     self->additional},
                  &cents);
    for (int i = 0; i < LANES; i++) {
        invested[i] = investment;
        cost[i] = investment + cents.operation[i] + cents.allowances[i];
        balance[i] = cents.income[i] - cents.operation[i];
        net_cost[i] = cost[i] - cents.income[i] - cents.fiscal[i];
        present_cost[i] = cost[i] * cents.factor[i];
        present_net_cost[i] = net_cost[i] * cents.factor[i];
    }
    count(s, METRIC_INVESTMENT, invested, 1);
    count(s, METRIC_OPERATION, cents.operation, 1);
    count(s, METRIC_ALLOWANCES, cents.allowances, 1);
    count(s, METRIC_COST, cost, 1);
    count(s, METRIC_PRESENT_COST, present_cost, 1);
    count(s, METRIC_INCOME, cents.income, 1);
    count(s, METRIC_OPERATING_BALANCE, balance, 1);
    count(s, METRIC_FISCAL_RETURN, cents.fiscal, 1);
    count(s, METRIC_NET_COST, net_cost, 1);
    count(s, METRIC_PRESENT_NET_COST, present_net_cost, 1);
}

static void add_net(const struct cohort_inputs *in, struct cohort_result *result)
{
    enum metric base = in->scenario->is_causal ? METRIC_INDUSTRY_ADDITIONAL : METRIC_INDUSTRY_STOCK;

    for (int y = 0;
         y < result->num_years && result_needs(result, METRIC_INDUSTRY_NET) && in->scenario->has_guide; y++)
        for (int i = 0; i < in->block->num; i++)
            result_means(result, METRIC_INDUSTRY_NET, y)[i] =
                1000 * guide_factor(in->cohort, in->values, i) * result_means(result, base, y)[i];
}

static FOR_EVERY_PROCESSOR void add_up_loop(double *restrict to, const double *restrict flow,
                                            const double *restrict before)
{
    for (int i = 0; i < LANES; i++)
        to[i] = flow[i] + before[i];
}
FOR_EACH_PROCESSOR(add_up, (double *to, const double *flow, const double *before), (to, flow, before))

static void finish(struct cohort_result *result)
{
    static const double nothing[LANES];

    for (size_t m = 0; m < NUM_METRICS; m++)
        for (int y = 0;
             y < result->num_years && metric_specs[m].kind == METRIC_TOTAL && result_needs(result, m); y++)
            add_up(result_means(result, m, y), result_means(result, metric_specs[m].of, y),
                   y > 0 ? result_means(result, m, y - 1) : nothing);
    for (int y = 0; y < result->num_years && result_needs(result, METRIC_INDUSTRY_ALWAYS); y++)
        for (int i = 0; i < LANES; i++)
            result_means(result, METRIC_INDUSTRY_ALWAYS, y)[i] = NAN;
}

static void start(struct twin *self, const struct cohort_inputs *in, struct cohort_result *result)
{
    size_t num_vintages = (size_t)rates_path_at(in->rates, 0)->vintages.num + 1;

    live_states(in, result, self->live);
    waits_fill(&self->wait, in->scenario, in->cohort, in->values, in->block->num);
    memset(self->training, 0, (size_t)in->cohort->course_steps * sizeof self->training[0]);
    memset(self->waiting, 0, (size_t)(self->wait.most + 1) * sizeof self->waiting[0]);
    memset(self->with, 0, num_vintages * sizeof self->with[0]);
    memset(self->without, 0, num_vintages * sizeof self->without[0]);
    memset(self->most_seats, 0, sizeof self->most_seats);
    for (size_t m = 0; m < NUM_METRICS; m++)
        if (result_needs(result, m) && metric_specs[m].kind != METRIC_TOTAL) /* those are written whole */
            memset(result_means(result, m, 0), 0, (size_t)result->num_years * LANES * sizeof *result->means);
    result->is_linear = true;
}

void twin_means(struct twin *self, const struct cohort_inputs *in, struct cohort_result *result)
{
    int steps_per_year = in->scenario->steps_per_year;
    struct step s = {.in = in, .result = result};
    bool pays = result_needs_money(result);

    start(self, in, result);
    for (s.number = 0; s.number < in->scenario->num_steps; s.number++) {
        s.year = s.number / steps_per_year;
        s.ends_year = s.number % steps_per_year == steps_per_year - 1;
        prepare_step(self, in, s.number);
        move_people(self, &s);
        enrol(self, &s);
        train(self, &s);
        certify(self, &s);
        place_people(self, &s);
        count_stocks(self, &s);
        if (pays)
            add_additional(self, &s);
        if (pays)
            pay(self, &s);
    }
    add_net(in, result);
    finish(result);
}

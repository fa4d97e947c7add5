#include "sim/model/chain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/closing.h"
#include "sim/model/live.h"
#include "sim/model/money.h"
#include "sim/model/payment.h"
#include "sim/model/splits.h"
#include "stats/base/mem.h"
#include "stats/base/processor.h"
#include "stats/numeric/binomial.h"
#include "stats/numeric/hypergeometric.h"

/* Sites of the random numbers within a step: every use has its own, so that none
 * moves when another is added; an even site and the next, drawn one after the other,
 * are quicker (binomial.h). A step has SITES_PER_STEP of them. */
enum {
    SITES_PER_STEP = 8192,
    SITE_FILL = 0,
    SITE_TRAINING = 1, /* + stage of the course */
    SITE_CERTIFIED = 122,
    SITE_FURTHER_STUDY = 123,
    SITE_RAISED = 124,
    SITE_OUT_OF_BELOW_BAC = 125,
    SITE_PLACEMENT = 128,               /* + 8 a kind of leaver */
    SITE_WITHOUT = SITE_PLACEMENT + 16, /* + NUM_PAIRS a kind of leaver and state */
    SITE_HIRED = 288,
    SITE_HIRED_BOTH = 289,
    SITE_REFUSED = 290, /* + state in the other world, + NUM_STATES a world */
    SITE_MOVES = 512,   /* + 256 a vintage, + NUM_PAIRS a cell */
};

uint32_t chain_site_fill(int step)
{
    return (uint32_t)step * SITES_PER_STEP + SITE_FILL;
}

uint32_t chain_site_training(int step, int stage)
{
    return (uint32_t)step * SITES_PER_STEP + SITE_TRAINING + (uint32_t)stage;
}

uint32_t chain_site_hired(int step)
{
    return (uint32_t)step * SITES_PER_STEP + SITE_HIRED;
}

/* Largest number of ways: every pair to every pair for each matrix, and the
 * states without the programme for each kind of leaver. */
enum { MAX_WAYS = MAX_MATRICES * NUM_PAIRS * NUM_PAIRS + NUM_LEAVERS * NUM_PAIRS };

typedef int32_t lanes[LANES];

struct chain {
    const struct rates *rates; /* of the current step */
    struct first_employment employment;
    struct split_pool move_pool, without_pool;
    struct split moves[MAX_MATRICES][NUM_PAIRS];
    struct split without[NUM_LEAVERS][NUM_STATES];
    double joint[NUM_PAIRS][LANES]; /* workspace */

    lanes training[MAX_COURSE_STEPS];               /* people in each step of the course */
    lanes waiting[MAX_WAIT_STEPS + 1][NUM_LEAVERS]; /* leavers before their first observation */
    lanes placed[MAX_VINTAGES + 1][NUM_PAIRS];      /* by vintage; [vintages.num] the long run */
    struct waits wait;
    bool live[NUM_STATES];     /* with the programme: people of the others are let go */
    int pair_step;             /* pairs in use: every one, or without a comparison (a, 0) */
    lanes arriving[NUM_PAIRS]; /* found at their first observation in the step */
    lanes enrolled, present, completed;
    lanes additional; /* jobs in the territory with the programme less those without, of the step */
};

int cohort_result_init(struct cohort_result *self, int num_years, struct err *err)
{
    size_t size = (size_t)NUM_METRICS * (size_t)num_years * LANES;

    *self = (struct cohort_result){.num_years = num_years};
    self->values = mem_alloc(size, sizeof *self->values, err);
    self->means = mem_alloc(size, sizeof *self->means, err);
    if (self->values == NULL || self->means == NULL) {
        cohort_result_free(self);
        return ERR_LIMIT;
    }
    return ERR_OK;
}

void cohort_result_free(struct cohort_result *self)
{
    free(self->values);
    free(self->means);
    *self = (struct cohort_result){0};
}

struct chain *chain_new(struct err *err)
{
    struct chain *self = mem_alloc(1, sizeof *self, err);

    if (self == NULL)
        return NULL;
    if (split_pool_init(&self->move_pool, MAX_MATRICES * NUM_PAIRS * NUM_PAIRS, err) != ERR_OK ||
        split_pool_init(&self->without_pool, NUM_LEAVERS * NUM_PAIRS, err) != ERR_OK) {
        chain_free(self);
        return NULL;
    }
    return self;
}

void chain_free(struct chain *self)
{
    if (self == NULL)
        return;
    split_pool_free(&self->move_pool);
    split_pool_free(&self->without_pool);
    free(self);
}

struct cycle inputs_cycle(const struct cohort_inputs *in, int step)
{
    return (struct cycle){.is_on = in->cycle_level != NULL,
                          .keeps_mean = in->scenario->keeps_mean,
                          .level = in->cycle_level ? in->cycle_level + (size_t)step * LANES : NULL,
                          .sd = in->cycle_sd,
                          .loading = param_values(&in->cohort->params[PARAM_MACRO_LOADING], 0, in->values)};
}

/* ---- probabilities ---------------------------------------------------------------- */

/* Without the comparison only the first state of a pair is followed: all people
 * are "without" state 0. */
static void fill_joint(struct chain *self, const struct cohort_inputs *in, int matrix, int a, int b)
{
    const struct move_lanes *with = &self->rates->with[matrix], *without = &self->rates->without[matrix];

    if (in->scenario->is_causal) {
        coupling_maximal(with->p[a], without->p[b], self->joint);
        return;
    }
    for (int c = 0; c < NUM_STATES; c++)
        memcpy(self->joint[pair_of(c, 0)], with->p[a][c], sizeof self->joint[0]);
}

static void make_moves(struct chain *self, const struct cohort_inputs *in)
{
    int num_without = in->scenario->is_causal ? NUM_STATES : 1;

    self->move_pool.num_ways = 0;
    for (int m = 0; m < self->rates->vintages.num_matrices; m++)
        for (int a = 0; a < NUM_STATES; a++)
            for (int b = 0; b < num_without && self->live[a]; b++) {
                struct destinations to = {0, NUM_PAIRS, self->pair_step, pair_of(a, b)};
                fill_joint(self, in, m, a, b);
                split_make(&self->moves[m][pair_of(a, b)], &self->move_pool, &to, in->block->num,
                           self->joint);
            }
}

typedef double lanes_of_shares[LANES];

static void fill_first(const double *restrict employed, const double *restrict industry,
                       const double *restrict local, lanes_of_shares *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        double states[NUM_STATES];
        first_states(employed[i], industry[i], local[i], states);
        for (int a = 0; a < NUM_STATES; a++)
            out[a][i] = states[a];
    }
}

/* The share of a joint probability in that of state a; whoever cannot be in a would be in it without too. */
static void fill_shares(const double *restrict joint, const double *restrict of, bool is_same,
                        double *restrict out)
{
    for (int i = 0; i < LANES; i++)
        out[i] = of[i] > 0 ? joint[i] / (of[i] > 0 ? of[i] : 1) : is_same;
}

/* For leavers of a kind found in state a, where they would be without. */
static FOR_EVERY_PROCESSOR void make_without(struct chain *self, const struct cohort_inputs *in)
{
    const struct rates *r = self->rates;
    double joint[NUM_PAIRS][LANES];

    self->without_pool.num_ways = 0;
    for (int g = 0; g < NUM_LEAVERS && in->scenario->is_causal; g++) {
        lanes_of_shares p[NUM_STATES], q[NUM_STATES];
        fill_first(self->employment.with[g], r->industry, r->local, p);
        fill_first(self->employment.without, r->industry_without, r->local_without, q);
        coupling_maximal((const lanes_of_shares *)p, (const lanes_of_shares *)q, joint);
        for (int a = 0; a < NUM_STATES; a++) {
            struct destinations to = {pair_of(a, 0), pair_of(a, NUM_STATES), 1, pair_of(a, a)};
            for (int b = 0; b < NUM_STATES; b++)
                fill_shares(joint[pair_of(a, b)], p[a], a == b, self->joint[pair_of(a, b)]);
            split_make(&self->without[g][a], &self->without_pool, &to, in->block->num, self->joint);
        }
    }
}

/* The probabilities of a step, of moves only where people are followed. */
static FOR_EVERY_PROCESSOR void prepare_step(struct chain *self, const struct cohort_inputs *in, int step,
                                             bool follows)
{
    bool changes = rates_path_changes(in->rates, step);

    if (changes)
        self->rates = rates_path_at(in->rates, step);
    if (changes && follows)
        make_moves(self, in);
    if (changes || in->cycle_level != NULL) {
        struct cycle cycle = inputs_cycle(in, step);
        first_employment_fill(&self->employment, self->rates, &cycle, in->block->num);
        make_without(self, in);
    }
}

/* ---- people ------------------------------------------------------------------------- */

struct step {
    const struct cohort_inputs *in;
    struct cohort_result *result;
    struct stream stream;
    int number, year;
    uint32_t site; /* of the first random number of the step */
    bool ends_year;
};

/* Loops go over all lanes, whose number is known; behind the last draw of a block there is nobody. */
static void clear(lanes people)
{
    memset(people, 0, sizeof(lanes));
}

/* out may be people. Nothing is drawn where nothing can happen. */
static void draw(const struct step *s, uint32_t site, const lanes people, const double *probability,
                 lanes out)
{
    int num = s->in->block->num;

    if (lanes_are_empty(people, LANES) || !lanes_are_possible(probability, LANES)) {
        clear(out);
        return;
    }
    binomial_lanes(&s->stream, s->in->block->first, num, s->site + site, people, probability, out);
    for (int i = num; i < LANES; i++)
        out[i] = 0;
}

static void add_lanes(lanes to, const lanes people)
{
    for (int i = 0; i < LANES; i++)
        to[i] += people[i];
}

static void subtract(const lanes from, const lanes people, lanes out)
{
    for (int i = 0; i < LANES; i++)
        out[i] = from[i] - people[i];
}

static void add_people(int64_t *restrict values, const int32_t *restrict people)
{
    for (int i = 0; i < LANES; i++)
        values[i] += people[i];
}

static void take_people(int64_t *restrict values, const int32_t *restrict people)
{
    for (int i = 0; i < LANES; i++)
        values[i] -= people[i];
}

static void count(const struct step *s, enum metric metric, const lanes people)
{
    if (result_needs(s->result, metric))
        add_people(result_values(s->result, metric, s->year), people);
}

/* sign: 1 or -1. */
static void add_to(const struct step *s, enum metric metric, const lanes people, int sign)
{
    if (!result_needs(s->result, metric))
        return;
    if (sign > 0)
        add_people(result_values(s->result, metric, s->year), people);
    else
        take_people(result_values(s->result, metric, s->year), people);
}

/* Takes everybody out of their cells first: in the long run they move within the
 * same cells. */
static void move_vintage(struct chain *self, const struct step *s, int tau, const struct split *splits,
                         lanes *to)
{
    lanes leaving[NUM_PAIRS];
    bool has_people[NUM_PAIRS] = {false};

    for (int pair = 0; pair < NUM_PAIRS; pair += self->pair_step) {
        lanes *from = &self->placed[tau][pair];
        has_people[pair] = self->live[pair / NUM_STATES] && !lanes_are_empty(*from, LANES);
        if (has_people[pair]) {
            memcpy(leaving[pair], *from, sizeof *from);
            clear(*from);
        }
    }
    for (int pair = 0; pair < NUM_PAIRS; pair += self->pair_step)
        if (has_people[pair])
            split_draw(&splits[pair], &s->stream, s->in->block,
                       s->site + SITE_MOVES + 256 * (uint32_t)tau + NUM_PAIRS * (uint32_t)pair, leaving[pair],
                       to);
}

static void move_people(struct chain *self, const struct step *s)
{
    const struct vintages *v = &self->rates->vintages;

    for (int tau = v->num; tau >= 0; tau--)
        move_vintage(self, s, tau, self->moves[v->num ? v->matrix_of[tau] : 0],
                     self->placed[tau < v->num ? tau + 1 : tau]);
}

/* Of the places that would be filled, those for which there are people. */
static void admit(struct chain *self, const struct step *s)
{
    const int32_t *admitted = s->in->admitted + (size_t)s->number * LANES;
    lanes empty;

    subtract(self->enrolled, admitted, empty);
    memcpy(self->enrolled, admitted, sizeof self->enrolled);
    count(s, METRIC_WITHOUT_APPLICANTS, empty);
}

static void enrol(struct chain *self, const struct step *s)
{
    const struct cohort *cohort = s->in->cohort;
    const int32_t *open = s->in->seats->open + (size_t)s->number * LANES;
    lanes free_seats;

    clear(self->present);
    for (int stage = 0; stage < cohort->course_steps; stage++)
        add_lanes(self->present, self->training[stage]);
    clear(self->enrolled);
    if (has_intake(s->in->pack, cohort->audience, s->in->scenario->steps_per_year, s->number)) {
        for (int i = 0; i < LANES; i++)
            free_seats[i] = open[i] > self->present[i] ? open[i] - self->present[i] : 0;
        draw(s, SITE_FILL, free_seats, self->rates->fill, self->enrolled);
        if (s->in->admitted != NULL)
            admit(self, s);
        subtract(free_seats, self->enrolled, free_seats);
        count(s, METRIC_UNFILLED, free_seats);
    }
    add_lanes(self->training[0], self->enrolled);
    add_lanes(self->present, self->enrolled);
    count(s, METRIC_ENROLLED, self->enrolled);
    count(s, METRIC_TRAINEE_YEARS, self->present);
}

static void train(struct chain *self, const struct step *s)
{
    int last = s->in->cohort->course_steps - 1;
    lanes dropouts;

    for (int stage = last; stage >= 0; stage--) {
        int32_t *staying = stage == last ? self->completed : self->training[stage + 1];
        draw(s, SITE_TRAINING + (uint32_t)stage, self->training[stage], self->rates->survive, staying);
        if (result_needs(s->result, METRIC_DROPOUTS)) {
            subtract(self->training[stage], staying, dropouts);
            count(s, METRIC_DROPOUTS, dropouts);
        }
    }
    clear(self->training[0]);
    count(s, METRIC_COMPLETED, self->completed);
}

/* Leavers join the queue of those whose first observation is `wait` steps away. */
static void join_queue(struct chain *self, const lanes leavers, enum leaver kind)
{
    if (self->wait.least == self->wait.most)
        add_lanes(self->waiting[self->wait.most][kind], leavers);
    else
        for (int i = 0; i < LANES; i++)
            self->waiting[self->wait.of[i]][kind][i] += leavers[i];
}

static void certify(struct chain *self, const struct step *s)
{
    lanes certified, further, counted;

    draw(s, SITE_CERTIFIED, self->completed, self->rates->certified, certified);
    draw(s, SITE_FURTHER_STUDY, certified, self->rates->further_study, further);
    count(s, METRIC_CERTIFIED, certified);
    count(s, METRIC_FURTHER_STUDY, further);
    if (result_needs(s->result, METRIC_RAISED)) {
        draw(s, SITE_RAISED, certified, self->rates->raised, counted);
        count(s, METRIC_RAISED, counted);
    }
    if (result_needs(s->result, METRIC_OUT_OF_BELOW_BAC)) {
        draw(s, SITE_OUT_OF_BELOW_BAC, certified, self->rates->out_of_below_bac, counted);
        count(s, METRIC_OUT_OF_BELOW_BAC, counted);
    }
    subtract(certified, further, counted);
    join_queue(self, counted, LEAVER_CERTIFIED);
    subtract(self->completed, certified, counted);
    join_queue(self, counted, LEAVER_UNCERTIFIED);
}

/* Splits leavers over the states that they are found in at the first observation. */
static void observe(struct chain *self, const struct step *s, enum leaver kind, lanes leavers,
                    lanes found[NUM_STATES])
{
    uint32_t site = SITE_PLACEMENT + 8 * (uint32_t)kind;
    lanes employed, other, unemployed;

    draw(s, site, leavers, self->employment.with[kind], employed);
    draw(s, site + 1, employed, self->rates->industry, found[STATE_I]);
    count(s, METRIC_PLACED, employed);
    count(s, METRIC_PLACED_INDUSTRY, found[STATE_I]);
    subtract(employed, found[STATE_I], other);
    subtract(leavers, employed, unemployed);
    draw(s, site + 2, found[STATE_I], self->rates->local, found[STATE_I]);
    if (self->live[STATE_O])
        draw(s, site + 3, other, self->rates->local, found[STATE_O]);
    if (self->live[STATE_U])
        draw(s, site + 4, unemployed, self->rates->local, found[STATE_U]);
    count(s, METRIC_PLACED_INDUSTRY_LOCAL, found[STATE_I]);
    for (int i = 0; i < LANES && self->live[STATE_W]; i++)
        found[STATE_W][i] = leavers[i] - found[STATE_I][i] - found[STATE_O][i] - found[STATE_U][i];
}

static void place_people(struct chain *self, const struct step *s)
{
    for (int pair = 0; pair < NUM_PAIRS; pair += self->pair_step)
        clear(self->arriving[pair]);
    for (int kind = 0; kind < NUM_LEAVERS; kind++) {
        lanes found[NUM_STATES];
        observe(self, s, (enum leaver)kind, self->waiting[0][kind], found);
        for (int a = 0; a < NUM_STATES; a++) {
            if (!self->live[a])
                continue;
            if (s->in->scenario->is_causal)
                split_draw(&self->without[kind][a], &s->stream, s->in->block,
                           s->site + SITE_WITHOUT + NUM_PAIRS * (uint32_t)(kind * NUM_STATES + a), found[a],
                           self->arriving);
            else
                add_lanes(self->arriving[pair_of(a, 0)], found[a]);
        }
    }
    memmove(self->waiting[0], self->waiting[1], (size_t)self->wait.most * sizeof self->waiting[0]);
    memset(self->waiting[self->wait.most], 0, sizeof self->waiting[0]);
}

/* ---- industrial openings ------------------------------------------------------------------ */

/* Employees who are in industry with and without the programme keep the job that they have. */
static bool keeps_jobs(const struct step *s)
{
    return s->in->scenario->is_causal && s->in->cohort->audience == AUDIENCE_EMPLOYEES;
}

/* Those found in an industrial job in a world who need an opening for it, of one draw. */
static int32_t seekers(const struct chain *self, const struct step *s, enum world world, int lane)
{
    int32_t sum = keeps_jobs(s) ? -self->arriving[pair_of(STATE_I, STATE_I)][lane] : 0;

    if (!s->in->scenario->is_causal)
        return world == WITH ? self->arriving[pair_of(STATE_I, 0)][lane] : 0;
    for (int other = 0; other < NUM_STATES; other++)
        sum += self->arriving[world == WITH ? pair_of(STATE_I, other) : pair_of(other, STATE_I)][lane];
    return sum;
}

/* Refused people who would have an industrial job in one world only: from (I, b) to (U, b) with the
 * programme, from (a, I) to (a, U) without it. They look for work: U. */
static void refuse_one(struct chain *self, const struct step *s, enum world world, int lane, int32_t people,
                       int32_t refused)
{
    uint64_t draw = s->in->block->first + (uint64_t)lane;
    uint32_t site = s->site + SITE_REFUSED + NUM_STATES * (uint32_t)world;

    for (int other = 0; other < NUM_STATES && refused > 0; other++) {
        if (other == STATE_I && s->in->scenario->is_causal)
            continue;
        int from = world == WITH ? pair_of(STATE_I, other) : pair_of(other, STATE_I);
        int to = world == WITH ? pair_of(STATE_U, other) : pair_of(other, STATE_U);
        int32_t here = self->arriving[from][lane];
        int32_t of_them =
            hypergeometric(&s->stream, draw, site + (uint32_t)other, here, people - here, refused);
        people -= here;
        refused -= of_them;
        self->arriving[from][lane] -= of_them;
        self->arriving[to][lane] += of_them;
    }
}

/* People who would have an industrial job in both worlds stand in one queue in both: whoever is
 * hired from behind in one of them is hired in the other too. */
static void refuse_both(struct chain *self, int lane, const int32_t hired[NUM_WORLDS])
{
    int32_t people = self->arriving[pair_of(STATE_I, STATE_I)][lane];
    int32_t fewer = hired[WITH] < hired[WITHOUT] ? hired[WITH] : hired[WITHOUT];

    self->arriving[pair_of(STATE_I, STATE_I)][lane] = fewer;
    self->arriving[pair_of(STATE_I, STATE_U)][lane] += hired[WITH] - fewer;
    self->arriving[pair_of(STATE_U, STATE_I)][lane] += hired[WITHOUT] - fewer;
    self->arriving[pair_of(STATE_U, STATE_U)][lane] += people - hired[WITH] - hired[WITHOUT] + fewer;
}

/* The limit of one draw; returns the people refused with the programme. */
static int32_t hire_lane(struct chain *self, const struct step *s, int lane)
{
    uint64_t draw = s->in->block->first + (uint64_t)lane;
    size_t at = (size_t)s->number * LANES + (size_t)lane;
    bool seek_in_both = s->in->scenario->is_causal && !keeps_jobs(s);
    int32_t both = seek_in_both ? self->arriving[pair_of(STATE_I, STATE_I)][lane] : 0;
    int32_t hired_of_both[NUM_WORLDS], refused[NUM_WORLDS];

    for (int w = 0; w < NUM_WORLDS; w++) {
        int32_t all = s->in->hiring->seekers[w][at], hired = s->in->hiring->hired[w][at];
        refused[w] = all - hired;
        hired_of_both[w] =
            hypergeometric(&s->stream, draw, s->site + SITE_HIRED_BOTH, both, all - both, hired);
    }
    for (int w = 0; w < NUM_WORLDS; w++)
        refuse_one(self, s, (enum world)w, lane, s->in->hiring->seekers[w][at] - both,
                   refused[w] - (both - hired_of_both[w]));
    if (both > 0)
        refuse_both(self, lane, hired_of_both);
    return refused[WITH];
}

static void hire(struct chain *self, const struct step *s)
{
    static const enum metric fewer[] = {METRIC_PLACED, METRIC_PLACED_INDUSTRY, METRIC_PLACED_INDUSTRY_LOCAL};
    lanes refused = {0};

    for (int i = 0; i < s->in->block->num; i++)
        refused[i] = hire_lane(self, s, i);
    count(s, METRIC_REFUSED, refused);
    for (size_t k = 0; k < sizeof fewer / sizeof fewer[0]; k++)
        add_to(s, fewer[k], refused, -1);
}

/* Those found in the step join those placed before. */
static void settle(struct chain *self)
{
    for (int pair = 0; pair < NUM_PAIRS; pair += self->pair_step)
        add_lanes(self->placed[0][pair], self->arriving[pair]);
}

/* ---- results ---------------------------------------------------------------------------- */

/* People placed who are in a cell, whenever they left. */
static void sum_vintages(const struct chain *self, int pair, lanes sum)
{
    memcpy(sum, self->placed[0][pair], sizeof(lanes));
    for (int tau = 1; tau <= self->rates->vintages.num; tau++)
        add_lanes(sum, self->placed[tau][pair]);
}

/* One cell counts in the stocks of its state with the programme, and of its state
 * without it. */
static void count_pair(const struct step *s, int with, int without, const lanes people)
{
    static const enum metric stocks[3] = {METRIC_INDUSTRY_STOCK, METRIC_EMPLOYED_STOCK,
                                          METRIC_TERRITORY_STOCK};
    static const enum metric without_stocks[3] = {METRIC_INDUSTRY_WITHOUT, METRIC_EMPLOYED_WITHOUT,
                                                  METRIC_TERRITORY_WITHOUT};
    static const enum metric differences[3] = {METRIC_INDUSTRY_ADDITIONAL, METRIC_EMPLOYED_ADDITIONAL,
                                               METRIC_TERRITORY_ADDITIONAL};

    for (int k = 0; k < 3; k++) { /* I; I and O; I, O and U */
        if (with <= k)
            add_to(s, stocks[k], people, 1);
        if (!s->in->scenario->is_causal)
            continue;
        if (without <= k)
            add_to(s, without_stocks[k], people, 1);
        if ((with <= k) != (without <= k))
            add_to(s, differences[k], people, with <= k ? 1 : -1);
    }
    if (with == STATE_W)
        add_to(s, METRIC_ELSEWHERE_STOCK, people, 1);
    if (s->in->scenario->is_causal && with == STATE_I && without == STATE_I)
        add_to(s, METRIC_INDUSTRY_ALWAYS, people, 1);
}

static void count_stocks(struct chain *self, const struct step *s)
{
    lanes sum;

    clear(self->additional);
    for (int pair = 0; pair < NUM_PAIRS; pair += self->pair_step) {
        int with = pair / NUM_STATES, without = pair % NUM_STATES;
        if (!self->live[with])
            continue;
        sum_vintages(self, pair, sum);
        if (lanes_are_empty(sum, LANES))
            continue;
        if (s->ends_year)
            count_pair(s, with, without, sum);
        if (with == STATE_I)
            add_to(s, METRIC_INDUSTRY_JOB_YEARS, sum, 1);
        if (s->in->scenario->is_causal && (with == STATE_I) != (without == STATE_I))
            add_to(s, METRIC_ADDITIONAL_JOB_YEARS, sum, with == STATE_I ? 1 : -1);
        for (int i = 0; i < LANES && s->in->scenario->is_causal; i++)
            self->additional[i] += ((with <= STATE_O) - (without <= STATE_O)) * sum[i];
    }
    if (!s->ends_year)
        return;
    count(s, METRIC_SEATS, s->in->seats->open + (size_t)s->number * LANES);
    for (int stage = 0; stage < s->in->cohort->course_steps; stage++)
        count(s, METRIC_TRAINEES, self->training[stage]);
}

static void pay(const struct chain *self, const struct step *s)
{
    payment_add(&(struct payment){s->in, s->result, s->number, s->year, self->enrolled, self->present,
                                  self->additional});
}

static int check_sizes(struct chain *self, const struct cohort_inputs *in, struct err *err)
{
    if (in->cohort->course_steps > MAX_COURSE_STEPS)
        return err_set(err, ERR_LIMIT, "%s: a course of %d steps is over the limit of %d", in->cohort->name,
                       in->cohort->course_steps, MAX_COURSE_STEPS);
    waits_fill(&self->wait, in->scenario, in->cohort, in->values, in->block->num);
    if (self->wait.most > MAX_WAIT_STEPS)
        return err_set(err, ERR_LIMIT, "%s: a placement delay over %d steps", in->cohort->name,
                       MAX_WAIT_STEPS);
    return ERR_OK;
}

static void follow_all(struct chain *self)
{
    for (int a = 0; a < NUM_STATES; a++)
        self->live[a] = true;
}

static void start(struct chain *self, const struct cohort_inputs *in, struct cohort_result *result)
{
    size_t num_vintages = (size_t)rates_path_at(in->rates, 0)->vintages.num + 1;

    self->pair_step = in->scenario->is_causal ? 1 : NUM_STATES;
    live_states(in, result, self->live);
    if (in->hiring != NULL)
        follow_all(self); /* whoever is refused changes state in either world */
    memset(self->training, 0, (size_t)in->cohort->course_steps * sizeof self->training[0]);
    memset(self->waiting, 0, (size_t)(self->wait.most + 1) * sizeof self->waiting[0]);
    memset(self->placed, 0, num_vintages * sizeof self->placed[0]);
    memset(self->arriving, 0, sizeof self->arriving); /* pairs that are not in use stay empty */
    for (size_t m = 0; m < NUM_METRICS; m++)
        if (result_needs(result, m) && metric_specs[m].kind != METRIC_TOTAL) /* those are written whole */
            memset(result_values(result, m, 0), 0,
                   (size_t)result->num_years * LANES * sizeof *result->values);
}

/* The next step, of those from -1 on. */
static void go_on(struct step *s)
{
    int steps_per_year = s->in->scenario->steps_per_year;

    s->number++;
    s->year = s->number / steps_per_year;
    s->site = (uint32_t)s->number * SITES_PER_STEP;
    s->ends_year = s->number % steps_per_year == steps_per_year - 1;
}

static struct step before_first(const struct cohort_inputs *in, struct cohort_result *result)
{
    return (struct step){
        .in = in, .result = result, .stream = stream_make(in->seed, in->cohort->name), .number = -1};
}

/* From places to the first observation. What follows is compiled for each processor, with everything that
 * it calls in this file. */
static void train_and_place(struct chain *self, const struct step *s)
{
    enrol(self, s);
    train(self, s);
    certify(self, s);
    place_people(self, s);
}

static FOR_EVERY_PROCESSOR void seek_steps_loop(struct chain *self, const struct cohort_inputs *in,
                                                struct cohort_result *scratch, struct hiring *out)
{
    struct step s = before_first(in, scratch);

    for (int t = 0; t < in->scenario->num_steps; t++) {
        go_on(&s);
        prepare_step(self, in, t, false);
        train_and_place(self, &s);
        for (int w = 0; w < NUM_WORLDS; w++)
            for (int i = 0; i < in->block->num; i++)
                out->seekers[w][(size_t)t * LANES + (size_t)i] = seekers(self, &s, (enum world)w, i);
    }
}
FOR_EACH_PROCESSOR(seek_steps,
                   (struct chain * self, const struct cohort_inputs *in, struct cohort_result *scratch,
                    struct hiring *out),
                   (self, in, scratch, out))

int chain_seek(struct chain *self, const struct cohort_inputs *in, struct cohort_result *scratch,
               struct hiring *out, struct err *err)
{
    int status = check_sizes(self, in, err);

    if (status != ERR_OK)
        return status;
    start(self, in, scratch);
    follow_all(self);
    seek_steps(self, in, scratch, out);
    return ERR_OK;
}

static FOR_EVERY_PROCESSOR void run_steps_loop(struct chain *self, const struct cohort_inputs *in,
                                               struct cohort_result *result)
{
    struct step s = before_first(in, result);
    bool pays = result_needs_money(result);

    for (int t = 0; t < in->scenario->num_steps; t++) {
        go_on(&s);
        prepare_step(self, in, t, true);
        move_people(self, &s);
        train_and_place(self, &s);
        if (in->hiring != NULL)
            hire(self, &s);
        settle(self);
        count_stocks(self, &s);
        if (pays)
            pay(self, &s);
    }
}
FOR_EACH_PROCESSOR(run_steps,
                   (struct chain * self, const struct cohort_inputs *in, struct cohort_result *result),
                   (self, in, result))

int chain_run(struct chain *self, const struct cohort_inputs *in, struct cohort_result *result,
              struct err *err)
{
    int status = check_sizes(self, in, err);

    if (status != ERR_OK)
        return status;
    start(self, in, result);
    run_steps(self, in, result);
    close_years(in, result);
    return ERR_OK;
}

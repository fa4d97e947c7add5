#include "sim/run/twin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/guide.h"
#include "sim/model/money.h"
#include "stats/base/mem.h"

typedef double lanes[LANES];

struct twin {
    const struct rates *rates; /* of the current step */
    struct first_employment employment;
    lanes training[MAX_COURSE_STEPS];
    lanes waiting[MAX_WAIT_STEPS + 1][NUM_LEAVERS];
    lanes with[MAX_VINTAGES + 1][NUM_STATES], without[MAX_VINTAGES + 1][NUM_STATES];
    lanes enrolled, present, completed, additional;
    int32_t most_seats[LANES]; /* so far */
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

static void count(const struct step *s, enum metric metric, const lanes people, double sign)
{
    double *means = result_means(s->result, metric, s->year);

    for (int i = 0; i < s->in->block->num; i++)
        means[i] += sign * people[i];
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

/* x'P, vintage by vintage, oldest first; from and to may be the same (long run). */
static void move_cell(const struct move_matrix matrices[LANES], lanes from[NUM_STATES], lanes to[NUM_STATES],
                      int num)
{
    for (int i = 0; i < num; i++) {
        double sums[NUM_STATES] = {0};
        for (int a = 0; a < NUM_STATES; a++)
            for (int c = 0; c < NUM_STATES; c++)
                sums[c] += from[a][i] * matrices[i].p[a][c];
        for (int a = 0; a < NUM_STATES; a++)
            from[a][i] = 0;
        for (int c = 0; c < NUM_STATES; c++)
            to[c][i] += sums[c];
    }
}

static void move_people(struct twin *self, const struct step *s)
{
    const struct vintages *v = &self->rates->vintages;

    for (int tau = v->num; tau >= 0; tau--) {
        int matrix = v->num ? v->matrix_of[tau] : 0, next = tau < v->num ? tau + 1 : tau;
        move_cell(self->rates->with[matrix], self->with[tau], self->with[next], s->in->block->num);
        if (s->in->scenario->is_causal)
            move_cell(self->rates->without[matrix], self->without[tau], self->without[next],
                      s->in->block->num);
    }
}

/* Free seats are linear in the people in training as long as these cannot exceed
 * the places: places never shrink, or shrink to nothing. */
static void enrol(struct twin *self, const struct step *s)
{
    const int32_t *open = s->in->seats->open + (size_t)s->number * LANES;
    bool intake =
        has_intake(s->in->pack, s->in->cohort->audience, s->in->scenario->steps_per_year, s->number);
    lanes unfilled;

    for (int i = 0; i < s->in->block->num; i++) {
        double present = 0;
        for (int stage = 0; stage < s->in->cohort->course_steps; stage++)
            present += self->training[stage][i];
        if (open[i] > 0 && open[i] < self->most_seats[i])
            s->result->is_linear = false;
        if (open[i] > self->most_seats[i])
            self->most_seats[i] = open[i];
        self->enrolled[i] = intake && open[i] > 0 ? self->rates->fill[i] * (open[i] - present) : 0;
        unfilled[i] = intake && open[i] > 0 ? open[i] - present - self->enrolled[i] : 0;
        self->training[0][i] += self->enrolled[i];
        self->present[i] = present + self->enrolled[i];
    }
    if (s->in->admitted != NULL || s->in->hiring != NULL) /* people, or openings, may run out */
        s->result->is_linear = false;
    count(s, METRIC_ENROLLED, self->enrolled, 1);
    count(s, METRIC_UNFILLED, unfilled, 1);
    count(s, METRIC_TRAINEE_YEARS, self->present, 1);
}

static void train(struct twin *self, const struct step *s)
{
    int last = s->in->cohort->course_steps - 1;
    double *dropouts = result_means(s->result, METRIC_DROPOUTS, s->year);

    for (int i = 0; i < s->in->block->num; i++) {
        double survive = self->rates->survive[i];
        for (int stage = 0; stage <= last; stage++)
            dropouts[i] += self->training[stage][i] * (1 - survive);
        self->completed[i] = self->training[last][i] * survive;
        for (int stage = last; stage > 0; stage--)
            self->training[stage][i] = self->training[stage - 1][i] * survive;
        self->training[0][i] = 0;
    }
    count(s, METRIC_COMPLETED, self->completed, 1);
}

static void certify(struct twin *self, const struct step *s)
{
    const struct rates *r = self->rates;

    for (int i = 0; i < s->in->block->num; i++) {
        double certified = self->completed[i] * r->certified[i];
        int wait = placement_steps(s->in->scenario, s->in->cohort, s->in->values, i);
        result_means(s->result, METRIC_CERTIFIED, s->year)[i] += certified;
        result_means(s->result, METRIC_FURTHER_STUDY, s->year)[i] += certified * r->further_study[i];
        result_means(s->result, METRIC_RAISED, s->year)[i] += certified * r->raised[i];
        result_means(s->result, METRIC_OUT_OF_BELOW_BAC, s->year)[i] += certified * r->out_of_below_bac[i];
        self->waiting[wait][LEAVER_CERTIFIED][i] += certified * (1 - r->further_study[i]);
        self->waiting[wait][LEAVER_UNCERTIFIED][i] += self->completed[i] - certified;
    }
}

static void place_people(struct twin *self, const struct step *s)
{
    const struct rates *r = self->rates;

    for (int kind = 0; kind < NUM_LEAVERS; kind++)
        for (int i = 0; i < s->in->block->num; i++) {
            double n = self->waiting[0][kind][i], p[NUM_STATES], q[NUM_STATES];
            first_states(self->employment.with[kind][i], r->industry[i], r->local[i], p);
            first_states(self->employment.without[i], r->industry_without[i], r->local_without[i], q);
            result_means(s->result, METRIC_PLACED, s->year)[i] += n * self->employment.with[kind][i];
            result_means(s->result, METRIC_PLACED_INDUSTRY, s->year)[i] +=
                n * self->employment.with[kind][i] * r->industry[i];
            result_means(s->result, METRIC_PLACED_INDUSTRY_LOCAL, s->year)[i] += n * p[STATE_I];
            for (int a = 0; a < NUM_STATES; a++) {
                self->with[0][a][i] += n * p[a];
                self->without[0][a][i] += n * q[a];
            }
        }
    memmove(self->waiting[0], self->waiting[1], sizeof self->waiting - sizeof self->waiting[0]);
    memset(self->waiting[MAX_WAIT_STEPS], 0, sizeof self->waiting[0]);
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
    for (int i = 0; i < s->in->block->num && s->ends_year; i++)
        result_means(s->result, METRIC_SEATS, s->year)[i] =
            s->in->seats->open[(size_t)s->number * LANES + (size_t)i];
    for (int stage = 0; stage < s->in->cohort->course_steps && s->ends_year; stage++)
        count(s, METRIC_TRAINEES, self->training[stage], 1);
}

static void pay(const struct twin *self, const struct step *s)
{
    const struct cohort_inputs *in = s->in;
    size_t offset = (size_t)s->number * LANES;
    double dt = 1.0 / in->scenario->steps_per_year;
    double investment = investment_cents(in->scenario, in->cohort, s->number);

    for (int i = 0; i < in->block->num; i++) {
        struct prices prices = prices_at(in->cohort, s->number, in->values, i);
        struct activity activity = {in->seats->sites_begun[offset + (size_t)i],
                                    in->seats->sites[offset + (size_t)i],
                                    in->seats->open[offset + (size_t)i],
                                    self->enrolled[i],
                                    self->present[i],
                                    self->additional[i]};
        double operation = operation_cents(&prices, &activity, dt);
        double allowances = allowance_cents(&prices, &activity, dt);
        double income = income_cents(&prices, &activity, dt), fiscal = fiscal_cents(&prices, &activity, dt);
        double cost = investment + operation + allowances, net_cost = cost - income - fiscal;
        double factor = discount_factor(in->scenario, s->number, discount_rate(in->scenario, in->values, i));
        result_means(s->result, METRIC_INVESTMENT, s->year)[i] += investment;
        result_means(s->result, METRIC_OPERATION, s->year)[i] += operation;
        result_means(s->result, METRIC_ALLOWANCES, s->year)[i] += allowances;
        result_means(s->result, METRIC_COST, s->year)[i] += cost;
        result_means(s->result, METRIC_PRESENT_COST, s->year)[i] += cost * factor;
        result_means(s->result, METRIC_INCOME, s->year)[i] += income;
        result_means(s->result, METRIC_OPERATING_BALANCE, s->year)[i] += income - operation;
        result_means(s->result, METRIC_FISCAL_RETURN, s->year)[i] += fiscal;
        result_means(s->result, METRIC_NET_COST, s->year)[i] += net_cost;
        result_means(s->result, METRIC_PRESENT_NET_COST, s->year)[i] += net_cost * factor;
    }
}

static void add_net(const struct cohort_inputs *in, struct cohort_result *result)
{
    enum metric base = in->scenario->is_causal ? METRIC_INDUSTRY_ADDITIONAL : METRIC_INDUSTRY_STOCK;

    for (int y = 0; y < result->num_years && in->scenario->has_guide; y++)
        for (int i = 0; i < in->block->num; i++)
            result_means(result, METRIC_INDUSTRY_NET, y)[i] =
                1000 * guide_factor(in->cohort, in->values, i) * result_means(result, base, y)[i];
}

static void finish(const struct cohort_inputs *in, struct cohort_result *result)
{
    for (size_t m = 0; m < NUM_METRICS; m++)
        for (int y = 0; y < result->num_years && metric_specs[m].kind == METRIC_TOTAL; y++)
            for (int i = 0; i < in->block->num; i++)
                result_means(result, m, y)[i] = result_means(result, metric_specs[m].of, y)[i] +
                                                (y > 0 ? result_means(result, m, y - 1)[i] : 0);
    for (int y = 0; y < result->num_years; y++)
        for (int i = 0; i < LANES; i++)
            result_means(result, METRIC_INDUSTRY_ALWAYS, y)[i] = NAN;
}

static void start(struct twin *self, struct cohort_result *result)
{
    memset(self->training, 0, sizeof self->training);
    memset(self->waiting, 0, sizeof self->waiting);
    memset(self->with, 0, sizeof self->with);
    memset(self->without, 0, sizeof self->without);
    memset(self->most_seats, 0, sizeof self->most_seats);
    memset(result->means, 0, (size_t)NUM_METRICS * (size_t)result->num_years * LANES * sizeof *result->means);
    result->is_linear = true;
}

void twin_means(struct twin *self, const struct cohort_inputs *in, struct cohort_result *result)
{
    int steps_per_year = in->scenario->steps_per_year;
    struct step s = {.in = in, .result = result};

    start(self, result);
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
        add_additional(self, &s);
        pay(self, &s);
    }
    add_net(in, result);
    finish(in, result);
}

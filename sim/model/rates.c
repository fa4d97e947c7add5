#include "sim/model/rates.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static bool changes_at(const struct cohort *cohort, int step)
{
    if (step == 0)
        return true;
    for (int p = 0; p < NUM_PARAMS; p++)
        for (size_t i = 1; i < cohort->params[p].num_segments; i++)
            if (cohort->params[p].segments[i].from_step == step)
                return true;
    return false;
}

int placement_steps(const struct scenario *scenario, const struct cohort *cohort, const double *values,
                    int lane)
{
    const double *delay = param_values(&cohort->params[PARAM_PLACEMENT_DELAY], 0, values);

    return delay ? (int)floor(delay[lane] * scenario->steps_per_year + 1e-9) : 0;
}

void waits_fill(struct waits *self, const struct scenario *scenario, const struct cohort *cohort,
                const double *values, int num_lanes)
{
    *self = (struct waits){.least = INT_MAX};
    for (int i = 0; i < num_lanes; i++) {
        int steps = placement_steps(scenario, cohort, values, i);
        self->of[i] = steps;
        self->least = steps < self->least ? steps : self->least;
        self->most = steps > self->most ? steps : self->most;
    }
}

/* With a profile, people are followed by vintage until 24 months after leaving. */
static struct vintages cut_time(const struct scenario *s, const struct cohort *cohort, int step)
{
    struct vintages v = {.num_matrices = 1};

    if (param_variable(&cohort->params[PARAM_EMPLOYMENT_12], step) == NO_VARIABLE)
        return v;
    v.num = s->steps_per_year == 1 ? 2 : 3 * s->steps_per_year / 2;
    v.num_matrices = s->steps_per_year == 1 ? 3 : 4;
    for (int tau = 0; tau <= v.num; tau++)
        v.matrix_of[tau] = s->steps_per_year == 1 ? tau : tau / (s->steps_per_year / 2);
    return v;
}

static double at(const double *values, int lane, double absent)
{
    return values ? values[lane] : absent;
}

static double within_unit(double p)
{
    return p < 0 ? 0 : p > 1 ? 1 : p;
}

/* What the filling of one lane needs. */
struct inputs {
    const struct scenario *scenario;
    const struct cohort *cohort;
    const double *of[NUM_PARAMS];
};

static void fill_training(struct rates *r, const struct inputs *s, int i)
{
    r->fill[i] = s->of[PARAM_FILL][i];
    r->survive[i] = s->of[PARAM_COMPLETION][i];
    if (s->cohort->course_steps > 1)
        r->survive[i] = pow(r->survive[i], 1.0 / s->cohort->course_steps);
    r->certified[i] = s->of[PARAM_CERTIFICATION][i];
    r->further_study[i] = s->of[PARAM_FURTHER_STUDY][i];
}

double entry_share_below(const double *const shares[5], int level, int lane)
{
    double total = 0, below = 0;

    for (int k = 0; k < 5; k++) {
        total += shares[k][lane];
        below += k + 2 < level ? shares[k][lane] : 0;
    }
    return total > 0 ? within_unit(below / total) : 0;
}

/* Shares of the certified whose level rises, and who leave the group below the
 * baccalauréat. */
static void fill_levels(struct rates *r, const struct inputs *s, int i)
{
    const double *const *entry = s->of + PARAM_ENTRY_NONE;

    r->raised[i] = r->out_of_below_bac[i] = 0;
    if (entry[0] == NULL)
        return;
    r->raised[i] = entry_share_below(entry, s->cohort->level, i);
    r->out_of_below_bac[i] = s->cohort->level >= 4 ? entry_share_below(entry, 4, i) : 0;
}

/* Employment of those who complete, certified or not. */
static double completers_employed(const struct inputs *s, int i, double employed)
{
    double certified = s->of[PARAM_CERTIFICATION][i];

    return employed * (certified + (1 - certified) * s->of[PARAM_UNCERTIFIED_RATIO][i]);
}

static double without_programme(const struct inputs *s, int i, int month, double employed)
{
    return within_unit(completers_employed(s, i, employed) - at(s->of[PARAM_EFFECT_6 + month], i, 0));
}

static void fill_placement(struct rates *r, const struct inputs *s, int i)
{
    double employed = s->of[PARAM_EMPLOYMENT_6][i];

    r->employed[LEAVER_CERTIFIED][i] = employed;
    r->employed[LEAVER_UNCERTIFIED][i] = employed * s->of[PARAM_UNCERTIFIED_RATIO][i];
    r->industry[i] = s->of[PARAM_INDUSTRY][i];
    r->local[i] = s->of[PARAM_LOCAL][i];
    r->employed_without[i] = without_programme(s, i, 0, employed);
    r->industry_without[i] = at(s->of[PARAM_INDUSTRY_WITHOUT], i, r->industry[i]);
    r->local_without[i] = at(s->of[PARAM_LOCAL_WITHOUT], i, r->local[i]);
}

static struct move_rates long_run(const struct inputs *s, int i, double industry)
{
    return (struct move_rates){
        .leave = hazard_of(1 - s->of[PARAM_STAY][i]),
        .comeback = hazard_of(s->of[PARAM_RETURN][i]),
        .loss = hazard_of(s->of[PARAM_JOB_LOSS][i]),
        .find = hazard_of(s->of[PARAM_JOB_FINDING][i]),
        .exit = hazard_of(s->of[PARAM_INDUSTRY_EXIT][i]),
        .entry = hazard_of(s->of[PARAM_INDUSTRY_ENTRY][i]),
        .rehire = at(s->of[PARAM_INDUSTRY_REHIRE], i, industry),
    };
}

/* The rates of the half-year that begins 6 + 6 phase months after leaving. */
static struct move_rates phase_rates(const struct inputs *s, int i, double industry, int phase, bool with)
{
    struct move_rates rates = long_run(s, i, industry);
    const double *from = s->of[PARAM_EMPLOYMENT_6 + phase], *to = s->of[PARAM_EMPLOYMENT_6 + phase + 1];

    if (from == NULL || to == NULL)
        return rates;
    if (with)
        moves_calibrate(&rates, from[i], to[i], 0.5);
    else
        moves_calibrate(&rates, without_programme(s, i, phase, from[i]),
                        without_programme(s, i, phase + 1, to[i]), 0.5);
    return rates;
}

static void set_lane(struct move_rates_lanes *all, int i, const struct move_rates *rates)
{
    all->leave[i] = rates->leave;
    all->comeback[i] = rates->comeback;
    all->loss[i] = rates->loss;
    all->find[i] = rates->find;
    all->exit[i] = rates->exit;
    all->entry[i] = rates->entry;
    all->rehire[i] = rates->rehire;
}

/* The matrices of one world: with yearly steps, half-years are joined in pairs. */
static void fill_matrices(const struct inputs *s, const struct vintages *v, int num, bool with,
                          const double *industry, struct move_lanes matrices[MAX_MATRICES])
{
    bool is_yearly = s->scenario->steps_per_year == 1;
    double dt = 1.0 / s->scenario->steps_per_year;
    struct move_rates_lanes slow = {.leave = {0}}, phases[3] = {{.leave = {0}}};
    struct move_lanes halves[4];

    for (int i = 0; i < num; i++) {
        struct move_rates rates = long_run(s, i, industry[i]);
        set_lane(&slow, i, &rates);
        for (int phase = 0; phase < 3 && v->num > 0; phase++) {
            rates = phase_rates(s, i, industry[i], phase, with);
            set_lane(&phases[phase], i, &rates);
        }
    }
    moves_over_lanes(&slow, dt, num, &matrices[v->num_matrices - 1]);
    for (int phase = 0; phase < 3 && v->num > 0; phase++)
        moves_over_lanes(&phases[phase], is_yearly ? 0.5 : dt, num,
                         is_yearly ? &halves[phase] : &matrices[phase]);
    if (v->num == 0 || !is_yearly)
        return;
    moves_over_lanes(&slow, 0.5, num, &halves[3]);
    moves_then_lanes(&halves[0], &halves[1], &matrices[0]);
    moves_then_lanes(&halves[2], &halves[3], &matrices[1]);
}

static void fill(struct rates *self, const struct scenario *scenario, const struct cohort *cohort, int step,
                 const double *values, int num_lanes)
{
    struct inputs s = {.scenario = scenario, .cohort = cohort};

    for (int p = 0; p < NUM_PARAMS; p++)
        s.of[p] = param_values(&cohort->params[p], step, values);
    self->vintages = cut_time(scenario, cohort, 0);
    for (int i = 0; i < num_lanes; i++) {
        fill_training(self, &s, i);
        fill_levels(self, &s, i);
        fill_placement(self, &s, i);
    }
    fill_matrices(&s, &self->vintages, num_lanes, true, self->industry, self->with);
    if (scenario->is_causal)
        fill_matrices(&s, &self->vintages, num_lanes, false, self->industry_without, self->without);
}

int rates_path_fill(struct rates_path *self, const struct scenario *scenario, const struct cohort *cohort,
                    const double *values, int num_lanes, struct err *err)
{
    self->num_items = 0;
    for (int step = 0; step < scenario->num_steps; step++) {
        if (!changes_at(cohort, step))
            continue;
        if (mem_grow(&self->items, &self->items_capacity, self->num_items + 1, sizeof *self->items, err) !=
                ERR_OK ||
            mem_grow(&self->from_step, &self->steps_capacity, self->num_items + 1, sizeof *self->from_step,
                     err) != ERR_OK)
            return ERR_LIMIT;
        fill(&self->items[self->num_items], scenario, cohort, step, values, num_lanes);
        self->from_step[self->num_items++] = step;
    }
    return ERR_OK;
}

void rates_path_free(struct rates_path *self)
{
    free(self->items);
    free(self->from_step);
    *self = (struct rates_path){0};
}

const struct rates *rates_path_at(const struct rates_path *self, int step)
{
    size_t i = self->num_items - 1;

    while (i > 0 && self->from_step[i] > step)
        i--;
    return &self->items[i];
}

bool rates_path_changes(const struct rates_path *self, int step)
{
    for (size_t i = 0; i < self->num_items; i++)
        if (self->from_step[i] == step)
            return true;
    return false;
}

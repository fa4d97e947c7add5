#include "sim/run/variance.h"

#include <stdlib.h>
#include <string.h>

#include "sim/run/moments.h"
#include "stats/base/mem.h"

const enum metric checked_metrics[NUM_CHECKED] = {
    METRIC_ENROLLED,        METRIC_COMPLETED,        METRIC_CERTIFIED,         METRIC_PLACED,
    METRIC_PLACED_INDUSTRY, METRIC_TRAINEES,         METRIC_INDUSTRY_STOCK,    METRIC_EMPLOYED_STOCK,
    METRIC_TERRITORY_STOCK, METRIC_INDUSTRY_WITHOUT, METRIC_TERRITORY_WITHOUT,
};

/* Cells of the recursion, in this order: empty places; counters of the year;
 * stages; leavers waiting, by kind; people placed, by vintage and state. */
enum counter { COUNT_ENROLLED, COUNT_COMPLETED, COUNT_CERTIFIED, COUNT_PLACED, COUNT_INDUSTRY, NUM_COUNTERS };

enum { MAX_BRANCHES = 4096 };

struct variance_work {
    struct moments moments;
    int num_stages, num_waits, num_vintages; /* the last vintage is the long run */
    struct branch *branches;
    int num_branches;
};

static int cell_empty(void)
{
    return 0;
}

static int cell_counter(enum counter counter)
{
    return 1 + (int)counter;
}

static int cell_stage(int stage)
{
    return 1 + NUM_COUNTERS + stage;
}

static int cell_waiting(const struct variance_work *w, int wait, int kind)
{
    return 1 + NUM_COUNTERS + w->num_stages + wait * NUM_LEAVERS + kind;
}

static int cell_placed(const struct variance_work *w, int vintage, int state)
{
    return 1 + NUM_COUNTERS + w->num_stages + w->num_waits * NUM_LEAVERS + vintage * NUM_STATES + state;
}

struct variance_work *variance_new(const struct cohort_inputs *in, struct err *err)
{
    struct variance_work *self = mem_alloc(1, sizeof *self, err);
    struct waits waits;

    if (self == NULL)
        return NULL;
    waits_fill(&waits, in->scenario, in->cohort, in->values, in->block->num);
    self->num_stages = in->cohort->course_steps;
    self->num_waits = waits.most + 1;
    self->num_vintages = rates_path_at(in->rates, 0)->vintages.num + 1;
    self->branches = mem_alloc(MAX_BRANCHES, sizeof *self->branches, err);
    if (self->branches == NULL ||
        moments_init(&self->moments, cell_placed(self, self->num_vintages, 0), err) != ERR_OK) {
        variance_free(self);
        return NULL;
    }
    return self;
}

void variance_free(struct variance_work *self)
{
    if (self == NULL)
        return;
    moments_free(&self->moments);
    free(self->branches);
    free(self);
}

/* Adds a branch; destinations end with -1, and NO_CELL among them is left out. */
enum { NO_CELL = -2 };

static void branch(struct variance_work *self, int from, double probability, const int *destinations)
{
    struct branch *b = &self->branches[self->num_branches++];

    *b = (struct branch){.from = from, .probability = probability};
    for (; *destinations != -1; destinations++)
        if (*destinations != NO_CELL)
            b->destinations[b->num_destinations++] = *destinations;
}

/* One draw of one cohort, in the world with or without the programme. */
struct lane_run {
    const struct cohort_inputs *in;
    int lane, step;
    bool with;
    const struct rates *rates;
    struct first_employment employment;
};

static void apply(struct variance_work *self)
{
    moments_step(&self->moments, self->branches, self->num_branches);
    self->num_branches = 0;
}

static void move_and_enrol(struct variance_work *self, const struct lane_run *run, bool intake)
{
    int lane = run->lane;

    for (int tau = 0; tau < self->num_vintages; tau++) {
        int next = tau + 1 < self->num_vintages ? tau + 1 : tau;
        int matrix = run->rates->vintages.num ? run->rates->vintages.matrix_of[tau] : 0;
        const struct move_lanes *m = run->with ? &run->rates->with[matrix] : &run->rates->without[matrix];
        for (int a = 0; a < NUM_STATES; a++)
            for (int c = 0; c < NUM_STATES; c++)
                branch(self, cell_placed(self, tau, a), m->p[a][c][lane],
                       (int[]){cell_placed(self, next, c), -1});
    }
    if (intake) {
        double fill = run->rates->fill[lane];
        branch(self, cell_empty(), fill, (int[]){cell_stage(0), cell_counter(COUNT_ENROLLED), -1});
        branch(self, cell_empty(), 1 - fill, (int[]){cell_empty(), -1});
    }
    apply(self);
}

/* A place becomes empty again when its trainee leaves, unless the site closes. */
static void train(struct variance_work *self, const struct lane_run *run, bool is_open)
{
    const struct rates *r = run->rates;
    int lane = run->lane, last = self->num_stages - 1, place = is_open ? cell_empty() : NO_CELL;
    int wait = placement_steps(run->in->scenario, run->in->cohort, run->in->values, lane);
    double survive = r->survive[lane], certified = r->certified[lane], study = r->further_study[lane];

    for (int stage = 0; stage < last; stage++) {
        branch(self, cell_stage(stage), survive, (int[]){cell_stage(stage + 1), -1});
        branch(self, cell_stage(stage), 1 - survive, (int[]){place, -1});
    }
    branch(self, cell_stage(last), 1 - survive, (int[]){place, -1});
    branch(self, cell_stage(last), survive * (1 - certified),
           (int[]){place, cell_counter(COUNT_COMPLETED), cell_waiting(self, wait, LEAVER_UNCERTIFIED), -1});
    branch(self, cell_stage(last), survive * certified * study,
           (int[]){place, cell_counter(COUNT_COMPLETED), cell_counter(COUNT_CERTIFIED), -1});
    branch(self, cell_stage(last), survive * certified * (1 - study),
           (int[]){place, cell_counter(COUNT_COMPLETED), cell_counter(COUNT_CERTIFIED),
                   cell_waiting(self, wait, LEAVER_CERTIFIED), -1});
    apply(self);
}

static void place_with(struct variance_work *self, const struct lane_run *run, int kind)
{
    double e = run->employment.with[kind][run->lane], i = run->rates->industry[run->lane];
    double l = run->rates->local[run->lane];
    int from = cell_waiting(self, 0, kind), placed = cell_counter(COUNT_PLACED);
    int industry = cell_counter(COUNT_INDUSTRY);

    branch(self, from, e * i * l, (int[]){placed, industry, cell_placed(self, 0, STATE_I), -1});
    branch(self, from, e * i * (1 - l), (int[]){placed, industry, cell_placed(self, 0, STATE_W), -1});
    branch(self, from, e * (1 - i) * l, (int[]){placed, cell_placed(self, 0, STATE_O), -1});
    branch(self, from, e * (1 - i) * (1 - l), (int[]){placed, cell_placed(self, 0, STATE_W), -1});
    branch(self, from, (1 - e) * l, (int[]){cell_placed(self, 0, STATE_U), -1});
    branch(self, from, (1 - e) * (1 - l), (int[]){cell_placed(self, 0, STATE_W), -1});
}

static void place_without(struct variance_work *self, const struct lane_run *run, int kind)
{
    double q[NUM_STATES];

    first_states(run->employment.without[run->lane], run->rates->industry_without[run->lane],
                 run->rates->local_without[run->lane], q);
    for (int a = 0; a < NUM_STATES; a++)
        branch(self, cell_waiting(self, 0, kind), q[a], (int[]){cell_placed(self, 0, a), -1});
}

static void place(struct variance_work *self, const struct lane_run *run)
{
    for (int kind = 0; kind < NUM_LEAVERS; kind++) {
        if (run->with)
            place_with(self, run, kind);
        else
            place_without(self, run, kind);
        for (int wait = 1; wait < self->num_waits; wait++)
            branch(self, cell_waiting(self, wait, kind), 1, (int[]){cell_waiting(self, wait - 1, kind), -1});
    }
    apply(self);
}

static double stock_variance(const struct variance_work *self, int num_states)
{
    int cells[(MAX_VINTAGES + 1) * NUM_STATES], num = 0;

    for (int tau = 0; tau < self->num_vintages; tau++)
        for (int a = 0; a < num_states; a++)
            cells[num++] = cell_placed(self, tau, a);
    return moments_variance(&self->moments, cells, num);
}

static double training_variance(const struct variance_work *self)
{
    int cells[MAX_COURSE_STEPS];

    for (int stage = 0; stage < self->num_stages; stage++)
        cells[stage] = cell_stage(stage);
    return moments_variance(&self->moments, cells, self->num_stages);
}

static double counter_variance(const struct variance_work *self, enum counter counter)
{
    return moments_variance(&self->moments, (int[]){cell_counter(counter)}, 1);
}

static void report_year(const struct variance_work *self, const struct lane_run *run, double *variances,
                        int num_years, int year)
{
    double of[NUM_CHECKED] = {counter_variance(self, COUNT_ENROLLED),
                              counter_variance(self, COUNT_COMPLETED),
                              counter_variance(self, COUNT_CERTIFIED),
                              counter_variance(self, COUNT_PLACED),
                              counter_variance(self, COUNT_INDUSTRY),
                              training_variance(self),
                              stock_variance(self, 1),
                              stock_variance(self, 2),
                              stock_variance(self, 3),
                              stock_variance(self, 1),
                              stock_variance(self, 3)};

    for (int c = 0; c < NUM_CHECKED; c++) {
        bool of_without = c >= NUM_CHECKED - 2;
        if (run->with != of_without)
            variances[c * num_years + year] = of[c];
    }
}

static void run_world(struct variance_work *self, struct lane_run *run, double *variances)
{
    const struct scenario *s = run->in->scenario;
    int32_t before = 0;

    moments_clear(&self->moments);
    for (run->step = 0; run->step < s->num_steps; run->step++) {
        int32_t open = run->in->seats->open[(size_t)run->step * LANES + (size_t)run->lane];
        struct cycle cycle = inputs_cycle(run->in, run->step);
        run->rates = rates_path_at(run->in->rates, run->step);
        first_employment_fill(&run->employment, run->rates, &cycle, run->in->block->num);
        if (run->step % s->steps_per_year == 0)
            for (int k = 0; k < NUM_COUNTERS; k++)
                moments_reset_cell(&self->moments, cell_counter((enum counter)k));
        if (open == 0)
            moments_reset_cell(&self->moments, cell_empty());
        else
            self->moments.mean[cell_empty()] += open - before;
        before = open;
        move_and_enrol(
            self, run,
            open > 0 && has_intake(run->in->pack, run->in->cohort->audience, s->steps_per_year, run->step));
        train(self, run, open > 0);
        place(self, run);
        if (run->step % s->steps_per_year == s->steps_per_year - 1)
            report_year(self, run, variances, s->num_years, run->step / s->steps_per_year);
    }
}

void variance_lane(struct variance_work *self, const struct cohort_inputs *inputs, int lane,
                   double *variances)
{
    struct lane_run run = {.in = inputs, .lane = lane, .with = true};

    memset(variances, 0, (size_t)NUM_CHECKED * (size_t)inputs->scenario->num_years * sizeof *variances);
    run_world(self, &run, variances);
    if (inputs->scenario->is_causal) {
        run.with = false;
        run_world(self, &run, variances);
    }
}

#include "sim/model/stock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/processor.h"
#include "stats/numeric/binomial.h"
#include "stats/numeric/normal.h"
#include "stats/numeric/random.h"

typedef int32_t lanes[LANES];

/* Sites of the random numbers of a year: one part for each event, a cell's number within it. */
enum {
    SITE_LEAVE = 0,
    SITE_DEATH = 1024,
    SITE_ARRIVE = 2048,
    SITE_OLDER = 3072,
    SITE_LEVEL = 4096,
    SITE_STAY = 8192, /* + NUM_ACTIVITIES a cell */
    SITE_OLDER_MOVE = 12288,
    SITE_ENTRANTS = 16384,
    SITES_PER_YEAR = 16448,
};

/* Sites of the stream of what is uncertain. */
enum {
    LUCK_PEOPLE = 0,
    LUCK_ROUND = 1024,
    LUCK_LEAVE = 2048,
    LUCK_ARRIVE = 2112,
    LUCK_LEAVE_LEVEL = 2176,
    LUCK_ARRIVE_LEVEL = 2177,
    LUCK_DRIFT = 2178,
    LUCK_ACTIVITY_DRIFT = 2179,
    LUCK_YEARS = 4096, /* + 8 a year */
    LUCK_INDUSTRY = 0,
    LUCK_UNEMPLOYMENT = 1,
    LUCK_ACTIVITY = 2,
    LUCK_ENTRANTS = 3,
};

/* Structure by activity of the people of one age and diploma, draw by draw. */
typedef double structure[NUM_ACTIVITIES][LANES];

struct stock_work {
    lanes people[NUM_STOCK_CELLS], at_first[NUM_STOCK_CELLS]; /* now; at the beginning of the year */
    lanes older[NUM_STOCK_LEVELS][NUM_ACTIVITIES];            /* who leave a class of age for the next */
    structure before[NUM_AGES][NUM_STOCK_LEVELS], now[NUM_AGES][NUM_STOCK_LEVELS];
    double base[NUM_AGES][NUM_STOCK_LEVELS][NUM_ACTIVITIES]; /* structure of the year of the stock */
    double levels[NUM_AGES][NUM_STOCK_LEVELS];
    double leave[NUM_AGES][LANES], arrive[NUM_AGES][LANES], death[NUM_AGES][LANES];
    double drift[LANES], ageing[LANES], industry[LANES], unemployment[LANES], activity[LANES],
        entrants[LANES];
    int64_t before_total[LANES], change[LANES];
    double p[LANES];
    lanes drawn, rest;
};

int stock_age_from(int age_class)
{
    return age_class <= SINGLE_AGES ? FIRST_AGE + age_class
                                    : FIRST_AGE + SINGLE_AGES + 5 * (age_class - SINGLE_AGES);
}

static double age_width(int age_class)
{
    return age_class < SINGLE_AGES ? 1 : 5;
}

/* The class that begins at an age. */
static int class_of(int age)
{
    return age < FIRST_AGE + SINGLE_AGES ? age - FIRST_AGE : SINGLE_AGES + (age - 30) / 5;
}

int stock_run_init(struct stock_run *self, int num_years, struct err *err)
{
    *self = (struct stock_run){.num_years = num_years};
    self->years = mem_alloc((size_t)num_years, sizeof *self->years, err);
    self->work = mem_alloc(1, sizeof *self->work, err);
    if (self->years == NULL || self->work == NULL) {
        stock_run_free(self);
        return ERR_LIMIT;
    }
    return ERR_OK;
}

void stock_run_free(struct stock_run *self)
{
    free(self->years);
    free(self->work);
    *self = (struct stock_run){0};
}

/* One run, and the year that is at work. */
struct run {
    const struct stock *stock;
    const struct block *block;
    struct stock_work *w;
    struct stream people, luck;
    uint32_t site;
    int year;
};

static double clamp(double x, double low, double high)
{
    return fmin(fmax(x, low), high);
}

static double normal_at(const struct run *r, uint32_t site, int lane)
{
    return normal_quantile(stream_unit(&r->luck, r->block->first + (uint64_t)lane, site));
}

/* Lanes beyond the block get 0, so that whole arrays can be added up. */
static void draw(const struct run *r, uint32_t site, const lanes people, const double *probability, lanes out)
{
    int num = r->block->num;

    if (lanes_are_empty(people, num)) {
        memset(out, 0, sizeof(lanes));
        return;
    }
    binomial_lanes(&r->people, r->block->first, num, r->site + site, people, probability, out);
    memset(out + num, 0, (size_t)(LANES - num) * sizeof out[0]);
}

/* ---- the beginning -------------------------------------------------------------------- */

static void read_structure(struct stock_work *w, const struct stock *s)
{
    for (int a = 0; a < NUM_AGES; a++) {
        double of_age = 0;
        for (int q = 0; q < NUM_STOCK_LEVELS; q++) {
            double of_level = 0;
            for (int k = 0; k < NUM_ACTIVITIES; k++)
                of_level += s->people[stock_cell(a, q, k)];
            for (int k = 0; k < NUM_ACTIVITIES; k++)
                w->base[a][q][k] =
                    of_level > 0 ? s->people[stock_cell(a, q, k)] / of_level : k == ACTIVITY_INACTIVE;
            w->levels[a][q] = of_level;
            of_age += of_level;
        }
        for (int q = 0; q < NUM_STOCK_LEVELS; q++)
            w->levels[a][q] = of_age > 0 ? w->levels[a][q] / of_age : q == STOCK_NONE;
    }
}

/* Counts of a census sample: normal around the estimate, then whole people by lot. */
static void draw_people(const struct run *r)
{
    for (uint32_t c = 0; c < NUM_STOCK_CELLS; c++)
        for (int i = 0; i < r->block->num; i++) {
            double mean = r->stock->people[c], sd = sqrt(mean * r->stock->variance_factor);
            double u = stream_unit(&r->luck, r->block->first + (uint64_t)i, LUCK_ROUND + c);
            r->w->people[c][i] =
                mean > 0 ? (int32_t)whole_by_lot(mean + sd * normal_at(r, LUCK_PEOPLE + c, i), u) : 0;
        }
}

/* level: what all ages have in common. */
static double uncertain_rate(const struct run *r, double rate, double sd, double level, uint32_t site,
                             int lane)
{
    return clamp((rate + sd * normal_at(r, site, lane)) * level, 0, 0.9);
}

static void draw_rates(const struct run *r)
{
    const struct stock *s = r->stock;
    struct stock_work *w = r->w;

    for (int i = 0; i < r->block->num; i++) {
        double leaving = exp(s->migration_sd * normal_at(r, LUCK_LEAVE_LEVEL, i));
        double arriving = exp(s->migration_sd * normal_at(r, LUCK_ARRIVE_LEVEL, i));
        for (uint32_t a = 0; a < NUM_AGES; a++) {
            w->leave[a][i] = uncertain_rate(r, s->leave[a], s->leave_sd[a], leaving, LUCK_LEAVE + a, i);
            w->arrive[a][i] = uncertain_rate(r, s->arrive[a], s->arrive_sd[a], arriving, LUCK_ARRIVE + a, i);
            w->death[a][i] = s->death[a];
        }
        w->drift[i] = s->industry_drift + s->industry_drift_sd * normal_at(r, LUCK_DRIFT, i);
        w->ageing[i] = 1 + s->activity_drift_sd * normal_at(r, LUCK_ACTIVITY_DRIFT, i);
        w->industry[i] = w->unemployment[i] = w->activity[i] = 0;
        w->entrants[i] = 0;
        for (int q = 0; q < NUM_STOCK_LEVELS; q++)
            for (int k = 0; k < NUM_ACTIVITIES; k++)
                w->entrants[i] += s->people[stock_cell(0, q, k)];
    }
}

/* ---- trends ----------------------------------------------------------------------------- */

/* Moves a share on the logit scale: its odds become `factor` times as large. */
static inline double multiply_odds(double p, double factor)
{
    double odds = p / (1 - p) * factor;

    return ((p <= 0) | (p >= 1)) ? p : odds / (1 + odds);
}

static inline double within(double x, double low, double high)
{
    x = x > low ? x : low;
    return x < high ? x : high;
}

/* Factors of the trends, draw by draw. */
struct trends {
    double industry[LANES], unemployment[LANES], activity[LANES];
};

/* The structure of one age and diploma after the trends: active or not, then unemployed or not,
 * then in industry or not. */
static FOR_EVERY_PROCESSOR void shift_structure_loop(const double *base, const struct trends *t,
                                                     double (*restrict out)[LANES])
{
    double employed = base[ACTIVITY_INDUSTRY] + base[ACTIVITY_OTHER];
    double active = employed + base[ACTIVITY_UNEMPLOYED], idle = 1 - active;
    double unemployed = active > 0 ? base[ACTIVITY_UNEMPLOYED] / active : 0;
    double in_industry = employed > 0 ? base[ACTIVITY_INDUSTRY] / employed : 0;

    for (int i = 0; i < LANES; i++) {
        double moved = multiply_odds(active, t->activity[i]);
        double jobless = multiply_odds(unemployed, t->unemployment[i]);
        double share = within(in_industry * t->industry[i], 0, 1);
        out[ACTIVITY_INDUSTRY][i] = moved * (1 - jobless) * share;
        out[ACTIVITY_OTHER][i] = moved * (1 - jobless) * (1 - share);
        out[ACTIVITY_UNEMPLOYED][i] = moved * jobless;
        out[ACTIVITY_STUDENT][i] = idle > 0 ? base[ACTIVITY_STUDENT] * (1 - moved) / idle : 0;
        out[ACTIVITY_INACTIVE][i] = idle > 0 ? base[ACTIVITY_INACTIVE] * (1 - moved) / idle : 0;
    }
}
FOR_EACH_PROCESSOR(shift_structure, (const double *base, const struct trends *t, double (*out)[LANES]),
                   (base, t, out))

static void fill_structure(const struct run *r, const double *cycle)
{
    struct stock_work *w = r->w;
    struct trends t = {{0}, {0}, {0}};
    int num = r->block->num;

    memcpy(w->before, w->now, sizeof w->now);
    for (int i = 0; i < num; i++) {
        t.industry[i] = exp(w->industry[i]);
        t.unemployment[i] = exp(w->unemployment[i] - (cycle ? r->stock->cycle_loading * cycle[i] : 0));
    }
    for (int a = 0; a < NUM_AGES; a++) {
        for (int i = 0; i < num; i++)
            t.activity[i] = exp(w->activity[i] + r->year * r->stock->activity_drift[a] * w->ageing[i]);
        for (int q = 0; q < NUM_STOCK_LEVELS; q++)
            shift_structure(w->base[a][q], &t, w->now[a][q]);
    }
}

static void walk(const struct run *r)
{
    const struct stock *s = r->stock;
    uint32_t site = LUCK_YEARS + 8 * (uint32_t)r->year;

    for (int i = 0; i < r->block->num; i++) {
        struct stock_work *w = r->w;
        w->industry[i] += w->drift[i] + s->industry_sd * normal_at(r, site + LUCK_INDUSTRY, i);
        w->unemployment[i] += s->unemployment_sd * normal_at(r, site + LUCK_UNEMPLOYMENT, i);
        w->activity[i] += s->activity_sd * normal_at(r, site + LUCK_ACTIVITY, i);
        w->entrants[i] *= exp(s->entrants_growth + s->entrants_sd * normal_at(r, site + LUCK_ENTRANTS, i));
    }
}

/* ---- events of a year -------------------------------------------------------------------- */

static void add(int64_t *total, const lanes people, int num, int sign)
{
    for (int i = 0; i < num; i++)
        total[i] += sign * people[i];
}

/* Takes part of every cell away (sign -1) or adds to it in proportion to what it was (+1): rates of
 * arrival are over the residents of the beginning of the year, as those of departure are. */
static void take_or_add(const struct run *r, uint32_t site, int sign, lanes *of, double (*rates)[LANES],
                        struct stock_year *out)
{
    struct stock_work *w = r->w;
    int num = r->block->num;

    for (int c = 0; c < NUM_STOCK_CELLS; c++) {
        int age = c / (NUM_STOCK_LEVELS * NUM_ACTIVITIES), from = stock_age_from(age);
        draw(r, site + (uint32_t)c, of[c], rates[age], w->drawn);
        for (int i = 0; i < num; i++) {
            w->people[c][i] += sign * w->drawn[i];
            if (out != NULL && from >= 20 && from < 30)
                out->young_left[i] += w->drawn[i];
        }
        add(w->change, w->drawn, num, sign);
    }
}

static void count_young(const struct run *r, struct stock_year *out)
{
    for (int c = stock_cell(class_of(20), 0, 0); c < stock_cell(class_of(30), 0, 0); c++)
        for (int i = 0; i < r->block->num; i++)
            out->young[i] += r->w->people[c][i];
}

static void move_and_die(const struct run *r, struct stock_year *out)
{
    struct stock_work *w = r->w;

    count_young(r, out);
    memcpy(w->at_first, w->people, sizeof w->people);
    take_or_add(r, SITE_LEAVE, -1, w->people, w->leave, out);
    take_or_add(r, SITE_DEATH, -1, w->people, w->death, NULL);
    take_or_add(r, SITE_ARRIVE, +1, w->at_first, w->arrive, NULL);
}

/* States that people move between, and where they are counted: activities of one diploma, or
 * diplomas within one activity. Shares of the states: [num][LANES]. */
struct passage {
    int num;
    double (*from)[LANES], (*to)[LANES];
    double mobility;
    lanes *people[NUM_ACTIVITIES], *cells[NUM_ACTIVITIES];
};

/* Of each state's shortfall, the part that falls to state d: gains shared in proportion. */
static FOR_EVERY_PROCESSOR void fill_gains_loop(const struct passage *p, double (*restrict gains)[LANES])
{
    double sum[LANES] = {0};

    for (int d = 0; d < p->num; d++)
        for (int i = 0; i < LANES; i++) {
            double gain = p->to[d][i] - p->from[d][i];
            gains[d][i] = gain > 0 ? gain : 0;
            sum[i] += gains[d][i];
        }
    for (int d = 0; d < p->num; d++)
        for (int i = 0; i < LANES; i++)
            gains[d][i] /= sum[i] > 0 ? sum[i] : 1;
}
FOR_EACH_PROCESSOR(fill_gains, (const struct passage *p, double (*gains)[LANES]), (p, gains))

/* Of those of state k, who are left over by the shares so far, the probability of going to d. */
static FOR_EVERY_PROCESSOR void pass_share_loop(const struct passage *p, int k, int d, double (*gains)[LANES],
                                                double *restrict left, double *restrict out)
{
    const double *from = p->from[k], *to = p->to[k], *to_d = p->to[d], *gain = gains[d];

    for (int i = 0; i < LANES; i++) {
        double kept = from[i] > 0 ? to[i] / from[i] : 0, keep = kept < 1 ? kept : 1;
        double own = (1 - keep) * gain[i] + (d == k ? keep : 0);
        double share = p->mobility * to_d[i] + (1 - p->mobility) * own;
        double part = left[i] > 0 ? share / left[i] : 0;
        out[i] = within(part, 0, 1);
        left[i] -= share;
    }
}
FOR_EACH_PROCESSOR(pass_share,
                   (const struct passage *p, int k, int d, double (*gains)[LANES], double *left, double *out),
                   (p, k, d, gains, left, out))

static FOR_EVERY_PROCESSOR void hand_over_loop(const int32_t *restrict drawn, int32_t *restrict rest,
                                               int32_t *restrict cell)
{
    for (int i = 0; i < LANES; i++) {
        cell[i] += drawn[i];
        rest[i] -= drawn[i];
    }
}
FOR_EACH_PROCESSOR(hand_over, (const int32_t *drawn, int32_t *rest, int32_t *cell), (drawn, rest, cell))

/* The people of state k to all states. */
static void pass_from(const struct run *r, uint32_t site, const struct passage *p, int k,
                      double (*gains)[LANES])
{
    struct stock_work *w = r->w;
    double left[LANES];

    memcpy(w->rest, *p->people[k], sizeof w->rest);
    for (int i = 0; i < LANES; i++)
        left[i] = 1;
    for (int d = 0; d < p->num - 1; d++) {
        pass_share(p, k, d, gains, left, w->p);
        draw(r, site + (uint32_t)(k * NUM_ACTIVITIES + d), w->rest, w->p, w->drawn);
        hand_over(w->drawn, w->rest, *p->cells[d]);
    }
    memcpy(w->drawn, w->rest, sizeof w->rest);
    hand_over(w->drawn, w->rest, *p->cells[p->num - 1]);
}

/* Splits the people of every state: with the probability mobility by the shares `to`, else as
 * few change as lead from the shares `from` to them. people and cells may not overlap. */
static void pass(const struct run *r, uint32_t site, const struct passage *p)
{
    double gains[NUM_ACTIVITIES][LANES];

    fill_gains(p, gains);
    for (int k = 0; k < p->num; k++)
        if (!lanes_are_empty(*p->people[k], r->block->num))
            pass_from(r, site, p, k, gains);
}

/* people and cells: one row an activity. */
static void change_activity(const struct run *r, uint32_t site, lanes *people, structure from, structure to,
                            double mobility, lanes *cells)
{
    struct passage p = {.num = NUM_ACTIVITIES, .from = from, .to = to, .mobility = mobility};

    for (int k = 0; k < NUM_ACTIVITIES; k++) {
        p.people[k] = &people[k];
        p.cells[k] = &cells[k];
    }
    pass(r, site, &p);
}

/* Those who turn an age gain diplomas as the structure by age says, as few as lead from one age
 * to the next; after 30 everybody keeps the diploma. */
static void gain_level(const struct run *r, int age)
{
    struct stock_work *w = r->w;
    lanes before[NUM_STOCK_LEVELS][NUM_ACTIVITIES];
    double from[NUM_STOCK_LEVELS][LANES], to[NUM_STOCK_LEVELS][LANES];

    memcpy(before, w->older, sizeof before);
    memset(w->older, 0, sizeof w->older);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        for (int i = 0; i < r->block->num; i++) {
            from[q][i] = w->levels[age][q];
            to[q][i] = w->levels[age + 1][q];
        }
    for (int k = 0; k < NUM_ACTIVITIES; k++) {
        struct passage p = {.num = NUM_STOCK_LEVELS, .from = from, .to = to, .mobility = 0};
        for (int q = 0; q < NUM_STOCK_LEVELS; q++) {
            p.people[q] = &before[q][k];
            p.cells[q] = &w->older[q][k];
        }
        pass(r, SITE_LEVEL + (uint32_t)((age * NUM_ACTIVITIES + k) * NUM_ACTIVITIES * NUM_ACTIVITIES), &p);
    }
}

/* Who grows out of a class: all of a single year, a fifth of a class of five years. */
static void take_older(const struct run *r, int age)
{
    struct stock_work *w = r->w;

    for (int i = 0; i < r->block->num; i++)
        w->p[i] = 1 / age_width(age);
    for (int q = 0; q < NUM_STOCK_LEVELS; q++)
        for (int k = 0; k < NUM_ACTIVITIES; k++) {
            lanes *people = &w->people[stock_cell(age, q, k)];
            draw(r, SITE_OLDER + (uint32_t)stock_cell(age, q, k), *people, w->p, w->older[q][k]);
            for (int i = 0; i < r->block->num; i++)
                (*people)[i] -= w->older[q][k][i];
        }
}

/* From the oldest class to the youngest, so that nobody grows older twice. */
static void grow_older(const struct run *r)
{
    struct stock_work *w = r->w;

    for (int a = NUM_AGES - 1; a >= 0; a--) {
        bool is_open = a == NUM_AGES - 1;
        if (!is_open)
            take_older(r, a);
        for (int q = 0; q < NUM_STOCK_LEVELS; q++) {
            lanes staying[NUM_ACTIVITIES];
            lanes *cells = &w->people[stock_cell(a, q, 0)];
            memcpy(staying, cells, sizeof staying);
            memset(cells, 0, sizeof staying);
            change_activity(r, SITE_STAY + (uint32_t)(NUM_ACTIVITIES * stock_cell(a, q, 0)), staying,
                            w->before[a][q], w->now[a][q], r->stock->mobility[a], cells);
        }
        if (is_open)
            continue;
        if (stock_age_from(a + 1) <= 30)
            gain_level(r, a);
        for (int q = 0; q < NUM_STOCK_LEVELS; q++)
            change_activity(r, SITE_OLDER_MOVE + (uint32_t)(NUM_ACTIVITIES * stock_cell(a, q, 0)),
                            w->older[q], w->before[a][q], w->now[a + 1][q], r->stock->mobility[a],
                            &w->people[stock_cell(a + 1, q, 0)]);
    }
}

static void turn_fifteen(const struct run *r)
{
    struct stock_work *w = r->w;
    lanes people[NUM_ACTIVITIES] = {{0}};
    lanes *cells = &w->people[stock_cell(0, STOCK_NONE, 0)];

    for (int i = 0; i < r->block->num; i++) {
        double u = stream_unit(&r->people, r->block->first + (uint64_t)i, r->site + SITE_ENTRANTS);
        people[ACTIVITY_STUDENT][i] = (int32_t)whole_by_lot(w->entrants[i], u);
        w->change[i] += people[ACTIVITY_STUDENT][i];
    }
    change_activity(r, SITE_ENTRANTS + 1, people, w->now[0][STOCK_NONE], w->now[0][STOCK_NONE], 1, cells);
}

/* ---- results ------------------------------------------------------------------------------- */

static void count(const struct run *r, struct stock_year *out)
{
    int num = r->block->num;

    for (int c = 0; c < NUM_STOCK_CELLS; c++) {
        int age = c / (NUM_STOCK_LEVELS * NUM_ACTIVITIES), level = c / NUM_ACTIVITIES % NUM_STOCK_LEVELS;
        int activity = c % NUM_ACTIVITIES;
        bool is_working_age = stock_age_from(age) < 65;
        const int32_t *people = r->w->people[c];
        for (int i = 0; i < num; i++) {
            out->residents[i] += people[i];
            out->working_age[i] += is_working_age ? people[i] : 0;
            out->industry[i] += is_working_age && activity == ACTIVITY_INDUSTRY ? people[i] : 0;
            out->employed[i] += is_working_age && activity <= ACTIVITY_OTHER ? people[i] : 0;
            out->unemployed[i] += is_working_age && activity == ACTIVITY_UNEMPLOYED ? people[i] : 0;
            out->not_in_education[i] += activity != ACTIVITY_STUDENT ? people[i] : 0;
            out->below_bac[i] += activity != ACTIVITY_STUDENT && level <= STOCK_CAP ? people[i] : 0;
        }
    }
}

static int check_balance(const struct run *r, const struct stock_year *out, struct err *err)
{
    for (int i = 0; i < r->block->num; i++)
        if (out->residents[i] != r->w->before_total[i] + r->w->change[i])
            return err_set(err, ERR_INTERNAL, "the people of %s do not add up in year %d of the projection",
                           r->stock->territory, r->year);
    return ERR_OK;
}

static int run_year(struct run *r, const double *cycle, const struct stock_year *before,
                    struct stock_year *out, struct err *err)
{
    struct stock_work *w = r->w;

    for (int i = 0; i < r->block->num; i++) {
        w->before_total[i] = before->residents[i];
        w->change[i] = 0;
    }
    r->site = (uint32_t)r->year * SITES_PER_YEAR;
    walk(r);
    fill_structure(r, cycle);
    move_and_die(r, out);
    grow_older(r);
    turn_fifteen(r);
    count(r, out);
    return check_balance(r, out, err);
}

int stock_simulate(struct stock_run *self, const struct stock *stock, const struct block *block,
                   uint64_t seed, const double *cycle, struct err *err)
{
    struct run r = {.stock = stock, .block = block, .w = self->work};
    char name[128];
    int status = ERR_OK;

    snprintf(name, sizeof name, "territory people %s", stock->territory);
    r.people = stream_make(seed, name);
    snprintf(name, sizeof name, "territory rates %s", stock->territory);
    r.luck = stream_make(seed, name);
    memset(self->years, 0, (size_t)self->num_years * sizeof *self->years);
    read_structure(r.w, stock);
    draw_people(&r);
    draw_rates(&r);
    fill_structure(&r, cycle);
    count(&r, &self->years[0]);
    for (r.year = 1; r.year < self->num_years && status == ERR_OK; r.year++)
        status = run_year(&r, cycle ? cycle + (size_t)r.year * LANES : NULL, &self->years[r.year - 1],
                          &self->years[r.year], err);
    return status;
}

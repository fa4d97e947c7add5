/* The chain of one cohort over one block of draws: seats, enrolment, training,
 * certification, placement, moves, with the same people followed in the world
 * without the programme. No threads, no I/O.
 *
 * Order within a step: people placed earlier move; seats free at the beginning
 * are filled; those in training drop out, go on or complete; those who complete
 * are certified or not and, after the placement delay, enter the states of
 * moves.h. People in one cell are exchangeable: each split is a binomial on the
 * whole cell, which is the same law as following each person. */
#ifndef SIM_MODEL_CHAIN_H
#define SIM_MODEL_CHAIN_H

#include "sim/model/cycle.h"
#include "sim/model/metric.h"
#include "sim/model/rates.h"
#include "sim/model/seats.h"
#include "stats/numeric/random.h"

/* Results of one cohort: [metric][year][LANES]. */
struct cohort_result {
    int64_t *values;
    double *means;  /* conditional means given the parameters, filled by twin.h */
    bool is_linear; /* no cap bound in any draw of the block: means are exact */
    int num_years;
    const bool *needed; /* [NUM_METRICS], borrowed: the others hold nothing; NULL when all are needed */
};

int cohort_result_init(struct cohort_result *self, int num_years, struct err *err);
void cohort_result_free(struct cohort_result *self);

static inline int64_t *result_values(const struct cohort_result *self, size_t metric, int year)
{
    return self->values + (metric * (size_t)self->num_years + (size_t)year) * LANES;
}

static inline bool result_needs(const struct cohort_result *self, size_t metric)
{
    return self->needed == NULL || self->needed[metric];
}

static inline double *result_means(const struct cohort_result *self, size_t metric, int year)
{
    return self->means + (metric * (size_t)self->num_years + (size_t)year) * LANES;
}

/* The territory with the programme, and without it. */
enum world { WITH, WITHOUT, NUM_WORLDS };

/* Metrics of a territory that come with its first cohort. */
enum { OF_MARKET_UNFILLED, OF_MARKET_DISPLACED, OF_MARKET_NET, NUM_OF_MARKET };

/* The industrial openings of a territory as one of its cohorts meets them (vacancies.h), by
 * world, [steps][LANES]: people who would have an industrial job at their first observation,
 * and those of them who get one. Employees who are in industry in both worlds are not counted. */
struct hiring {
    int32_t *seekers[NUM_WORLDS], *hired[NUM_WORLDS];
    const int64_t *of_market; /* [NUM_OF_MARKET][years][LANES], borrowed; NULL but for the first cohort */
};

/* Everything that one cohort of one block needs, computed once and read by the
 * sampler (chain_run) and by the analytic twin. */
struct cohort_inputs {
    const struct scenario *scenario;
    const struct cohort *cohort;
    const struct pack *pack;
    const double *values;      /* of variables_draw */
    const double *cycle_level; /* [steps][LANES], NULL when the cycle is off */
    const double *cycle_sd;    /* [LANES] */
    const struct seats *seats; /* filled */
    const struct rates_path *rates;
    const int32_t *admitted;     /* [steps][LANES] of a pool of eligible people (pool.h); NULL without one */
    const struct hiring *hiring; /* NULL where openings set no limit */
    const struct block *block;
    uint64_t seed;
};

/* Workspace of a thread; sized for the longest course and the most steps. */
struct chain;
struct chain *chain_new(struct err *err);
void chain_free(struct chain *self);

/* Draws the people of the cohort and fills result->values (money too). */
int chain_run(struct chain *self, const struct cohort_inputs *inputs, struct cohort_result *result,
              struct err *err);

/* Fills out->seekers: the same people as chain_run places, without a limit. scratch is overwritten. */
int chain_seek(struct chain *self, const struct cohort_inputs *inputs, struct cohort_result *scratch,
               struct hiring *out, struct err *err);

/* The site of the number of a cohort's people who are hired in a step. */
uint32_t chain_site_hired(int step);

/* Sites of random numbers that a pool must draw alike: places filled in a step, and who goes
 * on from a stage of the course. */
uint32_t chain_site_fill(int step);
uint32_t chain_site_training(int step, int stage);

/* The cycle of a step. */
struct cycle inputs_cycle(const struct cohort_inputs *inputs, int step);

/* Longest course and longest wait that the workspace holds, in steps. */
enum { MAX_COURSE_STEPS = 120, MAX_WAIT_STEPS = 24 };

#endif

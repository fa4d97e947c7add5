/* Splitting whole cells of people: one conditional binomial per destination. */
#ifndef SIM_MODEL_SPLITS_H
#define SIM_MODEL_SPLITS_H

#include "sim/model/coupling.h"
#include "sim/model/rates.h"
#include "stats/numeric/random.h"

/* A cell of people placed: their state with the programme and without it. In a
 * gross scenario the second is not followed and stays 0. */
enum { NUM_PAIRS = NUM_STATES * NUM_STATES };

static inline int pair_of(int with, int without)
{
    return with * NUM_STATES + without;
}

/* One way out of a cell. probability: [LANES] conditional on none of the ways
 * before it having been taken. */
struct way {
    int to;
    double probability[LANES];
};

/* The ways out of a cell in the order in which they are drawn; whoever takes
 * none goes to `rest`. */
struct split {
    int num_ways;
    int rest;
    struct way *ways; /* borrowed from a pool */
};

/* Pool of ways, filled anew whenever the rates change. */
struct split_pool {
    struct way *ways;
    size_t num_ways, capacity;
};

int split_pool_init(struct split_pool *self, size_t capacity, struct err *err);
void split_pool_free(struct split_pool *self);

/* Where a split may lead: every step-th cell from first to before end; rest is drawn last. */
struct destinations {
    int first, end, step, rest;
};

/* Makes the split whose joint probabilities are joint[to][lane]; ways that no lane can take are left out. */
void split_make(struct split *self, struct split_pool *pool, const struct destinations *destinations,
                int num_lanes, double joint[NUM_PAIRS][LANES]);

/* Draws a split of people[lane] (which becomes 0) and adds to
 * cells[destination][lane]. site + destination is the site of each binomial. */
void split_draw(const struct split *self, const struct stream *stream, const struct block *block,
                uint32_t site, int32_t people[LANES], int32_t (*cells)[LANES]);

#endif

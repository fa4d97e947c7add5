#include "sim/model/splits.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/processor.h"
#include "stats/numeric/binomial.h"

int split_pool_init(struct split_pool *self, size_t capacity, struct err *err)
{
    *self = (struct split_pool){.capacity = capacity};
    self->ways = mem_alloc(capacity, sizeof *self->ways, err);
    return self->ways ? ERR_OK : ERR_LIMIT;
}

void split_pool_free(struct split_pool *self)
{
    free(self->ways);
    *self = (struct split_pool){0};
}

/* The destinations that any lane may reach. */
static FOR_EVERY_PROCESSOR void find_possible_loop(const struct destinations *to, int num_lanes,
                                                   double joint[NUM_PAIRS][LANES], bool possible[NUM_PAIRS])
{
    for (int pair = to->first; pair < to->end; pair += to->step)
        possible[pair] = lanes_are_possible(joint[pair], num_lanes);
}
FOR_EACH_PROCESSOR(find_possible,
                   (const struct destinations *to, int num_lanes, double joint[NUM_PAIRS][LANES],
                    bool possible[NUM_PAIRS]),
                   (to, num_lanes, joint, possible))

/* The share of one destination in what is left, which it leaves. */
static FOR_EVERY_PROCESSOR void share_loop(const double *restrict joint, double *restrict remaining,
                                           double *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        double p = joint[i] / (remaining[i] > 0 ? remaining[i] : 1);
        p = remaining[i] > 0 ? p : 0;
        out[i] = p > 1 ? 1 : p;
        remaining[i] -= joint[i];
    }
}
FOR_EACH_PROCESSOR(share, (const double *joint, double *remaining, double *out), (joint, remaining, out))

void split_make(struct split *self, struct split_pool *pool, const struct destinations *destinations,
                int num_lanes, double joint[NUM_PAIRS][LANES])
{
    double remaining[LANES];
    bool possible[NUM_PAIRS];

    find_possible(destinations, num_lanes, joint, possible);
    *self = (struct split){.rest = destinations->rest, .ways = &pool->ways[pool->num_ways]};
    for (int i = 0; i < LANES; i++)
        remaining[i] = 1;
    for (int to = destinations->first; to < destinations->end; to += destinations->step) {
        if (to == destinations->rest || !possible[to])
            continue;
        struct way *way = &pool->ways[pool->num_ways++];
        way->to = to;
        self->num_ways++;
        share(joint[to], remaining, way->probability);
    }
}

static FOR_EVERY_PROCESSOR void take_loop(int32_t *restrict people, const int32_t *restrict taken,
                                          int32_t *restrict cell)
{
    for (int i = 0; i < LANES; i++) {
        people[i] -= taken[i];
        cell[i] += taken[i];
    }
}
FOR_EACH_PROCESSOR(take, (int32_t * people, const int32_t *taken, int32_t *cell), (people, taken, cell))

/* The draws that have people in a cell, where they are few. */
struct few {
    int num;
    int32_t lanes[LANES], people[LANES], taken[LANES];
    double probability[LANES];
};

static int num_peopled(const int32_t people[LANES], int num_lanes)
{
    int num = 0;

    for (int i = 0; i < num_lanes; i++)
        num += people[i] > 0;
    return num;
}

static void find_few(struct few *self, const int32_t people[LANES], int num_lanes)
{
    self->num = 0;
    for (int i = 0; i < num_lanes; i++) {
        self->lanes[self->num] = i;
        self->people[self->num] = people[i];
        self->num += people[i] > 0;
    }
}

/* Their probabilities of a way; whether any of them can take it. */
static bool read_way(struct few *self, const struct way *way)
{
    int any = 0;

    for (int i = 0; i < self->num; i++) {
        self->probability[i] = way->probability[self->lanes[i]];
        any |= (self->probability[i] > 0) & (self->people[i] > 0);
    }
    return any;
}

static void split_few(const struct split *self, struct few *few, const struct stream *stream,
                      const struct block *block, uint32_t site, int32_t (*cells)[LANES])
{
    for (int k = 0; k < self->num_ways; k++) {
        const struct way *way = &self->ways[k];
        if (!read_way(few, way))
            continue;
        binomial_some(stream, block->first, few->lanes, few->num, site + (uint32_t)way->to, few->people,
                      few->probability, few->taken);
        for (int i = 0; i < few->num; i++) {
            few->people[i] -= few->taken[i];
            cells[way->to][few->lanes[i]] += few->taken[i];
        }
    }
    for (int i = 0; i < few->num; i++)
        cells[self->rest][few->lanes[i]] += few->people[i];
}

static void split_all(const struct split *self, const struct stream *stream, const struct block *block,
                      uint32_t site, int32_t people[LANES], int32_t (*cells)[LANES])
{
    int32_t taken[LANES] = {0};

    for (int k = 0; k < self->num_ways; k++) {
        const struct way *way = &self->ways[k];
        binomial_lanes(stream, block->first, block->num, site + (uint32_t)way->to, people, way->probability,
                       taken);
        take(people, taken, cells[way->to]);
    }
    for (int i = 0; i < block->num; i++)
        cells[self->rest][i] += people[i];
}

/* Most draws of a block that are drawn by themselves: beyond, all are, side by side. */
enum { MOST_FEW = LANES / 2 };

void split_draw(const struct split *self, const struct stream *stream, const struct block *block,
                uint32_t site, int32_t people[LANES], int32_t (*cells)[LANES])
{
    struct few few;
    int num = num_peopled(people, block->num);

    if (num > MOST_FEW) {
        split_all(self, stream, block, site, people, cells);
    } else if (num > 0) {
        find_few(&few, people, block->num);
        split_few(self, &few, stream, block, site, cells);
    }
    memset(people, 0, (size_t)block->num * sizeof *people);
}

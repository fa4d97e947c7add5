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

static bool is_possible(const double probabilities[LANES], int num_lanes)
{
    int any = 0;

    for (int i = 0; i < num_lanes; i++)
        any |= probabilities[i] > 0;
    return any;
}

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

void split_make(struct split *self, struct split_pool *pool, int rest, int num_lanes,
                double joint[NUM_PAIRS][LANES])
{
    double remaining[LANES];

    *self = (struct split){.rest = rest, .ways = &pool->ways[pool->num_ways]};
    for (int i = 0; i < LANES; i++)
        remaining[i] = 1;
    for (int to = 0; to < NUM_PAIRS; to++) {
        if (to == rest || !is_possible(joint[to], num_lanes))
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

void split_draw(const struct split *self, const struct stream *stream, const struct block *block,
                uint32_t site, int32_t people[LANES], int32_t (*cells)[LANES])
{
    int32_t taken[LANES] = {0};

    if (lanes_are_empty(people, block->num))
        return;
    for (int k = 0; k < self->num_ways; k++) {
        const struct way *way = &self->ways[k];
        binomial_lanes(stream, block->first, block->num, site + (uint32_t)way->to, people, way->probability,
                       taken);
        take(people, taken, cells[way->to]);
    }
    for (int i = 0; i < block->num; i++) {
        cells[self->rest][i] += people[i];
        people[i] = 0;
    }
}

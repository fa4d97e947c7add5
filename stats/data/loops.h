/* Rings of contours as numbers of corners: equal corners have one number, and rings that
 * share a border have the same numbers along it. */
#ifndef STATS_DATA_LOOPS_H
#define STATS_DATA_LOOPS_H

#include "stats/data/outlines.h"

struct loops {
    size_t *ids;           /* of the corners of the rings, one ring after the other, not closed */
    struct corner *places; /* by number */
    size_t *neighbours;    /* [2 ids]: the lesser and the greater one of a corner in the first ring */
    bool *is_met, *is_junction;
    size_t num, num_ids;
    struct loop {
        size_t first, num, territory;
        bool is_hole;
        int group;
    } * loops;
    size_t num_loops;
    size_t *slots; /* arcs by their first two corners: number + 1, 0 if empty */
    size_t num_slots;
};

/* Reads the rings that have a group and three corners at least, and mends their borders. */
int loops_init(struct loops *self, const struct contours *contours, outline_grouping *grouping,
               struct err *err);
void loops_free(struct loops *self);

/* The number of corner k of a loop, counted around. */
size_t loops_id(const struct loops *self, const struct loop *loop, size_t k);

/* Order of corners, by x, then y. */
int corner_order(struct corner a, struct corner b);

#endif

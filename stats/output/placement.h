/* Where labels go: greedily, the most important first, each beside its sign where it
 * covers nothing that stands already. */
#ifndef STATS_OUTPUT_PLACEMENT_H
#define STATS_OUTPUT_PLACEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* In pixels, y upwards. */
struct box {
    double left, bottom, right, top;
};

struct placement {
    struct box bounds; /* labels stay within */
    struct box *taken;
    size_t num_taken, capacity;
    const double *ink; /* [2 num_ink] x, y of what had better not be covered; borrowed */
    size_t num_ink;
};

void placement_free(struct placement *self);

/* Something that labels must not cover. */
int placement_take(struct placement *self, struct box box, struct err *err);

/* A label of a width and height beside a sign at x, y that covers `reach` pixels around. Tries
 * right, left, above, below and the corners, nearest first, up to three reaches away, and takes
 * the first that is free, or the one that covers least ink. *is_free
 * tells whether one is free; then *label is it, and taken. If is_needed, the one that covers
 * least is taken instead of none. */
int placement_find(struct placement *self, double x, double y, double reach, double width, double height,
                   bool is_needed, struct box *label, bool *is_free, struct err *err);

#endif

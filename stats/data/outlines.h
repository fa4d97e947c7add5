/* Contours as arcs: the pieces of border between the places where borders meet. Two
 * neighbours share the very same arc, so that whatever is done to it (projected, drawn
 * with fewer corners) leaves neither a gap nor an overlap between them. */
#ifndef STATS_DATA_OUTLINES_H
#define STATS_DATA_OUTLINES_H

#include "stats/data/contours.h"

static const size_t NO_TERRITORY = (size_t)-1;

/* A corner on the plane, in the units that the caller projects to. */
struct outline_point {
    struct corner at; /* longitude and latitude, 10^-7 degree */
    double x, y;
    bool is_kept; /* by outlines_simplify; true at first */
};

/* points[first .. first + num - 1]; a closed arc ends where it begins. */
struct arc {
    size_t first, num;
    size_t left, right; /* territories; right is NO_TERRITORY at the edge of the map, and is left where
                           both sides are one territory */
    int group;          /* of the ring that brought it */
};

/* Arc `arc`, from its end to its beginning if is_reversed. */
struct arc_use {
    size_t arc;
    bool is_reversed;
};

/* uses[first .. first + num - 1], end to end. */
struct outline_ring {
    size_t territory, first, num;
    bool is_hole; /* of the ring before it that is none */
    int group;    /* what the caller told of its first corner */
};

struct outlines {
    struct outline_point *points;
    size_t num_points, points_capacity;
    struct arc *arcs;
    size_t num_arcs, arcs_capacity;
    struct arc_use *uses;
    size_t num_uses, uses_capacity;
    struct outline_ring *rings; /* in the order of the contours, those of group -1 left out */
    size_t num_rings, rings_capacity;
};

/* Projects a corner into *x, *y; the group of the ring that it belongs to. */
typedef void outline_projection(struct corner corner, int group, double *x, double *y);

/* The group of a ring (0, 1, ...) by one of its corners, -1: leave the ring out. */
typedef int outline_grouping(struct corner corner);

/* Cuts contours into arcs: borders meet at a corner whose neighbours are not the same in
 * all rings that hold it. Where one of two neighbours lacks corners of their border, as in contours
 * that were simplified one by one, it gets those of the other (within a fifth of the length from
 * the straight line). Rings without
 * area are left out. */
int outlines_build(struct outlines *self, const struct contours *contours, outline_grouping *group,
                   outline_projection *project, struct err *err);
void outlines_free(struct outlines *self);

/* Drops corners that are nearer than tolerance[group] to the line without them (Douglas
 * and Peucker, Cartographica 10, 1973), arc by arc; both ends of an arc stay. Islands smaller than a square
 * of that side are left out, the largest ring of each territory is not. */
int outlines_simplify(struct outlines *self, const double *tolerance, struct err *err);

/* Kept points of a ring from its beginning, without the last, which is the first again.
 * Allocated into *points; fewer than 3 when nothing of it is left. */
int outlines_ring_points(const struct outlines *self, const struct outline_ring *ring,
                         struct outline_point **points, size_t *num, struct err *err);

/* Number of kept points of a ring. */
size_t outlines_ring_size(const struct outlines *self, const struct outline_ring *ring);

/* Square of the distance from p to the side from a to b. */
double outline_distance(const struct outline_point *p, const struct outline_point *a,
                        const struct outline_point *b);

/* Area of a ring, in the square of the units, by its kept points. */
double outlines_ring_area(const struct outlines *self, const struct outline_ring *ring);

#endif

/* Outlines with fewer corners. */
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/data/outlines.h"

/* The point between from and to that is farthest from the side between them; from if there
 * is none. *square: of its distance. */
static size_t farthest(const struct outline_point *p, size_t from, size_t to, double *square)
{
    size_t best = from;

    *square = -1;
    for (size_t k = from + 1; k < to; k++) {
        double d = outline_distance(&p[k], &p[from], &p[to]);
        if (d > *square) {
            *square = d;
            best = k;
        }
    }
    return best;
}

/* Keeps what is needed between two kept points. stack has room for all points. */
static void thin(struct outline_point *p, size_t from, size_t to, double tolerance, size_t *stack)
{
    size_t height = 0;

    stack[height++] = to;
    while (height > 0) {
        double square;
        size_t end = stack[height - 1], middle = farthest(p, from, end, &square);
        if (square > tolerance * tolerance) {
            p[middle].is_kept = true;
            stack[height++] = middle;
        } else {
            from = end;
            height--;
        }
    }
}

static bool is_closed(const struct outline_point *p, const struct arc *arc)
{
    return p[0].at.x == p[arc->num - 1].at.x && p[0].at.y == p[arc->num - 1].at.y;
}

static void thin_arc(struct outlines *self, const struct arc *arc, double tolerance, size_t *stack)
{
    struct outline_point *p = self->points + arc->first;
    size_t last = arc->num - 1, middle;
    double square;

    for (size_t k = 1; k < last; k++)
        p[k].is_kept = false;
    if (!is_closed(p, arc)) {
        thin(p, 0, last, tolerance, stack);
        return;
    }
    /* a closed arc keeps a triangle at least */
    middle = farthest(p, 0, last, &square);
    p[middle].is_kept = true;
    double before, after;
    size_t a = farthest(p, 0, middle, &before), b = farthest(p, middle, last, &after);
    p[before > after ? a : b].is_kept = true;
    if (before > after) {
        thin(p, 0, a, tolerance, stack);
        thin(p, a, middle, tolerance, stack);
        thin(p, middle, last, tolerance, stack);
    } else {
        thin(p, 0, middle, tolerance, stack);
        thin(p, middle, b, tolerance, stack);
        thin(p, b, last, tolerance, stack);
    }
}

static bool is_island(const struct outlines *self, const struct outline_ring *ring)
{
    return ring->num == 1 && self->arcs[self->uses[ring->first].arc].right == NO_TERRITORY;
}

/* largest[territory]: the number of its largest ring. areas: of the rings. */
static void find_largest(const struct outlines *self, const double *areas, size_t *largest)
{
    for (size_t r = 0; r < self->num_rings; r++)
        largest[self->rings[r].territory] = r;
    for (size_t r = 0; r < self->num_rings; r++)
        if (areas[r] > areas[largest[self->rings[r].territory]])
            largest[self->rings[r].territory] = r;
}

/* The largest ring of a territory stays a triangle at least. */
static void save_ring(struct outlines *self, const struct outline_ring *ring)
{
    for (size_t u = ring->first; u < ring->first + ring->num && outlines_ring_size(self, ring) < 3; u++) {
        const struct arc *arc = &self->arcs[self->uses[u].arc];
        double square;
        size_t k = farthest(self->points + arc->first, 0, arc->num - 1, &square);
        self->points[arc->first + k].is_kept = true;
    }
}

static void drop_islands(struct outlines *self, const double *areas, const size_t *largest,
                         const double *tolerance)
{
    size_t kept = 0;
    bool is_dropped = false;

    for (size_t r = 0; r < self->num_rings; r++) {
        struct outline_ring ring = self->rings[r];
        double least = tolerance[ring.group] * tolerance[ring.group];
        bool is_small = is_island(self, &ring) && areas[r] < least && largest[ring.territory] != r;
        if (!ring.is_hole)
            is_dropped = is_small;
        if (!is_small && !(ring.is_hole && is_dropped))
            self->rings[kept++] = ring;
    }
    self->num_rings = kept;
}

int outlines_simplify(struct outlines *self, const double *tolerance, struct err *err)
{
    size_t num_territories = 1;
    int status;

    for (size_t r = 0; r < self->num_rings; r++)
        if (self->rings[r].territory >= num_territories)
            num_territories = self->rings[r].territory + 1;
    double *areas = mem_alloc(self->num_rings, sizeof *areas, err);
    size_t *largest = mem_alloc(num_territories, sizeof *largest, err),
           *stack = mem_alloc(self->num_points + 1, sizeof *stack, err);
    status = areas && largest && stack ? ERR_OK : ERR_LIMIT;
    for (size_t r = 0; r < self->num_rings && status == ERR_OK; r++)
        areas[r] = outlines_ring_area(self, &self->rings[r]);
    if (status == ERR_OK) {
        find_largest(self, areas, largest);
        for (size_t a = 0; a < self->num_arcs; a++)
            thin_arc(self, &self->arcs[a], tolerance[self->arcs[a].group], stack);
        for (size_t r = 0; r < self->num_rings; r++)
            if (largest[self->rings[r].territory] == r)
                save_ring(self, &self->rings[r]);
        drop_islands(self, areas, largest, tolerance);
    }
    free(areas);
    free(largest);
    free(stack);
    return status;
}

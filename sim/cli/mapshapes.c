#include "sim/cli/mapshapes.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

void map_shapes_free(struct map_shapes *self)
{
    contours_free(&self->contours);
    contours_free(&self->upper);
    outlines_free(&self->outlines);
    outlines_free(&self->upper_outlines);
    free(self->points);
    free(self->rings);
    free(self->lines);
    *self = (struct map_shapes){0};
}

int map_shapes_build(struct map_shapes *self, struct err *err)
{
    int status = outlines_build(&self->outlines, &self->contours, map_frame_of, map_frame_project, err);

    return status == ERR_OK
               ? outlines_build(&self->upper_outlines, &self->upper, map_frame_of, map_frame_project, err)
               : status;
}

/* ---- extents ------------------------------------------------------------------------------ */

static void include(struct map_extent *extent, const struct outline_point *p)
{
    extent->west = fmin(extent->west, p->x);
    extent->east = fmax(extent->east, p->x);
    extent->south = fmin(extent->south, p->y);
    extent->north = fmax(extent->north, p->y);
}

static void include_ring(const struct outlines *outlines, const struct outline_ring *ring,
                         struct map_extent *extent)
{
    for (size_t u = ring->first; u < ring->first + ring->num; u++) {
        const struct arc *arc = &outlines->arcs[outlines->uses[u].arc];
        for (size_t k = 0; k < arc->num; k++)
            include(extent, &outlines->points[arc->first + k]);
    }
}

void map_shapes_extents(const struct map_shapes *self, const struct map_territory *territories, double room,
                        struct map_extent extents[MAP_MAX_FRAMES])
{
    for (int f = 0; f < MAP_MAX_FRAMES; f++)
        extents[f] = (struct map_extent){map_frames[f].name, INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (size_t r = 0; r < self->outlines.num_rings; r++) {
        const struct outline_ring *ring = &self->outlines.rings[r];
        if (territories[ring->territory].class != MAP_CONTEXT)
            include_ring(&self->outlines, ring, &extents[ring->group]);
    }
    for (int f = 0; f < MAP_MAX_FRAMES; f++) {
        double more = room * fmax(extents[f].east - extents[f].west, extents[f].north - extents[f].south);
        extents[f].west -= more;
        extents[f].east += more;
        extents[f].south -= more;
        extents[f].north += more;
    }
}

static bool touches(const struct map_extent *a, const struct map_extent *b)
{
    return a->west <= b->east && a->east >= b->west && a->south <= b->north && a->north >= b->south;
}

/* ---- rings and lines ------------------------------------------------------------------------ */

static int add_point(struct map_shapes *self, const struct outline_point *p, struct err *err)
{
    int status =
        mem_grow_raw(&self->points, &self->points_capacity, self->num_points + 1, sizeof *self->points, err);

    if (status == ERR_OK)
        self->points[self->num_points++] = (struct map_point){p->x, p->y};
    return status;
}

static int add_line(struct map_shapes *self, size_t first, int frame, enum map_line_kind kind,
                    struct err *err)
{
    int status = mem_grow(&self->lines, &self->lines_capacity, self->num_lines + 1, sizeof *self->lines, err);

    if (status == ERR_OK)
        self->lines[self->num_lines++] = (struct map_line){first, self->num_points - first, frame, kind};
    return status;
}

static int add_ring(struct map_shapes *self, const struct outline_ring *ring,
                    const struct map_territory *territory, bool *is_added, struct err *err)
{
    struct outline_point *p;
    size_t num, first = self->num_points;
    int status = outlines_ring_points(&self->outlines, ring, &p, &num, err);

    *is_added = status == ERR_OK && num >= 3;
    for (size_t k = 0; *is_added && k < num && status == ERR_OK; k++)
        status = add_point(self, &p[k], err);
    if (*is_added && status == ERR_OK)
        status = mem_grow(&self->rings, &self->rings_capacity, self->num_rings + 1, sizeof *self->rings, err);
    if (*is_added && status == ERR_OK)
        self->rings[self->num_rings++] =
            (struct map_ring){first, num, ring->is_hole, ring->group, territory->class};
    if (*is_added && status == ERR_OK && territory->is_marked) {
        first = self->num_points;
        for (size_t k = 0; k <= num && status == ERR_OK; k++)
            status = add_point(self, &p[k % num], err);
        if (status == ERR_OK)
            status = add_line(self, first, ring->group, MAP_OUTLINE, err);
    }
    free(p);
    return status;
}

static int add_rings(struct map_shapes *self, const struct map_territory *territories,
                     const struct map_extent *extents, struct err *err)
{
    bool is_added = false;
    int status = ERR_OK;

    for (size_t r = 0; r < self->outlines.num_rings && status == ERR_OK; r++) {
        const struct outline_ring *ring = &self->outlines.rings[r];
        struct map_extent around = {"", INFINITY, -INFINITY, INFINITY, -INFINITY};
        if (ring->is_hole && !is_added)
            continue;
        bool was_added = is_added;
        include_ring(&self->outlines, ring, &around);
        is_added = touches(&around, &extents[ring->group]);
        if (is_added)
            status = add_ring(self, ring, &territories[ring->territory], &is_added, err);
        is_added = ring->is_hole ? was_added : is_added;
    }
    return status;
}

/* A short line that one territory has and its neighbour has not is a flaw of the contours: it is
 * drawn like other borders. */
static enum map_line_kind kind_of(const struct outlines *outlines, const struct arc *arc, double length)
{
    struct corner first = outlines->points[arc->first].at,
                  last = outlines->points[arc->first + arc->num - 1].at;
    bool is_closed = first.x == last.x && first.y == last.y;

    return arc->right != NO_TERRITORY || (!is_closed && length < 15) ? MAP_BORDER : MAP_EDGE;
}

static int add_arcs(struct map_shapes *self, const struct outlines *outlines,
                    const struct map_extent *extents, const struct map_layout *layout, bool is_upper,
                    struct err *err)
{
    int status = ERR_OK;

    for (size_t a = 0; a < outlines->num_arcs && status == ERR_OK; a++) {
        const struct arc *arc = &outlines->arcs[a];
        struct map_extent around = {"", INFINITY, -INFINITY, INFINITY, -INFINITY};
        size_t first = self->num_points;
        for (size_t k = 0; k < arc->num; k++)
            include(&around, &outlines->points[arc->first + k]);
        double length =
            layout->scale[arc->group] * fmax(around.east - around.west, around.north - around.south);
        if (arc->left == arc->right || (is_upper && arc->right == NO_TERRITORY) ||
            !touches(&around, &extents[arc->group]))
            continue;
        for (size_t k = 0; k < arc->num && status == ERR_OK; k++)
            if (outlines->points[arc->first + k].is_kept)
                status = add_point(self, &outlines->points[arc->first + k], err);
        if (status == ERR_OK)
            status = add_line(self, first, arc->group,
                              is_upper ? MAP_UPPER_BORDER : kind_of(outlines, arc, length), err);
    }
    return status;
}

int map_shapes_fill(struct map_shapes *self, const struct map_territory *territories,
                    const struct map_extent extents[MAP_MAX_FRAMES], const struct map_layout *layout,
                    struct err *err)
{
    double tolerance[NUM_FRAMES];
    int status;

    for (int f = 0; f < NUM_FRAMES; f++)
        tolerance[f] = layout->scale[f] > 0 ? 1.2 / layout->scale[f] : 0;
    status = outlines_simplify(&self->outlines, tolerance, err);
    if (status == ERR_OK)
        status = outlines_simplify(&self->upper_outlines, tolerance, err);
    if (status == ERR_OK)
        status = add_rings(self, territories, extents, err);
    if (status == ERR_OK)
        status = add_arcs(self, &self->outlines, extents, layout, false, err);
    if (status == ERR_OK)
        status = add_arcs(self, &self->upper_outlines, extents, layout, true, err);
    return status;
}

/* ---- middles ----------------------------------------------------------------------------------- */

static void ring_middle(const struct outlines *outlines, const struct outline_ring *ring, double *x,
                        double *y)
{
    struct map_extent around = {"", INFINITY, -INFINITY, INFINITY, -INFINITY};

    include_ring(outlines, ring, &around);
    *x = (around.west + around.east) / 2;
    *y = (around.south + around.north) / 2;
}

bool map_shapes_middle(const struct map_shapes *self, size_t territory, double *x, double *y, int *frame)
{
    double largest = -1;

    for (size_t r = 0; r < self->outlines.num_rings; r++) {
        const struct outline_ring *ring = &self->outlines.rings[r];
        double area = ring->territory == territory ? outlines_ring_area(&self->outlines, ring) : -1;
        if (area <= largest)
            continue;
        largest = area;
        ring_middle(&self->outlines, ring, x, y);
        *frame = ring->group;
    }
    return largest >= 0;
}

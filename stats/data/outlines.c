#include "stats/data/loops.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "stats/base/mem.h"

void outlines_free(struct outlines *self)
{
    free(self->points);
    free(self->arcs);
    free(self->uses);
    free(self->rings);
    *self = (struct outlines){0};
}

/* ---- arcs ------------------------------------------------------------------------------------ */

/* A piece of a loop: corners from .. from + num - 1. */
struct piece {
    const struct loop *loop;
    size_t from, num;
    bool is_reversed; /* against the direction that all rings agree on */
};

static size_t piece_id(const struct loops *self, const struct piece *piece, size_t k)
{
    return loops_id(self, piece->loop, piece->from + (piece->is_reversed ? piece->num - 1 - k : k));
}

static void direct(const struct loops *self, struct piece *piece)
{
    size_t first = piece_id(self, piece, 0), last = piece_id(self, piece, piece->num - 1);

    piece->is_reversed =
        first != last ? first > last : piece_id(self, piece, 1) > piece_id(self, piece, piece->num - 2);
}

static int add_points(struct outlines *self, const struct loops *loops, const struct piece *piece,
                      outline_projection *project, struct err *err)
{
    int status = mem_grow(&self->points, &self->points_capacity, self->num_points + piece->num,
                          sizeof *self->points, err);

    for (size_t k = 0; k < piece->num && status == ERR_OK; k++) {
        struct outline_point *p = &self->points[self->num_points++];
        *p = (struct outline_point){loops->places[piece_id(loops, piece, k)], 0, 0, true};
        project(p->at, piece->loop->group, &p->x, &p->y);
    }
    return status;
}

/* Between two junctions there is one way only: an arc is known by its first two corners. */
static size_t *find_slot(const struct outlines *self, const struct loops *loops, const struct piece *piece)
{
    struct corner a = loops->places[piece_id(loops, piece, 0)], b = loops->places[piece_id(loops, piece, 1)];
    uint64_t hash =
        (piece_id(loops, piece, 0) * 0x9E3779B97F4A7C15u) ^ (piece_id(loops, piece, 1) * 0xC2B2AE3D27D4EB4Fu);
    size_t s = (size_t)(hash >> 20) & (loops->num_slots - 1);

    for (; loops->slots[s] != 0; s = (s + 1) & (loops->num_slots - 1)) {
        const struct outline_point *p = self->points + self->arcs[loops->slots[s] - 1].first;
        if (corner_order(p[0].at, a) == 0 && corner_order(p[1].at, b) == 0)
            break;
    }
    return &loops->slots[s];
}

static int add_piece(struct outlines *self, struct loops *loops, struct piece piece,
                     outline_projection *project, struct err *err)
{
    size_t *slot;
    int status = mem_grow(&self->uses, &self->uses_capacity, self->num_uses + 1, sizeof *self->uses, err);

    direct(loops, &piece);
    slot = find_slot(self, loops, &piece);
    if (status == ERR_OK && *slot == 0) {
        struct arc arc = {self->num_points, piece.num, piece.loop->territory, NO_TERRITORY,
                          piece.loop->group};
        status = mem_grow(&self->arcs, &self->arcs_capacity, self->num_arcs + 1, sizeof *self->arcs, err);
        if (status == ERR_OK)
            status = add_points(self, loops, &piece, project, err);
        if (status == ERR_OK)
            self->arcs[self->num_arcs++] = arc;
        *slot = self->num_arcs;
    } else if (status == ERR_OK) {
        self->arcs[*slot - 1].right = piece.loop->territory;
    }
    if (status == ERR_OK)
        self->uses[self->num_uses++] = (struct arc_use){*slot - 1, piece.is_reversed};
    return status;
}

/* Where the cutting of a loop begins: at a junction, else at the least corner. */
static size_t find_start(const struct loops *self, const struct loop *loop)
{
    size_t start = 0;

    for (size_t k = 0; k < loop->num; k++) {
        if (self->is_junction[loops_id(self, loop, k)])
            return k;
        if (loops_id(self, loop, k) < loops_id(self, loop, start))
            start = k;
    }
    return start;
}

static int cut_loop(struct outlines *self, struct loops *loops, const struct loop *loop,
                    outline_projection *project, struct err *err)
{
    size_t start = find_start(loops, loop), from = start;
    struct outline_ring ring = {loop->territory, self->num_uses, 0, loop->is_hole, loop->group};
    int status = mem_grow(&self->rings, &self->rings_capacity, self->num_rings + 1, sizeof *self->rings, err);

    for (size_t k = start + 1; k <= start + loop->num && status == ERR_OK; k++) {
        if (k < start + loop->num && !loops->is_junction[loops_id(loops, loop, k)])
            continue;
        status = add_piece(self, loops, (struct piece){loop, from, k - from + 1, false}, project, err);
        from = k;
    }
    ring.num = self->num_uses - ring.first;
    if (status == ERR_OK)
        self->rings[self->num_rings++] = ring;
    return status;
}

/* ---- borders that do not quite meet --------------------------------------------------------- */

/* An open arc at the edge of the map. */
struct loose {
    struct corner first, last;
    size_t arc;
};

static int by_ends(const void *a, const void *b)
{
    const struct loose *x = a, *y = b;
    int order = corner_order(x->first, y->first);

    if (order == 0)
        order = corner_order(x->last, y->last);
    return order ? order : (x->arc > y->arc) - (x->arc < y->arc);
}

/* Whether no corner is farther from the straight line than a fifth of its length. */
static bool is_nearly_straight(const struct outlines *self, const struct arc *arc)
{
    const struct outline_point *p = self->points + arc->first, *end = p + arc->num - 1;
    double dx = end->x - p->x, dy = end->y - p->y;

    for (size_t k = 1; k + 1 < arc->num; k++)
        if (outline_distance(&p[k], p, end) > (dx * dx + dy * dy) / 25)
            return false;
    return true;
}

static bool is_sliver(const struct outlines *self, const struct loose *a, const struct loose *b)
{
    return corner_order(a->first, b->first) == 0 && corner_order(a->last, b->last) == 0 &&
           self->arcs[a->arc].left != self->arcs[b->arc].left &&
           is_nearly_straight(self, &self->arcs[a->arc]) && is_nearly_straight(self, &self->arcs[b->arc]);
}

/* One neighbour may lack a corner that the other has: their borders leave the same place and
 * meet again at the next. The second takes the first for its own. becomes[arc]: what stands
 * for it. */
static void join(struct outlines *self, struct loose *loose, size_t num, size_t *becomes)
{
    qsort(loose, num, sizeof *loose, by_ends);
    for (size_t i = 1; i < num; i++) {
        struct arc *first = &self->arcs[loose[i - 1].arc], *second = &self->arcs[loose[i].arc];
        if (first->right != NO_TERRITORY || !is_sliver(self, &loose[i - 1], &loose[i]))
            continue;
        first->right = second->left;
        second->right = second->left; /* drawn no more */
        becomes[loose[i].arc] = loose[i - 1].arc;
    }
}

static int join_slivers(struct outlines *self, struct err *err)
{
    struct loose *loose = mem_alloc(self->num_arcs, sizeof *loose, err);
    size_t *becomes = mem_alloc(self->num_arcs, sizeof *becomes, err), num = 0;
    int status = loose && becomes ? ERR_OK : ERR_LIMIT;

    for (size_t a = 0; a < self->num_arcs && status == ERR_OK; a++) {
        const struct arc *arc = &self->arcs[a];
        struct corner first = self->points[arc->first].at, last = self->points[arc->first + arc->num - 1].at;
        becomes[a] = a;
        if (arc->right == NO_TERRITORY && corner_order(first, last) != 0)
            loose[num++] = (struct loose){first, last, a};
    }
    if (status == ERR_OK)
        join(self, loose, num, becomes);
    for (size_t u = 0; u < self->num_uses && status == ERR_OK; u++)
        self->uses[u].arc = becomes[self->uses[u].arc];
    free(loose);
    free(becomes);
    return status;
}

int outlines_build(struct outlines *self, const struct contours *contours, outline_grouping *group,
                   outline_projection *project, struct err *err)
{
    struct loops loops;
    int status = loops_init(&loops, contours, group, err);

    *self = (struct outlines){0};
    for (size_t l = 0; l < loops.num_loops && status == ERR_OK; l++)
        status = cut_loop(self, &loops, &loops.loops[l], project, err);
    loops_free(&loops);
    if (status == ERR_OK)
        status = join_slivers(self, err);
    if (status != ERR_OK)
        outlines_free(self);
    return status;
}

/* ---- rings ----------------------------------------------------------------------------------- */

/* Square of the distance from p to the side from a to b. */
double outline_distance(const struct outline_point *p, const struct outline_point *a,
                        const struct outline_point *b)
{
    double dx = b->x - a->x, dy = b->y - a->y, length = dx * dx + dy * dy;
    double t = length > 0 ? ((p->x - a->x) * dx + (p->y - a->y) * dy) / length : 0;

    t = fmin(fmax(t, 0), 1);
    dx = p->x - a->x - t * dx;
    dy = p->y - a->y - t * dy;
    return dx * dx + dy * dy;
}

size_t outlines_ring_size(const struct outlines *self, const struct outline_ring *ring)
{
    size_t num = 0;

    for (size_t u = ring->first; u < ring->first + ring->num; u++) {
        const struct arc *arc = &self->arcs[self->uses[u].arc];
        for (size_t k = 0; k + 1 < arc->num; k++)
            num += self->points[arc->first + k].is_kept;
    }
    return num;
}

int outlines_ring_points(const struct outlines *self, const struct outline_ring *ring,
                         struct outline_point **points, size_t *num, struct err *err)
{
    struct outline_point *out = mem_alloc(outlines_ring_size(self, ring) + ring->num + 1, sizeof *out, err);

    *points = out;
    *num = 0;
    if (out == NULL)
        return ERR_LIMIT;
    for (size_t u = ring->first; u < ring->first + ring->num; u++) {
        const struct arc *arc = &self->arcs[self->uses[u].arc];
        const struct outline_point *p = self->points + arc->first;
        for (size_t k = 0; k + 1 < arc->num; k++) {
            size_t at = self->uses[u].is_reversed ? arc->num - 1 - k : k;
            if (p[at].is_kept)
                out[(*num)++] = p[at];
        }
    }
    return ERR_OK;
}

double outlines_ring_area(const struct outlines *self, const struct outline_ring *ring)
{
    struct outline_point *p = NULL;
    size_t num = 0;
    double area = 0;

    if (outlines_ring_points(self, ring, &p, &num, NULL) == ERR_OK)
        for (size_t k = 0; k < num; k++) {
            const struct outline_point *a = &p[k], *b = &p[(k + 1) % num];
            area += (a->x - p->x) * (b->y - p->y) - (b->x - p->x) * (a->y - p->y);
        }
    free(p);
    return fabs(area) / 2;
}

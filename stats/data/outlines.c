#include "stats/data/outlines.h"

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

/* ---- corners by number -------------------------------------------------------------------- */

/* Rings as numbers of corners: equal corners have one number. */
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

struct numbered {
    struct corner at;
    size_t place;
};

static int by_place(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    if (x->at.x != y->at.x)
        return x->at.x < y->at.x ? -1 : 1;
    if (x->at.y != y->at.y)
        return x->at.y < y->at.y ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static bool is_same(struct corner a, struct corner b)
{
    return a.x == b.x && a.y == b.y;
}

static int loops_init(struct loops *self, const struct contours *contours, struct err *err)
{
    size_t most = contours->num_corners + 1;

    *self = (struct loops){0};
    for (self->num_slots = 64; self->num_slots < 2 * most; self->num_slots *= 2)
        continue;
    self->ids = mem_alloc(most, sizeof *self->ids, err);
    self->places = mem_alloc(most, sizeof *self->places, err);
    self->neighbours = mem_alloc(2 * most, sizeof *self->neighbours, err);
    self->is_met = mem_alloc(most, sizeof *self->is_met, err);
    self->is_junction = mem_alloc(most, sizeof *self->is_junction, err);
    self->loops = mem_alloc(contours->num_rings + 1, sizeof *self->loops, err);
    self->slots = mem_alloc(self->num_slots, sizeof *self->slots, err);
    return self->ids && self->places && self->neighbours && self->is_met && self->is_junction &&
                   self->loops && self->slots
               ? ERR_OK
               : ERR_LIMIT;
}

static void loops_free(struct loops *self)
{
    free(self->ids);
    free(self->places);
    free(self->neighbours);
    free(self->is_met);
    free(self->is_junction);
    free(self->loops);
    free(self->slots);
}

/* The corners of rings in use, without those that repeat the one before, numbered by place. */
static void collect(struct loops *self, const struct contours *contours, outline_grouping *grouping,
                    struct numbered *all)
{
    bool is_without = false; /* the outer ring was left out: its holes are, too */

    for (size_t r = 0; r < contours->num_rings; r++) {
        const struct ring *ring = &contours->rings[r];
        const struct corner *c = contours->corners + ring->first;
        struct loop loop = {self->num, 0, ring->territory, ring->is_hole, grouping(c[0])};
        size_t num = is_same(c[0], c[ring->num - 1]) ? ring->num - 1 : ring->num;
        if (loop.group < 0 || (ring->is_hole && is_without)) {
            is_without = true;
            continue;
        }
        for (size_t k = 0; k < num; k++)
            if (loop.num == 0 || !is_same(all[self->num - 1].at, c[k])) {
                all[self->num] = (struct numbered){c[k], self->num};
                self->num++;
                loop.num++;
            }
        if (loop.num < 3)
            self->num = loop.first;
        else
            self->loops[self->num_loops++] = loop;
        is_without = !ring->is_hole ? loop.num < 3 : is_without;
    }
}

static int number_corners(struct loops *self, const struct contours *contours, outline_grouping *grouping,
                          struct err *err)
{
    struct numbered *all = mem_alloc(contours->num_corners + 1, sizeof *all, err);

    if (all == NULL)
        return ERR_LIMIT;
    collect(self, contours, grouping, all);
    qsort(all, self->num, sizeof *all, by_place);
    for (size_t i = 0; i < self->num; i++) {
        if (i == 0 || !is_same(all[i].at, all[i - 1].at))
            self->places[self->num_ids++] = all[i].at;
        self->ids[all[i].place] = self->num_ids - 1;
    }
    free(all);
    return ERR_OK;
}

static size_t id_at(const struct loops *self, const struct loop *loop, size_t k)
{
    return self->ids[loop->first + k % loop->num];
}

static void find_junctions(struct loops *self)
{
    for (size_t l = 0; l < self->num_loops; l++) {
        const struct loop *loop = &self->loops[l];
        for (size_t k = 0; k < loop->num; k++) {
            size_t id = id_at(self, loop, k), a = id_at(self, loop, k + loop->num - 1),
                   b = id_at(self, loop, k + 1);
            size_t *known = self->neighbours + 2 * id, lesser = a < b ? a : b, greater = a < b ? b : a;
            if (self->is_met[id] && (known[0] != lesser || known[1] != greater))
                self->is_junction[id] = true;
            self->is_met[id] = true;
            known[0] = lesser;
            known[1] = greater;
        }
    }
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
    return id_at(self, piece->loop, piece->from + (piece->is_reversed ? piece->num - 1 - k : k));
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
        if (is_same(p[0].at, a) && is_same(p[1].at, b))
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
        if (self->is_junction[id_at(self, loop, k)])
            return k;
        if (id_at(self, loop, k) < id_at(self, loop, start))
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
        if (k < start + loop->num && !loops->is_junction[id_at(loops, loop, k)])
            continue;
        status = add_piece(self, loops, (struct piece){loop, from, k - from + 1, false}, project, err);
        from = k;
    }
    ring.num = self->num_uses - ring.first;
    if (status == ERR_OK)
        self->rings[self->num_rings++] = ring;
    return status;
}

int outlines_build(struct outlines *self, const struct contours *contours, outline_grouping *group,
                   outline_projection *project, struct err *err)
{
    struct loops loops;
    int status = loops_init(&loops, contours, err);

    *self = (struct outlines){0};
    if (status == ERR_OK)
        status = number_corners(&loops, contours, group, err);
    if (status == ERR_OK)
        find_junctions(&loops);
    for (size_t l = 0; l < loops.num_loops && status == ERR_OK; l++)
        status = cut_loop(self, &loops, &loops.loops[l], project, err);
    loops_free(&loops);
    if (status != ERR_OK)
        outlines_free(self);
    return status;
}

/* ---- fewer corners ------------------------------------------------------------------------------ */

/* Square of the distance from p to the side from a to b. */
static double distance(const struct outline_point *p, const struct outline_point *a,
                       const struct outline_point *b)
{
    double dx = b->x - a->x, dy = b->y - a->y, length = dx * dx + dy * dy;
    double t = length > 0 ? ((p->x - a->x) * dx + (p->y - a->y) * dy) / length : 0;

    t = fmin(fmax(t, 0), 1);
    dx = p->x - a->x - t * dx;
    dy = p->y - a->y - t * dy;
    return dx * dx + dy * dy;
}

/* The point between from and to that is farthest from the side between them; from if there
 * is none. *square: of its distance. */
static size_t farthest(const struct outline_point *p, size_t from, size_t to, double *square)
{
    size_t best = from;

    *square = -1;
    for (size_t k = from + 1; k < to; k++) {
        double d = distance(&p[k], &p[from], &p[to]);
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
    return is_same(p[0].at, p[arc->num - 1].at);
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

static size_t ring_size(const struct outlines *self, const struct outline_ring *ring)
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
    struct outline_point *out = mem_alloc(ring_size(self, ring) + ring->num + 1, sizeof *out, err);

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
    for (size_t u = ring->first; u < ring->first + ring->num && ring_size(self, ring) < 3; u++) {
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

#include "stats/data/loops.h"

#include <stdlib.h>

#include "stats/base/mem.h"

struct numbered {
    struct corner at;
    size_t place;
};

int corner_order(struct corner a, struct corner b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

static int by_place(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    int order = corner_order(x->at, y->at);

    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static bool is_same(struct corner a, struct corner b)
{
    return corner_order(a, b) == 0;
}

static int reserve(struct loops *self, const struct contours *contours, struct err *err)
{
    size_t most = contours->num_corners + 1;

    *self = (struct loops){0};
    self->ids = mem_alloc(most, sizeof *self->ids, err);
    self->places = mem_alloc(most, sizeof *self->places, err);
    self->neighbours = mem_alloc(2 * most, sizeof *self->neighbours, err);
    self->is_met = mem_alloc(most, sizeof *self->is_met, err);
    self->is_junction = mem_alloc(most, sizeof *self->is_junction, err);
    self->loops = mem_alloc(contours->num_rings + 1, sizeof *self->loops, err);
    return self->ids && self->places && self->neighbours && self->is_met && self->is_junction && self->loops
               ? ERR_OK
               : ERR_LIMIT;
}

void loops_free(struct loops *self)
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

size_t loops_id(const struct loops *self, const struct loop *loop, size_t k)
{
    return self->ids[loop->first + k % loop->num];
}

/* ---- corners that one neighbour lacks -------------------------------------------------------- */

/* A side that one ring only has. */
struct side {
    size_t from, to; /* numbers of corners */
};

static int by_side(const void *a, const void *b)
{
    const struct side *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Sides that occur once, both ways, sorted. Allocated into *sides. */
static int find_single_sides(const struct loops *self, struct side **sides, size_t *num, struct err *err)
{
    struct side *all = mem_alloc(2 * self->num + 1, sizeof *all, err);
    size_t n = 0, kept = 0;

    *sides = all;
    *num = 0;
    if (all == NULL)
        return ERR_LIMIT;
    for (size_t l = 0; l < self->num_loops; l++)
        for (size_t k = 0; k < self->loops[l].num; k++) {
            size_t a = loops_id(self, &self->loops[l], k), b = loops_id(self, &self->loops[l], k + 1);
            all[n++] = (struct side){a, b};
            all[n++] = (struct side){b, a};
        }
    qsort(all, n, sizeof *all, by_side);
    for (size_t i = 0; i < n; i++) {
        bool is_same_before = i > 0 && by_side(&all[i], &all[i - 1]) == 0,
             is_same_after = i + 1 < n && by_side(&all[i], &all[i + 1]) == 0;
        struct side side = all[i];
        if (is_same_before || is_same_after)
            continue;
        /* all[i] may be overwritten only behind the place that is read */
        all[kept++] = side;
    }
    *num = kept;
    return ERR_OK;
}

static size_t first_side(const struct side *sides, size_t num, size_t from)
{
    size_t low = 0, high = num;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sides[middle].from < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How far along the line from a to b a corner lies (0 to 1), and the square of its distance as a
 * share of that of a and b. */
static double along(const struct loops *self, size_t a, size_t b, size_t corner, double *square)
{
    double ax = (double)self->places[a].x, ay = (double)self->places[a].y;
    double dx = (double)self->places[b].x - ax, dy = (double)self->places[b].y - ay;
    double px = (double)self->places[corner].x - ax, py = (double)self->places[corner].y - ay;
    double length = dx * dx + dy * dy, across = px * dy - py * dx;

    *square = across * across / length / length;
    return (px * dx + py * dy) / length;
}

enum { MOST_MISSING = 12 };

/* The corners from a to b by single sides of other rings that keep within a fifth of its length
 * from the side of a and b; their number, 0 if there is no such way. */
static size_t find_way(const struct loops *self, const struct side *sides, size_t num, size_t a, size_t b,
                       size_t way[MOST_MISSING])
{
    size_t at = a;
    double reached = 0;

    for (size_t steps = 0; steps <= MOST_MISSING; steps++) {
        size_t next = b;
        double least = 1.0 / 25, next_reached = 1;
        bool is_end = false;
        for (size_t i = first_side(sides, num, at); i < num && sides[i].from == at; i++) {
            double square, t = along(self, a, b, sides[i].to, &square);
            if (sides[i].to == b) {
                is_end = steps > 0;
            } else if (t > reached && t < 1 && square < least) {
                least = square;
                next = sides[i].to;
                next_reached = t;
            }
        }
        if (is_end)
            return steps;
        if (next == b || steps == MOST_MISSING)
            return 0;
        way[steps] = at = next;
        reached = next_reached;
    }
    return 0;
}

static bool is_single(const struct side *sides, size_t num, size_t a, size_t b)
{
    struct side key = {a, b};

    return bsearch(&key, sides, num, sizeof *sides, by_side) != NULL;
}

/* Rewrites all loops with the corners that they lack. */
static int mend(struct loops *self, struct err *err)
{
    struct side *sides;
    size_t num, *ids = NULL, capacity = 0, n = 0;
    int status = find_single_sides(self, &sides, &num, err);

    for (size_t l = 0; l < self->num_loops && status == ERR_OK; l++) {
        struct loop loop = self->loops[l];
        size_t first = n;
        status = mem_grow_raw(&ids, &capacity, n + loop.num * (MOST_MISSING + 1), sizeof *ids, err);
        for (size_t k = 0; k < loop.num && status == ERR_OK; k++) {
            size_t a = loops_id(self, &loop, k), b = loops_id(self, &loop, k + 1);
            ids[n++] = a;
            if (is_single(sides, num, a, b))
                n += find_way(self, sides, num, a, b, ids + n);
        }
        self->loops[l].first = first;
        self->loops[l].num = n - first;
    }
    free(sides);
    if (status == ERR_OK) {
        free(self->ids);
        self->ids = ids;
        self->num = n;
        ids = NULL;
    }
    free(ids);
    return status;
}

/* ---- where borders meet ------------------------------------------------------------------------- */

static void find_junctions(struct loops *self)
{
    for (size_t l = 0; l < self->num_loops; l++) {
        const struct loop *loop = &self->loops[l];
        for (size_t k = 0; k < loop->num; k++) {
            size_t id = loops_id(self, loop, k), a = loops_id(self, loop, k + loop->num - 1),
                   b = loops_id(self, loop, k + 1);
            size_t *known = self->neighbours + 2 * id, lesser = a < b ? a : b, greater = a < b ? b : a;
            if (self->is_met[id] && (known[0] != lesser || known[1] != greater))
                self->is_junction[id] = true;
            self->is_met[id] = true;
            known[0] = lesser;
            known[1] = greater;
        }
    }
}

int loops_init(struct loops *self, const struct contours *contours, outline_grouping *grouping,
               struct err *err)
{
    int status = reserve(self, contours, err);

    if (status == ERR_OK)
        status = number_corners(self, contours, grouping, err);
    if (status == ERR_OK)
        status = mend(self, err);
    if (status != ERR_OK)
        return status;
    find_junctions(self);
    for (self->num_slots = 64; self->num_slots < 2 * self->num; self->num_slots *= 2)
        continue;
    self->slots = mem_alloc(self->num_slots, sizeof *self->slots, err);
    return self->slots ? ERR_OK : ERR_LIMIT;
}

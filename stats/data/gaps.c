#include "stats/data/gaps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

/* A side of a ring, the territory to its left. */
struct side {
    struct corner from, to;
    size_t ring, place; /* the corner of the ring that it begins at */
    bool is_edge;       /* no other ring has it, reversed: a gap, or the end of the map, is to its right */
    bool is_walked;
};

/* Sides of a ring that a gap gives way to: it takes corners instead, from the first to the last. */
struct change {
    size_t ring, place, num_sides;
    size_t first, num; /* of the corners between the ends */
};

struct gaps {
    struct contours *contours;
    struct side *sides; /* by their ends, then by ring and place */
    size_t num_sides;
    size_t *by_end; /* those of edges, by the corner where they end */
    size_t num_edges;
    size_t *walk; /* sides of one gap, in its order */
    struct change *changes;
    size_t num_changes, changes_capacity;
    struct corner *corners; /* of the changes */
    size_t num_corners, corners_capacity;
};

static int compare_corners(struct corner a, struct corner b)
{
    return a.x != b.x ? (a.x > b.x) - (a.x < b.x) : (a.y > b.y) - (a.y < b.y);
}

/* ---- rings ------------------------------------------------------------------------------------- */

/* Corners without the last that repeats the first. */
static size_t ring_size(const struct contours *c, const struct ring *ring)
{
    const struct corner *p = c->corners + ring->first;

    return ring->num > 1 && compare_corners(p[0], p[ring->num - 1]) == 0 ? ring->num - 1 : ring->num;
}

/* Twice the area to the left of the corners, km2; the end is joined to the beginning. */
static double doubled_area(const struct corner *p, size_t num)
{
    static const double km = 111.2e-7, radian = 1.7453292519943295e-9; /* of 10^-7 degree */
    double sum = 0, narrow = num > 0 ? cos((double)p[0].y * radian) : 1;

    for (size_t k = 0; k < num; k++) {
        const struct corner *a = &p[k], *b = &p[(k + 1) % num];
        sum += (double)(a->x - p->x) * (double)(b->y - p->y) - (double)(b->x - p->x) * (double)(a->y - p->y);
    }
    return sum * narrow * km * km;
}

static void turn(struct contours *c, const struct ring *ring)
{
    struct corner *p = c->corners + ring->first;
    double area = doubled_area(p, ring_size(c, ring));

    if (area == 0 || (area > 0) != ring->is_hole)
        return;
    for (size_t a = 0, b = ring->num - 1; a < b; a++, b--) {
        struct corner kept = p[a];
        p[a] = p[b];
        p[b] = kept;
    }
}

/* ---- sides ------------------------------------------------------------------------------------- */

static int by_ends(const void *a, const void *b)
{
    const struct side *x = a, *y = b;
    int order = compare_corners(x->from, y->from);

    if (order == 0)
        order = compare_corners(x->to, y->to);
    if (order == 0 && x->ring != y->ring)
        order = x->ring < y->ring ? -1 : 1;
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static void collect(struct gaps *self)
{
    const struct contours *c = self->contours;

    for (size_t r = 0; r < c->num_rings; r++) {
        const struct corner *p = c->corners + c->rings[r].first;
        size_t num = ring_size(c, &c->rings[r]);
        for (size_t k = 0; k < num; k++)
            if (compare_corners(p[k], p[(k + 1) % num]) != 0)
                self->sides[self->num_sides++] = (struct side){p[k], p[(k + 1) % num], r, k, false, false};
    }
    qsort(self->sides, self->num_sides, sizeof *self->sides, by_ends);
}

/* Whether a ring has the side from one corner to another. */
static bool has_side(const struct gaps *self, struct corner from, struct corner to)
{
    struct side key = {from, to, 0, 0, false, false};
    size_t low = 0, high = self->num_sides;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_ends(&self->sides[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < self->num_sides && compare_corners(self->sides[low].from, from) == 0 &&
           compare_corners(self->sides[low].to, to) == 0;
}

static int by_end(const void *a, const void *b, void *gaps)
{
    const struct side *sides = ((const struct gaps *)gaps)->sides;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order = compare_corners(sides[x].to, sides[y].to);

    return order ? order : (x > y) - (x < y);
}

static void find_edges(struct gaps *self)
{
    for (size_t i = 0; i < self->num_sides; i++) {
        struct side *s = &self->sides[i];
        s->is_edge = !has_side(self, s->to, s->from);
        if (s->is_edge)
            self->by_end[self->num_edges++] = i;
    }
    qsort_r(self->by_end, self->num_edges, sizeof *self->by_end, by_end, self);
}

/* ---- walking around a gap ------------------------------------------------------------------------ */

static double direction(struct corner from, struct corner to)
{
    return atan2((double)(to.y - from.y), (double)(to.x - from.x) * 0.69);
}

/* How far to the right of the way back one turns, 0 (not at all, last) to 2 pi. */
static double turning(const struct side *before, const struct side *next)
{
    double angle = direction(before->from, before->to) - direction(next->to, next->from);

    while (angle <= 0)
        angle += 2 * M_PI;
    return angle;
}

/* A gap is walked against the sides of its neighbours: the next one ends where this one begins, and
 * is the first to the left. num_sides when there is none. */
static size_t next_side(const struct gaps *self, const struct side *side)
{
    size_t low = 0, high = self->num_edges, best = self->num_sides;
    double least = INFINITY;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_corners(self->sides[self->by_end[middle]].to, side->from) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < self->num_edges; low++) {
        const struct side *s = &self->sides[self->by_end[low]];
        if (compare_corners(s->to, side->from) != 0)
            break;
        if (!s->is_walked && turning(side, s) < least) {
            least = turning(side, s);
            best = self->by_end[low];
        }
    }
    return best;
}

/* The sides around a gap from one of them; 0 when they do not close. */
static size_t walk(struct gaps *self, size_t first)
{
    struct corner begin = self->sides[first].to;
    size_t num = 0;

    for (size_t i = first; i < self->num_sides; i = next_side(self, &self->sides[i])) {
        self->sides[i].is_walked = true;
        self->walk[num++] = i;
        if (compare_corners(self->sides[i].from, begin) == 0)
            return num;
    }
    return 0;
}

/* ---- filling ------------------------------------------------------------------------------------- */

static size_t territory_of(const struct gaps *self, size_t side)
{
    return self->contours->rings[self->sides[side].ring].territory;
}

/* Whether two sides of the walk follow one another in one ring (which goes the other way). */
static bool is_joined(const struct gaps *self, size_t a, size_t b)
{
    const struct side *x = &self->sides[a], *y = &self->sides[b];
    size_t num = ring_size(self->contours, &self->contours->rings[x->ring]);

    return x->ring == y->ring && (y->place + 1) % num == x->place;
}

static double length_of(const struct side *s)
{
    return hypot((double)(s->to.x - s->from.x) * 0.69, (double)(s->to.y - s->from.y));
}

/* Turns the walk so that it begins where a run of one ring does; the number of runs. */
static size_t begin_at_run(const struct gaps *self, size_t *sides, size_t num)
{
    size_t runs = 0, start = 0;

    for (size_t k = 0; k < num; k++)
        if (!is_joined(self, sides[(k + num - 1) % num], sides[k])) {
            start = runs++ == 0 ? k : start;
        }
    for (; start > 0; start--) {
        size_t first = sides[0];
        memmove(sides, sides + 1, (num - 1) * sizeof *sides);
        sides[num - 1] = first;
    }
    return runs;
}

/* Whether two territories at least close the gap in, none with two runs. */
static bool is_between(const struct gaps *self, const size_t *sides, size_t num, size_t runs)
{
    for (size_t a = 0; a < num; a++)
        for (size_t b = a + 1; b < num; b++) {
            bool parted = false;
            for (size_t k = a; k < b; k++)
                parted = parted || !is_joined(self, sides[k], sides[k + 1]);
            if (parted && territory_of(self, sides[a]) == territory_of(self, sides[b]))
                return false;
        }
    return runs >= 2;
}

/* First side and number of sides of the longest run. */
static void longest_run(const struct gaps *self, const size_t *sides, size_t num, size_t *first, size_t *size)
{
    double most = -1;

    for (size_t begin = 0, end; begin < num; begin = end) {
        double length = length_of(&self->sides[sides[begin]]);
        for (end = begin + 1; end < num && is_joined(self, sides[end - 1], sides[end]); end++)
            length += length_of(&self->sides[sides[end]]);
        if (length > most) {
            most = length;
            *first = begin;
            *size = end - begin;
        }
    }
}

/* The ring of the longest run takes the corners of the other runs. */
static int add_change(struct gaps *self, const size_t *sides, size_t num, struct err *err)
{
    size_t first = 0, size = 0, others;
    int status =
        mem_grow(&self->changes, &self->changes_capacity, self->num_changes + 1, sizeof *self->changes, err);

    longest_run(self, sides, num, &first, &size);
    others = num - size;
    if (status == ERR_OK)
        status = mem_grow(&self->corners, &self->corners_capacity, self->num_corners + others,
                          sizeof *self->corners, err);
    if (status != ERR_OK)
        return status;
    const struct side *last = &self->sides[sides[first + size - 1]]; /* the first of them in the ring */
    self->changes[self->num_changes++] =
        (struct change){last->ring, last->place, size, self->num_corners, others - 1};
    for (size_t k = 0; k + 1 < others; k++)
        self->corners[self->num_corners++] = self->sides[sides[(first + size + k) % num]].from;
    return ERR_OK;
}

enum { MOST_SIDES = 400 }; /* of a gap: larger ones are no slivers */

static int look_at(struct gaps *self, size_t num, double most, struct err *err)
{
    struct corner corners[MOST_SIDES];
    size_t runs;

    if (num < 3 || num > MOST_SIDES)
        return ERR_OK;
    for (size_t k = 0; k < num; k++)
        corners[k] = self->sides[self->walk[k]].to;
    if (!(fabs(doubled_area(corners, num)) / 2 < most)) /* negative: an overlap, or all around an island */
        return ERR_OK;
    runs = begin_at_run(self, self->walk, num);
    return is_between(self, self->walk, num, runs) ? add_change(self, self->walk, num, err) : ERR_OK;
}

/* ---- writing rings again --------------------------------------------------------------------- */

static int by_ring(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    if (x->ring != y->ring)
        return x->ring < y->ring ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* A ring from a corner on that no change leaves out. Corners of it go to out. */
static size_t write_ring(const struct gaps *self, const struct ring *ring, const struct change *changes,
                         size_t num_changes, struct corner *out)
{
    const struct corner *p = self->contours->corners + ring->first;
    size_t size = ring_size(self->contours, ring), num = 0, c = 0;
    size_t start = num_changes > 0 ? changes[0].place : 0, k = start;

    while (k < start + size) {
        out[num++] = p[k % size];
        if (c < num_changes && changes[c].place == k % size) {
            for (size_t i = 0; i < changes[c].num; i++)
                out[num++] = self->corners[changes[c].first + i];
            k += changes[c++].num_sides;
        } else {
            k++;
        }
    }
    out[num++] = out[0];
    return num;
}

static int rewrite(struct gaps *self, struct err *err)
{
    struct contours *c = self->contours;
    size_t room = c->num_corners + c->num_rings + self->num_corners, num = 0, done = 0;
    struct corner *corners = mem_alloc(room + 1, sizeof *corners, err);

    if (corners == NULL)
        return ERR_LIMIT;
    qsort(self->changes, self->num_changes, sizeof *self->changes, by_ring);
    for (size_t r = 0; r < c->num_rings; r++) {
        size_t here = 0;
        while (done + here < self->num_changes && self->changes[done + here].ring == r)
            here++;
        size_t size = write_ring(self, &c->rings[r], self->changes + done, here, corners + num);
        c->rings[r].first = num;
        c->rings[r].num = size;
        num += size;
        done += here;
    }
    free(c->corners);
    c->corners = corners;
    c->num_corners = num;
    c->corners_capacity = room + 1;
    return ERR_OK;
}

static int gaps_init(struct gaps *self, struct contours *contours, struct err *err)
{
    size_t most = contours->num_corners + 1;

    *self = (struct gaps){.contours = contours};
    self->sides = mem_alloc(most, sizeof *self->sides, err);
    self->by_end = mem_alloc(most, sizeof *self->by_end, err);
    self->walk = mem_alloc(most, sizeof *self->walk, err);
    return self->sides && self->by_end && self->walk ? ERR_OK : ERR_LIMIT;
}

int contours_fill_gaps(struct contours *contours, double most, size_t *filled, struct err *err)
{
    struct gaps self;
    int status = gaps_init(&self, contours, err);

    *filled = 0;
    for (size_t r = 0; r < contours->num_rings && status == ERR_OK; r++)
        turn(contours, &contours->rings[r]);
    if (status == ERR_OK) {
        collect(&self);
        find_edges(&self);
    }
    for (size_t i = 0; i < self.num_edges && status == ERR_OK; i++)
        if (!self.sides[self.by_end[i]].is_walked)
            status = look_at(&self, walk(&self, self.by_end[i]), most, err);
    if (status == ERR_OK && self.num_changes > 0)
        status = rewrite(&self, err);
    *filled = self.num_changes;
    free(self.sides);
    free(self.by_end);
    free(self.walk);
    free(self.changes);
    free(self.corners);
    return status;
}

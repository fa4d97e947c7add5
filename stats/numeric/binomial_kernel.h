/* The binomial sampler for the width of vectors that it is compiled for: included once
 * by each of binomial_baseline.c, binomial_avx2.c and binomial_avx512.c. The operations
 * and their order are the same in all of them, so are the numbers. */
#ifndef STATS_NUMERIC_BINOMIAL_KERNEL_H
#define STATS_NUMERIC_BINOMIAL_KERNEL_H

#include "stats/numeric/binomial.h"
#include "stats/numeric/binomial_lanes.h"
#include "stats/numeric/vector.h"

/* What is drawn, and where the lanes still to be drawn are listed. */
struct kernel {
    const struct binomial_request *request;
    const struct binomial_tables *tables;
    int32_t *out;
    uint64_t keys[PHILOX_ROUNDS][2]; /* of the stream, by round */
};

/* Room for the rest of a vector behind the last lane. */
struct lane_list {
    int num;
    int32_t lanes[BINOMIAL_MAX_LANES + VECTOR_WIDTH];
};

/* Lanes side by side; those beyond `num` have n = 0. */
struct chunk {
    int num;
    const int32_t *lanes;
    int is_dense; /* consecutive, a whole vector of them */
    vec n, share; /* share = min(p, 1 - p) */
    mask flipped; /* p > 1/2: counted from n */
};

static inline mask first_lanes(int num)
{
    static const double places[8] = {0, 1, 2, 3, 4, 5, 6, 7};

    return vec_less(vec_load(places), vec_all(num));
}

static inline struct chunk chunk_of(vec n, vec p)
{
    struct chunk chunk = {.n = n, .flipped = vec_less(vec_all(0.5), p)};

    chunk.share = vec_select(chunk.flipped, vec_all(1) - p, p);
    return chunk;
}

/* The lanes that fill up the last vector of a list. */
static inline void close_list(struct lane_list *list)
{
    for (int i = 0; i < VECTOR_WIDTH; i++)
        list->lanes[list->num + i] = 0;
}

static inline struct chunk load_chunk(const struct kernel *self, const struct lane_list *list, int begin)
{
    const struct binomial_request *r = self->request;
    const int32_t *lanes = list->lanes + begin;
    int num = list->num - begin < VECTOR_WIDTH ? list->num - begin : VECTOR_WIDTH;
    int32_t n[VECTOR_WIDTH] = {0};
    double p[VECTOR_WIDTH] = {0};
    int is_dense = num == VECTOR_WIDTH && lanes[VECTOR_WIDTH - 1] - lanes[0] == VECTOR_WIDTH - 1;
    struct chunk chunk;

    if (is_dense)
        chunk = chunk_of(vec_load_int(r->n + lanes[0]), vec_load(r->p + lanes[0]));
    else {
        for (int i = 0; i < num; i++) {
            n[i] = r->n[lanes[i]];
            p[i] = r->p[lanes[i]];
        }
        chunk = chunk_of(vec_load_int(n), vec_load(p));
    }
    chunk.num = num;
    chunk.lanes = lanes;
    chunk.is_dense = is_dense;
    return chunk;
}

static inline void store_chunk(const struct kernel *self, const struct chunk *chunk, vec k, mask wanted)
{
    int32_t values[VECTOR_WIDTH];

    k = vec_select(chunk->flipped, chunk->n - k, k);
    if (chunk->is_dense) {
        int32_t *out = self->out + chunk->lanes[0];
        vec_store_int(out, vec_select(wanted, k, vec_load_int(out)));
        return;
    }
    vec_store_int(values, k);
    for (unsigned bits = mask_bits(wanted); bits != 0; bits &= bits - 1) {
        int i = __builtin_ctz(bits);
        self->out[chunk->lanes[i]] = values[i];
    }
}

/* ---- random numbers ---------------------------------------------------------------------- */

struct random {
    words w0, w1, w2, w3;
};

static inline void make_keys(struct kernel *self)
{
    uint32_t k0 = self->request->stream->key[0], k1 = self->request->stream->key[1];

    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        self->keys[round][0] = k0;
        self->keys[round][1] = k1;
        k0 += PHILOX_WEYL0;
        k1 += PHILOX_WEYL1;
    }
}

/* Philox4x32-10, one block a lane: random.h. The high halves of the words hold what the
 * rounds leave there. */
static inline struct random blocks(const struct kernel *self, const int32_t *lanes, uint32_t trial)
{
    const struct binomial_request *r = self->request;
    words draw = words_add(words_all(r->first), words_load_int(lanes));
    words c0 = draw, c1 = words_right(draw, 32), c2 = words_all(r->site), c3 = words_all(trial);
    const words multiplier0 = words_all(PHILOX_MULTIPLIER0), multiplier1 = words_all(PHILOX_MULTIPLIER1);

    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        words product0 = words_product(multiplier0, c0), product1 = words_product(multiplier1, c2);
        c0 = words_xor3(words_right(product1, 32), c1, words_all(self->keys[round][0]));
        c2 = words_xor3(words_right(product0, 32), c3, words_all(self->keys[round][1]));
        c1 = product1;
        c3 = product0;
    }
    return (struct random){c0, c1, c2, c3};
}

/* random_unit: 52 bits behind the exponent of 2^52 are that whole number plus 2^52. */
static inline vec unit(words high, words low)
{
    words bits = words_or(words_left(high, 32), words_and(low, words_all(UINT32_MAX)));

    bits = words_or(words_right(bits, 12), words_all(UINT64_C(0x4330000000000000)));
    return (words_as_vec(bits) - vec_all(0x1p52) + vec_all(0.5)) * vec_all(0x1p-52);
}

/* ---- inversion --------------------------------------------------------------------------- */

/* base^n by squaring: multiplications only, the same on every machine. */
static inline vec power(vec base, vec n)
{
    const words lowest = words_all(1);
    words left = vec_as_words(n + vec_all(0x1p52)); /* the whole number in the lowest bits */
    vec result = vec_all(1), digits = vec_all(0x1p52);

    left = words_and(left, words_all(UINT64_C(0xFFFFFFFFFFFFF)));
    for (;;) {
        vec odd = words_as_vec(words_or(words_and(left, lowest), vec_as_words(digits)));
        result = vec_select(vec_less(digits, odd), result * base, result);
        left = words_right(left, 1);
        vec more = words_as_vec(words_or(left, vec_as_words(digits)));
        mask any = vec_less(digits, more);
        if (mask_bits(any) == 0)
            return result;
        base = vec_select(any, base * base, vec_all(1)); /* no square that nobody needs */
    }
}

/* Where the searches begin, lane by lane of a list. */
struct searches {
    double u[BINOMIAL_MAX_LANES], mass[BINOMIAL_MAX_LANES]; /* uniform; probability of 0 */
    double odds[BINOMIAL_MAX_LANES], top[BINOMIAL_MAX_LANES];
};

/* All at once, before any search: vectors that end at different times wait for nothing here. */
static inline void prepare_searches(const struct kernel *self, const struct lane_list *list,
                                    struct searches *out)
{
    for (int begin = 0; begin < list->num; begin += VECTOR_WIDTH) {
        struct chunk c = load_chunk(self, list, begin);
        struct random random = blocks(self, c.lanes, 0);
        vec u = unit(random.w0, random.w1), q = vec_all(1) - c.share, odds = c.share / q;
        /* the complement from the other end of the uniform: still monotone in p */
        vec_store(out->u + begin, vec_select(c.flipped, vec_all(1) - u, u));
        vec_store(out->mass + begin, power(q, c.n));
        vec_store(out->odds + begin, odds);
        vec_store(out->top + begin, (c.n + vec_all(1)) * odds);
    }
}

/* Sequential search from 0: takes away the probability of each count until the uniform
 * number is used up. */
enum { STEPS_AT_ONCE = 4 };

static inline void invert(const struct kernel *self, const struct lane_list *list)
{
    struct searches s;

    prepare_searches(self, list, &s);
    for (int begin = 0; begin < list->num; begin += VECTOR_WIDTH) {
        struct chunk c = load_chunk(self, list, begin);
        vec u = vec_load(s.u + begin), mass = vec_load(s.mass + begin);
        vec odds = vec_load(s.odds + begin), top = vec_load(s.top + begin), k = vec_all(0);
        mask going = first_lanes(c.num);
        for (int step = 1; step <= BINOMIAL_MOST_SEARCHED && mask_bits(going) != 0; step += STEPS_AT_ONCE)
            for (int i = step; i < step + STEPS_AT_ONCE; i++) { /* whoever has stopped is not moved on */
                going = mask_and(going, vec_less(mass, u));
                u = u - mass;
                mass = mass * (top * vec_all(self->tables->reciprocals[i]) - odds);
                k = vec_select(going, vec_all(i), k);
            }
        k = vec_select(vec_less(c.n, k), c.n, k); /* rounding */
        store_chunk(self, &c, k, first_lanes(c.num));
    }
}

/* ---- transformed rejection --------------------------------------------------------------- */

/* Set-up and proposal of BTRS. */
struct proposal {
    vec spq, a, b, per_b, us, v, k;
    mask quick; /* accepted without the density */
};

static inline struct proposal propose(const struct chunk *c, const struct random *random)
{
    struct proposal r;
    vec u = unit(random->w0, random->w1) - vec_all(0.5);

    r.v = unit(random->w2, random->w3);
    r.spq = vec_sqrt(c->n * c->share * (vec_all(1) - c->share));
    r.b = vec_all(1.15) + vec_all(2.53) * r.spq;
    r.per_b = vec_all(1) / r.b;
    r.a = vec_all(-0.0873) + vec_all(0.0248) * r.b + vec_all(0.01) * c->share;
    r.us = vec_all(0.5) - vec_abs(u);
    r.k = vec_floor((vec_all(2) * r.a / r.us + r.b) * u + (c->n * c->share + vec_all(0.5)));
    r.quick =
        mask_and(vec_at_most(vec_all(0.07), r.us), vec_at_most(r.v, vec_all(0.92) - vec_all(4.2) * r.per_b));
    return r;
}

/* Stirling's series, for k beyond the table: relative error below 1e-16. */
static inline vec stirling(vec k)
{
    vec x = k + vec_all(1);

    return vec_all(0.91893853320467274178) + (x - vec_all(0.5)) * vec_log(x) - x + /* ln(2 pi) / 2 */
           (vec_all(1.0 / 12) - vec_all(1.0 / 360) / (x * x)) / x;
}

/* ln k! of k >= 0; is_large where k may be beyond the table. */
static inline vec log_factorial_of(const struct kernel *self, vec k, int is_large)
{
    if (!is_large)
        return vec_look_up(self->tables->log_factorials, k);
    mask beyond = vec_at_most(vec_all(LOG_FACTORIALS), k);
    vec value = vec_look_up(self->tables->log_factorials, vec_select(beyond, vec_all(0), k));
    return vec_select(beyond, stirling(k), value);
}

/* ln C(n, m) / C(n, k). */
static inline vec log_ratio_of(const struct kernel *self, vec n, vec m, vec k, int is_large)
{
    return log_factorial_of(self, m, is_large) + log_factorial_of(self, n - m, is_large) -
           log_factorial_of(self, k, is_large) - log_factorial_of(self, n - k, is_large);
}

/* Whether v lies under the density at k: the exact test. */
static inline mask accept(const struct kernel *self, const struct chunk *c, const struct proposal *r)
{
    mask inside = mask_and(vec_at_most(vec_all(0), r->k), vec_at_most(r->k, c->n));
    vec k = vec_select(inside, r->k, vec_all(0));
    vec m = vec_floor((c->n + vec_all(1)) * c->share);
    vec alpha = (vec_all(2.83) + vec_all(5.1) * r->per_b) * r->spq, us2 = r->us * r->us;
    vec slope = (k - m) * vec_log(c->share / (vec_all(1) - c->share));
    vec height = vec_log(r->v * alpha * us2 / (r->a + r->b * us2));

    vec bound = mask_bits(vec_at_most(vec_all(LOG_FACTORIALS), c->n)) == 0
                    ? log_ratio_of(self, c->n, m, k, 0)
                    : log_ratio_of(self, c->n, m, k, 1);
    return mask_and(inside, vec_at_most(height, bound + slope));
}

/* Moves the lanes of a chunk that are wanted to a place of the list not behind them; how
 * many they are. */
static inline int keep(struct lane_list *list, const struct chunk *c, mask wanted, int place)
{
    int32_t places[VECTOR_WIDTH], kept[VECTOR_WIDTH];

    if (c->is_dense)
        return mask_places(wanted, c->lanes[0], list->lanes + place);
    int num = mask_places(wanted, 0, places);
    for (int i = 0; i < num; i++)
        kept[i] = c->lanes[places[i]];
    memcpy(list->lanes + place, kept, (size_t)num * sizeof kept[0]);
    return num;
}

/* One trial of all lanes of a list, which keeps those that are not accepted. */
static inline void try_all(const struct kernel *self, struct lane_list *list, uint32_t trial)
{
    int num_left = 0;

    for (int begin = 0; begin < list->num; begin += VECTOR_WIDTH) {
        struct chunk c = load_chunk(self, list, begin);
        struct random random = blocks(self, c.lanes, trial);
        struct proposal r = propose(&c, &random);
        mask all = first_lanes(c.num), accepted = mask_and(all, r.quick);
        if (mask_bits(mask_and_not(all, accepted)) != 0)
            accepted = mask_and(all, mask_or(r.quick, accept(self, &c, &r)));
        store_chunk(self, &c, r.k, accepted);
        num_left += keep(list, &c, mask_and_not(all, accepted), num_left);
    }
    list->num = num_left;
    close_list(list);
}

static inline void reject(const struct kernel *self, struct lane_list *list)
{
    for (uint32_t trial = 0; list->num > 0; trial++)
        try_all(self, list, trial);
}

/* ---- all lanes --------------------------------------------------------------------------- */

static inline void append(struct lane_list *list, mask m, int base)
{
    list->num += mask_places(m, base, list->lanes + list->num);
}

/* Lists the lanes by the way in which they are drawn, and writes those that need no
 * drawing. */
static inline void sort_lanes(const struct kernel *self, struct lane_list *inverted,
                              struct lane_list *rejected)
{
    const struct binomial_request *r = self->request;

    for (int begin = 0; begin < r->num; begin += VECTOR_WIDTH) {
        int num = r->num - begin < VECTOR_WIDTH ? r->num - begin : VECTOR_WIDTH;
        int32_t n[VECTOR_WIDTH] = {0}, fixed[VECTOR_WIDTH];
        double p[VECTOR_WIDTH] = {0};
        for (int i = 0; i < num && num < VECTOR_WIDTH; i++) {
            n[i] = r->n[begin + i];
            p[i] = r->p[begin + i];
        }
        vec size = vec_load_int(num < VECTOR_WIDTH ? n : r->n + begin);
        vec share = vec_load(num < VECTOR_WIDTH ? p : r->p + begin);
        mask some = mask_and(vec_less(vec_all(0), size), vec_less(vec_all(0), share));
        mask open = mask_and(some, vec_less(share, vec_all(1)));
        struct chunk c = chunk_of(size, share);
        mask small = vec_less(size * c.share, vec_all(BINOMIAL_INVERSION_LIMIT));
        append(inverted, mask_and(open, small), begin);
        append(rejected, mask_and_not(open, small), begin);
        vec_store_int(num < VECTOR_WIDTH ? fixed : self->out + begin, vec_select(some, size, vec_all(0)));
        for (int i = 0; i < num && num < VECTOR_WIDTH; i++)
            self->out[begin + i] = fixed[i];
    }
    close_list(inverted);
    close_list(rejected);
}

static inline void run_kernel(const struct binomial_request *request, const struct binomial_tables *tables,
                              int32_t *out)
{
    struct kernel self = {.request = request, .tables = tables, .out = out};
    struct lane_list inverted, rejected;

    make_keys(&self);
    inverted.num = rejected.num = 0;
    sort_lanes(&self, &inverted, &rejected);
    invert(&self, &inverted);
    reject(&self, &rejected);
}

#endif

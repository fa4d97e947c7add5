/* The binomial sampler for the width of vectors that it is compiled for: included once
 * by each of binomial_baseline.c, binomial_avx2.c and binomial_avx512.c. The operations
 * and their order are the same in all of them, so are the numbers.
 *
 * Every variate is the smallest k whose distribution function reaches the lane's uniform
 * number. Small means are searched from 0. Larger ones are read off the Cornish-Fisher
 * expansion, whose error is bounded: the lanes that it leaves open, a few in a thousand,
 * are settled with the distribution function itself (binomial.c). Tiles of sizes up to 1,023 go
 * through floats first (binomial_floats.h). */
#ifndef STATS_NUMERIC_BINOMIAL_KERNEL_H
#define STATS_NUMERIC_BINOMIAL_KERNEL_H

#include <stdbool.h>

#include "stats/numeric/binomial.h"
#include "stats/numeric/binomial_floats.h"
#include "stats/numeric/binomial_lanes.h"
#include "stats/numeric/vector.h"

/* Lanes are drawn in tiles of as many as keep the workspace in the nearest cache. */
enum { TILE = 64 };

/* Vectors that are worked on side by side, so that none waits for another; room for the rest of the
 * last of them. */
enum { GROUP = 4, ROOM = TILE + GROUP * VECTOR_WIDTH };

/* Lanes side by side, with room for the rest of a vector behind the last one. */
struct lanes {
    double n[ROOM];
    double share[ROOM]; /* min(p, 1 - p) */
    double u[ROOM];     /* 1 - u where p > 1/2: still monotone in p */
    int num_digits;     /* that hold every n */
};

/* Those that are drawn in the same way. */
struct lot {
    int num;
    const struct lanes *lanes;
    double *k; /* drawn */
};

static inline mask first_lanes(int num)
{
    static const double places[8] = {0, 1, 2, 3, 4, 5, 6, 7};

    return vec_less(vec_load(places), vec_all(num));
}

/* ---- random numbers ---------------------------------------------------------------------- */

struct random {
    words w0, w1, w2, w3;
};

struct keys {
    uint64_t of_round[PHILOX_ROUNDS][2];
};

static inline struct keys make_keys(const struct stream *stream)
{
    uint32_t k0 = stream->key[0], k1 = stream->key[1];
    struct keys keys;

    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        keys.of_round[round][0] = k0;
        keys.of_round[round][1] = k1;
        k0 += PHILOX_WEYL0;
        k1 += PHILOX_WEYL1;
    }
    return keys;
}

/* Vectors of blocks whose rounds alternate: each round waits for the one before. */
enum { BLOCKS_AT_ONCE = VECTOR_WIDTH == 8 ? 4 : 2 };

/* Philox4x32-10, one block a lane: random.h. The high halves of the words hold what the
 * rounds leave there. */
static inline void blocks(const struct keys *keys, const words *draw, int num, uint32_t site,
                          struct random *out)
{
    const words multiplier0 = words_all(PHILOX_MULTIPLIER0), multiplier1 = words_all(PHILOX_MULTIPLIER1);

    for (int k = 0; k < num; k++)
        out[k] = (struct random){draw[k], words_right(draw[k], 32), words_all(site / 2),
                                 words_all(BINOMIAL_TRIAL)};
    for (int round = 0; round < PHILOX_ROUNDS; round++)
        for (int k = 0; k < num; k++) {
            struct random *r = &out[k];
            words product0 = words_product(multiplier0, r->w0), product1 = words_product(multiplier1, r->w2);
            r->w0 = words_xor3(words_right(product1, 32), r->w1, words_all(keys->of_round[round][0]));
            r->w2 = words_xor3(words_right(product0, 32), r->w3, words_all(keys->of_round[round][1]));
            r->w1 = product1;
            r->w3 = product0;
        }
}

/* random_unit: 52 bits behind the exponent of 1 are 1 plus so many 2^-52; half of one more, exactly. */
static inline vec unit(words high, words low)
{
    words bits = words_or(words_left(high, 32), words_and(low, words_all(UINT32_MAX)));

    return words_as_vec(words_or(words_right(bits, 12), words_all(UINT64_C(0x3FF0000000000000)))) -
           vec_all(1 - 0x1p-53);
}

/* Two sites share a block: the even one has its first half. */
static inline void fill_uniforms(const struct binomial_request *request, struct binomial_uniforms *out)
{
    static const int32_t places[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    const struct keys keys = make_keys(request->stream);
    const words lanes = words_load_int(places);
    words draw[BLOCKS_AT_ONCE];
    struct random random[BLOCKS_AT_ONCE];

    for (int begin = 0; begin < request->num; begin += BLOCKS_AT_ONCE * VECTOR_WIDTH) {
        for (int k = 0; k < BLOCKS_AT_ONCE; k++)
            draw[k] = words_add(words_all(request->first + (uint64_t)(begin + k * VECTOR_WIDTH)), lanes);
        blocks(&keys, draw, BLOCKS_AT_ONCE, request->site, random);
        for (int k = 0; k < BLOCKS_AT_ONCE; k++) {
            int at = begin + k * VECTOR_WIDTH;
            vec_store(out->u[0] + at, unit(random[k].w0, random[k].w1));
            vec_store(out->u[1] + at, unit(random[k].w2, random[k].w3));
        }
    }
}

/* Of a vector of draws, the half of the site. */
static inline vec uniforms_of_draws(const struct keys *keys, uint32_t site, words draw)
{
    struct random random;

    blocks(keys, &draw, 1, site, &random);
    return site % 2 == 0 ? unit(random.w0, random.w1) : unit(random.w2, random.w3);
}

/* ---- search ------------------------------------------------------------------------------ */

/* Where the searches begin: the probability of 0, the odds and n + 1 times these. */
struct searches {
    double mass[ROOM], odds[ROOM], top[ROOM];
};

/* masses[g] = (1 - share)^n by squaring: multiplications only, the same on every machine. */
static inline void fill_masses(const double *n, const double *share, int num_digits, double *masses)
{
    words digits[GROUP]; /* of n, below those of 2^52 */
    vec base[GROUP], mass[GROUP];

    for (int g = 0; g < GROUP; g++) {
        digits[g] = vec_as_words(vec_load(n + g * VECTOR_WIDTH) + vec_all(0x1p52));
        base[g] = vec_all(1) - vec_load(share + g * VECTOR_WIDTH);
        mass[g] = vec_all(1);
    }
    for (int digit = 0; digit < num_digits; digit++)
        for (int g = 0; g < GROUP; g++) {
            mass[g] = vec_multiply_where(words_has_bit(digits[g], digit), mass[g], base[g]);
            base[g] = base[g] * base[g];
        }
    for (int g = 0; g < GROUP; g++)
        vec_store(masses + g * VECTOR_WIDTH, mass[g]);
}

/* All at once, before any search: vectors that end at different times wait for nothing here. */
static inline void prepare_searches(const struct lot *lot, struct searches *out)
{
    const struct lanes *lanes = lot->lanes;

    for (int begin = 0; begin < lot->num; begin += GROUP * VECTOR_WIDTH) {
        fill_masses(lanes->n + begin, lanes->share + begin, lanes->num_digits, out->mass + begin);
        for (int i = begin; i < begin + GROUP * VECTOR_WIDTH; i += VECTOR_WIDTH) {
            vec share = vec_load(lanes->share + i), odds = share / (vec_all(1) - share);
            vec_store(out->odds + i, odds);
            vec_store(out->top + i, (vec_load(lanes->n + i) + vec_all(1)) * odds);
        }
    }
}

/* A sequential search from 0: takes away the probability of each count until the uniform number is
 * used up. */
struct search {
    mask going;
    vec u, mass, odds, top, k;
};

/* The i-th step; whoever has stopped is not moved on. */
static inline void search_step(struct search *s, vec reciprocal)
{
    s->going = mask_and(s->going, vec_less(s->mass, s->u));
    s->u = s->u - s->mass;
    s->mass = s->mass * (s->top * reciprocal - s->odds);
    s->k = vec_count(s->going, s->k);
}

enum { STEPS_AT_ONCE = 4 };

static inline void search_group(const struct binomial_tables *tables, struct search *s, int num)
{
    unsigned any = 1;

    for (int step = 1; step <= BINOMIAL_MOST_SEARCHED && any != 0; step += STEPS_AT_ONCE) {
        for (int i = step; i < step + STEPS_AT_ONCE; i++)
            for (int g = 0; g < num; g++)
                search_step(&s[g], vec_all(tables->reciprocals[i]));
        any = 0;
        for (int g = 0; g < num; g++)
            any |= mask_bits(s[g].going);
    }
}

static inline vec smaller(vec a, vec b)
{
    return vec_select(vec_less(a, b), a, b);
}

static inline void search(const struct binomial_tables *tables, const struct lot *lot)
{
    struct searches all;

    prepare_searches(lot, &all);
    for (int begin = 0; begin < lot->num; begin += GROUP * VECTOR_WIDTH) {
        struct search s[GROUP];
        for (int g = 0; g < GROUP; g++) {
            int i = begin + g * VECTOR_WIDTH;
            s[g] = (struct search){first_lanes(lot->num - i), vec_load(lot->lanes->u + i),
                                   vec_load(all.mass + i),    vec_load(all.odds + i),
                                   vec_load(all.top + i),     vec_all(0)};
        }
        search_group(tables, s, GROUP);
        for (int g = 0; g < GROUP; g++) { /* rounding must not take it beyond n */
            int i = begin + g * VECTOR_WIDTH;
            vec_store(lot->k + i, smaller(vec_load(lot->lanes->n + i), s[g].k));
        }
    }
}

/* ---- expansion --------------------------------------------------------------------------- */

/* Polynomials of degree 10, coefficients from the constant on (tests/reference/normal_score.py):
 * ln(1 + f) / f for 1 + f within a factor sqrt 2 of 1, error below 9e-10; and z / q, the normal
 * score z of 1/2 + q, in y = -ln(1 - 4 q^2) up to BINOMIAL_MOST_CENTRAL, error below 4e-8. */
enum { DEGREE = 10 };

static inline vec polynomial(const double coefficients[DEGREE + 1], vec x)
{
    vec square = x * x, even = vec_all(coefficients[DEGREE]), odd = vec_all(coefficients[DEGREE - 1]);

    for (int i = DEGREE - 2; i >= 2; i -= 2) { /* terms of even and of odd place side by side */
        even = even * square + vec_all(coefficients[i]);
        odd = odd * square + vec_all(coefficients[i - 1]);
    }
    return even * square + vec_all(coefficients[0]) + odd * x;
}

/* -ln x of normal x in (0, 1], to 1e-9. */
static inline vec rough_minus_log(vec x)
{
    static const double series[DEGREE + 1] = {
        1.0000000006010194,  -0.49999999414017125, 0.3333330266101698,  -0.25000062374435879,
        0.20002535640193383, -0.16666555575670009, 0.14212291250421291, -0.12420821262732774,
        0.1194587822735682,  -0.11620648400270368, 0.065723271585220237};
    words raised =
        words_add(vec_as_words(x), words_all(UINT64_C(0x3FF0000000000000) - UINT64_C(0x3FE6A09E667F3BCD)));
    words biased = words_right(raised, 52);
    vec k = vec_all(0x1p52 + 1023) - words_as_vec(words_or(biased, words_all(UINT64_C(0x4330000000000000))));
    vec f = words_as_vec(
                words_subtract(vec_as_words(x), words_left(words_subtract(biased, words_all(1023)), 52))) -
            vec_all(1);

    return k * vec_all(0x1.62e42fefa39efp-1) - f * polynomial(series, f);
}

/* The normal score of u, to 4e-8, where it is within 3.3; BINOMIAL_TOO_FAR beyond. */
static inline vec normal_score(vec u)
{
    static const double series[DEGREE + 1] = {
        2.5066283128577724,      0.65623226550543193,    0.032676326241202779,  -0.0066310949409761504,
        -0.00032469557435227164, 0.00010007158125523602, 2.2794170639946196e-5, -8.7725964290754562e-6,
        1.158129530737555e-6,    -7.4429726173482379e-8, 1.9635528849380309e-9};
    vec y = rough_minus_log(vec_all(4) * u * (vec_all(1) - u));

    return vec_select(vec_less(vec_all(BINOMIAL_MOST_CENTRAL), y), vec_all(BINOMIAL_TOO_FAR),
                      (u - vec_all(0.5)) * polynomial(series, y));
}

/* Where the distribution function, made continuous between whole numbers, reaches the score w: k is
 * the whole part. Cornish-Fisher with the cumulants of the binomial, the second less 1/12 (Kolassa
 * and McCullagh 1990), to order 1 / variance. doubt bounds the error where |w| < 3.3 and
 * n share >= BINOMIAL_SEARCHED_MEAN: tests/reference/binomial_expansion.R. */
static inline vec expand(vec n, vec share, vec w, vec *doubt)
{
    vec q = vec_all(1) - share, pq = share * q, skew = q - share;
    vec sd = vec_sqrt(n * pq), per_sd = vec_all(1) / sd, per_variance = per_sd * per_sd, w2 = w * w;
    vec second = skew * (w2 - vec_all(1)) * vec_all(1.0 / 6);
    vec third = w * ((vec_all(1) + pq + pq) * w2 + (vec_all(2) - vec_all(14) * pq)) * vec_all(1.0 / 72);
    vec fourth =
        skew * (pq + vec_all(2)) * ((vec_all(3) * w2 + vec_all(7)) * w2 - vec_all(16)) * vec_all(1.0 / 1620);

    *doubt = (vec_all(0.04) + vec_all(0.0012) * w2 * w2 * w2) * per_variance * per_sd + vec_all(1e-7) * sd;
    return n * share + vec_all(0.5) + sd * w + (second - third * per_sd + fourth * per_variance);
}

/* The lanes of a vector that the expansion leaves open, one by one. */
static inline void settle(const struct lot *lot, int begin, mask open)
{
    for (unsigned bits = mask_bits(open); bits != 0; bits &= bits - 1) {
        int i = begin + __builtin_ctz(bits);
        lot->k[i] = binomial_settle(lot->lanes->n[i], lot->lanes->share[i], lot->lanes->u[i]);
    }
}

/* In two loops, so that more vectors are on their way at a time. A score too far is in doubt. */
static inline void expand_all(const struct lot *lot)
{
    for (int i = 0; i < lot->num; i += VECTOR_WIDTH)
        vec_store(lot->k + i, normal_score(vec_load(lot->lanes->u + i)));
    for (int i = 0; i < lot->num; i += VECTOR_WIDTH) {
        vec doubt, w = vec_load(lot->k + i);
        vec x = expand(vec_load(lot->lanes->n + i), vec_load(lot->lanes->share + i), w, &doubt),
            k = vec_floor(x);
        mask inside = mask_and(vec_at_most(vec_all(0), k), vec_at_most(k, vec_load(lot->lanes->n + i)));
        mask clear = mask_and(vec_less(doubt, x - k), vec_less(x - k, vec_all(1) - doubt));
        vec_store(lot->k + i, k);
        settle(lot, i, mask_and_not(first_lanes(lot->num - i), mask_and(inside, clear)));
    }
}

/* ---- all lanes --------------------------------------------------------------------------- */

enum { MAX_VECTORS = TILE / VECTOR_WIDTH };

/* Which lanes of each vector are drawn in a way, as bits. */
struct choice {
    int num;
    unsigned bits[MAX_VECTORS];
};

struct kernel {
    struct lanes all;
    struct choice searched, expanded;
    double k[ROOM]; /* counted from the end that a lane is drawn from; 0 if it is in neither */
};

static inline void choose(struct choice *self, int vector, mask m)
{
    self->bits[vector] = mask_bits(m);
    self->num += count_bits(self->bits[vector]);
}

static inline mask is_searched(vec n, vec share)
{
    return mask_or(vec_less(n * share, vec_all(BINOMIAL_SEARCHED_MEAN)),
                   vec_at_most(n, vec_all(BINOMIAL_SEARCHED_SIZE)));
}

static inline void read_vector(struct kernel *self, vec size, vec share, vec from, int begin)
{
    mask some = mask_and(vec_less(vec_all(0), size), vec_less(vec_all(0), share));
    mask open = mask_and(some, vec_less(share, vec_all(1))), flipped = vec_less(vec_all(0.5), share);

    vec_store(self->k + begin, vec_all(0));
    share = vec_select(flipped, vec_all(1) - share, share);
    vec_store(self->all.n + begin, size);
    vec_store(self->all.share + begin, share);
    vec_store(self->all.u + begin, vec_select(flipped, vec_all(1) - from, from));
    mask small = is_searched(size, share);
    choose(&self->searched, begin / VECTOR_WIDTH, mask_and(open, small));
    choose(&self->expanded, begin / VECTOR_WIDTH, mask_and_not(open, small));
}

/* Digits that hold the largest n, of one of few numbers: branches are foreseen. */
static inline int digits_of(vec most)
{
    static const int choices[] = {3, 6, 9, 16};

    for (int i = 0; i < 4; i++)
        if (mask_bits(vec_less(vec_all((1 << choices[i]) - 1), most)) == 0)
            return choices[i];
    return 31;
}

/* Chooses the way in which each lane is drawn. */
static inline void read_lanes(struct kernel *self, const struct binomial_request *r, const double *u)
{
    vec most = vec_all(0);

    self->searched.num = self->expanded.num = 0;
    for (int begin = 0; begin < r->num; begin += VECTOR_WIDTH) {
        int num = r->num - begin;
        vec n = vec_load_first_ints(r->n + begin, num), p = vec_load_first(r->p + begin, num);
        read_vector(self, n, p, vec_load_first(u + begin, num), begin);
        most = vec_select(vec_less(most, n), n, most);
    }
    self->all.num_digits = digits_of(most);
}

/* Harmless numbers for the rest of the last vectors. */
static inline void close_lanes(struct lanes *self, int num)
{
    for (int g = 0; g < GROUP; g++) {
        vec_store(self->n + num + g * VECTOR_WIDTH, vec_all(1));
        vec_store(self->share + num + g * VECTOR_WIDTH, vec_all(0.5));
        vec_store(self->u + num + g * VECTOR_WIDTH, vec_all(0.5));
    }
}

/* The lanes of a choice without gaps; places: of each. */
static inline void pack(const struct lanes *all, const struct choice *choice, int num_lanes,
                        struct lanes *out, int32_t *places)
{
    int at = 0;

    out->num_digits = all->num_digits;
    for (int i = 0; i < num_lanes; i += VECTOR_WIDTH) {
        unsigned bits = choice->bits[i / VECTOR_WIDTH];
        vec_pack(out->n + at, bits, vec_load(all->n + i));
        vec_pack(out->share + at, bits, vec_load(all->share + i));
        vec_pack(out->u + at, bits, vec_load(all->u + i));
        at += pack_places(bits, i, places + at);
    }
}

static inline void draw_lot(const struct binomial_tables *tables, const struct lot *lot, bool is_searched)
{
    if (is_searched)
        search(tables, lot);
    else
        expand_all(lot);
}

static inline void draw_choice(struct kernel *self, const struct choice *choice, int num_lanes,
                               const struct binomial_tables *tables)
{
    bool is_searched = choice == &self->searched;
    struct lanes packed;
    int32_t places[ROOM];
    double k[ROOM];

    if (choice->num == num_lanes) {
        close_lanes(&self->all, num_lanes);
        draw_lot(tables, &(struct lot){num_lanes, &self->all, self->k}, is_searched);
    } else if (choice->num > 0) {
        pack(&self->all, choice, num_lanes, &packed, places);
        close_lanes(&packed, choice->num);
        draw_lot(tables, &(struct lot){choice->num, &packed, k}, is_searched);
        for (int i = 0; i < choice->num; i++)
            self->k[places[i]] = k[i];
    }
}

/* Counts from 0 again; with p = 1, where nothing was drawn, that is n. */
static inline void write_tile(const struct kernel *self, const struct binomial_request *tile, int32_t *out)
{
    for (int i = 0; i < tile->num; i += VECTOR_WIDTH) {
        int num = tile->num - i;
        vec k = vec_load(self->k + i), p = vec_load_first(tile->p + i, num);
        vec_store_first_ints(out + i, vec_select(vec_less(vec_all(0.5), p), vec_load(self->all.n + i) - k, k),
                             num);
    }
}

static inline void draw_in_doubles(const struct binomial_request *tile, const struct binomial_tables *tables,
                                   const double *u, int32_t *out)
{
    struct kernel self;

    read_lanes(&self, tile, u);
    draw_choice(&self, &self.searched, tile->num, tables);
    draw_choice(&self, &self.expanded, tile->num, tables);
    write_tile(&self, tile, out);
}

#if HAS_FLOATS

/* Digits of any of the sizes; a negative one has the highest. */
static inline uint32_t digits_of_all(const int32_t n[TILE])
{
    uint32_t digits = 0;

    for (int i = 0; i < TILE; i++)
        digits |= (uint32_t)n[i];
    return digits;
}

/* Draws a whole tile; returns the lanes in doubt, as bits. */
static inline uint64_t draw_in_floats(const struct binomial_request *tile,
                                      const struct binomial_tables *tables, const double *u, uint32_t digits,
                                      int32_t k[TILE])
{
    uint64_t doubt = 0;

    for (int i = 0; i < TILE; i += FLOATS_GROUP * FLOATS_WIDTH) {
        const int32_t *n = tile->n + i;
        const double *p = tile->p + i;
        doubt |= (digits > MOST_SEARCHED_SIZE
                      ? expand_floats(n, p, u + i, k + i)
                      : search_floats(tables, n, p, u + i, digits < 16 ? 4 : SEARCHED_DIGITS, k + i))
                 << i;
    }
    return doubt;
}

/* doubt: not 0. */
static inline void draw_doubts(const struct binomial_request *tile, const struct binomial_tables *tables,
                               const double *u, uint64_t doubt, int32_t k[TILE])
{
    int32_t n[TILE], places[TILE];
    double p[TILE], from[TILE];
    int num = 0;

    do {
        int i = __builtin_ctzll(doubt);
        places[num] = i;
        n[num] = tile->n[i];
        p[num] = tile->p[i];
        from[num++] = u[i];
        doubt &= doubt - 1;
    } while (doubt != 0);
    draw_in_doubles(&(struct binomial_request){.num = num, .n = n, .p = p}, tables, from, n);
    for (int i = 0; i < num; i++)
        k[places[i]] = n[i];
}

/* out may be n. */
static inline void draw_tile(const struct binomial_request *tile, const struct binomial_tables *tables,
                             const double *u, int32_t *out)
{
    uint32_t digits = tile->num == TILE ? digits_of_all(tile->n) : UINT32_MAX;
    int32_t k[TILE];

    if (digits > MOST_EXPANDED_SIZE) {
        draw_in_doubles(tile, tables, u, out);
        return;
    }
    uint64_t doubt = draw_in_floats(tile, tables, u, digits, k);
    if (doubt != 0)
        draw_doubts(tile, tables, u, doubt, k);
    memcpy(out, k, sizeof k);
}

#else

static inline void draw_tile(const struct binomial_request *tile, const struct binomial_tables *tables,
                             const double *u, int32_t *out)
{
    draw_in_doubles(tile, tables, u, out);
}

#endif

static inline void run_kernel(const struct binomial_request *request, const struct binomial_tables *tables,
                              const double *u, int32_t *out)
{
    struct binomial_request tile = *request;

    for (int begin = 0; begin < request->num; begin += TILE) {
        tile.num = request->num - begin < TILE ? request->num - begin : TILE;
        tile.n = request->n + begin;
        tile.p = request->p + begin;
        draw_tile(&tile, tables, u + begin, out + begin);
    }
}

/* ---- few lanes --------------------------------------------------------------------------- */

/* The draws of a list, a vector at a time and from beginning to end: nothing is stored in between. */
struct few_lanes {
    const struct binomial_request *request;
    const int32_t *lanes;
    struct keys keys;
};

/* By search, if all lanes of the vector are. */
static inline bool search_few(const struct few_lanes *self, const struct binomial_tables *tables, int begin,
                              int32_t *out)
{
    const struct binomial_request *r = self->request;
    int num = r->num - begin;
    vec n = vec_load_first_ints(r->n + begin, num), p = vec_load_first(r->p + begin, num);
    mask flipped = vec_less(vec_all(0.5), p),
         some = mask_and(vec_less(vec_all(0), n), vec_less(vec_all(0), p));
    mask open = mask_and(some, vec_less(p, vec_all(1)));
    vec share = vec_select(flipped, vec_all(1) - p, p), base = vec_all(1) - share, mass = vec_all(1);

    if (mask_bits(mask_and_not(open, is_searched(n, share))) != 0)
        return false;
    vec u =
        uniforms_of_draws(&self->keys, r->site,
                          words_add(words_all(r->first), words_load_first_ints(self->lanes + begin, num)));
    vec odds = share / base;
    words digits = vec_as_words(n + vec_all(0x1p52));
    for (int digit = 0, num_digits = digits_of(n); digit < num_digits; digit++, base = base * base)
        mass = vec_multiply_where(words_has_bit(digits, digit), mass, base);
    struct search s = {open,      vec_select(flipped, vec_all(1) - u, u), mass, odds, (n + vec_all(1)) * odds,
                       vec_all(0)};
    search_group(tables, &s, 1);
    vec k = smaller(n, s.k);
    vec_store_first_ints(out + begin, vec_select(flipped, n - k, k), num);
    return true;
}

static inline void draw_few(const struct few_lanes *self, const struct binomial_tables *tables, int begin,
                            int32_t *out)
{
    struct binomial_request tile = *self->request;
    double u[VECTOR_WIDTH];

    tile.num = tile.num - begin < VECTOR_WIDTH ? tile.num - begin : VECTOR_WIDTH;
    tile.n += begin;
    tile.p += begin;
    vec_store(u, uniforms_of_draws(
                     &self->keys, tile.site,
                     words_add(words_all(tile.first), words_load_first_ints(self->lanes + begin, tile.num))));
    draw_in_doubles(&tile, tables, u, out + begin);
}

static inline void run_few(const struct binomial_request *request, const struct binomial_tables *tables,
                           const int32_t *lanes, int32_t *out)
{
    const struct few_lanes self = {request, lanes, make_keys(request->stream)};

    for (int begin = 0; begin < request->num; begin += VECTOR_WIDTH)
        if (!search_few(&self, tables, begin, out))
            draw_few(&self, tables, begin, out);
}

#endif

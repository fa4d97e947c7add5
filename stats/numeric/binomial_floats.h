/* The search and the expansion of binomial_kernel.h in floats, of which a vector has twice as many.
 * They tell the lanes that they may have got wrong; those are drawn again in doubles, so that the
 * numbers are the same. Errors: tests/reference/binomial_floats.py. Included by binomial_kernel.h alone. */
#ifndef STATS_NUMERIC_BINOMIAL_FLOATS_H
#define STATS_NUMERIC_BINOMIAL_FLOATS_H

#include "stats/numeric/binomial_lanes.h"
#include "stats/numeric/floats.h"

#if HAS_FLOATS

/* Sizes that are searched and expanded in floats: all those of so many digits. */
enum {
    SEARCHED_DIGITS = 6,
    MOST_SEARCHED_SIZE = (1 << SEARCHED_DIGITS) - 1,
    EXPANDED_DIGITS = 10,
    MOST_EXPANDED_SIZE = (1 << EXPANDED_DIGITS) - 1
};

/* ---- search ------------------------------------------------------------------------------ */

/* Vectors of floats that are searched side by side: as many as there are registers for. */
enum { FLOATS_GROUP = VECTOR_WIDTH == 2 ? 2 : 4, FLOATS_STEPS_AT_ONCE = 4 };

struct float_search {
    floats u, mass, odds, top; /* of struct search */
    floats nearest;            /* to 0 that u came */
    ints k;
};

/* (1 - share)^n by squaring. */
static inline floats float_mass(ints n, floats base, int num_digits)
{
    floats mass = floats_select(ints_have_bit(n, 0), base, floats_all(1));

    for (int digit = 1; digit < num_digits; digit++) {
        base = base * base;
        mass = floats_multiply_where(ints_have_bit(n, digit), mass, base);
    }
    return mass;
}

static inline void float_search_begin(struct float_search *s, ints n, floats p, floats u, int num_digits)
{
    floats one = floats_all(1);
    floats_mask flipped = floats_less(floats_all(0.5f), p);
    floats share = floats_select(flipped, one - p, p), base = one - share;

    s->u = floats_select(flipped, one - u, u);
    s->mass = float_mass(n, base, num_digits);
    s->odds = share / base;
    s->top = (floats_of(n) + one) * s->odds;
    s->nearest = one;
    s->k = ints_zero();
}

/* Whose u is below 0 has stopped, as no probability is: it only falls. */
static inline floats_mask float_search_step(struct float_search *s, floats reciprocal)
{
    floats_mask going = floats_less(s->mass, s->u);

    s->u = s->u - s->mass;
    s->nearest = floats_nearer(s->nearest, s->u);
    s->mass = s->mass * floats_multiply_subtract(s->top, reciprocal, s->odds);
    s->k = ints_count(going, s->k);
    return going;
}

static inline void float_search_group(const struct binomial_tables *tables, struct float_search *s)
{
    floats_mask going[FLOATS_GROUP];
    unsigned any = 1;

    for (int step = 1; step <= MOST_SEARCHED_SIZE + 1 && any != 0; step += FLOATS_STEPS_AT_ONCE) {
        for (int i = step; i < step + FLOATS_STEPS_AT_ONCE; i++) {
            floats reciprocal = floats_all(tables->float_reciprocals[i]);
            for (int g = 0; g < FLOATS_GROUP; g++)
                going[g] = float_search_step(&s[g], reciprocal);
        }
        any = 0;
        for (int g = 0; g < FLOATS_GROUP; g++)
            any |= floats_bits(going[g]);
    }
}

/* Lanes that are not known to be right. */
static inline unsigned unsure(unsigned sure)
{
    return ~sure & ((1u << FLOATS_WIDTH) - 1);
}

/* Draws FLOATS_GROUP vectors to k; returns the lanes in doubt, as bits: taking away the probabilities
 * of up to n people leaves an error below (8 n + 16) 2^-24. */
static inline uint64_t search_floats(const struct binomial_tables *tables, const int32_t *n, const double *p,
                                     const double *u, int num_digits, int32_t *k)
{
    struct float_search s[FLOATS_GROUP];
    uint64_t doubt = 0;

    for (int g = 0, i = 0; g < FLOATS_GROUP; g++, i += FLOATS_WIDTH)
        float_search_begin(&s[g], ints_load(n + i), floats_load(p + i), floats_load(u + i), num_digits);
    float_search_group(tables, s);
    for (int g = 0, i = 0; g < FLOATS_GROUP; g++, i += FLOATS_WIDTH) {
        ints size = ints_load(n + i);
        floats bound = floats_of(size) * floats_all(0x1p-21f) + floats_all(0x1p-20f);
        doubt |= (uint64_t)unsure(floats_bits(floats_less(bound, s[g].nearest))) << i;
        ints_store(k + i, ints_from_where(floats_less(floats_all(0.5f), floats_load(p + i)), size, s[g].k));
    }
    return doubt;
}

/* ---- expansion --------------------------------------------------------------------------- */

/* coefficients from the constant on; of degree 7 or 9 (tests/reference/normal_score.py). */
static inline floats float_polynomial(const float *coefficients, int degree, floats x)
{
    floats sum = floats_all(coefficients[degree]);

    for (int i = degree - 1; i >= 0; i--)
        sum = floats_multiply_add(sum, x, floats_all(coefficients[i]));
    return sum;
}

/* -ln x of normal x in (0, 1]. */
static inline floats float_minus_log(floats x)
{
    static const float series[] = {0.99999997f, -0.50000375f, 0.33334606f,  -0.24968907f,
                                   0.19913348f, -0.17278206f, 0.161262479f, -0.098953507f};
    ints raised = ints_add(floats_as_ints(x), ints_all(0x3F800000 - 0x3F3504F3)); /* sqrt 1/2 */
    ints exponent = ints_subtract(ints_right(raised, 23), ints_all(127));
    floats f = ints_as_floats(ints_subtract(floats_as_ints(x), ints_left(exponent, 23))) - floats_all(1);

    return floats_all(-0x1.62e430p-1f) * floats_of(exponent) - f * float_polynomial(series, 7, f);
}

/* The normal score of u in (0, 1/2], where it is within 3.3; minus BINOMIAL_TOO_FAR beyond. */
static inline floats float_score(floats u)
{
    static const float series[] = {2.5066280f,      0.65624363f,    0.032616112f,   -0.0065078437f,
                                   -0.00045245749f, 0.00017600573f, -4.6485725e-6f, -2.6391047e-6f,
                                   3.3016173e-7f,   -1.2573009e-8f};
    floats y = float_minus_log(floats_all(4) * u * (floats_all(1) - u));

    return floats_select(floats_less(floats_all((float)BINOMIAL_MOST_CENTRAL), y),
                         floats_all((float)-BINOMIAL_TOO_FAR),
                         (u - floats_all(0.5f)) * float_polynomial(series, 9, y));
}

struct float_expansion {
    floats n, share, score;
    floats_mask flipped;
};

static inline void float_expansion_begin(struct float_expansion *e, const int32_t *n, const double *p)
{
    floats chance = floats_load(p);

    e->flipped = floats_less(floats_all(0.5f), chance);
    e->n = floats_of(ints_load(n));
    e->share = floats_select(e->flipped, floats_all(1) - chance, chance);
}

static inline void float_expansion_score(struct float_expansion *e, const double *u)
{
    floats low = floats_load(u), score = float_score(floats_min(low, floats_load_rest(u)));

    score = floats_select(floats_less(floats_all(0.5f), low), -score, score);
    e->score = floats_select(e->flipped, -score, score);
}

/* expand, whose doubt grows by what floats round away. */
static inline floats float_expand(const struct float_expansion *e, floats *doubt)
{
    floats one = floats_all(1), w = e->score, w2 = w * w;
    floats q = one - e->share, pq = e->share * q, skew = q - e->share;
    floats sd = floats_sqrt(e->n * pq), per_sd = one / sd, per_variance = per_sd * per_sd;
    floats second = skew * (w2 - one) * floats_all(1.0f / 6);
    floats third = w * ((one + pq + pq) * w2 + (floats_all(2) - floats_all(14) * pq)) * floats_all(1.0f / 72);
    floats fourth = skew * (pq + floats_all(2)) *
                    ((floats_all(3) * w2 + floats_all(7)) * w2 - floats_all(16)) * floats_all(1.0f / 1620);

    *doubt = (floats_all(0.04f) + floats_all(0.0012f) * w2 * w2 * w2) * per_variance * per_sd +
             (floats_all(5) * e->n + floats_all(60) * sd + floats_all(50)) * floats_all(0x1p-24f);
    return e->n * e->share + floats_all(0.5f) + sd * w + (second - third * per_sd + fourth * per_variance);
}

/* Draws a vector to k; returns the lanes in doubt. */
static inline unsigned float_expansion_draw(const struct float_expansion *e, int32_t *k)
{
    floats doubt, x = float_expand(e, &doubt), one = floats_all(1);
    ints whole = ints_of(x);
    floats above = x - floats_of(whole); /* below 0 where x is */
    floats nearest = floats_min(floats_min(above, one - above), e->n + one - x);

    ints_store(k, ints_from_where(e->flipped, ints_of(e->n), whole));
    return unsure(floats_bits(floats_less(doubt, nearest)) &
                  floats_bits(floats_less(floats_all(BINOMIAL_SEARCHED_MEAN), e->n * e->share)));
}

/* Draws FLOATS_GROUP vectors to k, each in loops of its own, so that more of them are on their way at a
 * time; returns the lanes in doubt, as bits, among them those that have to be searched. */
static inline uint64_t expand_floats(const int32_t *n, const double *p, const double *u, int32_t *k)
{
    struct float_expansion e[FLOATS_GROUP];
    uint64_t doubt = 0;

    for (int g = 0, i = 0; g < FLOATS_GROUP; g++, i += FLOATS_WIDTH)
        float_expansion_begin(&e[g], n + i, p + i);
    for (int g = 0, i = 0; g < FLOATS_GROUP; g++, i += FLOATS_WIDTH)
        float_expansion_score(&e[g], u + i);
    for (int g = 0, i = 0; g < FLOATS_GROUP; g++, i += FLOATS_WIDTH)
        doubt |= (uint64_t)float_expansion_draw(&e[g], k + i) << i;
    return doubt;
}

#endif

#endif

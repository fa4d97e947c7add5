/* The search of binomial_kernel.h for few people, in floats: twice as many lanes a vector. It tells
 * which lanes it may have got wrong; those are drawn again in doubles, so that the numbers are the
 * same. Included by binomial_kernel.h alone.
 *
 * Taking away k + 1 probabilities of n people from the uniform number leaves an error below
 * (8 n + 16) 2^-24 (tests/reference/binomial_floats.py has its parts and the largest seen). A lane is
 * in doubt when what was left after any of its steps is nearer to 0 than that. */
#ifndef STATS_NUMERIC_BINOMIAL_FLOATS_H
#define STATS_NUMERIC_BINOMIAL_FLOATS_H

#include "stats/numeric/binomial_lanes.h"
#include "stats/numeric/floats.h"

#if HAS_FLOATS

/* Digits that hold the sizes searched in floats. */
enum { FLOATS_DIGITS = 6, FLOATS_MOST = (1 << FLOATS_DIGITS) - 1 };

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

    for (int step = 1; step <= FLOATS_MOST + 1 && any != 0; step += FLOATS_STEPS_AT_ONCE) {
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

/* Draws FLOATS_GROUP vectors to k; returns the lanes in doubt, as bits. */
static inline uint64_t draw_floats(const struct binomial_tables *tables, const int32_t *n, const double *p,
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
        doubt |= (uint64_t)floats_bits(floats_less(s[g].nearest, bound)) << i;
        ints_store(k + i, ints_from_where(floats_less(floats_all(0.5f), floats_load(p + i)), size, s[g].k));
    }
    return doubt;
}

#endif

#endif

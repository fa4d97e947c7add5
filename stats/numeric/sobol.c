#include "stats/numeric/sobol.h"

#include "stats/base/processor.h"
#include "stats/numeric/random.h"
#include "stats/numeric/sobol_numbers.h"

enum { PORTION = 64 };

static int degree_of(uint32_t polynomial)
{
    int degree = 0;

    while (polynomial >> (degree + 1) != 0)
        degree++;
    return degree;
}

/* Where the numbers of a dimension of the table begin. */
static const uint16_t *numbers_of(uint32_t dimension)
{
    const uint16_t *numbers = sobol_numbers;

    for (uint32_t d = 1; d < dimension; d++)
        numbers += degree_of(sobol_polynomials[d - 1]);
    return numbers;
}

/* Bratley and Fox (1988), ACM TOMS 14: m_k = 2 a_1 m_(k-1) ^ 4 a_2 m_(k-2) ^ ...
 * ^ 2^s m_(k-s) ^ m_(k-s), here as fractions v_k = m_k / 2^k of 32 digits. */
static void fill_directions(uint32_t dimension, uint32_t v[SOBOL_DIGITS])
{
    uint32_t polynomial = dimension > 0 ? sobol_polynomials[dimension - 1] : 3;
    int s = degree_of(polynomial);
    const uint16_t *numbers = numbers_of(dimension);

    for (int k = 0; k < SOBOL_DIGITS; k++) {
        int left = SOBOL_DIGITS - 1 - k;
        if (dimension == 0 || k < s) {
            v[k] = (dimension == 0 ? 1u : (uint32_t)numbers[k]) << left;
            continue;
        }
        v[k] = v[k - s] ^ (v[k - s] >> s);
        for (int j = 1; j < s; j++)
            if (polynomial >> (s - j) & 1)
                v[k] ^= v[k - j];
    }
}

/* A 32-bit finaliser (Wellons 2018, "lowbias32"), with one more key inside. */
static inline uint32_t hash(uint32_t x, uint32_t a, uint32_t b)
{
    x ^= a;
    x ^= x >> 16;
    x *= 0x7FEB352Du;
    x ^= x >> 15;
    x += b;
    x *= 0x846CA68Bu;
    x ^= x >> 16;
    x *= 0x9E3779B1u;
    return x ^ x >> 15;
}

/* Node k of the tree of digits: a leading one, then the first k digits. */
static inline uint32_t flip_of(uint32_t x, int k, uint32_t a, uint32_t b)
{
    uint32_t node = (x >> 1 | 0x80000000u) >> (SOBOL_DIGITS - 1 - k);

    return hash(node, a, b) >> 31 << (SOBOL_DIGITS - 1 - k);
}

struct sobol sobol_make(uint64_t seed, uint32_t dimension)
{
    struct stream stream = stream_make(seed, "sobol");
    struct sobol self = {.turn = 0};
    uint32_t words[4];

    fill_directions(dimension % SOBOL_DIMENSIONS, self.directions);
    for (uint32_t r = 0; r < SOBOL_REPLICATES; r++) {
        stream_block(&stream, r, dimension, 0, words);
        for (int k = 0; k < 3; k++)
            self.keys[k][r] = words[k];
    }
    stream_block(&stream, 0, dimension / SOBOL_DIMENSIONS, 1, words);
    if (dimension >= SOBOL_DIMENSIONS)
        self.turn = words[0] | 1;
    return self;
}

/* An order of the points in which 2^k points from a multiple of 2^k on are still
 * such points: the number is scrambled from its highest digit down. */
static uint32_t shuffle(uint32_t index, uint32_t turn)
{
    uint32_t flips = 0;

    for (int k = 0; k < SOBOL_DIGITS; k++)
        flips |= flip_of(index, k, turn, turn);
    return index ^ flips;
}

uint32_t sobol_plain(const struct sobol *self, uint32_t index)
{
    uint32_t x = 0, i = self->turn ? shuffle(index, self->turn) : index;

    for (int k = 0; i != 0; i >>= 1, k++)
        if (i & 1)
            x ^= self->directions[k];
    return x;
}

/* The points of a portion before scrambling, and the keys that belong to them. */
struct portion {
    uint32_t x[PORTION], a[PORTION], b[PORTION], c[PORTION];
};

static void fill_portion(const struct sobol *self, uint64_t first, int num, struct portion *p)
{
    uint32_t plain = 0;

    for (int i = 0; i < num; i++) {
        uint64_t draw = first + (uint64_t)i;
        unsigned r = (unsigned)(draw % SOBOL_REPLICATES);
        if (i == 0 || r == 0)
            plain = sobol_plain(self, (uint32_t)(draw / SOBOL_REPLICATES));
        p->x[i] = plain;
        p->a[i] = self->keys[0][r];
        p->b[i] = self->keys[1][r];
        p->c[i] = self->keys[2][r];
    }
}

/* Scrambles the 32 digits; those that follow are random by themselves. */
static FOR_EVERY_PROCESSOR void scramble_loop(const struct portion *p, uint32_t *restrict high,
                                              uint32_t *restrict low)
{
    for (int i = 0; i < PORTION; i++) {
        uint32_t x = p->x[i], a = p->a[i], b = p->b[i], y = x;
        for (int k = 0; k < SOBOL_DIGITS; k++)
            y ^= flip_of(x, k, a, b);
        high[i] = y;
        low[i] = hash(x, p->c[i], a);
    }
}
FOR_EACH_PROCESSOR(scramble, (const struct portion *p, uint32_t *restrict high, uint32_t *restrict low),
                   (p, high, low))

void sobol_draws(const struct sobol *self, uint64_t first, int num, double *out)
{
    struct portion portion = {.x = {0}};
    uint32_t high[PORTION], low[PORTION];

    for (int done = 0; done < num; done += PORTION) {
        int part = num - done < PORTION ? num - done : PORTION;
        fill_portion(self, first + (uint64_t)done, part, &portion);
        scramble(&portion, high, low);
        for (int i = 0; i < part; i++)
            out[done + i] = random_unit(high[i], low[i]);
    }
}

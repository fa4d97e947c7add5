#include "stats/numeric/random.h"

#include "stats/base/processor.h"

static FOR_EVERY_PROCESSOR void philox_rounds(uint32_t *c0, uint32_t *c1, uint32_t *c2, uint32_t *c3,
                                              uint32_t k0, uint32_t k1)
{
    for (int round = 0; round < PHILOX_ROUNDS; round++) {
        uint64_t product0 = (uint64_t)PHILOX_MULTIPLIER0 * *c0;
        uint64_t product1 = (uint64_t)PHILOX_MULTIPLIER1 * *c2;
        uint32_t high0 = (uint32_t)(product0 >> 32), high1 = (uint32_t)(product1 >> 32);
        *c0 = high1 ^ *c1 ^ k0;
        *c2 = high0 ^ *c3 ^ k1;
        *c1 = (uint32_t)product1;
        *c3 = (uint32_t)product0;
        k0 += PHILOX_WEYL0;
        k1 += PHILOX_WEYL1;
    }
}

void philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = counter[i];
    philox_rounds(&out[0], &out[1], &out[2], &out[3], key[0], key[1]);
}

/* A 64-bit finaliser (Steele, Lea and Flood 2014, SplitMix64). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

struct stream stream_make(uint64_t seed, const char *name)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001B3);
    hash = mix(hash ^ mix(seed + UINT64_C(0x9E3779B97F4A7C15)));
    return (struct stream){{(uint32_t)hash, (uint32_t)(hash >> 32)}};
}

double random_unit(uint32_t high, uint32_t low)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 12; /* 52: half a unit more is still exact */

    return ((double)bits + 0.5) * 0x1p-52;
}

void stream_block(const struct stream *self, uint64_t draw, uint32_t site, uint32_t trial, uint32_t out[4])
{
    uint32_t counter[4] = {(uint32_t)draw, (uint32_t)(draw >> 32), site, trial};

    philox4x32(counter, self->key, out);
}

double stream_unit(const struct stream *self, uint64_t draw, uint32_t site)
{
    uint32_t words[4];

    stream_block(self, draw, site, 0, words);
    return random_unit(words[0], words[1]);
}

void stream_blocks(const struct stream *self, uint64_t first, int num, uint32_t site, uint32_t *words[4])
{
    stream_blocks_of_trial(self, first, num, site, 0, words);
}

static FOR_EVERY_PROCESSOR void blocks_loop(const struct stream *self, uint64_t first, int num, uint32_t site,
                                            uint32_t trial, uint32_t *const words[4])
{
    uint32_t *restrict w0 = words[0], *restrict w1 = words[1];
    uint32_t *restrict w2 = words[2], *restrict w3 = words[3];
    uint32_t k0 = self->key[0], k1 = self->key[1];

    for (int i = 0; i < num; i++) {
        uint64_t draw = first + (uint64_t)i;
        uint32_t c0 = (uint32_t)draw, c1 = (uint32_t)(draw >> 32), c2 = site, c3 = trial;
        philox_rounds(&c0, &c1, &c2, &c3, k0, k1);
        w0[i] = c0;
        w1[i] = c1;
        w2[i] = c2;
        w3[i] = c3;
    }
}
FOR_EACH_PROCESSOR(blocks,
                   (const struct stream *self, uint64_t first, int num, uint32_t site, uint32_t trial,
                    uint32_t *const words[4]),
                   (self, first, num, site, trial, words))

void stream_blocks_of_trial(const struct stream *self, uint64_t first, int num, uint32_t site, uint32_t trial,
                            uint32_t *words[4])
{
    blocks(self, first, num, site, trial, words);
}

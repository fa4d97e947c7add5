/* Keyed random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011).
 *
 * A random number is a pure function of (seed, name of the stream, draw, site,
 * trial): no generator has state and no thread owns one. The same draw of the
 * same stream is the same number whatever is computed before, beside or after. */
#ifndef STATS_NUMERIC_RANDOM_H
#define STATS_NUMERIC_RANDOM_H

#include <stdint.h>

/* The constants of the rounds. */
#define PHILOX_MULTIPLIER0 0xD2511F53u
#define PHILOX_MULTIPLIER1 0xCD9E8D57u
#define PHILOX_WEYL0 0x9E3779B9u
#define PHILOX_WEYL1 0xBB67AE85u
enum { PHILOX_ROUNDS = 10 };

/* One block: four words from a counter and a key. */
void philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

struct stream {
    uint32_t key[2];
};

/* The stream of a name under a seed. Streams are named by meaning ("cohort
 * cnam/employees"), so that adding one does not shift another. */
struct stream stream_make(uint64_t seed, const char *name);

/* A number in the open interval (0, 1), an odd multiple of 2^-53. */
double random_unit(uint32_t high, uint32_t low);

/* One block of the stream: site tells the uses of one draw apart, trial the
 * attempts of one use. */
void stream_block(const struct stream *self, uint64_t draw, uint32_t site, uint32_t trial, uint32_t out[4]);

/* The first uniform of trial 0. */
double stream_unit(const struct stream *self, uint64_t draw, uint32_t site);

/* Blocks (trial 0) of consecutive draws first .. first + num - 1, one word an
 * array: words[k][i] is word k of draw first + i. The second is for any trial. */
void stream_blocks(const struct stream *self, uint64_t first, int num, uint32_t site, uint32_t *words[4]);
void stream_blocks_of_trial(const struct stream *self, uint64_t first, int num, uint32_t site, uint32_t trial,
                            uint32_t *words[4]);

#endif

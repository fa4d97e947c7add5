/* Estimates of parents, kept: thousands of territories have the same ones. */
#ifndef STATS_INDICATORS_MEMO_H
#define STATS_INDICATORS_MEMO_H

#include <stddef.h>
#include <stdint.h>

#include "stats/indicators/indicator.h"

/* What an estimate is of. item is kept by pointer: it lives as long as the dataset. */
struct memo_key {
    const struct indicator *indicator;
    const char *item;
    enum level level;
    const char *code;
    int year; /* 0: the last that has a value */
};

struct memo_entry {
    struct memo_key key; /* indicator NULL: an empty slot */
    struct estimate estimate;
};

/* Initialise with {0}. */
struct memo {
    struct memo_entry *slots;
    size_t num_slots, num_used;
};

void memo_free(struct memo *self);

/* NULL when it is not there; valid until the next memo_put. */
const struct estimate *memo_get(const struct memo *self, const struct memo_key *key);

/* Forgets nothing, but may not remember: without memory the estimate is just made
 * again the next time. */
void memo_put(struct memo *self, const struct memo_key *key, const struct estimate *estimate);

#endif

/* Sums by group over many weighted records, in memory bounded by the number of groups.
 *
 * Threads put records into buffers, one for each share of the groups (by hash of the key); then
 * each share adds its buffers in the order of the file. So every sum is made in file order,
 * whatever the number of threads, and equals that of a plain loop over the file. */
#ifndef STATS_DATA_GROUPS_H
#define STATS_DATA_GROUPS_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

enum { GROUP_SHARES = 32 };

/* Of one numeric column within a group. */
struct group_sum {
    double sum;    /* of weight * value */
    double weight; /* of the records that have a value */
    uint64_t num_missing;
};

struct group {
    uint64_t num_records;
    double weight;         /* sum of the weights */
    double weight_squares; /* sum of their squares */
    double variance;       /* sum of w (w - 1), where that is positive */
    uint32_t key_words;    /* 8 bytes each */
    uint32_t num_sums;
    struct group_sum
        sums[]; /* [num_sums], then the key: texts that end with a NUL each, filled up with NULs */
};

const char *group_key(const struct group *self);

/* A record on its way; the key as in struct group. */
struct group_record {
    uint64_t hash;
    double weight;
    uint32_t key_words;
    uint32_t num_values;
    double values[]; /* [num_values] NaN: missing; then the key */
};

/* Records of one share, in file order. Initialise with {0}. */
struct group_buffer {
    char *bytes;
    size_t length, capacity;
};

/* Buffers the record of a key (length bytes with its NULs). shares has GROUP_SHARES buffers. */
int group_buffers_add(struct group_buffer *shares, const char *key, size_t length, double weight,
                      const double *values, size_t num_values, struct err *err);

/* The groups of one share. Initialise with {0}. */
struct group_share {
    struct group_slot *slots; /* [num_slots] a power of two */
    size_t num_slots, num_groups;
    char *bytes; /* the groups, one after the other */
    size_t length, capacity;
};

int group_share_add(struct group_share *self, const struct group_buffer *buffer, struct err *err);
void group_share_free(struct group_share *self);

/* All groups in the order of their keys: byte by byte, first text first. Allocated into *sorted;
 * the groups stay with the shares. */
int groups_sort(const struct group_share *shares, int threads, const struct group ***sorted, size_t *num,
                struct err *err);

#endif

/* Records that come twice would be counted twice. What tells the records of a file
 * apart is its identity: the fields of the code, of the year and of the level, and
 * every field that a condition of the dictionary looks at. */
#ifndef STATS_DATA_IDENTITY_H
#define STATS_DATA_IDENTITY_H

#include <stdint.h>

#include "stats/base/error.h"
#include "stats/data/csvin.h"

/* One identity seen, by a hash of 128 bits. */
struct identity {
    uint64_t hash[2];
    long line; /* 0: an empty slot */
};

/* Initialise with {0}. */
struct identities {
    struct identity *slots; /* open addressing, a power of two of them */
    size_t num_slots, num_used;
};

void identities_free(struct identities *self);

/* Notes the identity of a record. *first is the line on which the same identity
 * stood before, 0 when it is new. */
int identities_add(struct identities *self, const struct csv_row *row, const size_t *fields,
                   size_t num_fields, long *first, struct err *err);

#endif

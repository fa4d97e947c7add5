#include "stats/data/identity.h"

#include <stdlib.h>

#include "stats/base/mem.h"

enum { FIRST_SLOTS = 1024 };

void identities_free(struct identities *self)
{
    free(self->slots);
    *self = (struct identities){0};
}

/* FNV-1a over the fields with their final NUL, so that "a","bc" is not "ab","c". */
static uint64_t hash_fields(const struct csv_row *row, const size_t *fields, size_t num_fields,
                            uint64_t basis)
{
    uint64_t hash = basis;

    for (size_t k = 0; k < num_fields; k++)
        for (size_t i = 0; i <= row->lengths[fields[k]]; i++)
            hash = (hash ^ (unsigned char)row->fields[fields[k]][i]) * UINT64_C(0x100000001b3);
    return hash ^ hash >> 29;
}

/* The slot of an identity, or the empty one where it belongs. */
static struct identity *find_slot(const struct identities *self, const uint64_t hash[2])
{
    size_t i = (size_t)hash[0] & (self->num_slots - 1);

    while (self->slots[i].line != 0 &&
           (self->slots[i].hash[0] != hash[0] || self->slots[i].hash[1] != hash[1]))
        i = (i + 1) & (self->num_slots - 1);
    return &self->slots[i];
}

static int grow(struct identities *self, struct err *err)
{
    struct identities larger = {.num_slots = self->num_slots ? 2 * self->num_slots : FIRST_SLOTS,
                                .num_used = self->num_used};

    larger.slots = mem_alloc(larger.num_slots, sizeof *larger.slots, err);
    if (larger.slots == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < self->num_slots; i++)
        if (self->slots[i].line != 0)
            *find_slot(&larger, self->slots[i].hash) = self->slots[i];
    free(self->slots);
    *self = larger;
    return ERR_OK;
}

int identities_add(struct identities *self, const struct csv_row *row, const size_t *fields,
                   size_t num_fields, long *first, struct err *err)
{
    const uint64_t hash[2] = {hash_fields(row, fields, num_fields, UINT64_C(0xcbf29ce484222325)),
                              hash_fields(row, fields, num_fields, UINT64_C(0x9e3779b97f4a7c15))};
    struct identity *slot;

    *first = 0;
    if (2 * self->num_used >= self->num_slots && grow(self, err) != ERR_OK)
        return ERR_LIMIT;
    slot = find_slot(self, hash);
    *first = slot->line;
    if (slot->line == 0) {
        *slot = (struct identity){{hash[0], hash[1]}, row->line};
        self->num_used++;
    }
    return ERR_OK;
}

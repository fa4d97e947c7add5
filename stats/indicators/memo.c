#include "stats/indicators/memo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

void memo_free(struct memo *self)
{
    free(self->slots);
    *self = (struct memo){0};
}

static uint64_t add_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3); /* FNV-1a */
    return (hash ^ 0xFF) * UINT64_C(0x100000001B3);
}

static size_t hash_of(const struct memo_key *key)
{
    uint64_t hash = add_text(UINT64_C(0xCBF29CE484222325), key->indicator->name);

    hash = add_text(add_text(hash, key->item), key->code);
    return (size_t)((hash ^ (uint64_t)key->level << 32 ^ (uint64_t)key->year) *
                        UINT64_C(0x9E3779B97F4A7C15) >>
                    20);
}

static bool is_same(const struct memo_key *a, const struct memo_key *b)
{
    return a->indicator == b->indicator && a->level == b->level && a->year == b->year &&
           strcmp(a->item, b->item) == 0 && strcmp(a->code, b->code) == 0;
}

/* The slot of a key, or the empty one where it belongs. */
static struct memo_entry *slot_of(struct memo_entry *slots, size_t num_slots, const struct memo_key *key)
{
    size_t i = hash_of(key) % num_slots;

    while (slots[i].key.indicator != NULL && !is_same(&slots[i].key, key))
        i = (i + 1) % num_slots;
    return &slots[i];
}

const struct estimate *memo_get(const struct memo *self, const struct memo_key *key)
{
    const struct memo_entry *slot;

    if (self->num_slots == 0)
        return NULL;
    slot = slot_of(self->slots, self->num_slots, key);
    return slot->key.indicator != NULL ? &slot->estimate : NULL;
}

static bool grow(struct memo *self)
{
    size_t num = self->num_slots ? self->num_slots * 2 : 1024;
    struct memo_entry *slots = mem_alloc(num, sizeof *slots, NULL);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < self->num_slots; i++)
        if (self->slots[i].key.indicator != NULL)
            *slot_of(slots, num, &self->slots[i].key) = self->slots[i];
    free(self->slots);
    self->slots = slots;
    self->num_slots = num;
    return true;
}

void memo_put(struct memo *self, const struct memo_key *key, const struct estimate *estimate)
{
    if (2 * (self->num_used + 1) > self->num_slots && !grow(self))
        return;
    struct memo_entry *slot = slot_of(self->slots, self->num_slots, key);
    self->num_used += slot->key.indicator == NULL;
    *slot = (struct memo_entry){*key, *estimate};
}

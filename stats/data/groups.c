#include "stats/data/groups.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/parallel.h"

enum { WORD = 8, FIRST_SLOTS = 64, AHEAD = 16, FIRST_RUN = 8, FEW_GROUPS = 10000 };

/* A place in the open-addressing table of a share; at is the word of the group plus 1, 0: empty. */
struct group_slot {
    uint32_t tag; /* of the hash */
    uint32_t at;
};

const char *group_key(const struct group *self)
{
    return (const char *)(self->sums + self->num_sums);
}

static const char *record_key(const struct group_record *self)
{
    return (const char *)(self->values + self->num_values);
}

__extension__ typedef unsigned __int128 uint128;

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint128 product = (uint128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Words of a key folded by multiplication (as wyhash does). */
static uint64_t hash_key(const char *key, size_t words)
{
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ words;

    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, key + i * WORD, WORD);
        hash = mix(hash ^ word, UINT64_C(0xD6E8FEB86659FD93));
    }
    return mix(hash, UINT64_C(0xA0761D6478BD642F));
}

static size_t share_of(uint64_t hash)
{
    return hash >> 59; /* log2(GROUP_SHARES) bits */
}

static size_t record_size(size_t num_values, size_t key_words)
{
    return sizeof(struct group_record) + num_values * sizeof(double) + key_words * WORD;
}

int group_buffers_add(struct group_buffer *shares, const char *key, size_t length, double weight,
                      const double *values, size_t num_values, struct err *err)
{
    size_t words = (length + WORD - 1) / WORD;
    char padded[8 * WORD];
    uint64_t hash;

    /* a short key is filled up with NULs first, so that it is hashed by words */
    if (words <= 8) {
        memset(padded, 0, words * WORD);
        memcpy(padded, key, length);
        key = padded;
        length = words * WORD;
        hash = hash_key(key, words);
    } else {
        uint64_t last = 0;
        memcpy(&last, key + (words - 1) * WORD, length - (words - 1) * WORD);
        hash = mix(hash_key(key, words - 1) ^ last, UINT64_C(0xD6E8FEB86659FD93));
    }
    struct group_buffer *buffer = &shares[share_of(hash)];
    size_t size = record_size(num_values, words);
    if (buffer->length + size > buffer->capacity &&
        mem_grow_raw(&buffer->bytes, &buffer->capacity, buffer->length + size, 1, err) != ERR_OK)
        return ERR_LIMIT;
    struct group_record *record = (struct group_record *)(void *)(buffer->bytes + buffer->length);
    record->hash = hash;
    record->weight = weight;
    record->key_words = (uint32_t)words;
    record->num_values = (uint32_t)num_values;
    for (size_t i = 0; i < num_values; i++)
        record->values[i] = values[i];
    char *out = (char *)(record->values + num_values);
    memcpy(out, key, length);
    memset(out + length, 0, words * WORD - length);
    buffer->length += size;
    return ERR_OK;
}

/* ---- the table of a share ------------------------------------------------------------------ */

static struct group *group_at(const struct group_share *self, uint32_t at)
{
    return (struct group *)(void *)(self->bytes + (size_t)(at - 1) * WORD);
}

static size_t group_size(const struct group *group)
{
    return sizeof *group + group->num_sums * sizeof(struct group_sum) + group->key_words * (size_t)WORD;
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)hash;
}

/* Bits of the tag choose the slot: a table has fewer than 2^32. */
static size_t slot_of(const struct group_share *self, uint32_t tag)
{
    return tag & (self->num_slots - 1);
}

static int grow_slots(struct group_share *self, struct err *err)
{
    size_t num = self->num_slots ? self->num_slots * 2 : FIRST_SLOTS;
    struct group_slot *old = self->slots, *slots = mem_alloc(num, sizeof *slots, err);
    size_t num_old = self->num_slots;

    if (slots == NULL)
        return ERR_LIMIT;
    self->slots = slots;
    self->num_slots = num;
    for (size_t i = 0; i < num_old; i++) {
        if (old[i].at == 0)
            continue;
        size_t s = slot_of(self, old[i].tag);
        while (slots[s].at != 0)
            s = (s + 1) & (num - 1);
        slots[s] = old[i];
    }
    free(old);
    return ERR_OK;
}

static bool is_key_of(const struct group *group, const struct group_record *record)
{
    return group->key_words == record->key_words &&
           memcmp(group_key(group), record_key(record), record->key_words * (size_t)WORD) == 0;
}

static int new_group(struct group_share *self, const struct group_record *record, uint32_t *at,
                     struct err *err)
{
    struct group head = {.key_words = record->key_words, .num_sums = record->num_values};
    size_t size = group_size(&head);

    if ((self->length + size) / WORD >= UINT32_MAX)
        return err_set(err, ERR_LIMIT, "too many groups: group by fewer columns");
    if (mem_grow_raw(&self->bytes, &self->capacity, self->length + size, 1, err) != ERR_OK)
        return ERR_LIMIT;
    *at = (uint32_t)(self->length / WORD + 1);
    struct group *group = group_at(self, *at);
    *group = head;
    memset(group->sums, 0, head.num_sums * sizeof *group->sums);
    memcpy((char *)(group->sums + head.num_sums), record_key(record), head.key_words * (size_t)WORD);
    self->length += size;
    self->num_groups++;
    return ERR_OK;
}

static void add_record(struct group *group, const struct group_record *record)
{
    double w = record->weight;

    group->num_records++;
    group->weight += w;
    group->weight_squares += w * w;
    group->variance += fmax(0, w * (w - 1));
    for (size_t i = 0; i < group->num_sums; i++) {
        struct group_sum *sum = &group->sums[i];
        if (isnan(record->values[i])) {
            sum->num_missing++;
            continue;
        }
        sum->sum += w * record->values[i];
        sum->weight += w;
    }
}

static int add_one(struct group_share *self, const struct group_record *record, struct err *err)
{
    uint32_t tag = tag_of(record->hash);
    size_t s = slot_of(self, tag);

    while (self->slots[s].at != 0 &&
           !(self->slots[s].tag == tag && is_key_of(group_at(self, self->slots[s].at), record)))
        s = (s + 1) & (self->num_slots - 1);
    if (self->slots[s].at == 0) {
        self->slots[s].tag = tag;
        if (new_group(self, record, &self->slots[s].at, err) != ERR_OK)
            return ERR_LIMIT;
    }
    add_record(group_at(self, self->slots[s].at), record);
    return ERR_OK;
}

/* The records to come are far apart in memory: their slots are fetched first, then their groups. */
static void fetch(const struct group_share *self, const struct group_record *const *records, size_t num)
{
    for (size_t i = 0; i < num; i++)
        __builtin_prefetch(&self->slots[slot_of(self, tag_of(records[i]->hash))]);
    for (size_t i = 0; i < num; i++) {
        const struct group_slot *slot = &self->slots[slot_of(self, tag_of(records[i]->hash))];
        if (slot->at != 0) { /* a small group may lie on two lines of the cache */
            const char *group = (const char *)group_at(self, slot->at);
            __builtin_prefetch(group);
            __builtin_prefetch(group + sizeof(struct group));
        }
    }
}

int group_share_add(struct group_share *self, const struct group_buffer *buffer, struct err *err)
{
    const struct group_record *records[AHEAD];
    const char *next = buffer->bytes, *end = buffer->bytes + buffer->length;
    int status = ERR_OK;

    while (next < end && status == ERR_OK) {
        size_t num = 0;
        for (; num < AHEAD && next < end; num++) {
            records[num] = (const struct group_record *)(const void *)next;
            next += record_size(records[num]->num_values, records[num]->key_words);
        }
        while (2 * (self->num_groups + num) > self->num_slots)
            if (grow_slots(self, err) != ERR_OK)
                return ERR_LIMIT;
        fetch(self, records, num);
        for (size_t i = 0; i < num && status == ERR_OK; i++)
            status = add_one(self, records[i], err);
    }
    return status;
}

void group_share_free(struct group_share *self)
{
    free(self->slots);
    free(self->bytes);
    *self = (struct group_share){0};
}

/* ---- order --------------------------------------------------------------------------------- */

/* A group with the first 16 bytes of its key, which decide most comparisons. */
struct entry {
    uint64_t first, second;
    const struct group *group;
};

static inline int by_key(const struct entry *a, const struct entry *b)
{
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    uint32_t x = a->group->key_words, y = b->group->key_words;
    int order = memcmp(group_key(a->group), group_key(b->group), (x < y ? x : y) * (size_t)WORD);
    return order ? order : (x > y) - (x < y);
}

/* Merges two runs that follow each other, a up to b and b up to end. */
static void merge(const struct entry *a, const struct entry *b, const struct entry *end, struct entry *out)
{
    const struct entry *a_end = b;

    while (a < a_end && b < end)
        *out++ = by_key(a, b) <= 0 ? *a++ : *b++;
    while (a < a_end)
        *out++ = *a++;
    while (b < end)
        *out++ = *b++;
}

/* Sorts num entries by merging; the result is in entries, spare has room for as many. */
static void sort_entries(struct entry *entries, struct entry *spare, size_t num)
{
    struct entry *from = entries, *to = spare;

    for (size_t i = 1; i < num; i++) /* runs of FIRST_RUN by insertion */
        for (size_t k = i; k % FIRST_RUN != 0 && by_key(&from[k - 1], &from[k]) > 0; k--) {
            struct entry swap = from[k];
            from[k] = from[k - 1];
            from[k - 1] = swap;
        }
    for (size_t run = FIRST_RUN; run < num; run *= 2) {
        for (size_t i = 0; i < num; i += 2 * run) {
            size_t middle = i + run < num ? i + run : num, end = middle + run < num ? middle + run : num;
            merge(from + i, from + middle, from + end, to + i);
        }
        struct entry *swap = from;
        from = to;
        to = swap;
    }
    if (from != entries)
        memcpy(entries, from, num * sizeof *entries);
}

struct sorting {
    const struct group_share *shares;
    struct entry *from, *to;
    size_t starts[GROUP_SHARES + 1]; /* of the runs that are in order */
    size_t step;                     /* runs to merge: i and i + step */
};

/* A word of the key in the order of its bytes; 0 behind the end. */
static uint64_t key_word(const struct group *group, uint32_t index)
{
    const unsigned char *key = (const unsigned char *)group_key(group) + (size_t)index * WORD;
    uint64_t word = 0;

    for (int i = 0; i < WORD && index < group->key_words; i++)
        word = word << 8 | key[i];
    return word;
}

static int sort_share(size_t index, int worker, void *context, struct err *err)
{
    struct sorting *self = context;
    const struct group_share *share = &self->shares[index];
    struct entry *entries = self->from + self->starts[index];
    const char *next = share->bytes;

    (void)worker;
    (void)err;
    for (size_t i = 0; i < share->num_groups; i++) {
        const struct group *group = (const struct group *)(const void *)next;
        entries[i] = (struct entry){key_word(group, 0), key_word(group, 1), group};
        next += group_size(group);
    }
    sort_entries(entries, self->to + self->starts[index], share->num_groups);
    return ERR_OK;
}

static int merge_shares(size_t index, int worker, void *context, struct err *err)
{
    struct sorting *self = context;
    size_t first = index * 2 * self->step, middle = first + self->step;

    (void)worker;
    (void)err;
    merge(self->from + self->starts[first], self->from + self->starts[middle],
          self->from + self->starts[middle + self->step], self->to + self->starts[first]);
    return ERR_OK;
}

static int sort_all(struct sorting *self, int threads, struct err *err)
{
    int status = parallel_for(GROUP_SHARES, threads, sort_share, self, err);

    for (self->step = 1; self->step < GROUP_SHARES && status == ERR_OK; self->step *= 2) {
        status = parallel_for(GROUP_SHARES / (2 * self->step), threads, merge_shares, self, err);
        struct entry *swap = self->from;
        self->from = self->to;
        self->to = swap;
    }
    return status;
}

int groups_sort(const struct group_share *shares, int threads, const struct group ***sorted, size_t *num,
                struct err *err)
{
    struct sorting self = {.shares = shares};
    int status = ERR_LIMIT;

    for (size_t i = 0; i < GROUP_SHARES; i++)
        self.starts[i + 1] = self.starts[i] + shares[i].num_groups;
    *num = self.starts[GROUP_SHARES];
    if (*num < FEW_GROUPS) /* quicker than waking threads */
        threads = 1;
    self.from = mem_alloc(*num, sizeof *self.from, err);
    self.to = mem_alloc(*num, sizeof *self.to, err);
    *sorted = mem_alloc(*num, sizeof(const struct group *), err);
    if (self.from != NULL && self.to != NULL && *sorted != NULL)
        status = sort_all(&self, threads, err);
    for (size_t i = 0; i < *num && status == ERR_OK; i++)
        (*sorted)[i] = self.from[i].group;
    free(self.from);
    free(self.to);
    if (status != ERR_OK) {
        free(*sorted);
        *sorted = NULL;
    }
    return status;
}

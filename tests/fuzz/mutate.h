/* Mutations of a text: what editors, spreadsheets, networks and enemies do. */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MUTATE_MAX = 1 << 16 };

struct mutator {
    uint64_t state;
    uint64_t most; /* mutations of one text; 8 if 0 */
    char bytes[MUTATE_MAX];
    size_t length;
};

static inline uint64_t mutate_random(struct mutator *self, uint64_t below)
{
    self->state ^= self->state << 13;
    self->state ^= self->state >> 7;
    self->state ^= self->state << 17;
    return self->state % below;
}

static inline void mutate_insert(struct mutator *self, size_t at, const char *bytes, size_t length)
{
    if (self->length + length >= MUTATE_MAX)
        return;
    memmove(self->bytes + at + length, self->bytes + at, self->length - at);
    memcpy(self->bytes + at, bytes, length);
    self->length += length;
}

static inline void mutate_once(struct mutator *self)
{
    static const struct {
        const char *bytes;
        size_t length;
    } tokens[] = {{",", 1},
                  {";", 1},
                  {"\"", 1},
                  {"\r\n", 2},
                  {"\n", 1},
                  {"\r", 1},
                  {"\0", 1},
                  {"\xC3\xA9", 2},
                  {"\xE9", 1},
                  {"1e999", 5},
                  {"-", 1},
                  {"NaN", 3},
                  {"0x1F", 4},
                  {"\xEF\xBB\xBF", 3},
                  {"\xFF\xFE", 2},
                  {"'", 1},
                  {"=1+1", 4},
                  {"%", 1},
                  {"9999999999999999999", 19},
                  {"0,5", 3},
                  {"\xE2\x80\xAF", 3},
                  {"\t", 1},
                  {"all", 3},
                  {"|", 1}};
    size_t at = self->length ? mutate_random(self, self->length) : 0;

    switch (mutate_random(self, 6)) {
    case 0: { /* another byte */
        if (self->length > 0)
            self->bytes[at] = (char)mutate_random(self, 256);
        break;
    }
    case 1:
    case 2: { /* a token */
        size_t t = mutate_random(self, sizeof tokens / sizeof tokens[0]);
        mutate_insert(self, at, tokens[t].bytes, tokens[t].length);
        break;
    }
    case 3: { /* a piece lost */
        size_t length = self->length ? mutate_random(self, self->length - at + 1) % 40 : 0;
        memmove(self->bytes + at, self->bytes + at + length, self->length - at - length);
        self->length -= length;
        break;
    }
    case 4: { /* a piece twice */
        char piece[64];
        size_t length = self->length - at < sizeof piece ? self->length - at : sizeof piece;
        memcpy(piece, self->bytes + at, length);
        mutate_insert(self, mutate_random(self, self->length + 1), piece, length);
        break;
    }
    default: { /* the end lost */
        if (mutate_random(self, 8) == 0)
            self->length = at;
        break;
    }
    }
}

/* seed text, mutated one to eight times; ends with a NUL that length omits. */
static inline void mutate(struct mutator *self, const char *text, size_t length)
{
    uint64_t times = 1 + mutate_random(self, self->most ? self->most : 8);

    self->length = length < MUTATE_MAX / 2 ? length : MUTATE_MAX / 2;
    memcpy(self->bytes, text, self->length);
    while (times-- > 0)
        mutate_once(self);
    self->bytes[self->length] = '\0';
}

/* A file of the repository, whole; the program stops without it. */
static inline char *mutate_read(const char *path, size_t *length)
{
    static char bytes[MUTATE_MAX];
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        perror(path);
        exit(2);
    }
    *length = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    char *copy = malloc(*length + 1);
    if (copy == NULL)
        exit(2);
    memcpy(copy, bytes, *length);
    copy[*length] = '\0';
    return copy;
}

/* Runs one(mutator) for some seconds, from a seed; prints what was done. */
static inline int mutate_main(int argc, char **argv, const char *name, void (*one)(struct mutator *))
{
    static struct mutator mutator;
    double seconds = argc > 1 ? atof(argv[1]) : 3;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    time_t end = time(NULL) + (time_t)seconds;
    unsigned long num = 0;

    while (time(NULL) <= end) {
        mutator.state = (seed + num) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        for (int i = 0; i < 4; i++)
            mutate_random(&mutator, 2);
        one(&mutator);
        num++;
    }
    printf("ok %s: %lu inputs from seed %llu on\n", name, num, (unsigned long long)seed);
    return 0;
}

#endif

#include "sim/cli/territorysearch.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

/* Folded, with one space for whatever is no letter and no digit. */
static const char *plain(struct strbuf *buffer, const char *name)
{
    strbuf_clear(buffer);
    text_add_folded(buffer, name);
    size_t length = 0;
    for (size_t i = 0; i < buffer->length; i++) {
        unsigned char c = (unsigned char)buffer->text[i];
        bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
        if (counts)
            buffer->text[length++] = (char)c;
        else if (length > 0 && buffer->text[length - 1] != ' ')
            buffer->text[length++] = ' ';
    }
    while (length > 0 && buffer->text[length - 1] == ' ')
        length--;
    if (buffer->text != NULL)
        buffer->text[length] = '\0';
    buffer->length = length;
    return strbuf_text(buffer);
}

/* -1 when the name does not hold the text. */
static int rank_of(const char *name, const char *text)
{
    size_t length = strlen(text);
    int rank = -1;

    if (strcmp(name, text) == 0 || length == 0)
        return 0;
    for (const char *found = strstr(name, text); found != NULL; found = strstr(found + 1, text)) {
        bool starts = found == name || found[-1] == ' ';
        int one = !starts ? 3 : found[length] == '\0' || found[length] == ' ' ? 1 : 2;
        rank = rank < 0 || one < rank ? one : rank;
    }
    return rank;
}

/* Those whose number is not known come last. */
static double people_of(const struct zone *zone)
{
    return isnan(zone->population) ? -1 : zone->population;
}

static int better(const void *a, const void *b, void *context)
{
    const struct geography *geography = context;
    const struct territory_match *x = a, *y = b;
    const struct zone *p = &geography->levels[x->level].items[x->zone];
    const struct zone *q = &geography->levels[y->level].items[y->zone];

    if (x->rank != y->rank)
        return x->rank - y->rank;
    if (people_of(p) != people_of(q))
        return people_of(p) > people_of(q) ? -1 : 1;
    if (x->level != y->level)
        return (int)x->level - (int)y->level;
    return strcmp(p->code, q->code);
}

static int search_level(struct territory_matches *self, const struct zones *zones, enum level level,
                        const char *text, struct err *err)
{
    struct strbuf buffer = {0};
    int status = ERR_OK;

    for (size_t z = 0; z < zones->num_items && status == ERR_OK; z++) {
        int rank = rank_of(plain(&buffer, zones->items[z].name), text);
        if (rank < 0)
            continue;
        status = mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, err);
        if (status == ERR_OK)
            self->items[self->num_items++] =
                (struct territory_match){.level = level, .zone = z, .rank = rank};
    }
    strbuf_free(&buffer);
    return status;
}

int territory_search(struct territory_matches *self, const struct geography *geography,
                     const bool levels[NUM_LEVELS], const char *text, struct err *err)
{
    struct strbuf wanted = {0};
    int status = ERR_OK;

    *self = (struct territory_matches){0};
    plain(&wanted, text);
    for (int l = 0; l < NUM_LEVELS && status == ERR_OK; l++)
        if (levels[l])
            status = search_level(self, &geography->levels[l], (enum level)l, strbuf_text(&wanted), err);
    if (self->num_items > 0 && wanted.length > 0)
        qsort_r(self->items, self->num_items, sizeof *self->items, better, (void *)(uintptr_t)geography);
    while (self->num_items > 0 && self->items[self->num_items - 1].rank > 2 && self->items[0].rank <= 2)
        self->num_items--;
    strbuf_free(&wanted);
    return status;
}

void territory_matches_free(struct territory_matches *self)
{
    free(self->items);
    *self = (struct territory_matches){0};
}

const char *territory_nearest(const struct geography *geography, const bool levels[NUM_LEVELS],
                              const char *text)
{
    struct strbuf wanted = {0}, buffer = {0}, best = {0};
    const char *nearest = NULL;

    plain(&wanted, text);
    for (int l = 0; l < NUM_LEVELS; l++)
        for (size_t z = 0; levels[l] && z < geography->levels[l].num_items; z++) {
            const char *pair[] = {strbuf_text(&best), plain(&buffer, geography->levels[l].items[z].name)};
            if (text_nearest(strbuf_text(&wanted), pair, 2) != pair[1])
                continue;
            nearest = geography->levels[l].items[z].name;
            strbuf_clear(&best);
            strbuf_add(&best, pair[1]);
        }
    strbuf_free(&wanted);
    strbuf_free(&buffer);
    strbuf_free(&best);
    return nearest;
}

void territory_parents_text(struct strbuf *out, const struct geography *geography, enum level level,
                            size_t zone)
{
    const struct zone *z = &geography->levels[level].items[zone];
    const char *separator = "";

    for (int l = (int)level + 1; l < LEVEL_FR; l++) {
        if (z->parents[l] == NO_ZONE || l == LEVEL_RZE)
            continue;
        const struct zone *parent = &geography->levels[l].items[z->parents[l]];
        strbuf_addf(out, "%s%s %s %s", separator, level_name((enum level)l), parent->code, parent->name);
        if (z->shares[l] > 0 && z->shares[l] < 0.9995) /* 0: no people are known */
            strbuf_addf(out, _(" (%.0f %%)"), 100 * z->shares[l]);
        separator = ", ";
    }
}

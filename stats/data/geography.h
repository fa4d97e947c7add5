/* The territories of one vintage: communes, the zones they form, and the events
 * (merges, changes of code) that lead from older communes to these. */
#ifndef STATS_DATA_GEOGRAPHY_H
#define STATS_DATA_GEOGRAPHY_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/data/level.h"

static const size_t NO_ZONE = (size_t)-1;

/* One territory. Texts are owned by the geography. */
struct zone {
    const char *code;
    const char *name;
    double population;          /* communes: inhabitants, NaN if unknown; others: sum of the known */
    size_t parents[NUM_LEVELS]; /* index at each level; NO_ZONE if none. For zones above the commune,
                                   the parent that holds most of their population */
    double shares[NUM_LEVELS];  /* share (0..1) of the zone in that parent, by population, else communes */
    size_t num_communes;
};

struct zones {
    struct zone *items; /* sorted by code */
    size_t num_items, capacity;
};

/* A municipal arrondissement of Paris, Lyon or Marseille, and its commune. */
struct arrondissement {
    const char *code;
    size_t commune;
};

/* What becomes of a commune: it joins another one, changes its code, or becomes
 * several (one event for each of them, itself included where it goes on). */
enum event_kind { EVENT_MERGE, EVENT_CODE, EVENT_SPLIT };

struct event {
    char date[11]; /* YYYY-MM-DD */
    enum event_kind kind;
    const char *from, *to;
};

/* A code that events speak of. */
struct past_code {
    const char *code;
    size_t zone; /* the commune that has it in the table, NO_ZONE if none */
    /* Whether what it stands for in a file depends on the date of the file: a split up to the date of the
       table, or any event after it. */
    bool is_dated;
};

struct geography {
    char vintage[11]; /* date on which the communes are those of the table */
    struct zones levels[NUM_LEVELS];
    struct arrondissement *arrondissements; /* sorted by code */
    size_t num_arrondissements, arrondissements_capacity;
    struct event *events;  /* sorted by from, then date, then to */
    struct event *origins; /* the same, sorted by to, then date, then from */
    size_t num_events, events_capacity;
    struct past_code *past; /* sorted by code */
    size_t num_past;
    bool knows_population; /* at least one commune has a population */
    char **texts;          /* chunks of text; the const char pointers above point into them */
    size_t num_texts, texts_capacity;
    size_t text_left; /* bytes of the last chunk that are free */
};

/* Reads the canonical table (schema "geography") and, unless events_path is
 * NULL, the events (schema "events"). Problems are errors of the files. */
int geography_read(struct geography *self, const char *path, const char *events_path,
                   struct problems *problems, struct err *err);
void geography_free(struct geography *self);

/* Index of a code at a level, or NO_ZONE. */
size_t geography_find(const struct geography *self, enum level level, const char *code);

/* Index of the zone whose name is the same without accents and case, or NO_ZONE. */
size_t geography_find_name(const struct geography *self, enum level level, const char *name);

/* The commune of an arrondissement, or NO_ZONE. */
size_t geography_find_arrondissement(const struct geography *self, const char *code);

/* Index in past of a code that events speak of, or NO_ZONE. */
size_t geography_find_past(const struct geography *self, const char *code);

/* Whether every zone of level lower lies within one zone of level upper by
 * construction, so that counts may be summed from one to the other. */
bool geography_nests(enum level lower, enum level upper);

#endif

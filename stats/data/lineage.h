/* What a commune of one date is on the date of the geography table, through the
 * events between the two: forward from an older date, backward from a newer one. */
#ifndef STATS_DATA_LINEAGE_H
#define STATS_DATA_LINEAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/data/geography.h"

enum lineage_way {
    LINEAGE_NONE,  /* no commune of the table */
    LINEAGE_SAME,  /* the same commune */
    LINEAGE_MERGE, /* has joined another one */
    LINEAGE_CODE,  /* has another code */
    LINEAGE_SPLIT, /* has become several */
    LINEAGE_WHOLE, /* newer than the table, which has its parts: it merged after the table's date */
    LINEAGE_PART   /* newer than the table, which has the commune it was part of */
};

/* "merge", "split", ...; static text. */
const char *lineage_way_name(enum lineage_way way);

/* A commune of the table that holds (part of) the commune traced. */
struct lineage_part {
    size_t zone;
    bool has_own_size; /* its population in the table is that of the part alone: nothing else joined it since
                          the split */
    size_t past;       /* its code just after the split, index in geography.past; NO_ZONE without a split */
    char split[11];    /* date of that split; "" without */
};

struct lineage {
    struct lineage_part *parts; /* each commune once, in the order of the codes */
    size_t num_parts, capacity;
    enum lineage_way way; /* the first event on the way decides */
    char date[11];        /* of that event; "" if none */
};

/* Traces a code from the date of a file (the events dated up to it are in the file) to that of the
 * table. Splits count from split_from on, which may be earlier: the caller knows which of the parts the
 * file tells apart. Initialise with {0}; a lineage may be used again. No part when nothing leads to the
 * table. */
int lineage_trace(struct lineage *self, const struct geography *geography, const char *code, const char *date,
                  const char *split_from, struct err *err);

/* The same for a code that is none of that date: what became of the last commune that had it. */
int lineage_trace_last(struct lineage *self, const struct geography *geography, const char *code,
                       struct err *err);

/* The commune of the table that a code of any date belongs to: itself, that of an
 * arrondissement, what it has become, or of several communes the largest. NO_ZONE when there
 * is none. */
int lineage_commune(const struct geography *geography, const char *code, size_t *commune, struct err *err);

/* A text that sorts between the day before a date and that date: events of one day are not chained. */
void lineage_day_before(const char *date, char out[11]);

void lineage_free(struct lineage *self);

#endif

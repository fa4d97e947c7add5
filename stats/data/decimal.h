/* The decimal mark of a file, found as its numbers are read: all must agree. */
#ifndef STATS_DATA_DECIMAL_H
#define STATS_DATA_DECIMAL_H

#include "stats/base/number.h"
#include "stats/base/problem.h"

/* Initialise with {.mark = '.' or ','} to impose a mark, {0} to detect it. */
struct decimal {
    char mark;              /* 0 while no number has shown it */
    struct place first_use; /* the number that decided */
    struct place ambiguous; /* the first text such as "1,234"; line 0 if none */
    bool comma_is_certain;
};

/* Reads a number and learns the mark from it. Contradictions with earlier
 * numbers give NUMBER_OTHER_MARK. */
enum number_status decimal_read(struct decimal *self, const char *text, size_t length, struct place place,
                                double *value);

/* Adds what a later part of the file has shown; a part that began with self. Reports a part
 * whose mark is another. */
void decimal_merge(struct decimal *self, const struct decimal *part, struct problems *problems);

/* After the last number: reports a file whose only evidence for a decimal comma
 * are texts such as "1,234". */
void decimal_finish(const struct decimal *self, struct problems *problems);

#endif

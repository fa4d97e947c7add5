/* Problems of input: everything that is wrong with a file or a set of tables,
 * collected in one pass and reported together, each with its place, what was
 * expected and how to mend it. Errors make the input invalid; warnings do not. */
#ifndef STATS_BASE_PROBLEM_H
#define STATS_BASE_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/strbuf.h"

enum problem_severity { PROBLEM_WARNING, PROBLEM_ERROR };

/* A place in a file. line counts physical lines from 1, column counts fields
 * from 1 (as a spreadsheet does); 0 means "the whole line" or "the whole file". */
struct place {
    const char *file;
    long line;
    long column;
};

struct problem {
    enum problem_severity severity;
    long line, column;
    char *text; /* "file:line:column: error: ..." with hint lines; owned */
    /* the words "error" and "hint" in it, to be coloured; hint_length 0: there is none */
    size_t label, label_length, hint, hint_length;
};

/* Initialise with {0}. Keeps the first max_kept of each severity (20 when 0)
 * and counts the rest. */
struct problems {
    struct problem *items;
    size_t num_items, capacity;
    size_t num_errors, num_warnings;
    size_t max_kept;
    bool failed; /* memory ran out while a problem was being recorded */
};

void problems_free(struct problems *self);

/* Records one problem. message says what is wrong and what was expected;
 * hint (may be NULL) says how to mend it. Both without a final full stop. */
void problem_add(struct problems *self, enum problem_severity severity, struct place place, const char *hint,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));

#define problem_error(self, place, hint, ...) problem_add(self, PROBLEM_ERROR, place, hint, __VA_ARGS__)
#define problem_warning(self, place, hint, ...) problem_add(self, PROBLEM_WARNING, place, hint, __VA_ARGS__)

/* Moves the problems of other behind those of self; other is empty afterwards. */
void problems_take(struct problems *self, struct problems *other);

/* Writes all kept problems, one after the other, and the number left out. */
void problems_print(const struct problems *self, struct strbuf *out);

/* Control codes to be written around the words "error", "warning" and "hint". */
struct problem_colours {
    const char *error, *warning, *hint, *end;
};
void problems_print_coloured(const struct problems *self, const struct problem_colours *colours,
                             struct strbuf *out);

/* ERR_DATA "3 errors in 'x'" when there are errors (ERR_LIMIT when memory ran
 * out), else ERR_OK. */
int problems_status(const struct problems *self, const char *subject, struct err *err);

#endif

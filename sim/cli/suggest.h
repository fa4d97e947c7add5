/* "Did you mean ...?", for names that are refused. */
#ifndef SIM_CLI_SUGGEST_H
#define SIM_CLI_SUGGEST_H

#include "stats/data/level.h"
#include "stats/data/table.h"

enum { SUGGESTION_SIZE = 160 };

/* " (did you mean 'x'?)" with the candidate nearest to word, "" when none is near: to be put
 * behind a message. Returns out. */
const char *suggest(char out[SUGGESTION_SIZE], const char *word, const char *const *candidates, size_t num);

/* The same with candidates that end with NULL, and with the cells of a column of a table. */
const char *suggest_listed(char out[SUGGESTION_SIZE], const char *word, const char *const *candidates);
const char *suggest_cell(char out[SUGGESTION_SIZE], const char *word, const struct table *table,
                         const char *column);

/* The level of territories meant by a word such as "communes" or "région"; words of both
 * languages count. */
const char *suggest_level(char out[SUGGESTION_SIZE], const char *word);

#endif

/* Dictionaries: how the columns of a family of official files map to canonical
 * variables. A new vintage or a new source is a new row, not new code.
 *
 * Placeholders in a column name: {yy} and {yyyy} (vintage), {q} (quarter 1-4),
 * {skip} (any text without digits around it).
 *
 * Besides the territory and the year, columns with the role key tell records apart, and columns
 * with the role named have a name that the options of values use: times=NAME,NAME multiplies
 * the value (a rate by the answers behind it), times-only=NAME takes the product alone where
 * the column has a figure, most=NUMBER or most=NAME bounds it. */
#ifndef STATS_DATA_DICTIONARY_H
#define STATS_DATA_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/problem.h"
#include "stats/data/census.h"
#include "stats/data/level.h"
#include "stats/data/table.h"

enum aggregate { AGGREGATE_SUM, AGGREGATE_MEAN, AGGREGATE_QUARTERS, AGGREGATE_NONE };
enum variable_kind { VARIABLE_COUNT, VARIABLE_SHARE, VARIABLE_RATE };

const char *aggregate_name(enum aggregate value);
const char *variable_kind_name(enum variable_kind value);
enum aggregate aggregate_find(const char *name);
enum variable_kind variable_kind_find(const char *name);

/* One row of a dictionary; texts are borrowed from its table. */
struct dict_row {
    const char *family, *role, *column, *variable, *when, *vintages, *level, *year;
    const char *unit, *missing, *universe_fr, *universe_en, *label_fr, *label_en, *source, *options;
    enum variable_kind kind;
    enum exploitation exploitation;
    enum aggregate aggregate;
    double scale;
    struct place place;
};

struct dictionary {
    struct table *tables; /* kept for the texts */
    size_t num_tables, tables_capacity;
    struct dict_row *rows;
    size_t num_rows, rows_capacity;
};

/* Adds the rows of one dictionary file (schema "dictionary"), checked. Initialise
 * the dictionary with {0}; several files may be added. */
int dictionary_add(struct dictionary *self, const char *path, struct problems *problems, struct err *err);
void dictionary_free(struct dictionary *self);

/* Row of a family with a role, searched from index start; num_rows if none. */
size_t dictionary_find(const struct dictionary *self, const char *family, const char *role, size_t start);

/* Matches text with a pattern. Fills *year (0 when the pattern has none; two
 * digits up to 60 mean 20yy, above 19yy) and *quarter (0 if none). */
bool pattern_match(const char *pattern, const char *text, int *year, int *quarter);

/* Whether a year lies in "2017-", "2013-2016", "-2012", "2018" or "" (any). */
bool vintage_in(const char *vintages, int year);

/* The value of key in "key=value key=value", "" when absent; allocated into out
 * (size bytes). False when the value does not fit. */
bool option_value(const char *options, const char *key, char *out, size_t size);

#endif

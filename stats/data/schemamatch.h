/* The schema that a table was written under, found by its columns. */
#ifndef STATS_DATA_SCHEMAMATCH_H
#define STATS_DATA_SCHEMAMATCH_H

#include "stats/data/schema.h"

/* The built-in schema that has all these columns (or allows more) and whose needed columns are all
 * there; the one with the most of them. False when there is none. */
bool schema_match(struct schema *self, const char *const *columns, size_t num_columns);

#endif

/* One indicator of all territories of a level, from a file of 'bassin indicators'. */
#ifndef SIM_CLI_TERRITORYVALUES_H
#define SIM_CLI_TERRITORYVALUES_H

#include "sim/cli/opts.h"
#include "stats/base/strbuf.h"
#include "stats/data/level.h"
#include "stats/data/table.h"

struct territory_value {
    const char *code, *name; /* borrowed from the table */
    double value;            /* NaN: the row has none */
    size_t row;
};

struct territory_values {
    const struct table *table; /* borrowed */
    enum level level;
    int year;
    const char *indicator, *label, *unit;
    struct territory_value *items; /* sorted by code, one a territory */
    size_t num_items;
};

/* The level of --level, else the only one of the rows of territories. */
int territory_values_level(const struct table *table, const char *path, const struct opts *opts,
                           enum level *level, struct err *err);

/* The rows of an indicator at a level; year 0: the last that has a value. indicator NULL: the
 * only one of the file. ERR_DATA says what the file holds instead. */
int territory_values_read(struct territory_values *self, const struct table *table, const char *path,
                          const char *indicator, enum level level, int year, struct err *err);
void territory_values_free(struct territory_values *self);

/* NULL if there is no row. */
const struct territory_value *territory_values_find(const struct territory_values *self, const char *code);

/* The value of France, or of another parent, in the same year; NaN if the file has no row. */
double territory_values_parent(const struct territory_values *self, enum level level, const char *code);

/* A value with its unit: "12,3 %", "1 234". decimals < 0: one for shares and rates, as many
 * as three digits need for others. */
void territory_values_format(const struct territory_values *self, struct strbuf *out, double value,
                             int decimals, const char *language);

/* Whether values are shown in per cent. */
bool territory_values_in_percent(const struct territory_values *self);

#endif

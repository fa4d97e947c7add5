/* The results of a projection read back: a folder that bassin project wrote, or one
 * of its tables. */
#ifndef SIM_CLI_RESULTSET_H
#define SIM_CLI_RESULTSET_H

#include "stats/data/table.h"
#include "stats/numeric/montecarlo.h"

enum result_kind {
    RESULT_PROJECTION,
    RESULT_DIFFERENCES,
    RESULT_COSTS,
    RESULT_TARGETS,
    RESULT_ASSUMPTIONS,
    RESULT_SCENARIOS,
    NUM_RESULT_KINDS
};
extern const char *const result_names[NUM_RESULT_KINDS]; /* "projection.csv" ... */

struct result_set {
    char *folder;
    struct table tables[NUM_RESULT_KINDS];
    bool has[NUM_RESULT_KINDS];
    int replicates; /* of the points, 0 when they are independent (run.json) */
};

/* Whether a path is a folder of results: it holds run.json. */
bool result_set_is_folder(const char *path);

/* Reads the tables of a folder that are there, or a single table. ERR_DATA when a
 * table is damaged, ERR_IO when there is none. */
int result_set_open(struct result_set *self, const char *path, struct problems *problems, struct err *err);
void result_set_free(struct result_set *self);

/* The row of a series in a table of means and quantiles; num_rows when there is none.
 * year 0: the last year of the series. */
size_t result_set_row(const struct table *table, const char *scenario, const char *scope, int year,
                      const char *metric);

/* The seven quantiles of a row. */
void result_set_quantiles(const struct table *table, size_t row, double out[MONTECARLO_NUM_QUANTILES]);

/* Whether every draw is a whole number, or a multiple of part of a year: people, places,
 * person-years. Limits of its quantiles are rounded outwards to whole numbers. */
bool result_is_discrete(const char *unit);

/* Whether a table holds more than its header: a run without a reference scenario has no
 * differences, one without objectives no targets. */
bool result_has_rows(const char *path);

/* A column by name: the table has it. */
const char *result_text(const struct table *table, size_t row, const char *column);
double result_number(const struct table *table, size_t row, const char *column);

#endif

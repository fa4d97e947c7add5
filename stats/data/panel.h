/* Panels: figures by territory and year, the form in which bassin keeps and
 * ships data. A panel is a CSV file NAME.csv (schema "panel": level, code, name,
 * year, then one column a variable) beside NAME.variables.csv (schema
 * "variables": what each column is, and its source).
 *
 * Companion columns, written only where they say something: X__se standard
 * error of the count X by the rules of census.h; X__imputed the part (0..1) of the count
 * that was shared by population (sharing.h), whose uncertainty is in X__se; X__missing
 * number of parts (communes, zones) without a figure; X__n and X__sd number and standard
 * deviation of the rows behind a mean. */
#ifndef STATS_DATA_PANEL_H
#define STATS_DATA_PANEL_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/outfile.h"
#include "stats/base/problem.h"
#include "stats/data/grid.h"
#include "stats/data/table.h"

/* Writes the levels in wanted of a grid that has been aggregated. */
int panel_write(const struct grid *grid, const bool wanted[NUM_LEVELS], struct outfile *file,
                struct err *err);
int panel_write_variables(const struct grid *grid, struct outfile *file, struct err *err);

/* One variable of a panel that was read. */
struct panel_variable {
    const char *name, *unit, *universe_fr, *universe_en, *label_fr, *label_en, *source;
    const char *geography;   /* date of the communes of the file, "" if unknown */
    const char *territories; /* date of the table of territories they were summed to, "" if unknown */
    enum variable_kind kind;
    enum exploitation exploitation;
    enum aggregate aggregate;
    bool is_partial; /* covers part of the territories by construction */
    size_t column;   /* of the table */
    size_t se_column, imputed_column, missing_column, n_column, sd_column; /* num_columns when absent */
};

struct panel {
    struct table table;
    struct table variables_table; /* kept for the texts */
    struct panel_variable *variables;
    size_t num_variables;
    size_t level_column, code_column, name_column, year_column;
    size_t *order; /* rows sorted by level, code, year */
};

/* One figure with what is known of its precision. */
struct panel_figure {
    double value;   /* NaN: missing */
    double se;      /* NaN: unknown */
    double imputed; /* part of the count shared by population, 0 if none */
    double missing; /* parts without a figure, 0 if none */
    double n, sd;   /* for means; NaN otherwise */
};

/* Reads path and its .variables.csv. */
int panel_read(struct panel *self, const char *path, struct problems *problems, struct err *err);
void panel_free(struct panel *self);

/* The row of a territory and year; num_rows when there is none. */
size_t panel_find(const struct panel *self, enum level level, const char *code, int year);

/* Index of a variable; num_variables when there is none. */
size_t panel_variable_find(const struct panel *self, const char *name);

/* The date of the perimeters behind a variable's figures at a level; "" where it is unknown, or where the
 * territories of that level keep their perimeters. What a publisher gave for an intercommunalité
 * is that of the file, what was summed from communes that of the table of territories. */
const char *panel_variable_perimeter(const struct panel_variable *variable, enum level level);

/* Whether two dates of perimeters are known and differ. */
bool perimeters_differ(const char *a, const char *b);

struct panel_figure panel_figure(const struct panel *self, size_t row, size_t variable);

#endif

/* Storage of imported figures: for each level and year, one array a variable
 * over the territories of that level. */
#ifndef STATS_DATA_GRID_H
#define STATS_DATA_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"
#include "stats/data/dictionary.h"
#include "stats/data/geography.h"
#include "stats/data/sharing.h"

/* What a variable is; texts are borrowed from the dictionary. */
struct variable {
    const char *name, *unit, *universe_fr, *universe_en, *label_fr, *label_en, *source;
    enum variable_kind kind;
    enum exploitation exploitation;
    enum aggregate aggregate;
    bool is_partial;    /* the file covers part of the territories by construction */
    char geography[11]; /* date of the communes of the file, "" if unknown */
    char families[64];  /* the families it came from, joined by a space */
};

enum { CELL_MOST_MISSING = (1 << 27) - 1 };

/* What has been read for one variable of one territory: small, for there are millions. */
struct cell {
    double sum;
    uint64_t num_values : 32;  /* contributions with a value */
    uint64_t num_missing : 27; /* contributions without one */
    bool has_own : 1;          /* a value given under the territory's own code */
    bool is_given : 1;     /* communes whose code depends on the date: a cell of its own that is not empty */
    bool has_share : 1;    /* communes: it has a part of a count to share */
    bool is_blurred : 1;   /* its share or mean is that of a part only: another commune has joined it */
    bool is_undivided : 1; /* it is in a count whose shares are unknown */
};

/* How sure a sum is. */
struct cell_spread {
    double sum_squares;      /* for means */
    double variance;         /* of the sum, by the rules of census.h; NaN if unknown */
    double imputed;          /* of the sum: what was shared by population (sharing.h) */
    double imputed_variance; /* of the sum, from that sharing */
};

/* The cells of one level, year and variable: [zones of the level]. */
struct plane {
    struct cell *cells;          /* in a slab of the grid */
    struct cell_spread *spreads; /* NULL: they follow from the cells (grid_spread), as in most files */
    enum level level;
    int year;
    size_t variable;
    bool is_direct;           /* read from a file at this level, rather than summed */
    bool is_partial;          /* the file covers part of the territories by construction */
    bool is_records;          /* sums of weighted records: variances are known */
    const char *owner;        /* the file it came from (grid_keep_file); NULL for sums */
    enum level summed_from;   /* of sums */
    struct sharings sharings; /* of level com: counts of what are several communes in the table */
};

/* Memory of the cells of several planes. */
struct cell_slab {
    struct cell *cells;
    size_t num_used, capacity;
};

struct grid {
    const struct geography *geography; /* borrowed */
    int threads;                       /* of grid_aggregate; 0: one */
    struct cell_slab *slabs;
    size_t num_slabs, slabs_capacity;
    struct variable *variables;
    size_t num_variables, variables_capacity;
    struct plane *planes;
    size_t num_planes, planes_capacity;
    char **files; /* names of the files read */
    size_t num_files, files_capacity;
};

/* A copy of a file's name that lives as long as the grid; NULL without memory. */
const char *grid_keep_file(struct grid *self, const char *name, struct err *err);

void grid_free(struct grid *self);

/* Index of the variable named in a dictionary row, added if new; (size_t)-1
 * when memory runs out or when two rows describe it differently. */
size_t grid_variable(struct grid *self, const struct dict_row *row, const char *geography, struct err *err);

/* The plane, created if need be; NULL when there is no memory. */
struct plane *grid_plane(struct grid *self, enum level level, int year, size_t variable, struct err *err);

/* Gives a plane spreads of its own, all zero; ERR_LIMIT without memory. */
int grid_keep_spreads(const struct grid *self, struct plane *plane, struct err *err);

/* How sure a sum is; where the plane keeps nothing, by the rules of census.h for the counts of
 * communes, unknown for all else. */
struct cell_spread grid_spread(const struct grid *self, const struct plane *plane, size_t zone);

/* The plane, or NULL if nothing was read there. */
struct plane *grid_find(const struct grid *self, enum level level, int year, size_t variable);

/* Completes the grid: counts shared among communes, variances of the communes' counts, then
 * sums to every level in wanted that the figures nest into and that was not read directly. */
int grid_aggregate(struct grid *self, const bool wanted[NUM_LEVELS], struct err *err);

/* Parts of a sum without a figure, 0 for what is no sum. */
uint32_t cell_missing_parts(const struct cell *cell, const struct plane *plane, enum aggregate aggregate);

/* The figure of a cell under the rule of its variable; NaN if missing. */
double cell_value(const struct cell *cell, enum aggregate aggregate);

#endif

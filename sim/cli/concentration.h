/* What the parts of bassin concentration share: settings, and the jobs of sectors by
 * territory. */
#ifndef SIM_CLI_CONCENTRATION_H
#define SIM_CLI_CONCENTRATION_H

#include "sim/cli/territoryopts.h"
#include "stats/data/csvout.h"

/* Jobs of the sectors of a prefix in the territories of a level. */
struct sector_table {
    const char *prefix; /* of the variables; borrowed or owned by text */
    const char *total;  /* variable of all jobs; NULL for the sum of the sectors */
    char text[64];
    const struct panel_variable **variables; /* [num_sectors], NULL without any figure */
    const char **names;                      /* [num_sectors] names of the variables, borrowed */
    size_t num_sectors, num_zones;
    int year;
    double *jobs;    /* [num_sectors * num_zones]; NaN: no figure */
    double *all;     /* [num_zones]; NaN: not known, or nothing */
    double *error;   /* [num_sectors] census: variance for one job; NaN: not published */
    size_t *partial; /* [num_sectors] territories whose figure lacks parts */
};

struct concentration {
    const struct opts *opts;
    struct data_context data;
    enum level level;
    int year, draws, threads;
    double confidence, dart;
    uint64_t seed;
    int num_first; /* territories to name */
    struct sector_table table;
    struct csvout *out; /* of the result, borrowed */
};

/* Sectors of --indicator or --prefix; the last year at hand unless self->year. ERR_DATA
 * when there is none. with_sectors false: all jobs only. */
int sector_table_read(struct concentration *self, bool with_sectors, struct err *err);
void sector_table_free(struct sector_table *self);

/* The name of a sector without the prefix. */
const char *sector_table_name(const struct sector_table *self, size_t sector);

/* Index of a sector by that name; ERR_USAGE proposes the nearest. */
int sector_table_find(const struct sector_table *self, const char *name, size_t *sector, struct err *err);

/* Measures of every sector of the table. */
int concentration_write_sectors(struct concentration *self, struct err *err);

/* Coagglomeration of all pairs of sectors, or of the group of --group. */
int concentration_write_pairs(struct concentration *self, struct err *err);

/* The same of a list of plants: reads the file, then writes. */
int concentration_write_plants(struct concentration *self, struct err *err);

/* Level and year (empty without one) of a row. */
void concentration_begin_row(struct concentration *self);

/* Columns of pairs and groups, one row of them: common to panels and plants. */
void concentration_pair_header(struct concentration *self);
void concentration_pair_row(struct concentration *self, const char *sectors, size_t num, double jobs,
                            size_t num_known, double gamma, double se);

/* Names joined by '+'. */
void concentration_join(struct strbuf *out, const char *const *names, const size_t *items, size_t num);

#endif

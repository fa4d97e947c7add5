/* Figures of all sectors of a territory. */
#ifndef STATS_INDICATORS_SECTORS_H
#define STATS_INDICATORS_SECTORS_H

#include "stats/indicators/indicator.h"

enum { MAX_SECTORS = 128 };

/* The sectors of a pair of terms: its numerator lists them, or is "prefix*" for all
 * variables of that prefix but the total, its denominator. */
struct sectors {
    const char *names[MAX_SECTORS]; /* borrowed from the dataset, or in text */
    size_t num;
    const char *total; /* borrowed; NULL when there is none: then no sum can be checked */
    char text[1024];
};

/* ERR_LIMIT with more than MAX_SECTORS of them. */
int sectors_list(struct sectors *self, const struct dataset *dataset, const struct indicator_terms *terms,
                 struct err *err);

/* Figures of one territory and year; a sector without one is 0. */
struct sector_figures {
    double values[MAX_SECTORS], se[MAX_SECTORS], missing[MAX_SECTORS];
    const struct panel_variable *variables[MAX_SECTORS]; /* NULL: no figure */
    double sum, total;                                   /* total NaN when there is none */
    double imputed;                                      /* part shared by population, the most of any */
    double total_missing;                                /* parts without a figure in the total */
    size_t num_missing;
    const struct panel_variable *variable; /* of the total; NULL when there is no figure */
};
int sector_figures_read(struct sector_figures *self, struct dataset *dataset, const struct sectors *sectors,
                        enum level level, const char *code, int year, struct err *err);

/* Whether sectors without a figure have none: the others add up to the total. */
bool sector_figures_are_complete(const struct sector_figures *self);

#endif

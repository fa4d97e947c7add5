/* Sums and differences of variables: the numerators and denominators of
 * indicators, with their precision. */
#ifndef STATS_INDICATORS_TERMS_H
#define STATS_INDICATORS_TERMS_H

#include <stdbool.h>

#include "stats/data/dataset.h"

enum { TERM_NAME_SIZE = 64 };

/* The next variable of "a -b 0.5*c {item}"; false at the end. name has room for
 * TERM_NAME_SIZE bytes; *weight is 1, -1, 0.5 or -0.5. */
bool term_next(const char **rest, const char *item, char name[TERM_NAME_SIZE], double *weight);

/* A sum of figures. */
struct total {
    double value;                          /* NaN: a figure is missing */
    double variance;                       /* NaN: unknown */
    double gross;                          /* sum of the absolute figures, times their squared weights */
    double smallest;                       /* of the figures, in absolute value */
    double missing;                        /* parts without a figure, the most of any variable */
    double imputed;                        /* part of a figure shared by population, the most of any */
    double imputed_variance;               /* of the figures that are shared: their variances */
    const char *perimeter;                 /* date of the territories, "" if it does not matter */
    bool has_perimeters;                   /* the variables are of different perimeters */
    bool is_mixed;                         /* the variables differ in exploitation or in missing parts */
    const struct panel_variable *variable; /* the first; NULL when nothing was found */
};

/* Variances of the variables add up as if independent. */
int total_read(struct total *self, const char *terms, const char *item, struct dataset *dataset,
               enum level level, const char *code, int year, struct err *err);

#endif

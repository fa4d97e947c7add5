/* Agglomeration of the plants of an industry beyond that of all jobs: Ellison and
 * Glaeser 1997, Maurel and Sédillot 1999. */
#ifndef STATS_NUMERIC_AGGLOMERATION_H
#define STATS_NUMERIC_AGGLOMERATION_H

#include <stddef.h>

#include "stats/base/error.h"

/* Plants of one industry: jobs > 0 and index of the place of each. */
struct plants {
    const double *jobs;
    const size_t *places;
    size_t num;
};

struct agglomeration {
    double g;        /* sum of (s - x)² over places */
    double h;        /* Herfindahl index of the plants */
    double gamma;    /* (G / (1 - sum of x²) - H) / (1 - H); NaN with a single plant */
    double gamma_ms; /* Maurel and Sédillot: (sum of s² - sum of x²) in the place of G */
};

/* shares: x, the share of each place in all jobs (of the country, not of the plants
 * listed); they add up to 1. ERR_DATA when they do not or a place is out of range. */
int agglomeration_of(struct agglomeration *self, const struct plants *plants, const double *shares,
                     size_t num_places, struct err *err);

/* Coagglomeration of several industries: what the group has beyond its members,
 * (G / (1 - sum of x²) - H - sum of gamma_i w_i² (1 - H_i)) / (1 - sum of w_i²), with
 * w_i the share of industry i in the jobs of the group and H = sum of w_i² H_i. */
int coagglomeration_of(double *gamma, const struct plants *industries, size_t num_industries,
                       const double *shares, size_t num_places, struct err *err);

#endif

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
    double z;        /* (G - its mean) / its standard deviation without agglomeration (EG 1997) */
    double se;       /* of gamma, plants drawn with the probabilities s + H (x - s), which do not
                        exclude places that few plants missed: 0.95 or more of intervals of
                        1.96 se hold gamma, nearly all without agglomeration; NaN with a
                        single plant */
    double se_ms;    /* the same of gamma_ms */
};

/* shares: x, the share of each place in all jobs (of the country, not of the plants
 * listed); they add up to 1. ERR_DATA when they do not or a place is out of range. */
int agglomeration_of(struct agglomeration *self, const struct plants *plants, const double *shares,
                     size_t num_places, struct err *err);

/* Variance of G when each plant falls on place j with probability p_j, apart from the
 * others. With p = x it is that of Ellison and Glaeser 1997,
 * 2 {H² [S2 - 2 S3 + S2²] - (sum of z^4) [S2 - 4 S3 + 3 S2²]}, Sn = sum of x^n, z the
 * shares of the plants; for other p, with d = p - x,
 * 2 (H² - sum z^4) tr(V²) + 4 sum z^4 var(p) + 4 H var(d) - 8 sum z^3 cov(p, d), where V is
 * diag(p) - p p' and var, cov are over a place drawn with p. With shares of 0 it is the
 * variance of the sum of s². Places of the plants are not looked at. */
double agglomeration_variance(const struct plants *plants, const double *p, const double *shares,
                              size_t num_places);

/* Coagglomeration of several industries: what the group has beyond its members,
 * (G / (1 - sum of x²) - H - sum of gamma_i w_i² (1 - H_i)) / (1 - sum of w_i²), with
 * w_i the share of industry i in the jobs of the group and H = sum of w_i² H_i. */
int coagglomeration_of(double *gamma, const struct plants *industries, size_t num_industries,
                       const double *shares, size_t num_places, struct err *err);

/* An industry by its shares s of the places, without its plants. */
struct located {
    const double *shares; /* [num_places], of sum 1 */
    double jobs, h;       /* h: 1 / number of equal plants that would scatter as much */
};

/* The same from shares: the plants cancel out of the definition and leave
 * (sum over i != j of w_i w_j (s_i - x)'(s_j - x)) / ((1 - sum x²) (1 - sum w²)); for a
 * pair it is the pairwise index of Ellison, Glaeser and Kerr 2010. se: plants of
 * different industries fall apart from each other with the probabilities s + h (x - s),
 * weights w as they are; two or more industries. ERR_LIMIT without memory. */
struct coagglomeration {
    double gamma, se;
};
int coagglomeration_of_shares(struct coagglomeration *self, const struct located *industries,
                              size_t num_industries, const double *shares, size_t num_places,
                              struct err *err);

/* Shares of the places in the jobs of the plants, into s[num_places]. */
void agglomeration_shares(const struct plants *plants, double *s, size_t num_places);

#endif

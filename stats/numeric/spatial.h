/* Spatial autocorrelation of a whole map. Units without neighbours stay in the mean and
 * in n; they are counted by weights_num_islands and belong beside the figure. */
#ifndef STATS_NUMERIC_SPATIAL_H
#define STATS_NUMERIC_SPATIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/numeric/weights.h"

/* A statistic with its moments without autocorrelation: under randomisation (values
 * shuffled over the map) and under normality (NaN where there is none). */
struct spatial_statistic {
    double value, expected, variance_random, variance_normal;
};

/* Whether the values are not all the same. On a map that does not vary the statistics below
 * are NaN, and nothing is unusual: p = 1. */
bool spatial_varies(const double *values, size_t num);

/* Moran 1950; Cliff and Ord 1981. At least 4 values that differ. */
struct spatial_statistic spatial_moran(const double *values, const struct weights *weights);

/* Geary 1954: below 1 when neighbours are alike. */
struct spatial_statistic spatial_geary(const double *values, const struct weights *weights);

/* Getis and Ord 1992, of values > 0: moments NaN. */
double spatial_getis_ord(const double *values, const struct weights *weights);

/* How often a shuffled map reaches a Moran's I at least as far on its side of the
 * expectation: (count + 1) / (permutations + 1), one-sided. Permutations are keyed by
 * seed and number: the same for any thread. exact: over all orders, for up to 9 units. */
int spatial_moran_p(const double *values, const struct weights *weights, int permutations, uint64_t seed,
                    int threads, double *p, struct err *err);
int spatial_moran_exact(const double *values, const struct weights *weights, double *p, double *variance,
                        struct err *err);

/* ---- of every unit ---------------------------------------------------------------------- */

enum local_kind { LOCAL_MORAN, LOCAL_G, LOCAL_G_STAR };

/* By what the squared deviations are divided: n (Anselin 1995, spdep) or n - 1 (GeoDa). */
enum local_scale { LOCAL_SCALE_N, LOCAL_SCALE_N_MINUS_1 };

struct local_options {
    enum local_kind kind;
    enum local_scale scale; /* of LOCAL_MORAN */
    int permutations;       /* 0: no p-values */
    uint64_t seed;
    int threads;
};

struct local_result {
    double value; /* local Moran; or the z-score of G_i, of G*_i (Ord and Getis 1995) */
    /* On the side of the value, given the unit's own value (conditional permutation,
     * drawn without replacement); 1 for a unit without neighbours or on the mean. NaN
     * without permutations. is_exact: all choices of neighbours were enumerated. */
    double p_directed, p; /* p = min(1, 2 p_directed) */
    double p_fdr;         /* p adjusted for all units (Benjamini and Hochberg 1995) */
    bool is_exact;
};

/* out has room for one result a unit. ERR_LIMIT when p-values are wanted of a unit with more
 * than 4,096 neighbours. */
int spatial_local(struct local_result *out, const double *values, const struct weights *weights,
                  const struct local_options *options, struct err *err);

/* Benjamini and Hochberg: adjusted[i] for p[i], num of them. */
int spatial_fdr(const double *p, double *adjusted, size_t num, struct err *err);

#endif

/* Inequality between places. values: an amount per head, > 0; weights: heads, > 0
 * (NULL for places of equal weight). Weighted throughout by heads: a place is as many
 * people as it has. */
#ifndef STATS_NUMERIC_INEQUALITY_H
#define STATS_NUMERIC_INEQUALITY_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

/* Theil: T = sum of s ln(s / q), L = sum of q ln(q / s), with s the share of a place in
 * the total amount and q in the heads. */
double inequality_theil_t(const double *values, const double *weights, size_t num);
double inequality_theil_l(const double *values, const double *weights, size_t num);

/* T of the groups: groups[i] is below num_groups; a group without places counts for
 * nothing. work has room for 2 num_groups numbers. */
double inequality_theil_between(const double *values, const double *weights, const size_t *groups, size_t num,
                                size_t num_groups, double *work);

/* T of the groups, and within them: between + within = T. ERR_LIMIT without memory. */
struct theil_parts {
    double between, within;
};
int inequality_theil_parts(struct theil_parts *parts, const double *values, const double *weights,
                           const size_t *groups, size_t num, size_t num_groups, struct err *err);

/* Do the groups explain more than any grouping would? The places are dealt to the
 * groups anew `permutations` times (1 at least), every group keeping its number of
 * places: p = (1 + permutations with as much between groups) / (1 + permutations). The same for a
 * seed whatever the machine. ERR_LIMIT without memory. */
int inequality_between_p(const double *values, const double *weights, const size_t *groups, size_t num,
                         size_t num_groups, int permutations, uint64_t seed, double *p, struct err *err);

/* Atkinson 1970, aversion epsilon > 0: 1 - EDE / mean, with EDE the amount that,
 * equally distributed, is worth as much. */
double inequality_atkinson(const double *values, const double *weights, size_t num, double epsilon);

/* Williamson 1965: weighted standard deviation over the weighted mean. */
double inequality_williamson(const double *values, const double *weights, size_t num);

/* Unconditional convergence (Barro and Sala-i-Martin 1992): least squares of the mean
 * yearly growth ln(end / start) / years on ln(start). */
struct convergence {
    double intercept, beta;
    double se, se_robust; /* of beta: classical, and HC1 (White) */
    double lambda;        /* speed: - ln(1 + beta years) / years */
    double half_life;     /* ln 2 / lambda, years */
};
struct convergence convergence_beta(const double *start, const double *end, size_t num, double years);

/* The speed and half-life of a beta over some years. */
double convergence_speed(double beta, double years);

/* Standard deviation (n - 1) of the logarithms: sigma convergence when it falls. */
double convergence_sigma(const double *values, size_t num);

#endif

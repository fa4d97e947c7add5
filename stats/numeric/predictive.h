/* How surprising a count is before it is seen: k of n people when all have the same
 * unknown share, of which only a distribution is known (the prior predictive law; Box
 * 1980). Every function takes 0 <= k <= n, whole numbers. */
#ifndef STATS_NUMERIC_PREDICTIVE_H
#define STATS_NUMERIC_PREDICTIVE_H

#include <stddef.h>
#include <stdint.h>

/* P(X <= k) and P(X >= k). */
struct tails {
    double lower, upper;
};

/* The share is p, known: binomial. */
struct tails predictive_fixed(double p, int64_t k, int64_t n);

/* The share is Beta(a, b), a, b > 0: beta-binomial,
 * P(X = x) = C(n, x) B(a + x, b + n - x) / B(a, b), summed over the tail. */
struct tails predictive_beta(double a, double b, int64_t k, int64_t n);

/* The share is one of the num values in 0..1, equally likely: the mean of binomials. */
struct tails predictive_values(const double *shares, size_t num, int64_t k, int64_t n);

/* Pearson's test that num counts k_i of n_i people have one share (chi-square, num - 1
 * degrees of freedom): p-value, from squares = sum k_i^2 / n_i, count = sum k_i and
 * of = sum n_i. NaN when there is one count only, or nobody or everybody did. */
double predictive_same_share(double squares, double count, double of, int num);

/* Two-sided p-value: twice the smaller tail, at most 1. */
double predictive_p(struct tails tails);

#endif

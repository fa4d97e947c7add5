/* Quantiles of the gamma and beta distributions.
 *
 * The distribution functions of GSL 2.7 agree with R, its inverses do not: from a gamma
 * shape of 1,700 on some are wrong without a word, and some of a beta take minutes. These
 * search the distribution function. */
#ifndef STATS_NUMERIC_INVERSE_H
#define STATS_NUMERIC_INVERSE_H

/* Which tail has the probability. */
enum tail { TAIL_LOWER, TAIL_UPPER };

/* 0 < p < 1; shape > 0, scale 1. */
double gamma_quantile(double p, enum tail tail, double shape);

/* 0 < p < 1; a, b > 0. */
double beta_quantile(double p, enum tail tail, double a, double b);

#endif

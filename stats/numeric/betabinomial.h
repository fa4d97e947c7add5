/* Rates of small territories as draws from one beta distribution: events of a
 * territory with n people are binomial, its rate is Beta(alpha, beta). */
#ifndef STATS_NUMERIC_BETABINOMIAL_H
#define STATS_NUMERIC_BETABINOMIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/numeric/interval.h"

struct beta_binomial {
    double alpha, beta;
    double rate;    /* expected rate, alpha / (alpha + beta) */
    double people;  /* of all territories */
    bool no_spread; /* the territories differ by no more than chance: all have the rate */
    int iterations;
};

/* Maximum likelihood (Skellam 1948), by Newton's method on the logarithms of alpha and
 * beta, from the moments (Kleinman 1973). no_spread is set when the score at no spread
 * (Tarone 1979) is not positive; alpha and beta are infinite then. events[i] of
 * people[i], 0 <= events <= people, people > 0; they need not be whole.
 * ERR_DATA when there are fewer than two territories, nobody or everybody has the
 * event, in all territories together or in each, or the iteration does not settle. */
int beta_binomial_fit(struct beta_binomial *self, const double *events, const double *people, size_t num,
                      struct err *err);

/* What is known of the rate of a territory: Beta(alpha + events, beta + people - events).
 * The uncertainty of alpha and beta is left out, as empirical Bayes does. Without spread it
 * is the common rate, with its Wilson interval. */
struct beta_posterior {
    double mean, sd;
    struct interval interval; /* equal tails */
};
struct beta_posterior beta_binomial_posterior(const struct beta_binomial *self, double events, double people,
                                              double confidence);

#endif

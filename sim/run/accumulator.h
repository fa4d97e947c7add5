/* Summary of one metric, year, scope and scenario over the draws: exact integer
 * sums and a histogram, which merge in any order. */
#ifndef SIM_RUN_ACCUMULATOR_H
#define SIM_RUN_ACCUMULATOR_H

#include <stdbool.h>

#include "sim/run/histogram.h"
#include "sim/run/replicates.h"

/* Initialise with {0}. Means (of the analytic twin) are kept in units of
 * 1 / precision, rounded, so that their sums do not depend on any order either. */
struct accumulator {
    struct histogram histogram;
    wide sum, sum_squares;
    wide mean_sum, mean_sum_squares, deviation_squares; /* of means, and of value - mean */
    uint64_t num_means;                                 /* draws with a mean */
    struct replicates *replicates;                      /* owned; NULL unless accumulator_deal was called */
};

/* Fractions of a unit that means are kept to: 2^20 of a person, one cent. */
double accumulator_precision(bool is_money);

void accumulator_free(struct accumulator *self);

/* Adds num draws. means may be NULL; a NaN mean is left out. */
int accumulator_add(struct accumulator *self, const int64_t *values, const double *means, int num,
                    double precision, struct err *err);

/* The same draws, the first of them numbered first, by scrambling of their Sobol'
 * points: to be called after accumulator_add, for all draws or for none. */
int accumulator_deal(struct accumulator *self, uint64_t first, const int64_t *values, const double *means,
                     int num, double precision, struct err *err);
int accumulator_merge(struct accumulator *self, const struct accumulator *other, struct err *err);

/* What is reported, in units of the metric's integer. */
struct summary {
    uint64_t draws;
    double mean, mc_se, sd;
    double sd_parameters, sd_sampling; /* NaN unless every draw had a mean */
    double analytic_mean;              /* of the twin; NaN likewise */
    double analytic_se;                /* its Monte-Carlo error */
};

/* mc_se is sd / sqrt(draws); of draws that were dealt out, replicates_error. */
struct summary accumulator_summary(const struct accumulator *self, double precision);

/* The mean of conditional means in the place of the mean of values, where every
 * draw has one (Rao-Blackwell): same expectation, and the error of the parameters
 * alone. */
void summary_use_twin(struct summary *self);

#endif

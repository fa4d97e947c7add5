/* Small territories: estimates that borrow strength from the others. */
#ifndef STATS_NUMERIC_SMALLAREA_H
#define STATS_NUMERIC_SMALLAREA_H

#include <stddef.h>

#include "stats/base/error.h"

/* Empirical Bayes of rates (Marshall 1991): events and population by territory. With
 * s² the weighted variance of the rates, b the overall rate and n the mean population,
 * a = max(0, s² - b / n); estimates are b + (r - b) a / (a + b / n_i). A territory without
 * people tells nothing and gets b; one of them has people. */
struct eb_rates {
    double a, b;
};
struct eb_rates smallarea_marshall(const double *events, const double *population, size_t num,
                                   double *estimates);

enum fay_herriot_method { FAY_HERRIOT_REML, FAY_HERRIOT_ML, FAY_HERRIOT_MOMENT };

/* Area-level model of Fay and Herriot 1979: y = X beta + v + e, v of variance A, e of
 * known variances psi > 0. x is row-major, num x num_columns, with its constant. */
struct fay_herriot_data {
    const double *y, *psi, *x;
    size_t num, num_columns;
};

struct fay_herriot {
    double a; /* variance of the model, 0 at least */
    int iterations;
    double *beta;       /* [num_columns] */
    double *covariance; /* [num_columns²] of beta */
    size_t num_columns;
    enum fay_herriot_method method;
};

/* ERR_DATA when the columns are collinear, there are no more areas than columns, or
 * the iteration does not settle within 100 steps. */
int fay_herriot_fit(struct fay_herriot *self, const struct fay_herriot_data *data,
                    enum fay_herriot_method method, struct err *err);
void fay_herriot_free(struct fay_herriot *self);

/* EBLUP and its mean squared error for the areas of the data, [num] each: g1 + g2 +
 * 2 g3, less the bias of A for ML and moments (Datta and Lahiri 2000; Datta, Rao and
 * Smith 2005; Prasad and Rao 1990), but never less than g1 + g2, what the error would be
 * if A were known: the correction alone can make it negative. */
void fay_herriot_predict(const struct fay_herriot *self, const struct fay_herriot_data *data,
                         double *estimates, double *mse);

/* An area without an estimate of its own: x beta, mse A + x Cov(beta) x'. */
void fay_herriot_outside(const struct fay_herriot *self, const double *x, double *estimate, double *mse);

/* Multiplies estimates so that their sum with the given weights is the total of the
 * parent (ratio benchmarking); returns the factor. */
double smallarea_benchmark(double *estimates, const double *weights, size_t num, double total);

#endif

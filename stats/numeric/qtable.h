/* Tabulated quantile functions: value = g(z) for a standard normal score z, as
 * a cubic Hermite spline on a fine grid, so that any continuous family costs the
 * same few nanoseconds a draw. The spline lives on a transformed scale (logit
 * for shares, log for positive values), on which g is nearly straight. */
#ifndef STATS_NUMERIC_QTABLE_H
#define STATS_NUMERIC_QTABLE_H

#include "stats/base/error.h"

enum { QTABLE_NODES = 545 };
#define QTABLE_LIMIT 8.5 /* |z| covered: beyond 2^-53 in both tails */

enum qtable_scale { QTABLE_LOGIT, QTABLE_LOG };

struct qtable {
    enum qtable_scale scale;
    double values[QTABLE_NODES]; /* on the transformed scale */
    double slopes[QTABLE_NODES]; /* d value / d node */
};

/* Beta(a, b), a and b from 0.001 to 1e12. Error below 1e-7 of the standard
 * deviation for a, b >= 0.1 (tested). ERR_DATA when it cannot be computed. */
int qtable_beta(struct qtable *self, double a, double b, struct err *err);

/* Gamma with the given shape > 0 and scale 1. */
int qtable_gamma(struct qtable *self, double shape, struct err *err);

/* The quantile at a normal score; z beyond the limit is taken at the limit. */
double qtable_value(const struct qtable *self, double z);

/* The same of num scores, side by side; out is not z. */
void qtable_values(const struct qtable *self, const double *z, int num, double *out);

#endif

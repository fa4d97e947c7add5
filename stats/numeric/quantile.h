/* Quantiles of the beta and gamma distributions at any size. Those of GSL 2.7 fail without
 * notice for narrow distributions (from a beta of 1,250, a gamma of 15,000 on: NaN, or the
 * other tail); its distribution functions do not. */
#ifndef STATS_NUMERIC_QUANTILE_H
#define STATS_NUMERIC_QUANTILE_H

/* p in (0, 1): the x with P(X <= x) = p. a, b, shape > 0. Relative error about 1e-13 for
 * small shapes; 1e-8 of a standard deviation beyond a million. */
double beta_quantile(double p, double a, double b);
double gamma_quantile(double p, double shape); /* of scale 1 */

#endif

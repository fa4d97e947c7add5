/* The standard normal distribution. */
#ifndef STATS_NUMERIC_NORMAL_H
#define STATS_NUMERIC_NORMAL_H

/* Quantile function for p in (0, 1), relative error about 1e-16 (Wichura 1988,
 * algorithm AS 241, PPND16). */
double normal_quantile(double p);

/* The same of num values, side by side; out is not p. */
void normal_quantiles(const double *p, int num, double *out);

/* Distribution function, accurate in both tails. */
double normal_cdf(double z);

/* Density. */
double normal_pdf(double z);

#endif

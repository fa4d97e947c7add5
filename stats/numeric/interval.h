/* Confidence intervals of shares and of ratios of shares. */
#ifndef STATS_NUMERIC_INTERVAL_H
#define STATS_NUMERIC_INTERVAL_H

struct interval {
    double low, high;
};

/* Two-sided standard normal quantile: 1.959964 for confidence 0.95.
 * confidence lies in (0, 1). */
double interval_z(double confidence);

/* Score interval of a share p = x / n (Wilson 1927), for any effective n > 0:
 * (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). p in [0, 1]. */
struct interval interval_wilson(double p, double n, double confidence);

/* Student interval of a mean with the given standard deviation (n - 1) over n
 * values, n >= 2. */
struct interval interval_student(double mean, double sd, double n, double confidence);

/* Interval of an index from draws of what it is computed from, around the figures at hand: the
 * basic bootstrap, 2 value - quantile (Davison and Hinkley 1997, 5.2.1). An index of distance
 * grows by chance alone; the draws grow by as much again, which the reflection takes out and
 * the quantiles themselves would double. The draws are sorted. bias: of the mean of the draws;
 * sd: their standard deviation (n - 1). num >= 2. */
struct resampled {
    struct interval interval;
    double bias, sd;
};
struct resampled interval_basic(double *draws, int num, double value, double confidence);

/* Location quotient p_i / p of a territory that is part of the parent. var_i and
 * var are the variances of the two shares, weight the part (0..1) of the
 * parent's total that lies in the territory. Because the territory is inside,
 * cov(p_i, p) = weight var_i, and
 *   var(ln LQ) = var_i/p_i² + var/p² - 2 weight var_i/(p_i p)
 * (delta method; with binomial variances this is Moineddin, Beyene and Boyle
 * 2003). Returns the standard error of ln LQ; p_i, p > 0. */
double interval_lq_se(double p_i, double var_i, double p, double var, double weight);

/* Variance of p_i - p for a territory inside the parent:
 * var_i (1 - 2 weight) + var. Never negative. */
double interval_gap_variance(double var_i, double var, double weight);

#endif

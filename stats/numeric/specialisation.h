/* How a territory's sectors differ from those of a reference, and how concentrated a
 * distribution is. Arrays hold num counts >= 0 (jobs by sector, or by territory), with
 * a positive sum; shares are taken to the sum of the array, never to a printed total.
 * A reference is positive wherever the territory is. */
#ifndef STATS_NUMERIC_SPECIALISATION_H
#define STATS_NUMERIC_SPECIALISATION_H

#include <stddef.h>

#include "stats/base/error.h"

/* Sum of |s - S|, 0 to 2 (Krugman 1991). */
double specialisation_krugman(const double *local, const double *reference, size_t num);

/* The same against the mean of the shares of several territories (rows of others). */
double specialisation_krugman_mean(const double *local, const double *others, size_t num_others, size_t num);

/* 1 / sum of LQ s: 1 when the structure is that of the reference. */
double specialisation_hachman(const double *local, const double *reference, size_t num);

/* Sum of squared shares (Herfindahl, Hirschman), 1 / num to 1; its inverse is the
 * equivalent number; normalised to 0..1: (H - 1 / num) / (1 - 1 / num). */
double concentration_hhi(const double *values, size_t num);
double concentration_hhi_normalised(const double *values, size_t num);

/* - sum of s ln s, in nats: 0 to ln num. */
double concentration_entropy(const double *values, size_t num);

/* Half the sum of |s - x|, 0 to 1: the part that would have to move (Hoover 1936). */
double concentration_hoover(const double *values, const double *reference, size_t num);

/* Sum of s ln(s / x), in nats: 0 when the values follow the reference (Theil 1967; the
 * relative entropy of Mori, Nishikimi and Smith 2005). */
double concentration_theil(const double *values, const double *reference, size_t num);

/* Sum of (s - x)²: G of Ellison and Glaeser 1997, without correction for plants. */
double concentration_gap(const double *values, const double *reference, size_t num);

/* These sort and so need memory: ERR_LIMIT without it.
 *   gini: of values of equal weight, 0 to 1 - 1 / num; times num / (num - 1) it is
 *     normalised. Of location quotients it is the Gini coefficient of specialisation
 *     (sectors) or of concentration (territories).
 *   gini_weighted: values are per head, weights are heads; independent of the order.
 *   locational: twice the area between the Lorenz curve of values against reference,
 *     ordered by their ratio, and the diagonal (Krugman 1991). */
int concentration_gini(const double *values, size_t num, double *gini, struct err *err);
int concentration_gini_weighted(const double *values, const double *weights, size_t num, double *gini,
                                struct err *err);
int concentration_gini_quotients(const double *local, const double *reference, size_t num, double *gini,
                                 struct err *err);
int concentration_locational_gini(const double *values, const double *reference, size_t num, double *gini,
                                  struct err *err);

#endif

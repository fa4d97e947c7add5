#include "stats/numeric/predictive.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "stats/numeric/binomial.h"

struct tails predictive_fixed(double p, int64_t k, int64_t n)
{
    struct tails tails = {1, 1};

    if (k < n)
        tails.lower = gsl_cdf_binomial_P((unsigned)k, p, (unsigned)n);
    if (k > 0)
        tails.upper = gsl_cdf_binomial_Q((unsigned)(k - 1), p, (unsigned)n);
    return tails;
}

static double log_beta_binomial(double a, double b, int64_t x, int64_t n)
{
    return log_factorial(n) - log_factorial(x) - log_factorial(n - x) +
           gsl_sf_lnbeta(a + (double)x, b + (double)(n - x)) - gsl_sf_lnbeta(a, b);
}

/* P(X <= k), from first = P(X = k) downwards: P(x - 1) / P(x) is a ratio of whole
 * numbers and of a + x - 1, b + n - x. */
static double lower_tail(double first, double a, double b, int64_t k, int64_t n)
{
    double p = first, sum = first;

    for (int64_t x = k; x > 0; x--) {
        p *= (double)x * (b + (double)(n - x)) / ((double)(n - x + 1) * (a + (double)(x - 1)));
        sum += p;
    }
    return fmin(sum, 1);
}

/* The tail away from the mean is summed, from its largest term; the other is the rest. */
struct tails predictive_beta(double a, double b, int64_t k, int64_t n)
{
    double first = exp(log_beta_binomial(a, b, k, n));

    if ((double)k * (a + b) <= (double)n * a) {
        double lower = lower_tail(first, a, b, k, n);
        return (struct tails){lower, 1 - lower + first};
    }
    double upper = lower_tail(first, b, a, n - k, n);
    return (struct tails){1 - upper + first, upper};
}

struct tails predictive_values(const double *shares, size_t num, int64_t k, int64_t n)
{
    struct tails sum = {0, 0};

    for (size_t i = 0; i < num; i++) {
        struct tails one = predictive_fixed(shares[i], k, n);
        sum.lower += one.lower;
        sum.upper += one.upper;
    }
    return (struct tails){sum.lower / (double)num, sum.upper / (double)num};
}

double predictive_same_share(double squares, double count, double of, int num)
{
    double share = count / of;

    if (num < 2 || count <= 0 || count >= of)
        return NAN;
    return gsl_cdf_chisq_Q(fmax(squares - count * share, 0) / (share * (1 - share)), num - 1);
}

double predictive_p(struct tails tails)
{
    return fmin(1, 2 * fmin(tails.lower, tails.upper));
}

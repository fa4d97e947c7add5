#include "stats/numeric/normal.h"

#include <math.h>

#include "stats/base/processor.h"

/* Ratio of two polynomials of degree 7, coefficients from the constant on. */
static inline double rational(const double num[8], const double den[8], double x)
{
    double a = num[7], b = den[7];

    for (int i = 6; i >= 0; i--) {
        a = a * x + num[i];
        b = b * x + den[i];
    }
    return a / b;
}

/* |p - 1/2| up to which one rational function does. */
#define CENTRE 0.425

static const double centre_num[8] = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
static const double centre_den[8] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};

static inline double centre_quantile(double q)
{
    return q * rational(centre_num, centre_den, 0.180625 - q * q);
}

double normal_quantile(double p)
{
    static const double middle_num[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                         5.76949722146069140550e0,  3.64784832476320460504e0,
                                         1.27045825245236838258e0,  2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double middle_den[8] = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
    static const double tail_num[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                       1.78482653991729133580e0,  2.96560571828504891230e-1,
                                       2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                       2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double tail_den[8] = {1.0,
                                       5.99832206555887937690e-1,
                                       1.36929880922735805310e-1,
                                       1.48753612908506148525e-2,
                                       7.86869131145613259100e-4,
                                       1.84631831751005468180e-5,
                                       1.42151175831644588870e-7,
                                       2.04426310338993978564e-15};
    double q = p - 0.5, r, z;

    if (fabs(q) <= CENTRE)
        return centre_quantile(q);
    r = sqrt(-log(q < 0 ? p : 1 - p));
    z = r <= 5 ? rational(middle_num, middle_den, r - 1.6) : rational(tail_num, tail_den, r - 5);
    return q < 0 ? -z : z;
}

static FOR_EVERY_PROCESSOR void centre_loop(const double *restrict p, int num, double *restrict out)
{
    for (int i = 0; i < num; i++)
        out[i] = centre_quantile(p[i] - 0.5);
}
FOR_EACH_PROCESSOR(centre, (const double *p, int num, double *out), (p, num, out))

void normal_quantiles(const double *p, int num, double *out)
{
    centre(p, num, out);
    for (int i = 0; i < num; i++)
        if (!(fabs(p[i] - 0.5) <= CENTRE))
            out[i] = normal_quantile(p[i]);
}

double normal_cdf(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

double normal_pdf(double z)
{
    return 0.39894228040143267794 * exp(-0.5 * z * z);
}

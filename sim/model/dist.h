/* Distributions of parameters. Each is a function of one standard normal score,
 * so that any two can be correlated through a Gaussian copula and compared
 * scenario by scenario on the same luck.
 *
 *   fixed        value
 *   beta         value = mean, n = effective sample size (a = n mean, b = n - a)
 *   dirichlet    n = count of this class; the classes are drawn together
 *   logitnormal  value = median, sd on the logit scale
 *   pert         min, value = mode, max (beta with lambda 4)
 *   triangular   min, value = mode, max
 *   uniform      min, max
 *   lognormal    value = median, sd of the logarithm
 *   gamma        value = mean, sd; min = shift (0 if absent)
 *   normal       value = mean, sd
 *   empirical    values, equally likely, in the order given */
#ifndef SIM_MODEL_DIST_H
#define SIM_MODEL_DIST_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/numeric/qtable.h"

enum dist_family {
    DIST_FIXED,
    DIST_BETA,
    DIST_DIRICHLET,
    DIST_LOGITNORMAL,
    DIST_PERT,
    DIST_TRIANGULAR,
    DIST_UNIFORM,
    DIST_LOGNORMAL,
    DIST_GAMMA,
    DIST_NORMAL,
    DIST_EMPIRICAL,
    NUM_DIST_FAMILIES
};

enum { DIST_MAX_VALUES = 64 };

/* The arguments; NaN where a family takes none. All are in the unit of the
 * parameter, except sd of logitnormal and lognormal. */
struct dist {
    enum dist_family family;
    double value, n, sd, min, max;
    double values[DIST_MAX_VALUES]; /* empirical */
    int num_values;
};

const char *dist_family_name(enum dist_family family);

/* NUM_DIST_FAMILIES when there is none of that name. */
enum dist_family dist_family_find(const char *name);

/* One line for people: "beta takes value (the mean) and n (...), and no other". */
const char *dist_family_usage(enum dist_family family);

/* "" when the arguments fit the family, else what is wrong with them. */
const char *dist_check(const struct dist *self);

/* Bounds of the values that it can take (-INFINITY, INFINITY if unbounded). */
void dist_range(const struct dist *self, double *low, double *high);

/* Mean of one draw; for a dirichlet class, of the unnormalised class. */
double dist_mean(const struct dist *self);

bool dist_equal(const struct dist *a, const struct dist *b);

/* A distribution ready to be drawn from. */
struct sampler {
    struct dist dist;
    bool has_table;
    double shift, scale; /* applied to the value of the table */
    struct qtable table;
};

int sampler_init(struct sampler *self, const struct dist *dist, struct err *err);

/* The quantile at a normal score. A dirichlet class gives a gamma variate, to be
 * divided by the sum over its classes. */
double sampler_value(const struct sampler *self, double z);

/* The same of num scores, side by side; out is not z. */
void sampler_values(const struct sampler *self, const double *z, int num, double *out);

/* A short text: "beta(0.85, n = 50)". */
void dist_describe(const struct dist *self, char *out, size_t size);

#endif

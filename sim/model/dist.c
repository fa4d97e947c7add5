#include "sim/model/dist.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/numeric/normal.h"

static const char *const names[NUM_DIST_FAMILIES] = {"fixed", "beta",       "dirichlet", "logitnormal",
                                                     "pert",  "triangular", "uniform",   "lognormal",
                                                     "gamma", "normal",     "empirical"};

const char *dist_family_name(enum dist_family family)
{
    return names[family];
}

enum dist_family dist_family_find(const char *name)
{
    int f = 0;

    while (f < NUM_DIST_FAMILIES && strcmp(names[f], name) != 0)
        f++;
    return (enum dist_family)f;
}

/* Which arguments a family takes, one letter each: v n s m(in) M(ax) l(ist);
 * lower case needed, upper case optional (only the shift of gamma, 'O'). */
static const char *const arguments[NUM_DIST_FAMILIES] = {
    [DIST_FIXED] = "v",   [DIST_BETA] = "vn",        [DIST_DIRICHLET] = "n", [DIST_LOGITNORMAL] = "vs",
    [DIST_PERT] = "mvx",  [DIST_TRIANGULAR] = "mvx", [DIST_UNIFORM] = "mx",  [DIST_LOGNORMAL] = "vs",
    [DIST_GAMMA] = "vsO", [DIST_NORMAL] = "vs",      [DIST_EMPIRICAL] = "l"};

static const char *const usage[NUM_DIST_FAMILIES] = {
    N_("fixed takes the column value, and no other"),
    N_("beta takes value (the mean) and n (the effective sample size), and no other"),
    N_("dirichlet takes n (the count of the class), and no other"),
    N_("logitnormal takes value (the median) and sd (on the logit scale), and no other"),
    N_("pert takes min, value (the mode) and max, and no other"),
    N_("triangular takes min, value (the mode) and max, and no other"),
    N_("uniform takes min and max, and no other"),
    N_("lognormal takes value (the median) and sd (of the logarithm), and no other"),
    N_("gamma takes value (the mean), sd and perhaps min (the shift), and no other"),
    N_("normal takes value (the mean) and sd, and no other"),
    N_("empirical takes values (numbers separated by spaces), and no other")};

const char *dist_family_usage(enum dist_family family)
{
    return translate(usage[family]);
}

static const char *check_presence(const struct dist *self)
{
    const char *wanted = arguments[self->family];
    const struct {
        char letter;
        bool given;
    } present[] = {{'v', !isnan(self->value)}, {'n', !isnan(self->n)},   {'s', !isnan(self->sd)},
                   {'m', !isnan(self->min)},   {'x', !isnan(self->max)}, {'l', self->num_values > 0}};

    for (size_t i = 0; i < sizeof present / sizeof present[0]; i++) {
        bool needed = strchr(wanted, present[i].letter) != NULL;
        bool optional = present[i].letter == 'm' && strchr(wanted, 'O') != NULL;
        if (present[i].given != needed && !(optional && present[i].given))
            return translate(usage[self->family]);
    }
    return "";
}

const char *dist_check(const struct dist *self)
{
    const char *presence = check_presence(self);

    if (presence[0] != '\0')
        return presence;
    switch (self->family) {
    case DIST_BETA:
        if (!(self->value > 0 && self->value < 1))
            return _("the mean of a beta must lie strictly between 0 and 1 (use fixed for 0 or 1)");
        return self->n > 0 ? "" : _("the effective sample size n must be positive");
    case DIST_DIRICHLET:
        return self->n > 0 ? "" : _("the count n of a dirichlet class must be positive");
    case DIST_LOGITNORMAL:
        if (!(self->value > 0 && self->value < 1))
            return _("the median of a logitnormal must lie strictly between 0 and 1");
        return self->sd >= 0 ? "" : _("sd must not be negative");
    case DIST_PERT:
    case DIST_TRIANGULAR:
        if (!(self->min < self->max))
            return _("min must be smaller than max");
        return self->min <= self->value && self->value <= self->max ? ""
                                                                    : _("value must lie between min and max");
    case DIST_UNIFORM:
        return self->min < self->max ? "" : _("min must be smaller than max");
    case DIST_LOGNORMAL:
        if (!(self->value > 0))
            return _("the median of a lognormal must be positive");
        return self->sd >= 0 ? "" : _("sd must not be negative");
    case DIST_GAMMA:
        if (!(self->sd > 0))
            return _("sd must be positive");
        return self->value > (isnan(self->min) ? 0 : self->min) ? ""
                                                                : _("the mean must be above the shift (min)");
    case DIST_NORMAL:
        return self->sd >= 0 ? "" : _("sd must not be negative");
    case DIST_FIXED:
    case DIST_EMPIRICAL:
    case NUM_DIST_FAMILIES:
        break;
    }
    return "";
}

void dist_range(const struct dist *self, double *low, double *high)
{
    *low = -INFINITY;
    *high = INFINITY;
    switch (self->family) {
    case DIST_FIXED:
        *low = *high = self->value;
        break;
    case DIST_BETA:
    case DIST_DIRICHLET:
    case DIST_LOGITNORMAL:
        *low = 0;
        *high = 1;
        break;
    case DIST_PERT:
    case DIST_TRIANGULAR:
    case DIST_UNIFORM:
        *low = self->min;
        *high = self->max;
        break;
    case DIST_LOGNORMAL:
        *low = 0;
        break;
    case DIST_GAMMA:
        *low = isnan(self->min) ? 0 : self->min;
        break;
    case DIST_EMPIRICAL:
        *low = *high = self->values[0];
        for (int i = 1; i < self->num_values; i++) {
            *low = self->values[i] < *low ? self->values[i] : *low;
            *high = self->values[i] > *high ? self->values[i] : *high;
        }
        break;
    case DIST_NORMAL:
    case NUM_DIST_FAMILIES:
        break;
    }
}

/* E[logistic(m + s Z)] on a fine grid: exact to about 1e-12. */
static double logitnormal_mean(double median, double sd)
{
    double sum = 0, total = 0, m = log(median / (1 - median));

    for (int i = -400; i <= 400; i++) {
        double z = i * 0.02, weight = normal_pdf(z);
        sum += weight / (1 + exp(-(m + sd * z)));
        total += weight;
    }
    return sum / total;
}

double dist_mean(const struct dist *self)
{
    double sum = 0;

    switch (self->family) {
    case DIST_PERT:
        return (self->min + 4 * self->value + self->max) / 6;
    case DIST_TRIANGULAR:
        return (self->min + self->value + self->max) / 3;
    case DIST_UNIFORM:
        return (self->min + self->max) / 2;
    case DIST_LOGITNORMAL:
        return logitnormal_mean(self->value, self->sd);
    case DIST_LOGNORMAL:
        return self->value * exp(self->sd * self->sd / 2);
    case DIST_EMPIRICAL:
        for (int i = 0; i < self->num_values; i++)
            sum += self->values[i];
        return sum / self->num_values;
    case DIST_DIRICHLET:
        return self->n;
    case DIST_FIXED:
    case DIST_BETA:
    case DIST_GAMMA:
    case DIST_NORMAL:
    case NUM_DIST_FAMILIES:
        break;
    }
    return self->value;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

bool dist_equal(const struct dist *a, const struct dist *b)
{
    if (a->family != b->family || a->num_values != b->num_values || !same(a->value, b->value) ||
        !same(a->n, b->n) || !same(a->sd, b->sd) || !same(a->min, b->min) || !same(a->max, b->max))
        return false;
    for (int i = 0; i < a->num_values; i++)
        if (a->values[i] != b->values[i])
            return false;
    return true;
}

static int init_pert(struct sampler *self, struct err *err)
{
    const struct dist *d = &self->dist;
    double width = d->max - d->min;

    self->shift = d->min;
    self->scale = width;
    return qtable_beta(&self->table, 1 + 4 * (d->value - d->min) / width, 1 + 4 * (d->max - d->value) / width,
                       err);
}

static int init_gamma(struct sampler *self, struct err *err)
{
    const struct dist *d = &self->dist;
    double shift = isnan(d->min) ? 0 : d->min, mean = d->value - shift;

    self->shift = shift;
    self->scale = d->sd * d->sd / mean;
    return qtable_gamma(&self->table, mean * mean / (d->sd * d->sd), err);
}

int sampler_init(struct sampler *self, const struct dist *dist, struct err *err)
{
    self->dist = *dist;
    self->shift = 0;
    self->scale = 1;
    self->has_table = true;
    switch (dist->family) {
    case DIST_BETA:
        return qtable_beta(&self->table, dist->value * dist->n, (1 - dist->value) * dist->n, err);
    case DIST_DIRICHLET:
        return qtable_gamma(&self->table, dist->n, err);
    case DIST_PERT:
        return init_pert(self, err);
    case DIST_GAMMA:
        return init_gamma(self, err);
    default:
        self->has_table = false;
        return ERR_OK;
    }
}

static double triangular_quantile(const struct dist *d, double u)
{
    double width = d->max - d->min, left = (d->value - d->min) / width;

    if (u < left)
        return d->min + sqrt(u * width * (d->value - d->min));
    return d->max - sqrt((1 - u) * width * (d->max - d->value));
}

static double empirical_quantile(const struct dist *d, double u)
{
    int i = (int)(u * d->num_values);

    return d->values[i < d->num_values ? i : d->num_values - 1];
}

double sampler_value(const struct sampler *self, double z)
{
    const struct dist *d = &self->dist;

    if (self->has_table)
        return self->shift + self->scale * qtable_value(&self->table, z);
    switch (d->family) {
    case DIST_LOGITNORMAL:
        return 1 / (1 + exp(-(log(d->value / (1 - d->value)) + d->sd * z)));
    case DIST_LOGNORMAL:
        return d->value * exp(d->sd * z);
    case DIST_NORMAL:
        return d->value + d->sd * z;
    case DIST_UNIFORM:
        return d->min + (d->max - d->min) * normal_cdf(z);
    case DIST_TRIANGULAR:
        return triangular_quantile(d, normal_cdf(z));
    case DIST_EMPIRICAL:
        return empirical_quantile(d, normal_cdf(z));
    default:
        return d->value;
    }
}

void sampler_values(const struct sampler *self, const double *z, int num, double *out)
{
    if (self->has_table)
        qtable_values(&self->table, z, num, out);
    for (int i = 0; i < num && self->has_table; i++)
        out[i] = self->shift + self->scale * out[i];
    for (int i = 0; i < num && !self->has_table; i++)
        out[i] = self->dist.family == DIST_FIXED ? self->dist.value : sampler_value(self, z[i]);
}

void dist_describe(const struct dist *d, char *out, size_t size)
{
    switch (d->family) {
    case DIST_FIXED:
        snprintf(out, size, "%g", d->value);
        break;
    case DIST_BETA:
        snprintf(out, size, "beta(mean %g, n %g)", d->value, d->n);
        break;
    case DIST_DIRICHLET:
        snprintf(out, size, "dirichlet(n %g)", d->n);
        break;
    case DIST_PERT:
    case DIST_TRIANGULAR:
        snprintf(out, size, "%s(%g, %g, %g)", names[d->family], d->min, d->value, d->max);
        break;
    case DIST_UNIFORM:
        snprintf(out, size, "uniform(%g, %g)", d->min, d->max);
        break;
    case DIST_EMPIRICAL:
        snprintf(out, size, "empirical(%d values)", d->num_values);
        break;
    default:
        snprintf(out, size, "%s(%g, sd %g)", names[d->family], d->value, d->sd);
        break;
    }
}

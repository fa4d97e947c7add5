#include "stats/numeric/inequality.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static double weight_of(const double *weights, size_t i)
{
    return weights ? weights[i] : 1;
}

struct totals {
    double heads, amount;
};

static struct totals total_of(const double *values, const double *weights, size_t num)
{
    struct totals t = {0};

    for (size_t i = 0; i < num; i++) {
        t.heads += weight_of(weights, i);
        t.amount += weight_of(weights, i) * values[i];
    }
    return t;
}

double inequality_theil_t(const double *values, const double *weights, size_t num)
{
    struct totals t = total_of(values, weights, num);
    double sum = 0;

    for (size_t i = 0; i < num; i++) {
        double relative = values[i] / (t.amount / t.heads);
        sum += relative > 0 ? weight_of(weights, i) / t.heads * relative * log(relative) : 0;
    }
    return sum;
}

double inequality_theil_l(const double *values, const double *weights, size_t num)
{
    struct totals t = total_of(values, weights, num);
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        sum -= weight_of(weights, i) / t.heads * log(values[i] / (t.amount / t.heads));
    return sum;
}

double inequality_theil_between(const double *values, const double *weights, const size_t *groups, size_t num,
                                size_t num_groups, double *work)
{
    struct totals t = total_of(values, weights, num);
    double *heads = work, *amounts = work + num_groups, between = 0;

    for (size_t g = 0; g < 2 * num_groups; g++)
        work[g] = 0;
    for (size_t i = 0; i < num; i++) {
        heads[groups[i]] += weight_of(weights, i);
        amounts[groups[i]] += weight_of(weights, i) * values[i];
    }
    for (size_t g = 0; g < num_groups; g++)
        if (amounts[g] > 0)
            between += amounts[g] / t.amount * log(amounts[g] / t.amount / (heads[g] / t.heads));
    return between;
}

int inequality_theil_parts(struct theil_parts *parts, const double *values, const double *weights,
                           const size_t *groups, size_t num, size_t num_groups, struct err *err)
{
    double *work = mem_alloc(2 * num_groups, sizeof *work, err);

    if (work == NULL)
        return ERR_LIMIT;
    parts->between = inequality_theil_between(values, weights, groups, num, num_groups, work);
    parts->within = inequality_theil_t(values, weights, num) - parts->between;
    free(work);
    return ERR_OK;
}

double inequality_atkinson(const double *values, const double *weights, size_t num, double epsilon)
{
    struct totals t = total_of(values, weights, num);
    double mean = t.amount / t.heads, sum = 0;

    for (size_t i = 0; i < num; i++) {
        double part = weight_of(weights, i) / t.heads, relative = values[i] / mean;
        sum += epsilon == 1 ? part * log(relative) : part * pow(relative, 1 - epsilon);
    }
    return epsilon == 1 ? 1 - exp(sum) : 1 - pow(sum, 1 / (1 - epsilon));
}

double inequality_williamson(const double *values, const double *weights, size_t num)
{
    struct totals t = total_of(values, weights, num);
    double mean = t.amount / t.heads, sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += weight_of(weights, i) / t.heads * (values[i] - mean) * (values[i] - mean);
    return sqrt(sum) / mean;
}

double convergence_speed(double beta, double years)
{
    return -log1p(beta * years) / years;
}

struct convergence convergence_beta(const double *start, const double *end, size_t num, double years)
{
    double n = (double)num, mean_x = 0, mean_y = 0, xx = 0, xy = 0, squares = 0, robust = 0;
    struct convergence c;

    for (size_t i = 0; i < num; i++) {
        mean_x += log(start[i]) / n;
        mean_y += log(end[i] / start[i]) / years / n;
    }
    for (size_t i = 0; i < num; i++) {
        double x = log(start[i]) - mean_x;
        xx += x * x;
        xy += x * (log(end[i] / start[i]) / years - mean_y);
    }
    c.beta = xy / xx;
    c.intercept = mean_y - c.beta * mean_x;
    for (size_t i = 0; i < num; i++) {
        double x = log(start[i]) - mean_x;
        double residual = log(end[i] / start[i]) / years - mean_y - c.beta * x;
        squares += residual * residual;
        robust += x * x * residual * residual;
    }
    c.se = sqrt(squares / (n - 2) / xx);
    c.se_robust = sqrt(robust * n / (n - 2)) / xx;
    c.lambda = convergence_speed(c.beta, years);
    c.half_life = M_LN2 / c.lambda;
    return c;
}

double convergence_sigma(const double *values, size_t num)
{
    double mean = 0, sum = 0;

    for (size_t i = 0; i < num; i++)
        mean += log(values[i]) / (double)num;
    for (size_t i = 0; i < num; i++)
        sum += (log(values[i]) - mean) * (log(values[i]) - mean);
    return sqrt(sum / (double)(num - 1));
}

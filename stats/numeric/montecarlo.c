#include "stats/numeric/montecarlo.h"

#include <math.h>

#include "stats/numeric/normal.h"

const double montecarlo_orders[MONTECARLO_NUM_QUANTILES] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
const char *const montecarlo_names[MONTECARLO_NUM_QUANTILES] = {"q05", "q10", "q25", "q50",
                                                                "q75", "q90", "q95"};
const char *const montecarlo_verdict_names[3] = {"holds", "fails", "undecided"};

struct interval montecarlo_mean(const struct montecarlo *self, double mean, double se)
{
    if (se == 0)
        return (struct interval){mean, mean};
    if (self->replicates > 1)
        return interval_student(mean, se * sqrt(self->replicates), self->replicates, self->confidence);
    double half = interval_z(self->confidence) * se;
    return (struct interval){mean - half, mean + half};
}

struct interval montecarlo_share(const struct montecarlo *self, double share, double se)
{
    if (self->replicates < 2 || se == 0)
        return interval_wilson(share, self->num_draws, self->confidence);
    struct interval student = montecarlo_mean(self, share, se);
    return (struct interval){fmax(student.low, 0), fmin(student.high, 1)};
}

/* The quantile function at an order, between those at hand and a little beyond. */
static double quantile_at(const double quantiles[MONTECARLO_NUM_QUANTILES], double order)
{
    int i = 1;

    while (i < MONTECARLO_NUM_QUANTILES - 1 && order > montecarlo_orders[i])
        i++;
    double left = normal_quantile(montecarlo_orders[i - 1]), right = normal_quantile(montecarlo_orders[i]);
    double share = (normal_quantile(order) - left) / (right - left);
    return share == 0 ? quantiles[i - 1] : quantiles[i - 1] + share * (quantiles[i] - quantiles[i - 1]);
}

struct interval montecarlo_quantile(const struct montecarlo *self,
                                    const double quantiles[MONTECARLO_NUM_QUANTILES], int k, int is_count)
{
    struct interval orders = interval_wilson(montecarlo_orders[k], self->num_draws, self->confidence);
    struct interval limits = {quantile_at(quantiles, orders.low), quantile_at(quantiles, orders.high)};

    if (is_count)
        limits = (struct interval){floor(limits.low), ceil(limits.high)};
    return limits;
}

enum montecarlo_verdict montecarlo_judge(struct interval interval, enum montecarlo_operator operator,
                                         double value, double tolerance)
{
    /* the statement holds for statistics from `from` to `to` */
    double from = operator== MONTECARLO_AT_MOST ? -INFINITY : value - tolerance;
    double to = operator== MONTECARLO_AT_LEAST ? INFINITY : value + tolerance;

    if (interval.low >= from && interval.high <= to)
        return MONTECARLO_HOLDS;
    return interval.high < from || interval.low > to ? MONTECARLO_FAILS : MONTECARLO_UNDECIDED;
}

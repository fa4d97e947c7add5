#include "stats/numeric/specialisation.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static double sum_of(const double *values, size_t num)
{
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += values[i];
    return sum;
}

/* Sum of |s - S|. */
static double distance(const double *values, const double *reference, size_t num)
{
    double total = sum_of(values, num), whole = sum_of(reference, num), sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += fabs(values[i] / total - reference[i] / whole);
    return sum;
}

double specialisation_krugman(const double *local, const double *reference, size_t num)
{
    return distance(local, reference, num);
}

double specialisation_krugman_mean(const double *local, const double *others, size_t num_others, size_t num)
{
    double total = sum_of(local, num), sum = 0;

    for (size_t i = 0; i < num; i++) {
        double mean = 0;
        for (size_t k = 0; k < num_others; k++)
            mean += others[k * num + i] / sum_of(others + k * num, num) / (double)num_others;
        sum += fabs(local[i] / total - mean);
    }
    return sum;
}

double specialisation_hachman(const double *local, const double *reference, size_t num)
{
    double total = sum_of(local, num), whole = sum_of(reference, num), sum = 0;

    for (size_t i = 0; i < num; i++) {
        double share = local[i] / total;
        if (share > 0)
            sum += share * share / (reference[i] / whole);
    }
    return 1 / sum;
}

double concentration_hhi(const double *values, size_t num)
{
    double total = sum_of(values, num), sum = 0;

    for (size_t i = 0; i < num; i++)
        sum += (values[i] / total) * (values[i] / total);
    return sum;
}

double concentration_hhi_normalised(const double *values, size_t num)
{
    double least = 1 / (double)num;

    return num > 1 ? (concentration_hhi(values, num) - least) / (1 - least) : 1;
}

double concentration_entropy(const double *values, size_t num)
{
    double total = sum_of(values, num), sum = 0;

    for (size_t i = 0; i < num; i++)
        if (values[i] > 0)
            sum -= values[i] / total * log(values[i] / total);
    return sum;
}

double concentration_hoover(const double *values, const double *reference, size_t num)
{
    return distance(values, reference, num) / 2;
}

double concentration_theil(const double *values, const double *reference, size_t num)
{
    double total = sum_of(values, num), whole = sum_of(reference, num), sum = 0;

    for (size_t i = 0; i < num; i++)
        if (values[i] > 0)
            sum += values[i] / total * log(values[i] / total / (reference[i] / whole));
    return sum;
}

double concentration_gap(const double *values, const double *reference, size_t num)
{
    double total = sum_of(values, num), whole = sum_of(reference, num), sum = 0;

    for (size_t i = 0; i < num; i++) {
        double gap = values[i] / total - reference[i] / whole;
        sum += gap * gap;
    }
    return sum;
}

/* ---- Lorenz curves ---------------------------------------------------------------- */

/* A piece of the population, with what it holds. */
struct piece {
    double weight, amount, order;
};

static int by_order(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

/* 1 - sum of w (L before + L after), pieces ascending; equal ones may stand in any
 * order, since a straight part of the curve stays straight. */
static double lorenz_gini(struct piece *pieces, size_t num)
{
    double weights = 0, amounts = 0, before = 0, area = 0;

    qsort(pieces, num, sizeof *pieces, by_order);
    for (size_t i = 0; i < num; i++) {
        weights += pieces[i].weight;
        amounts += pieces[i].amount;
    }
    for (size_t i = 0; i < num; i++) {
        double after = before + pieces[i].amount / amounts;
        area += pieces[i].weight / weights * (before + after);
        before = after;
    }
    return 1 - area;
}

static struct piece piece_per_head(double value, double weight)
{
    return (struct piece){weight, value * weight, value};
}

int concentration_gini_weighted(const double *values, const double *weights, size_t num, double *gini,
                                struct err *err)
{
    struct piece *pieces = mem_alloc(num, sizeof *pieces, err);

    if (pieces == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        pieces[i] = piece_per_head(values[i], weights ? weights[i] : 1);
    *gini = lorenz_gini(pieces, num);
    free(pieces);
    return ERR_OK;
}

int concentration_gini(const double *values, size_t num, double *gini, struct err *err)
{
    return concentration_gini_weighted(values, NULL, num, gini, err);
}

int concentration_gini_quotients(const double *local, const double *reference, size_t num, double *gini,
                                 struct err *err)
{
    double *quotients = mem_alloc(num, sizeof *quotients, err);
    double total = sum_of(local, num), whole = sum_of(reference, num);
    int status = quotients ? ERR_OK : ERR_LIMIT;
    size_t kept = 0;

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        if (reference[i] > 0) /* a sector that nobody has */
            quotients[kept++] = local[i] / total / (reference[i] / whole);
    if (status == ERR_OK)
        status = concentration_gini(quotients, kept, gini, err);
    free(quotients);
    return status;
}

int concentration_locational_gini(const double *values, const double *reference, size_t num, double *gini,
                                  struct err *err)
{
    struct piece *pieces = mem_alloc(num, sizeof *pieces, err);
    size_t kept = 0;

    if (pieces == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num; i++)
        if (reference[i] > 0)
            pieces[kept++] = (struct piece){reference[i], values[i], values[i] / reference[i]};
    *gini = lorenz_gini(pieces, kept);
    free(pieces);
    return ERR_OK;
}

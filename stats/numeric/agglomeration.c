#include "stats/numeric/agglomeration.h"

#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"

static int check(const struct plants *plants, const double *shares, size_t num_places, struct err *err)
{
    double sum = 0;

    for (size_t j = 0; j < num_places; j++)
        sum += shares[j];
    if (!(fabs(sum - 1) < 1e-9))
        return err_set(err, ERR_DATA, "the shares of the places add up to %g instead of 1", sum);
    for (size_t k = 0; k < plants->num; k++)
        if (plants->places[k] >= num_places || !(plants->jobs[k] > 0))
            return err_set(err, ERR_DATA, "plant %zu has no jobs or no place", k + 1);
    return plants->num > 0 ? ERR_OK : err_set(err, ERR_DATA, "there is no plant");
}

static double jobs_of(const struct plants *plants)
{
    double sum = 0;

    for (size_t k = 0; k < plants->num; k++)
        sum += plants->jobs[k];
    return sum;
}

/* Adds factor times the share of each place in the jobs of the plants. */
static void add_shares(const struct plants *plants, double factor, double *s)
{
    double total = jobs_of(plants);

    for (size_t k = 0; k < plants->num; k++)
        s[plants->places[k]] += factor * plants->jobs[k] / total;
}

static double herfindahl(const struct plants *plants)
{
    double total = jobs_of(plants), sum = 0;

    for (size_t k = 0; k < plants->num; k++)
        sum += (plants->jobs[k] / total) * (plants->jobs[k] / total);
    return sum;
}

/* Sums over the places. */
struct sums {
    double g, s2, x2;
};

static struct sums sum_places(const double *s, const double *x, size_t num)
{
    struct sums sums = {0};

    for (size_t j = 0; j < num; j++) {
        sums.g += (s[j] - x[j]) * (s[j] - x[j]);
        sums.s2 += s[j] * s[j];
        sums.x2 += x[j] * x[j];
    }
    return sums;
}

void agglomeration_shares(const struct plants *plants, double *s, size_t num_places)
{
    for (size_t j = 0; j < num_places; j++)
        s[j] = 0;
    add_shares(plants, 1, s);
}

/* Sums of powers of the shares of the plants. */
struct powers {
    double second, third, fourth;
};

static struct powers powers_of(const struct plants *plants)
{
    struct powers sums = {0};
    double total = jobs_of(plants);

    for (size_t k = 0; k < plants->num; k++) {
        double z = plants->jobs[k] / total;
        sums.second += z * z;
        sums.third += z * z * z;
        sums.fourth += z * z * z * z;
    }
    return sums;
}

double agglomeration_variance(const struct plants *plants, const double *p, const double *shares,
                              size_t num_places)
{
    struct powers z = powers_of(plants);
    double p2 = 0, p3 = 0, mean = 0, d2 = 0, pd = 0;

    for (size_t j = 0; j < num_places; j++) {
        double d = p[j] - shares[j];
        p2 += p[j] * p[j];
        p3 += p[j] * p[j] * p[j];
        mean += p[j] * d;
        d2 += p[j] * d * d;
        pd += p[j] * p[j] * d;
    }
    double trace = p2 - 2 * p3 + p2 * p2;
    return 2 * (z.second * z.second - z.fourth) * trace + 4 * z.fourth * (p3 - p2 * p2) +
           4 * z.second * (d2 - mean * mean) - 8 * z.third * (pd - p2 * mean);
}

int agglomeration_of(struct agglomeration *self, const struct plants *plants, const double *shares,
                     size_t num_places, struct err *err)
{
    int status = check(plants, shares, num_places, err);
    double *s = status == ERR_OK ? mem_alloc(num_places, sizeof *s, err) : NULL;

    if (status != ERR_OK || s == NULL)
        return status != ERR_OK ? status : ERR_LIMIT;
    add_shares(plants, 1, s);
    struct sums sums = sum_places(s, shares, num_places);
    double h = herfindahl(plants), chance = agglomeration_variance(plants, shares, shares, num_places);
    *self = (struct agglomeration){.g = sums.g, .h = h, .gamma = NAN, .gamma_ms = NAN, .z = NAN, .se = NAN};
    if (chance > 0)
        self->z = (sums.g - (1 - sums.x2) * h) / sqrt(chance);
    if (plants->num > 1) {
        double scale = (1 - sums.x2) * (1 - h);
        self->gamma = (sums.g / (1 - sums.x2) - h) / (1 - h);
        self->gamma_ms = ((sums.s2 - sums.x2) / (1 - sums.x2) - h) / (1 - h);
        self->se = sqrt(fmax(agglomeration_variance(plants, s, shares, num_places), 0)) / scale;
    }
    free(s);
    return ERR_OK;
}

/* ---- coagglomeration ------------------------------------------------------------------------ */

/* What the group would be without industry i, as a gap to x: sum over j != i of w_j d_j. */
static double gap_of_others(const struct located *industries, size_t num, double total, size_t i, double x,
                            size_t place)
{
    double gap = 0;

    for (size_t j = 0; j < num; j++)
        if (j != i)
            gap += industries[j].jobs / total * (industries[j].shares[place] - x);
    return gap;
}

/* tr(V_a V_b) with V = diag(s) - s s'. */
static double trace_of(const double *a, const double *b, size_t num)
{
    double ab = 0, ab2 = 0, a2b = 0;

    for (size_t j = 0; j < num; j++) {
        ab += a[j] * b[j];
        ab2 += a[j] * b[j] * b[j];
        a2b += a[j] * a[j] * b[j];
    }
    return ab - ab2 - a2b + ab * ab;
}

/* Part of industry i in the sum of cross products, and in its variance. */
static void add_industry(const struct located *industries, size_t num, double total, size_t i,
                         const double *shares, size_t num_places, double *cross, double *variance)
{
    const double *s = industries[i].shares;
    double w = industries[i].jobs / total, mean = 0, square = 0;

    for (size_t j = 0; j < num_places; j++) {
        double gap = gap_of_others(industries, num, total, i, shares[j], j);
        *cross += w * (s[j] - shares[j]) * gap;
        mean += s[j] * gap;
        square += s[j] * gap * gap;
    }
    *variance += 4 * w * w * industries[i].h * (square - mean * mean);
}

/* Variance of the products of two errors: 4 w_i² w_j² H_i H_j tr(V_i V_j) over pairs. */
static double product_variance(const struct located *industries, size_t num, double total, size_t num_places)
{
    double sum = 0;

    for (size_t i = 0; i < num; i++)
        for (size_t j = 0; j < i; j++) {
            double w = industries[i].jobs / total * industries[j].jobs / total;
            sum += 4 * w * w * industries[i].h * industries[j].h *
                   trace_of(industries[i].shares, industries[j].shares, num_places);
        }
    return sum;
}

struct coagglomeration coagglomeration_of_shares(const struct located *industries, size_t num_industries,
                                                 const double *shares, size_t num_places)
{
    double total = 0, w2 = 0, x2 = 0, cross = 0, linear = 0;

    for (size_t i = 0; i < num_industries; i++)
        total += industries[i].jobs;
    for (size_t j = 0; j < num_places; j++)
        x2 += shares[j] * shares[j];
    for (size_t i = 0; i < num_industries; i++) {
        double w = industries[i].jobs / total;
        w2 += w * w;
        add_industry(industries, num_industries, total, i, shares, num_places, &cross, &linear);
    }
    double product = product_variance(industries, num_industries, total, num_places);
    double scale = (1 - x2) * (1 - w2);
    /* observed gaps hold the errors once too often: their products come twice in linear */
    return (struct coagglomeration){cross / scale, sqrt(fmax(linear - product, product)) / scale};
}

int coagglomeration_of(double *gamma, const struct plants *industries, size_t num_industries,
                       const double *shares, size_t num_places, struct err *err)
{
    double *s = mem_alloc(num_industries * num_places, sizeof *s, err);
    struct located *located = mem_alloc(num_industries, sizeof *located, err);
    int status = s && located ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < num_industries && status == ERR_OK; i++) {
        status = check(&industries[i], shares, num_places, err);
        if (status != ERR_OK)
            break;
        add_shares(&industries[i], 1, s + i * num_places);
        located[i] =
            (struct located){s + i * num_places, jobs_of(&industries[i]), herfindahl(&industries[i])};
    }
    if (status == ERR_OK)
        *gamma = coagglomeration_of_shares(located, num_industries, shares, num_places).gamma;
    free(s);
    free(located);
    return status;
}

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

/* Where plants would fall again: s, moved to x as far as so few plants leave room. */
static void draw_near(const double *s, const double *x, double h, size_t num, double *p)
{
    for (size_t j = 0; j < num; j++)
        p[j] = s[j] + h * (x[j] - s[j]);
}

int agglomeration_of(struct agglomeration *self, const struct plants *plants, const double *shares,
                     size_t num_places, struct err *err)
{
    int status = check(plants, shares, num_places, err);
    double *s = status == ERR_OK ? mem_alloc(2 * num_places, sizeof *s, err) : NULL;

    if (status != ERR_OK || s == NULL)
        return status != ERR_OK ? status : ERR_LIMIT;
    double *none = s + num_places; /* sum of s² is the gap to shares of 0 */
    add_shares(plants, 1, s);
    struct sums sums = sum_places(s, shares, num_places);
    double h = herfindahl(plants), chance = agglomeration_variance(plants, shares, shares, num_places);
    *self = (struct agglomeration){
        .g = sums.g, .h = h, .gamma = NAN, .gamma_ms = NAN, .z = NAN, .se = NAN, .se_ms = NAN};
    if (chance > 0)
        self->z = (sums.g - (1 - sums.x2) * h) / sqrt(chance);
    if (plants->num > 1) {
        double scale = (1 - sums.x2) * (1 - h);
        self->gamma = (sums.g / (1 - sums.x2) - h) / (1 - h);
        self->gamma_ms = ((sums.s2 - sums.x2) / (1 - sums.x2) - h) / (1 - h);
        draw_near(s, shares, h, num_places, s);
        self->se = sqrt(fmax(agglomeration_variance(plants, s, shares, num_places), 0)) / scale;
        self->se_ms = sqrt(fmax(agglomeration_variance(plants, s, none, num_places), 0)) / scale;
    }
    free(s);
    return ERR_OK;
}

/* ---- coagglomeration ------------------------------------------------------------------------ */

/* A group of industries while it is measured. */
struct group {
    const struct located *items;
    size_t num, num_places;
    const double *x;
    double total;
    double *p; /* [num * num_places] where their plants would fall again */
};

static double weight_of(const struct group *self, size_t i)
{
    return self->items[i].jobs / self->total;
}

/* What the others leave for industry i, as a gap to x: sum over j != i of w_j d_j. */
static double gap_of_others(const struct group *self, size_t i, size_t place)
{
    double gap = 0;

    for (size_t j = 0; j < self->num; j++)
        if (j != i)
            gap += weight_of(self, j) * (self->items[j].shares[place] - self->x[place]);
    return gap;
}

/* tr(V_a V_b) with V = diag(p) - p p'. */
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
static void add_industry(const struct group *self, size_t i, double *cross, double *variance)
{
    const double *p = self->p + i * self->num_places;
    double w = weight_of(self, i), mean = 0, square = 0;

    for (size_t j = 0; j < self->num_places; j++) {
        double gap = gap_of_others(self, i, j);
        *cross += w * (self->items[i].shares[j] - self->x[j]) * gap;
        mean += p[j] * gap;
        square += p[j] * gap * gap;
    }
    *variance += 4 * w * w * self->items[i].h * (square - mean * mean);
}

/* Variance of the products of two errors: 4 w_i² w_j² H_i H_j tr(V_i V_j) over pairs. */
static double product_variance(const struct group *self)
{
    double sum = 0;

    for (size_t i = 0; i < self->num; i++)
        for (size_t j = 0; j < i; j++) {
            double w = weight_of(self, i) * weight_of(self, j);
            sum += 4 * w * w * self->items[i].h * self->items[j].h *
                   trace_of(self->p + i * self->num_places, self->p + j * self->num_places, self->num_places);
        }
    return sum;
}

static struct coagglomeration measure_group(const struct group *self)
{
    double w2 = 0, x2 = 0, cross = 0, linear = 0;

    for (size_t j = 0; j < self->num_places; j++)
        x2 += self->x[j] * self->x[j];
    for (size_t i = 0; i < self->num; i++) {
        w2 += weight_of(self, i) * weight_of(self, i);
        add_industry(self, i, &cross, &linear);
    }
    double product = product_variance(self), scale = (1 - x2) * (1 - w2);
    /* observed gaps hold the errors once too often: their products come twice in linear */
    return (struct coagglomeration){cross / scale, sqrt(fmax(linear - product, product)) / scale};
}

int coagglomeration_of_shares(struct coagglomeration *self, const struct located *industries,
                              size_t num_industries, const double *shares, size_t num_places, struct err *err)
{
    struct group group = {industries, num_industries, num_places, shares, 0, NULL};

    group.p = mem_alloc(num_industries * num_places, sizeof *group.p, err);
    if (group.p == NULL)
        return ERR_LIMIT;
    for (size_t i = 0; i < num_industries; i++) {
        group.total += industries[i].jobs;
        draw_near(industries[i].shares, shares, fmin(industries[i].h, 1), num_places,
                  group.p + i * num_places);
    }
    *self = measure_group(&group);
    free(group.p);
    return ERR_OK;
}

int coagglomeration_of(double *gamma, const struct plants *industries, size_t num_industries,
                       const double *shares, size_t num_places, struct err *err)
{
    double *s = mem_alloc(num_industries * num_places, sizeof *s, err);
    struct located *located = mem_alloc(num_industries, sizeof *located, err);
    struct coagglomeration both;
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
        status = coagglomeration_of_shares(&both, located, num_industries, shares, num_places, err);
    if (status == ERR_OK)
        *gamma = both.gamma;
    free(s);
    free(located);
    return status;
}

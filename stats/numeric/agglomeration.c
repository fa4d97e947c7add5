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

int agglomeration_of(struct agglomeration *self, const struct plants *plants, const double *shares,
                     size_t num_places, struct err *err)
{
    int status = check(plants, shares, num_places, err);
    double *s = status == ERR_OK ? mem_alloc(num_places, sizeof *s, err) : NULL;

    if (status != ERR_OK || s == NULL)
        return status != ERR_OK ? status : ERR_LIMIT;
    add_shares(plants, 1, s);
    struct sums sums = sum_places(s, shares, num_places);
    double h = herfindahl(plants);
    *self = (struct agglomeration){.g = sums.g, .h = h, .gamma = NAN, .gamma_ms = NAN};
    if (plants->num > 1) {
        self->gamma = (sums.g / (1 - sums.x2) - h) / (1 - h);
        self->gamma_ms = ((sums.s2 - sums.x2) / (1 - sums.x2) - h) / (1 - h);
    }
    free(s);
    return ERR_OK;
}

int coagglomeration_of(double *gamma, const struct plants *industries, size_t num_industries,
                       const double *shares, size_t num_places, struct err *err)
{
    double *s = mem_alloc(num_places, sizeof *s, err), total = 0, h = 0, own = 0, w2 = 0;
    int status = s ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < num_industries; i++)
        total += jobs_of(&industries[i]);
    for (size_t i = 0; i < num_industries && status == ERR_OK; i++) {
        struct agglomeration a;
        double w = jobs_of(&industries[i]) / total;
        status = agglomeration_of(&a, &industries[i], shares, num_places, err);
        if (status != ERR_OK)
            break;
        add_shares(&industries[i], w, s);
        h += w * w * a.h;
        w2 += w * w;
        own += isnan(a.gamma) ? 0 : w * w * a.gamma * (1 - a.h); /* one plant: 1 - H is 0 */
    }
    if (status == ERR_OK) {
        struct sums sums = sum_places(s, shares, num_places);
        *gamma = (sums.g / (1 - sums.x2) - h - own) / (1 - w2);
    }
    free(s);
    return status;
}

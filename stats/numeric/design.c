#include "stats/numeric/design.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "stats/base/mem.h"
#include "stats/numeric/proportion.h"

/* Sum over strata of n / (n - 1) times the squared deviations of the cluster totals of
 * scores from their mean. */
static int variance_of(const struct design_sample *s, const double *scores, double *variance, int *df,
                       struct err *err)
{
    *variance = 0;
    *df = 0;
    for (size_t i = 0; i < s->num;) {
        double sum = 0, squares = 0;
        size_t stratum = s->strata[i], first = i;
        int clusters = 0;
        while (i < s->num && s->strata[i] == stratum) {
            double total = 0;
            size_t cluster = s->clusters[i];
            while (i < s->num && s->strata[i] == stratum && s->clusters[i] == cluster)
                total += scores[i++];
            sum += total;
            squares += total * total;
            clusters++;
        }
        if (clusters < 2)
            return err_set(
                err, ERR_DATA,
                "the stratum of record %zu has a single cluster: join it to another one to estimate a "
                "variance",
                first + 1);
        *variance += clusters / (clusters - 1.0) * (squares - sum * sum / clusters);
        *df += clusters - 1;
    }
    return s->num > 0 ? ERR_OK : err_set(err, ERR_DATA, "the sample has no record");
}

/* Standard error from the scores w (y - ratio x) / divisor; x NULL: 1 everywhere. */
static int linearise(struct design_estimate *self, const struct design_sample *s, const double *y,
                     double ratio, const double *x, double divisor, struct err *err)
{
    double *scores = mem_alloc(s->num, sizeof *scores, err), variance = 0;
    int status = scores ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < s->num && status == ERR_OK; i++)
        scores[i] = s->weights[i] * (y[i] - ratio * (x ? x[i] : 1)) / divisor;
    if (status == ERR_OK)
        status = variance_of(s, scores, &variance, &self->df, err);
    self->se = sqrt(variance);
    free(scores);
    return status;
}

static double weighted_sum(const struct design_sample *s, const double *y)
{
    double sum = 0;

    for (size_t i = 0; i < s->num; i++)
        sum += s->weights[i] * (y ? y[i] : 1);
    return sum;
}

int design_total(struct design_estimate *self, const struct design_sample *sample, const double *y,
                 struct err *err)
{
    *self = (struct design_estimate){.value = weighted_sum(sample, y), .deff = NAN};
    return linearise(self, sample, y, 0, NULL, 1, err);
}

int design_ratio(struct design_estimate *self, const struct design_sample *sample, const double *y,
                 const double *x, struct err *err)
{
    double divisor = weighted_sum(sample, x);

    *self = (struct design_estimate){.value = weighted_sum(sample, y) / divisor, .deff = NAN};
    return linearise(self, sample, y, self->value, x, divisor, err);
}

int design_mean(struct design_estimate *self, const struct design_sample *sample, const double *y,
                struct err *err)
{
    double people = weighted_sum(sample, NULL), n = (double)sample->num, spread = 0;
    int status = design_ratio(self, sample, y, NULL, err);

    for (size_t i = 0; i < sample->num; i++)
        spread += sample->weights[i] * (y[i] - self->value) * (y[i] - self->value);
    double simple = spread / people * n / (n - 1) / n * (people - n) / people;
    self->deff = self->se * self->se / simple;
    return status;
}

struct interval design_logit(const struct design_estimate *share, double confidence)
{
    double p = share->value, t = gsl_cdf_tdist_Qinv((1 - confidence) / 2, share->df);

    if (!(share->se > 0))
        return (struct interval){NAN, NAN};
    double middle = log(p / (1 - p)), half = t * share->se / (p * (1 - p));

    return (struct interval){1 / (1 + exp(half - middle)), 1 / (1 + exp(-half - middle))};
}

struct interval design_beta(const struct design_estimate *share, size_t num, double confidence)
{
    double p = share->value, a = (1 - confidence) / 2;
    double shrink = gsl_cdf_tdist_Qinv(a, (double)num - 1) / gsl_cdf_tdist_Qinv(a, share->df);
    double simple = share->se > 0 ? p * (1 - p) / (share->se * share->se) : (double)num;

    return proportion_clopper_pearson(simple * shrink * shrink * p, simple * shrink * shrink, confidence);
}

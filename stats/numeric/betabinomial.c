#include "stats/numeric/betabinomial.h"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

#include "stats/base/catalogue.h"
#include "stats/numeric/inverse.h"

enum { MAX_STEPS = 200 };

/* alpha + beta below which the beta is two points, 0 and 1. */
static const double least_size = 1e-6;

struct sample {
    const double *events, *people;
    size_t num;
};

/* Log likelihood less its binomial coefficients, with its derivatives by ln alpha and
 * ln beta. */
struct likelihood {
    double value, slope[2], curve[3]; /* curve: aa, ab, bb */
};

static double log_likelihood(const struct sample *s, double a, double b)
{
    double sum = 0, prior = gsl_sf_lnbeta(a, b);

    for (size_t i = 0; i < s->num; i++)
        sum += gsl_sf_lnbeta(a + s->events[i], b + s->people[i] - s->events[i]) - prior;
    return sum;
}

static struct likelihood likelihood_at(const struct sample *s, double a, double b)
{
    double slope_a = 0, slope_b = 0, aa = 0, ab = 0, bb = 0;

    for (size_t i = 0; i < s->num; i++) {
        double x = s->events[i], y = s->people[i] - x, n = a + b + s->people[i];
        double both = gsl_sf_psi(a + b) - gsl_sf_psi(n);
        double both1 = gsl_sf_psi_n(1, a + b) - gsl_sf_psi_n(1, n);

        slope_a += gsl_sf_psi(a + x) - gsl_sf_psi(a) + both;
        slope_b += gsl_sf_psi(b + y) - gsl_sf_psi(b) + both;
        aa += gsl_sf_psi_n(1, a + x) - gsl_sf_psi_n(1, a) + both1;
        bb += gsl_sf_psi_n(1, b + y) - gsl_sf_psi_n(1, b) + both1;
        ab += both1;
    }
    return (struct likelihood){.value = log_likelihood(s, a, b),
                               .slope = {a * slope_a, b * slope_b},
                               .curve = {a * a * aa + a * slope_a, a * b * ab, b * b * bb + b * slope_b}};
}

/* Newton's direction where the likelihood is concave, else along the slope. */
static void direction(const struct likelihood *at, double step[2])
{
    double aa = at->curve[0], ab = at->curve[1], bb = at->curve[2], determinant = aa * bb - ab * ab;
    double longest;

    if (aa < 0 && determinant > 0) {
        step[0] = (ab * at->slope[1] - bb * at->slope[0]) / determinant;
        step[1] = (ab * at->slope[0] - aa * at->slope[1]) / determinant;
    } else {
        step[0] = at->slope[0];
        step[1] = at->slope[1];
    }
    longest = fmax(fabs(step[0]), fabs(step[1]));
    if (longest > 2) { /* at most a factor of e² at a time */
        step[0] *= 2 / longest;
        step[1] *= 2 / longest;
    }
}

/* Tarone's score: the spread of the rates beyond what chance explains. */
static double excess(const struct sample *s, double rate)
{
    double sum = 0;

    for (size_t i = 0; i < s->num; i++) {
        double gap = s->events[i] - s->people[i] * rate;
        sum += gap * gap / (rate * (1 - rate)) - s->people[i];
    }
    return sum;
}

/* alpha + beta that the excess corresponds to, by moments. */
static double size_by_moments(const struct sample *s, double score)
{
    double pairs = 0;

    for (size_t i = 0; i < s->num; i++)
        pairs += s->people[i] * fmax(s->people[i] - 1, 0);
    return fmax(pairs / score - 1, 0.1);
}

static int climb(struct beta_binomial *self, const struct sample *s, struct err *err)
{
    for (self->iterations = 1; self->iterations <= MAX_STEPS; self->iterations++) {
        struct likelihood at = likelihood_at(s, self->alpha, self->beta);
        double step[2], scale = 1, a, b;

        direction(&at, step);
        if (!isfinite(step[0]) || !isfinite(step[1]))
            break;
        do {
            a = self->alpha * exp(scale * step[0]);
            b = self->beta * exp(scale * step[1]);
            scale /= 2;
        } while (!(log_likelihood(s, a, b) >= at.value - 1e-13 * fabs(at.value)) && scale > 1e-12);
        self->alpha = a;
        self->beta = b;
        if (fmax(fabs(step[0]), fabs(step[1])) < 1e-10)
            return ERR_OK;
    }
    return err_set(err, ERR_DATA, "the likelihood of the beta-binomial does not settle in %d steps",
                   MAX_STEPS);
}

int beta_binomial_fit(struct beta_binomial *self, const double *events, const double *people, size_t num,
                      struct err *err)
{
    struct sample s = {events, people, num};
    double with = 0, all = 0, score;

    *self = (struct beta_binomial){0};
    for (size_t i = 0; i < num; i++) {
        with += events[i];
        all += people[i];
    }
    if (num < 2)
        return err_set(err, ERR_DATA, "%zu territory with a rate: two are needed", num);
    if (with <= 0 || with >= all)
        return err_set(err, ERR_DATA,
                       with <= 0 ? N_("nobody has the event: there is no spread to estimate")
                                 : N_("everybody has the event: there is no spread to estimate"));
    self->rate = with / all;
    self->people = all;
    score = excess(&s, self->rate);
    if (score <= 0) {
        self->no_spread = true;
        self->alpha = self->beta = INFINITY;
        return ERR_OK;
    }
    double size = size_by_moments(&s, score);
    self->alpha = self->rate * size;
    self->beta = (1 - self->rate) * size;
    int status = climb(self, &s, err);
    if (status == ERR_OK && self->alpha + self->beta < least_size)
        return err_set(err, ERR_DATA,
                       "every territory has the event for nobody or for everybody: there is no "
                       "common rate to draw on");
    self->rate = self->alpha / (self->alpha + self->beta);
    return status;
}

struct beta_posterior beta_binomial_posterior(const struct beta_binomial *self, double events, double people,
                                              double confidence)
{
    struct beta_posterior post = {.mean = self->rate};
    double a = self->alpha + events, b = self->beta + people - events;

    if (self->no_spread) {
        post.sd = sqrt(self->rate * (1 - self->rate) / self->people);
        post.interval = interval_wilson(self->rate, self->people, confidence);
        return post;
    }
    post.mean = a / (a + b);
    post.sd = sqrt(post.mean * (1 - post.mean) / (a + b + 1));
    post.interval.low = beta_quantile((1 - confidence) / 2, TAIL_LOWER, a, b);
    post.interval.high = beta_quantile((1 + confidence) / 2, TAIL_LOWER, a, b);
    return post;
}

#include <gsl/gsl_integration.h>
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "sim/model/cycle.h"

enum { NUM_NODES = 20 };

static double nodes[NUM_NODES], weights[NUM_NODES]; /* of E[f(Z)], Z standard normal */

static void make_nodes(void)
{
    gsl_integration_fixed_workspace *w =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, NUM_NODES, 0, 0.5, 0, 0);
    double total = 0;

    for (size_t i = 0; w != NULL && i < NUM_NODES; i++) {
        nodes[i] = gsl_integration_fixed_nodes(w)[i];
        weights[i] = gsl_integration_fixed_weights(w)[i];
        total += weights[i];
    }
    for (size_t i = 0; i < NUM_NODES && total > 0; i++)
        weights[i] /= total;
    gsl_integration_fixed_free(w);
}

double cycle_next(double eta, double persistence_per_step, double sd, double epsilon)
{
    return persistence_per_step * eta + sd * sqrt(1 - persistence_per_step * persistence_per_step) * epsilon;
}

static double logistic(double y)
{
    return 1 / (1 + exp(-y));
}

double cycle_mean_correction(double p, double sd)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    double centre, c = 0;

    pthread_once(&once, make_nodes);
    if (!(p > 0 && p < 1) || sd == 0)
        return 0;
    centre = log(p / (1 - p));
    for (int i = 0; i < 30; i++) { /* Newton: the expectation increases in c */
        double value = 0, slope = 0;
        for (int k = 0; k < NUM_NODES; k++) {
            double share = logistic(centre + sd * nodes[k] + c);
            value += weights[k] * share;
            slope += weights[k] * share * (1 - share);
        }
        double step = (value - p) / slope;
        c -= step;
        if (fabs(step) < 1e-14)
            break;
    }
    return c;
}

/* logistic(logit p - ln fall). */
static double shifted(double p, double fall)
{
    return p > 0 && p < 1 ? p / (p + (1 - p) * fall) : p;
}

/* fall: that of a draw, whatever the share; the correction depends on it. */
static double in_cycle(double p, const struct cycle *cycle, int lane, double fall)
{
    if (cycle->keeps_mean)
        fall *= exp(-cycle_mean_correction(p, fabs(cycle->loading[lane]) * cycle->sd[lane]));
    return shifted(p, fall);
}

static void fill_without_cycle(struct first_employment *self, const struct rates *rates, int num_lanes)
{
    size_t size = (size_t)num_lanes * sizeof(double);

    for (int kind = 0; kind < NUM_LEAVERS; kind++)
        memcpy(self->with[kind], rates->employed[kind], size);
    memcpy(self->without, rates->employed_without, size);
}

void first_employment_fill(struct first_employment *self, const struct rates *rates,
                           const struct cycle *cycle, int num_lanes)
{
    if (!cycle->is_on) {
        fill_without_cycle(self, rates, num_lanes);
        return;
    }
    for (int i = 0; i < num_lanes; i++) {
        double fall = exp(-cycle->loading[i] * cycle->level[i]);
        for (int kind = 0; kind < NUM_LEAVERS; kind++)
            self->with[kind][i] = in_cycle(rates->employed[kind][i], cycle, i, fall);
        self->without[i] = in_cycle(rates->employed_without[i], cycle, i, fall);
    }
}

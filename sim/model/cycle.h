/* The business cycle and what it does to the first employment of leavers. */
#ifndef SIM_MODEL_CYCLE_H
#define SIM_MODEL_CYCLE_H

#include "sim/model/rates.h"

/* The business cycle: a stationary AR(1) on the logit of the first employment.
 * loading and sd are per draw; keeps_mean chooses the correction that keeps the
 * mean of the share instead of its median. */
struct cycle {
    bool is_on;
    bool keeps_mean;
    const double *level;   /* [LANES] eta of the step */
    const double *sd;      /* [LANES] stationary standard deviation */
    const double *loading; /* [LANES] */
};

/* Shares employed at the first observation in a step, cycle included. */
struct first_employment {
    double with[NUM_LEAVERS][LANES];
    double without[LANES];
};
void first_employment_fill(struct first_employment *self, const struct rates *rates,
                           const struct cycle *cycle, int num_lanes);

/* AR(1): eta_next = phi eta + sd sqrt(1 - phi²) epsilon, with phi
 * over one step = persistence^(1 / steps per year). */
double cycle_next(double eta, double persistence_per_step, double sd, double epsilon);

/* The shift c for which E[logistic(logit(p) + loading eta + c)] = p when eta is
 * normal with the given standard deviation (20-node Gauss-Hermite). */
double cycle_mean_correction(double p, double sd);

#endif

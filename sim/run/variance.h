/* Analytic variances of one cohort in one draw, by the recursion of moments.h on
 * places (empty or taken), stages of the course, leavers and states: the check
 * that the sampler's spread is right, not only its mean. */
#ifndef SIM_RUN_VARIANCE_H
#define SIM_RUN_VARIANCE_H

#include "sim/model/chain.h"

/* The metrics that are checked. */
enum { NUM_CHECKED = 11 };
extern const enum metric checked_metrics[NUM_CHECKED];

struct variance_work; /* workspace */
struct variance_work *variance_new(const struct cohort_inputs *inputs, struct err *err);
void variance_free(struct variance_work *self);

/* variances[c * num_years + year] for checked metric c, in squared people. The
 * cohort's places must never shrink except to nothing (cohort_result.is_linear). */
void variance_lane(struct variance_work *self, const struct cohort_inputs *inputs, int lane,
                   double *variances);

#endif

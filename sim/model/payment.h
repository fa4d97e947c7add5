/* The money of one cohort in one step: what it costs and what comes back, added to the metrics of the year.
 */
#ifndef SIM_MODEL_PAYMENT_H
#define SIM_MODEL_PAYMENT_H

#include "sim/model/chain.h"

/* People of the step, [LANES]; additional: jobs in the territory with the programme less those without. */
struct payment {
    const struct cohort_inputs *in;
    struct cohort_result *result;
    int number, year; /* of the step */
    const int32_t *enrolled, *present, *additional;
};

/* Amounts are rounded to cents, item by item. */
void payment_add(const struct payment *self);

#endif

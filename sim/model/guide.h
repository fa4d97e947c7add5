/* From gross to net as the guides of evaluation do: a factor of fixed shares, as a cross-check of
 * the counterfactual.
 * Source: English Partnerships, Additionality Guide (3rd ed. 2008); HCA, 4th ed. 2014. */
#ifndef SIM_MODEL_GUIDE_H
#define SIM_MODEL_GUIDE_H

#include "sim/model/scenario.h"

/* (1 - deadweight) (1 - displacement) (1 - substitution) multiplier of a cohort in one draw.
 * What is applied to jobs additional to a counterfactual has no deadweight left. Leakage is not
 * there: those who leave the territory are followed one by one. */
double guide_factor(const struct cohort *cohort, const double *values, int lane);

#endif

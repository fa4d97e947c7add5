/* Money: what a step costs and brings in, in cents, and its present value. */
#ifndef SIM_MODEL_MONEY_H
#define SIM_MODEL_MONEY_H

#include "sim/model/chain.h"

/* Numbers of one step that cost or bring in something, each [LANES]; means in the twin.
 * Borrowed. */
struct activity {
    const int32_t *sites_begun, *sites, *seats;
    const double *enrolled, *present;
    const double
        *additional; /* people in employment in the territory who would not be without the programme */
};

/* Cents of one step. operation: opening, sites, seats, enrolment, training; income: what
 * the operator receives for those enrolled and trained; fiscal: what public finances
 * receive, or no longer pay, for the additional jobs. */
struct step_cents {
    double operation[LANES], allowances[LANES], income[LANES], fiscal[LANES];
    double factor[LANES]; /* of the present value, as of the first year */
};

/* Whether any money is needed, and any present value. */
bool result_needs_money(const struct cohort_result *result);
bool result_needs_present(const struct cohort_result *result);

/* Fills in the cents of a step, not rounded; the factors (else 1) only when asked for. */
void money_of_step(const struct cohort_inputs *inputs, int step, bool with_factors,
                   const struct activity *activity, struct step_cents *out);

/* Rounds cents to whole ones, halves away from zero; |cents| < 2^51. */
void money_round(const double cents[LANES], int64_t out[LANES]);

/* Cents of investment of a cohort in a step: the grant over the public share, in
 * equal parts over the years of the grant. A measure with several audiences
 * carries its grant on the row that gives it. */
double investment_cents(const struct scenario *scenario, const struct cohort *cohort, int step);

/* Factor of the present value, as of the first year, of what is paid in a step. */
double discount_factor(const struct scenario *scenario, int step, double rate);

#endif

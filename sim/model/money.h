/* Money: what a step costs and brings in, in cents, and its present value. */
#ifndef SIM_MODEL_MONEY_H
#define SIM_MODEL_MONEY_H

#include "sim/model/chain.h"

/* Numbers of one step and draw that cost or bring in something; means in the twin. */
struct activity {
    double sites_begun, sites, seats, enrolled, present;
    double additional; /* people in employment in the territory who would not be without the programme */
};

/* Prices of one cohort and draw during a step, EUR. */
struct prices {
    double opening, site, seat, enrolment, trainee, allowance;
    double enrolment_income, trainee_income, fiscal_return;
};

struct prices prices_at(const struct cohort *cohort, int step, const double *values, int lane);

/* Cents of operation (opening, sites, seats, enrolment, training) of a step. */
double operation_cents(const struct prices *prices, const struct activity *activity, double dt);

/* Cents of allowances of a step. */
double allowance_cents(const struct prices *prices, const struct activity *activity, double dt);

/* Cents that the operator receives for those enrolled and trained in a step. */
double income_cents(const struct prices *prices, const struct activity *activity, double dt);

/* Cents that public finances receive, or no longer pay, for the additional jobs of a step. */
double fiscal_cents(const struct prices *prices, const struct activity *activity, double dt);

/* Cents of investment of a cohort in a step: the grant over the public share, in
 * equal parts over the years of the grant. A measure with several audiences
 * carries its grant on the row that gives it. */
double investment_cents(const struct scenario *scenario, const struct cohort *cohort, int step);

/* Factor of the present value, as of the first year, of what is paid in a step. */
double discount_factor(const struct scenario *scenario, int step, double rate);

/* The discount rate of a draw. */
double discount_rate(const struct scenario *scenario, const double *values, int lane);

#endif

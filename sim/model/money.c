#include "sim/model/money.h"

#include <math.h>

static double price_of(const struct cohort *cohort, enum param param, int step, const double *values,
                       int lane)
{
    return values[param_variable(&cohort->params[param], step) * LANES + (size_t)lane];
}

struct prices prices_at(const struct cohort *cohort, int step, const double *values, int lane)
{
    return (struct prices){
        .opening = price_of(cohort, PARAM_OPENING_COST, step, values, lane),
        .site = price_of(cohort, PARAM_SITE_COST, step, values, lane),
        .seat = price_of(cohort, PARAM_SEAT_COST, step, values, lane),
        .enrolment = price_of(cohort, PARAM_ENROLMENT_COST, step, values, lane),
        .trainee = price_of(cohort, PARAM_TRAINEE_COST, step, values, lane),
        .allowance = price_of(cohort, PARAM_ALLOWANCE, step, values, lane),
        .enrolment_income = price_of(cohort, PARAM_ENROLMENT_INCOME, step, values, lane),
        .trainee_income = price_of(cohort, PARAM_TRAINEE_INCOME, step, values, lane),
        .fiscal_return = param_variable(&cohort->params[PARAM_FISCAL_RETURN], step) == NO_VARIABLE
                             ? 0
                             : price_of(cohort, PARAM_FISCAL_RETURN, step, values, lane),
    };
}

double operation_cents(const struct prices *p, const struct activity *a, double dt)
{
    return 100 * (p->opening * a->sites_begun + p->enrolment * a->enrolled +
                  dt * (p->site * a->sites + p->seat * a->seats + p->trainee * a->present));
}

double allowance_cents(const struct prices *p, const struct activity *a, double dt)
{
    return 100 * dt * p->allowance * a->present;
}

double income_cents(const struct prices *p, const struct activity *a, double dt)
{
    return 100 * (p->enrolment_income * a->enrolled + dt * p->trainee_income * a->present);
}

double fiscal_cents(const struct prices *p, const struct activity *a, double dt)
{
    return 100 * dt * p->fiscal_return * a->additional;
}

double investment_cents(const struct scenario *scenario, const struct cohort *cohort, int step)
{
    double cents = 0, year = scenario->first_year + step / scenario->steps_per_year;

    for (size_t k = 0; k < cohort->num_sites; k++) {
        const struct pack_measure *m = cohort->sites[k].measure;
        double from = isnan(m->grant_from) ? floor(m->opening) : m->grant_from;
        double to = isnan(m->grant_to) ? from : m->grant_to;
        if (!isnan(m->grant_eur) && year >= from && year <= to)
            cents += 100 * m->grant_eur / m->public_share / ((to - from + 1) * scenario->steps_per_year);
    }
    return cents;
}

double discount_factor(const struct scenario *scenario, int step, double rate)
{
    static const double shifts[] = {[TIMING_START] = 0, [TIMING_MID] = 0.5, [TIMING_END] = 1};

    return pow(1 + rate, -(step + shifts[scenario->timing]) / scenario->steps_per_year);
}

double discount_rate(const struct scenario *scenario, const double *values, int lane)
{
    return values[param_variable(&scenario->run_params[PARAM_DISCOUNT_RATE], 0) * LANES + (size_t)lane];
}

#include "sim/model/money.h"

#include <math.h>
#include <string.h>

#include "stats/base/processor.h"

/* Prices of one cohort during a step, EUR, each [LANES]. */
struct prices {
    const double *opening, *site, *seat, *enrolment, *trainee, *allowance;
    const double *enrolment_income, *trainee_income, *fiscal_return;
};

static const double *price_of(const struct cohort_inputs *in, enum param param, int step)
{
    static const double nothing[LANES];
    const double *values = param_values(&in->cohort->params[param], step, in->values);

    return values ? values : nothing;
}

static struct prices prices_at(const struct cohort_inputs *in, int step)
{
    return (struct prices){
        .opening = price_of(in, PARAM_OPENING_COST, step),
        .site = price_of(in, PARAM_SITE_COST, step),
        .seat = price_of(in, PARAM_SEAT_COST, step),
        .enrolment = price_of(in, PARAM_ENROLMENT_COST, step),
        .trainee = price_of(in, PARAM_TRAINEE_COST, step),
        .allowance = price_of(in, PARAM_ALLOWANCE, step),
        .enrolment_income = price_of(in, PARAM_ENROLMENT_INCOME, step),
        .trainee_income = price_of(in, PARAM_TRAINEE_INCOME, step),
        .fiscal_return = price_of(in, PARAM_FISCAL_RETURN, step),
    };
}

static FOR_EVERY_PROCESSOR void price_loop(const struct prices *p, const struct activity *a, double dt,
                                           struct step_cents *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        out->operation[i] =
            100 *
            (p->opening[i] * a->sites_begun[i] + p->enrolment[i] * a->enrolled[i] +
             dt * (p->site[i] * a->sites[i] + p->seat[i] * a->seats[i] + p->trainee[i] * a->present[i]));
        out->allowances[i] = 100 * dt * p->allowance[i] * a->present[i];
        out->income[i] =
            100 * (p->enrolment_income[i] * a->enrolled[i] + dt * p->trainee_income[i] * a->present[i]);
        out->fiscal[i] = 100 * dt * p->fiscal_return[i] * a->additional[i];
    }
}
FOR_EACH_PROCESSOR(price,
                   (const struct prices *p, const struct activity *a, double dt, struct step_cents *out),
                   (p, a, dt, out))

static void fill_factors(const struct cohort_inputs *in, int step, double factors[LANES])
{
    const double *rates = param_values(&in->scenario->run_params[PARAM_DISCOUNT_RATE], 0, in->values);

    factors[0] = discount_factor(in->scenario, step, rates[0]);
    for (int i = 1; i < in->block->num; i++) /* nearly always one rate */
        factors[i] =
            rates[i] == rates[i - 1] ? factors[i - 1] : discount_factor(in->scenario, step, rates[i]);
}

bool result_needs_money(const struct cohort_result *result)
{
    bool any = false;

    for (size_t m = 0; m < NUM_METRICS; m++)
        any |= metric_is_money((enum metric)m) && result_needs(result, m);
    return any;
}

bool result_needs_present(const struct cohort_result *result)
{
    return result_needs(result, METRIC_PRESENT_COST) || result_needs(result, METRIC_PRESENT_NET_COST);
}

void money_of_step(const struct cohort_inputs *in, int step, bool with_factors,
                   const struct activity *activity, struct step_cents *out)
{
    struct prices prices = prices_at(in, step);

    price(&prices, activity, 1.0 / in->scenario->steps_per_year, out);
    for (int i = 0; i < LANES; i++)
        out->factor[i] = 1;
    if (with_factors)
        fill_factors(in, step, out->factor);
}

/* In operations that exist for vectors: a whole number below 2^51 plus 1.5 x 2^52 has it
 * in its lowest bits. */
static FOR_EVERY_PROCESSOR void round_cents_loop(const double *restrict cents, int64_t *restrict out)
{
    for (int i = 0; i < LANES; i++) {
        double size = fabs(cents[i]), below = floor(size);
        double whole = below + (size - below >= 0.5 ? 1 : 0);
        double shifted = (cents[i] < 0 ? -whole : whole) + 0x1.8p52;
        int64_t bits;
        memcpy(&bits, &shifted, sizeof bits);
        out[i] = bits - INT64_C(0x4338000000000000);
    }
}
FOR_EACH_PROCESSOR(round_cents, (const double *cents, int64_t *out), (cents, out))

void money_round(const double cents[LANES], int64_t out[LANES])
{
    round_cents(cents, out);
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

#include "sim/model/payment.h"

#include <math.h>

#include "sim/model/money.h"
#include "stats/base/processor.h"

static void add_cents(const struct payment *s, enum metric metric, const int64_t cents[LANES])
{
    int64_t *values = result_values(s->result, metric, s->year);

    if (!result_needs(s->result, metric))
        return;
    for (int i = 0; i < LANES; i++)
        values[i] += cents[i];
}

static void add_present(const struct payment *s, enum metric metric, const int64_t cents[LANES],
                        const double factor[LANES])
{
    double present[LANES];
    int64_t rounded[LANES];

    if (!result_needs(s->result, metric))
        return;
    for (int i = 0; i < LANES; i++)
        present[i] = (double)cents[i] * factor[i];
    money_round(present, rounded);
    add_cents(s, metric, rounded);
}

static bool needs_income(const struct cohort_result *result)
{
    static const enum metric metrics[] = {METRIC_INCOME, METRIC_OPERATING_BALANCE, METRIC_FISCAL_RETURN,
                                          METRIC_NET_COST, METRIC_PRESENT_NET_COST};
    bool any = false;

    for (size_t k = 0; k < sizeof metrics / sizeof metrics[0]; k++)
        any |= result_needs(result, metrics[k]);
    return any;
}

/* What comes back of the cost of a step. */
static void receive(const struct payment *s, const struct step_cents *cents, const int64_t operation[LANES],
                    const int64_t cost[LANES])
{
    int64_t income[LANES], balance[LANES], fiscal[LANES], net_cost[LANES];

    money_round(cents->income, income);
    money_round(cents->fiscal, fiscal);
    for (int i = 0; i < LANES; i++) {
        balance[i] = income[i] - operation[i];
        net_cost[i] = cost[i] - income[i] - fiscal[i];
    }
    add_cents(s, METRIC_INCOME, income);
    add_cents(s, METRIC_OPERATING_BALANCE, balance);
    add_cents(s, METRIC_FISCAL_RETURN, fiscal);
    add_cents(s, METRIC_NET_COST, net_cost);
    add_present(s, METRIC_PRESENT_NET_COST, net_cost, cents->factor);
}

static FOR_EVERY_PROCESSOR void pay_loop(const struct payment *s)
{
    const struct cohort_inputs *in = s->in;
    size_t offset = (size_t)s->number * LANES;
    int64_t investment = llround(investment_cents(in->scenario, in->cohort, s->number));
    int64_t invested[LANES], operation[LANES], allowances[LANES], cost[LANES];
    double enrolled[LANES], present[LANES], additional[LANES];
    struct step_cents cents;

    for (int i = 0; i < LANES; i++) {
        enrolled[i] = s->enrolled[i];
        present[i] = s->present[i];
        additional[i] = s->additional[i];
    }
    money_of_step(in, s->number, result_needs_present(s->result),
                  &(struct activity){in->seats->sites_begun + offset, in->seats->sites + offset,
                                     in->seats->open + offset, enrolled, present, additional},
                  &cents);
    money_round(cents.operation, operation);
    money_round(cents.allowances, allowances);
    for (int i = 0; i < LANES; i++) {
        invested[i] = investment;
        cost[i] = investment + operation[i] + allowances[i];
    }
    add_cents(s, METRIC_INVESTMENT, invested);
    add_cents(s, METRIC_OPERATION, operation);
    add_cents(s, METRIC_ALLOWANCES, allowances);
    add_cents(s, METRIC_COST, cost);
    add_present(s, METRIC_PRESENT_COST, cost, cents.factor);
    if (needs_income(s->result))
        receive(s, &cents, operation, cost);
}
FOR_EACH_PROCESSOR(pay, (const struct payment *s), (s))

void payment_add(const struct payment *self)
{
    pay(self);
}

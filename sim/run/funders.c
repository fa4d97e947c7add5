#include "sim/run/funders.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

static size_t most_cohorts(const struct model *model)
{
    size_t most = 1;

    for (size_t s = 0; s < model->num_scenarios; s++)
        if (model->scenarios[s].num_cohorts > most)
            most = model->scenarios[s].num_cohorts;
    return most;
}

int funders_alloc(const struct model *model, const struct layout *layout, int64_t **operation,
                  int64_t **investment, struct err *err)
{
    size_t size = most_cohorts(model) * (size_t)layout->num_years * LANES;

    *operation = *investment = NULL;
    if (layout->num_funders == 0)
        return ERR_OK;
    *operation = mem_alloc(size, sizeof **operation, err);
    *investment = mem_alloc(size, sizeof **investment, err);
    return *operation && *investment ? ERR_OK : ERR_LIMIT;
}

static int64_t *costs_at(int64_t *costs, const struct layout *layout, size_t measure, int year)
{
    return costs + (measure * (size_t)layout->num_years + (size_t)year) * LANES;
}

/* Measures are numbered by their first cohort. */
static size_t measure_index(const struct scenario *s, const char *name)
{
    size_t c = 0;

    while (c < s->num_cohorts && (s->cohorts[c].measure == NULL || strcmp(s->cohorts[c].measure, name) != 0))
        c++;
    return c;
}

void funders_collect(struct worker *worker, const struct cohort_inputs *in,
                     const struct cohort_result *result, size_t cohort)
{
    const struct layout *layout = worker->layout;
    size_t size = in->scenario->num_cohorts * (size_t)layout->num_years * LANES;

    if (worker->operation == NULL || in->cohort->measure == NULL)
        return;
    if (cohort == 0) {
        memset(worker->operation, 0, size * sizeof *worker->operation);
        memset(worker->investment, 0, size * sizeof *worker->investment);
    }
    size_t measure = measure_index(in->scenario, in->cohort->measure);
    for (int y = 0; y < in->scenario->num_years; y++) {
        int64_t *operation = costs_at(worker->operation, layout, measure, y);
        int64_t *investment = costs_at(worker->investment, layout, measure, y);
        for (int i = 0; i < in->block->num; i++) {
            investment[i] += result_values(result, METRIC_INVESTMENT, y)[i];
            operation[i] += result_values(result, METRIC_OPERATION, y)[i] +
                            result_values(result, METRIC_ALLOWANCES, y)[i];
        }
    }
}

/* What a funder still may pay, in cents. */
static int64_t cap_of(const struct pack_funding *f)
{
    return isnan(f->cap_eur) ? INT64_MAX : llround(100 * f->cap_eur);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The part of a cost that a funder takes: its share of the cost as it was before
 * any funder, what is left of it, and what is left of its cap. */
static int64_t take(const struct pack_funding *f, int64_t whole, int64_t *left, int64_t *cap)
{
    int64_t paid = smaller(smaller(llround(f->share * (double)whole), *left), *cap);

    *left -= paid;
    *cap -= paid;
    return paid;
}

static size_t funder_index(const struct layout *layout, const char *name)
{
    size_t f = 0;

    while (f + 1 < layout->num_funders && strcmp(layout->funders[f], name) != 0)
        f++;
    return f;
}

/* Adds a payment to the scope all and to that of the measure. */
static void book(struct block_result *out, size_t scenario, const char *measure, size_t funder, int year,
                 int lane, int64_t cents)
{
    const struct layout *layout = out->portion->layout;

    for (size_t scope = 0; scope < layout->num_scopes; scope++) {
        const struct scope *s = &layout->scopes[scope].scope;
        if (s->kind != SCOPE_ALL && !(s->kind == SCOPE_MEASURE && strcmp(s->measure, measure) == 0))
            continue;
        size_t series = layout_funder_series(funder);
        block_values(out, scenario, scope, series, year)[lane] += cents;
        for (int y = year; y < layout->num_years; y++)
            block_values(out, scenario, scope, series + 1, y)[lane] += cents;
    }
}

static bool is_active(const struct pack_funding *f, int year)
{
    return !(year < f->from_year) && !(year > f->to_year); /* NaN: no limit */
}

static void pay_measure(const struct worker *worker, const struct scenario *s, size_t index, size_t measure,
                        int lane, struct block_result *out)
{
    const char *name = s->cohorts[measure].measure;
    const struct layout *layout = worker->layout;
    int64_t caps[MAX_FUNDINGS];

    for (size_t k = 0; k < s->num_fundings; k++)
        caps[k] = cap_of(s->fundings[k]);
    for (int y = 0; y < s->num_years; y++) {
        int64_t investment = costs_at(worker->investment, layout, measure, y)[lane],
                investment_left = investment;
        int64_t operation = costs_at(worker->operation, layout, measure, y)[lane], operation_left = operation;
        for (size_t k = 0; k < s->num_fundings; k++) {
            const struct pack_funding *f = s->fundings[k];
            int64_t paid = 0;
            if (strcmp(f->measure, name) != 0 || !is_active(f, s->first_year + y))
                continue;
            if (f->investment)
                paid += take(f, investment, &investment_left, &caps[k]);
            if (f->operation)
                paid += take(f, operation, &operation_left, &caps[k]);
            book(out, index, name, funder_index(layout, f->funder), y, lane, paid);
        }
        book(out, index, name, layout->num_funders - 1, y, lane, investment_left + operation_left);
    }
}

/* Payments are capped, hence not linear in the counts: no analytic mean. */
static void forget_payments(const struct scenario *s, size_t index, struct block_result *out)
{
    const struct layout *layout = out->portion->layout;

    for (size_t scope = 0; scope < layout->num_scopes; scope++)
        for (size_t series = NUM_METRICS; series < layout_num_series(layout); series++)
            for (int y = 0; y < s->num_years; y++)
                forget_means(out, index, scope, series, y);
}

void funders_pay(struct worker *worker, const struct scenario *s, size_t index, struct block_result *out)
{
    if (worker->operation == NULL)
        return;
    forget_payments(s, index, out);
    for (size_t c = 0; c < s->num_cohorts; c++) {
        bool is_first = s->cohorts[c].measure != NULL && measure_index(s, s->cohorts[c].measure) == c;
        for (int lane = 0; lane < out->block.num && is_first; lane++)
            pay_measure(worker, s, index, c, lane, out);
    }
}

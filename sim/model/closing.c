#include "sim/model/closing.h"

#include <math.h>
#include <string.h>

#include "sim/model/guide.h"
#include "stats/base/processor.h"

/* Net of displacement and the like, from jobs that are additional, or from all of them. */
static void add_net(const struct cohort_inputs *in, struct cohort_result *result)
{
    enum metric base = in->scenario->is_causal ? METRIC_INDUSTRY_ADDITIONAL : METRIC_INDUSTRY_STOCK;

    for (int y = 0;
         y < result->num_years && result_needs(result, METRIC_INDUSTRY_NET) && in->scenario->has_guide; y++)
        for (int i = 0; i < in->block->num; i++)
            result_values(result, METRIC_INDUSTRY_NET, y)[i] = llround(
                1000 * guide_factor(in->cohort, in->values, i) * (double)result_values(result, base, y)[i]);
}

static void add_up(const int64_t *restrict flow, const int64_t *restrict before, int64_t *restrict out)
{
    for (int i = 0; i < LANES; i++)
        out[i] = flow[i] + before[i];
}

static FOR_EVERY_PROCESSOR void add_totals_loop(struct cohort_result *result)
{
    static const int64_t none[LANES];

    for (size_t m = 0; m < NUM_METRICS; m++)
        for (int y = 0;
             y < result->num_years && metric_specs[m].kind == METRIC_TOTAL && result_needs(result, m); y++)
            add_up(result_values(result, metric_specs[m].of, y),
                   y > 0 ? result_values(result, m, y - 1) : none, result_values(result, m, y));
}

FOR_EACH_PROCESSOR(add_totals, (struct cohort_result * result), (result))

/* What the first cohort of a territory reports for all of its people. */
static void add_market(const struct cohort_inputs *in, struct cohort_result *result)
{
    static const enum metric metrics[NUM_OF_MARKET] = {[OF_MARKET_UNFILLED] = METRIC_OPENINGS_UNFILLED,
                                                       [OF_MARKET_DISPLACED] = METRIC_DISPLACED,
                                                       [OF_MARKET_NET] = METRIC_INDUSTRY_HIRES_NET};
    size_t size = (size_t)in->scenario->num_years * LANES;

    for (int k = 0; k < NUM_OF_MARKET && in->hiring != NULL && in->hiring->of_market != NULL; k++)
        if (result_needs(result, metrics[k]))
            memcpy(result_values(result, metrics[k], 0), in->hiring->of_market + (size_t)k * size,
                   size * sizeof *in->hiring->of_market);
}

void close_years(const struct cohort_inputs *inputs, struct cohort_result *result)
{
    add_net(inputs, result);
    add_market(inputs, result);
    add_totals(result);
}

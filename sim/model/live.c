#include "sim/model/live.h"

#include <string.h>

static void read_states(const struct cohort_result *result, bool live[NUM_STATES])
{
    static const enum metric counted[][NUM_STATES] = {
        [STATE_I] = {METRIC_INDUSTRY_STOCK, METRIC_INDUSTRY_JOB_YEARS, METRIC_EMPLOYED_STOCK,
                     METRIC_TERRITORY_STOCK},
        [STATE_O] = {METRIC_EMPLOYED_STOCK, METRIC_TERRITORY_STOCK, NUM_METRICS, NUM_METRICS},
        [STATE_U] = {METRIC_TERRITORY_STOCK, NUM_METRICS, NUM_METRICS, NUM_METRICS},
        [STATE_W] = {METRIC_ELSEWHERE_STOCK, NUM_METRICS, NUM_METRICS, NUM_METRICS},
    };

    for (int a = 0; a < NUM_STATES; a++) {
        live[a] = false;
        for (int k = 0; k < NUM_STATES && counted[a][k] != NUM_METRICS; k++)
            live[a] |= result_needs(result, counted[a][k]);
    }
}

/* possible[a][b]: whether any matrix of any time moves anybody from a to b. */
static void find_moves(const struct cohort_inputs *in, bool possible[NUM_STATES][NUM_STATES])
{
    memset(possible, 0, NUM_STATES * sizeof possible[0]);
    for (size_t k = 0; k < in->rates->num_items; k++) {
        const struct rates *r = &in->rates->items[k];
        for (int m = 0; m < r->vintages.num_matrices; m++)
            for (int a = 0; a < NUM_STATES; a++)
                for (int b = 0; b < NUM_STATES; b++)
                    possible[a][b] =
                        possible[a][b] || (a != b && lanes_are_possible(r->with[m].p[a][b], in->block->num));
    }
}

void live_states(const struct cohort_inputs *in, const struct cohort_result *result, bool live[NUM_STATES])
{
    bool possible[NUM_STATES][NUM_STATES];

    read_states(result, live);
    /* those elsewhere are what the other states leave; openings need all who seek one */
    if (live[STATE_W] || in->scenario->is_causal || in->hiring != NULL) {
        for (int a = 0; a < NUM_STATES; a++)
            live[a] = true;
        return;
    }
    find_moves(in, possible);
    for (int turn = 0; turn < NUM_STATES; turn++)
        for (int a = 0; a < NUM_STATES; a++)
            for (int b = 0; b < NUM_STATES; b++)
                live[a] = live[a] || (possible[a][b] && live[b]);
    for (int a = 0; a < NUM_STATES && live[STATE_W]; a++)
        live[a] = true;
}

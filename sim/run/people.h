/* The people of a territory with the programme: its stock (stock.h), which knows nothing of the
 * programme, plus the difference that the programme makes for the people who pass through it.
 *
 * Whoever enrols is one of the people of the territory. Without the programme they are where the
 * chain's counterfactual has them, and the stock holds them there; with it they are where the
 * chain has them. People with = people without - those of the programme in their states without
 * it + the same people in their states with it: totals balance every year, to the person, and
 * the difference between scenarios is that of the programme alone, because the stock's numbers
 * are the same in all of them.
 *
 * In training, job seekers are no longer unemployed; the others are what they were. Other seekers
 * whom trained people displace (vacancies.h) are unemployed in the place of the job in industry, until
 * the jobs held turn over at the replacement rate. Diplomas: those who move out of the group below
 * baccalauréat, in the proportion in which the trained are in the territory; nobody would have done
 * so without the programme. Where a pack does not say with what diplomas people enter, they have
 * those of the territory and keep them. */
#ifndef SIM_RUN_PEOPLE_H
#define SIM_RUN_PEOPLE_H

#include "sim/model/chain.h"
#include "sim/model/stock.h"
#include "sim/run/layout.h"

/* Workspace of a thread. */
struct people {
    const struct pack *pack;
    struct stock_run *runs; /* [stocks] */
    double *effects;        /* [stocks][years][effects][LANES] of one scenario */
    double **cycles;        /* [stocks] -> [years of the stock][LANES]: that of the last simulation */
    double *cycle;          /* workspace of the same shape */
    bool *is_simulated;     /* [stocks] for this block, with that cycle */
    int num_years;          /* of the longest scenario */
};

/* Whether any metric of people is to be reported. */
bool people_are_wanted(const struct layout *layout, const struct scenario *scenario);

/* Marks the metrics of the chain that the effects are made of. */
void people_need(bool needed[NUM_METRICS]);

int people_init(struct people *self, const struct model *model, const struct layout *layout, struct err *err);
void people_free(struct people *self);

void people_begin_block(struct people *self);
void people_begin_scenario(struct people *self);

/* Adds what a cohort does to its territory. */
void people_collect(struct people *self, const struct cohort_inputs *inputs,
                    const struct cohort_result *result);

/* Where a scenario's values of a territory, metric and year go: [LANES]. */
typedef int64_t *(*people_target)(void *context, size_t scope, enum metric metric, int year);

/* Simulates the people of every territory reported and writes them. cycle_level: [steps][LANES], NULL
 * without one. ERR_DATA when the programme holds more people than the territory has. */
int people_finish(struct people *self, const struct layout *layout, const struct scenario *scenario,
                  const struct block *block, uint64_t seed, const double *cycle_level, people_target target,
                  void *context, struct err *err);

#endif

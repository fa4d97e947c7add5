/* What drives an objective: how the metric of each objective of a pack, and any other that is asked
 * for, goes along with each uncertain assumption, over the first draws of a run.
 *
 * The measure is the correlation of the metric with the normal score of the assumption (van der
 * Waerden's score: the assumption on the scale on which it is normal), so that a skewed assumption
 * counts by its rank; its square is the share of the metric's variance that goes along with the
 * assumption alone. Assumptions that are correlated with one another share what they explain. The
 * rest is chance and joint effects.
 *
 * What that is in people or euros: the mean of the metric over the quarter of the draws in which the
 * assumption is lowest, and over the quarter in which it is highest, all else varying as it does. For
 * a product N p q of independent shares they are N E(p | lowest quarter) E(q) and so on. An assumption
 * correlated with others brings them along. */
#ifndef SIM_RUN_DRIVERS_H
#define SIM_RUN_DRIVERS_H

#include "sim/run/driverchoice.h"
#include "sim/run/engine.h"
#include "stats/data/csvout.h"

enum { DRIVERS_MAX_DRAWS = 8192 };

/* What is kept of the draws while a run goes on. */
struct drivers {
    const struct model *model;
    const struct driver_choice *choice;
    struct variables variables;
    uint64_t first_draw;
    size_t num_draws, num_scores; /* num_draws: at most DRIVERS_MAX_DRAWS */
    double *scores;               /* [num_scores][num_draws] */
    /* [scenarios][targets of the pack, then choice][num_draws]; 0 where they do not apply */
    double *values;
};

/* Before the run: takes its first draws through settings->watch. choice: what is asked for besides the
 * objectives, checked (driver_choice_check); it must outlive the drivers. */
int drivers_init(struct drivers *self, const struct model *model, const struct driver_choice *choice,
                 struct engine_settings *settings, struct problems *problems, struct err *err);
void drivers_free(struct drivers *self);

/* scenario, metric, scope, year, rank, driver, correlation, its standard error (1 - r²) / sqrt(n - 1),
 * share of the variance; the metric's unit and mean; the assumption's unit and its mean in its lowest
 * and its highest quarter of the draws (missing for a class of a composition); the metric's mean in
 * these quarters and their standard errors. Only drivers beyond four standard errors of no correlation
 * at all, strongest first. */
int drivers_write(const struct drivers *self, const struct engine_results *results, struct csvout *out,
                  struct err *err);

#endif

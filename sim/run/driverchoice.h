/* Which results drivers.csv is about besides the objectives: "METRIC[:YEAR][:SCOPE]", or "all" for
 * every metric that is reported, of the whole of each scenario in its last year. */
#ifndef SIM_RUN_DRIVERCHOICE_H
#define SIM_RUN_DRIVERCHOICE_H

#include "sim/model/scenario.h"
#include "sim/run/layout.h"

struct driver_item {
    enum metric metric;
    int year; /* 0: the last of each scenario */
    struct scope scope;
    bool is_optional; /* of "all": left out where a run does not have it */
};

struct driver_choice {
    struct driver_item *items;
    size_t num_items, capacity;
};

/* Adds what a text says; reported are the metrics that "all" stands for. ERR_USAGE when it is not
 * of that form or names no metric. */
int driver_choice_add(struct driver_choice *self, const char *text, const bool reported[NUM_METRICS],
                      struct err *err);

/* ERR_USAGE when an item is none of the results of a run: each is of one scenario at least. */
int driver_choice_check(const struct driver_choice *self, const struct model *model,
                        const struct layout_choice *reported, struct err *err);
void driver_choice_free(struct driver_choice *self);

#endif

/* Where a run was held back: eligible people or industrial openings of a territory that run out. */
#ifndef SIM_RUN_LIMITS_H
#define SIM_RUN_LIMITS_H

#include "sim/run/engine.h"

struct limit_found {
    int year;      /* the first in which it holds in more than half of the draws; index from the first year */
    double median; /* of the metric in that year */
};

/* Whether a limit holds in more than half of the draws of any year, in a scope of the layout. metric:
 * METRIC_WITHOUT_APPLICANTS for eligible people, METRIC_REFUSED for openings; false where it is not
 * reported. */
bool limit_find(const struct engine_results *results, size_t scenario, size_t scope, enum metric metric,
                struct limit_found *out);

#endif

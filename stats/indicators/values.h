/* One indicator for all territories of a level. */
#ifndef STATS_INDICATORS_VALUES_H
#define STATS_INDICATORS_VALUES_H

#include "stats/indicators/indicator.h"

struct indicator_values {
    const struct indicator *indicator;
    const char *item;
    int year;
    double *values, *se, *base; /* [num] by zone; NaN where there is none */
    size_t num, num_values;
    const char *perimeter; /* date of the territories, borrowed; "" if it does not matter */
};

/* year 0: the last year for which any territory has a value (a ratio may lack its other
 * figure in the last years of one). num_values is 0 when there is no year at all. */
int indicator_values_read(struct indicator_values *self, const struct indicator *indicator, const char *item,
                          struct dataset *dataset, const struct geography *geography, enum level level,
                          int year, const struct estimate_options *options, struct err *err);
void indicator_values_free(struct indicator_values *self);

/* Numbers of people, jobs or projects: compared by their ratio. */
bool indicator_values_are_sizes(const struct indicator_values *self);

#endif

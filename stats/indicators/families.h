/* The families of indicators: each array ends with a NULL name. */
#ifndef STATS_INDICATORS_FAMILIES_H
#define STATS_INDICATORS_FAMILIES_H

#include "stats/indicators/indicator.h"

extern const struct indicator indicators_industry[];
extern const struct indicator indicators_structure[];
extern const struct indicator indicators_qualification[];
extern const struct indicator indicators_labour[];
extern const struct indicator indicators_youth[];
extern const struct indicator indicators_mobility[];
extern const struct indicator indicators_training[];
extern const struct indicator indicators_recruitment[];
extern const struct indicator indicators_demography[];
extern const struct indicator indicators_own_copies[];

#endif

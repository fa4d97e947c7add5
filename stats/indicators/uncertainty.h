/* How the interval of an indicator is made, for the catalogue: evaluate.c does it. */
#ifndef STATS_INDICATORS_UNCERTAINTY_H
#define STATS_INDICATORS_UNCERTAINTY_H

#include "stats/indicators/indicator.h"

/* One line, static text, for figures of an exploitation. */
const char *indicator_uncertainty(const struct indicator *self, enum exploitation exploitation,
                                  const char *language);

#endif

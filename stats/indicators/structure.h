/* Evaluation of indicators that look at all sectors of a territory at once. */
#ifndef STATS_INDICATORS_STRUCTURE_H
#define STATS_INDICATORS_STRUCTURE_H

#include "stats/indicators/request.h"

/* A measure of the structure, against France where it takes a reference. Its interval
 * is that of a Monte-Carlo: of a multinomial for registers (their counts taken as a
 * draw), of the standard errors for census counts; interval_basic around the value. None,
 * and the flag chance-dominates, where chance alone moves the index by more than half its
 * standard error, and for the Gini coefficient. */
int structure_evaluate(const struct request *r, struct estimate *e, struct err *err);

#endif

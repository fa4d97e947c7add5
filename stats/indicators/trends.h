/* Evaluation of trends: of a yearly series, of a count or rate or of one over another, up to
 * the year asked for. Of census vintages only those five years apart or more. */
#ifndef STATS_INDICATORS_TRENDS_H
#define STATS_INDICATORS_TRENDS_H

#include "stats/indicators/request.h"

int trend_evaluate(const struct request *r, struct estimate *e, struct err *err);

#endif

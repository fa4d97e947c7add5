/* Evaluation of trends: of a yearly series, up to the year asked for. */
#ifndef STATS_INDICATORS_TRENDS_H
#define STATS_INDICATORS_TRENDS_H

#include "stats/indicators/request.h"

int trend_evaluate(const struct request *r, struct estimate *e, struct err *err);

#endif

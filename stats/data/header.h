/* Header lines: names must be there and differ, also without accents and case. */
#ifndef STATS_DATA_HEADER_H
#define STATS_DATA_HEADER_H

#include "stats/base/problem.h"
#include "stats/data/csvin.h"

void header_check(const struct csv_row *header, const char *file, struct problems *problems);

#endif

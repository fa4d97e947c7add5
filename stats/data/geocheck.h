/* Checks of the published tables of communes and zones against one another. */
#ifndef STATS_DATA_GEOCHECK_H
#define STATS_DATA_GEOCHECK_H

#include "stats/data/table.h"

/* Records a problem for every commune that stands twice and for every zone of a
 * commune (EPCI, ZE2020, DEP, REG) that the table of zones does not name. */
int geocheck_communes(const struct table *communes, const struct table *zones, struct problems *problems,
                      struct err *err);

#endif

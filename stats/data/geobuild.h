/* Makes the canonical geography and the canonical events from the tables that
 * INSEE and ANCT publish. */
#ifndef STATS_DATA_GEOBUILD_H
#define STATS_DATA_GEOBUILD_H

#include "stats/base/outfile.h"
#include "stats/base/problem.h"

/* Paths of the published tables; NULL for one that is not given. */
struct geobuild_sources {
    const char *communes;        /* table d'appartenance, sheet COM; needed */
    const char *arrondissements; /* sheet ARM */
    const char *zones;           /* sheet of the labels of zones; needed */
    const char *industry;        /* EPCI of the Territoires d'industrie */
    const char *population;      /* panel of level com with the variable p_pop */
    const char *vintage;         /* YYYY-MM-DD of the communes; needed */
};

/* Writes the table of geography.json. */
int geobuild_geography(const struct geobuild_sources *sources, struct outfile *file,
                       struct problems *problems, struct err *err);

/* Writes the table of events.json from INSEE's "mouvements de communes": what each
 * commune became, a commune that became several on one day (re-establishment,
 * partition, suppression) with one line for each of them, itself included. */
int geobuild_events(const char *path, struct outfile *file, struct problems *problems, struct err *err);

#endif

/* Breaks of series: years from which a source counts otherwise than before. */
#ifndef STATS_INDICATORS_BREAKS_H
#define STATS_INDICATORS_BREAKS_H

#include "stats/data/panel.h"
#include "stats/indicators/estimate.h"

struct series_break {
    const char *source; /* beginning of the id of the source, or of the name of the variable */
    int year;           /* the first that is counted the new way */
    const char *what_fr, *what_en;
};

/* The break of a variable between two years (from < break <= to); NULL when there is none. */
const struct series_break *series_break_find(const struct panel_variable *variable, int from, int to);

/* Flags "break:YEAR" when there is one. */
void series_break_flag(struct estimate *e, const struct panel_variable *variable, int from, int to);

#endif

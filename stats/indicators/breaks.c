#include "stats/indicators/breaks.h"

#include <stdio.h>

#include "stats/base/text.h"

static const struct series_break breaks[] = {
    {"urssaf", 2023, "l’Urssaf compte les apprentis depuis la publication du 1er trimestre 2023",
     "Urssaf counts apprentices since the release of the first quarter of 2023"},
    {"mig_", 2011, "le recensement demande la résidence un an avant, et non plus cinq, depuis 2011",
     "the census asks for the residence one year before, no longer five, since 2011"},
};

const struct series_break *series_break_find(const struct panel_variable *variable, int from, int to)
{
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        const struct series_break *b = &breaks[i];
        if (from < b->year && b->year <= to &&
            (text_starts_with(variable->source, b->source) || text_starts_with(variable->name, b->source)))
            return b;
    }
    return NULL;
}

void series_break_flag(struct estimate *e, const struct panel_variable *variable, int from, int to)
{
    const struct series_break *found = series_break_find(variable, from, to);
    char flag[32];

    if (found == NULL)
        return;
    snprintf(flag, sizeof flag, "break:%d", found->year);
    estimate_flag(e, flag);
}

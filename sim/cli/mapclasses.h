/* Classes of a map: bounds that can be read, colours, counts. */
#ifndef SIM_CLI_MAPCLASSES_H
#define SIM_CLI_MAPCLASSES_H

#include "sim/cli/territoryvalues.h"
#include "stats/numeric/classes.h"
#include "stats/output/chart_map.h"

struct map_classes {
    double breaks[MAX_CLASSES + 1];
    int num_breaks;
    int num_below;      /* classes below zero when the palette is diverging, else -1 */
    int decimals;       /* of the bounds as they are shown */
    const char *method; /* "quantile", "equal", "jenks", "given" */
    struct strbuf labels[MAX_CLASSES];
    int counts[MAX_CLASSES];
};

/* Classes of sorted values (num > 0) by --classes METHOD[:N] or a list of breaks, and
 * --palette. Bounds are rounded to what is shown, and territories are put into the classes
 * so bounded, so that the legend is true. */
int map_classes_make(struct map_classes *self, const struct opts *opts, const struct territory_values *values,
                     const double *sorted, size_t num, const char *language, struct err *err);
void map_classes_free(struct map_classes *self);

/* Class of a value. */
int map_classes_find(const struct map_classes *self, double value);

void map_classes_colour(const struct map_classes *self, int k, char colour[COLOUR_SIZE]);

#endif

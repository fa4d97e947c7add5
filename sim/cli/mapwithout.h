/* Territories that a map cannot show for want of a contour, in words below it. */
#ifndef SIM_CLI_MAPWITHOUT_H
#define SIM_CLI_MAPWITHOUT_H

#include "sim/cli/territoryvalues.h"
#include "stats/data/geography.h"

struct map_without {
    size_t num;
    double low, high;      /* of their values, NaN when none has one */
    int num_regions;       /* where they lie */
    struct strbuf regions; /* their names, each once; told when there are few */
};

void map_without_init(struct map_without *self);
void map_without_free(struct map_without *self);
void map_without_add(struct map_without *self, const struct geography *geography, enum level level,
                     const struct territory_value *value);

/* " 18 territoires sans contour ne sont pas dessinés (Guadeloupe, ... : 21,9 % à 36,4 %)."; nothing when
 * there is none. Appended. */
void map_without_say(const struct map_without *self, const struct territory_values *values,
                     const char *language, struct strbuf *out);

#endif

/* Counts of what came of a programme: a table of the schema "observed", read and checked
 * as it stands. */
#ifndef SIM_MODEL_OBSERVED_H
#define SIM_MODEL_OBSERVED_H

#include <stdint.h>

#include "sim/model/scenario.h"

struct observation {
    struct scope scope;
    enum param param;
    int year; /* 0 if not given */
    int64_t count, of;
    struct place place, year_place; /* of the parameter; of the year */
};

struct observed {
    struct table table;
    struct observation *items;
    size_t num_items;
};

/* Reads the counts of a scenario. Unknown names, counts that no parameter takes, people
 * counted twice and scopes of no measure are problems; items are usable only without any. */
int observed_read(struct observed *self, const char *path, const struct scenario *scenario,
                  struct problems *problems, struct err *err);
void observed_free(struct observed *self);

#endif

/* Checks of a pack across its tables: names that join them, rows given twice,
 * scenarios that extend one another in a circle, scopes that fit no measure. */
#ifndef SIM_MODEL_PACK_CHECK_H
#define SIM_MODEL_PACK_CHECK_H

#include "sim/model/pack.h"

/* Records every problem; sets is_unresolvable. */
void pack_check(struct pack *self, struct problems *problems);

#endif

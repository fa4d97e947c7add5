/* Which parameters counts of people can inform: what is counted, and of whom, as the
 * chain defines the share. */
#ifndef SIM_MODEL_COUNTING_H
#define SIM_MODEL_COUNTING_H

#include <stdbool.h>

#include "sim/model/param.h"

struct counting {
    const char *count, *of; /* NULL when no count informs the parameter */
    const char *ignored;    /* what the counts leave out, "" if nothing */
    const char *refusal;    /* why no count informs it; NULL when one does */
};

/* Never NULL. */
const struct counting *counting_of(enum param param);

bool counting_is_level(enum param param); /* entry_level_none ... entry_level_bac3 */

#endif

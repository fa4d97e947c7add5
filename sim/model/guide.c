#include "sim/model/guide.h"

#include "sim/model/block.h"

double guide_factor(const struct cohort *cohort, const double *values, int lane)
{
    static const enum param lost[] = {PARAM_DEADWEIGHT, PARAM_DISPLACEMENT, PARAM_SUBSTITUTION};
    double factor = values[param_variable(&cohort->params[PARAM_MULTIPLIER], 0) * LANES + (size_t)lane];

    for (size_t k = 0; k < sizeof lost / sizeof lost[0]; k++) {
        size_t variable = param_variable(&cohort->params[lost[k]], 0);
        if (variable != NO_VARIABLE)
            factor *= 1 - values[variable * LANES + (size_t)lane];
    }
    return factor;
}

#include "sim/model/guide.h"

double guide_factor(const struct cohort *cohort, const double *values, int lane)
{
    static const enum param lost[] = {PARAM_DEADWEIGHT, PARAM_DISPLACEMENT, PARAM_SUBSTITUTION};
    double factor = param_values(&cohort->params[PARAM_MULTIPLIER], 0, values)[lane];

    for (size_t k = 0; k < sizeof lost / sizeof lost[0]; k++) {
        const double *share = param_values(&cohort->params[lost[k]], 0, values);
        if (share != NULL)
            factor *= 1 - share[lane];
    }
    return factor;
}

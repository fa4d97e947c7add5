#include "sim/run/limits.h"

bool limit_find(const struct engine_results *r, size_t scenario, size_t scope, enum metric metric,
                struct limit_found *out)
{
    const struct scenario *s = &r->model->scenarios[scenario];

    if (!layout_is_reported(&r->layout, s, metric))
        return false;
    for (int y = 0; y < s->num_years; y++) {
        const struct histogram *h = &r->values[engine_index(r, scenario, scope, metric, y)].histogram;
        if (2 * histogram_count_above(h, 0) > h->count) {
            *out = (struct limit_found){y, histogram_quantile(h, 0.5)};
            return true;
        }
    }
    return false;
}

/* Permutation test of the inequality between groups. */
#include <stdlib.h>

#include "stats/base/catalogue.h"
#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/progress.h"
#include "stats/numeric/inequality.h"
#include "stats/numeric/random.h"

/* Fisher and Yates on the order that the last permutation left. */
static void deal(size_t *groups, size_t num, const struct stream *stream, int permutation)
{
    for (size_t i = num - 1; i > 0; i--) {
        double u = stream_unit(stream, (uint64_t)permutation, (uint32_t)i);
        size_t j = (size_t)(u * (double)(i + 1)), swap = groups[i];
        groups[i] = groups[j];
        groups[j] = swap;
    }
}

int inequality_between_p(const double *values, const double *weights, const size_t *groups, size_t num,
                         size_t num_groups, int permutations, uint64_t seed, double *p, struct err *err)
{
    struct stream stream = stream_make(seed, "inequality between groups");
    double *work = mem_alloc(2 * num_groups, sizeof *work, err);
    size_t *dealt = mem_alloc(num, sizeof *dealt, err);
    struct progress progress;
    int as_much = 0, status = work != NULL && dealt != NULL ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK) {
        double observed = inequality_theil_between(values, weights, groups, num, num_groups, work);
        for (size_t i = 0; i < num; i++)
            dealt[i] = groups[i];
        progress_begin(&progress, N_("permutations"), (uint64_t)permutations);
        for (int r = 0; r < permutations && status == ERR_OK; r++) {
            status = interrupt_check(err);
            deal(dealt, num, &stream, r);
            /* the same groups in another order add up to the same but for rounding */
            as_much += inequality_theil_between(values, weights, dealt, num, num_groups, work) >=
                       observed * (1 - 1e-12);
            progress_add(&progress, 1);
        }
        progress_end(&progress);
        *p = (1.0 + as_much) / (1.0 + permutations);
    }
    free(work);
    free(dealt);
    return status;
}

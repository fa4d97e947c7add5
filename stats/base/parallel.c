#include "stats/base/parallel.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdint.h>

#include "stats/base/interrupt.h"

int parallel_for(size_t num, int threads, parallel_fn function, void *context, struct err *err)
{
    _Atomic size_t lowest = SIZE_MAX;
    struct err first = {0};

#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
    for (size_t i = 0; i < num; i++) {
        struct err own = {0};
        if (i > atomic_load(&lowest))
            continue;
        if (interrupt_check(&own) == ERR_OK && function(i, omp_get_thread_num(), context, &own) == ERR_OK)
            continue;
#pragma omp critical(parallel_error)
        if (i < atomic_load(&lowest)) {
            atomic_store(&lowest, i);
            first = own;
        }
    }
    if (atomic_load(&lowest) == SIZE_MAX)
        return ERR_OK;
    return err_set(err, first.code ? first.code : ERR_INTERNAL, "%s", first.message);
}

int parallel_num_processors(void)
{
    int num = omp_get_num_procs();

    return num < 1 ? 1 : num > PARALLEL_MAX_THREADS ? PARALLEL_MAX_THREADS : num;
}

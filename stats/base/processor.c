#include "stats/base/processor.h"

#include <stdatomic.h>
#include <string.h>

static const char *const names[NUM_PROCESSORS] = {"baseline", "avx2", "avx512"};

static _Atomic int limit = NUM_PROCESSORS - 1;
static _Atomic int used = -1;

const char *processor_name(enum processor processor)
{
    return names[processor];
}

static enum processor widest(void)
{
#if PROCESSOR_HAS_VECTORS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        return PROCESSOR_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return PROCESSOR_AVX2;
#endif
    return PROCESSOR_BASELINE;
}

enum processor processor_used(void)
{
    int known = atomic_load_explicit(&used, memory_order_relaxed);

    if (known < 0) { /* every thread finds the same */
        int most = atomic_load(&limit), has = (int)widest();
        known = has < most ? has : most;
        atomic_store_explicit(&used, known, memory_order_relaxed);
    }
    return (enum processor)known;
}

void processor_limit(enum processor most)
{
    atomic_store(&limit, (int)most);
    atomic_store(&used, -1);
}

int processor_limit_by_name(const char *name, struct err *err)
{
    if (name == NULL || name[0] == '\0')
        return ERR_OK;
    for (int i = 0; i < NUM_PROCESSORS; i++)
        if (strcmp(name, names[i]) == 0) {
            processor_limit((enum processor)i);
            return ERR_OK;
        }
    return err_set(err, ERR_USAGE, "BASSIN_PROCESSOR: '%s' is not one of baseline, avx2, avx512", name);
}

/* Instruction sets of the processor at hand, chosen at run time. The arithmetic is the
 * same in all of them, so are the results: no fused multiplication
 * (-ffp-contract=off), no sum of doubles across lanes. */
#ifndef STATS_BASE_PROCESSOR_H
#define STATS_BASE_PROCESSOR_H

#include "stats/base/error.h"

enum processor { PROCESSOR_BASELINE, PROCESSOR_AVX2, PROCESSOR_AVX512, NUM_PROCESSORS };

/* "baseline", "avx2", "avx512". */
const char *processor_name(enum processor processor);

/* What is used: the widest that the processor has, up to the limit. */
enum processor processor_used(void);

/* Uses nothing wider than this from now on; for tests, before other threads begin. */
void processor_limit(enum processor most);

/* The same by name; NULL or "" sets no limit. ERR_USAGE when there is none of that name. */
int processor_limit_by_name(const char *name, struct err *err);

/* FOR_EACH_PROCESSOR(name, (int num, double *x), (num, x)) makes from the function
 * name##_loop (static inline, FOR_EVERY_PROCESSOR, no result) the function name, which
 * runs it compiled for the processor used. */
#if defined(__x86_64__) && defined(__GNUC__)
#define PROCESSOR_HAS_VECTORS 1
#ifdef __clang__
#define PROCESSOR_AVX512_TARGET "avx512f,avx512dq,avx512vl,avx512bw"
#else
#define PROCESSOR_AVX512_TARGET "avx512f,avx512dq,avx512vl,avx512bw,prefer-vector-width=512"
#endif
#define FOR_EVERY_PROCESSOR inline __attribute__((always_inline))
#define FOR_EACH_PROCESSOR(name, parameters, arguments)                                                      \
    __attribute__((target("avx2"), flatten)) static void name##_avx2 parameters                              \
    {                                                                                                        \
        name##_loop arguments;                                                                               \
    }                                                                                                        \
    __attribute__((target(PROCESSOR_AVX512_TARGET), flatten)) static void name##_avx512 parameters           \
    {                                                                                                        \
        name##_loop arguments;                                                                               \
    }                                                                                                        \
    static void name parameters                                                                              \
    {                                                                                                        \
        enum processor used = processor_used();                                                              \
        if (used == PROCESSOR_AVX512)                                                                        \
            name##_avx512 arguments;                                                                         \
        else if (used == PROCESSOR_AVX2)                                                                     \
            name##_avx2 arguments;                                                                           \
        else                                                                                                 \
            name##_loop arguments;                                                                           \
    }
#else
#define PROCESSOR_HAS_VECTORS 0
#define FOR_EVERY_PROCESSOR inline
#define FOR_EACH_PROCESSOR(name, parameters, arguments)                                                      \
    static void name parameters                                                                              \
    {                                                                                                        \
        name##_loop arguments;                                                                               \
    }
#endif

#endif

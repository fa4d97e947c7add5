/* Loops over lanes for the processor at hand. A function so marked is compiled for
 * several widths of vectors and the widest that the processor has is chosen at run
 * time. The arithmetic is the same in all of them, so are the results: no fused
 * multiplication (-ffp-contract=off), no sum of doubles across lanes. */
#ifndef STATS_BASE_PROCESSOR_H
#define STATS_BASE_PROCESSOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

#endif

/* Statistical checks: short by default, in full with VERIFY_FULL=1. */
#ifndef TESTS_VERIFY_VERIFY_H
#define TESTS_VERIFY_VERIFY_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline bool verify_is_full(void)
{
    return getenv("VERIFY_FULL") != NULL;
}

/* The size of a check: short, or in full. */
static inline int verify_size(int in_short, int in_full)
{
    return verify_is_full() ? in_full : in_short;
}

/* A coverage that must lie in [low, high]; shown when VERIFY_SHOW is set. */
static inline void verify_coverage(const char *name, double size, double coverage, double low, double high)
{
    if (getenv("VERIFY_SHOW") != NULL)
        fprintf(stderr, "%-44s %9g  %.4f\n", name, size, coverage);
    ck_assert_msg(coverage >= low && coverage <= high, "%s, %g: coverage %.4f is not in %.4f to %.4f", name,
                  size, coverage, low, high);
}

#endif

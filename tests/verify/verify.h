/* Statistical checks: short by default, in full with VERIFY_FULL=1. */
#ifndef TESTS_VERIFY_VERIFY_H
#define TESTS_VERIFY_VERIFY_H

#include <stdbool.h>
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

#endif

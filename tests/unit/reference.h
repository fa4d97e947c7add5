/* Values that were worked out elsewhere, kept in CSV files that a test reads.
 *
 * An inputs file has lines "name,numbers", the numbers apart by spaces. A values file
 * has lines "measure,inputs,item,expected,within,note": inputs are names or plain numbers
 * apart by spaces, item is a name that the measure gives its result or its rank (from 1),
 * within is the absolute tolerance, or "printed" (half a unit of the last digit of
 * expected), or "exact" (a billionth of a thousandth: rounding only). */
#ifndef TESTS_UNIT_REFERENCE_H
#define TESTS_UNIT_REFERENCE_H

#include <stddef.h>

enum { REFERENCE_MAX_INPUTS = 12, REFERENCE_MAX_RESULTS = 4096 };

struct reference_args {
    const double *v[REFERENCE_MAX_INPUTS];
    size_t n[REFERENCE_MAX_INPUTS];
    size_t num;
};

/* Writes the results and returns how many there are. */
struct reference_measure {
    const char *name;
    const char *items; /* names of the first results, apart by spaces */
    size_t (*results)(const struct reference_args *args, double *out);
};

/* Compares every line of the values file; fails the test with all that disagree, and when a
 * line cannot be computed. Returns the number of lines. measures ends with a NULL name. */
size_t reference_check(const char *inputs, const char *values, const struct reference_measure *measures);

#endif

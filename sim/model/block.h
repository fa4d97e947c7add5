/* A block of draws, the unit of work: consecutive draws side by side ("lanes"),
 * so that every step of the chain is a short loop over an array. */
#ifndef SIM_MODEL_BLOCK_H
#define SIM_MODEL_BLOCK_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

enum { LANES = 64 };

struct block {
    uint64_t first; /* number of the first draw */
    int num;        /* 1 to LANES */
};

/* Whether nobody is in any of the lanes. */
static inline bool lanes_are_empty(const int32_t *people, int num)
{
    int32_t any = 0;

    for (int i = 0; i < num; i++)
        any |= people[i];
    return any == 0;
}

/* Whether a probability is above 0 in any of the lanes. */
static inline bool lanes_are_possible(const double *probability, int num)
{
    int any = 0;

    for (int i = 0; i < num; i++)
        any |= probability[i] > 0;
    return any != 0;
}

/* A number in whole people or posts, the rest by lot: u uniform in (0, 1); 0 below 0. */
static inline int64_t whole_by_lot(double number, double u)
{
    double whole = floor(number);

    return number > 0 ? (int64_t)whole + (u < number - whole ? 1 : 0) : 0;
}

#endif

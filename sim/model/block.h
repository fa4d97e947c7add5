/* A block of draws, the unit of work: consecutive draws side by side ("lanes"),
 * so that every step of the chain is a short loop over an array. */
#ifndef SIM_MODEL_BLOCK_H
#define SIM_MODEL_BLOCK_H

#include <stdint.h>

enum { LANES = 64 };

struct block {
    uint64_t first; /* number of the first draw */
    int num;        /* 1 to LANES */
};

#endif

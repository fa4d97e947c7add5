/* Places: when sites open, how they fill up, when they close. */
#ifndef SIM_MODEL_SEATS_H
#define SIM_MODEL_SEATS_H

#include <stdint.h>

#include "sim/model/block.h"
#include "sim/model/scenario.h"

/* Share of the places that are open at an age (years since the opening): 0 before
 * it; start + (middle - start) age / stage1 in the first stage; then from middle
 * to 1 in stage2; then 1. */
double ramp_share(double age, double start, double middle, double stage1, double stage2);

/* Places and sites of one cohort, step by step and draw by draw. */
struct seats {
    int32_t *open;          /* [steps][LANES] places that may take people in */
    int32_t *sites;         /* [steps][LANES] sites open */
    int32_t *sites_begun;   /* [steps][LANES] sites that open in the step */
    struct intake *intakes; /* [steps] of the cohort filled last */
    int num_steps;
};

int seats_init(struct seats *self, int num_steps, struct err *err);
void seats_free(struct seats *self);

/* Fills the arrays for a block: at the intake of step t, a site offers floor(places x share)
 * places if it has opened (planned date plus delay, in the month of the intake at the latest),
 * has not reached its closing date, has survived the closure hazard (a centre closes for all its
 * audiences at once, where they have as many sites, opening and hazard), and the funding of its
 * measure, decided upon at the end of each term for all its sites and audiences at once, has
 * been renewed. */
void seats_fill(struct seats *self, const struct pack *pack, const struct scenario *scenario,
                const struct cohort *cohort, const double *values, uint64_t seed, const struct block *block);

#endif

/* Probabilities of one cohort, draw by draw, during one segment of time. */
#ifndef SIM_MODEL_RATES_H
#define SIM_MODEL_RATES_H

#include "sim/model/block.h"
#include "sim/model/moves.h"
#include "sim/model/scenario.h"

/* Leavers with and without their certificate. */
enum leaver { LEAVER_CERTIFIED, LEAVER_UNCERTIFIED, NUM_LEAVERS };

/* Up to three calibrated matrices (6-12, 12-18, 18-24 months after leaving), then
 * the long-run one. */
enum { MAX_MATRICES = 4, MAX_VINTAGES = 18 };

/* How the time since leaving is cut for a number of steps per year. */
struct vintages {
    int num;                         /* steps during which people are followed by vintage */
    int matrix_of[MAX_VINTAGES + 1]; /* [num] is the long run */
    int num_matrices;
};

struct rates {
    struct vintages vintages;
    double fill[LANES];
    double survive[LANES]; /* one step of training */
    double certified[LANES], further_study[LANES];
    double raised[LANES], out_of_below_bac[LANES]; /* shares of the certified */
    double employed[NUM_LEAVERS][LANES];           /* at the first observation, before the cycle */
    double industry[LANES], local[LANES];
    double employed_without[LANES], industry_without[LANES], local_without[LANES];
    struct move_lanes with[MAX_MATRICES], without[MAX_MATRICES];
};

/* The probabilities of all segments of a cohort, for one block. Initialise with
 * {0}; may be filled again and again. */
struct rates_path {
    struct rates *items;
    int *from_step; /* [num_items], ascending, the first 0 */
    size_t num_items, items_capacity, steps_capacity;
};

/* values: of variables_draw. */
int rates_path_fill(struct rates_path *self, const struct scenario *scenario, const struct cohort *cohort,
                    const double *values, int num_lanes, struct err *err);
void rates_path_free(struct rates_path *self);

/* The probabilities that hold at a step. */
const struct rates *rates_path_at(const struct rates_path *self, int step);

/* Whether other probabilities begin to hold at a step (true at step 0). */
bool rates_path_changes(const struct rates_path *self, int step);

/* Of people who enter a course, those whose diploma is below a level of the framework (4: the
 * baccalauréat), in one draw. shares: [5] -> [LANES], the weights of none, CAP, bac, bac + 2, bac + 3
 * or more, which have the levels 2 to 6; 0 when they are all 0. */
double entry_share_below(const double *const shares[5], int level, int lane);

/* Probabilities of the four states at the first observation. */
static inline void first_states(double employed, double industry, double local, double out[NUM_STATES])
{
    out[STATE_I] = employed * industry * local;
    out[STATE_O] = employed * (1 - industry) * local;
    out[STATE_U] = (1 - employed) * local;
    out[STATE_W] = 1 - local;
}

/* Steps between the end of the course and the first observation, in one draw and in all of a block. */
int placement_steps(const struct scenario *scenario, const struct cohort *cohort, const double *values,
                    int lane);

struct waits {
    int of[LANES];
    int least, most;
};
void waits_fill(struct waits *self, const struct scenario *scenario, const struct cohort *cohort,
                const double *values, int num_lanes);

#endif

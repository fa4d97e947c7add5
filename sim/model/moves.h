/* Moves of people between states, year after year.
 *
 * States: I job in industry in the territory; O other job in the territory; U no
 * job, in the territory (unemployed or inactive: the sources on leavers do not
 * tell them apart); W elsewhere. Yearly probabilities are those of each move
 * if no other happened; they become hazards h = -ln(1 - p), and the moves over a
 * step of length dt are the matrix exponential of the generator times dt. Hence
 * the same law whatever the number of steps per year. */
#ifndef SIM_MODEL_MOVES_H
#define SIM_MODEL_MOVES_H

#include "sim/model/block.h"

enum state { STATE_I, STATE_O, STATE_U, STATE_W, NUM_STATES };

/* "industry_local" ... for messages. */
const char *state_name(enum state state);

/* Hazards per year, each >= 0, and a share. */
struct move_rates {
    double leave;    /* I, O, U -> W */
    double comeback; /* W -> a job */
    double loss;     /* I, O -> U */
    double find;     /* U -> a job */
    double exit;     /* I -> O */
    double entry;    /* O -> I */
    double rehire;   /* share of jobs found (or come back to) that are in industry */
};

/* p[from][to]; rows add up to 1. */
struct move_matrix {
    double p[NUM_STATES][NUM_STATES];
};

/* The same of a block of draws. */
struct move_rates_lanes {
    double leave[LANES], comeback[LANES], loss[LANES], find[LANES], exit[LANES], entry[LANES], rehire[LANES];
};

struct move_lanes {
    double p[NUM_STATES][NUM_STATES][LANES];
};

/* Hazard of a yearly probability; p = 1 is taken as 1 - 1e-12. */
double hazard_of(double yearly_probability);

/* Matrix over dt years. */
void moves_over(const struct move_rates *rates, double dt, struct move_matrix *out);

/* The same for lanes 0 .. num - 1: the same numbers. */
void moves_over_lanes(const struct move_rates_lanes *rates, double dt, int num, struct move_lanes *out);

/* First one, then the other. */
struct move_matrix moves_then(const struct move_matrix *first, const struct move_matrix *second);
void moves_then_lanes(const struct move_lanes *first, const struct move_lanes *second,
                      struct move_lanes *out);

/* Makes the employed share of those in the territory go from `from` to `to`
 * (both in [0, 1]) in dt years, by the finding hazard for the given loss hazard.
 * Where employment would have to fall faster than jobs are lost, finding stops
 * and the loss hazard rises instead. Industry moves do not matter here. */
void moves_calibrate(struct move_rates *rates, double from, double to, double dt);

#endif

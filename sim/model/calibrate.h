/* A scenario learns from counts: each line is counted for the one assumption that gives
 * its parameter to the people and years observed, at the scope of that assumption (the
 * same random variable for all who share it). Counts for one assumption add up. */
#ifndef SIM_MODEL_CALIBRATE_H
#define SIM_MODEL_CALIBRATE_H

#include "sim/model/observed.h"
#include "sim/model/posterior.h"

/* One assumption and what the counts say of it. */
struct update {
    const struct pack_assumption *prior;
    int64_t count, of;
    double squares;              /* sum over the lines of count^2 / of */
    double total;                /* dirichlet: sum of n over the classes before the counts */
    int num_lines, correlations; /* rows of correlations.csv that name it */
    bool is_shared;              /* the assumption also holds for people who were not observed */
    char *lines;                 /* "2, 5": lines of the table of counts; owned */
    struct place place;          /* of the first line */
    struct posterior posterior;
    double same_share; /* p-value that the lines have one share, as the model takes it; NaN of one line */
};

struct calibration {
    const struct scenario *scenario;
    struct update *updates; /* in the order of the lines */
    size_t num_updates, capacity;
};

/* A prior predictive p-value below this is a conflict, lines whose shares differ with a
 * p-value below it are uneven: warnings. */
#define CALIBRATE_CONFLICT 0.01

/* observed: read without a problem. Lines that fit no assumption or several, entry levels
 * that are not all counted, and posteriors that would change what was not observed are
 * problems. */
int calibration_make(struct calibration *self, const struct model *model, const struct scenario *scenario,
                     const struct observed *observed, struct problems *problems, struct err *err);
void calibration_free(struct calibration *self);

/* Whether the row that gives the prior belongs to the scenario itself, so that the
 * posterior takes its place; else it is added and restates it. */
bool update_replaces(const struct update *self, const struct scenario *scenario);

#endif

/* What bassin calibrate writes: the table of what was learned, and the assumptions of the
 * new pack. */
#ifndef SIM_CLI_CALIBRATION_TABLE_H
#define SIM_CLI_CALIBRATION_TABLE_H

#include "sim/model/calibrate.h"
#include "stats/data/csvout.h"

/* One row an assumption (schema "calibration"). */
void calibration_write(const struct calibration *self, const struct model *model, struct csvout *out);

/* The assumptions of the pack's own table, cell by cell, with the posteriors in their
 * place or after them. observed: the file of counts, named in their source. */
int calibration_write_assumptions(const struct calibration *self, const struct table *assumptions,
                                  const char *observed, struct csvout *out, struct err *err);

/* The same for a person, one line an assumption, as notes. */
void calibration_say(const struct calibration *self);

#endif

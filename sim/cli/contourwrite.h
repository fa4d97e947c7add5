/* Contours with fewer corners, as GeoJSON. */
#ifndef SIM_CLI_CONTOURWRITE_H
#define SIM_CLI_CONTOURWRITE_H

#include "sim/cli/opts.h"
#include "stats/base/outfile.h"
#include "stats/base/problem.h"

/* --contours FILE --level LEVEL [--tolerance METRES] [--code-field NAME] [--table FILE] of
 * bassin geography: the territories of the table, borders shared by neighbours kept alike,
 * longitude and latitude to 3 decimals (about 100 m). */
int contourwrite_run(const struct opts *opts, struct outfile *file, struct problems *problems,
                     struct err *err);

#endif

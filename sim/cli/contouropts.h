/* Contours named on the command line, or those shipped. */
#ifndef SIM_CLI_CONTOUROPTS_H
#define SIM_CLI_CONTOUROPTS_H

#include "stats/data/contours.h"

/* Reads the contours of a level from a file, codes as contours_read finds them; given NULL: those
 * shipped, ERR_USAGE when there are none of that level. */
int contouropts_read(struct contours *contours, const char *given, enum level level, const char *code_field,
                     struct problems *problems, struct err *err);

#endif

/* Which character separates the fields of a file. */
#ifndef STATS_DATA_DELIMITER_H
#define STATS_DATA_DELIMITER_H

#include <stddef.h>

#include "stats/base/problem.h"

/* Looks at the first lines (after skip) for the candidate among ; , tab | that
 * occurs outside quotes equally often on them. A title above the header is
 * reported as an error that proposes --skip. */
char delimiter_detect(const char *text, size_t length, long skip, const char *name,
                      struct problems *problems);

/* The field (from 1) in which byte number offset of a line lies. */
long delimiter_column(const char *line, size_t offset, char delimiter);

#endif

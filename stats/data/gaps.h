/* Gaps and overlaps between territories that are neighbours: contours that were simplified one by one
 * leave slivers and small triangles where two or three of them should meet. */
#ifndef STATS_DATA_GAPS_H
#define STATS_DATA_GAPS_H

#include "stats/data/contours.h"

/* Gives each gap or overlap that two or more territories close in, none of them twice, and that is
 * smaller than most (km2) a border that they share: the one that has the longest share of its edge takes
 * the edge of the others; *filled: how many. Rings are turned:
 * territories lie to the left of their edge. Areas count a degree as 111.2 km, of longitude times
 * the cosine of the latitude. */
int contours_fill_gaps(struct contours *self, double most, size_t *filled, struct err *err);

#endif

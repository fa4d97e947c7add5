/* Contours of territories from GeoJSON: who touches whom, and where the middle is.
 * Coordinates are longitude and latitude in degrees (RFC 7946). */
#ifndef STATS_DATA_CONTOURS_H
#define STATS_DATA_CONTOURS_H

#include <stdbool.h>

#include "stats/base/problem.h"
#include "stats/data/level.h"

/* A corner of a contour, in units of 10^-7 degree. */
struct corner {
    long x, y;
};

/* One ring of a territory: corners[first .. first + num - 1], closed. The holes of a part
 * follow its outer ring. */
struct ring {
    size_t territory, first, num;
    bool is_hole;
};

struct contours {
    char **codes; /* [num] of the territories, in the order of the file */
    size_t num, codes_capacity;
    double *x, *y; /* [num] centroid of the largest part, km from the middle of the map */
    struct corner *corners;
    size_t num_corners, corners_capacity;
    struct ring *rings;
    size_t num_rings, rings_capacity;
};

/* Reads a FeatureCollection of polygons (plain or gzip). code_field names the property
 * that holds the code; NULL: the first one whose values are codes of the level. Two
 * features of one code are one territory. */
int contours_read(struct contours *self, const char *path, const char *code_field, enum level level,
                  struct problems *problems, struct err *err);
void contours_free(struct contours *self);

/* Two territories that touch; from < to, each pair once. */
struct contact {
    size_t from, to;
};

/* Contiguity by a common corner (queen) or by a common side (rook). Contours that were
 * simplified one by one have no common corners: then everything is an island. Allocated
 * into *contacts. */
int contours_contacts(const struct contours *self, bool rook, struct contact **contacts, size_t *num,
                      struct err *err);

#endif

/* Contours on the plane of a map: rings and lines with as many corners as can be seen. */
#ifndef SIM_CLI_MAPSHAPES_H
#define SIM_CLI_MAPSHAPES_H

#include "sim/cli/mapframes.h"
#include "stats/output/chart_map.h"

/* What a territory of the contours is for the map. */
struct map_territory {
    int class;      /* of the map; MAP_MISSING, MAP_CONTEXT */
    bool is_marked; /* stands out */
};

struct map_shapes {
    struct contours contours, upper; /* territories; those of the level above, may be empty */
    struct outlines outlines, upper_outlines;
    struct map_point *points;
    size_t num_points, points_capacity;
    struct map_ring *rings;
    size_t num_rings, rings_capacity;
    struct map_line *lines;
    size_t num_lines, lines_capacity;
};

/* Outlines of the contours that have been read. */
int map_shapes_build(struct map_shapes *self, struct err *err);

/* Smallest frame around the territories that are not context, with a little room if so
 * wanted. */
void map_shapes_extents(const struct map_shapes *self, const struct map_territory *territories, double room,
                        struct map_extent extents[MAP_MAX_FRAMES]);

/* Rings and lines with fewer corners: none moves more than 1.2 pixels of the layout. What lies
 * outside all extents is left out. */
int map_shapes_fill(struct map_shapes *self, const struct map_territory *territories,
                    const struct map_extent extents[MAP_MAX_FRAMES], const struct map_layout *layout,
                    struct err *err);
void map_shapes_free(struct map_shapes *self);

/* The middle of the largest ring of a territory; false if none is drawn. */
bool map_shapes_middle(const struct map_shapes *self, size_t territory, double *x, double *y, int *frame);

#endif

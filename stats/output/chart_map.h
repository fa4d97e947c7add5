/* A choropleth map: territories by class, on the plane, with insets. */
#ifndef STATS_OUTPUT_CHART_MAP_H
#define STATS_OUTPUT_CHART_MAP_H

#include "stats/output/figure.h"
#include "stats/output/palette.h"

enum { MAP_MAX_FRAMES = 6, MAP_MAX_CLASSES = 9, MAP_MISSING = -1, MAP_CONTEXT = -2 };

/* On the plane of its frame, in metres. */
struct map_point {
    double x, y;
};

/* A ring of a territory: points[first .. first + num - 1], not closed. */
struct map_ring {
    size_t first, num;
    bool is_hole; /* of the ring before it that is none */
    int frame;
    int class; /* 0, 1, ... from the lowest; MAP_MISSING, or MAP_CONTEXT around the map */
};

/* Between two territories; at the edge of the map; of the level above; of a territory that stands out. */
enum map_line_kind { MAP_BORDER, MAP_EDGE, MAP_UPPER_BORDER, MAP_OUTLINE };

struct map_line {
    size_t first, num;
    int frame;
    enum map_line_kind kind;
};

/* A part of the world with a scale of its own; empty if east <= west. */
struct map_extent {
    const char *name; /* of an inset */
    double west, east, south, north;
};

struct map_class {
    char colour[COLOUR_SIZE];
    const char *label; /* its bounds */
    int count;
};

/* A territory that stands out. */
struct map_mark {
    const char *label;
    double x, y; /* its middle, in frame `frame` */
    int frame;
};

/* Where the frames come to stand: x on the page = left + (x - west) * scale. */
struct map_layout {
    double scale[MAP_MAX_FRAMES]; /* pixels a metre; 0: not drawn */
    double left[MAP_MAX_FRAMES], bottom[MAP_MAX_FRAMES];
    double legend, legend_top, legend_line; /* left and upper edge of the legend, height of an entry */
    double map_right;
};

struct map_chart {
    struct map_extent extents[MAP_MAX_FRAMES];
    int main_frame;  /* the others are insets */
    bool is_clipped; /* territories may reach out of the main frame: cut them there */
    const struct map_point *points;
    const struct map_ring *rings;
    size_t num_rings;
    const struct map_line *lines;
    size_t num_lines;
    struct map_class classes[MAP_MAX_CLASSES];
    int num_classes, num_missing;
    const char *missing_label, *upper_label; /* upper_label: "" without such borders */
    const char *legend_note;                 /* small, below the classes */
    const struct map_mark *marks;
    int num_marks;
};

/* Fixes the height of the figure and the scales, from the texts of the figure and the
 * extents of the map. Call it before chart_map, to know how fine the borders need be. */
void map_layout(struct figure *figure, const struct map_chart *chart, struct map_layout *layout);

/* Draws it. The plotted table is the caller's to write. */
int chart_map(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
              struct err *err);

#endif

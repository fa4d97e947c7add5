/* Two indicators of territories against each other. */
#ifndef STATS_OUTPUT_CHART_SCATTER_H
#define STATS_OUTPUT_CHART_SCATTER_H

#include "stats/output/figure.h"

struct scatter_point {
    double x, y;
    double weight;     /* the area of the sign; NaN or 0: the smallest */
    const char *label; /* name */
    int rank;          /* order of labelling from 1; 0: without label */
    bool is_marked;    /* stands out */
};

/* Values of a parent: a line across in each direction. */
struct scatter_guide {
    const char *label;
    double x, y; /* NaN if not known */
};

enum { SCATTER_MAX_GUIDES = 3 };

struct scatter_chart {
    const struct scatter_point *points;
    size_t num_points;
    bool has_weights;
    struct scatter_guide guides[SCATTER_MAX_GUIDES];
    int num_guides;
    bool has_fit;
    double intercept, slope;
    const char *x_label, *y_label;
    bool x_percent, y_percent;
};

/* Points, names beside those with a rank where there is room, guides, the fitted line. */
int chart_scatter(struct figure *figure, const struct scatter_chart *chart, struct err *err);

#endif

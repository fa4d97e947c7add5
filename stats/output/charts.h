/* The kinds of figure. Each takes plain arrays of numbers and texts and fills a
 * figure; nothing here knows of files or of the simulation. */
#ifndef STATS_OUTPUT_CHARTS_H
#define STATS_OUTPUT_CHARTS_H

#include "stats/output/figure.h"

/* One year of a fan. */
struct fan_point {
    double year;
    double q05, q10, q25, q50, q75, q90, q95;
};

struct fan_chart {
    const struct fan_point *points;
    int num_points;
    double objective; /* NaN if none */
    const char *objective_label;
    double today;  /* a vertical mark, NaN if none */
    bool is_share; /* shares are not compared with nothing: the axis need not begin at 0 */
};

/* Bands of 50, 80 and 90 % of the cases around the median. */
int chart_fan(struct figure *figure, const struct fan_chart *chart, struct err *err);

/* One line of a comparison. */
struct comparison_row {
    const char *label;
    double q05, q25, q50, q75, q95;
    double probability; /* of reaching the objective, NaN if none */
};

struct comparison_chart {
    const struct comparison_row *rows; /* from top to bottom */
    int num_rows;
    double objective; /* NaN if none */
    const char *objective_label;
};

/* Median dot, 50 % and 90 % intervals, objective and its probability. */
int chart_comparison(struct figure *figure, const struct comparison_chart *chart, struct err *err);

/* One value of a territory or of a parent. */
struct territory_point {
    double value, low, high; /* low and high NaN without interval */
};

enum { TERRITORY_MAX_SERIES = 8 };

struct territory_row {
    const char *label;                                   /* of the indicator */
    const char *note;                                    /* small, below it: year and universe */
    struct territory_point points[TERRITORY_MAX_SERIES]; /* value NaN: none */
};

struct territory_chart {
    const char *series[TERRITORY_MAX_SERIES]; /* names: the territory first */
    int num_series;
    const struct territory_row *rows;
    int num_rows;
};

/* Shares of a territory beside those of its parents, with intervals. */
int chart_territory(struct figure *figure, const struct territory_chart *chart, struct err *err);

enum { SHIFT_MAX_PARTS = 4 };

/* A sector: its change, and the parts that it is made of. */
struct shift_row {
    const char *label, *note;
    bool is_total; /* set off from the others */
    double parts[SHIFT_MAX_PARTS];
    double change, low, high; /* low and high NaN without interval */
};

struct shift_chart {
    const char *series[SHIFT_MAX_PARTS]; /* names of the parts */
    const char *change;                  /* name of the change */
    int num_series;
    const struct shift_row *rows; /* from top to bottom */
    int num_rows;
};

/* Parts as bars to either side of zero, the change as a sign with its interval. */
int chart_shiftshare(struct figure *figure, const struct shift_chart *chart, struct err *err);

#endif

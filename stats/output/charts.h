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

enum { CHART_MAX_ROWS = 16 };

/* An assumption and where the result stands when it is low and when it is high. */
struct tornado_row {
    const char *name, *note;
    double low, high;                   /* of the result */
    const char *low_input, *high_input; /* of the assumption, at the ends of the bars */
    const char *share;                  /* of the variance, at the right */
};

struct tornado_chart {
    const struct tornado_row *rows; /* from top to bottom, the widest first */
    int num_rows;                   /* at most CHART_MAX_ROWS */
    double centre;                  /* the result on average */
    const char *centre_label, *low_key, *high_key, *share_head;
};

/* Bars from the centre to the result at the low and the high value of each assumption: coloured by
 * the assumption, placed by the result. */
int chart_tornado(struct figure *figure, const struct tornado_chart *chart, struct err *err);

/* A level from zero, or a step from the level before. */
struct waterfall_row {
    const char *name, *note;
    bool is_level;
    double begin, end;         /* begin is 0 for a level */
    double low, high;          /* interval of end; NaN without */
    const char *value, *range; /* at the right */
};

struct waterfall_chart {
    const struct waterfall_row *rows; /* from top to bottom */
    int num_rows;                     /* at most CHART_MAX_ROWS */
};

int chart_waterfall(struct figure *figure, const struct waterfall_chart *chart, struct err *err);

enum { FUNNEL_MAX_SERIES = 2 };

/* One stage: how many are left of each series. */
struct funnel_row {
    const char *name, *note;
    struct funnel_bar {
        double value, low, high;  /* low and high: interval */
        const char *text, *range; /* at the right */
    } bars[FUNNEL_MAX_SERIES];
};

struct funnel_chart {
    const char *series[FUNNEL_MAX_SERIES]; /* names, for the key where there are two */
    int num_series;
    const struct funnel_row *rows; /* from top to bottom */
    int num_rows;                  /* at most CHART_MAX_ROWS */
};

int chart_funnel(struct figure *figure, const struct funnel_chart *chart, struct err *err);

/* One year of a ramp: medians with intervals. */
struct ramp_point {
    double year;
    double places, places_low, places_high;
    double filled, filled_low, filled_high;
    const char *label; /* of filled, above the bars where it fits */
};

struct ramp_row {
    const char *name, *note, *value, *range; /* value and range at the right */
    const struct ramp_point *points;         /* [num_points], the same years in all rows */
};

struct ramp_chart {
    const struct ramp_row *rows; /* from top to bottom; each has its own scale */
    int num_rows, num_points;    /* num_rows at most CHART_MAX_ROWS */
    const char *places_key, *filled_key;
};

/* Places as pale bars, filled places as dark ones before them, year by year. */
int chart_ramp(struct figure *figure, const struct ramp_chart *chart, struct err *err);

#endif

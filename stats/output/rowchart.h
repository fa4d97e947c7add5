/* Charts of rows: a name with a note at the left, marks over an axis in the middle, a number with a
 * note at the right. Rows are as high as the highest needs. */
#ifndef STATS_OUTPUT_ROWCHART_H
#define STATS_OUTPUT_ROWCHART_H

#include "stats/output/rowlabel.h"

/* What stands at the right of a row. */
struct row_value {
    const char *text, *note; /* NULL or "" for none */
    const char *colour;      /* "#RRGGBB" */
    double shift;            /* in rows, upwards, from the middle of the row */
    int row;                 /* from the top, 0 first */
};

struct row_chart {
    const struct row_label *labels; /* [num_rows] from top to bottom */
    int num_rows;
    const struct row_value *values; /* [num_values] */
    int num_values;
    const char *value_head; /* above them; NULL for none */
    int least_row;          /* pixels that a row has at least */
    int head;               /* pixels between the texts and the first row */
    double low, high;       /* of what is drawn; an axis of numbers takes round ones around them */
    enum row_axis { ROW_AXIS_NUMBERS, ROW_AXIS_YEARS } axis;
};

/* Where things are, for what is drawn into the middle. */
struct row_layout {
    double pixels;  /* of a row */
    double x_pixel; /* of the axis that a pixel is worth */
    double left;    /* of the axis, share of the width */
    int num_arrows; /* the next may be num_arrows + 1 */
};

/* Sets the height of the figure, writes texts, names, values, guides and the axis. Row i is at
 * y = num_rows - i. */
int row_chart_begin(struct figure *figure, const struct row_chart *chart, struct row_layout *layout,
                    struct err *err);

/* A key below the texts: num (at most 3) coloured squares with their names, one a line. */
int row_chart_key(struct figure *figure, const struct row_layout *layout, const char *const *colours,
                  const char *const *names, int num, struct err *err);

/* Pixels that such a key takes. */
int row_chart_key_height(int num);

#endif

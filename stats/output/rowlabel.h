/* Names of the rows of a chart, with a small note below each, in a column at its left. */
#ifndef STATS_OUTPUT_ROWLABEL_H
#define STATS_OUTPUT_ROWLABEL_H

#include "stats/output/figure.h"

/* Share of the width that the column takes. */
static const double row_label_column = 0.38;

struct row_label {
    const char *name, *note; /* wrapped to the column */
    bool is_bold;
};

/* Pixels that it takes. */
int row_label_height(const struct figure *figure, const struct row_label *label);

/* Writes it around y of the axis, whose unit is so many pixels. */
int row_label_add(struct figure *figure, const struct row_label *label, double y, double pixels,
                  struct err *err);

#endif

/* Figures for proposals: a headline that states the finding, a subtitle that says
 * what is plotted, direct labels, the source at the bottom; in French or English;
 * with a text for those who cannot see it and the plotted data beside it. */
#ifndef STATS_OUTPUT_FIGURE_H
#define STATS_OUTPUT_FIGURE_H

#include "stats/output/gnuplot.h"

/* What a figure is made for. */
enum figure_size {
    SIZE_A4,    /* the text width of a page: 17 cm, type of 9 points */
    SIZE_SLIDE, /* 16:9, 1600 x 900 pixels or 33.87 x 19.05 cm, larger type */
    SIZE_WEB,   /* 1200 pixels wide, type that is read on a screen */
    NUM_FIGURE_SIZES
};

struct figure {
    struct gnuplot_job job;
    enum image_format format;
    const char *language; /* "fr" or "en" */
    enum figure_size size;
    int width, height; /* in pixels of the PNG on A4: 100 a centimetre. Other sizes have fewer of them, and
                          each is larger */
    double unit;       /* of the terminal for one such pixel */
    int num_labels;
    double top; /* share of the height that is left below headline and subtitle */
    struct strbuf headline, subtitle, source;
    struct strbuf description; /* alternative text */
    struct strbuf csv;         /* plotted data, a CSV table */
};

/* Begins a figure of width x height hundredths of a centimetre. */
void figure_init(struct figure *self, enum image_format format, const char *language, int width, int height);

/* Another size than SIZE_A4, before anything else. */
void figure_set_size(struct figure *self, enum figure_size size);

/* Another height, before anything is written into the script. A slide keeps its shape: where
 * the height is more than it has, all of it gets smaller. */
void figure_set_height(struct figure *self, int height);

/* Makes room for a content that needs a height at the present width. A slide grows in all
 * directions, step by step, which makes everything on it smaller: true means that the content
 * is to be measured again. */
bool figure_grow(struct figure *self, int height);
void figure_free(struct figure *self);

/* Writes headline, subtitle and source into the script, wrapped to the width. Call
 * once, after setting them and before the plot command. */
int figure_add_texts(struct figure *self, struct err *err);

/* Pixels of the PNG that these texts take, at the top and at the bottom. */
int figure_texts_height(const struct figure *self);

/* Pixels of the PNG that the source takes at the bottom. */
double figure_source_height(const struct figure *self);

/* Style of a label. */
struct label_style {
    const char *align; /* left, center, right */
    double size;       /* in pixels of the PNG */
    bool bold;
    const char *colour; /* "#RRGGBB" */
};

/* A label at x, y; each coordinate as gnuplot wants it ("screen 0.5", "first 3"). */
int figure_label(struct figure *self, const char *text, const char *x, const char *y,
                 struct label_style style, struct err *err);

/* The same on a white box, so that it can be read on anything. */
int figure_label_boxed(struct figure *self, const char *text, const char *x, const char *y,
                       struct label_style style, struct err *err);

/* Lines of common style: light guides, no box. */
void figure_add_style(struct figure *self);

/* Tics from low to high every step: labels are numbers of the figure's language,
 * or percentages. axis is "x" or "y". */
int figure_add_tics(struct figure *self, const char *axis, double low, double high, double step, bool percent,
                    struct err *err);

/* Width of a text in units of the font size that fits `pixels` of the PNG. */
double figure_text_width(double pixels, double size);

/* Appends a text cell to csv: quoted, and never a formula for a spreadsheet. */
void figure_csv_text(struct figure *self, const char *text);

/* Font size for the terminal of a size in pixels of the PNG. */
double figure_font(const struct figure *self, double pixels);
double figure_line(const struct figure *self, double pixels);

/* Size of a sign (gnuplot's ps) that looks like `size` in a PNG. */
double figure_sign(const struct figure *self, double size);

/* Renders and writes path, path.alt.txt and path.csv, all or none. */
int figure_write(struct figure *self, const char *path, bool overwrite, struct err *err);

#endif

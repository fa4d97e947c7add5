/* Running gnuplot: the one home of processes. Text reaches a script only through
 * gnuplot_quote; data only through files that we write; the program runs without
 * a shell, in a private folder, with a bare environment, limits, and (Linux on
 * x86-64) a filter that forbids it to start any other program. */
#ifndef STATS_OUTPUT_GNUPLOT_H
#define STATS_OUTPUT_GNUPLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"
#include "stats/base/strbuf.h"

enum image_format { IMAGE_PNG, IMAGE_SVG, IMAGE_PDF, NUM_IMAGE_FORMATS };

/* The format of a file name by its ending; NUM_IMAGE_FORMATS if unknown. */
enum image_format image_format_of(const char *path);
const char *image_format_name(enum image_format format);

/* Appends text between single quotes, so that gnuplot takes it literally. A tab
 * becomes a space. ERR_DATA when text is not UTF-8 or holds control characters. */
int gnuplot_quote(struct strbuf *script, const char *text, struct err *err);

/* The same for a tic label, whose '%' gnuplot would take for a format. */
int gnuplot_quote_tic(struct strbuf *script, const char *text, struct err *err);

enum { GNUPLOT_MAX_DATA = 16 };

/* A script and its data files "d0.dat", "d1.dat", ... The script begins with what
 * comes after the terminal and the output, which gnuplot_render sets. */
struct gnuplot_job {
    struct strbuf terminal; /* "pngcairo size 1700,1000 ..." */
    struct strbuf script;
    struct strbuf data[GNUPLOT_MAX_DATA];
    int num_data;
};

void gnuplot_job_free(struct gnuplot_job *self);

/* Writes the script (plot.gp) and its data into a folder that exists: "gnuplot -d
 * plot.gp" there draws out.png, .svg or .pdf. */
int gnuplot_save(const struct gnuplot_job *job, enum image_format format, const char *folder, bool overwrite,
                 struct err *err);

/* Renders an image into memory (allocated). title and description replace those
 * of an SVG. ERR_PLOT when gnuplot is missing, fails or says anything. */
int gnuplot_render(const struct gnuplot_job *job, enum image_format format, const char *title,
                   const char *description, char **image, size_t *length, struct err *err);

#endif

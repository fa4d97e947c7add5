#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/charts.h"
#include "stats/output/font.h"
#include "stats/output/label.h"
#include "stats/output/rowchart.h"

/* Pale and dark: apart in grey too. */
static const char places_colour[] = "#A6CBE8", filled_colour[] = "#0B4F86";
static const char places_line[] = "#4A7FA8", filled_line[] = "#111111";

enum { LEAST_ROW = 150, ONE_ROW = 420 };                       /* pixels */
static const double label_size = 16, foot = 0.44, rise = 0.76; /* foot, rise in rows */

static double largest(const struct ramp_chart *chart, int row)
{
    double most = 0;

    for (int i = 0; i < chart->num_points; i++) {
        const struct ramp_point *p = &chart->rows[row].points[i];
        most = fmax(most, fmax(fmax(p->places, p->places_high), fmax(p->filled, p->filled_high)));
    }
    return most > 0 ? most : 1;
}

/* Height of a value of a row, on the axis. */
static double height_of(const struct ramp_chart *chart, int row, double value)
{
    return chart->num_rows - row - foot + rise * value / largest(chart, row);
}

static void add_data(struct figure *figure, const struct ramp_chart *chart, bool filled)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];
    double half = filled ? 0.24 : 0.38;

    for (int row = 0; row < chart->num_rows; row++)
        for (int i = 0; i < chart->num_points; i++) {
            const struct ramp_point *p = &chart->rows[row].points[i];
            double value = height_of(chart, row, filled ? p->filled : p->places);
            strbuf_addf(d, "%.10g %.10g %.10g %.10g %.10g %.10g %.10g %.10g\n", p->year, value,
                        p->year - half, p->year + half, height_of(chart, row, 0), value,
                        height_of(chart, row, filled ? p->filled_low : p->places_low),
                        height_of(chart, row, filled ? p->filled_high : p->places_high));
        }
}

/* Numbers above the bars, where each year is wide enough. */
static int add_labels(struct figure *figure, const struct ramp_chart *chart, const struct row_layout *layout,
                      struct err *err)
{
    struct label_style style = {"center", label_size, false, "#0B4F86"};
    double widest = 0;
    int status = ERR_OK;

    for (int row = 0; row < chart->num_rows; row++)
        for (int i = 0; i < chart->num_points; i++) {
            const char *label = chart->rows[row].points[i].label;
            widest = fmax(widest, font_width(label, strlen(label), false));
        }
    if (widest / figure_text_width(1, label_size) + 6 > 1 / layout->x_pixel)
        return ERR_OK;
    for (int row = 0; row < chart->num_rows; row++)
        for (int i = 0; i < chart->num_points && status == ERR_OK; i++) {
            const struct ramp_point *p = &chart->rows[row].points[i];
            double top = fmax(fmax(p->places, p->places_high), fmax(p->filled, p->filled_high));
            char x[32], y[40];
            snprintf(x, sizeof x, "first %.10g", p->year);
            snprintf(y, sizeof y, "first %.6g", height_of(chart, row, top) + 13 / layout->pixels);
            status = figure_label(figure, p->label, x, y, style, err);
        }
    return status;
}

static void add_plot(struct figure *figure)
{
    strbuf_addf(&figure->job.script,
                "plot './d0.dat' using 1:2:3:4:5:6 with boxxyerror fc rgb '%s', "
                "'' using ($1+0.31):7:(0):($8-$7) with vectors nohead lw %.2f lc rgb '%s', "
                "'./d1.dat' using 1:2:3:4:5:6 with boxxyerror fc rgb '%s', "
                "'' using 1:7:(0):($8-$7) with vectors nohead lw %.2f lc rgb 'white', "
                "'' using 1:7:(0):($8-$7) with vectors nohead lw %.2f lc rgb '%s'\n",
                places_colour, figure_line(figure, 2.4), places_line, filled_colour, figure_line(figure, 6),
                figure_line(figure, 2.6), filled_line);
}

int chart_ramp(struct figure *figure, const struct ramp_chart *chart, struct err *err)
{
    const char *const colours[] = {places_colour, filled_colour};
    const char *const names[] = {chart->places_key, chart->filled_key};
    struct row_label labels[CHART_MAX_ROWS];
    struct row_value values[CHART_MAX_ROWS];
    struct row_chart rows = {.labels = labels,
                             .num_rows = chart->num_rows,
                             .values = values,
                             .num_values = chart->num_rows,
                             .least_row = chart->num_rows == 1 ? ONE_ROW : LEAST_ROW,
                             .head = row_chart_key_height(2) + 10,
                             .low = chart->rows[0].points[0].year,
                             .high = chart->rows[0].points[chart->num_points - 1].year,
                             .axis = ROW_AXIS_YEARS};
    struct row_layout layout;
    int status;

    for (int i = 0; i < chart->num_rows; i++) {
        const struct ramp_row *r = &chart->rows[i];
        labels[i] = (struct row_label){r->name, r->note, false};
        values[i] = (struct row_value){r->value, r->range, "#222222", 0, i};
    }
    add_data(figure, chart, false);
    add_data(figure, chart, true);
    status = row_chart_begin(figure, &rows, &layout, err);
    if (status == ERR_OK)
        status = row_chart_key(figure, &layout, colours, names, 2, err);
    if (status == ERR_OK)
        status = add_labels(figure, chart, &layout, err);
    add_plot(figure);
    return status;
}

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/charts.h"
#include "stats/output/font.h"
#include "stats/output/label.h"
#include "stats/output/rowlabel.h"

/* The territory stands out by colour and by shape; parents are told apart by both
 * (Okabe-Ito colours, filled and open signs). */
static const struct {
    const char *colour;
    int sign;
} looks[TERRITORY_MAX_SERIES] = {{"#0072B2", 7},  {"#D55E00", 9},  {"#E69F00", 13}, {"#009E73", 5},
                                 {"#CC79A7", 11}, {"#56B4E9", 15}, {"#999999", 4},  {"#666666", 6}};

/* Pixels. */
enum {
    ROW_MARGIN = 30,
    ROW_LEAST = 100,
    KEY_LINE = 32,
    KEY_MARGIN = 40,
    KEY_SIZE = 19,
    KEY_SIGN = 90,
    AXIS = 76,
    LAST_TIC = 46 /* half the width of the last tic's label, and a little */
};

static void find_range(const struct territory_chart *chart, double *low, double *high)
{
    *low = 0;
    *high = 0;
    for (int i = 0; i < chart->num_rows; i++)
        for (int k = 0; k < chart->num_series; k++) {
            const struct territory_point *p = &chart->rows[i].points[k];
            if (isnan(p->value))
                continue;
            *low = fmin(*low, isnan(p->low) ? p->value : p->low);
            *high = fmax(*high, isnan(p->high) ? p->value : p->high);
        }
    if (*high <= *low)
        *high = 1;
}

/* Series of a row stand a little apart, the territory on top. */
static double place(const struct territory_chart *chart, int row, int series)
{
    double spread = 0.62;
    double shift = chart->num_series > 1 ? spread * (0.5 - (double)series / (chart->num_series - 1)) : 0;

    return chart->num_rows - row + shift;
}

static void add_data(struct figure *figure, const struct territory_chart *chart)
{
    strbuf_add(&figure->csv, "indicator,series,value,low,high\n");
    for (int k = 0; k < chart->num_series; k++) {
        struct strbuf *d = &figure->job.data[figure->job.num_data++];
        for (int i = 0; i < chart->num_rows; i++) {
            const struct territory_point *p = &chart->rows[i].points[k];
            if (isnan(p->value))
                continue;
            strbuf_addf(d, "%.10g %.6g %.10g %.10g\n", p->value, place(chart, i, k),
                        isnan(p->low) ? p->value : p->low, isnan(p->high) ? p->value : p->high);
            figure_csv_text(figure, chart->rows[i].label);
            strbuf_add_char(&figure->csv, ',');
            figure_csv_text(figure, chart->series[k]);
            strbuf_addf(&figure->csv, ",%.10g,", p->value);
            if (!isnan(p->low))
                strbuf_addf(&figure->csv, "%.10g,%.10g", p->low, p->high);
            else
                strbuf_add_char(&figure->csv, ',');
            strbuf_add_char(&figure->csv, '\n');
        }
        if (d->length == 0)
            strbuf_add(d, "NaN NaN NaN NaN\n");
    }
}

static struct row_label label_of(const struct territory_row *row)
{
    return (struct row_label){row->label, row->note, false};
}

/* All rows are as high as the highest needs. */
static int row_height(const struct figure *figure, const struct territory_chart *chart)
{
    int height = ROW_LEAST;

    for (int i = 0; i < chart->num_rows; i++) {
        struct row_label label = label_of(&chart->rows[i]);
        int needed = row_label_height(figure, &label) + ROW_MARGIN;
        height = needed > height ? needed : height;
    }
    return height;
}

static int add_row_labels(struct figure *figure, const struct territory_chart *chart, double pixels,
                          struct err *err)
{
    int status = ERR_OK;

    for (int i = 0; i < chart->num_rows && status == ERR_OK; i++) {
        struct row_label label = label_of(&chart->rows[i]);
        status = row_label_add(figure, &label, chart->num_rows - i, pixels, err);
    }
    return status;
}

/* Where the key begins: at the plot, or as far left as its longest name needs. */
static double key_column(const struct figure *figure, const struct territory_chart *chart)
{
    double longest = 0;

    for (int k = 0; k < chart->num_series; k++)
        longest = fmax(longest, font_width(chart->series[k], strlen(chart->series[k]), false));
    longest /= figure_text_width(1, KEY_SIZE);
    return fmax(fmin(row_label_column, 1 - (longest + KEY_SIGN) / figure->width), 0.0);
}

/* The names of the series beside their signs, above the plot. */
static void add_key(struct figure *figure, const struct territory_chart *chart)
{
    strbuf_addf(&figure->job.script,
                "set key at screen %.3f, screen %.4f left top Left reverse samplen 0.6 "
                "font 'Liberation Sans,%.2f'\n",
                key_column(figure, chart), figure->top - 4.0 / figure->height, figure_font(figure, KEY_SIZE));
}

static int add_plot(struct figure *figure, const struct territory_chart *chart, struct err *err)
{
    struct strbuf *s = &figure->job.script;
    int status = ERR_OK;

    strbuf_add(s, "plot ");
    for (int k = 0; k < chart->num_series && status == ERR_OK; k++)
        strbuf_addf(s, "%s'./d%d.dat' using 3:2:($4-$3):(0) with vectors nohead lw %.2f lc rgb '%s' notitle",
                    k ? ", " : "", k, figure_line(figure, k == 0 ? 5 : 3), looks[k].colour);
    for (int k = chart->num_series - 1; k >= 0 && status == ERR_OK; k--)
        strbuf_addf(s, ", './d%d.dat' using 1:2 with points pt %d ps %.2f lc rgb '%s' notitle", k,
                    looks[k].sign, figure_sign(figure, 1.7), looks[k].colour);
    for (int k = 0; k < chart->num_series && status == ERR_OK; k++) {
        strbuf_addf(s, ", NaN with points pt %d ps %.2f lc rgb '%s' title ", looks[k].sign,
                    figure_sign(figure, 1.7), looks[k].colour);
        status = gnuplot_quote(s, chart->series[k], err);
    }
    strbuf_add_char(s, '\n');
    return status;
}

/* bottom: pixels below the axis. */
static int add_axes(struct figure *figure, const struct territory_chart *chart, double low, double high,
                    double bottom, struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double step = label_step(low, high, 6);

    low = floor(low / step + 1e-9) * step;
    high = ceil(high / step - 1e-9) * step;
    strbuf_addf(s,
                "set lmargin screen %.3f\nset rmargin screen %.3f\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\n",
                row_label_column, fmin(0.965, 1 - (double)LAST_TIC / figure->width),
                figure->top - (double)(KEY_MARGIN + KEY_LINE * chart->num_series) / figure->height,
                bottom / figure->height);
    strbuf_addf(s,
                "set grid xtics lt 1 lw %.2f lc rgb '#DDDDDD' back\nset xrange [%.10g:%.10g]\n"
                "set yrange [0.5:%.1f]\nunset ytics\n",
                figure_line(figure, 1.2), low, high, chart->num_rows + 0.5);
    for (int i = 1; i < chart->num_rows; i++)
        strbuf_addf(s,
                    "set arrow %d from screen 0.015, first %.1f to graph 1, first %.1f nohead lw %.2f lc rgb "
                    "'#EEEEEE' back\n",
                    i, i + 0.5, i + 0.5, figure_line(figure, 1.2));
    return figure_add_tics(figure, "x", low, high, step, true, err);
}

/* Everything but the rows. */
static int frame_height(const struct figure *figure, const struct territory_chart *chart)
{
    return figure_texts_height(figure) + KEY_MARGIN + KEY_LINE * chart->num_series + AXIS;
}

int chart_territory(struct figure *figure, const struct territory_chart *chart, struct err *err)
{
    double low, high, bottom;
    int status;

    while (figure_grow(figure, frame_height(figure, chart) + row_height(figure, chart) * chart->num_rows))
        continue;
    int texts = figure_texts_height(figure),
        pixels = (figure->height - frame_height(figure, chart)) / chart->num_rows;
    find_range(chart, &low, &high);
    add_data(figure, chart);
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    bottom = AXIS + texts - (1 - figure->top) * figure->height;
    if (status == ERR_OK)
        status = add_axes(figure, chart, low, high, bottom, err);
    if (status == ERR_OK)
        status = add_row_labels(figure, chart, pixels, err);
    add_key(figure, chart);
    if (status == ERR_OK)
        status = add_plot(figure, chart, err);
    return status;
}

#include <math.h>
#include <stdio.h>

#include "stats/output/charts.h"
#include "stats/output/label.h"
#include "stats/output/rowlabel.h"

/* Okabe-Ito colours; what all territories share is grey. */
static const char *const colours[SHIFT_MAX_PARTS] = {"#BBBBBB", "#E69F00", "#0072B2", "#56B4E9"};
static const char change_colour[] = "#111111";

/* Pixels. */
enum { ROW_MARGIN = 22, ROW_LEAST = 70, KEY_LINE = 32, KEY_MARGIN = 40, AXIS = 76 };

/* Ends of the stacked bars of a row. */
static void stack_ends(const struct shift_chart *chart, const struct shift_row *row, double *low,
                       double *high)
{
    *low = *high = 0;
    for (int k = 0; k < chart->num_series; k++) {
        *low += fmin(row->parts[k], 0);
        *high += fmax(row->parts[k], 0);
    }
}

static void find_range(const struct shift_chart *chart, double *low, double *high)
{
    *low = *high = 0;
    for (int i = 0; i < chart->num_rows; i++) {
        double left, right;
        stack_ends(chart, &chart->rows[i], &left, &right);
        *low = fmin(*low, left);
        *high = fmax(*high, right);
        if (!isnan(chart->rows[i].low)) {
            *low = fmin(*low, chart->rows[i].low);
            *high = fmax(*high, chart->rows[i].high);
        }
    }
    if (*high <= *low)
        *high = *low + 1;
}

/* Where part k of a row begins: after the parts of its sign before it. */
static double begin_of(const struct shift_row *row, int k)
{
    double begin = 0;

    for (int j = 0; j < k; j++)
        if ((row->parts[j] < 0) == (row->parts[k] < 0))
            begin += row->parts[j];
    return begin;
}

static void add_bars(struct figure *figure, const struct shift_chart *chart, int k)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++) {
        double from = begin_of(&chart->rows[i], k), to = from + chart->rows[i].parts[k];
        double y = chart->num_rows - i;
        strbuf_addf(d, "%.10g %.2f %.10g %.10g %.2f %.2f\n", to, y, fmin(from, to), fmax(from, to), y - 0.3,
                    y + 0.3);
    }
}

static void add_changes(struct figure *figure, const struct shift_chart *chart)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++) {
        const struct shift_row *row = &chart->rows[i];
        strbuf_addf(d, "%.10g %d %.10g %.10g\n", row->change, chart->num_rows - i,
                    isnan(row->low) ? row->change : row->low, isnan(row->low) ? row->change : row->high);
    }
}

static void add_csv(struct figure *figure, const struct shift_chart *chart)
{
    struct strbuf *csv = &figure->csv;

    strbuf_add(csv, "sector,part,value,low,high\n");
    for (int i = 0; i < chart->num_rows; i++) {
        const struct shift_row *row = &chart->rows[i];
        for (int k = 0; k < chart->num_series; k++) {
            figure_csv_text(figure, row->label);
            strbuf_add_char(csv, ',');
            figure_csv_text(figure, chart->series[k]);
            strbuf_addf(csv, ",%.10g,,\n", row->parts[k]);
        }
        figure_csv_text(figure, row->label);
        strbuf_add_char(csv, ',');
        figure_csv_text(figure, chart->change);
        strbuf_addf(csv, ",%.10g,", row->change);
        if (isnan(row->low))
            strbuf_add(csv, ",\n");
        else
            strbuf_addf(csv, "%.10g,%.10g\n", row->low, row->high);
    }
}

static struct row_label label_of(const struct shift_row *row)
{
    return (struct row_label){row->label, row->note, row->is_total};
}

/* All rows are as high as the highest needs. */
static int row_height(const struct figure *figure, const struct shift_chart *chart)
{
    int height = ROW_LEAST;

    for (int i = 0; i < chart->num_rows; i++) {
        struct row_label label = label_of(&chart->rows[i]);
        int needed = row_label_height(figure, &label) + ROW_MARGIN;
        height = needed > height ? needed : height;
    }
    return height;
}

/* Names at the left, the change in figures at the right. */
static int add_row_labels(struct figure *figure, const struct shift_chart *chart, double pixels,
                          struct err *err)
{
    struct strbuf text = {0};
    int status = ERR_OK;

    for (int i = 0; i < chart->num_rows && status == ERR_OK; i++) {
        const struct shift_row *row = &chart->rows[i];
        struct label_style style = {"right", 21, row->is_total, change_colour};
        struct row_label label = label_of(row);
        char y[32];
        snprintf(y, sizeof y, "first %d", chart->num_rows - i);
        strbuf_clear(&text);
        strbuf_add(&text, row->change > 0 ? "+" : "");
        label_number(&text, row->change, 0, figure->language);
        status = row_label_add(figure, &label, chart->num_rows - i, pixels, err);
        if (status == ERR_OK)
            status = figure_label(figure, strbuf_text(&text), "screen 0.985", y, style, err);
    }
    strbuf_free(&text);
    return status;
}

static void add_guides(struct figure *figure, const struct shift_chart *chart)
{
    struct strbuf *s = &figure->job.script;

    for (int i = 1; i < chart->num_rows; i++)
        strbuf_addf(
            s,
            "set arrow %d from screen 0.015, first %.1f to screen 0.985, first %.1f nohead lw %.2f lc "
            "rgb '%s' back\n",
            i, i + 0.5, i + 0.5,
            figure_line(figure, chart->rows[chart->num_rows - i - 1].is_total ? 2.4 : 1.2),
            chart->rows[chart->num_rows - i - 1].is_total ? "#888888" : "#EEEEEE");
    strbuf_addf(
        s, "set arrow %d from first 0, graph 0 to first 0, graph 1 nohead lw %.2f lc rgb '#444444' front\n",
        chart->num_rows, figure_line(figure, 1.6));
}

/* bottom: pixels below the axis. */
static int add_axes(struct figure *figure, const struct shift_chart *chart, double bottom, struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double low, high, step;

    find_range(chart, &low, &high);
    step = label_step(low, high, 6);
    low = floor(low / step + 1e-9) * step;
    high = ceil(high / step - 1e-9) * step;
    strbuf_addf(s,
                "set lmargin screen %.3f\nset rmargin screen 0.9\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\n",
                row_label_column,
                figure->top - (double)(KEY_MARGIN + KEY_LINE * (chart->num_series + 1)) / figure->height,
                bottom / figure->height);
    strbuf_addf(s,
                "set grid xtics lt 1 lw %.2f lc rgb '#DDDDDD' back\nset xrange [%.10g:%.10g]\n"
                "set yrange [0.5:%.1f]\nunset ytics\n",
                figure_line(figure, 1.2), low, high, chart->num_rows + 0.5);
    add_guides(figure, chart);
    strbuf_addf(s,
                "set key at screen %.3f, screen %.4f left top Left reverse samplen 0.8 "
                "font 'Liberation Sans,%.2f'\n",
                row_label_column, figure->top - 4.0 / figure->height, figure_font(figure, 19));
    return figure_add_tics(figure, "x", low, high, step, false, err);
}

static int add_plot(struct figure *figure, const struct shift_chart *chart, struct err *err)
{
    struct strbuf *s = &figure->job.script;
    int status = ERR_OK;

    strbuf_add(s, "plot ");
    for (int k = 0; k < chart->num_series && status == ERR_OK; k++) {
        strbuf_addf(s, "'./d%d.dat' using 1:2:3:4:5:6 with boxxyerror lc rgb '%s' title ", k, colours[k]);
        status = gnuplot_quote(s, chart->series[k], err);
        strbuf_add(s, ", ");
    }
    strbuf_addf(s, "'./d%d.dat' using 3:2:($4-$3):(0) with vectors nohead lw %.2f lc rgb '%s' notitle, ",
                chart->num_series, figure_line(figure, 2.6), change_colour);
    strbuf_addf(s, "'' using 1:2 with points pt 7 ps %.2f lc rgb 'white' notitle, ",
                figure_sign(figure, 2.0));
    strbuf_addf(s, "'' using 1:2 with points pt 7 ps %.2f lc rgb '%s' title ", figure_sign(figure, 1.4),
                change_colour);
    if (status == ERR_OK)
        status = gnuplot_quote(s, chart->change, err);
    strbuf_add_char(s, '\n');
    return status;
}

/* Everything but the rows. */
static int frame_height(const struct figure *figure, const struct shift_chart *chart)
{
    return figure_texts_height(figure) + KEY_MARGIN + KEY_LINE * (chart->num_series + 1) + AXIS;
}

int chart_shiftshare(struct figure *figure, const struct shift_chart *chart, struct err *err)
{
    int status;

    while (figure_grow(figure, frame_height(figure, chart) + row_height(figure, chart) * chart->num_rows))
        continue;
    int texts = figure_texts_height(figure),
        pixels = (figure->height - frame_height(figure, chart)) / chart->num_rows;
    for (int k = 0; k < chart->num_series; k++)
        add_bars(figure, chart, k);
    add_changes(figure, chart);
    add_csv(figure, chart);
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, AXIS + texts - (1 - figure->top) * figure->height, err);
    if (status == ERR_OK)
        status = add_row_labels(figure, chart, pixels, err);
    if (status == ERR_OK)
        status = add_plot(figure, chart, err);
    return status;
}

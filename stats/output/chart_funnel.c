#include <math.h>
#include <stdio.h>

#include "stats/output/charts.h"
#include "stats/output/rowchart.h"

/* Okabe-Ito blue and orange; texts in darker tones of them. */
static const char *const colours[FUNNEL_MAX_SERIES] = {"#0072B2", "#E69F00"};
static const char *const text_colours[FUNNEL_MAX_SERIES] = {"#00486F", "#8A5E00"};

enum { LEAST_ROW = 76, LEAST_PAIR = 144, LEAST_PAIR_ON_SLIDE = 124 }; /* pixels */

/* Where the bar of a series lies in its row, and half its height. */
static double shift_of(const struct funnel_chart *chart, int series)
{
    return chart->num_series == 1 ? 0 : series == 0 ? 0.235 : -0.235;
}

static double half_of(const struct funnel_chart *chart)
{
    return chart->num_series == 1 ? 0.3 : 0.18;
}

static double largest(const struct funnel_chart *chart)
{
    double most = 0;

    for (int i = 0; i < chart->num_rows; i++)
        for (int k = 0; k < chart->num_series; k++)
            most = fmax(most, fmax(chart->rows[i].bars[k].value, chart->rows[i].bars[k].high));
    return most > 0 ? most : 1;
}

static void add_data(struct figure *figure, const struct funnel_chart *chart, int series)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++) {
        const struct funnel_bar *b = &chart->rows[i].bars[series];
        double y = chart->num_rows - i + shift_of(chart, series), half = half_of(chart);
        strbuf_addf(d, "%.10g %.2f 0 %.10g %.2f %.2f ", b->value, y, b->value, y - half, y + half);
        if (isnan(b->low))
            strbuf_add(d, "NaN NaN\n");
        else
            strbuf_addf(d, "%.10g %.10g\n", b->low, b->high);
    }
}

static void add_plot(struct figure *figure, const struct funnel_chart *chart)
{
    struct strbuf *s = &figure->job.script;

    strbuf_add(s, "plot ");
    for (int k = 0; k < chart->num_series; k++)
        strbuf_addf(s,
                    "%s'./d%d.dat' using 1:2:3:4:5:6 with boxxyerror fc rgb '%s', "
                    "'' using 7:2:($8-$7):(0) with vectors nohead lw %.2f lc rgb 'white', "
                    "'' using 7:2:($8-$7):(0) with vectors nohead lw %.2f lc rgb '#111111'",
                    k ? ", " : "", k, colours[k], figure_line(figure, 6), figure_line(figure, 2.8));
    strbuf_add_char(s, '\n');
}

int chart_funnel(struct figure *figure, const struct funnel_chart *chart, struct err *err)
{
    struct row_label labels[CHART_MAX_ROWS];
    struct row_value values[FUNNEL_MAX_SERIES * CHART_MAX_ROWS];
    bool pair = chart->num_series > 1;
    struct row_chart rows = {.labels = labels,
                             .num_rows = chart->num_rows,
                             .values = values,
                             .least_row = !pair                        ? LEAST_ROW
                                          : figure->size == SIZE_SLIDE ? LEAST_PAIR_ON_SLIDE
                                                                       : LEAST_PAIR,
                             .head = pair ? row_chart_key_height(chart->num_series) : 10,
                             .high = largest(chart)};
    struct row_layout layout;
    int status;

    for (int i = 0; i < chart->num_rows; i++) {
        labels[i] = (struct row_label){chart->rows[i].name, chart->rows[i].note, false};
        for (int k = 0; k < chart->num_series; k++)
            values[rows.num_values++] =
                (struct row_value){chart->rows[i].bars[k].text, chart->rows[i].bars[k].range,
                                   pair ? text_colours[k] : "#222222", shift_of(chart, k), i};
    }
    for (int k = 0; k < chart->num_series; k++)
        add_data(figure, chart, k);
    status = row_chart_begin(figure, &rows, &layout, err);
    if (status == ERR_OK && pair)
        status = row_chart_key(figure, &layout, colours, chart->series, chart->num_series, err);
    add_plot(figure, chart);
    return status;
}

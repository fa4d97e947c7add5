#include <math.h>
#include <stdio.h>

#include "stats/output/charts.h"
#include "stats/output/rowchart.h"

/* Okabe-Ito; a loss and a gain are told apart by their sign too. */
static const char level_colour[] = "#0072B2", loss_colour[] = "#E69F00", gain_colour[] = "#56B4E9";

enum { LEAST_ROW = 74 }; /* pixels */

static void find_range(const struct waterfall_chart *chart, double *low, double *high)
{
    *low = *high = 0;
    for (int i = 0; i < chart->num_rows; i++) {
        const struct waterfall_row *r = &chart->rows[i];
        *low = fmin(*low, r->end);
        *high = fmax(*high, r->end);
        if (!isnan(r->low)) {
            *low = fmin(*low, r->low);
            *high = fmax(*high, r->high);
        }
    }
    if (*high <= *low)
        *high = *low + 1;
}

/* Bars of one kind: levels, losses, gains. */
static void add_bars(struct figure *figure, const struct waterfall_chart *chart, int kind)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++) {
        const struct waterfall_row *r = &chart->rows[i];
        int own = r->is_level ? 0 : r->end < r->begin ? 1 : 2, y = chart->num_rows - i;
        if (own == kind)
            strbuf_addf(d, "%.10g %d %.10g %.10g %.2f %.2f\n", r->end, y, fmin(r->begin, r->end),
                        fmax(r->begin, r->end), y - 0.3, y + 0.3);
    }
    if (d->length == 0)
        strbuf_add(d, "0 0 0 0 0 0\n"); /* outside the plot: gnuplot refuses an empty file */
}

static void add_intervals(struct figure *figure, const struct waterfall_chart *chart)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++)
        if (!isnan(chart->rows[i].low))
            strbuf_addf(d, "%.10g %d %.10g\n", chart->rows[i].low, chart->num_rows - i, chart->rows[i].high);
    if (d->length == 0)
        strbuf_add(d, "0 0 0\n");
}

/* Thin lines from where a row ends to the row below. */
static void add_connectors(struct figure *figure, const struct waterfall_chart *chart,
                           struct row_layout *layout)
{
    for (int i = 0; i + 1 < chart->num_rows; i++) {
        double x = chart->rows[i].end, y = chart->num_rows - i;
        strbuf_addf(
            &figure->job.script,
            "set arrow %d from first %.10g, first %.2f to first %.10g, first %.2f nohead lw %.2f lc rgb "
            "'#888888' back\n",
            ++layout->num_arrows, x, y - 0.3, x, y - 0.7, figure_line(figure, 1.6));
    }
    strbuf_addf(
        &figure->job.script,
        "set arrow %d from first 0, graph 0 to first 0, graph 1 nohead lw %.2f lc rgb '#444444' front\n",
        ++layout->num_arrows, figure_line(figure, 1.6));
}

static void add_plot(struct figure *figure)
{
    static const char *const colours[] = {level_colour, loss_colour, gain_colour};
    struct strbuf *s = &figure->job.script;

    strbuf_add(s, "plot ");
    for (int k = 0; k < 3; k++)
        strbuf_addf(s, "'./d%d.dat' using 1:2:3:4:5:6 with boxxyerror fc rgb '%s', ", k, colours[k]);
    strbuf_addf(s,
                "'./d3.dat' using 1:2:($3-$1):(0) with vectors nohead lw %.2f lc rgb 'white', "
                "'' using 1:2:($3-$1):(0) with vectors nohead lw %.2f lc rgb '#111111'\n",
                figure_line(figure, 6), figure_line(figure, 2.8));
}

int chart_waterfall(struct figure *figure, const struct waterfall_chart *chart, struct err *err)
{
    struct row_label labels[CHART_MAX_ROWS];
    struct row_value values[CHART_MAX_ROWS];
    struct row_chart rows = {.labels = labels,
                             .num_rows = chart->num_rows,
                             .values = values,
                             .num_values = chart->num_rows,
                             .least_row = LEAST_ROW,
                             .head = 10};
    struct row_layout layout;
    int status;

    for (int i = 0; i < chart->num_rows; i++) {
        const struct waterfall_row *r = &chart->rows[i];
        labels[i] = (struct row_label){r->name, r->note, r->is_level};
        values[i] = (struct row_value){r->value, r->range, "#222222", 0, i};
    }
    find_range(chart, &rows.low, &rows.high);
    for (int kind = 0; kind < 3; kind++)
        add_bars(figure, chart, kind);
    add_intervals(figure, chart);
    status = row_chart_begin(figure, &rows, &layout, err);
    add_connectors(figure, chart, &layout);
    add_plot(figure);
    return status;
}

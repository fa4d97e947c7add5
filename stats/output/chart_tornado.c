#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/charts.h"
#include "stats/output/font.h"
#include "stats/output/label.h"
#include "stats/output/rowchart.h"

/* Okabe-Ito orange and blue: apart in the three common kinds of colour blindness and in grey. */
static const char low_colour[] = "#E69F00", high_colour[] = "#0072B2";
static const char low_text[] = "#8A5E00", high_text[] = "#00486F";

enum { LABEL_GAP = 10, CENTRE_LINE = 34, LEAST_ROW = 70 }; /* pixels */
static const double label_size = 18;

static void find_range(const struct tornado_chart *chart, double *low, double *high)
{
    *low = *high = chart->centre;
    for (int i = 0; i < chart->num_rows; i++) {
        *low = fmin(*low, fmin(chart->rows[i].low, chart->rows[i].high));
        *high = fmax(*high, fmax(chart->rows[i].low, chart->rows[i].high));
    }
    if (*high <= *low)
        *high = *low + 1;
}

/* Room for the labels at the ends of the bars: pixels of the widest. */
static double label_room(const struct tornado_chart *chart)
{
    double widest = 0;

    for (int i = 0; i < chart->num_rows; i++) {
        const char *texts[] = {chart->rows[i].low_input, chart->rows[i].high_input};
        for (int k = 0; k < 2; k++)
            widest = fmax(widest, font_width(texts[k], strlen(texts[k]), false));
    }
    return widest / figure_text_width(1, label_size) + LABEL_GAP + 6;
}

static void add_data(struct figure *figure, const struct tornado_chart *chart)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    for (int i = 0; i < chart->num_rows; i++) {
        const struct tornado_row *r = &chart->rows[i];
        strbuf_addf(d, "%.10g %d %.10g %.10g\n", chart->centre, chart->num_rows - i, r->low, r->high);
    }
}

/* A label beside the end of a bar, away from the centre; to_left where the bar lies left of it. */
static int add_input(struct figure *figure, const char *text, double x, double y, bool to_left, double gap,
                     const char *colour, struct err *err)
{
    struct label_style style = {to_left ? "right" : "left", label_size, false, colour};
    char at[2][40];

    snprintf(at[0], sizeof at[0], "first %.10g", to_left ? x - gap : x + gap);
    snprintf(at[1], sizeof at[1], "first %g", y);
    return figure_label(figure, text, at[0], at[1], style, err);
}

static int add_inputs(struct figure *figure, const struct tornado_chart *chart,
                      const struct row_layout *layout, struct err *err)
{
    double gap = LABEL_GAP * layout->x_pixel;
    int status = ERR_OK;

    for (int i = 0; i < chart->num_rows && status == ERR_OK; i++) {
        const struct tornado_row *r = &chart->rows[i];
        double low = r->low, high = r->high;
        bool low_is_left = low <= high;
        /* both ends on one side of the centre: the nearer has its label at the centre */
        if (low < chart->centre && high < chart->centre)
            *(low_is_left ? &high : &low) = chart->centre;
        if (low > chart->centre && high > chart->centre)
            *(low_is_left ? &low : &high) = chart->centre;
        status = add_input(figure, r->low_input, low, chart->num_rows - i, low_is_left, gap, low_text, err);
        if (status == ERR_OK)
            status = add_input(figure, r->high_input, high, chart->num_rows - i, !low_is_left, gap, high_text,
                               err);
    }
    return status;
}

static int add_centre(struct figure *figure, const struct tornado_chart *chart, struct row_layout *layout,
                      double key, struct err *err)
{
    static const struct label_style style = {"center", 19, false, "#222222"};
    char x[40], y[40];

    strbuf_addf(&figure->job.script,
                "set arrow %d from first %.10g, graph 0 to first %.10g, graph 1 nohead lw %.2f lc rgb "
                "'#222222' front\n",
                ++layout->num_arrows, chart->centre, chart->centre, figure_line(figure, 2));
    snprintf(x, sizeof x, "first %.10g", chart->centre);
    snprintf(y, sizeof y, "screen %.4f", figure->top - (key + CENTRE_LINE - 18) / figure->height);
    return figure_label(figure, chart->centre_label, x, y, style, err);
}

static void add_plot(struct figure *figure)
{
    strbuf_addf(&figure->job.script,
                "plot './d0.dat' using 1:2:($1<$3?$1:$3):($1<$3?$3:$1):($2-0.3):($2+0.3) with boxxyerror fc "
                "rgb '%s', '' using 1:2:($1<$4?$1:$4):($1<$4?$4:$1):($2-0.3):($2+0.3) with boxxyerror fc rgb "
                "'%s'\n",
                low_colour, high_colour);
}

int chart_tornado(struct figure *figure, const struct tornado_chart *chart, struct err *err)
{
    const char *const colours[] = {low_colour, high_colour};
    const char *const names[] = {chart->low_key, chart->high_key};
    struct row_label labels[CHART_MAX_ROWS];
    struct row_value values[CHART_MAX_ROWS];
    int key = row_chart_key_height(2), status;
    struct row_chart rows = {.labels = labels,
                             .num_rows = chart->num_rows,
                             .values = values,
                             .num_values = chart->num_rows,
                             .value_head = chart->share_head,
                             .least_row = LEAST_ROW,
                             .head = key + CENTRE_LINE};
    struct row_layout layout;

    for (int i = 0; i < chart->num_rows; i++) {
        labels[i] = (struct row_label){chart->rows[i].name, chart->rows[i].note, false};
        values[i] = (struct row_value){.text = chart->rows[i].share, .colour = "#222222", .row = i};
    }
    find_range(chart, &rows.low, &rows.high);
    /* the middle is about half of the figure, less the labels at both ends */
    double room = label_room(chart), middle = 0.5 * figure->width;
    double wider = (rows.high - rows.low) * room / fmax(middle - 2 * room, 0.2 * middle);
    rows.low -= wider;
    rows.high += wider;
    add_data(figure, chart);
    status = row_chart_begin(figure, &rows, &layout, err);
    if (status == ERR_OK)
        status = row_chart_key(figure, &layout, colours, names, 2, err);
    if (status == ERR_OK)
        status = add_centre(figure, chart, &layout, key, err);
    if (status == ERR_OK)
        status = add_inputs(figure, chart, &layout, err);
    add_plot(figure);
    return status;
}

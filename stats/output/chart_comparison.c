#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/charts.h"
#include "stats/output/font.h"
#include "stats/output/label.h"

static const char colour[] = "#0072B2", objective_colour[] = "#D55E00", objective_text_colour[] = "#B34E00";

static void find_range(const struct comparison_chart *chart, double *low, double *high)
{
    *low = *high = 0;
    for (int i = 0; i < chart->num_rows; i++) {
        *low = fmin(*low, chart->rows[i].q05);
        *high = fmax(*high, chart->rows[i].q95);
    }
    if (!isnan(chart->objective)) {
        *low = fmin(*low, chart->objective);
        *high = fmax(*high, chart->objective);
    }
    if (*high <= *low)
        *high = *low + 1;
}

static void add_number(struct strbuf *out, double value)
{
    if (!isnan(value))
        strbuf_addf(out, "%.10g", value);
}

static void add_data(struct figure *figure, const struct comparison_chart *chart)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    strbuf_add(&figure->csv, "label,q05,q25,q50,q75,q95,probability\n");
    for (int i = 0; i < chart->num_rows; i++) {
        const struct comparison_row *r = &chart->rows[i];
        strbuf_addf(d, "%d %.10g %.10g %.10g %.10g %.10g\n", chart->num_rows - i, r->q05, r->q25, r->q50,
                    r->q75, r->q95);
        figure_csv_text(figure, r->label);
        strbuf_addf(&figure->csv, ",%.10g,%.10g,%.10g,%.10g,%.10g,", r->q05, r->q25, r->q50, r->q75, r->q95);
        add_number(&figure->csv, r->probability);
        strbuf_add_char(&figure->csv, '\n');
    }
}

static const struct label_style name_style = {"right", 23, false, "#222222"};
enum { NAME_LINE = 38, NAME_BREAK = 16, NAME_GAP = 50 }; /* pixels */
static const double least_column = 0.245, most_column = 0.36;

/* Share of the width for the names: as much as the longest needs, within limits. */
static double name_column(const struct figure *figure, const struct comparison_chart *chart)
{
    double longest = 0;

    for (int i = 0; i < chart->num_rows; i++)
        longest = fmax(longest, font_width(chart->rows[i].label, strlen(chart->rows[i].label), false));
    longest /= figure_text_width(1, name_style.size);
    return fmin(fmax((longest + NAME_GAP) / figure->width, least_column), most_column);
}

/* Pixels below the plot: the axis and the source. */
static double bottom_height(const struct figure *figure)
{
    return fmax(150, 66 + figure_source_height(figure));
}

/* Pixels that a row has. */
static double row_height(const struct figure *figure, const struct comparison_chart *chart)
{
    return (figure->top * figure->height - 110 - bottom_height(figure)) / (chart->num_rows + 0.2);
}

/* A place so many pixels above the plot. */
static const char *place_above(const struct figure *figure, double pixels, char out[32])
{
    snprintf(out, 32, "graph %.4f",
             1 + pixels / (figure->top * figure->height - 110 - bottom_height(figure)));
    return out;
}

/* A name on as many lines as it needs, around the row. */
static int add_name(struct figure *figure, const struct comparison_chart *chart, int row, struct err *err)
{
    struct strbuf wrapped = {0};
    double width = name_column(figure, chart) * figure->width - NAME_GAP;
    int lines =
        label_wrap(&wrapped, chart->rows[row].label, figure_text_width(width + 1, name_style.size), false);
    double line = NAME_LINE / row_height(figure, chart), y = chart->num_rows - row + (lines - 1) * line / 2;
    char *rest = wrapped.text, *part;
    int status = ERR_OK;

    while (rest != NULL && status == ERR_OK && (part = strsep(&rest, "\n")) != NULL) {
        char at[32];
        snprintf(at, sizeof at, "first %.3f", y);
        status = figure_label(figure, part, "graph -0.02", at, name_style, err);
        y -= line;
    }
    strbuf_free(&wrapped);
    return status;
}

static int add_row_labels(struct figure *figure, const struct comparison_chart *chart, struct err *err)
{
    struct label_style chance = {"right", 23, true, "#222222"};
    struct strbuf text = {0};
    int status = ERR_OK;

    for (int i = 0; i < chart->num_rows && status == ERR_OK; i++) {
        const struct comparison_row *r = &chart->rows[i];
        char y[32];
        snprintf(y, sizeof y, "first %d", chart->num_rows - i);
        status = add_name(figure, chart, i, err);
        if (isnan(r->probability) || status != ERR_OK)
            continue;
        strbuf_clear(&text);
        /* 100 % and 0 % are for what cannot be otherwise, not for what no draw showed */
        if (r->probability > 0.99 && r->q95 > r->q05)
            strbuf_add(&text, label_is_french(figure->language) ? "> 99\xC2\xA0%" : "> 99%");
        else if (r->probability < 0.01 && r->q95 > r->q05)
            strbuf_add(&text, label_is_french(figure->language) ? "< 1\xC2\xA0%" : "< 1%");
        else
            label_percent(&text, r->probability, 0, figure->language);
        status = figure_label(figure, strbuf_text(&text), "screen 0.97", y, chance, err);
    }
    strbuf_free(&text);
    return status;
}

static int add_objective(struct figure *figure, const struct comparison_chart *chart, struct err *err)
{
    struct label_style above = {"center", 20, false, objective_text_colour};
    struct label_style head = {"right", 19, false, "#444444"};
    char x[48], y[32];
    int status;

    if (isnan(chart->objective))
        return ERR_OK;
    strbuf_addf(
        &figure->job.script,
        "set arrow 1 from first %.10g, graph 0 to first %.10g, graph 1.02 nohead lw %.2f dt (8,5) lc rgb "
        "'%s' back\n",
        chart->objective, chart->objective, figure_line(figure, 2.6), objective_colour);
    snprintf(x, sizeof x, "first %.10g", chart->objective);
    status = figure_label(figure, chart->objective_label, x, place_above(figure, 22, y), above, err);
    if (status == ERR_OK)
        status = figure_label(figure, label_is_french(figure->language) ? "chances de" : "chance of",
                              "screen 0.97", place_above(figure, 46, y), head, err);
    if (status == ERR_OK)
        status = figure_label(figure, label_is_french(figure->language) ? "l’atteindre" : "reaching it",
                              "screen 0.97", place_above(figure, 20, y), head, err);
    return status;
}

static void add_plot(struct figure *figure)
{
    strbuf_addf(&figure->job.script,
                "plot './d0.dat' using 2:1:($6-$2):(0) with vectors nohead lw %.2f lc rgb '%s', "
                "'' using 3:1:($5-$3):(0) with vectors nohead lw %.2f lc rgb '%s', "
                "'' using 4:1 with points pt 7 ps %.2f lc rgb 'white', "
                "'' using 4:1 with points pt 7 ps %.2f lc rgb '%s'\n",
                figure_line(figure, 3.2), colour, figure_line(figure, 12), colour, figure_sign(figure, 2.6),
                figure_sign(figure, 1.9), colour);
}

static int add_axes(struct figure *figure, const struct comparison_chart *chart, double low, double high,
                    struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double step = label_step(low, high, figure->width < 1200 ? 4 : 6);

    low = floor(low / step + 1e-9) * step;
    high = ceil(high / step - 1e-9) * step;
    strbuf_addf(s,
                "set lmargin screen %.4f\nset rmargin screen %.3f\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\n",
                name_column(figure, chart), isnan(chart->objective) ? 0.95 : 0.84,
                figure->top - (isnan(chart->objective) ? 30.0 : 110.0) / figure->height,
                bottom_height(figure) / figure->height);
    strbuf_addf(s,
                "set grid xtics lt 1 lw %.2f lc rgb '#DDDDDD' back\nset xrange [%.10g:%.10g]\n"
                "set yrange [0.4:%.1f]\nunset ytics\n",
                figure_line(figure, 1.2), low, high, chart->num_rows + 0.6);
    return figure_add_tics(figure, "x", low, high, step, false, err);
}

static int lines_of(const struct figure *figure, const struct comparison_chart *chart, int row)
{
    double width = name_column(figure, chart) * figure->width - NAME_GAP;
    struct strbuf wrapped = {0};
    int lines =
        label_wrap(&wrapped, chart->rows[row].label, figure_text_width(width + 1, name_style.size), false);

    strbuf_free(&wrapped);
    return lines;
}

/* Names of several lines need higher rows, in larger type or in a narrow figure: half of each of two
 * neighbours and a gap. */
static int height_needed(const struct figure *figure, const struct comparison_chart *chart)
{
    double row = 0;

    for (int i = 0; i + 1 < chart->num_rows; i++)
        row = fmax(row, NAME_LINE * (lines_of(figure, chart, i) + lines_of(figure, chart, i + 1)) / 2.0);
    return (int)(figure_texts_height(figure) + 110 + bottom_height(figure) +
                 (row + NAME_BREAK) * (chart->num_rows + 0.2));
}

int chart_comparison(struct figure *figure, const struct comparison_chart *chart, struct err *err)
{
    double low, high;
    int status;

    while (height_needed(figure, chart) > figure->height && figure_grow(figure, height_needed(figure, chart)))
        continue;
    find_range(chart, &low, &high);
    add_data(figure, chart);
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, low, high, err);
    if (status == ERR_OK)
        status = add_row_labels(figure, chart, err);
    if (status == ERR_OK)
        status = add_objective(figure, chart, err);
    add_plot(figure);
    return status;
}

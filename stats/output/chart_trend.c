#include "stats/output/chart_trend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/output/label.h"

/* As in the figure of a territory: told apart by colour and by shape. Texts have a colour that is
 * dark enough to be read. */
static const struct {
    const char *colour, *text;
    int sign;
} looks[TREND_MAX_SERIES] = {{"#0072B2", "#0072B2", 7},  {"#D55E00", "#B34E00", 9},
                             {"#E69F00", "#8A5F00", 13}, {"#009E73", "#00704F", 5},
                             {"#CC79A7", "#A0487A", 11}, {"#56B4E9", "#1F6F9F", 15},
                             {"#999999", "#666666", 4},  {"#666666", "#555555", 6}};

/* Pixels. */
enum { LABELS = 360, LABEL_SIZE = 20, LABEL_LINE = 30, TIC_LABELS = 110, AXIS = 66 };

static const struct trend_point *last_point(const struct trend_series *series)
{
    return &series->points[series->num_points - 1];
}

static void find_range(const struct trend_chart *chart, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (int s = 0; s < chart->num_series; s++)
        for (int i = 0; i < chart->series[s].num_points; i++) {
            const struct trend_point *p = &chart->series[s].points[i];
            *low = fmin(*low, s == 0 && !isnan(p->low) ? p->low : p->value);
            *high = fmax(*high, s == 0 && !isnan(p->high) ? p->high : p->value);
        }
    double room = *high > *low ? 0.06 * (*high - *low) : fmax(fabs(*high) * 0.1, 0.01);
    *high += room;
    *low = *low >= 0 ? fmax(0, *low - room) : *low - room;
}

static void find_years(const struct trend_chart *chart, double *first, double *last)
{
    *first = INFINITY;
    *last = -INFINITY;
    for (int s = 0; s < chart->num_series; s++) {
        *first = fmin(*first, chart->series[s].points[0].year);
        *last = fmax(*last, last_point(&chart->series[s])->year);
    }
    if (*last == *first) {
        *first -= 0.5;
        *last += 0.5;
    }
}

/* Whether a break lies between two years. */
static bool is_broken(const struct trend_chart *chart, double from, double to)
{
    for (int b = 0; b < chart->num_breaks; b++)
        if (from < chart->breaks[b] && chart->breaks[b] <= to)
            return true;
    return false;
}

static void add_data(struct figure *figure, const struct trend_chart *chart)
{
    strbuf_add(&figure->csv, "series,year,value,low,high\n");
    for (int s = 0; s < chart->num_series; s++) {
        struct strbuf *d = &figure->job.data[figure->job.num_data++];
        for (int i = 0; i < chart->series[s].num_points; i++) {
            const struct trend_point *p = &chart->series[s].points[i];
            if (i > 0 && is_broken(chart, p[-1].year, p->year))
                strbuf_add_char(d, '\n');
            strbuf_addf(d, "%.10g %.10g %.10g %.10g\n", p->year, p->value, isnan(p->low) ? p->value : p->low,
                        isnan(p->high) ? p->value : p->high);
            figure_csv_text(figure, chart->series[s].name);
            strbuf_addf(&figure->csv, ",%.0f,%.10g,", p->year, p->value);
            if (!isnan(p->low))
                strbuf_addf(&figure->csv, "%.10g,%.10g\n", p->low, p->high);
            else
                strbuf_add(&figure->csv, ",\n");
        }
    }
}

static int add_axes(struct figure *figure, const struct trend_chart *chart, double *low, double *high,
                    struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double first, last, step = label_step(*low, *high, 6);

    find_years(chart, &first, &last);
    *low = floor(*low / step + 1e-9) * step;
    *high = ceil(*high / step - 1e-9) * step;
    double years = ceil(fmax(1, label_step(first, last, 9)));
    strbuf_addf(s,
                "set lmargin screen %.4f\nset rmargin screen %.4f\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\n",
                TIC_LABELS / (double)figure->width, 1 - (double)LABELS / figure->width,
                figure->top - 20.0 / figure->height, (AXIS + figure_source_height(figure)) / figure->height);
    strbuf_addf(s,
                "set grid ytics lt 1 lw %.2f lc rgb '#DDDDDD' back\nset xrange [%.10g:%.10g]\nset yrange "
                "[%.10g:%.10g]\n",
                figure_line(figure, 1.2), first, last, *low, *high);
    int status = figure_add_tics(figure, "y", *low, *high, step, chart->is_percent, err);
    double tic = last - years * floor((last - first) / years);
    strbuf_addf(s, "set xtics %.10g,%.10g,%.10g format '%%.0f' font 'Liberation Sans,%.2f'\n", ceil(tic),
                years, last, figure_font(figure, 22));
    return status;
}

static int add_breaks(struct figure *figure, const struct trend_chart *chart, struct err *err)
{
    struct label_style style = {"right", 18, false, "#555555"};
    int status = ERR_OK;

    for (int b = 0; b < chart->num_breaks && status == ERR_OK; b++) {
        char x[48];
        double year = chart->breaks[b] - 0.5;
        strbuf_addf(
            &figure->job.script,
            "set arrow from first %.10g,graph 0 to first %.10g,graph 1 nohead lw %.2f dt (6,6) lc rgb "
            "'#777777' back\n",
            year, year, figure_line(figure, 2));
        snprintf(x, sizeof x, "first %.10g", year - 0.1);
        status = figure_label(figure, chart->break_label, x, "graph 0.04", style, err);
    }
    return status;
}

/* A label at the end of a line, and where it comes to stand. */
struct end_label {
    int series;
    struct strbuf text;
    int lines;
    double y; /* pixels from the bottom of the plot, of the middle */
};

static int by_height(const void *a, const void *b)
{
    const struct end_label *x = a, *y = b;

    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->series - y->series;
}

/* From the lowest up, each at least its height above the one before; then down from the top
 * where they have run out of it. */
static void move_apart(struct end_label *labels, int num, double height)
{
    for (int k = 1; k < num; k++) {
        double least = labels[k - 1].y + (labels[k - 1].lines + labels[k].lines) * LABEL_LINE / 2.0 + 4;
        labels[k].y = fmax(labels[k].y, least);
    }
    for (int k = num - 1; k >= 0; k--) {
        double most = k == num - 1
                          ? height - labels[k].lines * LABEL_LINE / 2.0 + 20
                          : labels[k + 1].y - (labels[k + 1].lines + labels[k].lines) * LABEL_LINE / 2.0 - 4;
        labels[k].y = fmin(labels[k].y, most);
    }
}

static void make_label(const struct figure *figure, const struct trend_chart *chart, int s,
                       struct end_label *label)
{
    const struct trend_point *p = last_point(&chart->series[s]);
    struct strbuf text = {0};

    strbuf_addf(&text, "%s ", chart->series[s].name);
    if (chart->is_percent)
        label_percent(&text, p->value, 1, figure->language);
    else
        label_number(&text, p->value,
                     isnan(chart->base) && fabs(p->value) < 100 ? 2
                     : isnan(chart->base)                       ? 0
                                                                : 1,
                     figure->language);
    label->series = s;
    label->lines =
        label_wrap(&label->text, strbuf_text(&text), figure_text_width(LABELS - 40, LABEL_SIZE), s == 0);
    strbuf_free(&text);
}

static int write_label(struct figure *figure, const struct end_label *label, double height, struct err *err)
{
    struct label_style style = {"left", LABEL_SIZE, label->series == 0, looks[label->series].text};
    double y = label->y + (label->lines - 1) * LABEL_LINE / 2.0;
    char *rest = label->text.text, *part;
    int status = ERR_OK;

    while (rest != NULL && status == ERR_OK && (part = strsep(&rest, "\n")) != NULL) {
        char at[40];
        snprintf(at, sizeof at, "graph %.5f", y / height);
        status = figure_label(figure, part, "graph 1.02", at, style, err);
        y -= LABEL_LINE;
    }
    return status;
}

static int add_labels(struct figure *figure, const struct trend_chart *chart, double low, double high,
                      struct err *err)
{
    struct end_label labels[TREND_MAX_SERIES] = {0};
    double height = figure->top * figure->height - 20 - AXIS - figure_source_height(figure);
    int status = ERR_OK;

    for (int s = 0; s < chart->num_series; s++) {
        make_label(figure, chart, s, &labels[s]);
        labels[s].y = (last_point(&chart->series[s])->value - low) / (high - low) * height;
    }
    qsort(labels, (size_t)chart->num_series, sizeof labels[0], by_height);
    move_apart(labels, chart->num_series, height);
    for (int s = 0; s < chart->num_series; s++) {
        if (status == ERR_OK)
            status = write_label(figure, &labels[s], height, err);
        strbuf_free(&labels[s].text);
    }
    return status;
}

static void add_plot(struct figure *figure, const struct trend_chart *chart)
{
    struct strbuf *s = &figure->job.script;

    strbuf_addf(s, "plot './d0.dat' using 1:3:4 with filledcurves fc rgb '#CFE3F2'");
    for (int k = chart->num_series - 1; k >= 0; k--)
        strbuf_addf(s, ", './d%d.dat' using 1:2 with linespoints pt %d ps %.2f lw %.2f lc rgb '%s'", k,
                    looks[k].sign, figure_sign(figure, k == 0 ? 1.6 : 1.3),
                    figure_line(figure, k == 0 ? 5 : 2.6), looks[k].colour);
    strbuf_add(s, ", './d0.dat' using 1:3:(0):($4-$3) with vectors nohead");
    strbuf_addf(s, " lw %.2f lc rgb '%s'\n", figure_line(figure, 2.4), looks[0].colour);
}

int chart_trend(struct figure *figure, const struct trend_chart *chart, struct err *err)
{
    double low, high;
    int status;

    find_range(chart, &low, &high);
    add_data(figure, chart);
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, &low, &high, err);
    if (status == ERR_OK)
        status = add_breaks(figure, chart, err);
    if (status == ERR_OK)
        status = add_labels(figure, chart, low, high, err);
    add_plot(figure, chart);
    return status;
}

#include <math.h>
#include <stdio.h>

#include "stats/output/charts.h"
#include "stats/output/label.h"

/* From dark to light: 50, 80 and 90 % of the cases. */
static const char *const colours[3] = {"#7FB0DA", "#B3D0E9", "#DCE9F5"};
static const char median_colour[] = "#08306B", band_text_colour[] = "#2F6FAE";

static void find_range(const struct fan_chart *chart, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (int i = 0; i < chart->num_points; i++) {
        *low = fmin(*low, chart->points[i].q05);
        *high = fmax(*high, chart->points[i].q95);
    }
    if (!isnan(chart->objective)) {
        *low = fmin(*low, chart->objective);
        *high = fmax(*high, chart->objective);
    }
    if (!chart->is_share)
        *low = fmin(*low, 0); /* counts: the eye compares with nothing */
    if (*high <= *low)
        *high = *low + 1;
}

static void add_data(struct figure *figure, const struct fan_chart *chart)
{
    struct strbuf *d = &figure->job.data[figure->job.num_data++];

    strbuf_add(&figure->csv, "year,q05,q10,q25,q50,q75,q90,q95\n");
    for (int i = 0; i < chart->num_points; i++) {
        const struct fan_point *p = &chart->points[i];
        const double values[] = {p->year, p->q05, p->q10, p->q25, p->q50, p->q75, p->q90, p->q95};
        for (int k = 0; k < 8; k++) {
            strbuf_addf(d, "%.10g%s", values[k], k < 7 ? " " : "\n");
            strbuf_addf(&figure->csv, "%.10g%s", values[k], k < 7 ? "," : "\n");
        }
    }
}

/* Pixels that labels take at either side, and the axis below. */
static const double TIC_LABELS = 110, BAND_LABELS = 205, AXIS = 66;

/* Labels at the right end, moved apart where the bands are too narrow for them. */
static int add_band_labels(struct figure *figure, const struct fan_chart *chart, double range,
                           struct err *err)
{
    const struct fan_point *last = &chart->points[chart->num_points - 1];
    bool french = label_is_french(figure->language);
    const char *texts[4] = {french ? "médiane" : "median", french ? "50\xC2\xA0% des cas" : "50% of cases",
                            french ? "80\xC2\xA0%" : "80%", french ? "90\xC2\xA0%" : "90%"};
    double at[4] = {last->q50, last->q75, last->q90, last->q95}, least = range * 0.052;
    int status = ERR_OK;

    for (int k = 1; k < 4; k++)
        at[k] = fmax(at[k], at[k - 1] + least);
    for (int k = 0; k < 4 && status == ERR_OK; k++) {
        char y[40];
        struct label_style style = {"left", k == 0 ? 21 : 19, k == 0,
                                    k == 0 ? median_colour : band_text_colour};
        snprintf(y, sizeof y, "first %.10g", at[k]);
        status = figure_label(figure, texts[k], "graph 1.012", y, style, err);
    }
    return status;
}

static int add_objective(struct figure *figure, const struct fan_chart *chart, struct err *err)
{
    char y[48];
    struct label_style style = {"left", 20, false, "#B34E00"};

    if (isnan(chart->objective))
        return ERR_OK;
    strbuf_addf(&figure->job.script,
                "set arrow 1 from graph 0,first %.10g to graph 1,first %.10g nohead lw %.2f dt (8,5) lc rgb "
                "'#D55E00' front\n",
                chart->objective, chart->objective, figure_line(figure, 2.6));
    snprintf(y, sizeof y, "first %.10g", chart->objective);
    return figure_label(figure, chart->objective_label, "graph 0.01", y, style, err);
}

static void add_plot(struct figure *figure, double lines)
{
    struct strbuf *s = &figure->job.script;

    strbuf_addf(s,
                "plot './d0.dat' using 1:2:8 with filledcurves fc rgb '%s', "
                "'' using 1:3:7 with filledcurves fc rgb '%s', '' using 1:4:6 with filledcurves fc rgb '%s', "
                "'' using 1:5 with lines lw %.2f lc rgb '%s'\n",
                colours[2], colours[1], colours[0], lines, median_colour);
}

static int add_axes(struct figure *figure, const struct fan_chart *chart, double low, double high,
                    struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double first = chart->points[0].year, last = chart->points[chart->num_points - 1].year;
    double step = label_step(low, high, 6), top = ceil(high / step - 1e-9) * step;
    double years = fmax(1, label_step(first, last, 8));

    low = floor(low / step + 1e-9) * step;
    strbuf_addf(s,
                "set lmargin screen %.4f\nset rmargin screen %.4f\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\n",
                fmax(0.095, TIC_LABELS / figure->width), fmin(0.845, 1 - BAND_LABELS / figure->width),
                figure->top - 40.0 / figure->height,
                fmax(150, AXIS + figure_source_height(figure)) / figure->height);
    strbuf_addf(s, "set grid ytics lt 1 lw %.2f lc rgb '#DDDDDD' back\nset xrange [%.10g:%.10g]\n",
                figure_line(figure, 1.2), first, last == first ? last + 1 : last);
    strbuf_addf(s, "set yrange [%.10g:%.10g]\n", low, top);
    int status = figure_add_tics(figure, "y", low, top, step, false, err);
    years = ceil(years);
    /* the last year is the one that the headline speaks of: it has its tic */
    strbuf_addf(s, "set xtics %.10g,%.10g,%.10g format '%%.0f'\n",
                last - years * floor((last - first) / years), years, last);
    return status;
}

int chart_fan(struct figure *figure, const struct fan_chart *chart, struct err *err)
{
    double low, high;
    int status;

    find_range(chart, &low, &high);
    add_data(figure, chart);
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, low, high, err);
    if (status == ERR_OK)
        status = add_band_labels(figure, chart, high - low, err);
    if (status == ERR_OK)
        status = add_objective(figure, chart, err);
    add_plot(figure, figure_line(figure, 4.5));
    return status;
}

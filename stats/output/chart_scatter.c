#include "stats/output/chart_scatter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/output/font.h"
#include "stats/output/label.h"
#include "stats/output/placement.h"

/* Pixels. */
enum {
    TIC_LABELS = 112,
    RIGHT = 50,
    AXIS = 66,
    TITLE_LINE = 32,
    TITLE_SIZE = 21,
    LABEL_SIZE = 18,
    MARK_SIZE = 21,
    LABEL_HEIGHT = 28,
    SMALLEST = 7,
    LARGEST = 44,
    PLAIN = 9
};

static const char mark_colour[] = "#B0124F", guide_colour[] = "#8A5F00";

/* The plot on the page, and the axes. */
struct axes {
    double left, right, bottom, top; /* pixels */
    double x0, x1, y0, y1;
    double x_step, y_step;
    double largest; /* weight */
};

static void widen(double *low, double *high, double *step)
{
    double room = *high > *low ? 0.04 * (*high - *low) : fmax(0.01, fabs(*high) * 0.1);

    *low = *low >= 0 ? fmax(0, *low - room) : *low - room;
    *high += room;
    *step = label_step(*low, *high, 7);
}

static void find_axes(const struct figure *figure, const struct scatter_chart *chart, struct axes *a)
{
    *a = (struct axes){.left = TIC_LABELS,
                       .right = figure->width - RIGHT,
                       .bottom = AXIS + TITLE_LINE + figure_source_height(figure) + 10,
                       .top = figure->top * figure->height - TITLE_LINE - 16,
                       .x0 = INFINITY,
                       .x1 = -INFINITY,
                       .y0 = INFINITY,
                       .y1 = -INFINITY};
    for (size_t i = 0; i < chart->num_points; i++) {
        const struct scatter_point *p = &chart->points[i];
        a->x0 = fmin(a->x0, p->x);
        a->x1 = fmax(a->x1, p->x);
        a->y0 = fmin(a->y0, p->y);
        a->y1 = fmax(a->y1, p->y);
        a->largest = fmax(a->largest, isnan(p->weight) ? 0 : p->weight);
    }
    widen(&a->x0, &a->x1, &a->x_step);
    widen(&a->y0, &a->y1, &a->y_step);
}

static double page_x(const struct axes *a, double x)
{
    return a->left + (x - a->x0) / (a->x1 - a->x0) * (a->right - a->left);
}

static double page_y(const struct axes *a, double y)
{
    return a->bottom + (y - a->y0) / (a->y1 - a->y0) * (a->top - a->bottom);
}

/* Radius in pixels: areas are in proportion. */
static double radius_of(const struct scatter_chart *chart, const struct axes *a,
                        const struct scatter_point *p)
{
    if (!chart->has_weights)
        return p->is_marked ? PLAIN * 1.4 : PLAIN;
    return fmax(SMALLEST, LARGEST * sqrt(fmax(0, isnan(p->weight) ? 0 : p->weight) / a->largest));
}

static int by_size(const void *a, const void *b)
{
    const struct scatter_point *x = a, *y = b;
    double u = isnan(x->weight) ? 0 : x->weight, v = isnan(y->weight) ? 0 : y->weight;

    return u != v ? (u < v) - (u > v) : strcmp(x->label, y->label);
}

/* The largest first, so that small signs stand before them. Radii are in units of the x axis. */
static int add_data(struct figure *figure, const struct scatter_chart *chart, const struct axes *a,
                    struct err *err)
{
    struct scatter_point *sorted = mem_alloc(chart->num_points, sizeof *sorted, err);

    if (sorted == NULL)
        return ERR_LIMIT;
    memcpy(sorted, chart->points, chart->num_points * sizeof *sorted);
    qsort(sorted, chart->num_points, sizeof *sorted, by_size);
    for (int marked = 0; marked < 2; marked++) {
        struct strbuf *d = &figure->job.data[figure->job.num_data++];
        for (size_t i = 0; i < chart->num_points; i++)
            if (sorted[i].is_marked == (marked == 1))
                strbuf_addf(d, "%.10g %.10g %.6g\n", sorted[i].x, sorted[i].y,
                            radius_of(chart, a, &sorted[i]) * (a->x1 - a->x0) / (a->right - a->left));
        if (d->length == 0)
            strbuf_add(d, "NaN NaN NaN\n");
    }
    free(sorted);
    return ERR_OK;
}

static int put(struct figure *figure, const char *text, double x, double y, struct label_style style,
               struct err *err)
{
    char at_x[40], at_y[40];

    snprintf(at_x, sizeof at_x, "screen %.5f", x / figure->width);
    snprintf(at_y, sizeof at_y, "screen %.5f", y / figure->height);
    return figure_label(figure, text, at_x, at_y, style, err);
}

static int add_axes(struct figure *figure, const struct scatter_chart *chart, const struct axes *a,
                    struct err *err)
{
    struct strbuf *s = &figure->job.script;
    struct label_style style = {"left", TITLE_SIZE, false, "#444444"}, right = style;
    int status;

    strbuf_addf(
        s,
        "set lmargin screen %.5f\nset rmargin screen %.5f\nset tmargin screen %.5f\nset bmargin screen "
        "%.5f\nset xrange [%.10g:%.10g]\nset yrange [%.10g:%.10g]\n",
        a->left / figure->width, a->right / figure->width, a->top / figure->height,
        a->bottom / figure->height, a->x0, a->x1, a->y0, a->y1);
    strbuf_addf(s, "set grid xtics ytics lt 1 lw %.2f lc rgb '#E4E4E4' back\n", figure_line(figure, 1.2));
    status = figure_add_tics(figure, "x", a->x0, a->x1, a->x_step, chart->x_percent, err);
    if (status == ERR_OK)
        status = figure_add_tics(figure, "y", a->y0, a->y1, a->y_step, chart->y_percent, err);
    if (status == ERR_OK)
        status = put(figure, chart->y_label, figure->width * 0.015, a->top + TITLE_LINE, style, err);
    right.align = "right";
    return status == ERR_OK ? put(figure, chart->x_label, a->right, a->bottom - AXIS - 6, right, err)
                            : status;
}

/* A name beside a line, which labels must leave free. */
static int name_guide(struct figure *figure, const char *label, double x, double y, const char *align,
                      struct placement *placement, struct err *err)
{
    struct label_style style = {align, LABEL_SIZE, false, guide_colour};
    double width = font_width(label, strlen(label), false) * LABEL_SIZE * 4 / 3;
    double left = align[0] == 'r' ? x - width : x;
    int status = placement_take(placement, (struct box){left, y - 14, left + width, y + 14}, err);

    return status == ERR_OK ? put(figure, label, x, y, style, err) : status;
}

/* A line across that has another close above it has its name below. */
static bool is_named_below(const struct scatter_chart *chart, const struct axes *a, int g)
{
    for (int k = 0; k < chart->num_guides; k++) {
        double above = page_y(a, chart->guides[k].y) - page_y(a, chart->guides[g].y);
        if (k != g && (above > 0 || (above == 0 && k < g)) && above < 34)
            return true;
    }
    return false;
}

/* Lines of the parents, with their names at the upper and the right end. */
static int add_guides(struct figure *figure, const struct scatter_chart *chart, const struct axes *a,
                      struct placement *placement, struct err *err)
{
    static const char format[] = "set arrow from %s to %s nohead lw %.2f dt (%d,5) lc rgb '%s' back\n";
    int status = ERR_OK;

    for (int g = 0; g < chart->num_guides && status == ERR_OK; g++) {
        const struct scatter_guide *guide = &chart->guides[g];
        char from[64], to[64];
        if (guide->x > a->x0 && guide->x < a->x1) {
            snprintf(from, sizeof from, "first %.10g,graph 0", guide->x);
            snprintf(to, sizeof to, "first %.10g,graph 1", guide->x);
            strbuf_addf(&figure->job.script, format, from, to, figure_line(figure, 2), 10 - 4 * g,
                        guide_colour);
            status = name_guide(figure, guide->label, page_x(a, guide->x) + 6, a->top - 14 - LABEL_HEIGHT * g,
                                "left", placement, err);
        }
        if (status == ERR_OK && guide->y > a->y0 && guide->y < a->y1) {
            snprintf(from, sizeof from, "graph 0,first %.10g", guide->y);
            snprintf(to, sizeof to, "graph 1,first %.10g", guide->y);
            strbuf_addf(&figure->job.script, format, from, to, figure_line(figure, 2), 10 - 4 * g,
                        guide_colour);
            status = name_guide(figure, guide->label, a->right - 4,
                                page_y(a, guide->y) + (is_named_below(chart, a, g) ? -15 : 15), "right",
                                placement, err);
        }
    }
    return status;
}

static void add_fit(struct figure *figure, const struct scatter_chart *chart, const struct axes *a)
{
    double x0 = a->x0, x1 = a->x1;

    if (!chart->has_fit)
        return;
    /* where the line leaves the plot */
    for (int end = 0; end < 2 && chart->slope != 0; end++) {
        double at = ((end == 0 ? a->y0 : a->y1) - chart->intercept) / chart->slope;
        bool is_left = (chart->slope > 0) == (end == 0);
        x0 = is_left ? fmax(x0, at) : x0;
        x1 = is_left ? x1 : fmin(x1, at);
    }
    strbuf_addf(&figure->job.script,
                "set arrow from first %.10g,first %.10g to first %.10g,first %.10g nohead lw %.2f lc rgb "
                "'#333333' front\n",
                x0, chart->intercept + chart->slope * x0, x1, chart->intercept + chart->slope * x1,
                figure_line(figure, 2.4));
}

static int by_rank(const void *a, const void *b)
{
    const struct scatter_point *const *x = a, *const *y = b;

    return ((*x)->rank > (*y)->rank) - ((*x)->rank < (*y)->rank);
}

static int add_label(struct figure *figure, const struct scatter_chart *chart, const struct axes *a,
                     const struct scatter_point *p, struct placement *placement, struct err *err)
{
    int size = p->is_marked ? MARK_SIZE : LABEL_SIZE;
    struct label_style style = {"left", size, p->is_marked, p->is_marked ? mark_colour : "#333333"};
    double width = font_width(p->label, strlen(p->label), p->is_marked) * size * 4 / 3 + 6;
    struct box box;
    bool is_free;
    int status = placement_find(placement, page_x(a, p->x), page_y(a, p->y), radius_of(chart, a, p) + 2,
                                width, LABEL_HEIGHT, p->is_marked, &box, &is_free, err);

    if (status == ERR_OK && (is_free || p->is_marked))
        status = put(figure, p->label, box.left + 3, (box.bottom + box.top) / 2, style, err);
    return status;
}

/* Signs first, so that no label stands on one; then the labels by rank. */
static int add_labels(struct figure *figure, const struct scatter_chart *chart, const struct axes *a,
                      struct placement *placement, struct err *err)
{
    const struct scatter_point **ranked = mem_alloc(chart->num_points, sizeof *ranked, err);
    size_t num = 0;
    int status = ranked ? ERR_OK : ERR_LIMIT;

    for (size_t i = 0; i < chart->num_points && status == ERR_OK; i++) {
        const struct scatter_point *p = &chart->points[i];
        double x = page_x(a, p->x), y = page_y(a, p->y), r = radius_of(chart, a, p) * 0.85;
        status = placement_take(placement, (struct box){x - r, y - r, x + r, y + r}, err);
        if (p->rank > 0)
            ranked[num++] = p;
    }
    if (status == ERR_OK)
        qsort(ranked, num, sizeof(const struct scatter_point *), by_rank);
    for (size_t i = 0; i < num && status == ERR_OK; i++)
        status = add_label(figure, chart, a, ranked[i], placement, err);
    free(ranked);
    return status;
}

int chart_scatter(struct figure *figure, const struct scatter_chart *chart, struct err *err)
{
    struct placement placement = {0};
    struct axes a;
    int status;

    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    find_axes(figure, chart, &a);
    placement.bounds = (struct box){a.left + 4, a.bottom + 4, a.right, a.top};
    if (status == ERR_OK)
        status = add_data(figure, chart, &a, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, &a, err);
    if (status == ERR_OK)
        status = add_guides(figure, chart, &a, &placement, err);
    add_fit(figure, chart, &a);
    if (status == ERR_OK)
        status = add_labels(figure, chart, &a, &placement, err);
    strbuf_addf(
        &figure->job.script,
        "plot './d0.dat' using 1:2:3 with circles fc rgb '#9BC3E1' fs solid 1.0 border rgb '#35729C' lw "
        "%.2f, './d1.dat' using 1:2:3 with circles fc rgb '#E0457F' fs solid 1.0 border rgb '#8E0E42' lw "
        "%.2f\n",
        figure_line(figure, 1.2), figure_line(figure, 2));
    placement_free(&placement);
    return status;
}

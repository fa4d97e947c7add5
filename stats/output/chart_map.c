#include "stats/output/chart_map.h"

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
    MARGIN = 26,
    LEGEND = 400,
    LEGEND_LINE = 44,
    LEGEND_BOX = 46,
    NOTE_LINE = 28,
    LEGEND_SIZE = 21,
    INSETS = 190,
    INSET_GAP = 40,
    INSET_SIZE = 17,
    FOOT = 30,
    MARK_SIZE = 21,
    MARK_LINE = 36,
    MARK_WIDTH = 370,
    SCALE_LINE = 40
};

static const char missing_colour[] = "#CCCCCC", context_colour[] = "#F1F1F1", dark[] = "#222222",
                  soft[] = "#555555";

static bool is_drawn(const struct map_extent *extent)
{
    return extent->east > extent->west;
}

static int count_insets(const struct map_chart *chart)
{
    int num = 0;

    for (int f = 0; f < MAP_MAX_FRAMES; f++)
        num += f != chart->main_frame && is_drawn(&chart->extents[f]);
    return num;
}

/* ---- layout ------------------------------------------------------------------------------- */

/* Insets one below the other at the left, in boxes of one size, each on a scale of its own. */
static void place_insets(const struct map_chart *chart, struct map_layout *layout, double bottom,
                         double height)
{
    int num = count_insets(chart), k = 0;
    double each = num > 0 ? height / num : 0, side = fmin(INSETS - 30, each - INSET_GAP);

    for (int f = 0; f < MAP_MAX_FRAMES; f++) {
        const struct map_extent *e = &chart->extents[f];
        if (f == chart->main_frame || !is_drawn(e))
            continue;
        layout->scale[f] = side / fmax(e->east - e->west, e->north - e->south);
        layout->left[f] = MARGIN;
        layout->bottom[f] = bottom + height - each * ++k;
    }
}

void map_layout(struct figure *figure, const struct map_chart *chart, struct map_layout *layout)
{
    const struct map_extent *e = &chart->extents[chart->main_frame];
    double left = count_insets(chart) > 0 ? MARGIN + INSETS : MARGIN;
    double texts = figure_texts_height(figure), wide = e->east - e->west, high = e->north - e->south;

    *layout = (struct map_layout){0};
    if (figure->size != SIZE_SLIDE) { /* as high as its shape asks, within reason */
        double width = figure->width - left - LEGEND - 2 * MARGIN;
        figure_set_height(figure, (int)(texts + FOOT + fmin(fmax(width * high / wide, 600), 1.15 * width)));
        texts = figure_texts_height(figure);
    }
    double width = figure->width - left - LEGEND - 2 * MARGIN, height = figure->height - texts - FOOT;
    double scale = fmin(width / wide, height / high), bottom = figure_source_height(figure) + FOOT;
    layout->scale[chart->main_frame] = scale;
    layout->left[chart->main_frame] = left + (width - wide * scale) / 2;
    layout->bottom[chart->main_frame] = bottom + (height - high * scale) / 2;
    layout->map_right = left + width;
    layout->legend = layout->map_right + 2 * MARGIN;
    layout->legend_top = bottom + height - 24;
    layout->legend_line = fmin(LEGEND_LINE, (height - 180) / (chart->num_classes + 2));
    place_insets(chart, layout, bottom, height);
}

static double page_x(const struct map_chart *chart, const struct map_layout *layout, int frame, double x)
{
    return layout->left[frame] + (x - chart->extents[frame].west) * layout->scale[frame];
}

static double page_y(const struct map_chart *chart, const struct map_layout *layout, int frame, double y)
{
    return layout->bottom[frame] + (y - chart->extents[frame].south) * layout->scale[frame];
}

/* ---- data ------------------------------------------------------------------------------------ */

static void write_point(struct strbuf *out, const struct map_chart *chart, const struct map_layout *layout,
                        int frame, size_t point)
{
    strbuf_addf(out, "%.1f %.1f\n", page_x(chart, layout, frame, chart->points[point].x),
                page_y(chart, layout, frame, chart->points[point].y));
}

static bool is_shown(const struct map_layout *layout, int frame)
{
    return layout->scale[frame] > 0;
}

/* Positive against the clock. */
static double signed_area(const struct map_chart *chart, const struct map_ring *ring)
{
    const struct map_point *p = chart->points + ring->first;
    double area = 0;

    for (size_t k = 0; k < ring->num; k++) {
        const struct map_point *a = &p[k], *b = &p[(k + 1) % ring->num];
        area += (a->x - p->x) * (b->y - p->y) - (b->x - p->x) * (a->y - p->y);
    }
    return area;
}

/* A ring with its holes as one path: there and back along a cut of no width, holes against the
 * direction of the ring, for some terminals fill what winds around twice. */
static void write_rings(struct strbuf *out, const struct map_chart *chart, const struct map_layout *layout,
                        int class)
{
    const struct map_ring *outer = chart->rings;

    for (size_t r = 0; r < chart->num_rings; r++) {
        const struct map_ring *ring = &chart->rings[r];
        outer = ring->is_hole ? outer : ring;
        if (ring->class != class || !is_shown(layout, ring->frame))
            continue;
        bool is_turned = ring->is_hole && (signed_area(chart, ring) > 0) == (signed_area(chart, outer) > 0);
        if (!ring->is_hole && out->length > 0)
            strbuf_add_char(out, '\n');
        for (size_t k = 0; k <= ring->num; k++)
            write_point(out, chart, layout, ring->frame,
                        ring->first + (is_turned ? ring->num - k : k) % ring->num);
        if (ring->is_hole)
            write_point(out, chart, layout, ring->frame, outer->first);
    }
}

static void write_lines(struct strbuf *out, const struct map_chart *chart, const struct map_layout *layout,
                        enum map_line_kind kind)
{
    for (size_t l = 0; l < chart->num_lines; l++) {
        const struct map_line *line = &chart->lines[l];
        if (line->kind != kind || !is_shown(layout, line->frame))
            continue;
        for (size_t k = 0; k < line->num; k++)
            write_point(out, chart, layout, line->frame, line->first + k);
        strbuf_add_char(out, '\n');
    }
}

/* Adds a data file; its number, -1 if it would be empty. */
static int add_file(struct figure *figure, struct strbuf *data)
{
    if (data->length == 0) {
        strbuf_free(data);
        return -1;
    }
    figure->job.data[figure->job.num_data] = *data;
    *data = (struct strbuf){0};
    return figure->job.num_data++;
}

static void add_areas(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
                      int class, const char *colour, bool *is_first)
{
    struct strbuf data = {0};

    write_rings(&data, chart, layout, class);
    int file = add_file(figure, &data);
    if (file >= 0)
        strbuf_addf(&figure->job.script, "%s'./d%d.dat' using 1:2 with filledcurves closed fc rgb '%s'",
                    *is_first ? "plot " : ", ", file, colour);
    *is_first = *is_first && file < 0;
}

static void add_lines(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
                      enum map_line_kind kind, double width, const char *colour)
{
    struct strbuf data = {0};

    write_lines(&data, chart, layout, kind);
    int file = add_file(figure, &data);
    if (file >= 0)
        strbuf_addf(&figure->job.script, ", './d%d.dat' using 1:2 with lines lw %.2f lc rgb '%s'", file,
                    figure_line(figure, width), colour);
}

/* Thin borders where there are many territories. */
static double border_width(const struct map_chart *chart)
{
    return chart->num_rings > 600 ? 0.8 : chart->num_rings > 150 ? 1.4 : 2.2;
}

static void add_plot(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout)
{
    bool is_first = true;

    add_areas(figure, chart, layout, MAP_CONTEXT, context_colour, &is_first);
    add_areas(figure, chart, layout, MAP_MISSING, missing_colour, &is_first);
    for (int k = 0; k < chart->num_classes; k++)
        add_areas(figure, chart, layout, k, chart->classes[k].colour, &is_first);
    add_lines(figure, chart, layout, MAP_BORDER, border_width(chart), "#FFFFFF");
    add_lines(figure, chart, layout, MAP_EDGE, 1, "#999999");
    add_lines(figure, chart, layout, MAP_UPPER_BORDER, 2.2, "#444444");
    add_lines(figure, chart, layout, MAP_OUTLINE, 4.5, "#FFFFFF");
    add_lines(figure, chart, layout, MAP_OUTLINE, 3, "#C2185B");
    strbuf_add(&figure->job.script, "\n");
}

/* ---- texts --------------------------------------------------------------------------------------- */

static int put(struct figure *figure, const char *text, double x, double y, struct label_style style,
               bool is_boxed, struct err *err)
{
    char at_x[40], at_y[40];

    snprintf(at_x, sizeof at_x, "screen %.5f", x / figure->width);
    snprintf(at_y, sizeof at_y, "screen %.5f", y / figure->height);
    return (is_boxed ? figure_label_boxed : figure_label)(figure, text, at_x, at_y, style, err);
}

static void add_box(struct figure *figure, int id, double x, double y, const char *colour)
{
    strbuf_addf(&figure->job.script,
                "set object %d rectangle from screen %.5f,%.5f to screen %.5f,%.5f fc rgb '%s' fs solid "
                "border rgb '#888888' lw %.2f front\n",
                id, x / figure->width, (y - LEGEND_LINE * 0.34) / figure->height,
                (x + LEGEND_BOX) / figure->width, (y + LEGEND_LINE * 0.34) / figure->height, colour,
                figure_line(figure, 1));
}

static int add_entry(struct figure *figure, int id, double x, double y, const char *colour, const char *label,
                     int count, struct err *err)
{
    struct strbuf text = {0};
    struct label_style style = {"left", LEGEND_SIZE, false, dark};
    int status;

    strbuf_addf(&text, "%s  (", label);
    label_number(&text, count, 0, figure->language);
    strbuf_add_char(&text, ')');
    add_box(figure, id, x, y, colour);
    status = put(figure, strbuf_text(&text), x + LEGEND_BOX + 14, y, style, false, err);
    strbuf_free(&text);
    return status;
}

static int add_upper_entry(struct figure *figure, const struct map_chart *chart, double x, double y,
                           struct err *err)
{
    struct label_style style = {"left", LEGEND_SIZE, false, dark};

    strbuf_addf(&figure->job.script,
                "set arrow from screen %.5f,%.5f to screen %.5f,%.5f nohead lw %.2f lc rgb '#444444' front\n",
                x / figure->width, y / figure->height, (x + LEGEND_BOX) / figure->width, y / figure->height,
                figure_line(figure, 2.2));
    return put(figure, chart->upper_label, x + LEGEND_BOX + 14, y, style, false, err);
}

/* Lines of small type from y down. */
static int add_note(struct figure *figure, const struct map_chart *chart, double x, double y, struct err *err)
{
    struct label_style small = {"left", 18, false, soft};
    struct strbuf wrapped = {0};
    int status = ERR_OK;
    char *rest, *part;

    label_wrap(&wrapped, chart->legend_note, figure_text_width(LEGEND - 10, small.size), false);
    rest = wrapped.text;
    for (; status == ERR_OK && rest != NULL && (part = strsep(&rest, "\n")) != NULL; y -= NOTE_LINE)
        status = put(figure, part, x, y, small, false, err);
    strbuf_free(&wrapped);
    return status;
}

static int add_legend(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
                      struct err *err)
{
    double x = layout->legend, y = layout->legend_top, line = layout->legend_line;
    int status = ERR_OK, id = 1;

    for (int k = chart->num_classes - 1; k >= 0 && status == ERR_OK; k--, y -= line)
        status = add_entry(figure, id++, x, y, chart->classes[k].colour, chart->classes[k].label,
                           chart->classes[k].count, err);
    y -= 6;
    if (status == ERR_OK && chart->num_missing > 0) {
        status = add_entry(figure, id, x, y, missing_colour, chart->missing_label, chart->num_missing, err);
        y -= line;
    }
    if (status == ERR_OK && chart->upper_label[0] != '\0') {
        status = add_upper_entry(figure, chart, x, y, err);
        y -= line;
    }
    return status == ERR_OK ? add_note(figure, chart, x, y - 6, err) : status;
}

/* A round length of about a fifth of the map. */
static int add_scale_bar(struct figure *figure, const struct map_chart *chart,
                         const struct map_layout *layout, struct err *err)
{
    double scale = layout->scale[chart->main_frame] * 1000, longest = LEGEND * 0.5 / scale;
    double km = label_step(0, longest, 1), x = layout->legend, y = figure_source_height(figure) + FOOT;
    struct label_style style = {"left", 18, false, soft};
    struct strbuf text = {0};
    int status;

    km = km > longest ? label_step(0, longest, 2) : km;
    strbuf_addf(
        &figure->job.script,
        "set arrow from screen %.5f,%.5f to screen %.5f,%.5f heads size screen 0.004,90 lw %.2f lc rgb "
        "'%s' front\n",
        x / figure->width, y / figure->height, (x + km * scale) / figure->width, y / figure->height,
        figure_line(figure, 2), soft);
    label_number(&text, km, label_decimals(km), figure->language);
    strbuf_add(&text, "\xC2\xA0km");
    status = put(figure, strbuf_text(&text), x, y + 26, style, false, err);
    strbuf_free(&text);
    return status;
}

static int add_inset_names(struct figure *figure, const struct map_chart *chart,
                           const struct map_layout *layout, struct err *err)
{
    struct label_style style = {"left", INSET_SIZE, false, soft};
    int status = ERR_OK;

    for (int f = 0; f < MAP_MAX_FRAMES && status == ERR_OK; f++)
        if (f != chart->main_frame && layout->scale[f] > 0)
            status = put(figure, chart->extents[f].name, layout->left[f],
                         page_y(chart, layout, f, chart->extents[f].north) + 15, style, false, err);
    return status;
}

/* What labels must leave free: the texts above and below, the legend, the scale bar. */
static int take_surroundings(const struct figure *figure, const struct map_chart *chart,
                             const struct map_layout *layout, struct placement *placement, struct err *err)
{
    double entries = chart->num_classes + (chart->num_missing > 0) + (chart->upper_label[0] != '\0') + 2.5;
    double bottom = figure_source_height(figure) + FOOT;
    int status =
        placement_take(placement,
                       (struct box){layout->legend - 10, layout->legend_top - entries * layout->legend_line,
                                    figure->width, layout->legend_top + LEGEND_LINE},
                       err);

    placement->bounds = (struct box){MARGIN, bottom, figure->width - MARGIN, layout->legend_top + 30};
    if (status == ERR_OK)
        status = placement_take(placement,
                                (struct box){layout->legend - 10, bottom, figure->width, bottom + 60}, err);
    for (int m = 0; m < chart->num_marks && status == ERR_OK; m++) {
        double x = page_x(chart, layout, chart->marks[m].frame, chart->marks[m].x),
               y = page_y(chart, layout, chart->marks[m].frame, chart->marks[m].y);
        status = placement_take(placement, (struct box){x - 12, y - 12, x + 12, y + 12}, err);
    }
    return status;
}

/* A name of one line or more, at a free place beside the territory. */
static int add_mark(struct figure *figure, struct placement *placement, const char *label, double x, double y,
                    struct err *err)
{
    struct label_style style = {"left", MARK_SIZE, true, "#8E0E42"};
    struct strbuf wrapped = {0};
    int lines = label_wrap(&wrapped, label, figure_text_width(MARK_WIDTH, MARK_SIZE), true), line = 0;
    double width = 0;
    char *rest, *part;
    struct box box;
    bool is_free;

    for (const char *text = strbuf_text(&wrapped); *text != '\0'; text += strcspn(text, "\n")) {
        text += *text == '\n';
        width = fmax(width, font_width(text, strcspn(text, "\n"), true) * MARK_SIZE * 4 / 3 + 14);
    }
    int status = placement_find(placement, x, y, 26, width, lines * MARK_LINE, true, &box, &is_free, err);
    rest = wrapped.text;
    while (status == ERR_OK && rest != NULL && (part = strsep(&rest, "\n")) != NULL)
        status = put(figure, part, box.left + 7, box.top - (line++ + 0.5) * MARK_LINE, style, true, err);
    strbuf_free(&wrapped);
    return status;
}

/* Corners of the territories on the page: names had better stand beside the map. Allocated. */
static double *find_ink(const struct map_chart *chart, const struct map_layout *layout, size_t *num,
                        struct err *err)
{
    size_t most = 0;

    *num = 0;
    for (size_t r = 0; r < chart->num_rings; r++)
        most += chart->rings[r].class == MAP_CONTEXT ? 0 : chart->rings[r].num;
    double *ink = mem_alloc(2 * most, sizeof *ink, err);
    for (size_t r = 0; r < chart->num_rings && ink != NULL; r++) {
        const struct map_ring *ring = &chart->rings[r];
        for (size_t k = 0; k < ring->num && ring->class != MAP_CONTEXT; k++) {
            const struct map_point *p = &chart->points[ring->first + k];
            ink[2 * *num] = page_x(chart, layout, ring->frame, p->x);
            ink[2 * (*num)++ + 1] = page_y(chart, layout, ring->frame, p->y);
        }
    }
    return ink;
}

/* Names of the territories that stand out, on white, moved apart. */
static int add_marks(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
                     struct err *err)
{
    struct placement placement = {0};
    double *ink = find_ink(chart, layout, &placement.num_ink, err);
    int status = ink ? take_surroundings(figure, chart, layout, &placement, err) : ERR_LIMIT;

    placement.ink = ink;
    for (int m = 0; m < chart->num_marks && status == ERR_OK; m++) {
        const struct map_mark *mark = &chart->marks[m];
        if (mark->frame != chart->main_frame && strcmp(mark->label, chart->extents[mark->frame].name) == 0)
            continue; /* the inset has its name */
        status = add_mark(figure, &placement, mark->label, page_x(chart, layout, mark->frame, mark->x),
                          page_y(chart, layout, mark->frame, mark->y), err);
    }
    placement_free(&placement);
    free(ink);
    return status;
}

/* One unit of the axes is one pixel. A clipped map has the main frame for its plot. */
static void add_axes(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout)
{
    const struct map_extent *e = &chart->extents[chart->main_frame];
    int f = chart->main_frame;
    double left = 0, right = figure->width, bottom = 0, top = figure->height;

    if (chart->is_clipped) {
        left = layout->left[f];
        right = page_x(chart, layout, f, e->east);
        bottom = layout->bottom[f];
        top = page_y(chart, layout, f, e->north);
    }
    strbuf_addf(
        &figure->job.script,
        "set lmargin screen %.6f\nset rmargin screen %.6f\nset bmargin screen %.6f\nset tmargin screen "
        "%.6f\nset xrange [%.4f:%.4f]\nset yrange [%.4f:%.4f]\nunset border\nunset tics\n"
        "set style textbox opaque margins 0.4,0.3 fillcolor rgb '#FFFFFF' noborder\n",
        left / figure->width, right / figure->width, bottom / figure->height, top / figure->height, left,
        right, bottom, top);
}

int chart_map(struct figure *figure, const struct map_chart *chart, const struct map_layout *layout,
              struct err *err)
{
    int status;

    figure_add_style(figure);
    add_axes(figure, chart, layout);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_legend(figure, chart, layout, err);
    if (status == ERR_OK)
        status = add_scale_bar(figure, chart, layout, err);
    if (status == ERR_OK)
        status = add_inset_names(figure, chart, layout, err);
    if (status == ERR_OK)
        status = add_marks(figure, chart, layout, err);
    if (status == ERR_OK)
        add_plot(figure, chart, layout);
    return status;
}

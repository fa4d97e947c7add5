#include "stats/output/rowchart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/output/font.h"
#include "stats/output/label.h"

/* Pixels. */
enum { ROW_MARGIN = 24, AXIS = 70, KEY_LINE = 34, KEY_MARGIN = 22, RIGHT_MARGIN = 26, GAP = 26 };

static const struct label_style value_style = {"right", 21, true, "#222222"};
static const struct label_style note_style = {"right", 16, false, "#555555"};

static double text_pixels(const char *text, const struct label_style *style)
{
    return text ? font_width(text, strlen(text), style->bold) / figure_text_width(1, style->size) : 0;
}

/* Pixels of the column at the right. */
static double value_column(const struct row_chart *chart)
{
    double widest = chart->value_head ? text_pixels(chart->value_head, &note_style) : 0;

    for (int i = 0; i < chart->num_values; i++)
        widest = fmax(widest, fmax(text_pixels(chart->values[i].text, &value_style),
                                   text_pixels(chart->values[i].note, &note_style)));
    return widest + RIGHT_MARGIN + GAP;
}

static int row_height(const struct figure *figure, const struct row_chart *chart)
{
    int height = chart->least_row;

    for (int i = 0; i < chart->num_rows; i++) {
        int needed = row_label_height(figure, &chart->labels[i]) + ROW_MARGIN;
        height = needed > height ? needed : height;
    }
    return height;
}

static void add_guides(struct figure *figure, const struct row_chart *chart, struct row_layout *layout)
{
    for (int i = 1; i < chart->num_rows; i++)
        strbuf_addf(
            &figure->job.script,
            "set arrow %d from screen 0.015, first %.1f to screen 0.985, first %.1f nohead lw %.2f lc "
            "rgb '#EEEEEE' back\n",
            ++layout->num_arrows, i + 0.5, i + 0.5, figure_line(figure, 1.2));
}

/* Round numbers around what is drawn. */
static int add_numbers(struct figure *figure, const struct row_chart *chart, struct row_layout *layout,
                       double axis_pixels, struct err *err)
{
    double step = label_step(chart->low, chart->high, figure->width < 1200 ? 3 : 6);
    double low = floor(chart->low / step + 1e-9) * step, high = ceil(chart->high / step - 1e-9) * step;

    layout->x_pixel = (high - low) / axis_pixels;
    strbuf_addf(&figure->job.script,
                "set xrange [%.10g:%.10g]\nset grid xtics lt 1 lw %.2f lc rgb '#DDDDDD' back\n", low, high,
                figure_line(figure, 1.2));
    return figure_add_tics(figure, "x", low, high, step, false, err);
}

static void add_years(struct figure *figure, const struct row_chart *chart, struct row_layout *layout,
                      double axis_pixels)
{
    double low = chart->low - 0.6, high = chart->high + 0.6;
    double years = ceil(90 * (high - low) / axis_pixels); /* 90 pixels a label */

    layout->x_pixel = (high - low) / axis_pixels;
    strbuf_addf(&figure->job.script,
                "set xrange [%.10g:%.10g]\nset xtics %.10g,%.10g,%.10g format '%%.0f' font '%s,%.2f'\n", low,
                high, chart->high - years * floor((chart->high - chart->low) / years), years, chart->high,
                font_name, figure_font(figure, 19));
}

static int add_axes(struct figure *figure, const struct row_chart *chart, struct row_layout *layout,
                    double bottom, struct err *err)
{
    struct strbuf *s = &figure->job.script;
    double right = 1 - value_column(chart) / figure->width;
    double pixels = (right - row_label_column) * figure->width;

    layout->left = row_label_column;
    strbuf_addf(s,
                "set lmargin screen %.3f\nset rmargin screen %.4f\nset tmargin screen %.4f\n"
                "set bmargin screen %.4f\nset yrange [0.5:%.1f]\nunset ytics\n",
                layout->left, right, figure->top - (double)chart->head / figure->height,
                bottom / figure->height, chart->num_rows + 0.5);
    add_guides(figure, chart, layout);
    if (chart->axis == ROW_AXIS_NUMBERS)
        return add_numbers(figure, chart, layout, pixels, err);
    add_years(figure, chart, layout, pixels);
    return ERR_OK;
}

static int add_value(struct figure *figure, const struct row_chart *chart, const struct row_value *value,
                     double pixels, struct err *err)
{
    struct label_style style = value_style, small = note_style;
    bool has_note = value->note != NULL && value->note[0] != '\0';
    double y = chart->num_rows - value->row + value->shift;
    char x[32], at[32];
    int status = ERR_OK;

    style.colour = value->colour;
    snprintf(x, sizeof x, "screen %.4f", 1 - (double)RIGHT_MARGIN / figure->width);
    snprintf(at, sizeof at, "first %.3f", y + (has_note ? 14 / pixels : 0));
    if (value->text != NULL && value->text[0] != '\0')
        status = figure_label(figure, value->text, x, at, style, err);
    snprintf(at, sizeof at, "first %.3f", y - 16 / pixels);
    return status == ERR_OK && has_note ? figure_label(figure, value->note, x, at, small, err) : status;
}

static int add_values(struct figure *figure, const struct row_chart *chart, double pixels, struct err *err)
{
    char x[32], y[32];
    int status = ERR_OK;

    snprintf(x, sizeof x, "screen %.4f", 1 - (double)RIGHT_MARGIN / figure->width);
    snprintf(y, sizeof y, "screen %.4f", figure->top - (chart->head - 16.0) / figure->height);
    if (chart->value_head != NULL)
        status = figure_label(figure, chart->value_head, x, y, note_style, err);
    for (int i = 0; i < chart->num_values && status == ERR_OK; i++)
        status = add_value(figure, chart, &chart->values[i], pixels, err);
    return status;
}

int row_chart_begin(struct figure *figure, const struct row_chart *chart, struct row_layout *layout,
                    struct err *err)
{
    int texts = figure_texts_height(figure), status;

    *layout = (struct row_layout){0};
    figure_set_height(figure, texts + chart->head + row_height(figure, chart) * chart->num_rows + AXIS);
    layout->pixels = (double)(figure->height - texts - chart->head - AXIS) / chart->num_rows;
    figure_add_style(figure);
    status = figure_add_texts(figure, err);
    if (status == ERR_OK)
        status = add_axes(figure, chart, layout, AXIS + texts - (1 - figure->top) * figure->height, err);
    for (int i = 0; i < chart->num_rows && status == ERR_OK; i++)
        status = row_label_add(figure, &chart->labels[i], chart->num_rows - i, layout->pixels, err);
    return status == ERR_OK ? add_values(figure, chart, layout->pixels, err) : status;
}

int row_chart_key_height(int num)
{
    return KEY_MARGIN + KEY_LINE * num;
}

int row_chart_key(struct figure *figure, const struct row_layout *layout, const char *const *colours,
                  const char *const *names, int num, struct err *err)
{
    static const struct label_style style = {"left", 19, false, "#222222"};
    double left = layout->left, widest = 0;
    int status = ERR_OK;

    for (int i = 0; i < num; i++)
        widest = fmax(widest, text_pixels(names[i], &style));
    if (left * figure->width + 34 + widest > figure->width - RIGHT_MARGIN)
        left = 0.015; /* with the names of the rows, where the figure is narrow */
    for (int i = 0; i < num && status == ERR_OK; i++) {
        double y = figure->top - (KEY_LINE * i + 10.0) / figure->height;
        char x[32], at[32];
        strbuf_addf(
            &figure->job.script,
            "set object %d rectangle from screen %.4f, screen %.4f to screen %.4f, screen %.4f fc rgb "
            "'%s' fs solid 1.0 noborder\n",
            i + 1, left, y - 11.0 / figure->height, left + 22.0 / figure->width, y + 11.0 / figure->height,
            colours[i]);
        snprintf(x, sizeof x, "screen %.4f", left + 34.0 / figure->width);
        snprintf(at, sizeof at, "screen %.4f", y);
        status = figure_label(figure, names[i], x, at, style, err);
    }
    return status;
}

#include "stats/output/figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/outfile.h"
#include "stats/output/font.h"
#include "stats/output/label.h"

/* Pixels of a layout on A4; a slide and a page of the web have fewer, which makes type larger. */
static const int widths[NUM_FIGURE_SIZES] = {[SIZE_A4] = 1700, [SIZE_SLIDE] = 1440, [SIZE_WEB] = 1360};

/* On A4 a PNG pixel is 1; an SVG has half as many; a PDF counts in points, 100 pixels
 * a centimetre. The other sizes have a width in pixels, and in centimetres. */
static double unit_of(const struct figure *self)
{
    static const double pixels[NUM_FIGURE_SIZES] = {[SIZE_SLIDE] = 1600, [SIZE_WEB] = 1200},
                        centimetres[NUM_FIGURE_SIZES] = {[SIZE_SLIDE] = 33.867, [SIZE_WEB] = 17};

    if (self->size != SIZE_A4)
        return (self->format == IMAGE_PDF ? centimetres[self->size] * 72 / 2.54 : pixels[self->size]) /
               self->width;
    return self->format == IMAGE_SVG ? 0.5 : self->format == IMAGE_PDF ? 72 / 2.54 / 100 : 1;
}

double figure_font(const struct figure *self, double pixels)
{
    /* pngcairo takes points of 96 dpi, svg pixels; pdfcairo halves font sizes */
    static const double factors[NUM_IMAGE_FORMATS] = {
        [IMAGE_PNG] = 1, [IMAGE_SVG] = 96.0 / 72, [IMAGE_PDF] = 2};

    return pixels * self->unit * factors[self->format];
}

double figure_sign(const struct figure *self, double size)
{
    static const double factors[NUM_IMAGE_FORMATS] = {
        [IMAGE_PNG] = 1, [IMAGE_SVG] = 0.27, [IMAGE_PDF] = 0.32};
    static const double on_a4[NUM_IMAGE_FORMATS] = {
        [IMAGE_PNG] = 1, [IMAGE_SVG] = 0.5, [IMAGE_PDF] = 72 / 2.54 / 100};

    double larger = self->size == SIZE_A4 ? 1 : self->unit / on_a4[self->format];

    return size * larger * factors[self->format];
}

double figure_line(const struct figure *self, double pixels)
{
    return pixels * self->unit * (self->format == IMAGE_PDF ? 2 : 1);
}

static void set_terminal(struct figure *self)
{
    struct strbuf *t = &self->job.terminal;

    strbuf_clear(t);
    if (self->format == IMAGE_PDF)
        strbuf_addf(t, "pdfcairo size %.2fcm,%.2fcm", self->width * self->unit * 2.54 / 72,
                    self->height * self->unit * 2.54 / 72);
    else if (self->format == IMAGE_SVG)
        strbuf_addf(t, "svg size %.0f,%.0f", self->width * self->unit, self->height * self->unit);
    else
        strbuf_addf(t, "pngcairo size %.0f,%.0f", self->width * self->unit, self->height * self->unit);
    strbuf_addf(t, " font '%s,%.2f' noenhanced background rgb 'white'", font_name, figure_font(self, 24));
}

void figure_init(struct figure *self, enum image_format format, const char *language, int width, int height)
{
    *self = (struct figure){.format = format, .language = language, .width = width, .height = height};
    self->unit = unit_of(self);
    set_terminal(self);
}

void figure_set_size(struct figure *self, enum figure_size size)
{
    /* type is larger, which takes height too */
    double share = (1 + (double)widths[size] / self->width) / 2;
    int height = (int)lround(self->height * share);

    self->size = size;
    self->width = widths[size];
    figure_set_height(self, size == SIZE_SLIDE ? 0 : height);
}

void figure_set_height(struct figure *self, int height)
{
    if (self->size == SIZE_SLIDE) {
        int least = widths[SIZE_SLIDE] * 9 / 16;
        self->height = height > least ? height : least;
        self->width = self->height * 16 / 9;
    } else {
        self->height = height;
    }
    self->unit = unit_of(self);
    set_terminal(self);
}

bool figure_grow(struct figure *self, int height)
{
    if (self->size == SIZE_SLIDE && height <= self->height)
        return false;
    figure_set_height(self, self->size == SIZE_SLIDE ? self->height * 106 / 100 : height);
    return self->size == SIZE_SLIDE;
}

void figure_free(struct figure *self)
{
    gnuplot_job_free(&self->job);
    strbuf_free(&self->headline);
    strbuf_free(&self->subtitle);
    strbuf_free(&self->source);
    strbuf_free(&self->description);
    strbuf_free(&self->csv);
}

int figure_label(struct figure *self, const char *text, const char *x, const char *y,
                 struct label_style style, struct err *err)
{
    struct strbuf *s = &self->job.script;

    strbuf_addf(s, "set label %d ", ++self->num_labels);
    if (gnuplot_quote(s, text, err) != ERR_OK)
        return ERR_DATA;
    strbuf_addf(s, " at %s,%s %s font '%s%s,%.2f' tc rgb '%s' front\n", x, y, style.align, font_name,
                style.bold ? ":Bold" : "", figure_font(self, style.size), style.colour);
    return ERR_OK;
}

int figure_label_boxed(struct figure *self, const char *text, const char *x, const char *y,
                       struct label_style style, struct err *err)
{
    int status = figure_label(self, text, x, y, style, err);

    if (status == ERR_OK)
        strbuf_addf(&self->job.script,
                    "set style textbox opaque margins 0.4,0.3 fillcolor rgb '#FFFFFF' noborder\n"
                    "set label %d boxed\n",
                    self->num_labels);
    return status;
}

/* Sizes are points of 96 dpi: 4/3 of a pixel. */
double figure_text_width(double pixels, double size)
{
    return pixels / (size * 4 / 3);
}

void figure_csv_text(struct figure *self, const char *text)
{
    strbuf_add_char(&self->csv, '"');
    if (text[0] != '\0' && strchr("=@\t\r", text[0]) != NULL)
        strbuf_add_char(&self->csv, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            strbuf_add_char(&self->csv, '"');
        strbuf_add_char(&self->csv, *text);
    }
    strbuf_add_char(&self->csv, '"');
}

static const struct text_block {
    struct label_style style;
    double line; /* pixels from one line to the next */
} headline_block = {{"left", 29, true, "#000000"}, 46}, subtitle_block = {{"left", 23, false, "#444444"}, 36},
  source_block = {{"left", 19, false, "#666666"}, 30};

enum { MARGIN = 48, PARAGRAPH = 14, FOOT = 24 };

static int wrap_block(const struct figure *self, const struct text_block *block, const char *text,
                      struct strbuf *out)
{
    return label_wrap(out, text, figure_text_width(self->width * 0.965, block->style.size),
                      block->style.bold);
}

static int count_lines(const struct figure *self, const struct text_block *block, const struct strbuf *text)
{
    struct strbuf wrapped = {0};
    int lines = wrap_block(self, block, strbuf_text(text), &wrapped);

    strbuf_free(&wrapped);
    return lines;
}

int figure_texts_height(const struct figure *self)
{
    double height = MARGIN + PARAGRAPH + FOOT;

    height += headline_block.line * count_lines(self, &headline_block, &self->headline);
    height += subtitle_block.line * count_lines(self, &subtitle_block, &self->subtitle);
    height += source_block.line * count_lines(self, &source_block, &self->source);
    return (int)height;
}

double figure_source_height(const struct figure *self)
{
    return FOOT + source_block.line * count_lines(self, &source_block, &self->source);
}

/* Lines of text from the top down; *y moves below them. */
static int add_lines(struct figure *self, const char *text, const struct text_block *block, double *y,
                     struct err *err)
{
    struct strbuf wrapped = {0};
    int status = ERR_OK;

    wrap_block(self, block, text, &wrapped);
    char *rest = wrapped.text, *part;
    while (rest != NULL && status == ERR_OK && (part = strsep(&rest, "\n")) != NULL) {
        char at[32];
        snprintf(at, sizeof at, "screen %.4f", *y);
        status = figure_label(self, part, "screen 0.015", at, block->style, err);
        *y -= block->line / self->height;
    }
    strbuf_free(&wrapped);
    return status;
}

int figure_add_texts(struct figure *self, struct err *err)
{
    double y = 1 - (double)MARGIN / self->height, bottom;
    int status = add_lines(self, strbuf_text(&self->headline), &headline_block, &y, err);

    y -= (double)PARAGRAPH / self->height;
    if (status == ERR_OK)
        status = add_lines(self, strbuf_text(&self->subtitle), &subtitle_block, &y, err);
    self->top = y;
    /* the source grows upwards from the bottom */
    bottom =
        (FOOT + source_block.line * (count_lines(self, &source_block, &self->source) - 1)) / self->height;
    if (status == ERR_OK)
        status = add_lines(self, strbuf_text(&self->source), &source_block, &bottom, err);
    return status;
}

void figure_add_style(struct figure *self)
{
    strbuf_add(
        &self->job.script,
        "unset key\nset border 1 lc rgb '#666666'\nset tics nomirror scale 0.6 textcolor rgb '#444444'\n"
        "set ytics scale 0\nset style fill solid 1.0 noborder\n");
}

int figure_add_tics(struct figure *self, const char *axis, double low, double high, double step, bool percent,
                    struct err *err)
{
    struct strbuf *s = &self->job.script, text = {0};
    int decimals = label_decimals(percent ? 100 * step : step), status = ERR_OK;
    double first = ceil(low / step - 1e-9);

    strbuf_addf(s, "set %stics (", axis);
    for (int i = 0; (first + i) * step <= high + step * 1e-9 && status == ERR_OK; i++) {
        double value = (first + i) * step;
        strbuf_clear(&text);
        if (percent)
            label_percent(&text, value, decimals, self->language);
        else
            label_number(&text, value, decimals, self->language);
        strbuf_add(s, i ? ", " : "");
        status = gnuplot_quote_tic(s, strbuf_text(&text), err);
        strbuf_addf(s, " %.12g", value);
    }
    strbuf_addf(s, ") font '%s,%.2f'\n", font_name, figure_font(self, 22));
    strbuf_free(&text);
    return status;
}

static int open_beside(struct outfile *file, const char *path, const char *suffix, const struct strbuf *text,
                       bool overwrite, struct err *err)
{
    struct strbuf name = {0};
    int status;

    strbuf_addf(&name, "%s%s", path, suffix);
    status = strbuf_status(&name, err);
    if (status == ERR_OK)
        status = outfile_open(file, strbuf_text(&name), overwrite, err);
    if (status == ERR_OK)
        outfile_write(file, strbuf_text(text), text->length);
    strbuf_free(&name);
    return status;
}

int figure_write(struct figure *self, const char *path, bool overwrite, struct err *err)
{
    struct outfile files[3] = {0};
    char *image = NULL;
    size_t length = 0;
    int status = strbuf_status(&self->job.script, err);

    if (status == ERR_OK)
        status = outfile_open(&files[0], path, overwrite, err);
    if (status == ERR_OK)
        status = open_beside(&files[1], path, ".alt.txt", &self->description, overwrite, err);
    if (status == ERR_OK)
        status = open_beside(&files[2], path, ".csv", &self->csv, overwrite, err);
    if (status == ERR_OK)
        status = gnuplot_render(&self->job, self->format, strbuf_text(&self->headline),
                                strbuf_text(&self->description), &image, &length, err);
    if (status == ERR_OK) {
        outfile_write(&files[0], image, length);
        status = outfile_commit_all(files, 3, err);
    }
    for (int i = 0; i < 3; i++)
        outfile_free(&files[i]);
    free(image);
    return status;
}

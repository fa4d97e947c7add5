/* Figures of a report: those of bassin plot, as inline SVG, twice: for a desktop or
 * paper, and for a phone. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/cli/cmd.h"
#include "sim/cli/plotdata.h"
#include "sim/cli/report.h"
#include "sim/cli/subcommand.h"
#include "stats/output/page.h"

/* Hundredths of a centimetre of the figure as a PNG; an SVG pixel is two of them. */
static const struct layout_size {
    const char *class;
    int width, height[3]; /* by kind */
} sizes[] = {
    {"wide", 1700, {[REPORT_FAN] = 950, [REPORT_COMPARISON] = 850, [REPORT_PROFILE] = 1500}},
    {"narrow", 800, {[REPORT_FAN] = 900, [REPORT_COMPARISON] = 950, [REPORT_PROFILE] = 1500}},
};

static int (*const drawers[])(struct plot_context *, struct err *) = {
    [REPORT_FAN] = plot_fan, [REPORT_COMPARISON] = plot_scenarios, [REPORT_PROFILE] = plot_profile};
static const char *const kinds[] = {"fan", "scenarios", "profile"};

static int add_option(struct words *words, const char *name, const char *value, struct err *err)
{
    return value ? words_add_option(words, name, value, err) : ERR_OK;
}

static int make_words(const struct report *self, const struct report_figure_choice *c, struct words *words,
                      struct err *err)
{
    char year[16];
    int status = words_add(words, "plot", err);

    snprintf(year, sizeof year, "%d", c->year);
    if (status == ERR_OK)
        status = words_add_option(words, "lang", self->language, err);
    if (status == ERR_OK)
        status = add_option(words, "metric", c->metric, err);
    if (status == ERR_OK)
        status = add_option(words, "scope", c->scope, err);
    if (status == ERR_OK)
        status = add_option(words, "scenario", c->scenario, err);
    if (status == ERR_OK)
        status = add_option(words, "indicator", c->indicators, err);
    if (status == ERR_OK)
        status = add_option(words, "year", c->year ? year : NULL, err);
    if (status == ERR_OK)
        status = words_add(words, "--", err);
    if (status == ERR_OK)
        status = words_add(words, kinds[c->kind], err);
    if (status == ERR_OK)
        status = words_add(words, c->path, err);
    return status == ERR_OK && c->targets ? words_add(words, c->targets, err) : status;
}

static int add_one(struct report *self, const struct opts *opts, enum report_figure kind,
                   const struct layout_size *size, struct strbuf *description, struct err *err)
{
    struct figure figure;
    struct plot_context context = {
        .opts = opts, .language = self->language, .figure = &figure, .problems = &self->problems};
    char *image = NULL, prefix[32];
    size_t length;
    int status;

    snprintf(prefix, sizeof prefix, "f%d%c", self->num_figures, size->class[0]);
    figure_init(&figure, IMAGE_SVG, self->language, size->width, size->height[kind]);
    status = drawers[kind](&context, err);
    if (status == ERR_OK)
        status = gnuplot_render(&figure.job, IMAGE_SVG, strbuf_text(&figure.headline),
                                strbuf_text(&figure.description), &image, &length, err);
    if (status == ERR_OK)
        status = page_add_svg(&self->html, image, prefix, size->class, err);
    strbuf_clear(description);
    strbuf_add(description, strbuf_text(&figure.description));
    free(image);
    figure_free(&figure);
    return status;
}

/* What the figure shows, in words. */
static void add_description(struct report *self, const char *text)
{
    struct strbuf *out = &self->html;

    strbuf_add(out, "<details><summary>");
    strbuf_add(out, report_say(self, "Les chiffres de la figure", "The figures of the chart"));
    strbuf_add(out, "</summary>\n");
    page_element(out, "pre", NULL, text);
    strbuf_add(out, "</details>\n");
}

int report_add_figure(struct report *self, const struct report_figure_choice *choice, struct err *err)
{
    struct words words = {0};
    struct opts opts = {0};
    struct strbuf description = {0};
    int status = make_words(self, choice, &words, err);

    self->num_figures++;
    if (status == ERR_OK)
        status = opts_parse(&opts, "plot", cmd_plot.options, (int)words.num_items, words.items, err);
    strbuf_add(&self->html, "<figure>\n");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && status == ERR_OK; i++)
        status = add_one(self, &opts, choice->kind, &sizes[i], &description, err);
    if (status == ERR_OK)
        add_description(self, strbuf_text(&description));
    strbuf_add(&self->html, "</figure>\n");
    opts_free(&opts);
    words_free(&words);
    strbuf_free(&description);
    return status;
}

/* Figures of a report: those of bassin plot, as inline SVG, twice: for a desktop or
 * paper, and for a phone. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/cli/cmd.h"
#include "sim/cli/plotdata.h"
#include "sim/cli/report.h"
#include "sim/cli/subcommand.h"
#include "stats/base/outfile.h"
#include "stats/output/page.h"

/* Hundredths of a centimetre of the figure as a PNG; an SVG pixel is two of them. */
static const struct layout_size {
    const char *class;
    int width, height[NUM_REPORT_FIGURES]; /* by kind; charts of rows set their own height */
} sizes[] = {
    {"wide",
     1700,
     {[REPORT_FAN] = 950,
      [REPORT_COMPARISON] = 850,
      [REPORT_PROFILE] = 1500,
      [REPORT_FUNNEL] = 1000,
      [REPORT_WATERFALL] = 1000,
      [REPORT_TORNADO] = 1000}},
    {"narrow",
     800,
     {[REPORT_FAN] = 900,
      [REPORT_COMPARISON] = 950,
      [REPORT_PROFILE] = 1500,
      [REPORT_FUNNEL] = 1000,
      [REPORT_WATERFALL] = 1000,
      [REPORT_TORNADO] = 1000}},
};

static const struct kind {
    const char *name;
    int (*draw)(struct plot_context *context, struct err *err);
} kinds[NUM_REPORT_FIGURES] = {
    [REPORT_FAN] = {"fan", plot_fan},
    [REPORT_COMPARISON] = {"scenarios", plot_scenarios},
    [REPORT_PROFILE] = {"profile", plot_profile},
    [REPORT_FUNNEL] = {"funnel", plot_funnel},
    [REPORT_WATERFALL] = {"waterfall", plot_waterfall},
    [REPORT_TORNADO] = {"tornado", plot_tornado},
};

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
        status = words_add(words, kinds[c->kind].name, err);
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
    status = kinds[kind].draw(&context, err);
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

/* Whether the results have what a figure shows: a dry run, without gnuplot. */
static bool is_possible(const struct report *self, const struct opts *opts, enum report_figure kind)
{
    struct problems problems = {0};
    struct err ignored = {0};
    struct figure figure;
    struct plot_context context = {
        .opts = opts, .language = self->language, .figure = &figure, .problems = &problems};

    figure_init(&figure, IMAGE_SVG, self->language, sizes[0].width, sizes[0].height[kind]);
    bool possible = kinds[kind].draw(&context, &ignored) == ERR_OK;
    figure_free(&figure);
    problems_free(&problems);
    return possible;
}

static int add_both(struct report *self, const struct opts *opts, enum report_figure kind, struct err *err)
{
    struct strbuf description = {0};
    int status = ERR_OK;

    self->num_figures++;
    strbuf_add(&self->html, "<figure>\n");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && status == ERR_OK; i++)
        status = add_one(self, opts, kind, &sizes[i], &description, err);
    if (status == ERR_OK)
        add_description(self, strbuf_text(&description));
    strbuf_add(&self->html, "</figure>\n");
    strbuf_free(&description);
    return status;
}

int report_add_figure(struct report *self, const struct report_figure_choice *choice, struct err *err)
{
    struct words words = {0};
    struct opts opts = {0};
    int status = make_words(self, choice, &words, err);

    if (status == ERR_OK)
        status = opts_parse(&opts, "plot", cmd_plot.options, (int)words.num_items, words.items, err);
    if (status == ERR_OK && (!choice->is_optional || is_possible(self, &opts, choice->kind)))
        status = add_both(self, &opts, choice->kind, err);
    opts_free(&opts);
    words_free(&words);
    return status;
}

int report_add_focus_figure(struct report *self, enum report_figure kind, const char *file,
                            const char *metric, struct err *err)
{
    char *path = outfile_join(self->folder, file, err);
    struct report_figure_choice choice = {.kind = kind,
                                          .path = path,
                                          .metric = metric,
                                          .scenario = self->focus,
                                          .is_optional = kind != REPORT_FAN};
    int status = path ? report_add_figure(self, &choice, err) : ERR_LIMIT;

    free(path);
    return status;
}

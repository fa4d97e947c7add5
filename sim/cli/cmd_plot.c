/* bassin plot: results to figures. */
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/listing.h"
#include "sim/cli/message.h"
#include "sim/cli/needs.h"
#include "sim/cli/plotdata.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/outfile.h"

static const struct option_spec options[] = {
    {'o', "output", "FILE",
     "the figure, .png, .svg or .pdf; FILE.alt.txt (a text for those who\n"
     "cannot see it) and FILE.csv (the plotted data) are written beside it"},
    {'m', "metric", "NAME",
     "fan, scenarios: what to show (default industry_stock); waterfall: which\n"
     "net it ends with; tornado: of which objective"},
    {0, "scope", "SCOPE", "figures of a projection: for whom (default all)"},
    {'s', "scenario", "NAME",
     "figures of one scenario: which (default: the first with something to\n"
     "show); funnel: one, or two such as announced,doubled"},
    {'y', "year", "YEAR",
     "scenarios, funnel, waterfall, tornado: which year (default: that of the\n"
     "objective, or the last); map, scatter: which year (default: the last);\n"
     "scatter: -y NAME is --y-indicator"},
    {'t', "territory", "CODE",
     "territory, profile, shiftshare, trend: which territory (default: the\n"
     "first of the file); map, scatter: those that stand out, with their\n"
     "names"},
    {'i', "indicator", "NAMES",
     "territory, profile: which shares (default: all, at most 14); map, trend:\n"
     "which indicator"},
    {0, "parents", "LEVELS", "territory, trend: which parents (default ze,reg,fr)"},
    {'l', "level", "LEVEL", "map, scatter: which level (default: the only one of the file)"},
    {'c', "contours", "FILE",
     "map: GeoJSON of the territories, plain or gzip (default: those shipped);\n"
     "a second one: of the level above, whose borders are drawn"},
    {0, "code-field", "NAME", "map: property that holds the codes (default: found by their form)"},
    {0, "borders", "LEVEL", "map: whose borders are drawn over it: dep, reg or none (default reg)"},
    {0, "zoom", "LEVEL:CODE", "map: only what lies in this territory, such as reg:27 or dep:25"},
    {0, "classes", "HOW",
     "map: quantile (default), equal or jenks, with :N for N classes (default\n"
     "5), or breaks such as 10,12.5,15 (per cent for shares)"},
    {0, "palette", "NAME", "map: auto (default), sequential or diverging (around zero)"},
    {'x', "x-indicator", "NAME", "scatter: the indicator from left to right"},
    {0, "y-indicator", "NAME", "scatter: the indicator from bottom to top"},
    {0, "bubbles", "NAME", "scatter: the area of the signs shows this indicator, such as population"},
    {0, "fit", NULL, "scatter: draw the line of least squares and state its R²"},
    {0, "size", "NAME", "a4 (default), slide (16:9, larger type) or web"},
    {0, "title", "TEXT", "headline, instead of the one made from the data"},
    {0, "subtitle", "TEXT", "subtitle, likewise"},
    {0, "source", "TEXT", "source line, likewise"},
    {0, "script", "DIR",
     "also keep the gnuplot script and its data in this folder, to change the\n"
     "figure by hand: cd DIR && gnuplot -d plot.gp"},
    {0, "lang", "fr|en", "language (default en)"},
    {0, NULL, NULL, NULL},
};

const struct figure_kind figure_kinds[] = {
    {"fan", "PROJECTION.csv",
     "one scenario over the years: median and bands of 50, 80 and 90 % of the cases"},
    {"scenarios", "PROJECTION.csv [TARGETS.csv]",
     "all scenarios in one year, with the objective and the probability of reaching it"},
    {"funnel", "PROJECTION.csv",
     "the chain from places to a job in industry in the territory, one scenario or two"},
    {"waterfall", "PROJECTION.csv",
     "from gross to net: people placed, what would be there anyway, what is displaced"},
    {"ramp", "PROJECTION.csv", "places open and filled, year by year, of each measure"},
    {"tornado", "DRIVERS.csv",
     "what an objective depends on: its mean where each assumption is low and where it is high"},
    {"territory", "INDICATORS.csv", "shares of a territory beside those of its parents, with intervals"},
    {"profile", "PROFILE.csv", "shares of a territory beside comparable ones, its région and France"},
    {"shiftshare", "SHIFTSHARE.csv", "growth of jobs by sector and what it is made of"},
    {"map", "INDICATORS.csv", "an indicator of all territories of a level on a map, by class"},
    {"trend", "INDICATORS.csv", "an indicator of a territory over the years, beside its parents"},
    {"scatter", "INDICATORS.csv", "two indicators of all territories of a level against each other"},
    {NULL, NULL, NULL},
};

static const struct kind {
    const char *name;
    int width, height; /* hundredths of a centimetre */
    size_t most_files;
    int (*draw)(struct plot_context *context, struct err *err);
} kinds[] = {
    {"fan", 1700, 1000, 1, plot_fan},
    {"scenarios", 1700, 950, 2, plot_scenarios},
    {"funnel", 1700, 1000, 1, plot_funnel},
    {"waterfall", 1700, 1000, 1, plot_waterfall},
    {"ramp", 1700, 1000, 1, plot_ramp},
    {"tornado", 1700, 1000, 1, plot_tornado},
    {"territory", 1700, 1500, 1, plot_territory},
    {"profile", 1700, 1500, 1, plot_profile},
    {"shiftshare", 1700, 1500, 1, plot_shiftshare},
    {"map", 1700, 1300, 1, plot_map},
    {"trend", 1700, 950, 1, plot_trend},
    {"scatter", 1700, 1150, 1, plot_scatter},
};

/* "fan, scenarios, ..." */
static void list_kinds(struct strbuf *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        strbuf_addf(out, "%s%s", i ? ", " : "", kinds[i].name);
}

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static const char *suggest_kind(char out[SUGGESTION_SIZE], const char *word)
{
    const char *names[sizeof kinds / sizeof kinds[0]];

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        names[i] = kinds[i].name;
    return suggest(out, word, names, sizeof kinds / sizeof kinds[0]);
}

/* Keeps the script where the user wants it. */
static int save_script(const struct plot_context *context, enum image_format format, struct err *err)
{
    const char *folder = opts_text(context->opts, "script", NULL);
    int status = folder ? outfile_make_folder(folder, err) : ERR_OK;

    if (status == ERR_OK && folder != NULL)
        status = gnuplot_save(&context->figure->job, format, folder, opts_has(context->opts, "force"), err);
    return status;
}

static int draw(struct plot_context *context, const struct kind *kind, const char *path, struct err *err)
{
    static const char *const sizes[] = {"a4", "slide", "web", NULL};
    enum image_format format = image_format_of(path);
    int size, status = opts_choice(context->opts, "size", sizes, 0, &size, err);

    if (status != ERR_OK)
        return status;
    figure_init(context->figure, format, context->language, kind->width, kind->height);
    if (size != SIZE_A4)
        figure_set_size(context->figure, (enum figure_size)size);
    status = kind->draw(context, err);
    if (status == ERR_OK)
        status = figure_write(context->figure, path, opts_has(context->opts, "force"), err);
    if (status == ERR_OK)
        status = save_script(context, format, err);
    figure_free(context->figure);
    return status;
}

static const struct kind *check_kind(const struct opts *opts, struct err *err)
{
    const struct kind *kind = find_kind(opts->arguments[0]);
    char near[SUGGESTION_SIZE];
    struct strbuf names = {0};

    if (kind == NULL) {
        list_kinds(&names);
        err_set(err, ERR_USAGE, "unknown figure '%s': expected one of %s%s", opts->arguments[0],
                strbuf_text(&names), suggest_kind(near, opts->arguments[0]));
        strbuf_free(&names);
    } else if (opts->num_arguments > kind->most_files + 1)
        err_set(err, ERR_USAGE,
                translate_count("a figure '%s' takes at most %zu file",
                                "a figure '%s' takes at most %zu files", kind->most_files),
                kind->name, kind->most_files);
    return kind;
}

/* All that is wrong with the command line, at once. */
static int check_arguments(const struct opts *opts, const struct kind **kind, struct err *err)
{
    struct needs needs = {0};
    const char *path = opts_text(opts, "output", NULL);
    const char *expected = N_("a kind of figure ('bassin list figures') and a result file");

    needs_argument_files(&needs, opts, 1);
    if (opts->num_arguments > 0)
        *kind = check_kind(opts, needs_next(&needs));
    opts_expect_arguments(opts, 2, 3, expected, needs_next(&needs));
    needs_option(&needs, opts, "output", N_("-o FILE is needed: the figure to write"));
    if (path != NULL && image_format_of(path) == NUM_IMAGE_FORMATS)
        err_set(needs_next(&needs), ERR_USAGE, "the output '%s' must end in .png, .svg or .pdf", path);
    return needs_status(&needs, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct problems problems = {0};
    struct figure figure;
    struct plot_context context = {.figure = &figure, .opts = opts, .problems = &problems};
    const char *path = opts_text(opts, "output", NULL);
    const struct kind *kind = NULL;
    int status = check_arguments(opts, &kind, err);

    if (status == ERR_OK)
        status = dataopts_language(opts, &context.language, err);
    if (status == ERR_OK)
        status = draw(&context, kind, path, err);
    if (status == ERR_OK)
        message_note("wrote %s", path);
    message_problems(&problems);
    problems_free(&problems);
    return status;
}

const struct command cmd_plot = {
    .name = "plot",
    .group = "Figures",
    .summary = "draw a figure of a projection or of a diagnosis",
    .arguments =
        "fan PROJECTION.csv [options] -o FILE\n   or: bassin plot scenarios PROJECTION.csv [TARGETS.csv] "
        "[options] -o FILE\n   or: bassin plot funnel|waterfall|ramp PROJECTION.csv [options] -o FILE\n"
        "   or: bassin plot tornado DRIVERS.csv [options] -o FILE\n   or: bassin plot territory "
        "INDICATORS.csv [options] -o FILE\n"
        "   or: bassin plot profile PROFILE.csv [options] -o FILE\n"
        "   or: bassin plot shiftshare SHIFTSHARE.csv [options] -o FILE\n"
        "   or: bassin plot map INDICATORS.csv [options] -o FILE\n"
        "   or: bassin plot trend INDICATORS.csv [options] -o FILE\n"
        "   or: bassin plot scatter INDICATORS.csv -x NAME -y NAME [options] -o FILE",
    .details = "fan: one scenario over the years, median and bands of 50, 80 and 90 % of the cases.\n"
               "scenarios: all scenarios in one year, with the objective and the probability of\n"
               "reaching it. funnel: how many are left from places to a job in industry in the\n"
               "territory, one scenario or two. waterfall: from gross to net, by means, which add up:\n"
               "what would be there anyway, what is displaced; -m names the net (industry_net,\n"
               "industry_hires_net_total, industry_additional, employed_additional or\n"
               "territory_additional). ramp: places open and filled each year, of all and of each\n"
               "measure. tornado: what an objective depends on, from 'bassin project --drivers': its\n"
               "mean in the quarter of the draws in which an assumption is lowest and in that in which\n"
               "it is highest. territory: shares of a territory beside those of its parents, with\n"
               "intervals. profile: the same beside ten comparable territories ('bassin indicators\n"
               "--profile diagnosis'). shiftshare: the sectors whose effects weigh most ('bassin\n"
               "shiftshare', the first method of the file).\n"
               "map: an indicator of all territories of a level ('bassin indicators --territory all\n"
               "--parents none'), by class, on contours in Lambert-93; overseas in insets. trend: an\n"
               "indicator over the years ('--year all'), beside the parents; counts as an index. scatter:\n"
               "two indicators of the territories of a level; names beside the marked and the outlying\n"
               "ones. The headline states the finding; --title replaces it. On a slide figures with rows\n"
               "show six unless --indicator chooses. Needs gnuplot.\n",
    .examples = "  bassin plot fan out/projection.csv -m industry_additional --lang fr -o fan.png\n"
                "  bassin plot scenarios out/projection.csv out/targets.csv -m certified_total -o s.pdf\n"
                "  bassin plot funnel out/projection.csv -s announced,doubled -o funnel.png\n"
                "  bassin plot tornado out/drivers.csv -m certified_total -o tornado.pdf\n"
                "  bassin plot territory montbeliard.csv --lang fr -o territory.svg\n"
                "  bassin plot shiftshare montbeliard-sectors.csv -o sectors.png\n"
                "  bassin indicators -l epci -t all --parents none -i unemployment_census -o epci.csv\n"
                "  bassin plot map epci.csv --territory 200065647 --zoom reg:27 -o map.png\n"
                "  bassin plot scatter zones.csv -x industry_share_posts -y unemployment_census --fit \\\n"
                "      --bubbles population --size slide -o zones.png\n",
    .options = options,
    .run = run,
};

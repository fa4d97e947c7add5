/* bassin geography: the published tables of territories to the canonical ones. */
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/contourwrite.h"
#include "sim/cli/message.h"
#include "stats/base/catalogue.h"
#include "stats/base/text.h"
#include "stats/data/geobuild.h"

static const struct option_spec options[] = {
    {0, "communes", "FILE", "INSEE, table d'appartenance géographique, sheet COM"},
    {0, "arrondissements", "FILE", "the same, sheet ARM (Paris, Lyon, Marseille)"},
    {0, "zones", "FILE", "the same, sheet of the labels of zones"},
    {0, "industry", "FILE", "ANCT, EPCI of the Territoires d'industrie"},
    {0, "population", "PANEL", "panel of level com with p_pop: sizes of communes"},
    {0, "vintage", "DATE", "date of the communes, YYYY-MM-DD"},
    {0, "events", "FILE", "INSEE, mouvements de communes: write the table of events instead"},
    {0, "contours", "FILE", "GeoJSON of territories (plain or gzip): write it with fewer corners"},
    {'l', "level", "LEVEL", "contours: level of the territories: epci, ze, dep, reg"},
    {0, "tolerance", "METRES", "contours: how far a border may move (default 500)"},
    {0, "code-field", "NAME", "contours: property that holds the codes (default: by their form)"},
    {0, "table", "FILE", "contours: the territories to keep (default: the table shipped)"},
    {'o', "output", "FILE", "where to write (default: standard output)"},
    {0, NULL, NULL, NULL},
};

static int build(const struct opts *opts, struct outfile *file, struct problems *problems, struct err *err)
{
    struct geobuild_sources sources = {
        .communes = opts_text(opts, "communes", NULL),
        .arrondissements = opts_text(opts, "arrondissements", NULL),
        .zones = opts_text(opts, "zones", NULL),
        .industry = opts_text(opts, "industry", NULL),
        .population = opts_text(opts, "population", NULL),
        .vintage = opts_text(opts, "vintage", NULL),
    };
    const char *events = opts_text(opts, "events", NULL);

    if (opts_has(opts, "contours"))
        return contourwrite_run(opts, file, problems, err);
    if (events != NULL)
        return geobuild_events(events, file, problems, err);
    if (sources.communes == NULL || sources.zones == NULL || sources.vintage == NULL)
        return err_set(err, ERR_USAGE,
                       "--communes, --zones and --vintage are needed (or --events, or --contours)");
    if (!text_is_date(sources.vintage))
        return err_set(err, ERR_USAGE, "--vintage is '%s', expected a date such as 2022-01-01",
                       sources.vintage);
    return geobuild_geography(&sources, file, problems, err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct problems problems = {0};
    struct outfile file = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no file", err);

    if (status == ERR_OK)
        status = outfile_open(&file, opts_text(opts, "output", "-"), opts_has(opts, "force"), err);
    if (status == ERR_OK)
        status = build(opts, &file, &problems, err);
    message_problems(&problems);
    if (status == ERR_OK)
        status = problems_status(&problems, _("the published tables"), err);
    if (status == ERR_OK)
        status = outfile_commit(&file, err);
    outfile_free(&file);
    problems_free(&problems);
    return status;
}

const struct command cmd_geography = {
    .name = "geography",
    .group = "Data",
    .summary = "make the table of territories, or of their events, from published tables",
    .arguments =
        "--communes FILE --zones FILE --vintage DATE [options]\n   or: bassin geography --events FILE "
        "[-o FILE]\n   or: bassin geography --contours FILE --level LEVEL [-o FILE]",
    .details =
        "Writes the geography table that 'bassin import' needs: every commune with its\n"
        "intercommunality (epci), employment zone (ze), département (dep), région (reg)\n"
        "and Territoire d'industrie (ti), then the names of these zones. With --events it\n"
        "writes the communes that merged, changed code or became several, with dates. With --contours\n"
        "it writes contours for maps with fewer corners: the border of two neighbours stays one\n"
        "line, small islands are left out, small gaps and overlaps between neighbours are closed.\n",
    .examples = "  bassin geography --communes COM.csv.gz --arrondissements ARM.csv \\\n"
                "      --zones ZONES.csv.gz --vintage 2022-01-01 -o geography.csv\n"
                "  bassin geography --events v_mvt_commune_2026.csv.gz -o events.csv\n",
    .options = options,
    .run = run,
};

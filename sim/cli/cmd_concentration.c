/* bassin concentration: which sectors are concentrated, and which settle together? */
#include "sim/cli/cmd.h"
#include "sim/cli/concentration.h"
#include "sim/cli/resulttable.h"

static const struct option_spec options[] = {
    {'l', "level", "LEVEL", "level of the territories (shipped sectors: ze)"},
    {'i', "indicator", "NAME",
     "location quotients whose sectors are measured: location_quotient\n"
     "(default) or location_quotient_a5"},
    {0, "prefix", "PREFIX", "or: all variables of this prefix, in panels of your own"},
    {0, "total", "VARIABLE", "all jobs (default: as the indicator; with --prefix, their sum)"},
    {'y', "year", "YEAR", "year of the jobs (default: the last that the level has)"},
    {'m', "measure", "NAMES",
     "hoover, gini, gini_area, gini_normalised, theil, eg_g, hhi,\n"
     "equivalent (default: all)"},
    {0, "first", "N", "territories to name, those with most of the sector (default 3)"},
    {0, "pairs", NULL, "coagglomeration of all pairs of sectors"},
    {0, "group", "NAMES", "coagglomeration of these sectors"},
    {0, "plants", "FILE", "a list of plants: agglomeration net of their sizes"},
    {0, "sizes", "heads|bands", "sizes of plants: heads, or bands of the register Sirene"},
    {0, "columns", "NAMES", "columns of the list (default territory,sector,size)"},
    {0, "plants-level", "LEVEL", "level of the codes in the list (default com)"},
    {0, "sector-length", "N", "first characters of the sector to keep (default: all)"},
    {0, "reference", "all|plants",
     "with --plants, spread of all jobs: all, from the panel (default), or\n"
     "plants, those of the list"},
    {0, "allow-unmatched", "CODES", "codes of the list that may match no territory, or 'all'"},
    {0, "events", "FILE", "merged communes (default: the table shipped)"},
    {0, "dart", "N", "jobs that settle together, for intervals and chance (default 1)"},
    {0, "draws", "N", "draws of the Monte-Carlo, 0 for none (default 500)"},
    {0, "confidence", "P", "confidence of the intervals (default 0.95)"},
    {0, "seed", "N", "seed of the draws (default 1)"},
    {'j', "threads", "N", "threads (default: all processors); results do not depend on it"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    DATA_OPTION_SPECS,
    CSV_STYLE_OPTION_SPEC,
    {0, NULL, NULL, NULL},
};

/* Options that mean something with (or without) a list of plants only. */
static int check_kinds(const struct opts *opts, struct err *err)
{
    static const char *const of_plants[] = {"sizes",     "columns",         "plants-level", "sector-length",
                                            "reference", "allow-unmatched", "events"};
    static const char *const of_panels[] = {"measure", "first", "dart"};
    static const char *const of_sectors[] = {"measure", "first"};
    bool with_plants = opts_has(opts, "plants");
    bool of_groups = opts_has(opts, "pairs") || opts_has(opts, "group");
    int status = ERR_OK;

    for (size_t i = 0; i < sizeof of_plants / sizeof of_plants[0] && status == ERR_OK; i++)
        if (!with_plants && opts_has(opts, of_plants[i]))
            status = err_set(err, ERR_USAGE, "--%s goes with --plants", of_plants[i]);
    for (size_t i = 0; i < sizeof of_panels / sizeof of_panels[0] && status == ERR_OK; i++)
        if (with_plants && opts_has(opts, of_panels[i]))
            status = err_set(err, ERR_USAGE, "--%s does not go with --plants", of_panels[i]);
    for (size_t i = 0; i < sizeof of_sectors / sizeof of_sectors[0] && status == ERR_OK; i++)
        if (of_groups && opts_has(opts, of_sectors[i]))
            status = err_set(err, ERR_USAGE, "--%s does not go with --pairs and --group", of_sectors[i]);
    if (status == ERR_OK && opts_has(opts, "pairs") && opts_has(opts, "group"))
        status = err_set(err, ERR_USAGE, "--pairs and --group: give one of them");
    return status;
}

static int read_numbers(struct concentration *self, struct err *err)
{
    int64_t draws = 0, seed = 0, first = 0;
    int status = opts_integer(self->opts, "draws", 500, 0, 1000000, &draws, err);

    if (status == ERR_OK && draws > 0 && draws < 100)
        status = err_set(err, ERR_USAGE, "--draws is %d, expected 0 or at least 100", (int)draws);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "seed", 1, 0, INT64_C(1) << 53, &seed, err);
    if (status == ERR_OK)
        status = opts_integer(self->opts, "first", 3, 0, 1000, &first, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "dart", 1, 1, 1e6, &self->dart, err);
    if (status == ERR_OK)
        status = opts_number(self->opts, "confidence", 0.95, 0.5, 0.9999, &self->confidence, err);
    self->draws = (int)draws;
    self->seed = (uint64_t)seed;
    self->num_first = (int)first;
    return status;
}

static int read_options(struct concentration *self, struct err *err)
{
    int status = territoryopts_level(self->opts, &self->level, err);

    if (status == ERR_OK && self->level == LEVEL_FR)
        status = err_set(err, ERR_USAGE, "--level fr: concentration is between territories");
    if (status == ERR_OK)
        status = check_kinds(self->opts, err);
    if (status == ERR_OK)
        status = opts_year(self->opts, "year", &self->year, err);
    if (status == ERR_OK)
        status = read_numbers(self, err);
    return status == ERR_OK ? opts_threads(self->opts, &self->threads, err) : status;
}

static int write_table(struct concentration *self, struct err *err)
{
    bool of_groups = opts_has(self->opts, "pairs") || opts_has(self->opts, "group");
    int status;

    if (opts_has(self->opts, "plants"))
        return concentration_write_plants(self, err);
    status = sector_table_read(self, true, err);
    if (status != ERR_OK)
        return status;
    return (of_groups ? concentration_write_pairs : concentration_write_sectors)(self, err);
}

static int run_job(struct concentration *self, struct result_table *table, struct err *err)
{
    bool with_plants = opts_has(self->opts, "plants");
    int style, status = read_options(self, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(self->opts, &style, err);
    if (status == ERR_OK)
        status = (with_plants ? data_context_open_events : data_context_open)(&self->data, self->opts, err);
    if (status == ERR_OK)
        status = result_table_open(table, self->opts, style, err);
    if (status != ERR_OK)
        return status;
    self->out = &table->csv;
    return result_table_close(table, write_table(self, err), err);
}

static int run(const struct opts *opts, struct err *err)
{
    struct concentration job = {.opts = opts};
    struct result_table table = {0};
    int status = opts_expect_arguments(opts, 0, 0, "no argument (a list of plants goes with --plants)", err);

    if (status == ERR_OK)
        status = run_job(&job, &table, err);
    result_table_free(&table);
    sector_table_free(&job.table);
    data_context_free(&job.data);
    return status;
}

const struct command cmd_concentration = {
    .name = "concentration",
    .group = "Diagnosis",
    .summary = "measure which sectors are concentrated, and which settle together",
    .arguments = "--level LEVEL [options]",
    .details = "For every sector, how its jobs are spread over the territories, against all jobs:\n"
               "Hoover, locational Gini (0 to 1; its area, 0 to 0.5; over its largest value), Theil, G of\n"
               "Ellison and Glaeser; and by itself Herfindahl with the equivalent number of territories.\n"
               "A small sector looks concentrated by chance: 'chance' is what as many jobs thrown at\n"
               "random give (territory j with the share x_j of all jobs), p how often they give as much,\n"
               "'corrected' the value without that part, low and high its interval. Jobs come by whole\n"
               "plants: --dart 20 throws them twenty at a time, 1 is much too sure of itself.\n"
               "Territories without a figure are left out of a sector and counted as 'missing', unless\n"
               "their other sectors add up to all jobs: then it has none there.\n"
               "--plants takes plants into account, which counts of jobs cannot: one row a plant with\n"
               "territory, sector, size; gamma of Ellison and Glaeser (0 without agglomeration, above\n"
               "0.05 strong) and of Maurel and Sédillot. z and p are against no agglomeration at all;\n"
               "low and high hold chance and sizes known by band only (size_sd is the part of sizes,\n"
               "drawn within a band in 1/size²; 53 taken to end at 40,000). List all plants of a sector.\n"
               "--pairs and --group: gamma_c, above 0 where sectors settle together; of a pair of\n"
               "totals it is the index of Ellison, Glaeser and Kerr.\n",
    .examples = "  bassin concentration --level ze --measure hoover,gini --dart 20\n"
                "  bassin concentration --level ze --group ch,ck,cl\n"
                "  bassin concentration --level ze --plants plants.csv --sizes bands --sector-length 2 \\\n"
                "      --columns commune,naf,trancheEffectifs\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

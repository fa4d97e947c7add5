#include "sim/cli/list_territories.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/paths.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/message.h"
#include "sim/cli/suggest.h"
#include "sim/cli/territorysearch.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"
#include "stats/base/text.h"

struct job {
    const struct opts *opts;
    struct strbuf name;
    bool levels[NUM_LEVELS];
    struct geography geography;
    struct territory_matches matches;
};

static int read_levels(struct job *self, struct err *err)
{
    struct text_list list;
    char near[SUGGESTION_SIZE];
    int status = opts_list(self->opts, "level", &list, err);

    for (int l = 0; l < NUM_LEVELS; l++)
        self->levels[l] = list.num_items == 0;
    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++) {
        enum level level = level_find(list.items[i], strlen(list.items[i]));
        if (level == NUM_LEVELS)
            status =
                err_set(err, ERR_USAGE, "--level: '%s' is not one of com, epci, ze, ti, dep, rze, reg, fr%s",
                        list.items[i], suggest_level(near, list.items[i]));
        else
            self->levels[level] = true;
    }
    text_list_free(&list);
    return status;
}

static int read_options(struct job *self, struct err *err)
{
    int status = read_levels(self, err);

    for (size_t i = 1; i < self->opts->num_arguments; i++)
        strbuf_addf(&self->name, "%s%s", i > 1 ? " " : "", self->opts->arguments[i]);
    if (status == ERR_OK && self->name.length == 0 && !opts_has(self->opts, "level"))
        status = err_set(err, ERR_USAGE,
                         "expected a name, or a part of one ('bassin list territories montbeliard'), or "
                         "--level LEVEL for all territories of a level");
    return status == ERR_OK ? strbuf_status(&self->name, err) : status;
}

static int read_geography(struct job *self, struct err *err)
{
    const char *given = opts_text(self->opts, "geography", NULL);
    char *shipped = given ? NULL : paths_dataset("geography/geography-2022.csv", err);
    struct problems problems = {0};
    int status = given || shipped ? ERR_OK : ERR_IO;

    if (status == ERR_OK)
        status = geography_read(&self->geography, given ? given : shipped, NULL, &problems, err);
    if (status == ERR_OK)
        status = problems_status(&problems, given ? given : shipped, err);
    message_problems(&problems);
    problems_free(&problems);
    free(shipped);
    return status;
}

static int search(struct job *self, struct err *err)
{
    const char *name = strbuf_text(&self->name);
    int status = territory_search(&self->matches, &self->geography, self->levels, name, err);

    if (status != ERR_OK || self->matches.num_items > 0)
        return status;
    const char *near = territory_nearest(&self->geography, self->levels, name);
    return err_set(err, ERR_DATA, "no territory of the geography of %s has '%s' in its name%s%s%s",
                   self->geography.vintage, name, near ? _(" (did you mean '") : "", near ? near : "",
                   near ? _("'?)") : "");
}

static const struct zone *zone_of(const struct job *self, size_t match)
{
    const struct territory_match *m = &self->matches.items[match];

    return &self->geography.levels[m->level].items[m->zone];
}

/* NaN where no commune of it has a number, whose sum would be 0. */
static double population_of(const struct job *self, size_t match)
{
    const struct zone *zone = zone_of(self, match);
    bool is_sum = self->matches.items[match].level != LEVEL_COM;

    return self->geography.knows_population && !(is_sum && zone->population == 0) ? zone->population
                                                                                  : (double)NAN;
}

/* ---- for people ---------------------------------------------------------------------------- */

static void add_padded(struct strbuf *out, const char *text, size_t width)
{
    text_add_cell(out, text, width, SIZE_MAX);
    strbuf_add(out, "  ");
}

static size_t widest_name(const struct job *self)
{
    size_t widest = 0;

    for (size_t i = 0; i < self->matches.num_items; i++) {
        size_t length = text_num_characters(zone_of(self, i)->name);
        widest = length > widest ? length : widest;
    }
    return widest;
}

static void add_population(struct strbuf *out, double population)
{
    char digits[NUMBER_TEXT_SIZE] = "";

    if (!isnan(population))
        number_format_integer((int64_t)(population + 0.5), digits);
    strbuf_addf(out, "%10s", digits);
}

static void write_lines(const struct job *self, struct outfile *file)
{
    size_t width = widest_name(self);
    bool knows = self->geography.knows_population;
    struct strbuf line = {0};

    for (size_t i = 0; i < self->matches.num_items; i++) {
        const struct territory_match *m = &self->matches.items[i];
        const struct zone *zone = zone_of(self, i);
        strbuf_clear(&line);
        add_padded(&line, level_name(m->level), 4);
        add_padded(&line, zone->code, 9);
        add_padded(&line, zone->name, width);
        if (knows)
            add_population(&line, population_of(self, i));
        strbuf_add(&line, knows ? "  " : "");
        territory_parents_text(&line, &self->geography, m->level, m->zone);
        while (line.length > 0 && line.text[line.length - 1] == ' ')
            line.text[--line.length] = '\0';
        outfile_text(file, strbuf_text(&line));
        outfile_text(file, "\n");
    }
    strbuf_free(&line);
}

/* ---- for programs -------------------------------------------------------------------------- */

static void write_table(const struct job *self, struct csvout *out)
{
    static const char *const names[] = {"level", "code", "name", "population", "communes", "epci",
                                        "ze",    "ti",   "dep",  "reg",        NULL};
    static const enum level parents[] = {LEVEL_EPCI, LEVEL_ZE, LEVEL_TI, LEVEL_DEP, LEVEL_REG};

    csvout_header(out, names);
    for (size_t i = 0; i < self->matches.num_items; i++) {
        const struct zone *zone = zone_of(self, i);
        enum level level = self->matches.items[i].level;
        csvout_text(out, level_name(level));
        csvout_text(out, zone->code);
        csvout_text(out, zone->name);
        csvout_number(out, population_of(self, i), 0);
        csvout_integer(out, (int64_t)zone->num_communes);
        for (size_t k = 0; k < sizeof parents / sizeof parents[0]; k++) {
            size_t parent = level < parents[k] ? zone->parents[parents[k]] : NO_ZONE;
            csvout_text(out, parent != NO_ZONE ? self->geography.levels[parents[k]].items[parent].code : "");
        }
        csvout_end(out);
    }
}

static int write_matches(struct job *self, bool is_text, int style, struct err *err)
{
    struct result_table table = {0};
    int status = result_table_open(&table, self->opts, is_text ? 0 : style, err);

    if (status == ERR_OK) {
        if (is_text)
            write_lines(self, &table.file);
        else
            write_table(self, &table.csv);
        status = result_table_close(&table, status, err);
    }
    result_table_free(&table);
    return status;
}

int list_territories(const struct opts *opts, struct err *err)
{
    static const char *const formats[] = {"text", "csv", NULL};
    struct job job = {.opts = opts};
    const char *output = opts_text(opts, "output", "-");
    bool is_table = text_ends_with(output, ".csv") || text_ends_with(output, ".xlsx");
    int format, style, status = opts_choice(opts, "format", formats, is_table, &format, err);

    if (status == ERR_OK)
        status = dataopts_csv_style(opts, &style, err);
    if (status == ERR_OK)
        status = read_options(&job, err);
    if (status == ERR_OK)
        status = read_geography(&job, err);
    if (status == ERR_OK)
        status = search(&job, err);
    if (status == ERR_OK)
        status = write_matches(&job, format == 0 && !result_table_is_workbook(output), style, err);
    territory_matches_free(&job.matches);
    geography_free(&job.geography);
    strbuf_free(&job.name);
    return status;
}

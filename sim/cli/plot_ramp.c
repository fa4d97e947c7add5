/* Figure of the places as they open and fill, year by year, for all and for each measure. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/plotnames.h"
#include "sim/cli/resultset.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

enum { MAX_ROWS = 7, MAX_ON_SLIDE = 4, MAX_YEARS = 60 };

struct ramp_plot {
    const char *path, *scenario;
    struct table table;
    struct plot_names names;
    const char *scopes[MAX_ROWS]; /* all first */
    int num_scopes, num_more;
    int first_year, num_years;
    struct ramp_point points[MAX_ROWS][MAX_YEARS];
    struct strbuf labels[MAX_ROWS][MAX_YEARS];
    struct strbuf texts[MAX_ROWS][4]; /* name, note, value, range */
    struct ramp_row rows[MAX_ROWS];
};

static double number_of(const struct ramp_plot *self, const char *scope, int year, const char *metric,
                        const char *column)
{
    size_t row = result_set_row(&self->table, self->scenario, scope, year, metric);

    return row < self->table.num_rows ? plot_number(&self->table, row, column) : NAN;
}

/* ---- which scenario, scopes and years --------------------------------------------------------- */

static int choose_scenario(struct ramp_plot *self, const char *asked, const char *scope, struct err *err)
{
    const struct table *t = &self->table;

    for (size_t row = 0; row < t->num_rows && self->scenario == NULL; row++)
        if (plot_row_is(t, row, "metric", "seats") && plot_row_is(t, row, "scope", scope) &&
            plot_number(t, row, "q95") > 0 && (asked == NULL || plot_row_is(t, row, "scenario", asked)))
            self->scenario = plot_text(t, row, "scenario");
    if (self->scenario == NULL)
        return err_set(
            err, ERR_DATA,
            "'%s' has no open place (metric seats) in the scope '%s'%s%s: choose a scenario with a "
            "measure, and run it with all metrics",
            self->path, scope, asked ? _(", scenario ") : "", asked ? asked : "");
    if (isnan(number_of(self, scope, 0, "trainee_years", "q50")))
        return err_set(err, ERR_DATA,
                       "'%s' lacks the metric trainee_years, which fills the places: run the pack with "
                       "all metrics",
                       self->path);
    return ERR_OK;
}

/* The most places of a scope in any year. */
static double size_of(const struct ramp_plot *self, const char *scope)
{
    const struct table *t = &self->table;
    double most = 0;

    for (size_t row = 0; row < t->num_rows; row++)
        if (plot_row_is(t, row, "scenario", self->scenario) && plot_row_is(t, row, "scope", scope) &&
            plot_row_is(t, row, "metric", "seats"))
            most = fmax(most, plot_number(t, row, "q50"));
    return most;
}

static bool is_known(const struct ramp_plot *self, const char *scope)
{
    for (int i = 0; i < self->num_scopes; i++)
        if (strcmp(self->scopes[i], scope) == 0)
            return true;
    return false;
}

/* The measures, those with the most places first, as many rows as there is room for; one alone is the same
 * as all. */
static void add_measures(struct ramp_plot *self, int most)
{
    const struct table *t = &self->table;
    const char *before = "";

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *scope = plot_text(t, row, "scope");
        if (!plot_row_is(t, row, "scenario", self->scenario) || !text_starts_with(scope, "measure:") ||
            strchr(scope, '/') != NULL || strcmp(scope, before) == 0 || is_known(self, scope))
            continue;
        before = scope;
        int at = self->num_scopes;
        while (at > 1 && size_of(self, scope) > size_of(self, self->scopes[at - 1]))
            at--;
        self->num_more += self->num_scopes == most;
        if (at == most)
            continue;
        self->num_scopes += self->num_scopes < most;
        memmove(self->scopes + at + 1, self->scopes + at,
                (size_t)(self->num_scopes - at - 1) * sizeof *self->scopes);
        self->scopes[at] = scope;
    }
    if (self->num_scopes == 2)
        self->num_scopes = 1;
}

static int choose_years(struct ramp_plot *self, struct err *err)
{
    const struct table *t = &self->table;
    double first = INFINITY, last = -INFINITY;

    for (size_t row = 0; row < t->num_rows; row++)
        if (plot_row_is(t, row, "scenario", self->scenario) &&
            plot_row_is(t, row, "scope", self->scopes[0]) && plot_row_is(t, row, "metric", "seats")) {
            first = fmin(first, plot_number(t, row, "year"));
            last = fmax(last, plot_number(t, row, "year"));
        }
    self->first_year = (int)first;
    self->num_years = (int)(last - first) + 1;
    if (self->num_years > MAX_YEARS)
        return err_set(err, ERR_LIMIT, "'%s' has more than %d years", self->path, MAX_YEARS);
    return ERR_OK;
}

/* ---- rows and texts --------------------------------------------------------------------------- */

static struct ramp_point point_of(const struct ramp_plot *self, const char *scope, int year)
{
    return (struct ramp_point){.year = year,
                               .places = number_of(self, scope, year, "seats", "q50"),
                               .places_low = number_of(self, scope, year, "seats", "q05"),
                               .places_high = number_of(self, scope, year, "seats", "q95"),
                               .filled = number_of(self, scope, year, "trainee_years", "q50"),
                               .filled_low = number_of(self, scope, year, "trainee_years", "q05"),
                               .filled_high = number_of(self, scope, year, "trainee_years", "q95")};
}

/* The first year in which about as many places are filled as ever, in the median. */
static const struct ramp_point *full_year(const struct ramp_plot *self, int row)
{
    const struct ramp_point *points = self->points[row];
    double most = 0;
    int i = 0;

    for (int year = 0; year < self->num_years; year++)
        most = fmax(most, points[year].filled);
    while (points[i].filled < 0.99 * most)
        i++;
    return &points[i];
}

/* "22 enrolled, 4 places left empty in 2026". */
static void add_intake(struct ramp_plot *self, const struct plot_context *c, int row, int year)
{
    double enrolled = number_of(self, self->scopes[row], year, "enrolled", "q50");
    double unfilled = number_of(self, self->scopes[row], year, "unfilled", "q50");
    struct strbuf *note = &self->texts[row][1];
    bool french = plot_is_french(c);

    if (isnan(enrolled) || isnan(unfilled))
        return;
    plot_add_value(note, enrolled, 1, c->language);
    strbuf_add(note, french ? " entrées, " : " enrolled, ");
    plot_add_value(note, unfilled, 1, c->language);
    strbuf_addf(note, french ? " places vides aux rentrées de %d" : " places left empty at the intakes of %d",
                year);
}

/* "62 of 76 in 2026" and the interval of the first. */
static void add_values(struct ramp_plot *self, const struct plot_context *c, int row)
{
    const struct ramp_point *full = full_year(self, row);
    struct strbuf *texts = self->texts[row];
    bool french = plot_is_french(c);

    plot_add_value(&texts[2], full->filled, 1, c->language);
    strbuf_add(&texts[2], french ? " sur " : " of ");
    plot_add_value(&texts[2], full->places, 1, c->language);
    strbuf_addf(&texts[3], french ? "en %.0f (" : "in %.0f (", full->year);
    plot_add_range(&texts[3], full->filled_low, full->filled_high, 1, c->language);
    strbuf_add_char(&texts[3], ')');
    add_intake(self, c, row, (int)full->year);
}

static int make_row(struct ramp_plot *self, const struct plot_context *c, int row, struct err *err)
{
    struct strbuf *texts = self->texts[row];

    for (int i = 0; i < self->num_years; i++) {
        struct ramp_point *p = &self->points[row][i];
        *p = point_of(self, self->scopes[row], self->first_year + i);
        if (isnan(p->places) || isnan(p->filled))
            return err_set(err, ERR_DATA, "'%s' lacks seats or trainee_years of '%s' in %d", self->path,
                           self->scopes[row], self->first_year + i);
        if (p->places_high > 0 || p->filled_high > 0)
            plot_add_value(&self->labels[row][i], p->filled, 1, c->language);
        p->label = strbuf_text(&self->labels[row][i]);
    }
    if (strcmp(self->scopes[row], "all") == 0)
        strbuf_add(&texts[0], plot_is_french(c) ? "Toutes les places" : "All places");
    else
        plot_names_add_scope(&self->names, self->scopes[row], &texts[0]);
    add_values(self, c, row);
    self->rows[row] = (struct ramp_row){.name = strbuf_text(&texts[0]),
                                        .note = strbuf_text(&texts[1]),
                                        .value = strbuf_text(&texts[2]),
                                        .range = strbuf_text(&texts[3]),
                                        .points = self->points[row]};
    return ERR_OK;
}

static void add_headline(const struct ramp_plot *self, struct plot_context *c)
{
    struct strbuf *h = &c->figure->headline;
    const struct ramp_point *full = full_year(self, 0);
    bool french = plot_is_french(c);

    plot_add_value(h, full->places, 1, c->language);
    strbuf_addf(h,
                french ? " places ouvertes fin %.0f, occupées dans l’année par "
                       : " places open at the end of %.0f, filled over the year by ",
                full->year);
    plot_add_value(h, full->filled, 1, c->language);
    strbuf_add(h, french ? " personnes en moyenne (" : " people on average (");
    plot_add_range(h, full->filled_low, full->filled_high, 1, c->language);
    strbuf_add(h, french ? " dans 90\xC2\xA0% des cas)" : " in 90% of cases)");
}

static void describe(const struct ramp_plot *self, struct plot_context *c)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_headline(self, c);
    plot_scenario_label(c, self->path, self->scenario, &f->subtitle);
    strbuf_add(&f->subtitle, french
                                 ? "\xC2\xA0: médianes\xC2\xA0; à droite, la première année proche du maximum"
                                 : ": medians; at the right, the first year near the maximum");
    plot_add_projection_source(
        c, plot_number(&self->table, 0, "draws"),
        french ? "Traits verticaux : 90\xC2\xA0% des cas. L’année où des places ouvrent, celles "
                 "de la fin de l’année ne servent qu’en partie : la moyenne de l’année leur est "
                 "inférieure même si elles sont pleines."
               : "Vertical lines: 90% of cases. In a year in which places open, those of its "
                 "end serve for part of it: the average of the year is below them even if "
                 "they are full.");
    if (self->num_scopes > 1)
        strbuf_add(&f->source, french ? " Chaque ligne a son échelle." : " Each row has its own scale.");
    if (self->num_more > 0)
        strbuf_addf(&f->source,
                    french ? " %d mesure%s plus petites ou égales ne sont pas montrées à part."
                           : " %d measure%s as small or smaller are not shown apart.",
                    self->num_more, self->num_more > 1 ? "s" : "");
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int row = 0; row < self->num_scopes; row++)
        for (int i = 0; i < self->num_years; i++) {
            const struct ramp_point *p = &self->points[row][i];
            strbuf_addf(&f->description, "%s, %.0f%s ", self->rows[row].name, p->year,
                        french ? "\xC2\xA0:" : ":");
            plot_add_value(&f->description, p->places, 1, c->language);
            strbuf_addf(&f->description,
                        french ? " places en fin d’année, %s occupées en moyenne ("
                               : " places at the end, %s filled on average (",
                        p->label);
            plot_add_range(&f->description, p->filled_low, p->filled_high, 1, c->language);
            strbuf_add(&f->description, french ? " dans 90\xC2\xA0% des cas).\n" : " in 90% of cases).\n");
        }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static void add_csv(const struct ramp_plot *self, struct figure *f)
{
    strbuf_add(&f->csv, "scope,year,places,places_q05,places_q95,filled,filled_q05,filled_q95\n");
    for (int row = 0; row < self->num_scopes; row++)
        for (int i = 0; i < self->num_years; i++) {
            const struct ramp_point *p = &self->points[row][i];
            figure_csv_text(f, self->scopes[row]);
            strbuf_addf(&f->csv, ",%.0f,%.10g,%.10g,%.10g,%.10g,%.10g,%.10g\n", p->year, p->places,
                        p->places_low, p->places_high, p->filled, p->filled_low, p->filled_high);
        }
}

static int draw(struct ramp_plot *self, struct plot_context *c, struct err *err)
{
    bool french = plot_is_french(c);
    struct ramp_chart chart = {
        .rows = self->rows,
        .num_rows = self->num_scopes,
        .num_points = self->num_years,
        .places_key = french ? "places ouvertes à la fin de l’année" : "places open at the end of the year",
        .filled_key = french ? "places occupées en moyenne sur l’année (nombre au-dessus)"
                             : "places filled on average over the year (number above)"};
    int status = ERR_OK;

    for (int row = 0; row < self->num_scopes && status == ERR_OK; row++)
        status = make_row(self, c, row, err);
    if (status != ERR_OK)
        return status;
    describe(self, c);
    add_csv(self, c->figure);
    return chart_ramp(c->figure, &chart, err);
}

static void ramp_free(struct ramp_plot *self)
{
    for (int row = 0; row < MAX_ROWS; row++) {
        for (int i = 0; i < MAX_YEARS; i++)
            strbuf_free(&self->labels[row][i]);
        for (int k = 0; k < 4; k++)
            strbuf_free(&self->texts[row][k]);
    }
    plot_names_free(&self->names);
    table_free(&self->table);
    free(self);
}

int plot_ramp(struct plot_context *c, struct err *err)
{
    struct ramp_plot *self = mem_alloc(1, sizeof *self, err);
    const char *scope = opts_text(c->opts, "scope", NULL);
    int status;

    if (self == NULL)
        return ERR_LIMIT;
    self->path = c->opts->arguments[1];
    status = plot_read_projection(c, self->path, &self->table, err);
    plot_names_init(&self->names, c, self->path);
    if (status == ERR_OK)
        status = choose_scenario(self, opts_text(c->opts, "scenario", NULL), scope ? scope : "all", err);
    if (status == ERR_OK) {
        self->scopes[self->num_scopes++] = scope ? scope : "all";
        if (scope == NULL)
            add_measures(self, c->figure->size == SIZE_SLIDE ? MAX_ON_SLIDE : MAX_ROWS);
        status = choose_years(self, err);
    }
    if (status == ERR_OK)
        status = draw(self, c, err);
    ramp_free(self);
    return status;
}

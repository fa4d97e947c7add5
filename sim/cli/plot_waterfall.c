/* Figure from gross to net: what of the people placed is additional. Means, which add up. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/plotnames.h"
#include "sim/cli/resultset.h"
#include "stats/base/catalogue.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

struct waterfall_plot {
    const char *path, *scenario, *scope, *net; /* net: the metric that the figure ends with */
    struct table table;
    struct plot_names names;
    const char *gross; /* the metric that it begins with */
    int year;
    double current; /* where the last row ends */
    struct waterfall_row rows[CHART_MAX_ROWS];
    struct strbuf texts[CHART_MAX_ROWS][4]; /* name, note, value, range */
    int num_rows;
    bool is_wrong; /* the steps do not add up */
    const char *wrong;
};

/* ---- numbers ---------------------------------------------------------------------------------- */

/* A metric in the year shown; mean NaN where the results do not have it. */
struct amount {
    double mean, low, high;
};

static struct amount amount_of(const struct waterfall_plot *self, const char *metric)
{
    const struct table *t = &self->table;
    size_t row = result_set_row(t, self->scenario, self->scope, self->year, metric);

    if (row == t->num_rows)
        return (struct amount){NAN, NAN, NAN};
    return (struct amount){plot_number(t, row, "mean"), plot_number(t, row, "q05"),
                           plot_number(t, row, "q95")};
}

static bool has(const struct waterfall_plot *self, const char *metric)
{
    return !isnan(amount_of(self, metric).mean);
}

/* Numbers have ten digits in the file. */
static bool is_near(double a, double b, double size)
{
    return fabs(a - b) <= 1e-7 * fmax(1, fabs(size));
}

/* A total is the sum of its years. */
static void check_total(struct waterfall_plot *self, const char *total, const char *flow)
{
    const struct table *t = &self->table;
    double sum = 0;

    for (size_t row = 0; row < t->num_rows; row++)
        if (plot_row_is(t, row, "scenario", self->scenario) && plot_row_is(t, row, "scope", self->scope) &&
            plot_row_is(t, row, "metric", flow) && plot_number(t, row, "year") <= self->year)
            sum += plot_number(t, row, "mean");
    if (has(self, total) && has(self, flow) && !is_near(sum, amount_of(self, total).mean, sum)) {
        self->is_wrong = true;
        self->wrong = total;
    }
}

/* ---- rows ------------------------------------------------------------------------------------- */

/* All rows have as many decimals as the first needs. */
static void add_count(const struct waterfall_plot *self, const struct plot_context *c, double value,
                      struct strbuf *out)
{
    label_number(out, value, self->rows[0].end < 20 ? 1 : 0, c->language);
}

static struct waterfall_row *next_row(struct waterfall_plot *self, const char *name, const char *note)
{
    struct strbuf *texts = self->texts[self->num_rows];
    struct waterfall_row *row = &self->rows[self->num_rows++];

    strbuf_add(&texts[0], name);
    strbuf_add(&texts[1], note);
    *row = (struct waterfall_row){.name = strbuf_text(&texts[0]), .note = strbuf_text(&texts[1])};
    return row;
}

/* A step between two metrics: the results have the means of both, but not their joint law. */
static const char mean_alone_fr[] = "moyenne seule", mean_alone_en[] = "mean only";

static void finish_row(struct waterfall_plot *self, const struct plot_context *c, struct waterfall_row *row,
                       double value, struct amount own)
{
    struct strbuf *texts = self->texts[self->num_rows - 1];
    bool is_down = !row->is_level && value < 0;

    strbuf_add(&texts[2], !row->is_level && value > 0 ? "+" : "");
    add_count(self, c, value, &texts[2]);
    if (!isnan(own.low)) {
        add_count(self, c, is_down ? 0 - own.high : own.low, &texts[3]); /* not -0 */
        strbuf_add(&texts[3], plot_is_french(c) ? " à " : " to ");
        add_count(self, c, is_down ? 0 - own.low : own.high, &texts[3]);
    } else {
        strbuf_add(&texts[3], plot_is_french(c) ? mean_alone_fr : mean_alone_en);
    }
    row->value = strbuf_text(&texts[2]);
    row->range = strbuf_text(&texts[3]);
    self->current = row->end;
}

/* A level: where the steps before it lead. */
static void add_level(struct waterfall_plot *self, const struct plot_context *c, const char *metric,
                      const char *note)
{
    struct amount own = amount_of(self, metric);
    struct waterfall_row *row;

    if (self->num_rows > 0 && !is_near(self->current, own.mean, self->rows[0].end)) {
        self->is_wrong = true;
        self->wrong = metric;
    }
    if (self->num_rows == 0)
        self->gross = metric;
    row = next_row(self, plot_flow_label(c, metric), note);
    row->is_level = true;
    row->end = own.mean;
    row->low = own.low;
    row->high = own.high;
    finish_row(self, c, row, own.mean, own);
}

/* A step of so much; own is the metric whose size it has, for its interval (mean NaN for none). */
static void add_step(struct waterfall_plot *self, const struct plot_context *c, double size,
                     struct amount own, const char *name, const char *note)
{
    struct waterfall_row *row;

    if (isnan(size) || is_near(size, 0, self->rows[0].end))
        return; /* the pack does not have it */
    row = next_row(self, name, note);
    row->begin = self->current;
    row->end = self->current + size;
    row->low = size < 0 ? row->begin - own.high : row->begin + own.low;
    row->high = size < 0 ? row->begin - own.low : row->begin + own.high;
    finish_row(self, c, row, size, own);
}

static const struct amount no_interval = {NAN, NAN, NAN};

/* From all first jobs in industry to those in the territory. */
static void add_placed(struct waterfall_plot *self, const struct plot_context *c)
{
    struct amount placed = amount_of(self, "placed_industry_total");
    struct amount local = amount_of(self, "placed_industry_local_total");
    bool french = plot_is_french(c);

    check_total(self, "placed_industry_total", "placed_industry");
    check_total(self, "placed_industry_local_total", "placed_industry_local");
    add_level(self, c, "placed_industry_total",
              french ? "premiers emplois depuis le début" : "first jobs since the beginning");
    add_step(self, c, local.mean - placed.mean, no_interval,
             french ? "Premier emploi hors du territoire" : "First job outside the territory",
             french ? "fuite" : "leakage");
}

/* Jobs held at the end of the year: what would be there anyway, what has been shifted. */
static void add_jobs(struct waterfall_plot *self, const struct plot_context *c)
{
    struct amount stock = amount_of(self, "industry_stock"),
                  always = amount_of(self, "industry_stock_always");
    struct amount without = amount_of(self, "industry_stock_without"), net = amount_of(self, "industry_net");
    bool french = plot_is_french(c);

    if (has(self, "placed_industry_total") && has(self, "placed_industry_local_total")) {
        add_placed(self, c);
        add_step(self, c, stock.mean - self->current, no_interval,
                 french ? "Départs, pertes et changements d’emploi depuis"
                        : "Moves, job losses and changes of job since",
                 french ? "moins les retours et les arrivées d’autres secteurs"
                        : "less returns and arrivals from other sectors");
    }
    add_level(self, c, "industry_stock", french ? "à la fin de l’année" : "at the end of the year");
    if (has(self, "industry_additional")) {
        struct amount minus = {-always.mean, always.low, always.high};
        add_step(self, c, minus.mean, minus,
                 french ? "Y seraient aussi sans le programme" : "Would be there without the programme too",
                 french ? "effet d’aubaine" : "deadweight");
        add_step(self, c, always.mean - without.mean, no_interval,
                 french ? "Y seraient sans le programme, mais n’y sont pas"
                        : "Would be there without it, but are not",
                 french ? "le programme les mène ailleurs" : "the programme leads them elsewhere");
        add_level(self, c, "industry_additional",
                  french ? "avec le programme moins sans" : "with the programme less without");
    }
    if (strcmp(self->net, "industry_net") == 0) {
        add_step(self, c, net.mean - self->current, no_interval,
                 has(self, "industry_additional")
                     ? (french ? "Déplacement, substitution et multiplicateur"
                               : "Displacement, substitution and multiplier")
                     : (french ? "Aubaine, déplacement, substitution et multiplicateur"
                               : "Deadweight, displacement, substitution and multiplier"),
                 french ? "parts fixées dans assumptions.csv" : "shares set in assumptions.csv");
        add_level(self, c, "industry_net", "");
    }
}

/* Hires into the openings of the territory: who would be hired anyway, who is displaced. */
static void add_hires(struct waterfall_plot *self, const struct plot_context *c)
{
    struct amount displaced = amount_of(self, "displaced_total");
    struct amount net = amount_of(self, "industry_hires_net_total");
    struct amount minus = {-displaced.mean, displaced.low, displaced.high};
    bool french = plot_is_french(c);

    check_total(self, "displaced_total", "displaced");
    check_total(self, "industry_hires_net_total", "industry_hires_net");
    add_placed(self, c);
    if (self->num_rows > 1)
        add_level(self, c, "placed_industry_local_total", "");
    add_step(self, c, net.mean + displaced.mean - self->current, no_interval,
             french ? "Auraient ce premier emploi ou garderaient le leur sans le programme"
                    : "Would have this first job or keep theirs without the programme",
             french ? "effet d’aubaine" : "deadweight");
    add_step(self, c, minus.mean, minus,
             french ? "Autres candidats qui auraient eu ces postes"
                    : "Other seekers who would have had these jobs",
             french ? "déplacement" : "displacement");
    add_level(self, c, "industry_hires_net_total", "");
}

/* People employed, or living, in the territory with and without the programme. */
static void add_with_and_without(struct waterfall_plot *self, const struct plot_context *c, const char *stock,
                                 const char *without)
{
    struct amount same = amount_of(self, without), minus = {-same.mean, same.low, same.high};
    bool french = plot_is_french(c);

    add_level(self, c, stock, french ? "à la fin de l’année" : "at the end of the year");
    add_step(self, c, minus.mean, minus,
             french ? "Les mêmes personnes, sans le programme" : "The same people, without the programme",
             french ? "effet d’aubaine" : "deadweight");
    add_level(self, c, self->net, "");
}

static void add_rows(struct waterfall_plot *self, const struct plot_context *c)
{
    if (strcmp(self->net, "industry_hires_net_total") == 0)
        add_hires(self, c);
    else if (strcmp(self->net, "employed_additional") == 0)
        add_with_and_without(self, c, "employed_stock", "employed_stock_without");
    else if (strcmp(self->net, "territory_additional") == 0)
        add_with_and_without(self, c, "territory_stock", "territory_stock_without");
    else
        add_jobs(self, c);
}

/* ---- which figure ----------------------------------------------------------------------------- */

/* What a figure may end with: the first that the results have is the default. Metrics that it needs. */
static const struct ending {
    const char *net, *needs[6];
} endings[] = {
    {"industry_net", {"industry_stock"}},
    {"industry_hires_net_total", {"placed_industry_total", "placed_industry_local_total", "displaced_total"}},
    {"industry_additional", {"industry_stock", "industry_stock_without", "industry_stock_always"}},
    {"employed_additional", {"employed_stock", "employed_stock_without"}},
    {"territory_additional", {"territory_stock", "territory_stock_without"}},
};
enum { NUM_ENDINGS = sizeof endings / sizeof endings[0] };

/* A scenario with more than zeros in the metric, or NULL; asked: only that one. */
static const char *scenario_with(const struct waterfall_plot *self, const char *net, const char *asked)
{
    const struct table *t = &self->table;

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *scenario = plot_text(t, row, "scenario");
        if (plot_row_is(t, row, "metric", net) && plot_row_is(t, row, "scope", self->scope) &&
            (asked == NULL || strcmp(asked, scenario) == 0) &&
            (plot_number(t, row, "q95") != 0 || plot_number(t, row, "q05") != 0))
            return scenario;
    }
    return NULL;
}

/* The first scenario in which a net is more than zeros; net NULL: any. */
static const char *first_scenario(const struct waterfall_plot *self, const char *net)
{
    size_t first = self->table.num_rows;

    for (int i = 0; i < NUM_ENDINGS; i++) {
        const char *scenario = net == NULL || strcmp(net, endings[i].net) == 0
                                   ? scenario_with(self, endings[i].net, NULL)
                                   : NULL;
        for (size_t row = 0; scenario != NULL && row < first; row++)
            if (plot_row_is(&self->table, row, "scenario", scenario))
                first = row;
    }
    return first < self->table.num_rows ? plot_text(&self->table, first, "scenario") : NULL;
}

static bool is_ending(const char *metric)
{
    for (int i = 0; i < NUM_ENDINGS; i++)
        if (strcmp(metric, endings[i].net) == 0)
            return true;
    return false;
}

static int find_ending(struct waterfall_plot *self, const struct plot_context *c, struct err *err)
{
    const char *net = opts_text(c->opts, "metric", NULL), *asked = opts_text(c->opts, "scenario", NULL);
    const char *scenario = asked ? asked : first_scenario(self, net);

    if (net != NULL && !is_ending(net))
        return err_set(err, ERR_USAGE,
                       "-m '%s': a waterfall ends with industry_net, industry_hires_net_total, "
                       "industry_additional, employed_additional or territory_additional",
                       net);
    for (int i = 0; scenario != NULL && i < NUM_ENDINGS && self->scenario == NULL; i++) {
        if (net != NULL && strcmp(net, endings[i].net) != 0)
            continue;
        self->scenario = scenario_with(self, endings[i].net, scenario);
        self->net = endings[i].net;
    }
    if (self->scenario == NULL)
        return err_set(err, ERR_DATA,
                       "'%s' has no %s above zero%s%s, scope '%s': there is no net beside the gross; set "
                       "additionality to "
                       "'causal' in scenarios.csv of the pack, or give displacement and substitution or the "
                       "industrial openings in assumptions.csv, and run it with all metrics",
                       self->path, net ? net : _("additional or net job"),
                       asked ? _(" in the scenario ") : "", asked ? asked : "", self->scope);
    return ERR_OK;
}

/* The year asked for or the last, and the metrics that the figure needs there. */
static int find_year(struct waterfall_plot *self, const struct plot_context *c, struct err *err)
{
    int64_t year = 0;
    int status = opts_integer(c->opts, "year", 0, 1800, 2300, &year, err);
    size_t row = result_set_row(&self->table, self->scenario, self->scope, (int)year, self->net);

    if (status != ERR_OK)
        return status;
    if (row == self->table.num_rows)
        return err_set(err, ERR_DATA, "'%s' has no year %d of the scenario %s", self->path, (int)year,
                       self->scenario);
    self->year = (int)plot_number(&self->table, row, "year");
    for (int i = 0; i < NUM_ENDINGS; i++)
        for (int k = 0; strcmp(endings[i].net, self->net) == 0 && endings[i].needs[k] != NULL; k++)
            if (!has(self, endings[i].needs[k]))
                return err_set(
                    err, ERR_DATA,
                    "'%s' lacks the metric %s of the scope '%s', which leads to %s: run the pack with "
                    "all metrics",
                    self->path, endings[i].needs[k], self->scope, self->net);
    return ERR_OK;
}

/* ---- texts ------------------------------------------------------------------------------------ */

static void add_headline(struct waterfall_plot *self, struct plot_context *c)
{
    struct strbuf *h = &c->figure->headline;
    const struct waterfall_row *last = &self->rows[self->num_rows - 1];
    bool french = plot_is_french(c), total = plot_is_total(self->net);

    strbuf_addf(h, french ? "Du brut au net\xC2\xA0: sur %s " : "From gross to net: of %s ",
                self->rows[0].value);
    plot_add_metric(c, self->gross, h);
    strbuf_addf(h, ", %s ", last->value);
    plot_add_metric(c, self->net, h);
    strbuf_addf(h, " %s %d (", total ? (french ? "d’ici à" : "by") : (french ? "en" : "in"), self->year);
    strbuf_add(h, last->range);
    strbuf_add(h, french ? " dans 90\xC2\xA0% des cas)" : " in 90% of cases)");
}

static void describe(struct waterfall_plot *self, struct plot_context *c)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_headline(self, c);
    plot_scenario_label(c, self->path, self->scenario, &f->subtitle);
    if (strcmp(self->scope, "all") != 0) {
        strbuf_add(&f->subtitle, ", ");
        plot_names_add_scope(&self->names, self->scope, &f->subtitle);
    }
    strbuf_add(&f->subtitle,
               french ? "\xC2\xA0: moyennes, qui s’additionnent\xC2\xA0; dessous, 90\xC2\xA0% des cas"
                      : ": means, which add up; below them, 90% of cases");
    plot_add_projection_source(
        c, plot_number(&self->table, 0, "draws"),
        french
            ? "Trait noir : 90\xC2\xA0% des cas. « Moyenne seule » : l’étape est la différence de deux "
              "moyennes, "
              "dont les résultats ne donnent pas l’intervalle. Nombres arrondis."
            : "Black line: 90% of cases. “Mean only”: the step is the difference of two means, of which the "
              "results have no interval. Rounded numbers.");
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < self->num_rows; i++) {
        const struct waterfall_row *r = &self->rows[i];
        strbuf_addf(&f->description, "%s%s%s%s%s %s", r->name, r->note[0] ? " (" : "", r->note,
                    r->note[0] ? ")" : "", french ? "\xC2\xA0:" : ":", r->value);
        if (isnan(r->low))
            strbuf_addf(&f->description, " (%s)", r->range);
        else
            strbuf_addf(&f->description,
                        french ? " (%s dans 90\xC2\xA0%% des cas)" : " (%s in 90%% of cases)", r->range);
        strbuf_add(&f->description, ".\n");
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static void add_csv(const struct waterfall_plot *self, struct figure *f)
{
    strbuf_add(&f->csv, "row,kind,begin,end,low,high\n");
    for (int i = 0; i < self->num_rows; i++) {
        const struct waterfall_row *r = &self->rows[i];
        figure_csv_text(f, r->name);
        strbuf_addf(&f->csv, ",%s,%.10g,%.10g,", r->is_level ? "level" : "step", r->begin, r->end);
        if (isnan(r->low))
            strbuf_add(&f->csv, ",\n");
        else
            strbuf_addf(&f->csv, "%.10g,%.10g\n", r->low, r->high);
    }
}

int plot_waterfall(struct plot_context *c, struct err *err)
{
    struct waterfall_plot self = {.path = c->opts->arguments[1], .scope = opts_text(c->opts, "scope", "all")};
    int status = plot_read_projection(c, self.path, &self.table, err);

    plot_names_init(&self.names, c, self.path);
    if (status == ERR_OK)
        status = find_ending(&self, c, err);
    if (status == ERR_OK)
        status = find_year(&self, c, err);
    if (status == ERR_OK) {
        add_rows(&self, c);
        if (self.is_wrong)
            status =
                err_set(err, ERR_DATA,
                        "'%s': the steps from gross to net do not add up to %s in %d; metrics of one run "
                        "do, unless only some means are the twin's (--means twin where a cap binds)",
                        self.path, self.wrong, self.year);
    }
    if (status == ERR_OK) {
        describe(&self, c);
        add_csv(&self, c->figure);
        status = chart_waterfall(c->figure, &(struct waterfall_chart){self.rows, self.num_rows}, err);
    }
    for (int i = 0; i < CHART_MAX_ROWS; i++)
        for (int k = 0; k < 4; k++)
            strbuf_free(&self.texts[i][k]);
    plot_names_free(&self.names);
    table_free(&self.table);
    return status;
}

/* Figure of what drives an objective: the result at the low and the high value of each assumption. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/plotnames.h"
#include "sim/cli/resultset.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

enum { MAX_DRIVERS = 8, MAX_ON_SLIDE = 5 };

struct tornado_plot {
    const char *path;
    struct table table;
    struct plot_names names;
    size_t first; /* the first row of the objective shown */
    size_t found[CHART_MAX_ROWS];
    int num_found, num_more; /* shown, and those left out for room */
    double divisor;
    const char *unit;
    struct tornado_row rows[MAX_DRIVERS];
    struct strbuf texts[MAX_DRIVERS][5]; /* name, whose, low input, high input, share */
};

/* ---- which rows ------------------------------------------------------------------------------- */

static bool is_asked(const struct plot_context *c, const struct table *t, size_t row)
{
    static const char *const options[] = {"scenario", "metric", "scope"};

    for (size_t k = 0; k < sizeof options / sizeof options[0]; k++) {
        const char *asked = opts_text(c->opts, options[k], NULL);
        if (asked != NULL && !plot_row_is(t, row, options[k], asked))
            return false;
    }
    return true;
}

static bool is_same_objective(const struct table *t, size_t a, size_t b)
{
    static const char *const same[] = {"scenario", "metric", "scope"};

    for (size_t k = 0; k < sizeof same / sizeof same[0]; k++)
        if (!plot_row_is(t, a, same[k], plot_text(t, b, same[k])))
            return false;
    return plot_number(t, a, "year") == plot_number(t, b, "year");
}

static int nothing_asked(const struct tornado_plot *self, const struct plot_context *c, struct err *err)
{
    static const char *const options[] = {"metric", "scope", "scenario", "year"};
    const struct table *t = &self->table;
    struct strbuf asked = {0};
    int status;

    for (size_t k = 0; k < sizeof options / sizeof options[0]; k++)
        if (opts_has(c->opts, options[k]))
            strbuf_addf(&asked, "%s%s '%s'", asked.length > 0 ? ", " : "", options[k],
                        opts_text(c->opts, options[k], ""));
    status = err_set(err, ERR_DATA,
                     "'%s' has no driver with %s: bassin project --drivers writes those of the objectives in "
                     "targets.csv of the pack, --drivers-of METRIC:YEAR those of any other result; the first "
                     "row has metric '%s', scope '%s', scenario '%s', year '%.0f'",
                     self->path, strbuf_text(&asked), plot_text(t, 0, "metric"), plot_text(t, 0, "scope"),
                     plot_text(t, 0, "scenario"), plot_number(t, 0, "year"));
    strbuf_free(&asked);
    return status;
}

/* The objective asked for, else the first of the file. */
static int choose(struct tornado_plot *self, const struct plot_context *c, struct err *err)
{
    int64_t year = 0;
    int status = opts_integer(c->opts, "year", 0, 1800, 2300, &year, err);

    self->first = self->table.num_rows;
    for (size_t row = self->table.num_rows; row > 0 && status == ERR_OK; row--)
        if (is_asked(c, &self->table, row - 1) &&
            (year == 0 || (int64_t)plot_number(&self->table, row - 1, "year") == year))
            self->first = row - 1;
    if (status == ERR_OK && self->first == self->table.num_rows)
        return nothing_asked(self, c, err);
    return status;
}

static double span(const struct table *t, size_t row)
{
    return fabs(plot_number(t, row, "high") - plot_number(t, row, "low"));
}

/* The drivers with the widest spans, widest first; of equal ones the first of the file. */
static void collect(struct tornado_plot *self, int most)
{
    for (size_t row = self->first; row < self->table.num_rows; row++) {
        int at = self->num_found;
        if (!is_same_objective(&self->table, row, self->first))
            continue;
        while (at > 0 && span(&self->table, row) > span(&self->table, self->found[at - 1]))
            at--;
        self->num_more += self->num_found == most;
        if (at == most)
            continue;
        self->num_found += self->num_found < most;
        memmove(self->found + at + 1, self->found + at,
                (size_t)(self->num_found - at - 1) * sizeof *self->found);
        self->found[at] = row;
    }
}

/* ---- texts ------------------------------------------------------------------------------------ */

/* A value of an assumption in its unit: "62 %", "0.24 years", "12 400 €". */
static void add_input(const struct plot_context *c, double value, double other, const char *unit,
                      const char *without, struct strbuf *out)
{
    bool french = plot_is_french(c);

    if (isnan(value)) {
        strbuf_add(out, without);
        return;
    }
    if (strcmp(unit, "share") == 0) {
        label_percent(out, value, fabs(value - other) < 0.02 ? 1 : 0, c->language);
        return;
    }
    label_number(out, value, fabs(value) >= 100 ? 0 : fabs(value) >= 10 ? 1 : 2, c->language);
    if (strncmp(unit, "EUR", 3) == 0)
        strbuf_add(out, "\xC2\xA0€");
    else if (strcmp(unit, "years") == 0)
        strbuf_add(out, french ? "\xC2\xA0"
                                 "an"
                               : " year");
    if (strcmp(unit, "years") == 0)
        strbuf_add(out, fabs(value) >= (french ? 2 : 1.005) ? "s" : "");
}

static void make_row(struct tornado_plot *self, const struct plot_context *c, int i)
{
    const struct table *t = &self->table;
    size_t row = self->found[i];
    struct strbuf *texts = self->texts[i];
    const char *unit = plot_text(t, row, "input_unit");
    double low = plot_number(t, row, "input_low"), high = plot_number(t, row, "input_high");
    bool french = plot_is_french(c);

    plot_names_add_driver(&self->names, plot_text(t, row, "driver"), &texts[0], &texts[1]);
    add_input(c, low, high, unit, french ? "faible" : "low", &texts[2]);
    add_input(c, high, low, unit, french ? "forte" : "high", &texts[3]);
    label_percent(&texts[4], plot_number(t, row, "share_of_variance"), 0, c->language);
    self->rows[i] = (struct tornado_row){.name = strbuf_text(&texts[0]),
                                         .note = strbuf_text(&texts[1]),
                                         .low = plot_number(t, row, "low") / self->divisor,
                                         .high = plot_number(t, row, "high") / self->divisor,
                                         .low_input = strbuf_text(&texts[2]),
                                         .high_input = strbuf_text(&texts[3]),
                                         .share = strbuf_text(&texts[4])};
}

static void add_csv(struct tornado_plot *self, struct figure *f)
{
    static const char *const numbers[] = {"input_low",  "input_high",       "low", "high", "low_error",
                                          "high_error", "share_of_variance"};
    const struct table *t = &self->table;

    strbuf_add(&f->csv, "driver,label,input_unit,input_low,input_high,low,high,low_error,high_error,"
                        "share_of_variance\n");
    for (int i = 0; i < self->num_found; i++) {
        figure_csv_text(f, plot_text(t, self->found[i], "driver"));
        strbuf_add_char(&f->csv, ',');
        figure_csv_text(f, self->rows[i].name);
        strbuf_add_char(&f->csv, ',');
        figure_csv_text(f, plot_text(t, self->found[i], "input_unit"));
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            double value = plot_number(t, self->found[i], numbers[k]);
            strbuf_add_char(&f->csv, ',');
            if (!isnan(value))
                strbuf_addf(&f->csv, "%.10g", value);
        }
        strbuf_add_char(&f->csv, '\n');
    }
}

static void add_unit(const struct tornado_plot *self, struct strbuf *out)
{
    if (self->unit[0] != '\0')
        strbuf_addf(out, strchr(self->unit, '%') ? "%s" : " %s", self->unit);
}

/* "opening delay, Stage 2" of row i. */
static void add_name(const struct tornado_plot *self, int i, struct strbuf *out)
{
    strbuf_addf(out, "%s (%s)", self->rows[i].name, self->rows[i].note);
}

static void add_headline(struct tornado_plot *self, struct plot_context *c)
{
    struct strbuf *h = &c->figure->headline;
    const struct tornado_row *first = &self->rows[0];
    const char *metric = plot_text(&self->table, self->first, "metric");
    bool french = plot_is_french(c), total = plot_is_total(metric);
    const char *when = total ? (french ? "d’ici à" : "by") : (french ? "en" : "in");

    c->counted = plot_counted(self->path, plot_text(&self->table, self->first, "scenario"));
    strbuf_addf(h,
                french ? "%s %s %.0f\xC2\xA0: ce qui pèse le plus, «\xC2\xA0"
                       : "%s %s %.0f: what weighs most is “",
                plot_flow_label(c, metric), when, plot_number(&self->table, self->first, "year"));
    add_name(self, 0, h);
    strbuf_add(h, french ? "\xC2\xA0», de " : "”, from ");
    plot_add_value(h, first->low, 1, c->language);
    strbuf_add(h, french ? " (hypothèse faible) à " : " (when low) to ");
    plot_add_value(h, first->high, 1, c->language);
    add_unit(self, h);
    strbuf_add(h, french ? " (forte)" : " (when high)");
}

static void add_subtitle(struct tornado_plot *self, struct plot_context *c)
{
    struct strbuf *s = &c->figure->subtitle;
    const char *scope = plot_text(&self->table, self->first, "scope");

    plot_scenario_label(c, self->path, plot_text(&self->table, self->first, "scenario"), s);
    if (strcmp(scope, "all") != 0) {
        strbuf_add(s, ", ");
        plot_names_add_scope(&self->names, scope, s);
    }
    strbuf_add(s, plot_is_french(c) ? "\xC2\xA0: résultat moyen" : ": mean result");
    if (self->unit[0] != '\0')
        strbuf_addf(s, " (%s)", self->unit + strspn(self->unit, "\xC2\xA0"));
    strbuf_add(s, plot_is_french(c)
                      ? " quand une hypothèse est faible ou forte, toutes les autres restant incertaines"
                      : " when an assumption is low or high, all others staying uncertain");
}

static void add_source(struct tornado_plot *self, struct plot_context *c)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c);

    strbuf_add(
        s, french ? "Source : projection bassin (drivers.csv)\xC2\xA0; hypothèses et sources dans "
                    "assumptions.csv. Aux bouts des barres\xC2\xA0: la valeur moyenne de l’hypothèse. Une "
                    "hypothèse corrélée à d’autres les entraîne avec elle."
                  : "Source: bassin projection (drivers.csv); assumptions and sources in assumptions.csv. "
                    "At the ends of the bars: the mean value of the assumption. An assumption that is "
                    "correlated with others brings them along.");
    if (self->num_more == 1)
        strbuf_add(s, french ? " Une autre hypothèse, de moindre effet, n’est pas montrée."
                             : " One more with a smaller effect is not shown.");
    else if (self->num_more > 1)
        strbuf_addf(s,
                    french ? " %d autres hypothèses, de moindre effet, ne sont pas montrées."
                           : " %d more with smaller effects are not shown.",
                    self->num_more);
}

static void describe(struct tornado_plot *self, struct plot_context *c)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_headline(self, c);
    add_subtitle(self, c);
    add_source(self, c);
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < self->num_found; i++) {
        const struct tornado_row *r = &self->rows[i];
        add_name(self, i, &f->description);
        strbuf_addf(&f->description, french ? "\xC2\xA0: %s donne " : ": %s gives ", r->low_input);
        plot_add_value(&f->description, r->low, 1, c->language);
        strbuf_addf(&f->description, french ? ", %s donne " : ", %s gives ", r->high_input);
        plot_add_value(&f->description, r->high, 1, c->language);
        strbuf_addf(&f->description, french ? "\xC2\xA0; %s de la variance.\n" : "; %s of the variance.\n",
                    r->share);
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static double largest(const struct tornado_plot *self)
{
    double most = 0;

    for (int i = 0; i < self->num_found; i++)
        most = fmax(most, fmax(fabs(plot_number(&self->table, self->found[i], "low")),
                               fabs(plot_number(&self->table, self->found[i], "high"))));
    return most;
}

static int draw(struct tornado_plot *self, struct plot_context *c, struct err *err)
{
    bool french = plot_is_french(c);
    struct strbuf centre = {0};
    struct tornado_chart chart = {.rows = self->rows,
                                  .num_rows = self->num_found,
                                  .low_key = french ? "hypothèse faible (son quart inférieur)"
                                                    : "assumption low (its lowest quarter)",
                                  .high_key = french ? "hypothèse forte (son quart supérieur)"
                                                     : "assumption high (its highest quarter)",
                                  .share_head = french ? "part de la variance" : "share of variance"};
    int status;

    self->unit = plot_unit(c, plot_text(&self->table, self->first, "unit"), largest(self), &self->divisor);
    for (int i = 0; i < self->num_found; i++)
        make_row(self, c, i);
    chart.centre = plot_number(&self->table, self->first, "mean") / self->divisor;
    strbuf_add(&centre, french ? "moyenne\xC2\xA0: " : "mean: ");
    plot_add_value(&centre, chart.centre, 1, c->language);
    chart.centre_label = strbuf_text(&centre);
    describe(self, c);
    add_csv(self, c->figure);
    status = chart_tornado(c->figure, &chart, err);
    strbuf_free(&centre);
    return status;
}

static int no_drivers(const char *path, struct err *err)
{
    return err_set(
        err, ERR_DATA,
        "'%s' has no row: no assumption goes along with an objective beyond chance; objectives are in "
        "targets.csv of the pack, --drivers-of asks for other results, and more draws find weaker drivers",
        path);
}

int plot_tornado(struct plot_context *c, struct err *err)
{
    struct tornado_plot self = {.path = c->opts->arguments[1]};
    int status = result_has_rows(self.path) ? plot_read_table(c, self.path, "drivers", &self.table, err)
                                            : no_drivers(self.path, err);

    plot_names_init(&self.names, c, self.path);
    if (status == ERR_OK)
        status = choose(&self, c, err);
    if (status == ERR_OK) {
        collect(&self, c->figure->size == SIZE_SLIDE ? MAX_ON_SLIDE : MAX_DRIVERS);
        status = draw(&self, c, err);
    }
    for (int i = 0; i < MAX_DRIVERS; i++)
        for (int k = 0; k < 5; k++)
            strbuf_free(&self.texts[i][k]);
    plot_names_free(&self.names);
    table_free(&self.table);
    return status;
}

/* Figures of a projection: the fan of one scenario, the comparison of several. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

/* Which rows of a result file a figure shows. */
struct choice {
    const char *path, *metric, *scope, *scenario;
    const char *unit; /* of the rows found */
    double draws;
};

static bool is_chosen(const struct table *t, size_t row, const struct choice *c)
{
    return plot_row_is(t, row, "metric", c->metric) && plot_row_is(t, row, "scope", c->scope) &&
           (c->scenario == NULL || plot_row_is(t, row, "scenario", c->scenario));
}

static bool has_cell(const struct table *t, const char *column, const char *text)
{
    for (size_t row = 0; row < t->num_rows; row++)
        if (plot_row_is(t, row, column, text))
            return true;
    return false;
}

static int nothing_chosen(const struct choice *c, const struct table *t, struct err *err)
{
    const char *const columns[] = {"metric", "scope", "scenario"};
    const char *const asked[] = {c->metric, c->scope, c->scenario};
    char near[SUGGESTION_SIZE] = "";

    for (int i = 0; i < 3 && near[0] == '\0'; i++)
        if (asked[i] != NULL && !has_cell(t, columns[i], asked[i]))
            suggest_cell(near, asked[i], t, columns[i]);
    return err_set(err, ERR_DATA, "'%s' has no row with metric '%s', scope '%s'%s%s: see its first columns%s",
                   c->path, c->metric, c->scope, c->scenario ? _(" and scenario ") : "",
                   c->scenario ? c->scenario : "", near);
}

/* The scenario asked for, else the first that has anything to show. */
static void choose_scenario(const struct plot_context *self, const struct table *t, struct choice *c)
{
    const char *asked = opts_text(self->opts, "scenario", NULL);

    for (size_t row = 0; row < t->num_rows && asked == NULL; row++)
        if (is_chosen(t, row, c) && plot_number(t, row, "q95") > 0)
            asked = plot_text(t, row, "scenario");
    for (size_t row = 0; row < t->num_rows && asked == NULL; row++)
        if (is_chosen(t, row, c))
            asked = plot_text(t, row, "scenario");
    c->scenario = asked;
}

static struct choice read_choice(const struct plot_context *self, const char *default_metric)
{
    return (struct choice){.path = self->opts->arguments[1],
                           .metric = opts_text(self->opts, "metric", default_metric),
                           .scope = opts_text(self->opts, "scope", "all")};
}

/* ---- fan ---------------------------------------------------------------------------- */

static int collect_fan(const struct table *t, struct choice *c, struct fan_point **points, int *num,
                       struct err *err)
{
    *num = 0;
    *points = mem_alloc(t->num_rows, sizeof **points, err);
    if (*points == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < t->num_rows; row++) {
        if (!is_chosen(t, row, c))
            continue;
        (*points)[(*num)++] = (struct fan_point){plot_number(t, row, "year"), plot_number(t, row, "q05"),
                                                 plot_number(t, row, "q10"),  plot_number(t, row, "q25"),
                                                 plot_number(t, row, "q50"),  plot_number(t, row, "q75"),
                                                 plot_number(t, row, "q90"),  plot_number(t, row, "q95")};
        c->unit = plot_text(t, row, "unit");
        c->draws = plot_number(t, row, "draws");
    }
    return *num > 0 ? ERR_OK : nothing_chosen(c, t, err);
}

static void scale_fan(struct fan_point *points, int num, double divisor)
{
    for (int i = 0; i < num; i++) {
        double *q[] = {&points[i].q05, &points[i].q10, &points[i].q25, &points[i].q50,
                       &points[i].q75, &points[i].q90, &points[i].q95};
        for (int k = 0; k < 7; k++)
            *q[k] /= divisor;
    }
}

/* "2030: median 12, 90 % of cases between 8 and 17." for the alternative text. */
static void add_sentence(struct plot_context *self, const char *label, double year, double median, double low,
                         double high)
{
    struct strbuf *d = &self->figure->description;
    bool french = plot_is_french(self);

    strbuf_add(d, label);
    if (!isnan(year))
        strbuf_addf(d, "%.0f", year);
    strbuf_add(d, french ? " : médiane " : ": median ");
    plot_add_value(d, median, 1, self->language);
    strbuf_add(d, french ? ", 90 % des cas entre " : ", 90% of cases between ");
    plot_add_value(d, low, 1, self->language);
    strbuf_add(d, french ? " et " : " and ");
    plot_add_value(d, high, 1, self->language);
    strbuf_add(d, ".\n");
}

static void describe_fan(struct plot_context *self, const struct choice *c, const struct fan_chart *chart,
                         const char *unit)
{
    const struct fan_point *last = &chart->points[chart->num_points - 1];
    struct figure *f = self->figure;
    bool french = plot_is_french(self);

    self->counted = counted_of_unit(c->unit);
    strbuf_addf(&f->headline, french ? "%s\xC2\xA0: " : "%s: ", plot_metric_label(self, c->metric));
    plot_add_value(&f->headline, last->q50, 1, self->language);
    if (unit[0] != '\0')
        strbuf_addf(&f->headline, strchr(unit, '%') ? "%s" : " %s", unit);
    strbuf_addf(&f->headline, french ? " en %.0f (" : " in %.0f (", last->year);
    plot_add_value(&f->headline, last->q05, 1, self->language);
    strbuf_add(&f->headline, french ? " à " : " to ");
    plot_add_value(&f->headline, last->q95, 1, self->language);
    strbuf_add(&f->headline, french ? " dans 90\xC2\xA0% des cas)" : " in 90% of cases)");
    plot_scenario_label(self, c->path, c->scenario, &f->subtitle);
    if (strcmp(c->scope, "all") != 0) {
        strbuf_add(&f->subtitle, ", ");
        plot_add_scope(self, c->scope, &f->subtitle);
    }
    if (plot_is_difference(c->path))
        strbuf_add(&f->subtitle,
                   french ? ", écart avec le scénario de référence" : ", difference from the reference");
    if (unit[0] != '\0')
        strbuf_addf(&f->subtitle, french ? ", en %s" : ", in %s", unit + strspn(unit, "\xC2\xA0"));
    strbuf_addf(&f->subtitle, french ? ", %.0f à %.0f" : ", %.0f to %.0f", chart->points[0].year, last->year);
    plot_add_projection_source(self, c->draws,
                               french ? "Bandes : 50, 80 et 90\xC2\xA0% des cas."
                                      : "Bands: 50, 80 and 90% of cases.");
    plot_override_texts(self);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < chart->num_points; i++)
        add_sentence(self, "", chart->points[i].year, chart->points[i].q50, chart->points[i].q05,
                     chart->points[i].q95);
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

int plot_fan(struct plot_context *self, struct err *err)
{
    struct choice c = read_choice(self, "industry_stock");
    struct fan_point *points = NULL;
    struct fan_chart chart = {.objective = NAN, .today = NAN};
    struct table table;
    double largest = 0, divisor;
    bool is_difference = plot_is_difference(c.path);
    int num = 0,
        status = plot_read_table(self, c.path, is_difference ? "differences" : "projection", &table, err);

    if (status == ERR_OK) {
        choose_scenario(self, &table, &c);
        status = collect_fan(&table, &c, &points, &num, err);
    }
    if (status == ERR_OK) {
        for (int i = 0; i < num; i++)
            largest = fmax(largest, points[i].q95);
        const char *unit = plot_unit(self, c.unit, largest, &divisor);
        chart.is_share = strcmp(c.unit, "share") == 0;
        if (chart.is_share && is_difference)
            unit = "points";
        scale_fan(points, num, divisor);
        chart.points = points;
        chart.num_points = num;
        describe_fan(self, &c, &chart, unit);
        status = chart_fan(self->figure, &chart, err);
    }
    table_free(&table);
    free(points);
    return status;
}

/* ---- comparison ------------------------------------------------------------------------ */

struct comparison {
    struct choice choice;
    struct table table, targets;
    bool has_targets;
    int year;
    struct comparison_row *rows;
    struct strbuf *labels; /* [num_rows] */
    int num_rows;
    double objective; /* NaN if none */
    size_t objective_row;
    const char *objective_text;
    bool at_least;
};

static int last_year(const struct comparison *c)
{
    double year = 0;

    for (size_t row = 0; row < c->table.num_rows; row++)
        if (is_chosen(&c->table, row, &c->choice))
            year = fmax(year, plot_number(&c->table, row, "year"));
    return (int)year;
}

static bool is_about(const struct comparison *c, size_t row)
{
    return plot_row_is(&c->targets, row, "metric", c->choice.metric) &&
           plot_row_is(&c->targets, row, "scope", c->choice.scope);
}

static bool is_same_objective(const struct comparison *c, size_t a, size_t b)
{
    return is_about(c, a) && is_about(c, b) &&
           plot_number(&c->targets, a, "year") == plot_number(&c->targets, b, "year") &&
           plot_number(&c->targets, a, "value") == plot_number(&c->targets, b, "value") &&
           plot_row_is(&c->targets, a, "operator", plot_text(&c->targets, b, "operator"));
}

static int num_scenarios_with(const struct comparison *c, size_t row)
{
    int num = 0;

    for (size_t other = 0; other < c->targets.num_rows; other++)
        num += is_same_objective(c, row, other);
    return num;
}

/* The objective on the metric and scope shown, in the year asked for or the last that has one;
 * of several in that year the one that most scenarios have. */
static void find_objective(const struct plot_context *self, struct comparison *c, bool year_given)
{
    int most = 0, year = c->year;

    c->objective = NAN;
    for (size_t row = 0; c->has_targets && !year_given && row < c->targets.num_rows; row++)
        if (is_about(c, row) && (most++ == 0 || plot_number(&c->targets, row, "year") > year))
            year = (int)plot_number(&c->targets, row, "year");
    c->year = year;
    most = 0;
    for (size_t row = 0; c->has_targets && row < c->targets.num_rows; row++) {
        int num = num_scenarios_with(c, row);
        if ((int)plot_number(&c->targets, row, "year") != year || num <= most)
            continue;
        most = num;
        c->objective_row = row;
        c->objective = plot_number(&c->targets, row, "value");
        c->objective_text = plot_text(&c->targets, row, plot_is_french(self) ? "label_fr" : "label_en");
        c->at_least = plot_row_is(&c->targets, row, "operator", ">=");
    }
}

/* NaN for a scenario that has not this objective. */
static double probability_of(const struct comparison *c, const char *scenario)
{
    for (size_t row = 0; c->has_targets && !isnan(c->objective) && row < c->targets.num_rows; row++)
        if (is_same_objective(c, row, c->objective_row) &&
            plot_row_is(&c->targets, row, "scenario", scenario))
            return plot_number(&c->targets, row, "probability");
    return NAN;
}

static int by_median(const void *a, const void *b)
{
    const struct comparison_row *x = a, *y = b;

    if (x->q50 != y->q50)
        return x->q50 < y->q50 ? 1 : -1;
    return strcmp(x->label, y->label);
}

/* A scenario that counts other things than the first says so: " (people)". */
static void add_other_noun(const struct plot_context *self, struct comparison *c, const char *unit)
{
    enum counted counted = counted_of_unit(unit);

    if (c->num_rows > 0 && counted != counted_of_unit(c->choice.unit))
        strbuf_addf(&c->labels[c->num_rows], " (%s)", counted_noun(counted, self->language));
}

static int collect_rows(const struct plot_context *self, struct comparison *c, struct err *err)
{
    c->rows = mem_alloc(c->table.num_rows, sizeof *c->rows, err);
    c->labels = mem_alloc(c->table.num_rows, sizeof *c->labels, err);
    if (c->rows == NULL || c->labels == NULL)
        return ERR_LIMIT;
    for (size_t row = 0; row < c->table.num_rows; row++) {
        const struct table *t = &c->table;
        const char *scenario = plot_text(t, row, "scenario");
        if (!is_chosen(t, row, &c->choice) || (int)plot_number(t, row, "year") != c->year)
            continue;
        plot_scenario_label(self, c->choice.path, scenario, &c->labels[c->num_rows]);
        add_other_noun(self, c, plot_text(t, row, "unit"));
        c->rows[c->num_rows] = (struct comparison_row){
            strbuf_text(&c->labels[c->num_rows]), plot_number(t, row, "q05"), plot_number(t, row, "q25"),
            plot_number(t, row, "q50"),           plot_number(t, row, "q75"), plot_number(t, row, "q95"),
            probability_of(c, scenario)};
        c->choice.unit = c->num_rows++ == 0 ? plot_text(t, row, "unit") : c->choice.unit;
        c->choice.draws = plot_number(t, row, "draws");
    }
    if (c->num_rows == 0)
        return nothing_chosen(&c->choice, &c->table, err);
    qsort(c->rows, (size_t)c->num_rows, sizeof *c->rows, by_median);
    return ERR_OK;
}

static void scale_rows(struct comparison *c, double divisor)
{
    for (int i = 0; i < c->num_rows; i++) {
        double *q[] = {&c->rows[i].q05, &c->rows[i].q25, &c->rows[i].q50, &c->rows[i].q75, &c->rows[i].q95};
        for (int k = 0; k < 5; k++)
            *q[k] /= divisor;
    }
    c->objective /= divisor;
}

/* "62 %", or a bound: 100 % and 0 % are for what cannot be otherwise. */
static void add_chance(struct plot_context *self, struct strbuf *h, double probability)
{
    bool french = plot_is_french(self);

    if (probability > 0.99)
        strbuf_add(h, french ? "plus de 99\xC2\xA0%" : "more than 99%");
    else if (probability < 0.01)
        strbuf_add(h, french ? "moins de 1\xC2\xA0%" : "less than 1%");
    else
        label_percent(h, probability, 0, self->language);
}

enum { MAX_FINDINGS = 3 };

/* The finding without an objective: what the first scenario promises. */
static void add_promise(struct plot_context *self, const struct comparison *c)
{
    struct strbuf *h = &self->figure->headline;
    const struct comparison_row *first = &c->rows[0];
    bool french = plot_is_french(self);

    strbuf_addf(h, french ? "%s\xC2\xA0: " : "%s: ", first->label);
    plot_add_value(h, first->q50, 1, self->language);
    strbuf_add(h, " (");
    plot_add_value(h, first->q05, 1, self->language);
    strbuf_add(h, french ? " à " : " to ");
    plot_add_value(h, first->q95, 1, self->language);
    strbuf_add(h, french ? " dans 90\xC2\xA0% des cas)" : " in 90% of cases)");
}

/* The scenario in which the objective is likeliest, apart from those named already and from those
 * in which nothing happens; NULL when none is left. */
static const struct comparison_row *next_likeliest(const struct comparison *c,
                                                   const struct comparison_row *const *named, int num_named)
{
    const struct comparison_row *best = NULL;

    for (int i = 0; i < c->num_rows; i++) {
        const struct comparison_row *r = &c->rows[i];
        bool passed = isnan(r->probability) || (r->q95 == r->q05 && r->q50 == 0);
        for (int k = 0; k < num_named; k++)
            passed = passed || named[k] == r;
        if (!passed && (best == NULL || r->probability > best->probability))
            best = r;
    }
    return best;
}

/* The finding with an objective: how likely each scenario makes it, the likeliest first. */
static void add_chances(struct plot_context *self, const struct comparison *c)
{
    struct strbuf *h = &self->figure->headline;
    const struct comparison_row *named[MAX_FINDINGS];
    bool french = plot_is_french(self);
    int num = 0;

    strbuf_addf(h, french ? "%s\xC2\xA0: " : "%s: ", c->objective_text);
    while (num < MAX_FINDINGS && (named[num] = next_likeliest(c, named, num)) != NULL) {
        strbuf_add(h, num > 0 ? ", " : "");
        add_chance(self, h, named[num]->probability);
        strbuf_addf(h, num > 0 ? " (%s)" : french ? " de chances (%s)" : " chance (%s)", named[num]->label);
        num++;
    }
    if (num == 0)
        strbuf_add(h, french ? "hors d’atteinte" : "out of reach");
}

static void add_finding(struct plot_context *self, const struct comparison *c)
{
    if (isnan(c->objective))
        add_promise(self, c);
    else
        add_chances(self, c);
}

static void describe_comparison(struct plot_context *self, const struct comparison *c, const char *unit)
{
    struct figure *f = self->figure;
    bool french = plot_is_french(self);

    self->counted = counted_of_unit(c->choice.unit);
    add_finding(self, c);
    strbuf_addf(&f->subtitle, french ? "%s, en %d" : "%s, in %d", plot_metric_label(self, c->choice.metric),
                c->year);
    if (unit[0] != '\0')
        strbuf_addf(&f->subtitle, french ? ", en %s" : ", in %s", unit);
    if (strcmp(c->choice.scope, "all") != 0) {
        strbuf_add(&f->subtitle, " (");
        plot_add_scope(self, c->choice.scope, &f->subtitle);
        strbuf_add(&f->subtitle, ")");
    }
    plot_add_projection_source(
        self, c->choice.draws,
        french
            ? "Point : médiane\xC2\xA0; trait épais : 50\xC2\xA0% des cas\xC2\xA0; trait fin : 90\xC2\xA0%."
            : "Dot: median; thick line: 50% of cases; thin line: 90%.");
    plot_override_texts(self);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < c->num_rows; i++) {
        const struct comparison_row *r = &c->rows[i];
        add_sentence(self, r->label, NAN, r->q50, r->q05, r->q95);
        if (!isnan(r->probability)) {
            strbuf_add(&f->description,
                       french ? "Probabilité d’atteindre l’objectif : " : "Probability of the objective: ");
            label_percent(&f->description, r->probability, 1, self->language);
            strbuf_add(&f->description, ".\n");
        }
    }
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static int draw_comparison(struct plot_context *self, struct comparison *c, struct err *err)
{
    struct comparison_chart chart = {.rows = c->rows, .num_rows = c->num_rows};
    struct strbuf objective = {0};
    double largest = 0, divisor;
    bool french = plot_is_french(self);

    for (int i = 0; i < c->num_rows; i++)
        largest = fmax(largest, fmax(fabs(c->rows[i].q95), fabs(c->rows[i].q05)));
    const char *unit = plot_unit(self, c->choice.unit, largest, &divisor);
    scale_rows(c, divisor);
    chart.objective = c->objective;
    if (!isnan(c->objective)) {
        strbuf_add(&objective, french ? (c->at_least ? "objectif : " : "plafond : ")
                                      : (c->at_least ? "objective: " : "ceiling: "));
        plot_add_value(&objective, c->objective, 1, self->language);
    }
    chart.objective_label = strbuf_text(&objective);
    describe_comparison(self, c, unit);
    int status = chart_comparison(self->figure, &chart, err);
    strbuf_free(&objective);
    return status;
}

static void free_comparison(struct comparison *c)
{
    for (int i = 0; i < c->num_rows; i++)
        strbuf_free(&c->labels[i]);
    free(c->labels);
    free(c->rows);
    table_free(&c->table);
    table_free(&c->targets);
}

int plot_scenarios(struct plot_context *self, struct err *err)
{
    struct comparison c = {.choice = read_choice(self, "industry_stock")};
    int64_t year;
    int status = plot_read_table(self, c.choice.path, "projection", &c.table, err);

    if (status == ERR_OK && self->opts->num_arguments > 2) {
        status = plot_read_table(self, self->opts->arguments[2], "targets-results", &c.targets, err);
        c.has_targets = status == ERR_OK;
    }
    if (status == ERR_OK)
        status = opts_integer(self->opts, "year", 0, 1800, 2300, &year, err);
    if (status == ERR_OK) {
        c.year = year ? (int)year : last_year(&c);
        find_objective(self, &c, year != 0);
        status = collect_rows(self, &c, err);
    }
    if (status == ERR_OK)
        status = draw_comparison(self, &c, err);
    free_comparison(&c);
    return status;
}

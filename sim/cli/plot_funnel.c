/* Figure of the chain: how many are left from the places offered to a job in the territory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/plotdata.h"
#include "sim/cli/plotnames.h"
#include "sim/cli/resultset.h"
#include "stats/base/catalogue.h"
#include "stats/output/charts.h"
#include "stats/output/label.h"

/* A stage and the one that it is a share of. */
static const struct stage {
    const char *metric;
    int base; /* index of a stage before, -1 for the first */
    const char *name_fr, *name_en, *of_fr, *of_en;
    const char *firms_fr, *firms_en; /* the name where a scenario counts firms; NULL: the same */
} stages[] = {
    {"enrolled+unfilled", -1, "Places offertes aux rentrées", "Places offered at the intakes", "", "",
     "Places offertes aux entreprises", "Places offered to firms"},
    {"enrolled_total", 0, "Entrées en formation", "Enrolled", "des places offertes", "of the places offered",
     "Entreprises entrées", "Firms that entered"},
    {"completed_total", 1, "Au terme de la formation", "Completed", "des entrées", "of the enrolled",
     "Au terme du programme", "Completed the programme"},
    {"certified_total", 2, "Certifiés", "Certified", "de ceux au terme", "of those who complete",
     "Certifiées", "Certified"},
    {"placed_total", 2, "En emploi à la première observation", "Employed at the first observation",
     "de ceux au terme, certifiés ou non", "of those who complete, certified or not", NULL, NULL},
    {"placed_industry_total", 4, "En emploi dans l’industrie", "Employed in industry", "de ceux en emploi",
     "of the employed", NULL, NULL},
    {"placed_industry_local_total", 5, "En emploi dans l’industrie du territoire",
     "Employed in industry in the territory", "de ceux dans l’industrie", "of those in industry", NULL, NULL},
};
enum { STAGE_PLACES, STAGE_ENROLLED, STAGE_COMPLETED, STAGE_CERTIFIED };
enum { NUM_STAGES = sizeof stages / sizeof stages[0] };

struct funnel_plot {
    const char *path, *scope;
    char names_text[256]; /* --scenario, cut at the comma */
    const char *scenarios[FUNNEL_MAX_SERIES];
    int num_scenarios, year;
    struct table table;
    struct plot_names names;
    int shown[NUM_STAGES], num_shown;
    bool firms;   /* all scenarios shown count firms */
    int num_zero; /* stages left out because nobody reaches them */
    struct strbuf labels[FUNNEL_MAX_SERIES];
    struct strbuf notes[NUM_STAGES], texts[NUM_STAGES][FUNNEL_MAX_SERIES][2];
    struct funnel_row rows[NUM_STAGES];
};

static size_t row_of(const struct funnel_plot *self, int series, int stage)
{
    return result_set_row(&self->table, self->scenarios[series], self->scope, self->year,
                          stages[stage].metric);
}

/* Mean of a flow of the years up to the one shown; NaN when the results lack it. */
static double sum_of(const struct funnel_plot *self, int series, const char *metric)
{
    const struct table *t = &self->table;
    double sum = NAN;

    for (size_t row = 0; row < t->num_rows; row++)
        if (plot_row_is(t, row, "metric", metric) &&
            plot_row_is(t, row, "scenario", self->scenarios[series]) &&
            plot_row_is(t, row, "scope", self->scope) &&
            (self->year == 0 || plot_number(t, row, "year") <= self->year))
            sum = (isnan(sum) ? 0 : sum) + plot_number(t, row, "mean");
    return sum;
}

/* Places offered are those that people took and those left empty: means add up, quantiles do not.
 * Where a place is offered again and again in a year, as where people come at any time, an empty one
 * would count many times: then there is no such number. */
static double places_of(const struct funnel_plot *self, int series, const char *column)
{
    bool is_mean = strcmp(column, "mean") == 0 || strcmp(column, "q50") == 0;
    double offered = sum_of(self, series, "enrolled") + sum_of(self, series, "unfilled");

    return is_mean && offered <= sum_of(self, series, "seats") ? offered : NAN;
}

static double number_of(const struct funnel_plot *self, int series, int stage, const char *column)
{
    if (stage == STAGE_PLACES)
        return places_of(self, series, column);
    size_t row = row_of(self, series, stage);

    return row < self->table.num_rows ? plot_number(&self->table, row, column) : NAN;
}

/* ---- which scenarios, year and stages --------------------------------------------------------- */

/* A scenario with somebody enrolled, or the one asked for. */
static const char *find_scenario(const struct funnel_plot *self, const char *asked)
{
    const struct table *t = &self->table;

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *scenario = plot_text(t, row, "scenario");
        if (plot_row_is(t, row, "metric", stages[STAGE_ENROLLED].metric) &&
            plot_row_is(t, row, "scope", self->scope) && plot_number(t, row, "q95") > 0 &&
            (asked == NULL || strcmp(asked, scenario) == 0))
            return scenario;
    }
    return NULL;
}

static int nobody(const struct funnel_plot *self, const char *asked, struct err *err)
{
    return err_set(
        err, ERR_DATA,
        "'%s' has nobody in %s, scope '%s'%s%s: choose a scenario in which people are trained, and run "
        "it with all metrics",
        self->path, stages[STAGE_ENROLLED].metric, self->scope, asked ? _(", scenario ") : "",
        asked ? asked : "");
}

static int choose_scenarios(struct funnel_plot *self, const struct plot_context *c, struct err *err)
{
    const char *asked = opts_text(c->opts, "scenario", NULL);
    char *rest = self->names_text, *name;

    if (asked == NULL) {
        self->scenarios[self->num_scenarios++] = find_scenario(self, NULL);
        return self->scenarios[0] ? ERR_OK : nobody(self, NULL, err);
    }
    if (strlen(asked) >= sizeof self->names_text)
        return err_set(err, ERR_USAGE, "--scenario: names of one or two scenarios are expected");
    memcpy(self->names_text, asked, strlen(asked) + 1);
    while ((name = strsep(&rest, ",")) != NULL) {
        if (self->num_scenarios == FUNNEL_MAX_SERIES)
            return err_set(err, ERR_USAGE, "--scenario: a funnel shows one scenario or two, side by side");
        self->scenarios[self->num_scenarios] = find_scenario(self, name);
        if (self->scenarios[self->num_scenarios++] == NULL)
            return nobody(self, name, err);
    }
    return ERR_OK;
}

static int choose_year(struct funnel_plot *self, const struct plot_context *c, struct err *err)
{
    int64_t year = 0;
    int status = opts_integer(c->opts, "year", 0, 1800, 2300, &year, err);

    for (int k = 0; k < self->num_scenarios && status == ERR_OK; k++) {
        self->year = (int)year;
        double last = number_of(self, k, STAGE_ENROLLED, "year");
        if (isnan(last))
            return err_set(err, ERR_DATA, "'%s' has no year %d of the scenario %s", self->path, (int)year,
                           self->scenarios[k]);
        year = (int64_t)last;
    }
    self->year = (int)year;
    return status;
}

static bool is_reached(const struct funnel_plot *self, int stage)
{
    for (int k = 0; k < self->num_scenarios; k++)
        if (number_of(self, k, stage, stage == STAGE_PLACES ? "mean" : "q95") > 0)
            return true;
    return false;
}

static bool is_at_hand(const struct funnel_plot *self, int stage)
{
    for (int k = 0; k < self->num_scenarios; k++)
        if (isnan(number_of(self, k, stage, "mean")))
            return false;
    return true;
}

/* Firms have no certificate of their own where all that complete count as certified. */
static bool all_are_certified(const struct funnel_plot *self)
{
    for (int k = 0; k < self->num_scenarios; k++)
        if (number_of(self, k, STAGE_CERTIFIED, "mean") != number_of(self, k, STAGE_COMPLETED, "mean"))
            return false;
    return true;
}

/* Stages that somebody reaches; those at the end that nobody does are said, not drawn. is_crowded: a
 * slide with two scenarios, whose type would be small with one bar more. */
static void choose_stages(struct funnel_plot *self, bool is_crowded)
{
    self->firms = true;
    for (int k = 0; k < self->num_scenarios; k++)
        self->firms = self->firms && plot_counted(self->path, self->scenarios[k]) == COUNTED_FIRMS;
    for (int s = 0; s < NUM_STAGES; s++) {
        if (!is_at_hand(self, s) || (is_crowded && s == STAGE_PLACES) ||
            (self->firms && s == STAGE_CERTIFIED && all_are_certified(self)))
            continue;
        if (is_reached(self, s))
            self->shown[self->num_shown++] = s;
        else
            self->num_zero++;
    }
}

/* ---- texts ------------------------------------------------------------------------------------ */

/* Ratio of the means of a stage and of the one that it is a share of; NaN if none. */
static double rate_of(const struct funnel_plot *self, int series, int stage)
{
    int first = stages[stage].base;
    double base = first < 0 || !is_at_hand(self, first) ? NAN : number_of(self, series, first, "mean");

    return base > 0 ? number_of(self, series, stage, "mean") / base : NAN;
}

static void add_rate(const struct funnel_plot *self, const struct plot_context *c, int stage,
                     struct strbuf *out)
{
    bool french = plot_is_french(c);

    if (stages[stage].base < 0 || isnan(rate_of(self, 0, stage)))
        return;
    for (int k = 0; k < self->num_scenarios; k++) {
        strbuf_add(out, k > 0 ? (french ? " et " : " and ") : "");
        if (isnan(rate_of(self, k, stage)))
            strbuf_add(out, "–");
        else
            label_percent(out, rate_of(self, k, stage), 0, c->language);
    }
    strbuf_addf(out, " %s", french ? stages[stage].of_fr : stages[stage].of_en);
}

/* Where no bar shows the places: how many are open in the year shown. */
static void add_places(const struct funnel_plot *self, const struct plot_context *c, struct strbuf *out)
{
    bool french = plot_is_french(c);

    for (int k = 0; k < self->num_scenarios; k++) {
        size_t row = result_set_row(&self->table, self->scenarios[k], self->scope, self->year, "seats");
        if (row == self->table.num_rows)
            return;
        strbuf_add(out, k > 0 ? (french ? " et " : " and ") : "");
        label_number(out, plot_number(&self->table, row, "q50"), 0, c->language);
    }
    strbuf_addf(out, french ? " places ouvertes fin %d" : " places open at the end of %d", self->year);
}

static void make_row(struct funnel_plot *self, const struct plot_context *c, int i)
{
    int stage = self->shown[i];
    struct funnel_row *row = &self->rows[i];

    add_rate(self, c, stage, &self->notes[i]);
    if (stage == STAGE_ENROLLED && self->notes[i].length == 0)
        add_places(self, c, &self->notes[i]);
    row->name = plot_is_french(c) ? stages[stage].name_fr : stages[stage].name_en;
    if (self->firms && stages[stage].firms_fr != NULL)
        row->name = plot_is_french(c) ? stages[stage].firms_fr : stages[stage].firms_en;
    row->note = strbuf_text(&self->notes[i]);
    for (int k = 0; k < self->num_scenarios; k++) {
        struct strbuf *texts = self->texts[i][k];
        struct funnel_bar *bar = &row->bars[k];
        *bar = (struct funnel_bar){.value = number_of(self, k, stage, "q50"),
                                   .low = number_of(self, k, stage, "q05"),
                                   .high = number_of(self, k, stage, "q95")};
        label_number(&texts[0], bar->value, bar->value < 20 && bar->value != floor(bar->value) ? 1 : 0,
                     c->language);
        if (stage == STAGE_PLACES)
            strbuf_add(&texts[1], plot_is_french(c) ? "moyenne" : "mean");
        else if (bar->low != bar->high)
            plot_add_range(&texts[1], bar->low, bar->high, 1, c->language);
        bar->text = strbuf_text(&texts[0]);
        bar->range = strbuf_text(&texts[1]);
    }
}

/* The row of the people enrolled, from which the finding goes on. */
static int enrolled_row(const struct funnel_plot *self)
{
    return self->shown[0] == STAGE_PLACES ? 1 : 0;
}

/* "of 499 enrolled, 161 employed in industry ... (32%)", of one scenario. */
static void add_finding(const struct funnel_plot *self, struct plot_context *c, int series)
{
    struct strbuf *h = &c->figure->headline;
    int last = self->num_shown - 1, first = enrolled_row(self);
    const char *name = self->rows[last].name;
    double share =
        number_of(self, series, self->shown[last], "mean") / number_of(self, series, STAGE_ENROLLED, "mean");
    bool french = plot_is_french(c);
    const char *entered = self->firms ? (french ? "entreprises entrées" : "firms that entered")
                                      : (french ? "entrées en formation" : "enrolled");

    if (last == first) {
        strbuf_addf(h, "%s %s", self->rows[first].bars[series].text, entered);
        return;
    }
    strbuf_addf(h, french ? "sur %s %s, %s" : "of %s %s, %s", self->rows[first].bars[series].text, entered,
                self->rows[last].bars[series].text);
    if (series == 0)
        strbuf_addf(h, " %c%s", name[0] >= 'A' && name[0] <= 'Z' ? name[0] - 'A' + 'a' : name[0], name + 1);
    strbuf_add(h, " (");
    label_percent(h, share, 0, c->language);
    strbuf_add_char(h, ')');
}

static void add_headline(const struct funnel_plot *self, struct plot_context *c)
{
    struct strbuf *h = &c->figure->headline;
    bool french = plot_is_french(c);

    for (int k = 0; k < self->num_scenarios; k++) {
        strbuf_addf(h, french ? "%s%s\xC2\xA0: " : "%s%s: ", k > 0 ? (french ? "\xC2\xA0; " : "; ") : "",
                    strbuf_text(&self->labels[k]));
        add_finding(self, c, k);
    }
}

/* Places left empty because the people eligible had run out, where the pack has a pool of them. */
static void add_applicants(const struct funnel_plot *self, struct plot_context *c)
{
    struct strbuf *s = &c->figure->source;
    bool french = plot_is_french(c);
    int num = 0;

    for (int k = 0; k < self->num_scenarios; k++) {
        double empty = sum_of(self, k, "without_applicants");
        if (!(empty > 0))
            continue;
        strbuf_add(s, num++ > 0
                          ? (french ? " et " : " and ")
                          : (french ? " Faute de candidats éligibles, " : " For want of eligible people, "));
        plot_add_value(s, round(empty), 1, c->language);
        if (self->num_scenarios > 1)
            strbuf_addf(s, " (%s)", strbuf_text(&self->labels[k]));
    }
    if (num > 0)
        strbuf_add(s, french ? " places sont restées vides à une rentrée, en moyenne."
                             : " places stayed empty at an intake, on average.");
}

static void describe(const struct funnel_plot *self, struct plot_context *c)
{
    struct figure *f = c->figure;
    bool french = plot_is_french(c);

    add_headline(self, c);
    strbuf_addf(&f->subtitle, french ? "Du début à %d" : "From the beginning to %d", self->year);
    if (strcmp(self->scope, "all") != 0) {
        strbuf_add(&f->subtitle, ", ");
        plot_names_add_scope(&self->names, self->scope, &f->subtitle);
    }
    strbuf_add(&f->subtitle,
               french ? "\xC2\xA0: médiane, et 90\xC2\xA0% des cas" : ": median, and 90% of cases");
    plot_add_projection_source(
        c, plot_number(&self->table, 0, "draws"),
        french
            ? "Trait noir : 90\xC2\xA0% des cas. Taux : rapports des moyennes\xC2\xA0; ceux qui sont encore "
              "en "
              "formation ou viennent d’en sortir comptent au dénominateur."
            : "Black line: 90% of cases. Rates: ratios of means, whose denominators hold those who are still "
              "in training or have just left.");
    if (enrolled_row(self) > 0)
        strbuf_add(&f->source,
                   french
                       ? " Places offertes : entrées et places restées vides, aux rentrées depuis le début."
                       : " Places offered: those taken and those left empty, at all intakes so far.");
    add_applicants(self, c);
    if (self->num_zero > 0)
        strbuf_add(&f->source, french ? " Étapes suivantes : personne dans ces résultats."
                                      : " Further stages: nobody in these results.");
    plot_override_texts(c);
    strbuf_addf(&f->description, "%s. %s.\n", strbuf_text(&f->headline), strbuf_text(&f->subtitle));
    for (int i = 0; i < self->num_shown; i++)
        for (int k = 0; k < self->num_scenarios; k++) {
            const struct funnel_bar *b = &self->rows[i].bars[k];
            strbuf_addf(&f->description, "%s, %s%s %s", strbuf_text(&self->labels[k]), self->rows[i].name,
                        french ? "\xC2\xA0:" : ":", b->text);
            if (isnan(b->low))
                strbuf_addf(&f->description, " (%s)", b->range);
            else if (b->range[0] != '\0')
                strbuf_addf(&f->description,
                            french ? " (%s dans 90\xC2\xA0%% des cas)" : " (%s in 90%% of cases)", b->range);
            strbuf_add(&f->description, ".\n");
        }
    for (int i = 0; i < self->num_shown; i++)
        if (self->rows[i].note[0] != '\0')
            strbuf_addf(&f->description, "%s%s %s.\n", self->rows[i].name, french ? "\xC2\xA0:" : ":",
                        self->rows[i].note);
    strbuf_addf(&f->description, "%s\n", strbuf_text(&f->source));
}

static void add_csv(const struct funnel_plot *self, struct figure *f)
{
    strbuf_add(&f->csv, "scenario,stage,metric,median,q05,q95,mean,rate\n");
    for (int k = 0; k < self->num_scenarios; k++)
        for (int i = 0; i < self->num_shown; i++) {
            const struct funnel_bar *b = &self->rows[i].bars[k];
            double rate = rate_of(self, k, self->shown[i]);
            figure_csv_text(f, strbuf_text(&self->labels[k]));
            strbuf_add_char(&f->csv, ',');
            figure_csv_text(f, self->rows[i].name);
            strbuf_addf(&f->csv, ",%s,", stages[self->shown[i]].metric);
            if (isnan(b->low)) /* a mean alone */
                strbuf_add(&f->csv, ",,,");
            else
                strbuf_addf(&f->csv, "%.10g,%.10g,%.10g,", b->value, b->low, b->high);
            strbuf_addf(&f->csv, "%.10g,", number_of(self, k, self->shown[i], "mean"));
            if (!isnan(rate))
                strbuf_addf(&f->csv, "%.10g", rate);
            strbuf_add_char(&f->csv, '\n');
        }
}

static int draw(struct funnel_plot *self, struct plot_context *c, struct err *err)
{
    struct funnel_chart chart = {
        .num_series = self->num_scenarios, .rows = self->rows, .num_rows = self->num_shown};

    for (int k = 0; k < self->num_scenarios; k++) {
        plot_scenario_label(c, self->path, self->scenarios[k], &self->labels[k]);
        chart.series[k] = strbuf_text(&self->labels[k]);
    }
    for (int i = 0; i < self->num_shown; i++)
        make_row(self, c, i);
    describe(self, c);
    add_csv(self, c->figure);
    return chart_funnel(c->figure, &chart, err);
}

static void funnel_free(struct funnel_plot *self)
{
    for (int k = 0; k < FUNNEL_MAX_SERIES; k++)
        strbuf_free(&self->labels[k]);
    for (int i = 0; i < NUM_STAGES; i++) {
        strbuf_free(&self->notes[i]);
        for (int k = 0; k < 2 * FUNNEL_MAX_SERIES; k++)
            strbuf_free(&self->texts[i][k / 2][k % 2]);
    }
    plot_names_free(&self->names);
    table_free(&self->table);
}

int plot_funnel(struct plot_context *c, struct err *err)
{
    struct funnel_plot self = {.path = c->opts->arguments[1], .scope = opts_text(c->opts, "scope", "all")};
    int status = plot_read_projection(c, self.path, &self.table, err);

    plot_names_init(&self.names, c, self.path);
    if (status == ERR_OK)
        status = choose_scenarios(&self, c, err);
    if (status == ERR_OK)
        status = choose_year(&self, c, err);
    if (status == ERR_OK) {
        choose_stages(&self, c->figure->size == SIZE_SLIDE && self.num_scenarios > 1);
        status = draw(&self, c, err);
    }
    funnel_free(&self);
    return status;
}

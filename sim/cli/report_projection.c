/* Scenarios, what they lead to, objectives and costs. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/base/outfile.h"
#include "stats/output/label.h"
#include "stats/output/markup.h"
#include "stats/output/page.h"

enum { COLUMNS_AT_ONCE = 4, MAX_FIGURES = 4 };

static const struct table *scenarios(const struct report *self)
{
    return &self->results.tables[RESULT_SCENARIOS];
}

/* ---- a table of metrics by scenario ----------------------------------------------------------- */

/* counted: what the label of the row says; a cell of something else adds its noun. */
static void add_result(struct report *self, const char *scenario, const char *scope, const char *metric,
                       enum counted counted)
{
    const struct table *t;
    size_t row = report_find(self, scenario, scope, 0, metric, &t);
    struct strbuf text = {0}, range = {0};

    if (t == NULL) {
        report_cell(self, "n", "–", NULL);
        return;
    }
    const char *unit = result_text(t, row, "unit");
    double low = result_number(t, row, "q05"), high = result_number(t, row, "q95");
    report_value(self, &text, result_number(t, row, "q50"), unit);
    if (low != high)
        report_range(self, &range, low, high, unit);
    if ((strcmp(unit, "persons") == 0 || strcmp(unit, "firms") == 0) && counted_of_unit(unit) != counted)
        strbuf_addf(&range, " %s", counted_noun(counted_of_unit(unit), self->language));
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&range));
    strbuf_free(&text);
    strbuf_free(&range);
}

/* Whether any scenario has more than zeros to show. */
static bool says_something(const struct report *self, const char *scope, const char *metric)
{
    for (size_t s = 0; s < scenarios(self)->num_rows; s++) {
        const struct table *t;
        size_t row = report_find(self, result_text(scenarios(self), s, "scenario"), scope, 0, metric, &t);
        if (t != NULL && (result_number(t, row, "q05") != 0 || result_number(t, row, "q95") != 0))
            return true;
    }
    return false;
}

/* A scenario in which nothing happens needs no column beside others. */
static bool is_shown(const struct report *self, const char *name)
{
    const struct table *t;
    size_t row = report_find(self, name, "all", 0, "enrolled_total", &t);

    return t == NULL || result_number(t, row, "q95") > 0 || scenarios(self)->num_rows == 1;
}

static void metric_row(struct report *self, const char *scope, const char *metric, const size_t *shown,
                       size_t num)
{
    const struct table *t = NULL;
    size_t row = 0;
    struct strbuf small = {0};

    for (size_t k = 0; k < num; k++) {
        row = report_find(self, result_text(scenarios(self), shown[k], "scenario"), scope, 0, metric, &t);
        if (t != NULL)
            break;
    }
    if (t == NULL) /* none of these scenarios has it */
        return;
    const char *unit = result_text(t, row, "unit");
    strbuf_addf(&small, "%.0f", result_number(t, row, "year"));
    if (strncmp(unit, "EUR/", 4) == 0)
        strbuf_addf(&small, ", %s", report_unit(self, unit));
    report_begin_row(self, report_metric_of(self, metric, unit), strbuf_text(&small));
    for (size_t k = 0; k < num; k++)
        add_result(self, result_text(scenarios(self), shown[k], "scenario"), scope, metric,
                   counted_of_unit(unit));
    report_end_row(self);
    strbuf_free(&small);
}

/* Metrics (ends with NULL) of all scenarios, a few columns at once. */
static void metric_tables(struct report *self, const char *caption, const char *scope,
                          const char *const *metrics)
{
    size_t shown[COLUMNS_AT_ONCE], next = 0;

    while (next < scenarios(self)->num_rows) {
        const char *columns[COLUMNS_AT_ONCE + 2] = {
            report_say(self, "Médiane ; dessous, l’intervalle de 90 % des cas",
                       "Median; below it, the interval of 90% of cases")};
        struct strbuf heads[COLUMNS_AT_ONCE] = {{0}};
        size_t num = 0;
        for (; next < scenarios(self)->num_rows && num < COLUMNS_AT_ONCE; next++) {
            if (!is_shown(self, result_text(scenarios(self), next, "scenario")))
                continue;
            strbuf_addf(&heads[num], ">%s",
                        report_scenario(self, result_text(scenarios(self), next, "scenario")));
            columns[num + 1] = strbuf_text(&heads[num]);
            shown[num++] = next;
        }
        if (num > 0) {
            report_table(self, caption, columns);
            for (const char *const *metric = metrics; *metric != NULL; metric++)
                if (says_something(self, scope, *metric))
                    metric_row(self, scope, *metric, shown, num);
            report_end_table(self);
        }
        for (size_t k = 0; k < COLUMNS_AT_ONCE; k++)
            strbuf_free(&heads[k]);
    }
}

/* ---- scenarios ------------------------------------------------------------------------------ */

static void scenario_table(struct report *self)
{
    static const char *const french[] = {"Scénario", "Comparé à", "Années", "Ce qui est compté", NULL};
    static const char *const english[] = {"Scenario", "Compared with", "Years", "What is counted", NULL};
    const struct table *t = scenarios(self);
    char years[32];

    report_table(self, report_say(self, "Les scénarios", "The scenarios"), self->french ? french : english);
    for (size_t row = 0; row < t->num_rows; row++) {
        const char *reference = result_text(t, row, "reference");
        bool causal = strcmp(result_text(t, row, "additionality"), "causal") == 0;
        snprintf(years, sizeof years, report_say(self, "%.0f à %.0f", "%.0f to %.0f"),
                 result_number(t, row, "first_year"), result_number(t, row, "last_year"));
        report_begin_row(self, report_scenario(self, result_text(t, row, "scenario")), NULL);
        report_cell(self, NULL, reference[0] ? report_scenario(self, reference) : "–", NULL);
        report_cell(self, NULL, years, NULL);
        report_cell(
            self, NULL,
            causal ? report_say(self,
                                "ce qui arrive, et ce qui serait arrivé aux mêmes personnes sans le "
                                "programme",
                                "what happens, and what would have happened to the same people "
                                "without the programme")
                   : report_say(self, "ce qui arrive, sans comparaison", "what happens, without comparison"),
            NULL);
        report_end_row(self);
    }
    report_end_table(self);
}

/* "octobre 2021" of 2021.75. */
static void add_month(const struct report *self, double date, struct strbuf *out)
{
    static const char *const french[] = {"janvier",   "février", "mars",     "avril",
                                         "mai",       "juin",    "juillet",  "août",
                                         "septembre", "octobre", "novembre", "décembre"};
    static const char *const english[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
    int month = (int)floor((date - floor(date)) * 12 + 0.05);

    month = month > 11 ? 11 : month;
    strbuf_addf(out, "%s %.0f", self->french ? french[month] : english[month], floor(date));
}

static void measure_row(struct report *self, const struct pack_measure *m, enum counted counted)
{
    const char *label = self->french ? m->label_fr : m->label_en;
    struct strbuf text = {0}, small = {0};

    strbuf_add(&small, counted == COUNTED_PEOPLE ? audience_label(m->audience, self->language)
                                                 : counted_noun(counted, self->language));
    report_begin_row(self, label[0] ? label : m->name, strbuf_text(&small));
    add_month(self, m->opening, &text);
    report_cell(self, NULL, strbuf_text(&text), NULL);
    strbuf_clear(&text);
    label_number(&text, m->places * (isnan(m->sites) ? 1 : m->sites), 0, self->language);
    report_cell(self, "n", strbuf_text(&text), NULL);
    strbuf_clear(&text);
    if (!isnan(m->grant_eur))
        report_value(self, &text, m->grant_eur, "EUR");
    report_cell(self, "n", text.length ? strbuf_text(&text) : "–", NULL);
    report_cell(self, NULL, report_translate(self, m->source),
                report_status(self, status_mark_name(m->status)));
    report_end_row(self);
    strbuf_free(&text);
    strbuf_free(&small);
}

enum { MOST_MEASURES = 30 }; /* a longer table says nothing to people */

static void measure_tables(struct report *self)
{
    static const char *const french[] = {"Mesure",      "Ouverture prévue", ">Places",
                                         ">Subvention", "Source",           NULL};
    static const char *const english[] = {"Measure", "Planned opening", ">Places", ">Grant", "Source", NULL};

    for (size_t s = 0; self->has_pack && s < self->model.num_scenarios; s++) {
        const struct scenario *scenario = &self->model.scenarios[s];
        if (scenario->num_measures == 0 || scenario->num_measures > MOST_MEASURES)
            continue;
        report_table(self, report_scenario(self, scenario->row->name), self->french ? french : english);
        for (size_t m = 0; m < scenario->num_measures; m++)
            measure_row(self, scenario->measures[m], scenario->counted);
        report_end_table(self);
    }
}

/* Notes of the pack in one section. */
static void add_notes(struct report *self, const char *section, const char *heading)
{
    bool open = false;

    for (size_t row = 0; self->has_notes && row < self->notes.num_rows; row++) {
        if (strcmp(result_text(&self->notes, row, "section"), section) != 0)
            continue;
        if (!open) {
            report_heading(self, heading);
            strbuf_add(&self->html, "<ul>\n");
        }
        open = true;
        report_element(self, "li", NULL,
                       result_text(&self->notes, row, self->french ? "text_fr" : "text_en"));
    }
    if (open)
        strbuf_add(&self->html, "</ul>\n");
}

static const char *const chain[] = {
    "enrolled_total",         "completed_total", "certified_total",       "raised_total",
    "out_of_below_bac_total", "placed_total",    "placed_industry_total", "industry_stock",
    "industry_additional",    "industry_net",    "refused_total",         "industry_hires_net_total",
    "employed_additional",    "territory_stock", "territory_additional",  NULL};

static int draw_fan(struct report *self, const char *file, const char *metric, struct err *err)
{
    char *path = outfile_join(self->folder, file, err);
    struct report_figure_choice choice = {
        .kind = REPORT_FAN, .path = path, .metric = metric, .scenario = self->focus};
    int status = path ? report_add_figure(self, &choice, err) : ERR_LIMIT;

    free(path);
    return status;
}

/* The figure that says most of the scenario: what is there because of the programme. */
static int draw_outcome(struct report *self, struct err *err)
{
    static const char *const candidates[] = {"industry_additional", "industry_stock", "placed_total",
                                             "certified_total", "enrolled_total"};
    const struct table *t;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        size_t row = report_find(self, self->focus, "all", 0, candidates[i], &t);
        if (t != NULL && result_number(t, row, "q95") > 0)
            return draw_fan(self, result_names[RESULT_PROJECTION], candidates[i], err);
    }
    return ERR_OK;
}

/* ---- the territory with and without ---------------------------------------------------------- */

/* Metrics that are given for territories but not for all: indicators of the territory itself. */
static bool is_of_territory(const struct report *self, const struct table *t, size_t row)
{
    const struct table *other;
    const char *scope = result_text(t, row, "scope");

    if (strncmp(scope, "territory:", 10) != 0)
        return false;
    report_find(self, result_text(t, row, "scenario"), "all", 0, result_text(t, row, "metric"), &other);
    return other == NULL;
}

/* A difference; of shares in points, fine enough for a programme in a whole territory. */
static void add_gap(const struct report *self, struct strbuf *out, double gap, const char *unit)
{
    bool share = strcmp(unit, "share") == 0;

    strbuf_add(out, gap > 0 ? "+" : "");
    if (share)
        label_number(out, 100 * gap, 3, self->language);
    else
        report_value(self, out, gap, unit);
    strbuf_add(out, share ? report_say(self, "\xC2\xA0pt", " pt") : "");
}

static void territory_row(struct report *self, const struct table *t, size_t row)
{
    const struct table *d = &self->results.tables[RESULT_DIFFERENCES];
    const char *unit = result_text(t, row, "unit"), *scenario = result_text(t, row, "scenario");
    size_t gap =
        self->results.has[RESULT_DIFFERENCES]
            ? result_set_row(d, scenario, result_text(t, row, "scope"), 0, result_text(t, row, "metric"))
            : d->num_rows;
    struct strbuf text = {0}, small = {0};

    report_scope(self, result_text(t, row, "scope"), &small);
    strbuf_addf(&small, ", %.0f", result_number(t, row, "year"));
    report_begin_row(self, report_metric(self, result_text(t, row, "metric")), strbuf_text(&small));
    report_cell(self, NULL, report_scenario(self, scenario), NULL);
    add_result(self, scenario, result_text(t, row, "scope"), result_text(t, row, "metric"), COUNTED_PEOPLE);
    strbuf_clear(&small);
    if (gap < d->num_rows) {
        add_gap(self, &text, result_number(d, gap, "q50"), unit);
        add_gap(self, &small, result_number(d, gap, "q05"), unit);
        strbuf_add(&small, report_say(self, " à ", " to "));
        add_gap(self, &small, result_number(d, gap, "q95"), unit);
    }
    report_cell(self, "n", text.length ? strbuf_text(&text) : "–", strbuf_text(&small));
    report_end_row(self);
    strbuf_free(&text);
    strbuf_free(&small);
}

/* The row of the last year of an indicator of a territory. */
static bool is_last_of_territory(const struct report *self, const struct table *t, size_t row)
{
    const char *scope = result_text(t, row, "scope");

    return strncmp(scope, "territory:", 10) == 0 && is_of_territory(self, t, row) &&
           result_set_row(t, result_text(t, row, "scenario"), scope, 0, result_text(t, row, "metric")) == row;
}

/* One indicator in all scenarios. */
static void territory_rows(struct report *self, const struct table *t, size_t first)
{
    for (size_t s = 0; s < scenarios(self)->num_rows; s++) {
        size_t row = result_set_row(t, result_text(scenarios(self), s, "scenario"),
                                    result_text(t, first, "scope"), 0, result_text(t, first, "metric"));
        if (row < t->num_rows)
            territory_row(self, t, row);
    }
}

bool report_has_territory(const struct report *self)
{
    const struct table *t = &self->results.tables[RESULT_PROJECTION];

    for (size_t row = 0; self->has_results && row < t->num_rows; row++)
        if (is_last_of_territory(self, t, row))
            return true;
    return false;
}

static void territory_table(struct report *self)
{
    static const char *const french[] = {"Indicateur", "Scénario", ">Valeur", ">Écart dû au programme", NULL};
    static const char *const english[] = {"Indicator", "Scenario", ">Value", ">Gap due to the programme",
                                          NULL};
    const struct table *t = &self->results.tables[RESULT_PROJECTION];
    const char *scenario = NULL; /* the first that has any: each of its indicators begins a group */

    report_table(self, report_say(self, "La dernière année", "The last year"),
                 self->french ? french : english);
    for (size_t row = 0; row < t->num_rows; row++) {
        if (!is_last_of_territory(self, t, row))
            continue;
        if (scenario == NULL)
            scenario = result_text(t, row, "scenario");
        if (strcmp(scenario, result_text(t, row, "scenario")) == 0)
            territory_rows(self, t, row);
    }
    report_end_table(self);
}

int report_scenarios(struct report *self, struct err *err)
{
    int status;

    if (!self->has_results)
        return ERR_OK;
    report_section(self, "scenarios",
                   report_say(self, "Ce que donne chaque scénario", "What each scenario gives"));
    add_notes(self, "announced", report_say(self, "Ce qui est annoncé", "What is announced"));
    add_notes(self, "assumed", report_say(self, "Ce qui est supposé ici", "What is assumed here"));
    report_heading(self, report_say(self, "Les scénarios comparés", "The scenarios compared"));
    scenario_table(self);
    if (self->has_pack)
        report_see(
            self, "measures",
            report_say(self, "Ce qui est financé, mesure par mesure", "What is funded, measure by measure"));
    report_heading(self,
                   report_say(self, "De l’entrée en formation à l’emploi", "From enrolment to employment"));
    status = draw_outcome(self, err);
    metric_tables(self,
                  report_say(self, "À la fin de la période : ce que les scénarios donnent",
                             "At the end of the period: what the scenarios give"),
                  "all", chain);
    if (report_is_causal(self))
        report_paragraph(
            self, "note",
            report_say(
                self,
                "« Supplémentaires » : en plus de ce que les mêmes personnes auraient fait sans le "
                "programme. "
                "Les intervalles tiennent compte de ce que l’on ignore des hypothèses et du hasard des "
                "parcours ; ils supposent le modèle juste.",
                "“Additional”: beyond what the same people would have done without the programme. Intervals "
                "hold what is not known of the assumptions and the chance of each path; they take the model "
                "to be right."));
    if (report_has_territory(self))
        report_see(self, "with-and-without",
                   report_say(self, "Le territoire avec et sans le programme",
                              "The territory with and without the programme"));
    report_end_section(self);
    return status;
}

/* ---- annexes --------------------------------------------------------------------------------- */

void report_measures(struct report *self)
{
    if (!self->has_pack)
        return;
    report_section(self, "measures",
                   report_say(self, "Annexe : ce qui est financé", "Annex: what is funded"));
    measure_tables(self);
    for (size_t s = 0; s < self->model.num_scenarios; s++)
        if (self->model.scenarios[s].num_measures > MOST_MEASURES) {
            report_paragraph(self, "note",
                             report_say(self,
                                        "Les scénarios de plus de trente mesures sont dans measures.csv.",
                                        "Scenarios of more than thirty measures are in measures.csv."));
            break;
        }
    report_end_section(self);
}

void report_territory(struct report *self)
{
    if (!report_has_territory(self))
        return;
    report_section(self, "with-and-without",
                   report_say(self, "Annexe : le territoire avec et sans le programme",
                              "Annex: the territory with and without the programme"));
    territory_table(self);
    report_end_section(self);
}

/* ---- objectives ------------------------------------------------------------------------------ */

static void add_verdict(struct report *self, const struct table *t, size_t row)
{
    const char *met = result_text(t, row, "met");

    if (strcmp(met, "yes") == 0)
        report_cell(self, "yes", report_say(self, "assez probable", "likely enough"), NULL);
    else if (strcmp(met, "no") == 0)
        report_cell(self, "no", report_say(self, "pas assez probable", "not likely enough"), NULL);
    else
        report_cell(self, NULL,
                    strcmp(met, "undecided") == 0 ? report_say(self, "indécis avec ce nombre de tirages",
                                                               "undecided with this number of draws")
                                                  : "–",
                    NULL);
}

/* "61,3 % à 63,2 %"; nearer to 0 or 1 than can be written with one decimal, a bound. */
static void add_limits(const struct report *self, struct strbuf *out, double low, double high)
{
    if (low > 0.9985) {
        strbuf_add(out, report_say(self, "plus de ", "more than "));
        label_percent(out, floor(1000 * low) / 1000, 1, self->language);
    } else if (high < 0.0015) {
        strbuf_add(out, report_say(self, "moins de ", "less than "));
        label_percent(out, ceil(1000 * high) / 1000, 1, self->language);
    } else {
        label_percent(out, low, 1, self->language);
        strbuf_add(out, report_say(self, " à ", " to "));
        label_percent(out, high, 1, self->language);
    }
}

static void objective_row(struct report *self, const struct table *t, size_t row)
{
    struct strbuf text = {0}, small = {0};
    double wanted = result_number(t, row, "wanted");

    if (strcmp(result_text(t, row, "scope"), "all") != 0)
        report_scope(self, result_text(t, row, "scope"), &small);
    report_begin_row(self, result_text(t, row, self->french ? "label_fr" : "label_en"), strbuf_text(&small));
    report_cell(self, NULL, report_scenario(self, result_text(t, row, "scenario")), NULL);
    report_chance(self, &text, result_number(t, row, "probability"));
    strbuf_clear(&small);
    add_limits(self, &small, result_number(t, row, "low"), result_number(t, row, "high"));
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&small));
    strbuf_clear(&text);
    if (!isnan(wanted))
        label_percent(&text, wanted, 0, self->language);
    report_cell(self, "n", text.length ? strbuf_text(&text) : "–", NULL);
    add_verdict(self, t, row);
    report_end_row(self);
    strbuf_free(&text);
    strbuf_free(&small);
}

static bool is_same_objective(const struct table *t, size_t a, size_t b)
{
    return strcmp(result_text(t, a, "metric"), result_text(t, b, "metric")) == 0 &&
           strcmp(result_text(t, a, "scope"), result_text(t, b, "scope")) == 0 &&
           result_number(t, a, "year") == result_number(t, b, "year");
}

static bool is_first_of_objective(const struct table *t, size_t row)
{
    for (size_t before = 0; before < row; before++)
        if (is_same_objective(t, before, row))
            return false;
    return true;
}

static int draw_objective(struct report *self, const struct table *t, size_t row, struct err *err)
{
    const char *metric = result_text(t, row, "metric");
    const struct table *values = NULL;
    char *path, *targets = outfile_join(self->folder, result_names[RESULT_TARGETS], err);
    int status;

    for (size_t other = row; other < t->num_rows; other++) {
        report_find(self, result_text(t, other, "scenario"), result_text(t, row, "scope"),
                    (int)result_number(t, row, "year"), metric, &values);
        if (values != NULL)
            break; /* a scenario without anybody in the scope has no row */
    }
    path = outfile_join(
        self->folder,
        result_names[values == &self->results.tables[RESULT_COSTS] ? RESULT_COSTS : RESULT_PROJECTION], err);
    struct report_figure_choice choice = {.kind = REPORT_COMPARISON,
                                          .path = path,
                                          .targets = targets,
                                          .metric = metric,
                                          .scope = result_text(t, row, "scope"),
                                          .year = (int)result_number(t, row, "year")};
    status = path && targets ? ERR_OK : ERR_LIMIT;
    if (status == ERR_OK && values != NULL)
        status = report_add_figure(self, &choice, err);
    free(path);
    free(targets);
    return status;
}

/* Rows of one objective stand together. */
static void objective_table(struct report *self, const struct table *t)
{
    static const char *const french[] = {"Objectif",  "Scénario", ">Probabilité",
                                         ">Demandée", "Constat",  NULL};
    static const char *const english[] = {"Objective", "Scenario", ">Probability",
                                          ">Wanted",   "Finding",  NULL};

    report_table(self,
                 report_say(self, "Probabilité d’atteindre chaque objectif", "Probability of each objective"),
                 self->french ? french : english);
    for (size_t row = 0; row < t->num_rows; row++)
        for (size_t other = row; is_first_of_objective(t, row) && other < t->num_rows; other++)
            if (is_same_objective(t, row, other) && is_shown(self, result_text(t, other, "scenario")))
                objective_row(self, t, other);
    report_end_table(self);
}

int report_objectives(struct report *self, struct err *err)
{
    const struct table *t = &self->results.tables[RESULT_TARGETS];
    int status = ERR_OK, num = 0;

    if (!self->has_results || !self->results.has[RESULT_TARGETS] || t->num_rows == 0)
        return ERR_OK;
    report_section(self, "objectives",
                   report_say(self, "Les objectifs et leurs chances", "Objectives and their chances"));
    objective_table(self, t);
    report_paragraph(
        self, "note",
        report_say(
            self,
            "Sous la probabilité : l’imprécision due au nombre de tirages (intervalle à 95 %). "
            "« Demandée » : la probabilité à partir de laquelle l’objectif est tenu pour assez probable.",
            "Below the probability: what the number of draws leaves open (95% interval). “Wanted”: the "
            "probability from which the objective counts as likely enough."));
    for (size_t row = 0; row < t->num_rows && status == ERR_OK && num < MAX_FIGURES; row++)
        if (is_first_of_objective(t, row)) {
            status = draw_objective(self, t, row, err);
            num++;
        }
    report_end_section(self);
    return status;
}

/* ---- costs ------------------------------------------------------------------------------------ */

int report_costs(struct report *self, struct err *err)
{
    static const char *const costs[] = {"cost_total",
                                        "present_cost_total",
                                        "net_cost_total",
                                        "present_net_cost_total",
                                        "cost_per_enrolled",
                                        "cost_per_certified",
                                        "cost_per_placed",
                                        "cost_per_industry_job_year",
                                        "cost_per_additional_job_year",
                                        NULL};
    int status = ERR_OK;

    if (!self->has_results || !self->results.has[RESULT_COSTS])
        return ERR_OK;
    report_section(self, "costs", report_say(self, "Ce que cela coûte", "What it costs"));
    if (says_something(self, "all", "cost_total"))
        status = draw_fan(self, result_names[RESULT_COSTS], "cost_total", err);
    metric_tables(self,
                  report_say(self, "Coûts cumulés et coûts unitaires, en euros constants",
                             "Costs in all and per unit, in constant euros"),
                  "all", costs);
    report_paragraph(
        self, "note",
        report_say(
            self,
            "Un coût unitaire divise le coût cumulé par le résultat cumulé, tirage par tirage. Le coût net "
            "retranche les recettes du centre et le gain des finances publiques, quand le dossier en donne ; "
            "sinon il égale le coût.",
            "A unit cost divides the cost so far by the result so far, draw by draw. The net cost takes off "
            "the income of the centre and the return to public finances, where the pack gives them; "
            "otherwise it equals the cost."));
    report_end_section(self);
    return status;
}

/* ---- everything -------------------------------------------------------------------------------- */

static void all_of_table(struct report *self, enum result_kind kind, const char *caption)
{
    const struct table *t = &self->results.tables[kind];
    const char *names[NUM_METRICS + 64];
    size_t num = 0;

    for (size_t row = 0; self->results.has[kind] && row < t->num_rows; row++) {
        const char *metric = result_text(t, row, "metric");
        bool known =
            strcmp(result_text(t, row, "scope"), "all") != 0 || num + 1 >= sizeof names / sizeof names[0];
        for (size_t i = 0; i < num && !known; i++)
            known = strcmp(names[i], metric) == 0;
        if (!known)
            names[num++] = metric;
    }
    names[num] = NULL;
    if (num > 0)
        metric_tables(self, caption, "all", names);
}

void report_all_results(struct report *self)
{
    if (!self->has_results)
        return;
    report_section(self, "results", report_say(self, "Annexe : tous les résultats", "Annex: all results"));
    report_paragraph(
        self, NULL,
        report_say(self,
                   "La dernière année, pour l’ensemble. Les années et le détail par mesure, public "
                   "et territoire sont dans les fichiers de résultats.",
                   "The last year, for all. The years and the detail by measure, audience and "
                   "territory are in the files of results."));
    all_of_table(self, RESULT_PROJECTION, report_say(self, "Personnes et emplois", "People and jobs"));
    all_of_table(self, RESULT_COSTS, report_say(self, "Argent", "Money"));
    report_end_section(self);
}

/* Scenarios and what they lead to. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/base/outfile.h"
#include "stats/output/label.h"
#include "stats/output/page.h"

static const struct table *scenarios(const struct report *self)
{
    return &self->results.tables[RESULT_SCENARIOS];
}

/* ---- scenarios ------------------------------------------------------------------------------ */

static const struct scenario *scenario_of(const struct report *self, const char *name)
{
    for (size_t s = 0; self->has_pack && s < self->model.num_scenarios; s++)
        if (strcmp(self->model.scenarios[s].row->name, name) == 0)
            return &self->model.scenarios[s];
    return NULL;
}

/* Places and grants of all measures of a scenario; grants NAN when no measure has one. */
static double sum_places(const struct scenario *s, double *grants)
{
    double places = 0;

    *grants = NAN;
    for (size_t m = 0; m < s->num_measures; m++) {
        const struct pack_measure *row = s->measures[m];
        places += row->places * (isnan(row->sites) ? 1 : row->sites);
        if (!isnan(row->grant_eur))
            *grants = (isnan(*grants) ? 0 : *grants) + row->grant_eur;
    }
    return places;
}

double report_places(const struct report *self, const char *scenario, double *grants)
{
    const struct scenario *s = scenario_of(self, scenario);

    *grants = NAN;
    return s ? sum_places(s, grants) : 0;
}

static void funding_cells(struct report *self, const char *name)
{
    struct strbuf places = {0}, grants = {0};
    double grant, sum = report_places(self, name, &grant);

    if (sum > 0)
        label_number(&places, sum, 0, self->language);
    if (!isnan(grant))
        report_value(self, &grants, grant, "EUR");
    report_cell(self, "n", places.length ? strbuf_text(&places) : "–", NULL);
    report_cell(self, "n", grants.length ? strbuf_text(&grants) : "–", NULL);
    strbuf_free(&places);
    strbuf_free(&grants);
}

static void scenario_row(struct report *self, size_t row)
{
    const struct table *t = scenarios(self);
    const char *name = result_text(t, row, "scenario"), *reference = result_text(t, row, "reference");
    bool causal = strcmp(result_text(t, row, "additionality"), "causal") == 0;
    char years[32];

    snprintf(years, sizeof years, report_say(self, "%.0f à %.0f", "%.0f to %.0f"),
             result_number(t, row, "first_year"), result_number(t, row, "last_year"));
    report_begin_row(
        self, report_scenario(self, name),
        causal == report_is_causal(self)
            ? NULL
            : report_say(self, "sans comparaison des mêmes personnes avec et sans le programme",
                         "without comparison of the same people with and without the programme"));
    report_cell(self, NULL, reference[0] ? report_scenario(self, reference) : "–", NULL);
    report_cell(self, NULL, years, NULL);
    if (self->has_pack)
        funding_cells(self, name);
    report_end_row(self);
}

static void scenario_table(struct report *self)
{
    static const char *const french[] = {"Scénario", "Comparé à", "Années", ">Places", ">Subvention", NULL};
    static const char *const english[] = {"Scenario", "Compared with", "Years", ">Places", ">Grant", NULL};
    const char *columns[6] = {0};

    for (int c = 0; c < (self->has_pack ? 5 : 3); c++)
        columns[c] = self->french ? french[c] : english[c];
    report_table(self, report_say(self, "Les scénarios", "The scenarios"), columns);
    for (size_t row = 0; row < scenarios(self)->num_rows; row++)
        scenario_row(self, row);
    report_end_table(self);
    report_paragraph(
        self, "note",
        report_is_causal(self)
            ? report_say(
                  self,
                  "On compte ce qui arrive, et ce qui serait arrivé aux mêmes personnes sans le programme. "
                  "Places : quand toutes sont ouvertes.",
                  "What happens is counted, and what would have happened to the same people without the "
                  "programme. Places: when all are open.")
            : report_say(
                  self,
                  "On compte ce qui arrive, sans le comparer à ce qui serait arrivé sans le programme. "
                  "Places : quand toutes sont ouvertes.",
                  "What happens is counted, without comparing it with what would have happened without the "
                  "programme. Places: when all are open."));
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

static bool is_same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Whether the table says the same of both. */
static bool is_same_measure(const struct pack_measure *a, const struct pack_measure *b)
{
    return a == b || (strcmp(a->name, b->name) == 0 && strcmp(a->label_fr, b->label_fr) == 0 &&
                      strcmp(a->label_en, b->label_en) == 0 && strcmp(a->source, b->source) == 0 &&
                      a->audience == b->audience && a->status == b->status && a->opening == b->opening &&
                      a->places == b->places && is_same_number(a->sites, b->sites) &&
                      is_same_number(a->grant_eur, b->grant_eur));
}

static bool has_same_measures(const struct scenario *a, const struct scenario *b)
{
    bool same = a->num_measures == b->num_measures;

    for (size_t m = 0; m < a->num_measures && same; m++)
        same = is_same_measure(a->measures[m], b->measures[m]);
    return same;
}

/* The first scenario with the measures of scenario s. */
static size_t first_with_measures(const struct report *self, size_t s)
{
    size_t first = 0;

    while (!has_same_measures(&self->model.scenarios[first], &self->model.scenarios[s]))
        first++;
    return first;
}

enum { MOST_MEASURES = 30 }; /* a longer table says nothing to people */

/* Scenarios with the same measures share a table. */
static void measure_tables(struct report *self)
{
    static const char *const french[] = {"Mesure",      "Ouverture prévue", ">Places",
                                         ">Subvention", "Source",           NULL};
    static const char *const english[] = {"Measure", "Planned opening", ">Places", ">Grant", "Source", NULL};

    for (size_t s = 0; self->has_pack && s < self->model.num_scenarios; s++) {
        const struct scenario *scenario = &self->model.scenarios[s];
        struct strbuf caption = {0};
        if (scenario->num_measures == 0 || scenario->num_measures > MOST_MEASURES ||
            first_with_measures(self, s) < s)
            continue;
        strbuf_add(&caption, report_scenario(self, scenario->row->name));
        for (size_t other = s + 1; other < self->model.num_scenarios; other++)
            if (first_with_measures(self, other) == s)
                strbuf_addf(&caption, report_say(self, " ; %s", "; %s"),
                            report_scenario(self, self->model.scenarios[other].row->name));
        report_table(self, strbuf_text(&caption), self->french ? french : english);
        for (size_t m = 0; m < scenario->num_measures; m++)
            measure_row(self, scenario->measures[m], scenario->counted);
        report_end_table(self);
        strbuf_free(&caption);
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

/* The figure that says most of the scenario: what is there because of the programme. */
static int draw_outcome(struct report *self, struct err *err)
{
    static const char *const candidates[] = {"industry_additional", "industry_stock", "placed_total",
                                             "certified_total", "enrolled_total"};
    const struct table *t;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        size_t row = report_find(self, self->focus, "all", 0, candidates[i], &t);
        if (t != NULL && result_number(t, row, "q95") > 0)
            return report_add_focus_figure(self, REPORT_FAN, result_names[RESULT_PROJECTION], candidates[i],
                                           err);
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

/* What the programme of a scenario changes. */
static void gap_cell(struct report *self, const char *scenario, const char *scope, const char *metric,
                     const char *unit)
{
    const struct table *d = &self->results.tables[RESULT_DIFFERENCES];
    size_t gap = self->results.has[RESULT_DIFFERENCES]
                     ? report_row(self, RESULT_DIFFERENCES, scenario, scope, 0, metric)
                     : d->num_rows;
    struct strbuf text = {0}, small = {0};

    if (gap < d->num_rows) {
        add_gap(self, &text, result_number(d, gap, "q50"), unit);
        add_gap(self, &small, result_number(d, gap, "q05"), unit);
        strbuf_add(&small, report_say(self, " à ", " to "));
        add_gap(self, &small, result_number(d, gap, "q95"), unit);
    }
    report_cell(self, "n", text.length ? strbuf_text(&text) : "–", strbuf_text(&small));
    strbuf_free(&text);
    strbuf_free(&small);
}

/* An indicator in the scenario of reference, and what others change in it; row is one of a scenario. */
static void territory_row(struct report *self, const struct table *t, size_t row, const char *reference,
                          const size_t *shown, size_t num)
{
    const char *scope = result_text(t, row, "scope"), *metric = result_text(t, row, "metric");
    struct strbuf small = {0};

    if (!report_is_own_scope(self, scope))
        report_scope(self, scope, &small);
    if (result_number(t, row, "year") != report_common_year(self))
        strbuf_addf(&small, "%s%.0f", small.length > 0 ? ", " : "", result_number(t, row, "year"));
    report_begin_row(self, report_metric(self, metric), strbuf_text(&small));
    report_result_cell(self, reference, scope, metric, COUNTED_PEOPLE);
    for (size_t k = 0; k < num; k++)
        gap_cell(self, result_text(scenarios(self), shown[k], "scenario"), scope, metric,
                 result_text(t, row, "unit"));
    report_end_row(self);
    strbuf_free(&small);
}

/* The row of the last year of an indicator of a territory. */
static bool is_last_of_territory(const struct report *self, const struct table *t, size_t row)
{
    const char *scope = result_text(t, row, "scope");

    return strncmp(scope, "territory:", 10) == 0 && is_of_territory(self, t, row) &&
           report_row(self, RESULT_PROJECTION, result_text(t, row, "scenario"), scope, 0,
                      result_text(t, row, "metric")) == row;
}

bool report_has_territory(const struct report *self)
{
    const struct table *t = &self->results.tables[RESULT_PROJECTION];

    for (size_t row = 0; self->has_results && row < t->num_rows; row++)
        if (is_last_of_territory(self, t, row))
            return true;
    return false;
}

/* num may be 0: a scenario that is compared with none. */
static void territory_table(struct report *self, const char *reference, const size_t *shown, size_t num)
{
    const struct table *t = &self->results.tables[RESULT_PROJECTION];
    const char *scenario = NULL; /* the first that has any: each of its indicators is a row */
    struct strbuf caption = {0}, head = {0};

    strbuf_add(&caption, num > 0
                             ? report_say(self, "Le scénario de référence, et ce que les autres y changent",
                                          "The scenario of reference, and what others change in it")
                             : report_say(self, "Le territoire dans un scénario sans référence",
                                          "The territory in a scenario without a reference"));
    if (report_common_year(self) > 0)
        strbuf_addf(&caption, ", %d", report_common_year(self));
    strbuf_addf(&head, ">%s", report_scenario(self, reference));
    report_scenario_columns(self, strbuf_text(&caption), report_say(self, "Indicateur", "Indicator"),
                            strbuf_text(&head), shown, num);
    for (size_t row = 0; row < t->num_rows; row++) {
        if (!is_last_of_territory(self, t, row))
            continue;
        if (scenario == NULL)
            scenario = result_text(t, row, "scenario");
        if (strcmp(scenario, result_text(t, row, "scenario")) == 0)
            territory_row(self, t, row, reference, shown, num);
    }
    report_end_table(self);
    strbuf_free(&caption);
    strbuf_free(&head);
}

/* Scenarios side by side are compared with the same one. */
static void territory_tables(struct report *self)
{
    size_t shown[REPORT_COLUMNS], next = 0, num;

    while ((num = report_next_scenarios(self, &next, shown)) > 0)
        for (size_t first = 0, end; first < num; first = end) {
            const char *reference = result_text(scenarios(self), shown[first], "reference");
            for (end = first + 1; end < num; end++)
                if (reference[0] == '\0' ||
                    strcmp(reference, result_text(scenarios(self), shown[end], "reference")) != 0)
                    break;
            if (reference[0] == '\0')
                territory_table(self, result_text(scenarios(self), shown[first], "scenario"), shown, 0);
            else
                territory_table(self, reference, shown + first, end - first);
        }
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
    report_heading(self, report_say(self, "Des places à l’emploi", "From places to employment"));
    status = report_add_focus_figure(self, REPORT_FUNNEL, result_names[RESULT_PROJECTION], NULL, err);
    if (status == ERR_OK)
        status = draw_outcome(self, err);
    if (status == ERR_OK)
        status = report_add_focus_figure(self, REPORT_WATERFALL, result_names[RESULT_PROJECTION], NULL, err);
    report_metric_tables(self,
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
    territory_tables(self);
    report_end_section(self);
}

/* Objectives with their chances, what they depend on, and costs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/base/outfile.h"
#include "stats/output/label.h"

enum { MAX_FIGURES = 4 };

/* ---- objectives ------------------------------------------------------------------------------ */

/* A probability with its verdict and what the draws leave open; met is "yes", "no" or another. */
static void verdict_cell(struct report *self, const char *met, const char *chance, const char *said,
                         const char *limits)
{
    bool is_clear = strcmp(met, "yes") == 0 || strcmp(met, "no") == 0;

    strbuf_addf(&self->html, "<td class=\"n%s%s\"><b>", is_clear ? " " : "", is_clear ? met : "");
    report_escape(self, chance);
    strbuf_add(&self->html, "</b>");
    if (said != NULL) {
        strbuf_add(&self->html, "<span class=\"verdict\">");
        report_escape(self, said);
        strbuf_add(&self->html, "</span>");
    }
    strbuf_add(&self->html, "<span>");
    report_escape(self, limits);
    strbuf_add(&self->html, "</span></td>");
}

static const char *verdict(const struct report *self, const char *met)
{
    if (strcmp(met, "yes") == 0)
        return report_say(self, "assez probable", "likely enough");
    if (strcmp(met, "no") == 0)
        return report_say(self, "pas assez probable", "not likely enough");
    return strcmp(met, "undecided") == 0
               ? report_say(self, "indécis avec ce nombre de tirages", "undecided with this number of draws")
               : NULL;
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

/* Objectives on one figure: a metric of a scope in a year, whatever is wanted of it. */
static bool is_same_result(const struct table *t, size_t a, size_t b)
{
    return strcmp(result_text(t, a, "metric"), result_text(t, b, "metric")) == 0 &&
           strcmp(result_text(t, a, "scope"), result_text(t, b, "scope")) == 0 &&
           result_number(t, a, "year") == result_number(t, b, "year");
}

static bool is_same_objective(const struct table *t, size_t a, size_t b)
{
    double x = result_number(t, a, "wanted"), y = result_number(t, b, "wanted");

    return is_same_result(t, a, b) &&
           strcmp(result_text(t, a, "operator"), result_text(t, b, "operator")) == 0 &&
           result_number(t, a, "value") == result_number(t, b, "value") && (x == y || (isnan(x) && isnan(y)));
}

static bool is_first(const struct table *t, size_t row,
                     bool (*is_same)(const struct table *t, size_t a, size_t b))
{
    for (size_t before = 0; before < row; before++)
        if (is_same(t, before, row))
            return false;
    return true;
}

/* Row of the objective in a scenario; num_rows when it does not concern it. */
static size_t row_in(const struct table *t, size_t first, const char *scenario)
{
    size_t row = first;

    while (row < t->num_rows &&
           (!is_same_objective(t, first, row) || strcmp(result_text(t, row, "scenario"), scenario) != 0))
        row++;
    return row;
}

/* Probability, what the draws leave open of it, and the verdict. */
static void objective_cell(struct report *self, const struct table *t, size_t row)
{
    struct strbuf text = {0}, small = {0};
    const char *met = row < t->num_rows ? result_text(t, row, "met") : "";

    if (row == t->num_rows) {
        report_cell(self, "n", "–", NULL);
        return;
    }
    report_chance(self, &text, result_number(t, row, "probability"));
    add_limits(self, &small, result_number(t, row, "low"), result_number(t, row, "high"));
    verdict_cell(self, met, strbuf_text(&text), verdict(self, met), strbuf_text(&small));
    strbuf_free(&text);
    strbuf_free(&small);
}

static void objective_row(struct report *self, const struct table *t, size_t first, const size_t *shown,
                          size_t num)
{
    const struct table *scenarios = &self->results.tables[RESULT_SCENARIOS];
    struct strbuf small = {0}, wanted = {0};

    if (strcmp(result_text(t, first, "scope"), "all") != 0)
        report_scope(self, result_text(t, first, "scope"), &small);
    report_begin_row(self, result_text(t, first, self->french ? "label_fr" : "label_en"),
                     strbuf_text(&small));
    if (!isnan(result_number(t, first, "wanted")))
        label_percent(&wanted, result_number(t, first, "wanted"), 0, self->language);
    report_cell(self, "n", wanted.length ? strbuf_text(&wanted) : "–", NULL);
    for (size_t k = 0; k < num; k++)
        objective_cell(self, t, row_in(t, first, result_text(scenarios, shown[k], "scenario")));
    report_end_row(self);
    strbuf_free(&small);
    strbuf_free(&wanted);
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
static bool concerns_any(const struct report *self, const struct table *t, size_t first, const size_t *shown,
                         size_t num)
{
    const struct table *scenarios = &self->results.tables[RESULT_SCENARIOS];

    for (size_t k = 0; k < num; k++)
        if (row_in(t, first, result_text(scenarios, shown[k], "scenario")) < t->num_rows)
            return true;
    return false;
}

static void objective_tables(struct report *self, const struct table *t)
{
    size_t shown[REPORT_COLUMNS], next = 0, num;

    while ((num = report_next_scenarios(self, &next, shown)) > 0) {
        report_scenario_columns(
            self,
            report_say(self, "Probabilité d’atteindre chaque objectif", "Probability of each objective"),
            report_say(self, "Objectif", "Objective"), report_say(self, ">Demandée", ">Wanted"), shown, num);
        for (size_t row = 0; row < t->num_rows; row++)
            if (is_first(t, row, is_same_objective) && concerns_any(self, t, row, shown, num))
                objective_row(self, t, row, shown, num);
        report_end_table(self);
    }
}

int report_objectives(struct report *self, struct err *err)
{
    const struct table *t = &self->results.tables[RESULT_TARGETS];
    int status = ERR_OK, num = 0;

    if (!self->has_results || !self->results.has[RESULT_TARGETS] || t->num_rows == 0)
        return ERR_OK;
    report_section(self, "objectives",
                   report_say(self, "Les objectifs et leurs chances", "Objectives and their chances"));
    objective_tables(self, t);
    report_paragraph(
        self, "note",
        report_say(
            self,
            "Sous la probabilité : ce que le nombre de tirages laisse ouvert (intervalle à 95 %). "
            "« Demandée » : la probabilité à partir de laquelle l’objectif est tenu pour assez probable.",
            "Below the probability: what the number of draws leaves open (95% interval). “Wanted”: the "
            "probability from which the objective counts as likely enough."));
    for (size_t row = 0; row < t->num_rows && status == ERR_OK && num < MAX_FIGURES; row++)
        if (is_first(t, row, is_same_result)) {
            status = draw_objective(self, t, row, err);
            num++;
        }
    if (status == ERR_OK)
        status = report_add_focus_figure(self, REPORT_TORNADO, "drivers.csv", NULL, err);
    report_end_section(self);
    return status;
}

/* ---- costs ------------------------------------------------------------------------------------ */

/* Whether a scenario has a net cost other than its cost: income, or a return to public finances. */
static bool has_net_cost(const struct report *self)
{
    static const char *const quantiles[] = {"q05", "q50", "q95"};
    const struct table *scenarios = &self->results.tables[RESULT_SCENARIOS], *cost, *net;

    for (size_t s = 0; s < scenarios->num_rows; s++) {
        const char *name = result_text(scenarios, s, "scenario");
        size_t c = report_find(self, name, "all", 0, "cost_total", &cost);
        size_t n = report_find(self, name, "all", 0, "net_cost_total", &net);
        for (int q = 0; q < 3 && cost != NULL && net != NULL; q++)
            if (result_number(cost, c, quantiles[q]) != result_number(net, n, quantiles[q]))
                return true;
    }
    return false;
}

int report_costs(struct report *self, struct err *err)
{
    static const char *const metrics[] = {"cost_total",
                                          "present_cost_total",
                                          "net_cost_total",
                                          "present_net_cost_total",
                                          "cost_per_enrolled",
                                          "cost_per_certified",
                                          "cost_per_placed",
                                          "cost_per_industry_job_year",
                                          "cost_per_additional_job_year"};
    const char *shown[sizeof metrics / sizeof metrics[0] + 1] = {NULL};
    size_t num_shown = 0;
    bool is_net = self->has_results && has_net_cost(self);
    int status = ERR_OK;

    if (!self->has_results || !self->results.has[RESULT_COSTS])
        return ERR_OK;
    report_section(self, "costs", report_say(self, "Ce que cela coûte", "What it costs"));
    if (report_says_something(self, "all", "cost_total"))
        status = report_add_focus_figure(self, REPORT_FAN, result_names[RESULT_COSTS], "cost_total", err);
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        if (is_net || strstr(metrics[i], "net_cost") == NULL)
            shown[num_shown++] = metrics[i];
    report_metric_tables(self,
                         report_say(self, "Coûts cumulés et coûts unitaires, en euros constants",
                                    "Costs in all and per unit, in constant euros"),
                         "all", shown);
    report_paragraph(
        self, "note",
        report_say(self,
                   "Un coût unitaire divise le coût cumulé par le résultat cumulé, tirage par tirage. "
                   "Le coût actualisé compte moins ce qui est payé plus tard.",
                   "A unit cost divides the cost so far by the result so far, draw by draw. The "
                   "present value counts less what is paid later."));
    report_paragraph(
        self, "note",
        is_net ? report_say(
                     self,
                     "Le coût net retranche les recettes du centre et le gain des finances publiques, là où "
                     "le dossier en donne ; sinon il égale le coût.",
                     "The net cost takes off the income of the centre and the return to public finances, "
                     "where the pack gives them; otherwise it equals the cost.")
               : report_say(
                     self,
                     "Le dossier ne donne ni recettes du centre ni gain des finances publiques : le coût "
                     "net serait le coût.",
                     "The pack gives neither income of the centre nor a return to public finances: the net "
                     "cost would be the cost."));
    report_end_section(self);
    return status;
}

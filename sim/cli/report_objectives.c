/* Objectives with their chances, what they depend on, and costs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/base/outfile.h"
#include "stats/output/label.h"

enum { MAX_FIGURES = 4 };

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
            if (is_same_objective(t, row, other) && report_is_shown(self, result_text(t, other, "scenario")))
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
    if (status == ERR_OK)
        status = report_add_focus_figure(self, REPORT_TORNADO, "drivers.csv", NULL, err);
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
    if (report_says_something(self, "all", "cost_total"))
        status = report_add_focus_figure(self, REPORT_FAN, result_names[RESULT_COSTS], "cost_total", err);
    report_metric_tables(self,
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

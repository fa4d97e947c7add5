/* The top of the report: title, contents, and the findings in sentences. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/base/text.h"
#include "stats/data/level.h"
#include "stats/output/label.h"
#include "stats/output/markup.h"
#include "stats/output/page.h"

/* ---- header ----------------------------------------------------------------------------------- */

static const char *noted_title(const struct report *self)
{
    for (size_t row = 0; self->has_notes && row < self->notes.num_rows; row++)
        if (strcmp(result_text(&self->notes, row, "section"), "title") == 0)
            return result_text(&self->notes, row, self->french ? "text_fr" : "text_en");
    return NULL;
}

/* --title, the title of the pack, or what the report is about. */
static void add_title(const struct report *self, struct strbuf *out)
{
    const char *given = opts_text(self->opts, "title", NULL), *noted = noted_title(self);
    const char *pack = self->record ? run_record_text(self->record, "settings", "pack") : NULL;

    if (given != NULL || noted != NULL) {
        strbuf_add(out, given ? given : noted);
        return;
    }
    if (self->territory != NULL)
        strbuf_add(out, self->territory);
    else if (pack != NULL)
        strbuf_add(out, strrchr(pack, '/') ? strrchr(pack, '/') + 1 : pack);
    if (self->has_results)
        strbuf_addf(out, "%s%s", out->length ? report_say(self, "\xC2\xA0: ", ": ") : "",
                    report_scenario(self, self->focus));
}

static void add_link(struct report *self, const char *id, const char *text)
{
    strbuf_addf(&self->html, "<li><a href=\"#%s\">", id);
    report_escape(self, text);
    strbuf_add(&self->html, "</a></li>\n");
}

static void add_contents(struct report *self)
{
    bool objectives = self->has_results && self->results.has[RESULT_TARGETS];

    strbuf_addf(&self->html, "<nav aria-label=\"%s\"><ul>\n", report_say(self, "Sommaire", "Contents"));
    add_link(self, "findings", report_say(self, "L’essentiel", "In short"));
    if (self->has_profile || self->has_claims)
        add_link(self, "diagnosis", report_say(self, "Le territoire aujourd’hui", "The territory today"));
    if (self->has_results)
        add_link(self, "scenarios",
                 report_say(self, "Ce que donne chaque scénario", "What each scenario gives"));
    if (objectives)
        add_link(self, "objectives",
                 report_say(self, "Les objectifs et leurs chances", "Objectives and their chances"));
    if (self->has_results && self->results.has[RESULT_COSTS])
        add_link(self, "costs", report_say(self, "Ce que cela coûte", "What it costs"));
    add_link(self, "limits",
             report_say(self, "Ce que ces chiffres ne disent pas", "What these figures do not say"));
    add_link(self, "method", report_say(self, "La méthode en clair", "The method in plain words"));
    if (self->has_profile)
        add_link(self, "indicators",
                 report_say(self, "Annexe : les indicateurs du territoire",
                            "Annex: the indicators of the territory"));
    if (self->has_pack)
        add_link(self, "measures", report_say(self, "Annexe : ce qui est financé", "Annex: what is funded"));
    if (self->has_results && report_has_territory(self))
        add_link(self, "with-and-without",
                 report_say(self, "Annexe : le territoire avec et sans le programme",
                            "Annex: the territory with and without the programme"));
    if (self->has_results)
        add_link(self, "assumptions", report_say(self, "Annexe : les hypothèses", "Annex: the assumptions"));
    if (self->has_results)
        add_link(self, "results", report_say(self, "Annexe : tous les résultats", "Annex: all results"));
    add_link(self, "reproduction",
             report_say(self, "Annexe : refaire ce rapport", "Annex: make this report again"));
    strbuf_add(&self->html, "</ul></nav>\n");
}

void report_header(struct report *self)
{
    const char *date = opts_text(self->opts, "date", NULL);
    struct strbuf title = {0}, line = {0};

    add_title(self, &title);
    page_begin(&self->html, self->language, strbuf_text(&title));
    strbuf_add(&self->html, "<header>\n");
    report_element(self, "p", "kind",
                   self->has_results && self->has_profile
                       ? report_say(self, "Diagnostic et projection", "Diagnosis and projection")
                   : self->has_results ? report_say(self, "Projection", "Projection")
                                       : report_say(self, "Diagnostic", "Diagnosis"));
    report_element(self, "h1", NULL, strbuf_text(&title));
    if (self->territory != NULL)
        strbuf_addf(&line, "%s (%s, code %s)", self->territory,
                    level_label(level_find(self->level, strlen(self->level)), self->language), self->code);
    if (date != NULL)
        strbuf_addf(&line, "%s%s", line.length ? ". " : "", date);
    if (line.length > 0)
        report_element(self, "p", NULL, strbuf_text(&line));
    strbuf_add(&self->html, "</header>\n<main>\n");
    add_contents(self);
    strbuf_free(&title);
    strbuf_free(&line);
}

/* ---- key figures ------------------------------------------------------------------------------ */

static void add_card(struct report *self, const char *metric)
{
    const struct table *t;
    size_t row = report_find(self, self->focus, "all", 0, metric, &t);
    struct strbuf text = {0};

    if (t == NULL || result_number(t, row, "q95") == 0)
        return;
    const char *unit = result_text(t, row, "unit");
    double low = result_number(t, row, "q05"), high = result_number(t, row, "q95");
    strbuf_add(&self->html, "<li><b>");
    report_value(self, &text, result_number(t, row, "q50"), unit);
    report_escape(self, strbuf_text(&text));
    strbuf_add(&self->html, "</b><span>");
    strbuf_clear(&text);
    strbuf_addf(&text, report_say(self, "%s, en %.0f", "%s, in %.0f"), report_metric_of(self, metric, unit),
                result_number(t, row, "year"));
    report_escape(self, strbuf_text(&text));
    strbuf_add(&self->html, "</span><span class=\"range\">");
    strbuf_clear(&text);
    if (low != high) {
        report_range(self, &text, low, high, unit);
        strbuf_add(&text, report_say(self, " dans 90\xC2\xA0% des cas", " in 90% of cases"));
    }
    report_escape(self, strbuf_text(&text));
    strbuf_add(&self->html, "</span></li>\n");
    strbuf_free(&text);
}

/* " : 100 places, 786 k€ de subvention" */
static void add_funding(const struct report *self, struct strbuf *text)
{
    double grants, places = report_places(self, self->focus, &grants);

    if (places <= 0)
        return;
    strbuf_add(text, report_say(self, "\xC2\xA0: ", ": "));
    label_number(text, places, 0, self->language);
    strbuf_add(text, places > 1 ? " places" : " place");
    if (isnan(grants))
        return;
    strbuf_add(text, ", ");
    report_value(self, text, grants, "EUR");
    strbuf_add(text, report_say(self, " de subvention", " of grants"));
}

static void add_cards(struct report *self)
{
    static const char *const metrics[] = {"certified_total", "placed_total", "industry_additional",
                                          "cost_total"};
    struct strbuf text = {0};

    strbuf_addf(&text, report_say(self, "Scénario « %s »", "Scenario “%s”"),
                report_scenario(self, self->focus));
    add_funding(self, &text);
    report_heading(self, strbuf_text(&text));
    strbuf_add(&self->html, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        add_card(self, metrics[i]);
    strbuf_add(&self->html, "</ul>\n");
    strbuf_free(&text);
}

enum { MOST_SCENARIOS = 2 }; /* in one sentence */

/* ---- sentences -------------------------------------------------------------------------------- */

static void add_item(struct report *self, struct strbuf *text)
{
    report_element(self, "li", NULL, strbuf_text(text));
    strbuf_clear(text);
}

/* "421 (348 à 486)": a note above the sentences says what is in parentheses. */
static void add_outcome(const struct report *self, struct strbuf *text, const struct table *t, size_t row)
{
    const char *unit = result_text(t, row, "unit");
    double low = result_number(t, row, "q05"), high = result_number(t, row, "q95");

    report_value(self, text, result_number(t, row, "q50"), unit);
    if (low == high)
        return;
    strbuf_add(text, " (");
    report_range(self, text, low, high, unit);
    strbuf_add_char(text, ')');
}

/* "71 % de chances, moins que les 80 % demandés" in the scenario that the report is about. */
static void say_objective(struct report *self, const struct table *t, size_t row, struct strbuf *text)
{
    double wanted = result_number(t, row, "wanted");
    const char *met = result_text(t, row, "met");

    strbuf_addf(text, "%s%s", result_text(t, row, self->french ? "label_fr" : "label_en"),
                report_say(self, "\xC2\xA0: ", ": "));
    report_chance(self, text, result_number(t, row, "probability"));
    strbuf_add(text, report_say(self, " de chances", " chance"));
    if (!isnan(wanted)) {
        bool is_open = strcmp(met, "yes") != 0 && strcmp(met, "no") != 0;
        strbuf_add(text, is_open                  ? report_say(self, ", autour des ", ", about the ")
                         : strcmp(met, "no") == 0 ? report_say(self, ", moins que les ", ", less than the ")
                                                  : report_say(self, ", au moins les ", ", at least the "));
        label_percent(text, wanted, 0, self->language);
        strbuf_add(text, report_say(self, " demandés", " wanted"));
    }
    strbuf_add_char(text, '.');
    add_item(self, text);
}

static void say_objectives(struct report *self, struct strbuf *text)
{
    const struct table *t = &self->results.tables[RESULT_TARGETS];

    for (size_t row = 0; self->results.has[RESULT_TARGETS] && row < t->num_rows; row++)
        if (strcmp(result_text(t, row, "scenario"), self->focus) == 0)
            say_objective(self, t, row, text);
}

static void say_people(struct report *self, struct strbuf *text)
{
    const struct table *enrolled, *certified, *placed;
    size_t e = report_find(self, self->focus, "all", 0, "enrolled_total", &enrolled);
    size_t c = report_find(self, self->focus, "all", 0, "certified_total", &certified);
    size_t p = report_find(self, self->focus, "all", 0, "placed_total", &placed);

    if (enrolled == NULL || certified == NULL)
        return;
    bool firms = report_counts(self) == COUNTED_FIRMS;
    strbuf_addf(text, report_say(self, "D’ici à %.0f, ", "By %.0f, "), result_number(enrolled, e, "year"));
    add_outcome(self, text, enrolled, e);
    strbuf_add(text, firms ? report_say(self, " entreprises seraient entrées dans le programme, ",
                                        " firms would have joined, ")
                           : report_say(self, " personnes seraient entrées en formation, ",
                                        " people would have enrolled, "));
    add_outcome(self, text, certified, c);
    strbuf_add(text, firms ? report_say(self, " l’auraient mené à son terme", " would have completed")
                           : report_say(self, " seraient certifiées", " would be certified"));
    if (placed != NULL && result_number(placed, p, "q95") > 0) {
        strbuf_add(text, report_say(self, " et ", " and "));
        add_outcome(self, text, placed, p);
        strbuf_add(text, report_say(self, " placées dans un emploi", " placed in a job"));
    }
    strbuf_add_char(text, '.');
    add_item(self, text);
}

static void say_additional(struct report *self, struct strbuf *text)
{
    const struct table *additional, *stock, *employed, *without;
    size_t a = report_find(self, self->focus, "all", 0, "industry_additional", &additional);
    size_t s = report_find(self, self->focus, "all", 0, "industry_stock", &stock);

    if (additional == NULL || stock == NULL)
        return;
    strbuf_addf(text, report_say(self, "En %.0f, ", "In %.0f, "), result_number(stock, s, "year"));
    add_outcome(self, text, stock, s);
    strbuf_add(text, report_say(self, " des personnes formées travailleraient dans l’industrie du territoire",
                                " of the people trained would work in the territory’s industry"));
    size_t w = report_find(self, self->focus, "all", 0, "industry_stock_without", &without);
    if (without != NULL) {
        strbuf_add(text, report_say(self, "\xC2\xA0; sans le programme, ", "; without the programme, "));
        add_outcome(self, text, without, w);
        strbuf_add(text, report_say(self, " d’entre elles y travailleraient aussi", " of them would too"));
    }
    strbuf_add(text, report_say(self, ". Ainsi ", ". Thus "));
    add_outcome(self, text, additional, a);
    strbuf_add(text, report_say(self, " emplois industriels seraient vraiment supplémentaires.",
                                " industrial jobs would really be additional."));
    size_t e = report_find(self, self->focus, "all", 0, "employed_additional", &employed);
    if (employed != NULL) {
        strbuf_add(text, report_say(self, " Tous secteurs confondus, ", " In all sectors together, "));
        add_outcome(self, text, employed, e);
        strbuf_add(
            text, report_say(self,
                             " emplois de plus\xC2\xA0: la différence est faite de personnes qui, sans le "
                             "programme, travailleraient dans un autre secteur.",
                             " more jobs: the difference is people who, without the programme, would work in "
                             "another sector."));
    }
    add_item(self, text);
}

/* Scenarios in which openings are limited: what is left once those displaced are counted. */
static void say_openings(struct report *self, struct strbuf *text)
{
    const struct table *scenarios = &self->results.tables[RESULT_SCENARIOS], *t;
    int num = 0;

    for (size_t s = 0; s < scenarios->num_rows && num < MOST_SCENARIOS; s++) {
        const char *name = result_text(scenarios, s, "scenario");
        size_t row = report_find(self, name, "all", 0, "industry_hires_net_total", &t);
        if (t == NULL || (result_number(t, row, "q05") == 0 && result_number(t, row, "q95") == 0))
            continue;
        if (num++ == 0)
            strbuf_addf(
                text,
                report_say(self,
                           "Si les postes à pourvoir manquent, une personne formée peut être embauchée "
                           "à la place d’une autre. Embauches industrielles en plus d’ici à %.0f, ces "
                           "autres personnes déduites\xC2\xA0: ",
                           "Where openings run out, somebody trained may be hired in the place of "
                           "somebody else. Industrial hires gained by %.0f, those others taken off: "),
                result_number(t, row, "year"));
        else
            strbuf_add(text, report_say(self, "\xC2\xA0; ", "; "));
        add_outcome(self, text, t, row);
        strbuf_addf(text, report_say(self, " dans «\xC2\xA0%s\xC2\xA0»", " in “%s”"),
                    report_scenario(self, name));
    }
    strbuf_add_char(text, '.');
    if (num > 0)
        add_item(self, text);
    strbuf_clear(text);
}

static void say_cost(struct report *self, struct strbuf *text)
{
    const struct table *cost, *unit;
    size_t c = report_find(self, self->focus, "all", 0, "cost_total", &cost);
    size_t u = report_find(self, self->focus, "all", 0, "cost_per_additional_job_year", &unit);

    if (cost == NULL || result_number(cost, c, "q95") == 0)
        return;
    strbuf_add(text, report_say(self, "Le coût cumulé serait de ", "The cost in all would be "));
    add_outcome(self, text, cost, c);
    strbuf_addf(text, report_say(self, " d’ici à %.0f", " by %.0f"), result_number(cost, c, "year"));
    if (unit != NULL) {
        strbuf_add(text, report_say(self, ", soit ", ", that is "));
        add_outcome(self, text, unit, u);
        strbuf_add(text, report_say(self, " par année d’emploi industriel supplémentaire",
                                    " per additional industrial job-year"));
    }
    strbuf_add_char(text, '.');
    add_item(self, text);
}

/* ---- the territory ---------------------------------------------------------------------------- */

/* Indicators that say nearly the same share a family, of which one is told. */
static int family_of(const char *indicator)
{
    static const struct {
        const char *prefix;
        int family;
    } families[] = {{"below_bac", 1},    {"no_diploma", 1},  {"higher_education", 1}, {"qualification", 1},
                    {"unemployment", 2}, {"activity", 2},    {"employment_rate", 2},  {"enrolment", 3},
                    {"neet", 3},         {"stay_rate", 4},   {"entry_rate", 4},       {"industry", 5},
                    {"salaried", 6},     {"apprentices", 7}, {"outcome", 7},          {"graduates", 8},
                    {"recruitment", 9},  {"youth", 10},      {"self_containment", 11}};

    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (text_starts_with(indicator, families[i].prefix))
            return families[i].family;
    return 0;
}

/* How far the territory, its interval included, lies beyond the quartiles of its peers, in
 * widths between these; 0 when it does not. */
static double distance_from_peers(const struct table *t, size_t row)
{
    double value = result_number(t, row, "value"), low = result_number(t, row, "low"),
           high = result_number(t, row, "high"), q25 = result_number(t, row, "peers_q25"),
           q75 = result_number(t, row, "peers_q75");

    if (isnan(value) || isnan(q25) || q75 <= q25 || strcmp(result_text(t, row, "unit"), "share") != 0)
        return 0;
    /* published without precision: a small gap may be rounding */
    bool published = strstr(result_text(t, row, "flags"), "published") != NULL;
    double margin = published && (isnan(low) || isnan(high)) ? 0.5 * (q75 - q25) : 0;
    low = isnan(low) ? value - margin : low;
    high = isnan(high) ? value + margin : high;
    return low > q75 ? (low - q75) / (q75 - q25) : high < q25 ? (q25 - high) / (q75 - q25) : 0;
}

static void say_indicator(struct report *self, const struct table *t, size_t row, struct strbuf *text)
{
    const char *unit = result_text(t, row, "unit");
    double france = result_number(t, row, "fr");

    strbuf_addf(text, "%s%s", result_text(t, row, "label"), report_say(self, "\xC2\xA0: ", ": "));
    report_value(self, text, result_number(t, row, "value"), unit);
    if (!isnan(result_number(t, row, "low"))) {
        strbuf_add(text, " (");
        report_range(self, text, result_number(t, row, "low"), result_number(t, row, "high"), unit);
        strbuf_add_char(text, ')');
    }
    strbuf_addf(text, report_say(self, " en %.0f, contre ", " in %.0f, against "),
                result_number(t, row, "year"));
    report_value(self, text, result_number(t, row, "peers_median"), unit);
    strbuf_add(text, report_say(self, " dans les territoires comparables", " in comparable territories"));
    if (!isnan(france)) {
        strbuf_add(text, report_say(self, " et ", " and "));
        report_value(self, text, france, unit);
        strbuf_add(text, report_say(self, " en France", " in France"));
    }
    strbuf_add_char(text, '.');
    add_item(self, text);
}

enum { MOST_INDICATORS = 3 };

static void say_territory(struct report *self, struct strbuf *text)
{
    const struct table *t = &self->profile;
    bool told[16] = {false};

    if (!self->has_profile)
        return;
    if (self->has_results)
        report_heading(self, self->territory);
    report_paragraph(self, "note",
                     report_say(self,
                                "Entre parenthèses : ce que la précision de la source laisse ouvert (95 %).",
                                "In parentheses: what the precision of the source leaves open (95%)."));
    strbuf_add(&self->html, "<ul class=\"findings\">\n");
    for (int k = 0; k < MOST_INDICATORS; k++) {
        size_t best = t->num_rows;
        double most = 0;
        for (size_t row = 0; row < t->num_rows; row++) {
            int family = family_of(result_text(t, row, "indicator"));
            double distance = distance_from_peers(t, row);
            if (family > 0 && !told[family] && distance > most) {
                most = distance;
                best = row;
            }
        }
        if (best == t->num_rows)
            break;
        told[family_of(result_text(t, best, "indicator"))] = true;
        say_indicator(self, t, best, text);
    }
    if (!told[1] && !told[2] && !told[3] && !told[4] && !told[5]) {
        strbuf_add(text,
                   report_say(self,
                              "Le territoire ressemble à ses semblables : peu de ses indicateurs sortent de "
                              "leurs quartiles.",
                              "The territory is like those comparable with it: few of its indicators leave "
                              "their quartiles."));
        add_item(self, text);
    }
    strbuf_add(&self->html, "</ul>\n");
}

void report_findings(struct report *self)
{
    struct strbuf text = {0};

    report_section(self, "findings", report_say(self, "L’essentiel", "In short"));
    if (self->has_results)
        add_cards(self);
    if (self->has_results) {
        report_paragraph(
            self, "note",
            report_say(
                self,
                "Médianes, qui ne s’additionnent pas tout à fait ; entre parenthèses, les valeurs entre "
                "lesquelles le résultat tombe dans 90 % des cas.",
                "Medians, which do not quite add up; in parentheses the values between which the result "
                "falls in 90% of cases."));
        strbuf_add(&self->html, "<ul class=\"findings\">\n");
        say_people(self, &text);
        say_additional(self, &text);
        say_openings(self, &text);
        say_objectives(self, &text);
        say_cost(self, &text);
        strbuf_add(&self->html, "</ul>\n");
    }
    say_territory(self, &text);
    if (self->has_results)
        report_paragraph(
            self, "box",
            report_say(
                self,
                "Ces chiffres ne sont pas des promesses : ce sont les résultats d’un modèle, au vu "
                "d’hypothèses dont chacune est écrite en annexe avec sa source. Beaucoup sont des jugements. "
                "Changer une hypothèse change les chiffres ; c’est à cela que sert le modèle.",
                "These figures are no promises: they are the results of a model, given assumptions each of "
                "which is written in the annex with its source. Many are judgements. To change one changes "
                "the figures; that is what the model is for."));
    report_end_section(self);
    strbuf_free(&text);
}

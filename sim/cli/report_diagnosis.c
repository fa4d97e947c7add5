/* The territory beside its parents and comparable territories; announced figures. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/report.h"
#include "stats/output/label.h"
#include "stats/output/markup.h"

static void add_peers(struct report *self)
{
    const struct table *t = &self->peers;
    struct strbuf text = {0};

    if (!self->has_peers)
        return;
    strbuf_add(&text, report_say(self, "Territoires comparables, du plus proche au moins proche : ",
                                 "Comparable territories, the nearest first: "));
    for (size_t row = 0; row < t->num_rows; row++) {
        if (result_number(t, row, "rank") < 1)
            continue;
        strbuf_add(&text, result_number(t, row, "rank") > 1 ? ", " : "");
        strbuf_add(&text, result_text(t, row, "name"));
    }
    strbuf_add(&text,
               report_say(self,
                          ". Ils sont choisis par le calcul : population, chômage, activité, industrie, "
                          "formation des jeunes.",
                          ". They are chosen by computation: population, unemployment, activity, "
                          "industry, education of the young."));
    report_paragraph(self, "note", strbuf_text(&text));
    strbuf_free(&text);
}

/* A change of a share is in points. */
static void add_change(const struct report *self, struct strbuf *text, double change, const char *unit)
{
    bool share = strcmp(unit, "share") == 0 || strcmp(unit, "rate") == 0;
    double shown = share ? 100 * change : change;
    int decimals = share || fabs(change) < 20 ? (strcmp(unit, "index") == 0 && fabs(change) < 2 ? 2 : 1) : 0;

    if (isnan(change))
        return;
    strbuf_add(text, shown > 0 ? "+" : "");
    label_number(text, shown, decimals, self->language);
    if (share)
        strbuf_add(text, report_say(self, "\xC2\xA0pt", " pt"));
}

static void add_rank(struct report *self, const struct table *t, size_t row)
{
    struct strbuf text = {0}, of = {0};

    if (!isnan(result_number(t, row, "rank"))) {
        label_number(&text, result_number(t, row, "rank"), 0, self->language);
        strbuf_add(&of, report_say(self, "sur\xC2\xA0", "of\xC2\xA0"));
        label_number(&of, result_number(t, row, "among"), 0, self->language);
    }
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&of));
    strbuf_free(&text);
    strbuf_free(&of);
}

static void add_value(struct report *self, double value, double low, double high, const char *unit)
{
    struct strbuf text = {0}, range = {0};

    report_value(self, &text, value, unit);
    if (!isnan(low) && !isnan(high))
        report_range(self, &range, low, high, unit);
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&range));
    strbuf_free(&text);
    strbuf_free(&range);
}

static void add_since(struct report *self, const struct table *t, size_t row, const char *unit)
{
    struct strbuf text = {0}, small = {0};
    double low = result_number(t, row, "change_low"), high = result_number(t, row, "change_high");

    add_change(self, &text, result_number(t, row, "change"), unit);
    if (text.length > 0) {
        strbuf_addf(&small, report_say(self, "depuis %.0f", "since %.0f"), result_number(t, row, "since"));
        if (low <= 0 && high >= 0)
            strbuf_add(&small, report_say(self, ", non significatif", ", not significant"));
    }
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&small));
    strbuf_free(&text);
    strbuf_free(&small);
}

static void add_row(struct report *self, const struct table *t, size_t row)
{
    static const char *const parents[] = {"ze", "dep", "reg", "fr"};
    const char *unit = result_text(t, row, "unit");
    struct strbuf small = {0};

    strbuf_addf(&small, "%.0f\xC2\xA0; ", result_number(t, row, "year"));
    strbuf_add(&small, result_text(t, row, "universe"));
    report_begin_row(self, result_text(t, row, "label"), strbuf_text(&small));
    add_value(self, result_number(t, row, "value"), result_number(t, row, "low"),
              result_number(t, row, "high"), unit);
    add_value(self, result_number(t, row, "peers_median"), result_number(t, row, "peers_q25"),
              result_number(t, row, "peers_q75"), unit);
    for (size_t k = 0; k < sizeof parents / sizeof parents[0]; k++)
        add_value(self, result_number(t, row, parents[k]), NAN, NAN, unit);
    add_rank(self, t, row);
    add_since(self, t, row, unit);
    report_end_row(self);
    strbuf_free(&small);
}

static void add_table(struct report *self)
{
    static const char *const french[] = {"Indicateur",   ">Territoire", ">Comparables", ">Zone d’emploi",
                                         ">Département", ">Région",     ">France",      ">Rang",
                                         ">Évolution",   NULL};
    static const char *const english[] = {"Indicator",    ">Territory", ">Comparable", ">Employment zone",
                                          ">Département", ">Région",    ">France",     ">Rank",
                                          ">Change",      NULL};

    report_table(self,
                 report_say(self, "Le territoire, ses semblables et les niveaux qui le contiennent",
                            "The territory, those like it and the levels that hold it"),
                 self->french ? french : english);
    for (size_t row = 0; row < self->profile.num_rows; row++)
        add_row(self, &self->profile, row);
    report_end_table(self);
    report_paragraph(
        self, "note",
        report_say(
            self,
            "Sous la valeur du territoire : son intervalle à 95 %, quand la source en permet un ; un "
            "registre n’a pas d’erreur d’échantillonnage. Sous la médiane des territoires comparables : "
            "leurs quartiles. Rang : 1 pour la valeur la plus forte. Un tiret : la source ne donne pas ce "
            "chiffre à ce niveau.",
            "Below the value of the territory: its 95% interval, where the source allows one; a register "
            "has no sampling error. Below the median of the comparable territories: their quartiles. "
            "Rank: 1 for the highest value. A dash: the source does not give the figure at that level."));
}

static void add_sources(struct report *self)
{
    const struct table *t = &self->profile;
    struct strbuf text = {0};

    strbuf_add(&text, report_say(self, "Sources : ", "Sources: "));
    size_t start = text.length;
    for (size_t row = 0; row < t->num_rows; row++) {
        const char *source = result_text(t, row, "source");
        if (strstr(strbuf_text(&text), source) != NULL)
            continue;
        strbuf_add(&text, text.length > start ? report_say(self, "\xC2\xA0; ", "; ") : "");
        strbuf_add(&text, source);
    }
    strbuf_add_char(&text, '.');
    report_paragraph(self, "note", strbuf_text(&text));
    strbuf_free(&text);
}

static void add_claim(struct report *self, const struct table *t, size_t row, bool is_first)
{
    const char *unit = result_text(t, row, "unit");
    double year = result_number(t, row, "year");
    struct strbuf text = {0}, small = {0};

    report_begin_row(self, is_first ? result_text(t, row, "announcement") : "", NULL);
    report_value(self, &text, result_number(t, row, "value"), unit);
    report_range(self, &small, result_number(t, row, "low"), result_number(t, row, "high"), unit);
    report_cell(self, "n", strbuf_text(&text), strbuf_text(&small));
    strbuf_clear(&text);
    strbuf_add(&text, result_text(t, row, "label"));
    strbuf_clear(&small);
    strbuf_addf(&small, "%s, %.0f", result_text(t, row, "name"), year);
    report_cell(self, NULL, strbuf_text(&text), strbuf_text(&small));
    report_cell(self, NULL, result_text(t, row, "verdict"), result_text(t, row, "note"));
    report_end_row(self);
    strbuf_free(&text);
    strbuf_free(&small);
}

static void add_claims(struct report *self)
{
    static const char *const french[] = {"Annonce", ">Source officielle", "Ce que compte la source",
                                         "Constat", NULL};
    static const char *const english[] = {"Announced", ">Official source", "What the source counts",
                                          "Finding", NULL};
    const struct table *t = &self->claims;

    if (!self->has_claims)
        return;
    report_heading(self, report_say(self, "Les chiffres annoncés et les sources officielles",
                                    "Announced figures and official sources"));
    report_table(self,
                 report_say(self, "Chaque chiffre annoncé, définition par définition",
                            "Each announced figure, definition by definition"),
                 self->french ? french : english);
    for (size_t row = 0; row < t->num_rows; row++) {
        bool is_first =
            row == 0 || strcmp(result_text(t, row, "claim"), result_text(t, row - 1, "claim")) != 0;
        if (!isnan(result_number(t, row, "value")))
            add_claim(self, t, row, is_first);
    }
    report_end_table(self);
}

/* Shares that say most, for the figure: those of them that the territory has; NULL when they
 * are few, for all. */
static const char *choose_shares(const struct report *self, struct strbuf *out)
{
    static const char *const names[] = {
        "industry_share_salaried", "industry_share",         "industry_establishments", "below_bac",
        "below_bac_2000",          "higher_education",       "higher_education_2000",   "unemployment_census",
        "employment_rate",         "enrolment_1824",         "enrolment_1824_2000",     "neet",
        "stay_rate:2029",          "apprentices_employed_6m"};
    const struct table *t = &self->profile;
    int num = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t row = 0; row < t->num_rows; row++)
            if (strcmp(result_text(t, row, "indicator"), names[i]) == 0 &&
                !isnan(result_number(t, row, "value")))
                strbuf_addf(out, "%s%s", num++ ? "," : "", names[i]);
    return num >= 4 ? strbuf_text(out) : NULL;
}

int report_diagnosis(struct report *self, struct err *err)
{
    struct strbuf shares = {0};
    struct report_figure_choice choice = {.kind = REPORT_PROFILE, .path = self->profile_path};
    bool has_share = false;
    int status = ERR_OK;

    if (!self->has_profile && !self->has_claims)
        return ERR_OK;
    report_section(self, "diagnosis", report_say(self, "Le territoire aujourd’hui", "The territory today"));
    for (size_t row = 0; self->has_profile && row < self->profile.num_rows; row++)
        has_share = has_share || (strcmp(result_text(&self->profile, row, "unit"), "share") == 0 &&
                                  !isnan(result_number(&self->profile, row, "value")));
    choice.indicators = has_share ? choose_shares(self, &shares) : NULL;
    if (has_share)
        status = report_add_figure(self, &choice, err);
    strbuf_free(&shares);
    if (self->has_profile) {
        add_peers(self);
        report_see(self, "indicators",
                   report_say(self, "Tous les indicateurs du territoire, leurs intervalles, leurs sources",
                              "All indicators of the territory, their intervals, their sources"));
    }
    add_claims(self);
    report_end_section(self);
    return status;
}

void report_indicators(struct report *self)
{
    if (!self->has_profile)
        return;
    report_section(
        self, "indicators",
        report_say(self, "Annexe : les indicateurs du territoire", "Annex: the indicators of the territory"));
    add_table(self);
    add_sources(self);
    report_end_section(self);
}

/* The end of the report: limits, method, assumptions, how to make it again. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/report.h"
#include "sim/cli/subcommand.h"
#include "stats/base/mem.h"
#include "stats/base/number.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "stats/base/text.h"
#include "stats/output/label.h"
#include "stats/output/markup.h"
#include "stats/output/page.h"

static void add_item(struct report *self, const char *text)
{
    report_element(self, "li", NULL, text);
}

/* ---- assumptions -------------------------------------------------------------------------------- */

static const char *const identity[] = {"parameter", "scope",  "from_year", "distribution",
                                       "unit",      "status", "source",    NULL};

/* Whether two rows say the same, be it of other scenarios or cohorts. */
static bool is_same(const struct table *t, size_t a, size_t b)
{
    for (size_t i = 0; identity[i] != NULL; i++) {
        size_t c = table_find(t, identity[i]);
        bool same = t->columns[c].kind == FIELD_TEXT ? strcmp(table_text(t, a, c), table_text(t, b, c)) == 0
                                                     : table_number(t, a, c) == table_number(t, b, c);
        if (!same)
            return false;
    }
    return true;
}

static bool is_neutral(const struct table *t, size_t row)
{
    return strcmp(result_text(t, row, "status"), "neutral") == 0;
}

/* Of each row the one that says it first; the caller frees. NULL when there is no memory. */
static size_t *first_rows(const struct table *t)
{
    struct table_order order;
    size_t *firsts = mem_alloc(t->num_rows, sizeof *firsts, NULL);

    if (firsts != NULL && table_order_init(&order, t, identity, NULL) == ERR_OK) {
        table_order_firsts(&order, firsts);
        table_order_free(&order);
        return firsts;
    }
    free(firsts);
    return NULL;
}

/* The scenarios of a statement, where they are not all of those that have the parameter. */
static void add_scenarios(const struct report *self, const struct table *t, size_t first, struct strbuf *out)
{
    const char *last = "";
    size_t start = out->length;
    int with = 0, others = 0;

    for (size_t row = 0; row < t->num_rows; row++) {
        if (strcmp(result_text(t, row, "parameter"), result_text(t, first, "parameter")) != 0 ||
            strcmp(result_text(t, row, "scope"), result_text(t, first, "scope")) != 0)
            continue;
        if (!is_same(t, row, first)) {
            others++;
            continue;
        }
        if (strcmp(result_text(t, row, "scenario"), last) == 0)
            continue;
        last = result_text(t, row, "scenario");
        strbuf_addf(out, "%s%s", with++ ? ", " : "; ", report_scenario(self, last));
    }
    if (others == 0) {
        out->length = start;
        if (out->text != NULL)
            out->text[start] = '\0';
    }
}

/* The central value as a person says it. */
static void add_central_value(const struct report *self, struct strbuf *out, const char *parameter,
                              const char *form, double mean, const char *unit)
{
    bool plural = self->french ? fabs(mean) >= 2 : fabs(mean) != 1;

    if (text_starts_with(form, "dirichlet")) { /* a count, one of those that make the shares */
        char weight[32], *mark;
        snprintf(weight, sizeof weight, "%.10g", mean);
        if (self->french && (mark = strchr(weight, '.')) != NULL)
            *mark = ',';
        strbuf_addf(out, "%s%s", report_say(self, "poids ", "weight "), weight);
        return;
    }
    if (text_starts_with(parameter, "effect_")) { /* a difference of shares */
        strbuf_add(out, mean > 0 ? "+" : "");
        label_number(out, 100 * mean, 1, self->language);
        strbuf_add(out, " points");
        return;
    }
    report_value(self, out, mean, unit);
    if (isnan(mean))
        return;
    if (strcmp(unit, "years") == 0)
        strbuf_add(out, plural ? report_say(self, " ans", " years") : report_say(self, " an", " year"));
    else if (report_unit(self, unit)[0] != '\0')
        strbuf_addf(out, " %s", report_unit(self, unit));
}

static void assumption_row(struct report *self, const struct table *t, size_t row)
{
    const char *unit = result_text(t, row, "unit"), *form = result_text(t, row, "distribution");
    double mean = result_number(t, row, "mean"), plain;
    struct strbuf text = {0}, small = {0};

    report_scope(self, result_text(t, row, "scope"), &small);
    add_scenarios(self, t, row, &small);
    report_begin_row(self,
                     report_parameter(self, result_text(t, row, "parameter"), result_text(t, row, "meaning")),
                     strbuf_text(&small));
    add_central_value(self, &text, result_text(t, row, "parameter"), form, mean, unit);
    bool fixed = number_parse(form, strlen(form), '.', &plain) == NUMBER_OK;
    strbuf_clear(&small);
    report_law(self, form, &small);
    report_cell(self, "n", strbuf_text(&text),
                fixed ? report_say(self, "fixe", "fixed") : strbuf_text(&small));
    report_cell(self, NULL, report_status(self, result_text(t, row, "status")), NULL);
    report_cell(self, NULL, report_translate(self, result_text(t, row, "source")), NULL);
    report_end_row(self);
    strbuf_free(&text);
    strbuf_free(&small);
}

struct status_counts {
    size_t all, sourced, derived, judgement, observed;
};

static struct status_counts count_statuses(const struct table *t, const size_t *firsts)
{
    struct status_counts n = {0};

    for (size_t row = 0; row < t->num_rows; row++) {
        const char *status = result_text(t, row, "status");
        if (firsts[row] != row || is_neutral(t, row))
            continue;
        n.all++;
        n.sourced += strcmp(status, "sourced") == 0;
        n.derived += strcmp(status, "derived") == 0;
        n.judgement += strcmp(status, "judgement") == 0;
        n.observed += strcmp(status, "observed") == 0;
    }
    return n;
}

static void say_counts(struct report *self, const struct status_counts *n)
{
    struct strbuf text = {0};

    strbuf_addf(&text,
                report_say(self,
                           "%zu hypothèses. Chiffre repris d’une source citée : %zu ; déduit d’une source : "
                           "%zu ; jugement : %zu",
                           "%zu assumptions. Figure taken from a source: %zu; derived from one: %zu; "
                           "judgement: %zu"),
                n->all, n->sourced, n->derived, n->judgement);
    if (n->observed > 0)
        strbuf_addf(&text, report_say(self, " ; observation : %zu", "; observed: %zu"), n->observed);
    strbuf_add(
        &text,
        report_say(self,
                   ". La première valeur est la moyenne ; dessous, la loi qui dit ce que l’on en "
                   "ignore : pert(minimum, mode, maximum), beta(moyenne, taille d’échantillon "
                   "équivalente), gamma(moyenne, écart-type), lognormale(médiane, écart-type du logarithme), "
                   "dirichlet(poids) : des parts qui font un tout.",
                   ". The first value is the mean; below it, the law that says what is not known of "
                   "it: pert(minimum, mode, maximum), beta(mean, size of an equivalent sample), "
                   "gamma(mean, standard deviation), lognormal(median, standard deviation of the logarithm), "
                   "dirichlet(weight): shares that make a whole."));
    report_paragraph(self, NULL, strbuf_text(&text));
    strbuf_free(&text);
}

/* Mechanisms of the model that the pack leaves off, once each. */
static void say_neutral(struct report *self, const struct table *t)
{
    struct strbuf text = {0};
    int num = 0;

    for (size_t row = 0; row < t->num_rows; row++) {
        bool known = !is_neutral(t, row);
        for (size_t before = 0; before < row && !known; before++)
            known = is_neutral(t, before) &&
                    strcmp(result_text(t, before, "parameter"), result_text(t, row, "parameter")) == 0;
        if (!known)
            strbuf_addf(
                &text, "%s%s", num++ ? report_say(self, "\xC2\xA0; ", "; ") : "",
                report_parameter(self, result_text(t, row, "parameter"), result_text(t, row, "meaning")));
    }
    if (num > 0) {
        struct strbuf all = {0};
        strbuf_addf(&all, "%s%s.",
                    report_say(self, "Laissés à une valeur neutre, pour tous ou pour certains : ",
                               "Left at a neutral value, for all or for some: "),
                    strbuf_text(&text));
        report_paragraph(self, "note", strbuf_text(&all));
        strbuf_free(&all);
    }
    strbuf_free(&text);
}

void report_assumptions(struct report *self)
{
    static const char *const french[] = {"Hypothèse", ">Valeur", "Statut", "Source", NULL};
    static const char *const english[] = {"Assumption", ">Value", "Status", "Source", NULL};
    const struct table *t = &self->results.tables[RESULT_ASSUMPTIONS];
    size_t *firsts;

    if (!self->has_results || !self->results.has[RESULT_ASSUMPTIONS] || (firsts = first_rows(t)) == NULL)
        return;
    struct status_counts counts = count_statuses(t, firsts);
    report_section(self, "assumptions",
                   report_say(self, "Annexe : les hypothèses", "Annex: the assumptions"));
    say_counts(self, &counts);
    report_table(
        self,
        report_say(self, "Toutes les hypothèses, avec leur source", "All assumptions with their source"),
        self->french ? french : english);
    for (size_t row = 0; row < t->num_rows; row++)
        if (firsts[row] == row && !is_neutral(t, row))
            assumption_row(self, t, row);
    report_end_table(self);
    say_neutral(self, t);
    report_end_section(self);
    free(firsts);
}

/* ---- method ------------------------------------------------------------------------------------- */

void report_method(struct report *self)
{
    report_section(self, "method", report_say(self, "La méthode en clair", "The method in plain words"));
    strbuf_add(&self->html, "<ol>\n");
    if (self->has_profile) {
        add_item(self,
                 report_say(
                     self,
                     "Le diagnostic additionne les fichiers publiés par la statistique publique aux contours "
                     "du territoire. Les chiffres du recensement portent l’intervalle que donnent les règles "
                     "de précision de l’Insee. Rien n’est estimé quand une source manque.",
                     "The diagnosis sums the files of official statistics to the borders of the territory. "
                     "Census figures carry the interval that the precision rules of INSEE give. Nothing is "
                     "estimated where a source is missing."));
        add_item(
            self,
            report_say(self,
                       "Les territoires comparables sont les dix plus proches sur plusieurs indicateurs à la "
                       "fois, parmi tous ceux du même niveau en France.",
                       "Comparable territories are the ten nearest on several indicators at once, among all "
                       "of the same level in France."));
    }
    if (self->has_results) {
        add_item(
            self,
            report_counts(self) == COUNTED_FIRMS
                ? report_say(
                      self,
                      "La projection suit les entreprises pas à pas : places ouvertes, entrées, abandons, "
                      "terme de l’accompagnement.",
                      "The projection follows firms step by step: places open, those that join, give up "
                      "and complete.")
                : report_say(
                      self,
                      "La projection suit les personnes pas à pas : places ouvertes, entrées, abandons, "
                      "certification, emploi, industrie, territoire, puis mobilités année après année.",
                      "The projection follows people step by step: places open, enrolment, dropout, "
                      "certification, employment, industry, territory, then moves year by year."));
        add_item(self,
                 report_say(
                     self,
                     "Chaque hypothèse incertaine est tirée au sort dans sa loi, puis le parcours de chaque "
                     "personne. On recommence des milliers de fois : l’intervalle à 90 % laisse 5 % des cas "
                     "de chaque côté, la médiane en laisse la moitié.",
                     "Each uncertain assumption is drawn from its law, then the path of each person. This "
                     "is done thousands of times: the 90% interval leaves 5% of the cases on each side, the "
                     "median half of them."));
        add_item(
            self,
            report_say(
                self,
                "Les scénarios partagent leurs tirages : la différence entre deux scénarios ne doit rien "
                "à la chance de l’un ou de l’autre. De même pour chaque personne, avec et sans le "
                "programme.",
                "Scenarios share their draws: the difference between two owes nothing to the luck of "
                "one or the other. The same holds for each person, with and without the programme."));
        add_item(
            self,
            report_say(
                self,
                "Un second calcul, exact et sans tirage, contrôle les moyennes et les variances partout où "
                "aucune limite ne joue ; s’il n’était pas d’accord, aucun résultat ne serait écrit.",
                "A second computation, exact and without draws, checks means and variances wherever no "
                "limit binds; if it disagreed, no result would be written."));
    }
    strbuf_add(&self->html, "</ol>\n");
    report_end_section(self);
}

/* ---- limits ------------------------------------------------------------------------------------- */

static void add_ages(struct report *self)
{
    const struct table *t = &self->profile;
    double first = INFINITY, last = 0;
    size_t parts = 0;
    struct strbuf text = {0};

    for (size_t row = 0; row < t->num_rows; row++) {
        first = fmin(first, result_number(t, row, "year"));
        last = fmax(last, result_number(t, row, "year"));
        parts += strstr(result_text(t, row, "flags"), "part-of-territory") != NULL;
    }
    if (last > first)
        strbuf_addf(&text,
                    report_say(self, "Les chiffres du diagnostic vont de %.0f à %.0f",
                               "The figures of the diagnosis are of %.0f to %.0f"),
                    first, last);
    else
        strbuf_addf(&text,
                    report_say(self, "Les chiffres du diagnostic sont de %.0f",
                               "The figures of the diagnosis are of %.0f"),
                    last);
    strbuf_add(&text,
               report_say(self, " : ce sont les derniers que tiennent les sources jointes, non ceux du jour.",
                          ": the last that the sources at hand hold, not those of today."));
    if (parts > 0)
        strbuf_addf(&text,
                    report_say(self,
                               " %zu d’entre eux ne couvrent qu’une partie du territoire, dite dans leur "
                               "libellé.",
                               " %zu of them cover part of the territory only, named in their label."),
                    parts);
    add_item(self, strbuf_text(&text));
    strbuf_free(&text);
}

void report_limits(struct report *self)
{
    report_section(self, "limits",
                   report_say(self, "Ce que ces chiffres ne disent pas", "What these figures do not say"));
    strbuf_add(&self->html, "<ul>\n");
    for (size_t row = 0; self->has_notes && row < self->notes.num_rows; row++)
        if (strcmp(result_text(&self->notes, row, "section"), "limit") == 0)
            add_item(self, result_text(&self->notes, row, self->french ? "text_fr" : "text_en"));
    if (self->has_results) {
        add_item(self,
                 report_say(
                     self,
                     "Un intervalle dit ce que l’on ignore dans le modèle, pas l’erreur du modèle lui-même : "
                     "une crise, une usine qui ferme ou s’ouvre, une réforme n’y sont pas.",
                     "An interval says what is unknown within the model, not the error of the model itself: "
                     "a crisis, a plant that closes or opens, a reform are not in it."));
        if (report_is_causal(self))
            add_item(
                self,
                report_say(
                    self,
                    "L’effet sur l’emploi des mêmes personnes vient d’études faites ailleurs, sur d’autres "
                    "formations ; il n’a pas été mesuré ici.",
                    "The effect on the employment of the same people comes from studies made elsewhere, of "
                    "other courses; it has not been measured here."));
        add_item(
            self,
            report_say(self,
                       "Les objectifs sont jugés tels que le dossier les écrit ; le rapport ne dit pas s’ils "
                       "sont les bons.",
                       "Objectives are judged as the pack writes them; the report does not say whether they "
                       "are the right ones."));
    }
    if (self->has_profile)
        add_ages(self);
    strbuf_add(&self->html, "</ul>\n");
    report_end_section(self);
}

/* ---- reproduction ------------------------------------------------------------------------------- */

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* A word as a shell takes it literally. */
static void add_word(struct strbuf *out, const char *word)
{
    bool plain = word[0] != '\0';

    for (const char *c = word; *c != '\0'; c++)
        plain = plain && ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                          strchr("-_./=:,%+", *c) != NULL);
    strbuf_add(out, plain ? " " : " '");
    for (; *word != '\0'; word++)
        strbuf_add(out, *word == '\'' ? "'\\''" : (const char[]){*word, '\0'});
    strbuf_add(out, plain ? "" : "'");
}

/* A command with its options, but for where it writes. */
static void add_command(const char *name, const struct opts *o, const char *output, struct strbuf *out)
{
    strbuf_addf(out, "bassin %s", name);
    for (size_t i = 0; i < o->num_items; i++) {
        const struct opt *item = &o->items[i];
        if (subcommand_is_aside(item->spec->name))
            continue;
        strbuf_addf(out, " --%s", item->spec->name);
        if (item->value != NULL)
            add_word(out, item->value);
    }
    for (size_t i = 0; i < o->num_arguments; i++)
        add_word(out, last_part(o->arguments[i]));
    strbuf_addf(out, " -o %s\n", output);
}

/* Words that need no quotes to be told apart. */
static void add_words(struct strbuf *out, const char *text)
{
    struct strbuf word = {0};

    for (; *text != '\0'; text += strcspn(text, " "), text += *text == ' ') {
        strbuf_clear(&word);
        strbuf_add_bytes(&word, text, strcspn(text, " "));
        add_word(out, strbuf_text(&word));
    }
    strbuf_free(&word);
}

/* Of parts that were merged, as the one run that they make. */
static void add_run_command(const struct report *self, const struct opts *parsed, const char *output,
                            struct strbuf *out)
{
    const char *one_run = run_record_text(self->record, "settings", "as_one_run");

    if (one_run == NULL || parsed->num_arguments < 1) {
        add_command("project", parsed, output, out);
        return;
    }
    strbuf_add(out, "bassin project");
    add_words(out, one_run);
    add_word(out, last_part(parsed->arguments[0]));
    strbuf_addf(out, " -o %s\n", output);
}

/* The run behind a report of results that were made before. */
static void add_run(const struct report *self, struct strbuf *out)
{
    struct words words = {0};
    struct opts parsed = {0};

    if (result_set_is_folder(self->opts->arguments[0]) &&
        subcommand_recorded(self->record, "", &words, &parsed, NULL) == ERR_OK)
        add_run_command(self, &parsed, last_part(self->opts->arguments[0]), out);
    opts_free(&parsed);
    words_free(&words);
}

static void setting_row(struct report *self, const char *name, const char *value)
{
    if (value == NULL)
        return;
    report_begin_row(self, name, NULL);
    report_cell(self, NULL, value, NULL);
    report_end_row(self);
}

/* A number of the section "twin". */
static void number_row(struct report *self, const char *name, const char *key, int decimals)
{
    const char *given = run_record_text(self->record, "twin", key);
    struct strbuf text = {0};
    double value;

    if (given == NULL || number_parse(given, strlen(given), '.', &value) != NUMBER_OK)
        return;
    label_number(&text, value, decimals, self->language);
    setting_row(self, name, strbuf_text(&text));
    strbuf_free(&text);
}

/* What run.json says of it; its words in French. */
static const char *generator_text(const struct report *self)
{
    const char *text = run_record_text(self->record, "settings", "generator");

    if (self->french && text != NULL && strcmp(text, "Philox4x32-10, keyed by stream and draw") == 0)
        return "Philox4x32-10, dont la clé est le flux et le tirage";
    return text;
}

static void setting_table(struct report *self)
{
    static const char *const french[] = {"Réglage", "Valeur", NULL};
    static const char *const english[] = {"Setting", "Value", NULL};
    const struct run_record *r = self->record;
    const char *pack = run_record_text(r, "settings", "pack");

    report_table(self, report_say(self, "La projection", "The projection"), self->french ? french : english);
    setting_row(self, report_say(self, "Dossier", "Pack"), pack ? last_part(pack) : NULL);
    setting_row(self, report_say(self, "Tirages", "Draws"), run_record_text(r, "settings", "draws"));
    setting_row(self, report_say(self, "Graine du hasard", "Seed"), run_record_text(r, "settings", "seed"));
    setting_row(self, report_say(self, "Générateur", "Generator"), generator_text(self));
    setting_row(self, report_say(self, "Version de bassin", "Version of bassin"),
                run_record_text(r, NULL, "version"));
    setting_row(self, "GSL", run_record_text(r, "machine", "gsl"));
    setting_row(self, report_say(self, "Bibliothèque C", "C library"), run_record_text(r, "machine", "libc"));
    setting_row(self, report_say(self, "Processeur", "Processor"),
                run_record_text(r, "machine", "architecture"));
    number_row(
        self,
        report_say(self, "Moyennes contrôlées par le calcul exact", "Means checked by the exact computation"),
        "means_compared", 0);
    number_row(self,
               report_say(self, "Plus grand écart, en erreurs types", "Largest gap, in standard errors"),
               "largest_mean_z", 1);
    number_row(self, report_say(self, "Limite de cet écart", "Limit of this gap"), "limit_of_mean_z", 1);
    report_end_table(self);
}

static void digest_rows(struct report *self, const char *list, const char *role)
{
    for (size_t i = 0; i < run_record_num_files(self->record, list); i++) {
        const char *file = run_record_file(self->record, list, i);
        const char *name = last_part(file);
        const char *shown = name > file + 1 ? name - 1 : file;
        while (shown > file && shown[-1] != '/')
            shown--;
        report_begin_row(self, shown, role);
        report_cell(self, "hash", run_record_digest(self->record, list, i), NULL);
        report_end_row(self);
    }
}

/* Tables of the pack that only the report reads. */
static void text_rows(struct report *self)
{
    static const char *const names[] = {"claims.csv", "notes.csv", "translations.csv"};
    char digest[SOURCE_DIGEST_SIZE];

    for (size_t i = 0; i < sizeof names / sizeof names[0] && self->pack_folder != NULL; i++) {
        char *path = outfile_join(self->pack_folder, names[i], NULL);
        struct strbuf shown = {0};
        if (path != NULL && access(path, R_OK) == 0 && source_digest_file(path, digest, NULL) == ERR_OK) {
            strbuf_addf(&shown, "%s/%s", last_part(self->pack_folder), names[i]);
            report_begin_row(self, strbuf_text(&shown),
                             report_say(self, "lu par le rapport", "read by the report"));
            report_cell(self, "hash", digest, NULL);
            report_end_row(self);
        }
        strbuf_free(&shown);
        free(path);
    }
}

static void digest_table(struct report *self)
{
    static const char *const french[] = {"Fichier", "SHA-256", NULL};
    static const char *const english[] = {"File", "SHA-256", NULL};

    report_table(
        self,
        report_say(self, "Empreintes des fichiers lus et écrits", "Digests of the files read and written"),
        self->french ? french : english);
    digest_rows(self, "inputs", report_say(self, "lu", "read"));
    text_rows(self);
    digest_rows(self, "outputs", report_say(self, "écrit", "written"));
    report_end_table(self);
}

void report_reproduction(struct report *self)
{
    struct strbuf command = {0};

    report_section(self, "reproduction",
                   report_say(self, "Annexe : refaire ce rapport", "Annex: make this report again"));
    report_paragraph(
        self, NULL,
        report_say(self,
                   "Le même dossier, la même graine et la même version donnent les mêmes octets, quel "
                   "que soit le nombre de processeurs.",
                   "The same pack, seed and version give the same bytes, whatever the number of "
                   "processors."));
    if (self->has_results)
        add_run(self, &command);
    add_command("report", self->opts, report_say(self, "rapport.html", "report.html"), &command);
    page_element(&self->html, "pre", NULL, strbuf_text(&command));
    if (self->has_results) {
        setting_table(self);
        digest_table(self);
    }
    strbuf_clear(&command);
    strbuf_addf(&command,
                report_say(self, "Rapport fait par bassin %s, logiciel libre (GPL, version 3 ou suivante).",
                           "Report made by bassin %s, free software (GPL, version 3 or later)."),
                BASSIN_VERSION);
    report_paragraph(self, "note", strbuf_text(&command));
    report_end_section(self);
    strbuf_free(&command);
}

/* bassin list: what the program knows, with definitions. */
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "sim/cli/dictionaries.h"
#include "sim/cli/language.h"
#include "sim/cli/list_territories.h"
#include "sim/cli/listing.h"
#include "sim/cli/message.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/suggest.h"
#include "stats/base/catalogue.h"
#include "stats/base/outfile.h"
#include "stats/indicators/uncertainty.h"
#include "stats/numeric/secrecy_rules.h"

static const struct option_spec options[] = {
    {'l', "long", NULL,
     "in full: formula, variables, universe, interval and pitfall of\nindicators; bounds of parameters; "
     "columns of tables"},
    {0, "lang", "fr|en", "language of labels (default en)"},
    {0, "level", "LEVELS", "territories: where to look (default: all levels)"},
    {0, "format", "text|csv", "territories: for people, or a table (default text; csv for -o FILE.csv)"},
    CSV_STYLE_OPTION_SPEC,
    {'g', "geography", "FILE", "territories: the table of territories (default: the one shipped)"},
    {'o', "output", "FILE", WHERE_TO_WRITE},
    {0, NULL, NULL, NULL},
};

/* The dictionary row of the first variable of some terms; NULL when no dictionary has it.
 * {item} and * stand for anything. */
static const struct dict_row *first_variable(const struct dictionary *dictionary, const char *terms)
{
    size_t length = strcspn(terms, " {*");
    bool is_open = terms[length] == '{' || terms[length] == '*';

    for (size_t r = 0; r < dictionary->num_rows; r++) {
        const struct dict_row *row = &dictionary->rows[r];
        if (strcmp(row->role, "value") == 0 && strncmp(row->variable, terms, length) == 0 &&
            (is_open || row->variable[length] == '\0'))
            return row;
    }
    return NULL;
}

/* Universe and precision, from the first variable of the indicator that a dictionary has. */
static void list_meaning(struct listing *self, const struct indicator *item)
{
    bool french = strcmp(self->language, "fr") == 0;
    const char *universe = french ? item->universe_fr : item->universe_en;
    const struct dict_row *row = NULL;

    for (int k = 0; k < INDICATOR_MAX_TERMS && item->terms[k].numerator != NULL && row == NULL; k++)
        row = first_variable(&self->dictionary, item->terms[k].numerator);
    if (universe == NULL && row != NULL)
        universe = french ? row->universe_fr : row->universe_en;
    if (universe != NULL && universe[0] != '\0')
        strbuf_addf(&self->text, _("      universe  %s\n"), universe);
    strbuf_addf(&self->text, _("      interval  %s\n"),
                indicator_uncertainty(item, row ? row->exploitation : EXPLOITATION_REGISTER, self->language));
}

static void list_indicator(struct listing *self, const struct indicator *item)
{
    bool french = strcmp(self->language, "fr") == 0;
    const char *pitfall = french ? item->pitfall_fr : item->pitfall_en;

    strbuf_addf(&self->text, "  %-27s %s [%s]\n", item->name, french ? item->label_fr : item->label_en,
                item->unit);
    if (!self->is_long)
        return;
    strbuf_addf(&self->text, "      %s%s\n", french ? "english   " : "français  ",
                french ? item->label_en : item->label_fr);
    strbuf_addf(&self->text, _("      formula   %s\n"), translate(item->formula));
    for (int k = 0; k < INDICATOR_MAX_TERMS && item->terms[k].numerator != NULL; k++)
        strbuf_addf(&self->text, "      %-9s %s%s%s\n", k ? _("or") : _("needs"), item->terms[k].numerator,
                    item->terms[k].denominator ? " / " : "",
                    item->terms[k].denominator ? item->terms[k].denominator : "");
    if (item->classes != NULL)
        strbuf_addf(&self->text, _("      {item}    %s\n"), item->classes);
    if (item->expected != NULL)
        strbuf_addf(&self->text, _("      expected  %s\n"), item->expected);
    if (item->least_denominator > 0)
        strbuf_addf(&self->text, _("      threshold not shown when the denominator is below %g\n"),
                    item->least_denominator);
    if (item->most_hidden > 0)
        strbuf_addf(&self->text, _("      bounds    each hidden cell holds 0 to %g\n"), item->most_hidden);
    if (item->lag > 0)
        strbuf_addf(&self->text, _("      lag       denominator %d years before\n"), item->lag);
    list_meaning(self, item);
    strbuf_addf(&self->text, _("      defined   %s\n"), translate(item->reference));
    if (pitfall[0] != '\0')
        strbuf_addf(&self->text, _("      beware    %s\n"), pitfall);
}

void list_indicators(struct listing *self)
{
    const struct indicator *item;
    const char *group = "";

    for (size_t i = 0; (item = indicator_at(i)) != NULL; i++) {
        if (strcmp(group, item->group) != 0)
            strbuf_addf(&self->text, "%s%s\n", i ? "\n" : "", translate(item->group));
        group = item->group;
        list_indicator(self, item);
    }
}

void list_levels(struct listing *self)
{
    for (int l = 0; l < NUM_LEVELS; l++)
        strbuf_addf(&self->text, "%-6s %s (%s)\n", level_name((enum level)l),
                    level_label((enum level)l, self->language), level_code_form((enum level)l));
}

void list_flags(struct listing *self)
{
    const char *rest = estimate_flag_help;

    while (*rest != '\0') {
        size_t length = translate_entry_length(rest);
        translate_bytes(&self->text, rest, length);
        rest += length;
    }
}

static void list_rule_set(struct listing *self, const struct secrecy_rule_set *set)
{
    bool french = strcmp(self->language, "fr") == 0;

    strbuf_addf(&self->text, _("  %-24s %s: fewer than %g"), set->name,
                french ? set->label_fr : set->label_en, set->threshold);
    if (set->least > 0)
        strbuf_addf(&self->text, _(", a value under %g"), set->least);
    if (set->dominance < 1)
        strbuf_addf(&self->text, _(", or one over %g %%"), 100 * set->dominance);
    strbuf_addf(&self->text, _("\n      counted   %s\n      source    %s\n      date      %s\n"),
                translate(set->counted), translate(set->source), translate(set->date));
    if (set->note[0] != '\0')
        strbuf_addf(&self->text, _("      beware    %s\n"), translate(set->note));
}

void list_rules(struct listing *self)
{
    for (const struct secrecy_rule_set *set = secrecy_rule_sets; set->name != NULL; set++)
        list_rule_set(self, set);
}

#define TOPICS                                                                                               \
    "indicators, levels, territories, flags, rules, parameters, distributions, metrics, audiences, "         \
    "figures, tables"

static const struct topic {
    const char *name;
    void (*list)(struct listing *self);
} topics[] = {
    {"indicators", list_indicators}, {"levels", list_levels},         {"flags", list_flags},
    {"rules", list_rules},           {"parameters", list_parameters}, {"distributions", list_distributions},
    {"metrics", list_metrics},       {"audiences", list_audiences},   {"figures", list_figures},
    {"tables", list_tables},
};

const char *list_topic_name(size_t index)
{
    size_t num = sizeof topics / sizeof topics[0];

    return index < num ? topics[index].name : index == num ? "territories" : NULL;
}

static const char *suggest_topic(char out[SUGGESTION_SIZE], const char *word)
{
    const char *names[sizeof topics / sizeof topics[0] + 1];

    for (size_t i = 0; list_topic_name(i) != NULL; i++)
        names[i] = list_topic_name(i);
    return suggest(out, word, names, sizeof names / sizeof names[0]);
}

static int list_topic(const struct opts *opts, struct err *err)
{
    struct listing listing = {.is_long = opts_has(opts, "long")};
    struct outfile file = {0};
    struct problems problems = {0};
    const struct topic *topic = NULL;
    char near[SUGGESTION_SIZE];
    int status = opts_expect_arguments(opts, 0, 1, NULL, err);

    if (status == ERR_OK && opts->num_arguments == 0)
        status = err_set(err, ERR_USAGE, "what to list (%s) expected", TOPICS);
    if (status == ERR_OK && result_table_is_workbook(opts_text(opts, "output", "")))
        status = err_set(err, ERR_USAGE, "only 'bassin list territories' writes workbooks (.xlsx)");
    if (status == ERR_OK)
        status = dataopts_language(opts, &listing.language, err);
    if (!opts_has(opts, "lang"))
        listing.language = language_code();
    for (size_t i = 0; i < sizeof topics / sizeof topics[0] && status == ERR_OK; i++)
        if (strcmp(topics[i].name, opts->arguments[0]) == 0)
            topic = &topics[i];
    if (status == ERR_OK && topic == NULL)
        status = err_set(err, ERR_USAGE, "cannot list '%s': expected one of %s%s", opts->arguments[0], TOPICS,
                         suggest_topic(near, opts->arguments[0]));
    if (status == ERR_OK && listing.is_long && topic->list == list_indicators)
        status = dictionaries_read_shipped(&listing.dictionary, &problems, err);
    if (status == ERR_OK)
        status = problems_status(&problems, _("the dictionaries"), err);
    if (status == ERR_OK)
        status = outfile_open(&file, opts_text(opts, "output", "-"), opts_has(opts, "force"), err);
    if (status == ERR_OK) {
        topic->list(&listing);
        outfile_text(&file, strbuf_text(&listing.text));
        status = outfile_commit(&file, err);
    }
    message_problems(&problems);
    problems_free(&problems);
    dictionary_free(&listing.dictionary);
    outfile_free(&file);
    strbuf_free(&listing.text);
    return status;
}

static int run(const struct opts *opts, struct err *err)
{
    if (opts->num_arguments > 0 && strcmp(opts->arguments[0], "territories") == 0)
        return list_territories(opts, err);
    return list_topic(opts, err);
}

const struct command cmd_list = {
    .name = "list",
    .group = "Help",
    .summary = "list indicators, parameters, metrics, tables ... with their definitions",
    .arguments = "TOPIC [options]\n   or: bassin list territories [NAME] [--level LEVELS] [options]",
    .details = "TOPIC is one of\n"
               "  indicators     what is computed of a territory\n"
               "  levels         kinds of territory, and their codes\n"
               "  territories    those with NAME in their name, with code, level, people and the\n"
               "                 larger ones that they lie in; accents and case do not count\n"
               "  flags          what the column 'flags' of the indicators means\n"
               "  rules          of secrecy that publishers apply, for 'bassin protect --rules'\n"
               "  parameters     of the projection model (assumptions.csv)\n"
               "  distributions  of parameters, and the columns that each takes\n"
               "  metrics        what a projection counts\n"
               "  audiences      who is trained\n"
               "  figures        what 'bassin plot' draws\n"
               "  tables         the tables that bassin reads and writes; --long: their columns\n",
    .examples = "  bassin list indicators --long --lang fr\n"
                "  bassin list parameters\n"
                "  bassin list territories montbeliard\n"
                "  bassin list territories --level epci -o epci.csv\n",
    .options = options,
    .writes_workbooks = true,
    .run = run,
};

#include "sim/cli/completion.h"

#include <stdlib.h>
#include <string.h>

#include "sim/cli/listing.h"
#include "sim/cli/packopts.h"
#include "sim/cli/suggest.h"
#include "sim/model/metric.h"
#include "stats/base/catalogue.h"
#include "stats/base/text.h"
#include "stats/indicators/indicator.h"
#include "stats/numeric/secrecy_rules.h"

const struct option_spec completion_program_options[] = {
    {'h', "help", NULL, N_("show help")},
    {0, "version", NULL, N_("show versions")},
    {0, "manual", NULL, N_("the manual page")},
    {0, "completion", "bash|zsh|fish", N_("a script for a shell")},
    {0, NULL, NULL, NULL},
};

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

enum completion_kind completion_of_option(const struct option_spec *spec)
{
    static const char *const files[] = {"FILE", "PANEL", NULL};
    static const char *const levels[] = {"LEVEL", "LEVELS", NULL};

    if (spec->argument == NULL)
        return COMPLETE_NOTHING;
    if (strcmp(spec->name, "metric") == 0 || strcmp(spec->name, "metrics") == 0)
        return COMPLETE_METRICS;
    if (strcmp(spec->name, "indicator") == 0)
        return COMPLETE_INDICATORS;
    if (strcmp(spec->name, "rules") == 0)
        return COMPLETE_RULES;
    if (spec->argument[0] >= 'a' && spec->argument[0] <= 'z')
        return COMPLETE_CHOICES;
    if (is_one_of(spec->argument, levels))
        return COMPLETE_LEVELS;
    if (strcmp(spec->argument, "DIR") == 0)
        return COMPLETE_FOLDERS;
    if (strcmp(spec->argument, "PACK") == 0)
        return COMPLETE_PACKS;
    return is_one_of(spec->argument, files) ? COMPLETE_FILES : COMPLETE_NOTHING;
}

enum completion_kind completion_of_argument(const struct command *command)
{
    if (text_starts_with(command->arguments, "TOPIC"))
        return COMPLETE_TOPICS;
    if (text_starts_with(command->arguments, "PACK PART"))
        return COMPLETE_PARTS;
    return strstr(command->arguments, "PACK") != NULL ? COMPLETE_PACKS : COMPLETE_FILES;
}

bool completion_is_list(const struct option_spec *spec)
{
    static const char *const lists[] = {"LIST", "NAMES", "LEVELS", "CODES", NULL};

    return spec->argument != NULL && is_one_of(spec->argument, lists);
}

static void add_word(struct strbuf *out, const char *word, size_t length)
{
    if (out->length > 0)
        strbuf_add_char(out, ' ');
    strbuf_add_bytes(out, word, length);
}

/* The words of "a|b", of length bytes. */
static void add_choices(struct strbuf *out, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        add_word(out, text, (size_t)((bar ? bar : end) - text));
        text = bar ? bar + 1 : end;
    }
}

/* Every form of the command is a line; its first word counts if it is in small letters. */
void completion_add_words(struct strbuf *out, const struct command *command)
{
    const char *form = command->arguments;
    struct strbuf prefix = {0};

    if (completion_of_argument(command) == COMPLETE_TOPICS)
        return; /* its forms name topics */
    strbuf_addf(&prefix, "bassin %s ", command->name);
    while (form != NULL) {
        size_t length = strcspn(form, " \n");
        if (form[0] >= 'a' && form[0] <= 'z')
            add_choices(out, form, length);
        form = strstr(form, strbuf_text(&prefix));
        form = form ? form + prefix.length : NULL;
    }
    strbuf_free(&prefix);
}

static void add_packs(struct strbuf *out)
{
    struct shipped_packs packs;

    shipped_packs_list(&packs);
    for (int i = 0; i < packs.num; i++)
        add_word(out, packs.names[i]->d_name, strlen(packs.names[i]->d_name));
    shipped_packs_free(&packs);
}

static const char *word_of(enum completion_kind kind, size_t i)
{
    switch (kind) {
    case COMPLETE_METRICS:
        return i < NUM_METRICS ? metric_specs[i].name : NULL;
    case COMPLETE_INDICATORS:
        return indicator_at(i) ? indicator_at(i)->name : NULL;
    case COMPLETE_LEVELS:
        return i < NUM_LEVELS ? level_name((enum level)i) : NULL;
    case COMPLETE_RULES:
        return secrecy_rule_sets[i].name;
    case COMPLETE_TOPICS:
        return list_topic_name(i);
    default:
        return NULL;
    }
}

void completion_add_values(struct strbuf *out, enum completion_kind kind, const struct option_spec *spec)
{
    struct strbuf words = {0};
    const char *word;

    if (kind == COMPLETE_CHOICES)
        add_choices(&words, spec->argument, strlen(spec->argument));
    if (kind == COMPLETE_PACKS || kind == COMPLETE_PARTS)
        add_packs(&words);
    for (size_t i = 0; (word = word_of(kind, i)) != NULL; i++)
        add_word(&words, word, strlen(word));
    strbuf_add(out, strbuf_text(&words));
    strbuf_free(&words);
}

void completion_add_help(struct strbuf *out, const char *help)
{
    for (help = translate(help); *help != '\0' && *help != '\n'; help++)
        if (strchr("'\"`$\\[]", *help) == NULL)
            strbuf_add_char(out, *help);
}

int completion_write(struct strbuf *out, const char *shell, struct err *err)
{
    static const char *const shells[] = {"bash", "zsh", "fish", NULL};
    static void (*const writers[])(struct strbuf *) = {completion_bash, completion_zsh, completion_fish};
    char near[SUGGESTION_SIZE];

    for (int i = 0; shells[i] != NULL; i++)
        if (strcmp(shells[i], shell) == 0) {
            writers[i](out);
            return strbuf_status(out, err);
        }
    return err_set(err, ERR_USAGE, "--completion is '%s', expected one of: bash, zsh, fish%s", shell,
                   suggest_listed(near, shell, shells));
}

/* bassin list: what the program knows, with definitions. */
#include <string.h>

#include "sim/cli/cmd.h"
#include "sim/cli/dataopts.h"
#include "stats/base/outfile.h"
#include "stats/indicators/indicator.h"

static const struct option_spec options[] = {
    {'l', "long", NULL, "formulas, variables needed, references and pitfalls"},
    {0, "lang", "fr|en", "language of labels (default en)"},
    {'o', "output", "FILE", "where to write (default: standard output)"},
    {0, NULL, NULL, NULL},
};

struct listing {
    const char *language;
    bool is_long;
    struct strbuf text;
};

static void list_indicator(struct listing *self, const struct indicator *item)
{
    bool french = strcmp(self->language, "fr") == 0;
    const char *pitfall = french ? item->pitfall_fr : item->pitfall_en;

    strbuf_addf(&self->text, "  %-27s %s [%s]\n", item->name, french ? item->label_fr : item->label_en,
                item->unit);
    if (!self->is_long)
        return;
    strbuf_addf(&self->text, "      formula   %s\n", item->formula);
    for (int k = 0; k < INDICATOR_MAX_TERMS && item->terms[k].numerator != NULL; k++)
        strbuf_addf(&self->text, "      %-9s %s%s%s\n", k ? "or" : "needs", item->terms[k].numerator,
                    item->terms[k].denominator ? " / " : "",
                    item->terms[k].denominator ? item->terms[k].denominator : "");
    if (item->lag > 0)
        strbuf_addf(&self->text, "      lag       denominator %d years before\n", item->lag);
    strbuf_addf(&self->text, "      defined   %s\n", item->reference);
    if (pitfall[0] != '\0')
        strbuf_addf(&self->text, "      beware    %s\n", pitfall);
}

static void list_indicators(struct listing *self)
{
    const struct indicator *item;
    const char *group = "";

    for (size_t i = 0; (item = indicator_at(i)) != NULL; i++) {
        if (strcmp(group, item->group) != 0)
            strbuf_addf(&self->text, "%s%s\n", i ? "\n" : "", item->group);
        group = item->group;
        list_indicator(self, item);
    }
}

static void list_levels(struct listing *self)
{
    for (int l = 0; l < NUM_LEVELS; l++)
        strbuf_addf(&self->text, "%-6s %s (%s)\n", level_name((enum level)l),
                    level_label((enum level)l, self->language), level_code_form((enum level)l));
}

static void list_flags(struct listing *self)
{
    strbuf_add(&self->text, estimate_flag_help);
}

static const struct topic {
    const char *name;
    void (*list)(struct listing *self);
} topics[] = {
    {"indicators", list_indicators},
    {"levels", list_levels},
    {"flags", list_flags},
};

static int run(const struct opts *opts, struct err *err)
{
    struct listing listing = {.is_long = opts_has(opts, "long")};
    struct outfile file = {0};
    const struct topic *topic = NULL;
    int status = opts_expect_arguments(opts, 1, 1, "what to list (indicators, levels, flags)", err);

    if (status == ERR_OK)
        status = dataopts_language(opts, &listing.language, err);
    for (size_t i = 0; i < sizeof topics / sizeof topics[0] && status == ERR_OK; i++)
        if (strcmp(topics[i].name, opts->arguments[0]) == 0)
            topic = &topics[i];
    if (status == ERR_OK && topic == NULL)
        status = err_set(err, ERR_USAGE, "cannot list '%s': expected indicators, levels or flags",
                         opts->arguments[0]);
    if (status == ERR_OK)
        status = outfile_open(&file, opts_text(opts, "output", "-"), opts_has(opts, "force"), err);
    if (status == ERR_OK) {
        topic->list(&listing);
        outfile_text(&file, strbuf_text(&listing.text));
        status = outfile_commit(&file, err);
    }
    outfile_free(&file);
    strbuf_free(&listing.text);
    return status;
}

const struct command cmd_list = {
    .name = "list",
    .group = "Help",
    .summary = "list indicators, levels and flags with their definitions",
    .arguments = "indicators|levels|flags [options]",
    .details = "Lists what the program knows. With --long, indicators are shown with formula,\n"
               "variables needed, who defines them and their pitfall.\n",
    .examples = "  bassin list indicators --long --lang fr\n",
    .options = options,
    .run = run,
};

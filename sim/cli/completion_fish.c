/* Completion for fish: one line an option. */
#include "sim/cli/completion.h"

static const char head[] = "# fish completion for bassin, made by 'bassin --completion fish'\n"
                           "complete -c bassin -f\n";

static const char is_second[] = "; and test (count (commandline -opc)) -eq 2";

static void begin_line(struct strbuf *out, const struct command *command, const char *more)
{
    strbuf_addf(out, "complete -c bassin -n '__fish_seen_subcommand_from %s%s'", command->name, more);
}

static void add_description(struct strbuf *out, const char *help)
{
    strbuf_add(out, " -d '");
    completion_add_help(out, help);
    strbuf_add(out, "'\n");
}

/* Values and whether files are offered besides. */
static void add_values(struct strbuf *out, enum completion_kind kind, const struct option_spec *spec)
{
    const char *list = spec != NULL && completion_is_list(spec) ? "__fish_append , " : "";

    switch (kind) {
    case COMPLETE_NOTHING:
        strbuf_add(out, spec ? " -x" : "");
        break;
    case COMPLETE_FILES:
        strbuf_add(out, spec ? " -r -F" : " -F");
        break;
    case COMPLETE_FOLDERS:
        strbuf_add(out, " -x -a '(__fish_complete_directories)'");
        break;
    case COMPLETE_PACKS:
        strbuf_addf(out, "%s -a '", spec ? " -x" : "");
        completion_add_values(out, kind, spec);
        strbuf_add(out, " (__fish_complete_directories)'");
        break;
    case COMPLETE_PARTS:
        strbuf_add(out, " -F -a '");
        completion_add_values(out, kind, spec);
        strbuf_add(out, "'");
        break;
    default:
        strbuf_addf(out, "%s -a '%s%s", spec ? " -x" : "", list[0] ? "(" : "", list);
        completion_add_values(out, kind, spec);
        strbuf_addf(out, "%s'", list[0] ? ")" : "");
    }
}

static void add_option(struct strbuf *out, const struct command *command, const struct option_spec *spec)
{
    begin_line(out, command, "");
    strbuf_addf(out, " -l %s", spec->name);
    if (spec->letter != 0)
        strbuf_addf(out, " -s %c", spec->letter);
    if (spec->argument != NULL)
        add_values(out, completion_of_option(spec), spec);
    add_description(out, spec->help);
}

static void add_program_option(struct strbuf *out, const struct option_spec *spec)
{
    strbuf_addf(out, "complete -c bassin -n __fish_is_first_token -l %s", spec->name);
    if (spec->letter != 0)
        strbuf_addf(out, " -s %c", spec->letter);
    if (spec->argument != NULL)
        add_values(out, COMPLETE_CHOICES, spec);
    add_description(out, spec->help);
}

static void add_arguments(struct strbuf *out, const struct command *command)
{
    struct strbuf words = {0};
    enum completion_kind kind = completion_of_argument(command);

    completion_add_words(&words, command);
    if (words.length > 0) {
        begin_line(out, command, is_second);
        strbuf_addf(out, " -a '%s'\n", strbuf_text(&words));
    }
    begin_line(out, command,
               words.length > 0          ? "; and test (count (commandline -opc)) -gt 2"
               : kind == COMPLETE_TOPICS ? is_second
                                         : "");
    add_values(out, kind, NULL);
    strbuf_add(out, "\n");
    strbuf_free(&words);
}

void completion_fish(struct strbuf *out)
{
    strbuf_add(out, head);
    for (const struct option_spec *spec = completion_program_options; spec->name != NULL; spec++)
        add_program_option(out, spec);
    for (const struct command *const *item = commands; *item != NULL; item++) {
        strbuf_addf(out, "complete -c bassin -n __fish_is_first_token -a %s", (*item)->name);
        add_description(out, (*item)->summary);
    }
    for (const struct command *const *item = commands; *item != NULL; item++) {
        for (const struct option_spec *spec = (*item)->options; spec->name != NULL; spec++)
            add_option(out, *item, spec);
        for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
            if (!option_is_listed((*item)->options, spec->name))
                add_option(out, *item, spec);
        add_arguments(out, *item);
    }
}

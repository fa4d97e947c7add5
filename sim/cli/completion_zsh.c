/* Completion for zsh: what _arguments is told of every command. */
#include "sim/cli/completion.h"

static const char head[] = "#compdef bassin\n"
                           "# zsh completion for bassin, made by 'bassin --completion zsh'\n"
                           "\n"
                           "_bassin_packs() {\n"
                           "\tlocal -a packs\n"
                           "\tpacks=(";

static const char after_packs[] = ")\n"
                                  "\tcompadd -a packs\n"
                                  "\t_files -/\n"
                                  "}\n\n"
                                  "_bassin_parts() {\n"
                                  "\t_bassin_packs\n"
                                  "\t_files\n"
                                  "}\n\n"
                                  "_bassin() {\n"
                                  "\tlocal -a commands\n"
                                  "\tcommands=(\n";

static const char begin_cases[] = "\t)\n"
                                  "\tif ((CURRENT == 2)); then\n"
                                  "\t\t_describe command commands\n"
                                  "\t\t_arguments";

static const char after_options[] = "\n"
                                    "\t\treturn\n"
                                    "\tfi\n"
                                    "\tlocal command=$words[2]\n"
                                    "\tshift words\n"
                                    "\t((CURRENT--))\n"
                                    "\tcase $command in\n"
                                    "\thelp) _describe command commands ;;\n"
                                    "\t--completion) compadd bash zsh fish ;;\n";

static const char tail[] = "\tesac\n"
                           "}\n\n"
                           "if [ \"$funcstack[1]\" = _bassin ]; then\n"
                           "\t_bassin \"$@\"\n"
                           "else\n"
                           "\tcompdef _bassin bassin\n"
                           "fi\n";

/* What may be there, as _arguments wants it. */
static void add_action(struct strbuf *out, enum completion_kind kind, const struct option_spec *spec)
{
    bool is_list = spec != NULL && completion_is_list(spec);

    switch (kind) {
    case COMPLETE_NOTHING:
        strbuf_add(out, " ");
        break;
    case COMPLETE_FILES:
        strbuf_add(out, "_files");
        break;
    case COMPLETE_FOLDERS:
        strbuf_add(out, "_files -/");
        break;
    case COMPLETE_PACKS:
        strbuf_add(out, "_bassin_packs");
        break;
    case COMPLETE_PARTS:
        strbuf_add(out, "_bassin_parts");
        break;
    default:
        strbuf_add(out, is_list ? "_values -s , item " : "(");
        completion_add_values(out, kind, spec);
        strbuf_add(out, is_list ? "" : ")");
    }
}

static void add_option(struct strbuf *out, const struct option_spec *spec)
{
    strbuf_add(out, " \\\n\t\t\t");
    if (spec->letter != 0)
        strbuf_addf(out, "{-%c%s,--%s%s}", spec->letter, spec->argument ? "+" : "", spec->name,
                    spec->argument ? "=" : "");
    else
        strbuf_addf(out, "--%s%s", spec->name, spec->argument ? "=" : "");
    strbuf_add(out, "'[");
    completion_add_help(out, spec->help);
    strbuf_add(out, "]");
    if (spec->argument != NULL) {
        strbuf_add(out, ":");
        completion_add_help(out, spec->argument);
        strbuf_add(out, ":");
        add_action(out, completion_of_option(spec), spec);
    }
    strbuf_add(out, "'");
}

static void add_program_option(struct strbuf *out, const struct option_spec *spec)
{
    strbuf_addf(out, " '--%s[", spec->name);
    completion_add_help(out, spec->help);
    strbuf_add(out, "]");
    if (spec->argument != NULL) {
        strbuf_add(out, ":shell:(");
        completion_add_values(out, COMPLETE_CHOICES, spec);
        strbuf_add(out, ")");
    }
    strbuf_add(out, "'");
}

static void add_arguments(struct strbuf *out, const struct command *command)
{
    struct strbuf words = {0};
    enum completion_kind kind = completion_of_argument(command);

    completion_add_words(&words, command);
    if (words.length > 0)
        strbuf_addf(out, " \\\n\t\t\t'1:what:(%s)'", strbuf_text(&words));
    strbuf_addf(out, " \\\n\t\t\t'%s:", kind == COMPLETE_TOPICS ? "1:topic" : "*:argument");
    add_action(out, kind, NULL);
    strbuf_add(out, "'\n\t\t;;\n");
    strbuf_free(&words);
}

static void add_command(struct strbuf *out, const struct command *command)
{
    strbuf_addf(out, "\t%s)\n\t\t_arguments -s", command->name);
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++)
        add_option(out, spec);
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        if (!option_is_listed(command->options, spec->name))
            add_option(out, spec);
    add_arguments(out, command);
}

void completion_zsh(struct strbuf *out)
{
    strbuf_add(out, head);
    completion_add_values(out, COMPLETE_PACKS, NULL);
    strbuf_add(out, after_packs);
    for (const struct command *const *item = commands; *item != NULL; item++) {
        strbuf_addf(out, "\t\t'%s:", (*item)->name);
        completion_add_help(out, (*item)->summary);
        strbuf_add(out, "'\n");
    }
    strbuf_add(out, begin_cases);
    for (const struct option_spec *spec = completion_program_options; spec->name != NULL; spec++)
        add_program_option(out, spec);
    strbuf_add(out, after_options);
    for (const struct command *const *item = commands; *item != NULL; item++)
        add_command(out, *item);
    strbuf_add(out, tail);
}

/* Completion for bash, without the helpers of the package bash-completion. */
#include "sim/cli/completion.h"

static const char head[] = "# bash completion for bassin, made by 'bassin --completion bash'\n"
                           "\n"
                           "_bassin_words() { # words, list: completes the word, or the last item of a list\n"
                           "\tlocal word=$cur before=\n"
                           "\tif [[ $2 && $cur == *,* ]]; then\n"
                           "\t\tbefore=${cur%,*},\n"
                           "\t\tword=${cur##*,}\n"
                           "\tfi\n"
                           "\tCOMPREPLY+=($(compgen -P \"$before\" -W \"$1\" -- \"$word\"))\n"
                           "}\n"
                           "_bassin_files() {\n"
                           "\tlocal IFS=$'\\n'\n"
                           "\tcompopt -o filenames 2>/dev/null\n"
                           "\tCOMPREPLY+=($(compgen -f -- \"$cur\"))\n"
                           "}\n"
                           "_bassin_folders() {\n"
                           "\tlocal IFS=$'\\n'\n"
                           "\tcompopt -o filenames 2>/dev/null\n"
                           "\tCOMPREPLY+=($(compgen -d -- \"$cur\"))\n"
                           "}\n";

static const char main_function[] =
    "_bassin() {\n"
    "\tlocal IFS=$' \\t\\n' cur=${COMP_WORDS[COMP_CWORD]} option= first=1 i\n"
    "\tlocal command=${COMP_WORDS[1]}\n"
    "\tCOMPREPLY=()\n"
    "\tif ((COMP_CWORD == 1)); then\n"
    "\t\t_bassin_words \"$_bassin_commands help --help --version --manual --completion\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tcase $command in\n"
    "\thelp) ((COMP_CWORD == 2)) && _bassin_words \"$_bassin_commands\"; return ;;\n"
    "\t--completion) _bassin_words \"bash zsh fish\"; return ;;\n"
    "\t--*) return ;;\n"
    "\tesac\n"
    "\t# --option=value is three words here\n"
    "\tif [[ $cur == = ]]; then\n"
    "\t\tcur=\n"
    "\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n"
    "\telif [[ ${COMP_WORDS[COMP_CWORD-1]} == = ]]; then\n"
    "\t\toption=${COMP_WORDS[COMP_CWORD-2]}\n"
    "\telse\n"
    "\t\toption=${COMP_WORDS[COMP_CWORD-1]}\n"
    "\tfi\n"
    "\tif [[ $option == -* ]] && _bassin_value \"$command:$option\"; then\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tif [[ $cur == -* ]]; then\n"
    "\t\t_bassin_options \"$command\"\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tfor ((i = 2; i < COMP_CWORD; i++)); do\n"
    "\t\t[[ ${COMP_WORDS[i]} == -* ]] || first=0\n"
    "\tdone\n"
    "\t_bassin_argument \"$command\" \"$first\"\n"
    "}\n"
    "complete -F _bassin bassin\n";

static const char *const variables[NUM_COMPLETION_KINDS] = {
    [COMPLETE_PACKS] = "packs",   [COMPLETE_METRICS] = "metrics", [COMPLETE_INDICATORS] = "indicators",
    [COMPLETE_LEVELS] = "levels", [COMPLETE_RULES] = "rules",     [COMPLETE_TOPICS] = "topics"};

static void add_variables(struct strbuf *out)
{
    strbuf_add(out, "_bassin_commands=\"");
    for (const struct command *const *item = commands; *item != NULL; item++)
        strbuf_addf(out, "%s%s", item == commands ? "" : " ", (*item)->name);
    strbuf_add(out, "\"\n");
    for (int k = 0; k < NUM_COMPLETION_KINDS; k++) {
        if (variables[k] == NULL)
            continue;
        strbuf_addf(out, "_bassin_%s=\"", variables[k]);
        completion_add_values(out, (enum completion_kind)k, NULL);
        strbuf_add(out, "\"\n");
    }
}

static void add_options(struct strbuf *out, const struct command *command)
{
    const struct option_spec *const tables[] = {command->options, common_options};

    strbuf_addf(out, "\t%s) _bassin_words \"", command->name);
    for (int t = 0; t < 2; t++)
        for (const struct option_spec *spec = tables[t]; spec->name != NULL; spec++)
            if (t == 0 || !option_is_listed(command->options, spec->name))
                strbuf_addf(out, "%s--%s", t == 0 && spec == tables[t] ? "" : " ", spec->name);
    strbuf_add(out, "\" ;;\n");
}

static void add_action(struct strbuf *out, enum completion_kind kind, const struct option_spec *spec)
{
    const char *list = spec != NULL && completion_is_list(spec) ? " list" : "";

    switch (kind) {
    case COMPLETE_NOTHING:
        strbuf_add(out, ":");
        break;
    case COMPLETE_FILES:
        strbuf_add(out, "_bassin_files");
        break;
    case COMPLETE_FOLDERS:
        strbuf_add(out, "_bassin_folders");
        break;
    case COMPLETE_CHOICES:
        strbuf_add(out, "_bassin_words \"");
        completion_add_values(out, kind, spec);
        strbuf_add(out, "\"");
        break;
    case COMPLETE_PACKS:
        strbuf_add(out, "_bassin_words \"$_bassin_packs\"; _bassin_folders");
        break;
    case COMPLETE_PARTS:
        strbuf_add(out, "_bassin_words \"$_bassin_packs\"; _bassin_files");
        break;
    default:
        strbuf_addf(out, "_bassin_words \"$_bassin_%s\"%s", variables[kind], list);
    }
}

static void add_values(struct strbuf *out, const struct command *command)
{
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++) {
        if (spec->argument == NULL)
            continue;
        strbuf_addf(out, "\t%s:--%s", command->name, spec->name);
        if (spec->letter)
            strbuf_addf(out, " | %s:-%c", command->name, spec->letter);
        strbuf_add(out, ") ");
        add_action(out, completion_of_option(spec), spec);
        strbuf_add(out, " ;;\n");
    }
}

/* A second argument may be a file after the words of a command. */
static void add_argument(struct strbuf *out, const struct command *command)
{
    struct strbuf words = {0};

    completion_add_words(&words, command);
    strbuf_addf(out, "\t%s)\n", command->name);
    if (words.length > 0)
        strbuf_addf(out, "\t\tif ((first)); then _bassin_words \"%s\"; return; fi\n", strbuf_text(&words));
    if (completion_of_argument(command) == COMPLETE_TOPICS)
        strbuf_add(out, "\t\t((first)) || return\n");
    strbuf_add(out, "\t\t");
    add_action(out, completion_of_argument(command), NULL);
    strbuf_add(out, "\n\t\t;;\n");
    strbuf_free(&words);
}

static void add_function(struct strbuf *out, const char *name, const char *otherwise,
                         void (*add)(struct strbuf *, const struct command *))
{
    strbuf_addf(out, "_bassin_%s() {\n\tcase $1 in\n", name);
    for (const struct command *const *item = commands; *item != NULL; item++)
        add(out, *item);
    strbuf_addf(out, "\t%s\tesac\n}\n", otherwise);
}

void completion_bash(struct strbuf *out)
{
    strbuf_add(out, head);
    add_variables(out);
    add_function(out, "options", "*) ;;\n", add_options);
    add_function(out, "value", "*) return 1 ;;\n", add_values);
    strbuf_add(out, "_bassin_argument() {\n\tlocal first=$2\n");
    strbuf_add(out, "\tcase $1 in\n");
    for (const struct command *const *item = commands; *item != NULL; item++)
        add_argument(out, *item);
    strbuf_add(out, "\tesac\n}\n");
    strbuf_add(out, main_function);
}

/* Manual pages: the texts of the help in man format. */
#include <string.h>

#include "sim/cli/help.h"
#include "stats/base/catalogue.h"

/* A leading dot or apostrophe would be a request, a backslash an escape, and a hyphen must stay one. */
static void add_roff_bytes(struct strbuf *out, const char *text, size_t length)
{
    bool line_start = true;

    for (size_t i = 0; i < length; i++) {
        if (line_start && (text[i] == '.' || text[i] == '\''))
            strbuf_add(out, "\\&");
        if (text[i] == '\\')
            strbuf_add(out, "\\e");
        else if (text[i] == '-')
            strbuf_add(out, "\\-");
        else
            strbuf_add_char(out, text[i]);
        line_start = text[i] == '\n';
    }
}

static void add_roff(struct strbuf *out, const char *text)
{
    add_roff_bytes(out, text, strlen(text));
}

static void add_header(struct strbuf *out, const char *page, const char *name, const char *summary)
{
    strbuf_addf(out, _(".TH %s 1 \"\" \"bassin %s\" \"User Commands\"\n.SH NAME\n"), page, BASSIN_VERSION);
    add_roff(out, name);
    strbuf_add(out, " \\- ");
    add_roff(out, translate(summary));
    strbuf_add_char(out, '\n');
}

/* Lines that are laid out by hand. */
static void add_lines(struct strbuf *out, const char *text)
{
    strbuf_add(out, ".nf\n");
    add_roff(out, text);
    strbuf_add(out, text[0] != '\0' && text[strlen(text) - 1] == '\n' ? ".fi\n" : "\n.fi\n");
}

static void add_option(struct strbuf *out, const struct option_spec *spec)
{
    strbuf_add(out, ".TP\n\\fB");
    if (spec->letter)
        strbuf_addf(out, "\\-%c\\fR, \\fB", spec->letter);
    strbuf_add(out, "\\-\\-");
    add_roff(out, spec->name);
    strbuf_add(out, "\\fR");
    if (spec->argument) {
        strbuf_add(out, "=\\fI");
        add_roff(out, translate(spec->argument));
        strbuf_add(out, "\\fR");
    }
    strbuf_add_char(out, '\n');
    add_roff(out, translate(spec->help));
    strbuf_add_char(out, '\n');
}

/* The forms of the command line, one a line: "PACK [options]\n   or: bassin scenario ..." */
static void add_synopsis(struct strbuf *out, const struct command *command)
{
    const char *form = translate(command->arguments);

    strbuf_add(out, _(".SH SYNOPSIS\n.nf\n"));
    while (form != NULL) {
        const char *end = strchr(form, '\n');
        strbuf_addf(out, "\\fBbassin %s\\fR ", command->name);
        add_roff_bytes(out, form, end ? (size_t)(end - form) : strlen(form));
        strbuf_add_char(out, '\n');
        form = end ? strstr(end, command->name) : NULL;
        form = form ? form + strlen(command->name) + 1 : NULL;
    }
    strbuf_add(out, ".fi\n");
}

static void add_ends(struct strbuf *out)
{
    strbuf_add(out, _(".SH EXIT STATUS\n"));
    add_roff(out, translate(help_exit_statuses));
    strbuf_add(out, _(".SH ENVIRONMENT\n.TP\nBASSIN_DATASETS\nfolder of the datasets, instead of the "
                      "shipped or installed one\n"
                      ".TP\nBASSIN_PROCESSOR\nbaseline, avx2 or avx512: the widest instruction set to use; "
                      "results are the same\n"));
    strbuf_add(out, _(".TP\nLANGUAGE, LC_ALL, LC_MESSAGES, LANG\nlanguage of messages, help and lists: "
                      "fr for French; data and figures do not depend on it\n"));
    strbuf_add(out, _(".TP\nNO_COLOR\nif not empty, messages on a terminal have no colour\n"
                      ".TP\nCI\nif set, work of more than half a minute says every half minute how far it "
                      "is, where standard error is no terminal\n"
                      ".TP\nTMPDIR\nfolder of temporary files (default /tmp)\n"));
}

static void add_options(struct strbuf *out, const struct command *command)
{
    strbuf_add(out, ".SH OPTIONS\n");
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++)
        add_option(out, spec);
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        if (!option_is_listed(command->options, spec->name))
            add_option(out, spec);
}

static void add_description(struct strbuf *out, const struct command *command)
{
    struct strbuf details = {0};

    strbuf_add(out, ".SH DESCRIPTION\n");
    translate_paragraphs(&details, command->details);
    add_lines(out, strbuf_text(&details));
    strbuf_free(&details);
}

void help_manual_command(struct strbuf *out, const struct command *command)
{
    struct strbuf name = {0};

    strbuf_addf(&name, "bassin-%s", command->name);
    add_header(out, strbuf_text(&name), strbuf_text(&name), command->summary);
    strbuf_free(&name);
    add_synopsis(out, command);
    add_description(out, command);
    add_options(out, command);
    if (command->examples[0] != '\0') {
        strbuf_add(out, _(".SH EXAMPLES\n"));
        add_lines(out, command->examples);
    }
    add_ends(out);
    strbuf_add(out, _(".SH SEE ALSO\n"));
    strbuf_add(out, ".BR bassin (1)\n");
}

static void add_see_also(struct strbuf *out)
{
    strbuf_add(out, _(".SH SEE ALSO\n"));
    for (const struct command *const *item = commands; *item != NULL; item++)
        strbuf_addf(out, ".BR bassin\\-%s (1)%s\n", (*item)->name, item[1] ? "," : "");
}

void help_manual(struct strbuf *out)
{
    const char *group = "";

    add_header(out, "bassin", "bassin", help_purpose);
    strbuf_add(out,
               _(".SH SYNOPSIS\n.B bassin\n\\fICOMMAND\\fR [options] [files]\n.br\n.B bassin \\-\\-help\n"
                 ".br\n.B bassin \\-\\-version\n.br\n.B bassin \\-\\-completion\nbash|zsh|fish\n"
                 ".SH COMMANDS\nEach has a page of its own, bassin\\-COMMAND(1), and 'bassin COMMAND "
                 "\\-\\-help'.\n"));
    for (const struct command *const *item = commands; *item != NULL; item++) {
        if (strcmp((*item)->group, group) != 0)
            strbuf_addf(out, ".SS %s\n", translate((*item)->group));
        group = (*item)->group;
        strbuf_addf(out, ".TP\n.B bassin %s\n", (*item)->name);
        add_roff(out, translate((*item)->summary));
        strbuf_add_char(out, '\n');
    }
    strbuf_add(out, _(".SH COMMON OPTIONS\n"));
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        add_option(out, spec);
    add_ends(out);
    add_see_also(out);
}

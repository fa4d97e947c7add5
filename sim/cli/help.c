#include "sim/cli/help.h"

#include <gsl/gsl_version.h>
#include <jansson.h>
#include <string.h>
#include <zlib.h>

#include "stats/base/text.h"
#include "stats/base/catalogue.h"

#ifndef BASSIN_VERSION
#define BASSIN_VERSION "unknown"
#endif

static const char purpose[] = N_("territorial statistics and simulation of training programmes");

static const char exit_statuses[] =
    N_("0 done; 1 an assertion or comparison is false; 2 wrong usage; 3 invalid data or "
       "scenario;\n4 input or output; 5 gnuplot; 6 memory or another limit; 70 an "
       "internal error; 130 and 143 stopped.\n");

void help_general(struct strbuf *out)
{
    const char *group = "";

    strbuf_addf(out, _("bassin: %s\n\nUsage: bassin COMMAND [options] [files]\n"), translate(purpose));
    for (const struct command *const *item = commands; *item != NULL; item++) {
        if (strcmp((*item)->group, group) != 0)
            strbuf_addf(out, "\n%s\n", translate((*item)->group));
        group = (*item)->group;
        strbuf_addf(out, "  %-14s %s\n", (*item)->name, translate((*item)->summary));
    }
    strbuf_addf(out,
                _("\n'bassin COMMAND --help' explains a command, 'bassin --version' shows versions.\n"
                  "Data go to standard output or -o, messages to standard error.\n"
                  "Exit status: %s"),
                translate(exit_statuses));
}

enum { MARGIN = 28 };

/* Columns of a terminal that a text of European letters takes: bytes that begin a character. */
static size_t columns(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Goes to the column of the help, on the next line where the text before leaves no room. */
static void add_margin(struct strbuf *out, size_t used)
{
    if (used >= MARGIN) {
        strbuf_add_char(out, '\n');
        used = 0;
    }
    strbuf_addf(out, "%*s", (int)(MARGIN - used), "");
}

/* Help of one option; further lines are aligned under the first. */
static void add_option(struct strbuf *out, const struct option_spec *spec)
{
    struct strbuf left = {0};
    const char *help = translate(spec->help);

    if (spec->letter)
        strbuf_addf(&left, "  -%c, --%s", spec->letter, spec->name);
    else
        strbuf_addf(&left, "      --%s", spec->name);
    if (spec->argument != NULL)
        strbuf_addf(&left, "=%s", translate(spec->argument));
    strbuf_add(out, strbuf_text(&left));
    add_margin(out, columns(strbuf_text(&left)));
    while (*help != '\0') {
        size_t length = strcspn(help, "\n");
        strbuf_add_bytes(out, help, length);
        help += length;
        if (*help == '\n') {
            add_margin(out, MARGIN);
            help++;
        }
    }
    strbuf_add_char(out, '\n');
    strbuf_free(&left);
}

void help_command(const struct command *command, struct strbuf *out)
{
    strbuf_addf(out, _("bassin %s: %s\n\nUsage: bassin %s %s\n\n"), command->name,
                translate(command->summary), command->name, translate(command->arguments));
    translate_paragraphs(out, command->details);
    strbuf_add(out, _("\nOptions:\n"));
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++)
        add_option(out, spec);
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        if (!option_is_listed(command->options, spec->name))
            add_option(out, spec);
    if (command->examples[0] != '\0')
        strbuf_addf(out, _("\nExamples:\n%s"), command->examples);
}

/* Text in man format: a leading dot or apostrophe would be a request, a
 * backslash an escape, and a hyphen must stay one. */
static void add_roff(struct strbuf *out, const char *text)
{
    bool line_start = true;

    for (; *text != '\0'; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            strbuf_add(out, "\\&");
        if (*text == '\\')
            strbuf_add(out, "\\e");
        else if (*text == '-')
            strbuf_add(out, "\\-");
        else
            strbuf_add_char(out, *text);
        line_start = *text == '\n';
    }
}

static void add_roff_option(struct strbuf *out, const struct option_spec *spec)
{
    strbuf_add(out, ".TP\n\\fB");
    if (spec->letter)
        strbuf_addf(out, "\\-%c\\fR, \\fB", spec->letter);
    strbuf_add(out, "\\-\\-");
    add_roff(out, spec->name);
    strbuf_add(out, "\\fR");
    if (spec->argument)
        strbuf_addf(out, "=\\fI%s\\fR", translate(spec->argument));
    strbuf_add_char(out, '\n');
    add_roff(out, translate(spec->help));
    strbuf_add_char(out, '\n');
}

static void add_roff_command(struct strbuf *out, const struct command *command)
{
    struct strbuf details = {0};

    strbuf_addf(out, ".SS bassin %s ", command->name);
    add_roff(out, translate(command->arguments));
    strbuf_add(out, "\n.PP\n.nf\n");
    translate_paragraphs(&details, command->details);
    add_roff(out, strbuf_text(&details));
    strbuf_free(&details);
    strbuf_add(out, ".fi\n");
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++)
        add_roff_option(out, spec);
    if (command->examples[0] != '\0') {
        strbuf_add(out, _(".PP\nExamples:\n.PP\n.nf\n"));
        add_roff(out, command->examples);
        strbuf_add(out, ".fi\n");
    }
}

void help_manual(struct strbuf *out)
{
    strbuf_addf(out, _(".TH BASSIN 1 \"\" \"bassin %s\" \"User Commands\"\n.SH NAME\nbassin \\- %s\n"),
                BASSIN_VERSION, translate(purpose));
    strbuf_add(out, _(".SH SYNOPSIS\n.B bassin\n\\fICOMMAND\\fR [options] [files]\n.SH COMMANDS\n"));
    for (const struct command *const *item = commands; *item != NULL; item++)
        add_roff_command(out, *item);
    strbuf_add(out, _(".SH COMMON OPTIONS\n"));
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        add_roff_option(out, spec);
    strbuf_add(out, _(".SH EXIT STATUS\n"));
    add_roff(out, translate(exit_statuses));
    strbuf_add(out, _(".SH ENVIRONMENT\n.TP\nBASSIN_DATASETS\nfolder of the datasets, instead of the "
                      "shipped or installed one\n"
                      ".TP\nBASSIN_PROCESSOR\nbaseline, avx2 or avx512: the widest instruction set to use; "
                      "results are the same\n"));
    strbuf_add(out, _(".TP\nLANGUAGE, LC_ALL, LC_MESSAGES, LANG\nlanguage of messages, help and lists: "
                      "fr for French; data and figures do not depend on it\n"));
}

void help_version(struct strbuf *out)
{
    strbuf_addf(out, _("bassin %s\nGSL %s, zlib %s, Jansson %s, compiled with %s\n"), BASSIN_VERSION,
                gsl_version, zlibVersion(), JANSSON_VERSION, __VERSION__);
    strbuf_add(out, _("License GPL-3.0-or-later: free software, without warranty.\n"));
}

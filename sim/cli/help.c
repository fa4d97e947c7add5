#include "sim/cli/help.h"

#include <gsl/gsl_version.h>
#include <jansson.h>
#include <string.h>
#include <zlib.h>

#include "stats/base/text.h"
#include "stats/base/catalogue.h"

const char help_purpose[] = N_("territorial statistics and simulation of training programmes");

const char help_exit_statuses[] =
    N_("0 done; 1 an assertion or comparison is false; 2 wrong usage; 3 invalid data or "
       "scenario;\n4 input or output; 5 gnuplot; 6 memory or another limit; 70 an "
       "internal error; 130 and 143 stopped.\n");

void help_general(struct strbuf *out)
{
    const char *group = "";

    strbuf_addf(out, _("bassin: %s\n\nUsage: bassin COMMAND [options] [files]\n"), translate(help_purpose));
    for (const struct command *const *item = commands; *item != NULL; item++) {
        if (strcmp((*item)->group, group) != 0)
            strbuf_addf(out, "\n%s\n", translate((*item)->group));
        group = (*item)->group;
        strbuf_addf(out, "  %-14s %s\n", (*item)->name, translate((*item)->summary));
    }
    strbuf_addf(out,
                _("\n'bassin COMMAND --help' explains a command, 'bassin --version' shows versions,\n"
                  "'bassin --completion bash|zsh|fish' writes a script that completes command lines.\n"
                  "Data go to standard output or -o, messages to standard error.\n"
                  "Exit status: %s"),
                translate(help_exit_statuses));
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

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "GCC " __VERSION__
#endif

void help_version(struct strbuf *out)
{
    strbuf_addf(out, _("bassin %s\nGSL %s, zlib %s, Jansson %s, compiled with %s\n"), BASSIN_VERSION,
                gsl_version, zlibVersion(), JANSSON_VERSION, COMPILER);
    strbuf_add(out, _("License GPL-3.0-or-later: free software, without warranty.\n"));
}

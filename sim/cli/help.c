#include "sim/cli/help.h"

#include <gsl/gsl_version.h>
#include <jansson.h>
#include <string.h>
#include <zlib.h>

#include "stats/base/text.h"

#ifndef BASSIN_VERSION
#define BASSIN_VERSION "unknown"
#endif

const char help_purpose[] = "territorial statistics and simulation of training programmes";

const char help_exit_statuses[] =
    "0 done; 1 an assertion or comparison is false; 2 wrong usage; 3 invalid data or "
    "scenario;\n4 input or output; 5 gnuplot; 6 memory or another limit; 70 an "
    "internal error; 130 and 143 stopped.\n";

void help_general(struct strbuf *out)
{
    const char *group = "";

    strbuf_addf(out, "bassin: %s\n\nUsage: bassin COMMAND [options] [files]\n", help_purpose);
    for (const struct command *const *item = commands; *item != NULL; item++) {
        if (strcmp((*item)->group, group) != 0)
            strbuf_addf(out, "\n%s\n", (*item)->group);
        group = (*item)->group;
        strbuf_addf(out, "  %-14s %s\n", (*item)->name, (*item)->summary);
    }
    strbuf_addf(out,
                "\n'bassin COMMAND --help' explains a command, 'bassin --version' shows versions,\n"
                "'bassin --completion bash|zsh|fish' writes a script that completes command lines.\n"
                "Data go to standard output or -o, messages to standard error.\n"
                "Exit status: %s",
                help_exit_statuses);
}

/* Help of one option; further lines are aligned under the first. */
static void add_option(struct strbuf *out, const struct option_spec *spec)
{
    struct strbuf left = {0};
    const char *help = spec->help;

    if (spec->letter)
        strbuf_addf(&left, "  -%c, --%s", spec->letter, spec->name);
    else
        strbuf_addf(&left, "      --%s", spec->name);
    if (spec->argument != NULL)
        strbuf_addf(&left, "=%s", spec->argument);
    strbuf_addf(out, left.length > 27 ? "%s\n%-28s" : "%-28s%s", strbuf_text(&left), "");
    while (*help != '\0') {
        size_t length = strcspn(help, "\n");
        strbuf_add_bytes(out, help, length);
        help += length;
        if (*help == '\n') {
            strbuf_addf(out, "\n%-28s", "");
            help++;
        }
    }
    strbuf_add_char(out, '\n');
    strbuf_free(&left);
}

void help_command(const struct command *command, struct strbuf *out)
{
    strbuf_addf(out, "bassin %s: %s\n\nUsage: bassin %s %s\n\n%s\nOptions:\n", command->name,
                command->summary, command->name, command->arguments, command->details);
    for (const struct option_spec *spec = command->options; spec->name != NULL; spec++)
        add_option(out, spec);
    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++)
        add_option(out, spec);
    if (command->examples[0] != '\0')
        strbuf_addf(out, "\nExamples:\n%s", command->examples);
}

void help_version(struct strbuf *out)
{
    strbuf_addf(out, "bassin %s\nGSL %s, zlib %s, Jansson %s, compiled with %s\n", BASSIN_VERSION,
                gsl_version, zlibVersion(), JANSSON_VERSION, __VERSION__);
    strbuf_add(out, "License GPL-3.0-or-later: free software, without warranty.\n");
}

/* The program: finds the command, prints the error, maps it to an exit status.
 * Only here does anything print an error or exit. */
#include <errno.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/command.h"
#include "sim/cli/completion.h"
#include "sim/cli/help.h"
#include "sim/cli/language.h"
#include "sim/cli/message.h"
#include "sim/cli/progressline.h"
#include "sim/cli/resulttable.h"
#include "sim/cli/terminal.h"
#include "stats/base/interrupt.h"
#include "stats/base/outfile.h"
#include "stats/base/processor.h"
#include "stats/base/text.h"
#include "stats/base/catalogue.h"

static int print_text(struct strbuf *text, struct err *err)
{
    int status = strbuf_status(text, err);

    if (status == ERR_OK && (fputs(strbuf_text(text), stdout) == EOF || fflush(stdout) != 0))
        status = err_errno(err, "cannot write", _("(standard output)"));
    strbuf_free(text);
    return status;
}

static int report_unknown_command(const char *name, struct err *err)
{
    const char *names[64];
    size_t num = 0;

    for (const struct command *const *item = commands; *item != NULL && num < 64; item++)
        names[num++] = (*item)->name;
    const char *near = text_nearest(name, names, num);
    if (near == NULL)
        return err_set(err, ERR_USAGE, "unknown command '%s' (see 'bassin --help')", name);
    return err_set(err, ERR_USAGE, "unknown command '%s': did you mean '%s'? (see 'bassin --help')", name,
                   near);
}

/* Known before the options are read, whose errors are coloured too. */
static bool refuses_colour(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--no-color") == 0)
            return true;
    return false;
}

/* No command writes something else under the name of a workbook. */
static int check_format(const struct command *command, const struct opts *opts, struct err *err)
{
    const char *output = opts_text(opts, "output", "");

    if (command->writes_workbooks || !result_table_is_workbook(output))
        return ERR_OK;
    return err_set(err, ERR_USAGE, "bassin %s writes no workbook: '%s' cannot end in .xlsx", command->name,
                   output);
}

static int run_command(const struct command *command, int argc, char **argv, struct err *err)
{
    struct opts opts;
    struct strbuf text = {0};
    int status = opts_parse(&opts, command->name, command->options, argc, argv, err);

    if (status == ERR_OK && (status = language_check(&opts, err)) != ERR_OK)
        opts_free(&opts);
    if (status != ERR_OK)
        return status;
    if (opts_has(&opts, "help")) {
        help_command(command, &text);
        opts_free(&opts);
        return print_text(&text, err);
    }
    if (opts_has(&opts, "quiet"))
        message_set_verbosity(MESSAGE_QUIET);
    else if (opts_has(&opts, "verbose"))
        message_set_verbosity(MESSAGE_VERBOSE);
    if (!opts_has(&opts, "quiet"))
        progress_line_start(command->name);
    status = check_format(command, &opts, err);
    if (status == ERR_OK)
        status = command->run(&opts, err);
    opts_free(&opts);
    return status;
}

/* The manual page of the program, or of one command. */
static int print_manual(const char *name, struct err *err)
{
    const struct command *command = name ? command_find(name) : NULL;
    struct strbuf text = {0};

    if (name != NULL && command == NULL)
        return report_unknown_command(name, err);
    if (command != NULL)
        help_manual_command(&text, command);
    else
        help_manual(&text);
    return print_text(&text, err);
}

/* option: --completion, or --completion=SHELL. */
static int print_completion(const char *option, const char *next, struct err *err)
{
    const char *value = strchr(option, '=');
    struct strbuf text = {0};
    int status = completion_write(&text, value ? value + 1 : next, err);

    if (status == ERR_OK)
        return print_text(&text, err);
    strbuf_free(&text);
    return status;
}

static bool is_help(const char *name)
{
    return strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0;
}

/* The arguments that an option common to all commands takes; 0 when it is none. */
static int length_of_common(const char *word)
{
    const char *name = word + strspn(word, "-");

    for (const struct option_spec *spec = common_options; spec->name != NULL; spec++) {
        size_t length = strlen(spec->name);
        bool is_letter = word[0] == '-' && spec->letter != 0 && word[1] == spec->letter && word[2] == '\0';
        if (strcmp(spec->name, "help") == 0)
            continue;
        if (is_letter || (text_starts_with(word, "--") && strcmp(name, spec->name) == 0))
            return spec->argument != NULL ? 2 : 1;
        if (spec->argument != NULL && text_starts_with(word, "--") &&
            strncmp(name, spec->name, length) == 0 && name[length] == '=')
            return 1;
    }
    return 0;
}

/* Of --help, --manual and the like: what they say is in the language that is known by now. Returns argc. */
static int drop_common(int argc, char **argv)
{
    int num = 1, length;

    for (int i = 1; i<argc; i += length> 0 ? length : 1) {
        length = length_of_common(argv[i]);
        if (length == 0)
            argv[num++] = argv[i];
    }
    argv[num] = NULL;
    return num;
}

/* "bassin --lang fr project PACK" is "bassin project --lang fr PACK". Returns argc; 1 without a command. */
static int put_command_first(int argc, char **argv)
{
    int at = 1, length;

    while (at < argc && (length = length_of_common(argv[at])) > 0)
        at += length;
    if (at >= argc)
        return 1;
    if (command_find(argv[at]) == NULL)
        return drop_common(argc, argv);
    char *command = argv[at];
    memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
    argv[1] = command;
    return argc;
}

static int run_program(int argc, char **argv, struct err *err)
{
    const char *name = argc > 1 ? argv[1] : "";
    const struct command *command;
    struct strbuf text = {0};

    if (is_help(name) && argc > 2 && (command = command_find(argv[2])) != NULL) {
        help_command(command, &text);
        return print_text(&text, err);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (strcmp(name, "help") == 0 && argc == 2)) {
        help_general(&text);
        return print_text(&text, err);
    }
    if (strcmp(name, "--version") == 0) {
        help_version(&text);
        return print_text(&text, err);
    }
    if (strcmp(name, "--manual") == 0)
        return print_manual(argc > 2 ? argv[2] : NULL, err);
    if (text_starts_with(name, "--completion"))
        return print_completion(name, argc > 2 ? argv[2] : "", err);
    if (name[0] == '\0') {
        help_general(&text);
        fputs(strbuf_text(&text), stderr);
        strbuf_free(&text);
        return err_set(err, ERR_USAGE, "a command was expected");
    }
    command = command_find(strcmp(name, "help") == 0 ? argv[2] : name);
    if (command == NULL)
        return report_unknown_command(strcmp(name, "help") == 0 ? argv[2] : name, err);
    return run_command(command, argc - 1, argv + 1, err);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    int status;

    gsl_set_error_handler_off();
    signal(SIGPIPE, SIG_DFL);
    interrupt_install();
    language_begin(argc, argv);
    if (refuses_colour(argc, argv))
        terminal_refuse_colour();
    status = processor_limit_by_name(getenv("BASSIN_PROCESSOR"), &err);
    if (status == ERR_OK)
        status = run_program(put_command_first(argc, argv), argv, &err);
    progress_line_erase();
    if (status != ERR_OK)
        outfile_drop_folders();
    interrupt_raise();
    if (status != ERR_OK && err.message[0] != '\0')
        message_error("%s", err.message);
    if (fclose(stdout) != 0 && status == ERR_OK) {
        message_error("%s '%s': %s", _("cannot write"), _("(standard output)"), translate(strerror(errno)));
        status = ERR_IO;
    }
    language_end();
    return status;
}

#include "sim/cli/message.h"

#include <stdarg.h>
#include <stdio.h>

#include "sim/cli/progressline.h"
#include "sim/cli/terminal.h"
#include "stats/base/catalogue.h"

static enum verbosity verbosity = MESSAGE_NORMAL;

void message_set_verbosity(enum verbosity value)
{
    verbosity = value;
}

enum verbosity message_verbosity(void)
{
    return verbosity;
}

/* As compilers colour theirs: red, magenta and cyan, bold. */
static const struct problem_colours colours = {"\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[0m"};
static const struct problem_colours no_colours = {"", "", "", ""};

static const struct problem_colours *colours_now(void)
{
    return terminal_takes_colour() ? &colours : &no_colours;
}

void message_line(const char *text)
{
    progress_line_erase();
    fputs(text, stderr);
    fputc('\n', stderr);
}

static void print_line(const char *prefix, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void print_line(const char *prefix, const char *format, va_list args)
{
    progress_line_erase();
    fputs(prefix, stderr);
    vfprintf(stderr, translate(format), args);
    fputc('\n', stderr);
}

void message_note(const char *format, ...)
{
    va_list args;

    if (verbosity < MESSAGE_NORMAL)
        return;
    va_start(args, format);
    print_line("", format, args);
    va_end(args);
}

void message_detail(const char *format, ...)
{
    va_list args;

    if (verbosity < MESSAGE_VERBOSE)
        return;
    va_start(args, format);
    print_line("", format, args);
    va_end(args);
}

void message_error(const char *format, ...)
{
    const struct problem_colours *c = colours_now();
    char prefix[64];
    va_list args;

    snprintf(prefix, sizeof prefix, _("bassin: %serror%s: "), c->error, c->end);
    va_start(args, format);
    print_line(prefix, format, args);
    va_end(args);
}

void message_problems(const struct problems *problems)
{
    struct strbuf text = {0};

    if (problems->num_errors == 0 && verbosity < MESSAGE_NORMAL)
        return;
    problems_print_coloured(problems, colours_now(), &text);
    progress_line_erase();
    fputs(strbuf_text(&text), stderr);
    strbuf_free(&text);
}

#include "sim/cli/message.h"

#include <stdarg.h>
#include <stdio.h>

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

void message_line(const char *text)
{
    fputs(text, stderr);
    fputc('\n', stderr);
}

static void print_line(const char *prefix, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static void print_line(const char *prefix, const char *format, va_list args)
{
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
    va_list args;

    va_start(args, format);
    print_line(_("bassin: error: "), format, args);
    va_end(args);
}

void message_problems(const struct problems *problems)
{
    struct strbuf text = {0};

    if (problems->num_errors == 0 && verbosity < MESSAGE_NORMAL)
        return;
    problems_print(problems, &text);
    fputs(strbuf_text(&text), stderr);
    strbuf_free(&text);
}

#include "sim/cli/progressline.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/terminal.h"
#include "stats/base/catalogue.h"
#include "stats/base/number.h"

static const double terminal_period = 0.25, log_period = 30;
static const double first_after = 1; /* seconds: shorter work needs no line */

static const char *name = "";
static bool is_terminal, is_shown;

/* Whole numbers in groups of three. */
static void add_count(struct strbuf *out, uint64_t count)
{
    char digits[NUMBER_TEXT_SIZE];
    size_t length = number_format_integer((int64_t)count, digits);

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            strbuf_add(out, _(","));
        strbuf_add_char(out, digits[i]);
    }
}

static void add_duration(struct strbuf *out, double seconds)
{
    long rounded = seconds < 1 ? 1 : (long)(seconds + 0.5);

    if (rounded >= 3600)
        strbuf_addf(out, "%ld h %02ld min", rounded / 3600, rounded % 3600 / 60);
    else if (rounded >= 60)
        strbuf_addf(out, "%ld min %02ld s", rounded / 60, rounded % 60);
    else
        strbuf_addf(out, "%ld s", rounded);
}

static void add_left(struct strbuf *out, const struct progress_state *state)
{
    double share = (double)state->done / (double)state->total;
    struct strbuf left = {0};

    strbuf_addf(out, state->unit[0] != '\0' ? _(" (%.0f %%)") : _("%.0f %%"), 100 * share);
    if (state->done == 0 || state->done >= state->total)
        return;
    add_duration(&left, state->seconds * (1 - share) / share);
    strbuf_addf(out, _(", %s left"), strbuf_text(&left));
    strbuf_free(&left);
}

void progress_line_text(struct strbuf *out, const char *command, const struct progress_state *state)
{
    bool is_part = state->total > 0 && state->done <= state->total;

    strbuf_addf(out, _("bassin %s: "), command);
    if (state->unit[0] != '\0') {
        add_count(out, state->done);
        if (is_part) {
            strbuf_add(out, _(" of "));
            add_count(out, state->total);
        }
        strbuf_addf(out, " %s", translate(state->unit));
    }
    if (is_part)
        add_left(out, state);
    else {
        strbuf_add(out, state->unit[0] != '\0' ? ", " : "");
        add_duration(out, state->seconds);
    }
}

static void show(const struct progress_state *state)
{
    struct strbuf line = {0};

    if (state->is_over) {
        progress_line_erase();
        return;
    }
    if (state->seconds < first_after)
        return;
    strbuf_add(&line, is_terminal ? "\r" : "");
    progress_line_text(&line, name, state);
    strbuf_add(&line, is_terminal ? "\033[K" : "\n");
    fputs(strbuf_text(&line), stderr);
    strbuf_free(&line);
    is_shown = is_terminal;
}

void progress_line_erase(void)
{
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = false;
}

void progress_line_start(const char *command)
{
    const char *ci = getenv("CI");

    name = command;
    is_terminal = terminal_takes_codes();
    if (is_terminal)
        progress_listen(show, terminal_period);
    else if (ci != NULL && ci[0] != '\0' && strcmp(ci, "false") != 0)
        progress_listen(show, log_period);
}

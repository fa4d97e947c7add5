#include "sim/cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool refuses_colour;

bool terminal_takes_codes(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term != NULL && term[0] != '\0' && strcmp(term, "dumb") != 0;
}

bool terminal_takes_colour(void)
{
    const char *no_color = getenv("NO_COLOR"); /* no-color.org */

    return !refuses_colour && (no_color == NULL || no_color[0] == '\0') && terminal_takes_codes();
}

void terminal_refuse_colour(void)
{
    refuses_colour = true;
}

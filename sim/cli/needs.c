#include "sim/cli/needs.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sim/cli/message.h"
#include "stats/base/catalogue.h"

struct err *needs_next(struct needs *self)
{
    size_t i = 0;
    int reason = errno; /* of what is to be said next */

    while (i + 1 < MAX_NEEDS && self->items[i].code != ERR_OK)
        i++;
    if (self->items[i].code != ERR_OK) { /* full: said now */
        message_error("%s", self->items[i].message);
        self->items[i] = (struct err){0};
        errno = reason;
    }
    return &self->items[i];
}

void needs_option(struct needs *self, const struct opts *opts, const char *option, const char *message)
{
    if (!opts_has(opts, option))
        err_set(needs_next(self), ERR_USAGE, "%s", translate(message));
}

/* Not opened: a pipe can be read only once. */
void needs_file(struct needs *self, const char *path)
{
    if (strcmp(path, "-") != 0 && access(path, R_OK) != 0)
        err_errno(needs_next(self), "cannot open", path);
}

void needs_argument_files(struct needs *self, const struct opts *opts, size_t first)
{
    for (size_t i = first; i < opts->num_arguments; i++)
        needs_file(self, opts->arguments[i]);
}

int needs_status(const struct needs *self, struct err *err)
{
    size_t last = 0;

    while (last + 1 < MAX_NEEDS && self->items[last + 1].code != ERR_OK)
        message_error("%s", self->items[last++].message);
    if (self->items[last].code == ERR_OK)
        return ERR_OK;
    return err_set(err, self->items[last].code, "%s", self->items[last].message);
}

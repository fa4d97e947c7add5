#include "sim/cli/partfile.h"

#include <string.h>
#include <sys/stat.h>

#include "sim/cli/message.h"
#include "sim/run/savedrun.h"
#include "stats/base/catalogue.h"
#include "stats/base/strbuf.h"

int part_file_check_options(const struct opts *opts, struct err *err)
{
    static const char *const others[] = {"output", "means",     "until",      "max-draws",
                                         "keep",   "drivers",   "drivers-of", "save-draws",
                                         "xlsx",   "csv-style", "licence"};
    const char *means = opts_text(opts, "means", "");
    struct strbuf given = {0};
    int status = ERR_OK;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (opts_has(opts, others[i]) && !(strcmp(others[i], "means") == 0 && strcmp(means, "draws") == 0))
            strbuf_addf(&given, "%s--%s", given.length > 0 ? ", " : "", others[i]);
    if (given.length > 0)
        status = err_set(err, ERR_USAGE,
                         "--part writes sums, not results: leave out %s (what concerns the results is for "
                         "'bassin merge')",
                         strbuf_text(&given));
    strbuf_free(&given);
    return status;
}

int part_file_open(struct part_file *self, const struct opts *opts, struct err *err)
{
    return outfile_open(&self->file, opts_text(opts, "part", ""), opts_has(opts, "force"), err);
}

static void say_part(const struct part_file *self, const struct engine_results *r)
{
    unsigned long long first = r->settings.first_draw;
    struct stat found;

    message_note("draws %llu to %llu of seed %llu", first, first + r->num_draws - 1,
                 (unsigned long long)r->settings.seed);
    if (stat(self->file.path, &found) == 0)
        message_note("wrote %s (%.0f kB)", self->file.path, (double)found.st_size / 1000);
}

int part_file_write(struct part_file *self, const struct engine_results *results, struct err *err)
{
    int status = saved_run_write(results, BASSIN_VERSION, &self->file, err);

    if (status == ERR_OK)
        status = outfile_commit(&self->file, err);
    if (status == ERR_OK)
        say_part(self, results);
    return status;
}

void part_file_free(struct part_file *self)
{
    outfile_free(&self->file);
}

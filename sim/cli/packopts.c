#include "sim/cli/packopts.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/cli/paths.h"
#include "sim/cli/suggest.h"
#include "sim/run/engine.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"

static bool is_folder(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static int is_pack_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strchr(entry->d_name, '.') == NULL;
}

void shipped_packs_list(struct shipped_packs *self)
{
    char *folder = paths_dataset("scenarios", NULL);

    *self = (struct shipped_packs){0};
    if (folder != NULL)
        self->num = scandir(folder, &self->names, is_pack_name, alphasort);
    self->num = self->num < 0 ? 0 : self->num;
    free(folder);
}

void shipped_packs_free(struct shipped_packs *self)
{
    for (int i = 0; i < self->num; i++)
        free(self->names[i]);
    free(self->names);
    *self = (struct shipped_packs){0};
}

/* Says what was looked for, and the shipped pack whose name is nearest. */
static void refuse_pack(const char *name, struct err *err)
{
    struct shipped_packs packs;
    const char *names[64];
    char near[SUGGESTION_SIZE];
    size_t count = 0;

    shipped_packs_list(&packs);
    for (int i = 0; i < packs.num && count < 64; i++)
        names[count++] = packs.names[i]->d_name;
    err_set(err, ERR_IO, "there is no folder '%s', and no pack of that name is shipped with bassin%s", name,
            suggest(near, name, names, count));
    shipped_packs_free(&packs);
}

char *packopts_find(const char *name, struct err *err)
{
    char *scenarios, *shipped;

    if (is_folder(name))
        return mem_copy_text(name, strlen(name), err);
    scenarios = strchr(name, '/') == NULL ? paths_dataset("scenarios", NULL) : NULL;
    shipped = scenarios ? outfile_join(scenarios, name, err) : NULL;
    free(scenarios);
    if (shipped != NULL && is_folder(shipped))
        return shipped;
    free(shipped);
    refuse_pack(name, err);
    return NULL;
}

int packopts_refuse_scenario(const struct pack *pack, const char *name, struct err *err)
{
    const char *names[64];
    char near[SUGGESTION_SIZE];
    size_t num = 0;

    for (; num < pack->num_scenarios && num < 64; num++)
        names[num] = pack->scenarios[num].name;
    return err_set(err, ERR_USAGE, "the pack '%s' has no scenario '%s'%s", pack->name, name,
                   suggest(near, name, names, num));
}

static char *find_defaults(void)
{
    char *path = paths_dataset("scenarios/defaults/assumptions.csv", NULL);

    if (path != NULL && access(path, R_OK) != 0) {
        free(path);
        return NULL;
    }
    return path;
}

static int check_is_pack(const char *folder, struct err *err)
{
    char *path = outfile_join(folder, "scenarios.csv", err);
    int status = path ? ERR_OK : ERR_LIMIT;

    if (status == ERR_OK && access(path, F_OK) != 0)
        status =
            err_set(err, ERR_IO,
                    "'%s' is no scenario pack: it has no scenarios.csv ('bassin scenario new DIR' makes a "
                    "pack)",
                    folder);
    free(path);
    return status;
}

int packopts_read(struct pack *pack, const char *name, struct problems *problems, struct err *err)
{
    char *folder = packopts_find(name, err);
    char *defaults = find_defaults();
    int status = folder ? ERR_OK : ERR_IO;

    if (status == ERR_OK)
        status = check_is_pack(folder, err);
    if (status == ERR_OK)
        status = pack_read(pack, folder, defaults, problems, err);
    free(folder);
    free(defaults);
    return status;
}

int packopts_open(struct pack *pack, struct model *model, const char *name, const struct opts *opts,
                  struct problems *problems, struct err *err)
{
    struct text_list names = {0};
    int status = packopts_read(pack, name, problems, err);

    if (status == ERR_OK)
        status = opts_list(opts, "scenario", &names, err);
    if (status == ERR_OK && pack->num_scenarios > 0)
        status = model_build(model, pack, names.items, names.num_items, problems, err);
    text_list_free(&names);
    return status;
}

int packopts_check(const struct model *model, const char *name, struct problems *problems, struct err *err)
{
    struct err ignored = {0}; /* counted among the problems */

    if (model->is_complete) {
        int status = engine_check(model, problems, &ignored);
        if (status != ERR_OK && status != ERR_DATA)
            return err_set(err, ignored.code, "%s", ignored.message);
    }
    return problems_status(problems, name, err);
}

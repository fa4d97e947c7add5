#include "sim/cli/packcopy.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/source.h"

static int is_table(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + length - 4, ".csv") == 0;
}

static bool is_excepted(const char *name, const char *const *except)
{
    for (; except != NULL && *except != NULL; except++)
        if (strcmp(name, *except) == 0)
            return true;
    return false;
}

struct outfile *pack_copy_add(struct pack_copy *self, const char *to, const char *name, bool overwrite,
                              struct err *err)
{
    struct outfile *file = &self->files[self->num_files];
    char *path;
    int status;

    if (self->num_files == PACK_MAX_TABLES) {
        err_set(err, ERR_DATA, "'%s' would hold more than %d tables, more than a pack has", to,
                PACK_MAX_TABLES);
        return NULL;
    }
    path = outfile_join(to, name, err);
    status = path ? outfile_open(file, path, overwrite, err) : ERR_LIMIT;
    free(path);
    if (status != ERR_OK) {
        outfile_free(file);
        return NULL;
    }
    self->num_files++;
    return file;
}

static int copy_table(struct pack_copy *self, const char *from, const char *to, const char *name,
                      bool overwrite, struct err *err)
{
    char *path = outfile_join(from, name, err);
    struct source source;
    struct outfile *file;
    int status = path ? source_read(&source, path, 0, err) : ERR_LIMIT;

    free(path);
    if (status != ERR_OK)
        return status;
    file = pack_copy_add(self, to, name, overwrite, err);
    if (file != NULL)
        outfile_write(file, source.bytes, source.length);
    source_free(&source);
    return file ? ERR_OK : (int)err->code;
}

int pack_copy_open(struct pack_copy *self, const char *from, const char *to, const char *const *except,
                   bool overwrite, struct err *err)
{
    struct dirent **entries = NULL;
    int num = scandir(from, &entries, is_table, alphasort), status = ERR_OK;

    if (num < 0)
        return err_errno(err, "read", from);
    if (num > PACK_MAX_TABLES)
        status = err_set(err, ERR_DATA, "'%s' holds %d tables, more than a pack has", from, num);
    for (int i = 0; i < num && status == ERR_OK; i++)
        if (!is_excepted(entries[i]->d_name, except))
            status = copy_table(self, from, to, entries[i]->d_name, overwrite, err);
    for (int i = 0; i < num; i++)
        free(entries[i]);
    free(entries);
    return status;
}

void pack_copy_free(struct pack_copy *self)
{
    for (size_t i = 0; i < self->num_files; i++)
        outfile_free(&self->files[i]);
    *self = (struct pack_copy){0};
}

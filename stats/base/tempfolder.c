#include "stats/base/tempfolder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/base/outfile.h"

int tempfolder_make(struct tempfolder *self, struct err *err)
{
    const char *base = getenv("TMPDIR");

    if (base == NULL || base[0] != '/' || strlen(base) > 300)
        base = "/tmp";
    snprintf(self->path, sizeof self->path, "%s/bassin-XXXXXX", base);
    if (mkdtemp(self->path) != NULL)
        return ERR_OK;
    self->path[0] = '\0';
    return err_errno(err, "cannot create a folder in", base);
}

/* levels: of folders below this one that may be emptied too. */
static void empty(const char *folder, int levels)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *path = outfile_join(folder, entry->d_name, NULL);
        if (path != NULL && unlink(path) != 0 && levels > 0) {
            empty(path, levels - 1);
            rmdir(path);
        }
        free(path);
    }
    if (dir != NULL)
        closedir(dir);
}

void tempfolder_remove(struct tempfolder *self)
{
    if (self->path[0] == '\0')
        return;
    empty(self->path, 1);
    rmdir(self->path);
    self->path[0] = '\0';
}

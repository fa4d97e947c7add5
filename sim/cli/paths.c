#include "sim/cli/paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/base/strbuf.h"

#ifndef BASSIN_DATADIR
#define BASSIN_DATADIR "/usr/local/share/bassin"
#endif
#ifndef BASSIN_LOCALEDIR
#define BASSIN_LOCALEDIR "/usr/local/share/locale"
#endif

/* The folder of the running program, "" when it cannot be told. */
static void program_folder(char folder[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);

    folder[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash != NULL)
        *slash = '\0';
}

static char *if_there(const char *folder, const char *rest)
{
    char *path = outfile_join(folder, rest, NULL);
    char *probe = path ? outfile_join(path, "schemas", NULL) : NULL;

    if (probe == NULL || access(probe, R_OK) != 0) {
        free(path);
        path = NULL;
    }
    free(probe);
    return path;
}

char *paths_datasets(struct err *err)
{
    const char *imposed = getenv("BASSIN_DATASETS");
    char folder[PATH_MAX];
    char *path = NULL;

    if (imposed != NULL && imposed[0] != '\0')
        return mem_copy_text(imposed, strlen(imposed), err);
    program_folder(folder);
    for (int up = 0; up < 3 && path == NULL && folder[0] != '\0'; up++) {
        char *slash = strrchr(folder, '/');
        if (slash == NULL)
            break;
        *slash = '\0';
        path = if_there(folder, "datasets");
        if (path == NULL)
            path = if_there(folder, "share/bassin/datasets");
    }
    if (path == NULL)
        path = if_there(BASSIN_DATADIR, "datasets");
    if (path == NULL)
        err_set(err, ERR_IO,
                "the datasets of bassin are not beside the program: set BASSIN_DATASETS to their folder");
    return path;
}

/* folder/LANGUAGE/LC_MESSAGES/bassin.mo, NULL unless it can be read. */
static char *catalogue_in(const char *folder, const char *rest, const char *language)
{
    struct strbuf path = {0};

    strbuf_addf(&path, "%s%s/%s/LC_MESSAGES/bassin.mo", folder, rest, language);
    if (path.failed || access(strbuf_text(&path), R_OK) != 0)
        strbuf_free(&path);
    return path.text;
}

char *paths_catalogue(const char *language)
{
    char folder[PATH_MAX];
    char *path = NULL;

    program_folder(folder);
    for (int up = 0; up < 2 && path == NULL && folder[0] != '\0'; up++) {
        path = catalogue_in(folder, up ? "/share/locale" : "/locale", language);
        if (path == NULL && up > 0)
            path = catalogue_in(folder, "/locale", language);
        *strrchr(folder, '/') = '\0';
    }
    return path ? path : catalogue_in(BASSIN_LOCALEDIR, "", language);
}

char *paths_dataset(const char *name, struct err *err)
{
    char *folder = paths_datasets(err);
    char *path = folder ? outfile_join(folder, name, err) : NULL;

    free(folder);
    return path;
}

char *paths_contours(enum level level, struct err *err)
{
    struct strbuf name = {0};
    char *path;

    strbuf_addf(&name, "contours/%s.geojson.gz", level_name(level));
    path = paths_dataset(strbuf_text(&name), err);
    strbuf_free(&name);
    if (path != NULL && access(path, R_OK) == 0)
        return path;
    free(path);
    err_set(err, ERR_USAGE, "no contours of level %s are shipped: give --contours FILE", level_name(level));
    return NULL;
}

#include "sim/cli/resultpack.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "sim/cli/packopts.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"

/* Whether the files of a folder are those that the run read. */
static bool is_pack_of_run(const struct run_record *record, const char *folder)
{
    char digest[SOURCE_DIGEST_SIZE];
    bool same = true;

    for (size_t i = 0; i < run_record_num_files(record, "inputs") && same; i++) {
        const char *file = run_record_file(record, "inputs", i), *slash = strrchr(file, '/');
        if (strstr(file, "/defaults/") != NULL)
            continue;
        char *path = outfile_join(folder, slash ? slash + 1 : file, NULL);
        same = path != NULL && source_digest_file(path, digest, NULL) == ERR_OK &&
               strcmp(digest, run_record_digest(record, "inputs", i)) == 0;
        free(path);
    }
    return same;
}

char *resultpack_find(const struct run_record *record)
{
    const char *folder = run_record_text(record, "settings", "pack"), *slash;
    char *found;

    if (folder == NULL)
        return NULL;
    slash = strrchr(folder, '/');
    found = packopts_find(folder, NULL);
    if (found == NULL)
        found = packopts_find(slash ? slash + 1 : folder, NULL);
    if (found != NULL && is_pack_of_run(record, found))
        return found;
    free(found);
    return NULL;
}

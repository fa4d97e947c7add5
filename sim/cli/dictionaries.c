#include "sim/cli/dictionaries.h"

#include <stdlib.h>

#include "sim/cli/paths.h"
#include "stats/base/strbuf.h"
#include "stats/base/text.h"

static const char *const shipped[] = {"insee-rp", "insee-emploi",   "insee-population", "anct",       "menj",
                                      "mesr",     "france-travail", "insee-records",    "own-copies", NULL};

int dictionaries_read_shipped(struct dictionary *self, struct problems *problems, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; shipped[i] != NULL && status == ERR_OK; i++) {
        struct strbuf name = {0};
        strbuf_addf(&name, "dictionaries/%s.csv", shipped[i]);
        char *path = paths_dataset(strbuf_text(&name), err);
        status = path ? dictionary_add(self, path, problems, err) : ERR_IO;
        free(path);
        strbuf_free(&name);
    }
    return status;
}

int dictionaries_read(struct dictionary *self, const struct opts *opts, struct problems *problems,
                      struct err *err)
{
    struct text_list list;
    int status = opts_list(opts, "dictionary", &list, err);

    for (size_t i = 0; i < list.num_items && status == ERR_OK; i++)
        status = dictionary_add(self, list.items[i], problems, err);
    if (list.num_items == 0 && status == ERR_OK)
        status = dictionaries_read_shipped(self, problems, err);
    text_list_free(&list);
    return status;
}

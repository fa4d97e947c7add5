/* Opening a scenario pack given on the command line. */
#ifndef SIM_CLI_PACKOPTS_H
#define SIM_CLI_PACKOPTS_H

#include <dirent.h>

#include "sim/cli/opts.h"
#include "sim/model/scenario.h"

/* Reads the pack called name (a folder, or the name of a shipped pack) with the
 * shipped defaults, and resolves the scenarios of --scenario (all when the option
 * is absent). Problems are collected, not returned. */
int packopts_open(struct pack *pack, struct model *model, const char *name, const struct opts *opts,
                  struct problems *problems, struct err *err);

/* The first half: only reads the pack. */
int packopts_read(struct pack *pack, const char *name, struct problems *problems, struct err *err);

/* Everything else that a run would refuse; ERR_DATA when there are errors. */
int packopts_check(const struct model *model, const char *name, struct problems *problems, struct err *err);

/* The folders of the packs shipped, by name; none when there are no datasets. */
struct shipped_packs {
    struct dirent **names; /* owned */
    int num;
};
void shipped_packs_list(struct shipped_packs *self);
void shipped_packs_free(struct shipped_packs *self);

/* ERR_USAGE: the pack has no scenario of that name; with the nearest one. */
int packopts_refuse_scenario(const struct pack *pack, const char *name, struct err *err);

/* The folder of the pack called name; allocated. NULL with ERR_IO if there is none. */
char *packopts_find(const char *name, struct err *err);

#endif

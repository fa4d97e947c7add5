/* A list of plants (establishments): where each stands, in which sector, how large it
 * is; matched with the territories of a level. */
#ifndef STATS_DATA_PLANTLIST_H
#define STATS_DATA_PLANTLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/data/geography.h"
#include "stats/data/table.h"

struct plant_options {
    enum level from;        /* of the codes in the file: LEVEL_COM, or that of to */
    enum level to;          /* of the territories wanted */
    bool bands;             /* sizes are codes of sizeband.h, else head counts */
    const char *columns[3]; /* territory, sector, size; NULL: by these names */
    size_t sector_length;   /* characters of the sector to keep, 0 for all */
    const char *const *allowed;
    size_t num_allowed; /* codes of territories that may match nothing */
    bool allow_all;
};

/* One plant with jobs: an exact count when low and high are the same. */
struct plant_item {
    size_t sector, zone;
    double low, high;
};

struct plant_list {
    struct table table;
    char **sectors; /* by name */
    size_t num_sectors;
    struct plant_item *items; /* by sector, in the order of the file within one */
    size_t num;
    size_t *first; /* [num_sectors + 1] where the items of a sector begin */
    /* plants left out: no size, a size of 0, in no territory of the level, unknown code */
    size_t num_without_size, num_without_jobs, num_outside, num_unmatched;
    size_t num_moved; /* of communes that have merged or changed code since */
};

/* Reads and matches a file (schema "plants"). Codes of territories and sizes that are
 * wrong are problems with their place; the list is usable if there are none. Initialise
 * with {0}; free it also after an error. */
int plant_list_read(struct plant_list *self, const char *path, const struct plant_options *options,
                    const struct geography *geography, struct problems *problems, struct err *err);
void plant_list_free(struct plant_list *self);

#endif

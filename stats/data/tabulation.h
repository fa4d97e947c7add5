/* Weighted cross-tables of files of records of any length: one pass, several threads, memory
 * bounded by the number of groups (csvstream.h, groups.h). */
#ifndef STATS_DATA_TABULATION_H
#define STATS_DATA_TABULATION_H

#include <stdbool.h>

#include "stats/data/csvstream.h"
#include "stats/data/decimal.h"
#include "stats/data/groups.h"

enum comparison { IS_ONE_OF, IS_NONE_OF, IS_AT_LEAST, IS_AT_MOST };

/* A record counts if all conditions hold. */
struct record_filter {
    const char *column;
    enum comparison comparison;
    const char *const *values; /* of IS_ONE_OF and IS_NONE_OF: texts as in the file */
    size_t num_values;
    double bound; /* of IS_AT_LEAST and IS_AT_MOST: the column is a number; missing never holds */
};

/* All borrowed, also the texts; they outlive the tabulation. */
struct tabulation_options {
    const char *const *by; /* columns of the groups, none: one group */
    size_t num_by;
    const char *weight;         /* column, NULL: every record counts 1 */
    const char *const *numbers; /* columns to sum */
    size_t num_numbers;
    const struct record_filter *filters;
    size_t num_filters;
    const char *const *missing; /* texts that stand for no number, beside nothing at all */
    size_t num_missing;
    struct csv_options csv; /* footer is not supported: the end is not known */
    char decimal;           /* mark, 0: detect */
    const char *member;     /* of zip archives; NULL: the only one */
    int threads;
};

/* Initialise with {.options = ...}. */
struct tabulation {
    const struct tabulation_options *options;
    struct group_share shares[GROUP_SHARES];
    uint64_t num_records; /* read */
    uint64_t num_kept;    /* for which all filters hold */
};

/* Adds the records of a file. What is wrong with it (also an unknown column, a weight that is
 * missing or negative, text that is not UTF-8) goes to problems, all at once; then the sums are
 * of no use. */
int tabulation_add_file(struct tabulation *self, const char *path, struct problems *problems,
                        struct err *err);
void tabulation_free(struct tabulation *self);

#endif

/* One run of 'bassin protect': its options, its tables, and what it writes. */
#ifndef SIM_CLI_PROTECT_H
#define SIM_CLI_PROTECT_H

#include "sim/cli/linkedtables.h"
#include "stats/base/outfile.h"

struct protect_job {
    const struct opts *opts;
    struct problems problems;
    struct geography geography;
    struct text_list rows, columns, row_parents, column_parents, row_levels, markers;
    struct linked_tables tables;
    struct secrecy_rules rules;
    bool contributors_of_row; /* as the rules have it */
    double marked_low, marked_high;
    double *lower, *upper; /* [cells] of an audit only */
    int threads, style;
};

/* Outputs named on the command line: one a table, standard output for a single one. */
size_t protect_num_outputs(const struct opts *opts);

/* Writes the tables and the audit, or the findings of an audit only, all or none:
 * files[MAX_TABLES + 1] of zeros. */
int protect_write(const struct protect_job *self, struct outfile *files, struct err *err);

/* Says how many cells were left out, or can be worked out. */
void protect_say(const struct protect_job *self);

#endif

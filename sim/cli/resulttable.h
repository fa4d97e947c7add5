/* The table that a command writes: --output, --format, --force, --csv-style. CSV, or a workbook
 * when the output ends in .xlsx. */
#ifndef SIM_CLI_RESULTTABLE_H
#define SIM_CLI_RESULTTABLE_H

#include "sim/cli/opts.h"
#include "stats/data/csvout.h"

struct result_table {
    struct outfile file;
    struct csvout csv;         /* refers to file: do not move the struct once it is open */
    struct workbook *workbook; /* NULL for CSV */
};

/* style as dataopts_csv_style gives it. The target appears with the commit only. */
int result_table_open(struct result_table *self, const struct opts *opts, int style, struct err *err);

/* Puts the table in its place if status, that of writing it, is ERR_OK. */
int result_table_close(struct result_table *self, int status, struct err *err);

/* Removes what was not put in its place; a table of zeros is allowed. */
void result_table_free(struct result_table *self);

/* Whether a path is that of a workbook. */
bool result_table_is_workbook(const char *path);

#endif

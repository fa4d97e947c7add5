/* The table that bassin tabulate writes: one row a group. */
#ifndef SIM_CLI_TABULATE_WRITE_H
#define SIM_CLI_TABULATE_WRITE_H

#include "sim/cli/resulttable.h"
#include "stats/data/tabulation.h"

/* A column of numbers, named "COLUMN__sum" or "COLUMN__mean". */
struct tabulate_measure {
    size_t number; /* of options.numbers */
    bool is_mean;
};

struct tabulate_layout {
    const struct tabulation_options *options;
    const struct tabulate_measure *measures;
    size_t num_measures;
    bool precision;       /* standard error, effective size, design effect of the weighted count */
    double design_effect; /* of records that are drawn together, at least 1 */
    bool share;
    size_t share_within; /* the first columns of the groups, within which shares add up to 1 */
    enum csv_style style;
};

/* Writes all groups, in the order of their keys. */
int tabulate_write(const struct tabulate_layout *layout, const struct tabulation *table,
                   struct result_table *out, struct err *err);

#endif

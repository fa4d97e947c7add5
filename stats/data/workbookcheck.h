/* Whether the sheets of a workbook are whole. libxlsxwriter does not look whether its temporary files
 * could be written: on a full disk it makes a workbook that lacks rows and says nothing. */
#ifndef STATS_DATA_WORKBOOKCHECK_H
#define STATS_DATA_WORKBOOKCHECK_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

struct sheet_size {
    uint64_t rows, columns; /* rows with a cell in them */
    uint64_t cells;         /* that are not empty */
};

/* bytes: an .xlsx file of num_sheets sheets of these sizes. ERR_IO when it is another. */
int workbook_check(const char *bytes, size_t length, const struct sheet_size *sizes, size_t num_sheets,
                   struct err *err);

#endif

/* CSV output: comma, decimal point, UTF-8, LF, quotes only where needed; or, for
 * French spreadsheets, semicolon, decimal comma and a BOM. A text cell that
 * begins with '=', '@', a tab or a CR is written with an apostrophe before it,
 * because spreadsheets would run it as a formula; table_read removes it again. Or a sheet of a
 * workbook (workbook.h), where texts are texts. */
#ifndef STATS_DATA_CSVOUT_H
#define STATS_DATA_CSVOUT_H

#include <stdint.h>

#include "stats/base/outfile.h"
#include "stats/data/workbook.h"

enum csv_style { CSV_STYLE_STANDARD, CSV_STYLE_FRENCH };

struct csvout {
    struct outfile *file; /* borrowed */
    struct sheet *sheet;  /* of a workbook: takes the cells instead of the file; borrowed */
    enum csv_style style;
    int at_start; /* of a record */
    struct strbuf cell;
};

void csvout_init(struct csvout *self, struct outfile *file, enum csv_style style);
/* The same table as a sheet of a workbook. */
void csvout_init_sheet(struct csvout *self, struct sheet *sheet);
void csvout_free(struct csvout *self);

void csvout_text(struct csvout *self, const char *text);
void csvout_integer(struct csvout *self, int64_t value);

/* At most digits significant digits, or the shortest exact text when digits is
 * 0. A NaN is an empty cell. value is never infinite. */
void csvout_number(struct csvout *self, double value, int digits);
void csvout_end(struct csvout *self);

/* Several text cells and the end of the record; names ends with NULL. */
void csvout_header(struct csvout *self, const char *const *names);

#endif

/* Workbooks (.xlsx): the tables that csvout writes, each a sheet of one file. The one home of
 * libxlsxwriter.
 *
 * Texts are text cells whatever they look like ("01", "=1+1"): no sheet holds a formula. Numbers are
 * numbers, with the digits that CSV would have (at most 16 of them). The header stays in view, columns
 * are as wide as what they hold, the last sheet says what each column means (schema.h). The same
 * tables give the same bytes: no date, no name of a machine. */
#ifndef STATS_DATA_WORKBOOK_H
#define STATS_DATA_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/base/outfile.h"

enum { SHEET_MAX_ROWS = 1048576, SHEET_MAX_COLUMNS = 16384, SHEET_NAME_SIZE = 32 };

struct workbook; /* owned */
struct sheet;    /* owned by its workbook */

/* An empty workbook, kept in a private folder until it is saved; NULL with err set. */
struct workbook *workbook_make(struct err *err);
void workbook_remove(struct workbook *self);

/* A sheet, empty. name: letters, digits and hyphens, at most 31, no other sheet has it.
 * NULL with err set. */
struct sheet *workbook_add_sheet(struct workbook *self, const char *name, struct err *err);

/* The next cell of the row; the cells of the first row are the names of the columns. What goes wrong
 * is told by workbook_save. */
void sheet_add_text(struct sheet *self, const char *text);
void sheet_add_number(struct sheet *self, double value); /* empty when it is NaN */
void sheet_end_row(struct sheet *self);

/* Writes the workbook to a file, with the sheet of meanings. The file is not committed. ERR_LIMIT:
 * more rows, columns or characters than a workbook may have; ERR_IO: it could not be written whole.
 * Nothing may be added afterwards. */
int workbook_save(struct workbook *self, struct outfile *file, struct err *err);

#endif

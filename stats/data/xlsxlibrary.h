/* libxlsxwriter, loaded when the first workbook is made: with it comes libcrypto, whose loading
 * would triple the time in which every command starts. */
#ifndef STATS_DATA_XLSXLIBRARY_H
#define STATS_DATA_XLSXLIBRARY_H

#include <xlsxwriter.h>

#include "stats/base/error.h"

/* The functions that workbook.c calls. */
#define XLSX_FUNCTIONS(X)                                                                                    \
    X(workbook_new_opt)                                                                                      \
    X(workbook_add_format)                                                                                   \
    X(workbook_add_worksheet)                                                                                \
    X(workbook_set_properties)                                                                               \
    X(workbook_close)                                                                                        \
    X(lxw_workbook_free)                                                                                     \
    X(format_set_bold)                                                                                       \
    X(worksheet_write_string)                                                                                \
    X(worksheet_write_number)                                                                                \
    X(worksheet_set_column)                                                                                  \
    X(worksheet_freeze_panes)                                                                                \
    X(lxw_strerror)

#define XLSX_MEMBER(name) __typeof__(&name) name;
struct xlsx_library {
    XLSX_FUNCTIONS(XLSX_MEMBER)
};

/* Set once xlsx_library_load has succeeded. */
extern struct xlsx_library xlsx;

/* ERR_IO when the library is not installed. */
int xlsx_library_load(struct err *err);

#endif

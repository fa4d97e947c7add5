/* What the first bytes of a file say that it is. */
#ifndef STATS_BASE_FILEKIND_H
#define STATS_BASE_FILEKIND_H

#include <stddef.h>

#include "stats/base/error.h"

enum file_kind { FILE_TEXT, FILE_GZIP, FILE_ZIP, FILE_OTHER };

enum file_kind file_kind(const char *bytes, size_t length);

/* ERR_DATA with the way out for a kind that is never read (xz, .xls, ...); else ERR_OK. */
int file_kind_refuse(const char *name, const char *bytes, size_t length, struct err *err);

#endif

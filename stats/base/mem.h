/* Memory: allocation of arrays with the size checked for overflow and the
 * failure reported through struct err. Freed with free(). */
#ifndef STATS_BASE_MEM_H
#define STATS_BASE_MEM_H

#include <stddef.h>

#include "stats/base/error.h"

/* num elements of the given size, zeroed; NULL with err set (ERR_LIMIT) when
 * there is no memory. num = 0 gives a valid pointer. */
void *mem_alloc(size_t num, size_t size, struct err *err);

/* The same for arrays of megabytes: the system is asked for large pages, which are sooner had. */
void *mem_alloc_large(size_t num, size_t size, struct err *err);

/* Makes *array (with room for *capacity elements of the given size) hold at
 * least need elements; new elements are zeroed. On failure the array is
 * unchanged and the error is returned. */
int mem_grow(void *array, size_t *capacity, size_t need, size_t size, struct err *err);

/* The same without zeroing: for bytes that are written before they are read. */
int mem_grow_raw(void *array, size_t *capacity, size_t need, size_t size, struct err *err);

/* A copy of length bytes of text with a final NUL; NULL with err set. */
char *mem_copy_text(const char *text, size_t length, struct err *err);

#endif

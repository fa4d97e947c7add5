#include "stats/base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void report_shortage(size_t num, size_t size, struct err *err)
{
    err_set(err, ERR_LIMIT, "not enough memory for %zu elements of %zu bytes", num, size);
}

void *mem_alloc(size_t num, size_t size, struct err *err)
{
    void *array = calloc(num ? num : 1, size ? size : 1);

    if (array == NULL)
        report_shortage(num, size, err);
    return array;
}

void *mem_alloc_large(size_t num, size_t size, struct err *err)
{
    static const uintptr_t page = (uintptr_t)2 << 20;
    void *array = mem_alloc(num, size, err);

#ifdef MADV_HUGEPAGE
    if (array != NULL && num * size >= 2 * page) {
        uintptr_t begin = ((uintptr_t)array + page - 1) / page * page;
        uintptr_t end = ((uintptr_t)array + num * size) / page * page;
        madvise((void *)begin, end - begin, MADV_HUGEPAGE); /* only ever a matter of speed */
    }
#endif
    return array;
}

int mem_grow_raw(void *array, size_t *capacity, size_t need, size_t size, struct err *err)
{
    size_t room = *capacity ? *capacity : 16;
    void *old, *grown;

    if (need <= *capacity)
        return ERR_OK;
    while (room < need && room <= (size_t)-1 / 2)
        room *= 2;
    memcpy(&old, array, sizeof old);
    grown = room < need ? NULL : reallocarray(old, room, size);
    if (grown == NULL) {
        report_shortage(need, size, err);
        return ERR_LIMIT;
    }
    memcpy(array, &grown, sizeof grown);
    *capacity = room;
    return ERR_OK;
}

int mem_grow(void *array, size_t *capacity, size_t need, size_t size, struct err *err)
{
    size_t before = *capacity;
    char *bytes;

    if (need <= before)
        return ERR_OK;
    if (mem_grow_raw(array, capacity, need, size, err) != ERR_OK)
        return ERR_LIMIT;
    memcpy(&bytes, array, sizeof bytes);
    memset(bytes + before * size, 0, (*capacity - before) * size);
    return ERR_OK;
}

char *mem_copy_text(const char *text, size_t length, struct err *err)
{
    char *copy = mem_alloc(length + 1, 1, err);

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

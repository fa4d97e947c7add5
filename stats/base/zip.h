/* The directory of a zip archive (PKWARE APPNOTE 6.3, with the 64-bit extension). */
#ifndef STATS_BASE_ZIP_H
#define STATS_BASE_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "stats/base/error.h"

enum zip_method { ZIP_STORED = 0, ZIP_DEFLATED = 8 };

struct zip_member {
    char *name;      /* as the archive has it, folders included */
    uint64_t start;  /* of its data in the file, once zip_open_member has found it */
    uint64_t header; /* of its local header */
    uint64_t packed; /* bytes in the archive */
    uint64_t size;   /* bytes unpacked */
    uint32_t crc;    /* CRC-32 of the unpacked bytes */
    unsigned method, flags;
};

/* Chooses the file to read in an archive: that of the name wanted (with or without its folders);
 * with wanted NULL the only file, lists of categories that publishers add (varmod*) aside.
 * fd can be read at any place. ERR_DATA: no such choice, encrypted, packed in another way, a
 * workbook; ERR_IO: damaged. The caller frees member->name. */
int zip_find(int fd, const char *path, const char *wanted, struct zip_member *member, struct err *err);

#endif

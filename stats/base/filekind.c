#include "stats/base/filekind.h"

#include <string.h>

#include "stats/base/catalogue.h"

struct signature {
    const char *magic;
    size_t length;
    enum file_kind kind;
    const char *refusal; /* after the name; NULL for what is read */
};

static const struct signature signatures[] = {
    {"\x1F\x8B", 2, FILE_GZIP, NULL},
    {"PK\x03\x04", 4, FILE_ZIP, NULL},
    {"\xFD\x37zXZ", 5, FILE_OTHER, N_("is compressed with xz: decompress it with 'xz -dk' first")},
    {"BZh", 3, FILE_OTHER, N_("is compressed with bzip2: decompress it first")},
    {"\x28\xB5\x2F\xFD", 4, FILE_OTHER, N_("is compressed with zstd: decompress it first")},
    {"\xD0\xCF\x11\xE0", 4, FILE_OTHER, N_("is an old workbook (.xls): save the sheet as CSV")},
    {"\x89PNG", 4, FILE_OTHER, N_("is a picture (PNG), not a table")},
    {"\xFF\xD8\xFF", 3, FILE_OTHER, N_("is a picture (JPEG), not a table")},
    {"<!DOCTYPE", 9, FILE_OTHER, N_("is a web page, not a table: look there for the file to download")},
    {"<!doctype", 9, FILE_OTHER, N_("is a web page, not a table: look there for the file to download")},
    {"<html", 5, FILE_OTHER, N_("is a web page, not a table: look there for the file to download")},
    {"%PDF", 4, FILE_OTHER, N_("is a PDF: look for the table as CSV at its publisher's")},
};

static const struct signature *find(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++)
        if (length >= signatures[i].length && memcmp(bytes, signatures[i].magic, signatures[i].length) == 0)
            return &signatures[i];
    return NULL;
}

enum file_kind file_kind(const char *bytes, size_t length)
{
    const struct signature *found = find(bytes, length);

    return found ? found->kind : FILE_TEXT;
}

int file_kind_refuse(const char *name, const char *bytes, size_t length, struct err *err)
{
    const struct signature *found = find(bytes, length);

    if (found == NULL || found->refusal == NULL)
        return ERR_OK;
    return err_set(err, ERR_DATA, "'%s' %s", name, translate(found->refusal));
}

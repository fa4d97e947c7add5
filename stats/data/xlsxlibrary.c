#include "stats/data/xlsxlibrary.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#ifndef XLSXWRITER_SONAME
#define XLSXWRITER_SONAME "libxlsxwriter.so" /* the build names the version that its header is of */
#endif

struct xlsx_library xlsx;

/* The function is kept as bytes: ISO C has no conversion from an object to a function. */
#define LOAD(name)                                                                                           \
    symbol = dlsym(library, #name);                                                                          \
    is_complete = is_complete && symbol != NULL;                                                             \
    memcpy(&xlsx.name, &symbol, sizeof symbol);

int xlsx_library_load(struct err *err)
{
    void *library = dlopen(XLSXWRITER_SONAME, RTLD_LAZY | RTLD_LOCAL), *symbol;
    bool is_complete = library != NULL;

    if (library == NULL)
        return err_set(err, ERR_IO, "workbooks need %s (Debian: libxlsxwriter-dev), which is not here",
                       XLSXWRITER_SONAME);
    XLSX_FUNCTIONS(LOAD)
    return is_complete ? ERR_OK : err_set(err, ERR_IO, "%s is of another version", XLSXWRITER_SONAME);
}

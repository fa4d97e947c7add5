#include "sim/cli/contouropts.h"

#include <stdlib.h>

#include "sim/cli/paths.h"

int contouropts_read(struct contours *contours, const char *given, enum level level, const char *code_field,
                     struct problems *problems, struct err *err)
{
    char *shipped = given ? NULL : paths_contours(level, err);
    int status = ERR_USAGE;

    if (given != NULL)
        status = contours_read(contours, given, code_field, level, problems, err);
    else if (shipped != NULL)
        status = contours_read(contours, shipped, "code", level, problems, err);
    free(shipped);
    return status;
}

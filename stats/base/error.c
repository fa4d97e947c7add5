#include "stats/base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"

int err_set(struct err *err, enum err_code code, const char *format, ...)
{
    va_list args;

    if (err == NULL || err->code != ERR_OK)
        return (int)code;
    err->code = code;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, translate(format), args);
    va_end(args);
    return (int)code;
}

int err_errno(struct err *err, const char *action, const char *subject)
{
    int saved = errno;
    char text[128];
    const char *reason = strerror_r(saved, text, sizeof text);

    return err_set(err, saved == ENOMEM ? ERR_LIMIT : ERR_IO, "%s '%s': %s", translate(action), subject,
                   translate(reason));
}

void err_prefix(struct err *err, const char *format, ...)
{
    char prefix[256];
    char old[sizeof err->message];
    va_list args;

    if (err == NULL || err->code == ERR_OK)
        return;
    va_start(args, format);
    vsnprintf(prefix, sizeof prefix, translate(format), args);
    va_end(args);
    memcpy(old, err->message, sizeof old);
    int length = snprintf(err->message, sizeof err->message, _("%s: %s"), prefix, old);
    if (length >= (int)sizeof err->message)
        memcpy(err->message + sizeof err->message - 4, "...", 4);
}

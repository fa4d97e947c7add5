#include "stats/base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"

void strbuf_free(struct strbuf *self)
{
    free(self->text);
    *self = (struct strbuf){0};
}

void strbuf_clear(struct strbuf *self)
{
    self->length = 0;
    self->failed = false;
    if (self->text != NULL)
        self->text[0] = '\0';
}

static bool reserve(struct strbuf *self, size_t more)
{
    if (!self->failed &&
        mem_grow_raw(&self->text, &self->capacity, self->length + more + 1, 1, NULL) != ERR_OK)
        self->failed = true;
    return !self->failed;
}

void strbuf_add_bytes(struct strbuf *self, const char *bytes, size_t length)
{
    if (length == 0 || !reserve(self, length))
        return;
    memcpy(self->text + self->length, bytes, length);
    self->length += length;
    self->text[self->length] = '\0';
}

void strbuf_add(struct strbuf *self, const char *text)
{
    strbuf_add_bytes(self, text, strlen(text));
}

void strbuf_add_char(struct strbuf *self, char c)
{
    strbuf_add_bytes(self, &c, 1);
}

void strbuf_addf(struct strbuf *self, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) {
        self->failed = true;
    } else if (reserve(self, (size_t)length)) {
        vsnprintf(self->text + self->length, (size_t)length + 1, format, again);
        self->length += (size_t)length;
    }
    va_end(again);
}

int strbuf_status(const struct strbuf *self, struct err *err)
{
    return self->failed ? err_set(err, ERR_LIMIT, "not enough memory for a text of %zu bytes", self->length)
                        : ERR_OK;
}

const char *strbuf_text(const struct strbuf *self)
{
    return self->text ? self->text : "";
}

/* A text that grows. A failed allocation is remembered in the buffer and
 * reported once, by strbuf_status, so that a chain of appends needs one check. */
#ifndef STATS_BASE_STRBUF_H
#define STATS_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/error.h"

/* Initialise with {0}; text is NULL until something is appended, then always
 * ends with a NUL that length does not count. */
struct strbuf {
    char *text;
    size_t length;
    size_t capacity;
    bool failed;
};

void strbuf_free(struct strbuf *self);
void strbuf_clear(struct strbuf *self); /* empties it, keeps the memory */

void strbuf_add(struct strbuf *self, const char *text);
void strbuf_add_bytes(struct strbuf *self, const char *bytes, size_t length);
void strbuf_add_char(struct strbuf *self, char c);
void strbuf_addf(struct strbuf *self, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ERR_LIMIT if any append failed since the last clear. */
int strbuf_status(const struct strbuf *self, struct err *err);

/* The text, never NULL; borrowed. */
const char *strbuf_text(const struct strbuf *self);

#endif

#include "stats/base/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/catalogue.h"

void problems_free(struct problems *self)
{
    for (size_t i = 0; i < self->num_items; i++)
        free(self->items[i].text);
    free(self->items);
    *self = (struct problems){.max_kept = self->max_kept};
}

static void add_place(struct strbuf *out, struct place place)
{
    strbuf_add(out, place.file ? place.file : "-");
    if (place.line > 0)
        strbuf_addf(out, ":%ld", place.line);
    if (place.line > 0 && place.column > 0)
        strbuf_addf(out, ":%ld", place.column);
}

static size_t num_kept(const struct problems *self, enum problem_severity severity)
{
    size_t count = 0;

    for (size_t i = 0; i < self->num_items; i++)
        count += self->items[i].severity == severity;
    return count;
}

static void keep(struct problems *self, enum problem_severity severity, struct place place,
                 struct strbuf *text)
{
    if (text->failed ||
        mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, NULL) != ERR_OK) {
        self->failed = true;
        strbuf_free(text);
        return;
    }
    self->items[self->num_items++] = (struct problem){
        .severity = severity, .line = place.line, .column = place.column, .text = text->text};
}

static bool is_known(const struct problems *self, const char *text)
{
    for (size_t i = 0; text != NULL && i < self->num_items; i++)
        if (strcmp(self->items[i].text, text) == 0)
            return true;
    return false;
}

void problem_add(struct problems *self, enum problem_severity severity, struct place place, const char *hint,
                 const char *format, ...)
{
    struct strbuf text = {0};
    char message[768];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, translate(format), args);
    va_end(args);
    add_place(&text, place);
    strbuf_addf(&text, severity == PROBLEM_ERROR ? _(": error: %s\n") : _(": warning: %s\n"), message);
    if (hint != NULL && hint[0] != '\0')
        strbuf_addf(&text, _("    hint: %s\n"), translate(hint));
    /* what several cohorts or scenarios meet in one row is one problem */
    if (is_known(self, text.text)) {
        strbuf_free(&text);
        return;
    }
    if (severity == PROBLEM_ERROR)
        self->num_errors++;
    else
        self->num_warnings++;
    if (num_kept(self, severity) < (self->max_kept ? self->max_kept : 20))
        keep(self, severity, place, &text);
    else
        strbuf_free(&text);
}

void problems_take(struct problems *self, struct problems *other)
{
    size_t most = self->max_kept ? self->max_kept : 20;

    for (size_t i = 0; i < other->num_items; i++) {
        struct problem *item = &other->items[i];
        if (num_kept(self, item->severity) >= most)
            continue;
        if (mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, NULL) !=
            ERR_OK) {
            self->failed = true;
            break;
        }
        self->items[self->num_items++] = *item;
        item->text = NULL;
    }
    self->num_errors += other->num_errors;
    self->num_warnings += other->num_warnings;
    self->failed |= other->failed;
    problems_free(other);
    other->num_errors = other->num_warnings = 0;
}

/* How many of a severity were not kept. */
static size_t num_left_out(const struct problems *self, enum problem_severity severity)
{
    size_t total = severity == PROBLEM_ERROR ? self->num_errors : self->num_warnings;
    size_t kept = num_kept(self, severity);

    return total > kept ? total - kept : 0;
}

void problems_print(const struct problems *self, struct strbuf *out)
{
    for (size_t i = 0; i < self->num_items; i++)
        strbuf_add(out, self->items[i].text);
    if (num_left_out(self, PROBLEM_ERROR) > 0)
        strbuf_addf(out, _("... and %zu more errors\n"), num_left_out(self, PROBLEM_ERROR));
    if (num_left_out(self, PROBLEM_WARNING) > 0)
        strbuf_addf(out, _("... and %zu more warnings\n"), num_left_out(self, PROBLEM_WARNING));
}

int problems_status(const struct problems *self, const char *subject, struct err *err)
{
    if (self->failed)
        return err_set(err, ERR_LIMIT, "not enough memory to report the problems of '%s'", subject);
    if (self->num_errors == 0)
        return ERR_OK;
    return err_set(err, ERR_DATA, "%zu error%s in '%s'", self->num_errors, self->num_errors > 1 ? "s" : "",
                   subject);
}

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

/* Takes over the text of the problem. */
static void keep(struct problems *self, const struct problem *problem, struct strbuf *text)
{
    if (text->failed ||
        mem_grow(&self->items, &self->capacity, self->num_items + 1, sizeof *self->items, NULL) != ERR_OK) {
        self->failed = true;
        strbuf_free(text);
        return;
    }
    self->items[self->num_items] = *problem;
    self->items[self->num_items++].text = text->text;
}

/* Appends a word, and where it stands. */
static void add_word(struct strbuf *out, const char *word, size_t *start, size_t *length)
{
    *start = out->length;
    *length = strlen(word);
    strbuf_add(out, word);
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
    struct problem problem = {.severity = severity, .line = place.line, .column = place.column};
    struct strbuf text = {0};
    char message[768];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, translate(format), args);
    va_end(args);
    add_place(&text, place);
    strbuf_add(&text, ": ");
    add_word(&text, severity == PROBLEM_ERROR ? _("error") : _("warning"), &problem.label,
             &problem.label_length);
    strbuf_addf(&text, _(": %s\n"), message);
    if (hint != NULL && hint[0] != '\0') {
        strbuf_add(&text, "    ");
        add_word(&text, _("hint"), &problem.hint, &problem.hint_length);
        strbuf_addf(&text, _(": %s\n"), translate(hint));
    }
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
        keep(self, &problem, &text);
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

static void add_coloured(struct strbuf *out, const char *word, size_t length, const char *colour,
                         const char *end)
{
    strbuf_add(out, colour);
    strbuf_add_bytes(out, word, length);
    strbuf_add(out, end);
}

static void print_one(const struct problem *p, const struct problem_colours *colours, struct strbuf *out)
{
    const char *rest = p->text + p->label + p->label_length;
    const char *colour = p->severity == PROBLEM_ERROR ? colours->error : colours->warning;

    strbuf_add_bytes(out, p->text, p->label);
    add_coloured(out, p->text + p->label, p->label_length, colour, colours->end);
    if (p->hint_length > 0) {
        strbuf_add_bytes(out, rest, (size_t)(p->text + p->hint - rest));
        add_coloured(out, p->text + p->hint, p->hint_length, colours->hint, colours->end);
        rest = p->text + p->hint + p->hint_length;
    }
    strbuf_add(out, rest);
}

void problems_print(const struct problems *self, struct strbuf *out)
{
    static const struct problem_colours none = {"", "", "", ""};

    problems_print_coloured(self, &none, out);
}

void problems_print_coloured(const struct problems *self, const struct problem_colours *colours,
                             struct strbuf *out)
{
    for (size_t i = 0; i < self->num_items; i++)
        print_one(&self->items[i], colours, out);
    if (num_left_out(self, PROBLEM_ERROR) > 0)
        strbuf_addf(out,
                    translate_count("... and %zu more error\n", "... and %zu more errors\n",
                                    num_left_out(self, PROBLEM_ERROR)),
                    num_left_out(self, PROBLEM_ERROR));
    if (num_left_out(self, PROBLEM_WARNING) > 0)
        strbuf_addf(out,
                    translate_count("... and %zu more warning\n", "... and %zu more warnings\n",
                                    num_left_out(self, PROBLEM_WARNING)),
                    num_left_out(self, PROBLEM_WARNING));
}

int problems_status(const struct problems *self, const char *subject, struct err *err)
{
    if (self->failed)
        return err_set(err, ERR_LIMIT, "not enough memory to report the problems of '%s'", subject);
    if (self->num_errors == 0)
        return ERR_OK;
    return err_set(err, ERR_DATA,
                   translate_count("%zu error in '%s'", "%zu errors in '%s'", self->num_errors),
                   self->num_errors, subject);
}

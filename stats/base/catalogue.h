/* What the program says to a person, in another language than English: a catalogue of GNU gettext
 * (.mo), read by ourselves. Messages are written in English in the code and looked up where they are
 * put together (err_set, problem_add, message_note ...), so that calls say nothing of languages.
 *
 * gettext() of the C library is not used: it wants a locale of the language installed, which
 * containers lack, and newer glibc ignores LANGUAGE in the locale C.UTF-8. No locale is ever set:
 * numbers, order and letters stay those of C.
 *
 * Source of the format: GNU gettext manual, "The Format of GNU MO Files". */
#ifndef STATS_BASE_CATALOGUE_H
#define STATS_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/strbuf.h"

/* Marks a text that xgettext is to find and that is translated elsewhere. */
#define N_(text) text

/* Reads a catalogue, once, before there are threads. False, and English from then on, when it is
 * missing or is not what it should be: words are never a reason to stop. */
bool catalogue_load(const char *path);

/* Back to English. */
void catalogue_free(void);

/* The text in the language of the catalogue; itself when there is none. A format has the same
 * conversions in both (msgfmt --check-format). Borrowed; valid until catalogue_free. */
const char *translate(const char *text) __attribute__((format_arg(1)));

/* The text for a number of things, in the form that the language of the catalogue has for it: in
 * English one for 1 and many for all others, in French one for 0 and 1 (the header of the catalogue says
 * so: plural=(n > 1)). Both are given in English, with the same conversions:
 *     message_note(translate_count("%zu territory is left out", "%zu territories are left out", num), num);
 * Of several numbers in one message it goes by one: give the others as "rows: %zu". */
const char *translate_count(const char *one, const char *many, size_t number)
    __attribute__((format_arg(1), format_arg(2)));

/* Appends the translation of length bytes of text. */
void translate_bytes(struct strbuf *out, const char *text, size_t length);

/* Long texts are translated in parts, so that a change to one leaves the others: the length of the
 * first paragraph (an empty line ends it), or of the first entry of a list, whose further lines
 * begin with a space. */
size_t translate_paragraph_length(const char *text);
size_t translate_entry_length(const char *text);

/* Appends the translation of text, paragraph by paragraph. */
void translate_paragraphs(struct strbuf *out, const char *text);

/* A text of the catalogue at the call: translate(), with the mark for xgettext. */
#define _(text) translate(text)

#endif

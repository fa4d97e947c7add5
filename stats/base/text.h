/* Text: UTF-8 checks and small, locale-independent helpers. Character classes
 * are ASCII only, so that no environment variable can change a result. */
#ifndef STATS_BASE_TEXT_H
#define STATS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/base/strbuf.h"

/* Length of the longest prefix of text that is valid UTF-8 (RFC 3629: no
 * overlong forms, no surrogates); equal to length when all of it is. */
size_t text_utf8_prefix(const char *text, size_t length);

/* Appends length bytes of Windows-1252 text to out as UTF-8. The five bytes
 * that the code page leaves undefined become the control characters that
 * Latin-1 gives them. */
void text_add_cp1252(struct strbuf *out, const char *text, size_t length);

/* Number of characters (code points) in valid UTF-8. */
size_t text_num_characters(const char *text);

/* Appends text as a cell of a table on a terminal: at most most columns of it, whole characters, and
 * spaces up to width columns. Accents that are characters of their own take no column. */
void text_add_cell(struct strbuf *out, const char *text, size_t width, size_t most);

/* Offset of the first character that must not appear in a name or a label
 * (controls below U+0020, U+007F to U+009F), or length when there is none. */
size_t text_find_control(const char *text, size_t length);

/* Appends text without accents and in lower case, for comparisons that ignore
 * both: "Évolution" and "evolution" fold alike. text is valid UTF-8. */
void text_add_folded(struct strbuf *out, const char *text);

/* Appends a file-name stem made from text: folded, every run of other
 * characters one '-', at most 64 bytes of [a-z0-9_-], not starting with '-'.
 * Empty when text holds no letter and no digit. */
void text_add_slug(struct strbuf *out, const char *text);

bool text_equal_ignoring_case(const char *a, const char *b); /* ASCII case */
bool text_starts_with(const char *text, const char *prefix);
bool text_ends_with(const char *text, const char *suffix);
bool text_is_digits(const char *text, size_t length); /* at least one, 0-9 only */

/* The candidate nearest to word by edit distance, or NULL when none is near
 * enough (two edits, or a third of the word) to be worth proposing; where none is, one
 * that begins with a word like it (an edit in five letters). */
const char *text_nearest(const char *word, const char *const *candidates, size_t num_candidates);

/* Whether a text has the form of a date, YYYY-MM-DD. */
bool text_is_date(const char *text);

/* The year of such a date; 0 for any other text. */
unsigned text_year(const char *date);

/* What comes after the first ": " or " : " of a label; the whole label when there is none. */
const char *text_after_colon(const char *label);

#endif

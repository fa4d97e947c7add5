/* One HTML page that needs nothing else: styles within, figures as inline SVG, no
 * script, no address to fetch. Readable on a phone and on A4. */
#ifndef STATS_OUTPUT_PAGE_H
#define STATS_OUTPUT_PAGE_H

#include "stats/base/error.h"
#include "stats/base/strbuf.h"

/* The page is well-formed XML too, so that it can be checked.
 * The head, up to <body>. title is plain text; language "fr" or "en". */
void page_begin(struct strbuf *out, const char *language, const char *title);
void page_end(struct strbuf *out);

/* An SVG document of gnuplot as an element of the page: no XML declaration, its ids
 * made its own by a prefix of letters and digits, named by its title and described by
 * its description, sized by the page. class is "wide" (desktop, paper) or "narrow"
 * (phone). ERR_PLOT when it is not such a document. */
int page_add_svg(struct strbuf *out, const char *svg, const char *prefix, const char *class, struct err *err);

/* An element with a text, escaped: <name class="...">text</name>. class may be NULL. */
void page_element(struct strbuf *out, const char *name, const char *class, const char *text);

#endif

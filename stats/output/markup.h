/* Text within HTML and XML. */
#ifndef STATS_OUTPUT_MARKUP_H
#define STATS_OUTPUT_MARKUP_H

#include "stats/base/strbuf.h"

/* Appends text as character data, fit for attributes too: & < > " ' are escaped; a
 * control character, which XML forbids, becomes a space, a newline stays. text is UTF-8. */
void markup_text(struct strbuf *out, const char *text);

#endif

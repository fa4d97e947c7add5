#include "stats/output/markup.h"

#include <string.h>

#include "stats/base/text.h"

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void markup_text(struct strbuf *out, const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        const char *instead = entity(text[i]);
        if (instead != NULL)
            strbuf_add(out, instead);
        else if (text[i] != '\n' && text_find_control(text + i, length - i < 2 ? length - i : 2) == 0) {
            strbuf_add_char(out, ' ');
            i += text[i] == '\xC2'; /* U+0080 to U+009F are two bytes */
        } else
            strbuf_add_char(out, text[i]);
    }
}

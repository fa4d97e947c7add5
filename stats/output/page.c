#include "stats/output/page.h"

#include <stdbool.h>
#include <string.h>

#include "stats/output/markup.h"

/* Contrast of all text with its ground is 4.5 at least. Widths in em and % only: nothing is
 * wider than the page, and wide tables scroll within themselves. */
static const char style[] =
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:60rem;padding:1.5rem 1.25rem 4rem;background:#fff;color:#1d1d1f;"
    "font:1rem/1.55 'Liberation Sans',Arial,Helvetica,sans-serif;overflow-wrap:break-word}\n"
    "h1{font-size:1.9rem;line-height:1.2;margin:.2rem 0 .6rem}\n"
    "h2{font-size:1.35rem;line-height:1.3;margin:2.8rem 0 .8rem;padding-top:.6rem;border-top:3px solid "
    "#0b4f8a}\n"
    "h3{font-size:1.08rem;line-height:1.35;margin:1.8rem 0 .5rem}\n"
    "p,ul,ol{margin:.6rem 0}\nul,ol{padding-left:1.3rem}\nli{margin:.3rem 0}\n"
    "a{color:#0b4f8a}\n"
    "header p{color:#444}\n"
    ".kind{color:#0b4f8a;font-weight:bold;letter-spacing:.02em;margin:0}\n"
    "nav ul{columns:2;column-gap:2rem;list-style:none;padding:0;font-size:.95rem}\n"
    ".cards{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0;padding:0;list-style:none}\n"
    ".cards li{flex:1 1 12rem;margin:0;padding:.8rem 1rem;background:#eef4fa;border-left:4px solid #0b4f8a}\n"
    ".cards b{display:block;font-size:1.55rem;line-height:1.2;color:#0b4f8a}\n"
    ".cards span{display:block;font-size:.9rem}\n"
    ".cards .range{color:#444;font-size:.85rem}\n"
    ".findings li{margin:.55rem 0}\n"
    ".note{font-size:.88rem;color:#444}\n"
    ".box{background:#fff6e0;border-left:4px solid #a15c00;padding:.7rem 1rem;margin:1rem 0}\n"
    ".scroll{overflow-x:auto;margin:.8rem 0}\n"
    "table{border-collapse:collapse;width:100%;font-size:.86rem;line-height:1.4}\n"
    "caption{text-align:left;font-weight:bold;padding:.2rem 0 .4rem}\n"
    "th,td{padding:.35rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid #d5d5d5}\n"
    "thead th{border-bottom:2px solid #888;vertical-align:bottom}\n"
    "tbody th{font-weight:normal}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\n"
    ".n b{white-space:nowrap}\ntbody th{min-width:13em}\n"
    "td span,th span{display:block;font-size:.92em;color:#555}\n"
    "td.yes{color:#145c2e;font-weight:bold}\ntd.no{color:#9b1c1c;font-weight:bold}\n"
    "td.yes span,td.no span{font-weight:normal}\ntd .verdict{color:inherit}\n"
    ".numbers .n span{white-space:nowrap}\n"
    "figure{margin:1.4rem 0}\n"
    "figure svg{display:block;width:100%;height:auto}\n"
    "details{font-size:.88rem;color:#333}\nsummary{cursor:pointer;color:#0b4f8a}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:.7rem "
    "1rem;font-size:.85rem}\n"
    "code,.hash{font-family:'Liberation "
    "Mono',Menlo,Consolas,monospace;font-size:.85em;overflow-wrap:anywhere}\n"
    ".narrow{display:none!important}\n"
    "@media screen and (max-width:640px){\n"
    "body{padding:1rem .9rem 3rem}\nh1{font-size:1.5rem}\nnav ul{columns:1}\n"
    ".wide{display:none!important}\n.narrow{display:block!important}\n"
    ".scroll .many{min-width:36rem}\ntable{font-size:.8rem}\ntbody th{min-width:7.5em}\n"
    "th,td{padding:.3rem .3rem}\n}\n"
    "@page{size:A4;margin:15mm 14mm 16mm}\n"
    "@media print{\n"
    "body{max-width:none;padding:0;font-size:9.5pt;line-height:1.4}\n"
    "h1{font-size:18pt}\nh2{font-size:13pt;margin-top:16pt}\nh3{font-size:10.5pt}\n"
    "h2,h3,caption{break-after:avoid}\nfigure,tr,.cards li,.box,#objectives table{break-inside:avoid}\n"
    "thead{display:table-header-group}tbody tr:first-child{break-before:avoid}\n"
    "#method+section,#assumptions,#results{break-before:page}\n.scroll{overflow:visible}\ntable{font-size:7."
    "8pt}"
    "\n"
    ".cards li{flex-basis:9rem}\n.cards b{font-size:15pt}.cards span{font-size:8.5pt}.cards "
    ".range{font-size:8pt}.note{font-size:8.2pt}\n"
    "details,nav{display:none}\na{color:inherit;text-decoration:none}\n"
    ".cards li,.box,pre{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n}\n";

void page_begin(struct strbuf *out, const char *language, const char *title)
{
    strbuf_addf(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\" />\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<title>",
                language);
    markup_text(out, title);
    strbuf_addf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
}

void page_end(struct strbuf *out)
{
    strbuf_add(out, "</body>\n</html>\n");
}

void page_element(struct strbuf *out, const char *name, const char *class, const char *text)
{
    strbuf_addf(out, "<%s", name);
    if (class != NULL)
        strbuf_addf(out, " class=\"%s\"", class);
    strbuf_add_char(out, '>');
    markup_text(out, text);
    strbuf_addf(out, "</%s>\n", name);
}

/* The places in which gnuplot names an element or refers to one. */
static size_t reference_length(const char *text)
{
    static const char *const marks[] = {" id=\"", " id='", "href='#", "href=\"#", "url(#"};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static void add_prefixed(struct strbuf *out, const char *text, const char *prefix)
{
    bool in_tag = false; /* texts of the figure are not touched */

    while (*text != '\0') {
        size_t length = in_tag ? reference_length(text) : 0;
        in_tag = *text == '<' || (in_tag && *text != '>');
        if (length == 0) {
            strbuf_add_char(out, *text++);
            continue;
        }
        strbuf_add_bytes(out, text, length);
        strbuf_add(out, prefix);
        text += length;
    }
}

/* The text between two marks, from start on; NULL when they are not there. */
static const char *between(const char *start, const char *from, const char *to, size_t *length)
{
    const char *begin = strstr(start, from), *end;

    if (begin == NULL || (end = strstr(begin + strlen(from), to)) == NULL)
        return NULL;
    *length = (size_t)(end - begin) - strlen(from);
    return begin + strlen(from);
}

int page_add_svg(struct strbuf *out, const char *svg, const char *prefix, const char *class, struct err *err)
{
    size_t box_length = 0, title_length = 0, description_length = 0;
    const char *box = between(svg, "viewBox=\"", "\"", &box_length);
    const char *title = between(svg, "<title>", "</title>", &title_length);
    const char *description = between(svg, "<desc>", "</desc>", &description_length);

    if (box == NULL || title == NULL || description == NULL)
        return err_set(err, ERR_PLOT, "the SVG of gnuplot has no viewBox, title or description");
    strbuf_addf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" class=\"%s\" "
        "role=\"img\" aria-labelledby=\"%st %sd\" viewBox=\"%.*s\">\n",
        class, prefix, prefix, (int)box_length, box);
    strbuf_addf(out, "<title id=\"%st\">%.*s</title>\n<desc id=\"%sd\">", prefix, (int)title_length, title,
                prefix);
    strbuf_add_bytes(out, description, description_length);
    strbuf_add(out, "</desc>");
    add_prefixed(out, description + description_length + strlen("</desc>"), prefix);
    return ERR_OK;
}

#include "stats/output/rowlabel.h"

#include <stdio.h>
#include <string.h>

#include "stats/output/label.h"

/* Pixels. */
enum { NAME_LINE = 34, NOTE_LINE = 25 };
static const struct label_style note_style = {"left", 16, false, "#666666"};

static struct label_style name_style(const struct row_label *label)
{
    return (struct label_style){"left", 21, label->is_bold, "#222222"};
}

static int wrap(const struct figure *figure, const char *text, struct label_style style, struct strbuf *out)
{
    return label_wrap(out, text, figure_text_width(row_label_column * figure->width - 50, style.size),
                      style.bold);
}

int row_label_height(const struct figure *figure, const struct row_label *label)
{
    struct strbuf wrapped = {0};
    int height = NAME_LINE * wrap(figure, label->name, name_style(label), &wrapped);

    strbuf_clear(&wrapped);
    height += NOTE_LINE * wrap(figure, label->note, note_style, &wrapped);
    strbuf_free(&wrapped);
    return height;
}

/* Lines of a text from *y (in rows) down. */
static int add_lines(struct figure *figure, const char *text, struct label_style style, double line,
                     double *y, struct err *err)
{
    struct strbuf wrapped = {0};
    int status = ERR_OK;

    wrap(figure, text, style, &wrapped);
    char *rest = wrapped.text, *part;
    while (rest != NULL && status == ERR_OK && (part = strsep(&rest, "\n")) != NULL) {
        char at[32];
        snprintf(at, sizeof at, "first %.3f", *y - line / 2);
        status = figure_label(figure, part, "screen 0.015", at, style, err);
        *y -= line;
    }
    strbuf_free(&wrapped);
    return status;
}

int row_label_add(struct figure *figure, const struct row_label *label, double y, double pixels,
                  struct err *err)
{
    double top = y + row_label_height(figure, label) / pixels / 2;
    int status = add_lines(figure, label->name, name_style(label), NAME_LINE / pixels, &top, err);

    return status == ERR_OK ? add_lines(figure, label->note, note_style, NOTE_LINE / pixels, &top, err)
                            : status;
}

#include "stats/data/header.h"

#include <stdlib.h>
#include <string.h>

#include "stats/base/mem.h"
#include "stats/base/text.h"

struct folded_name {
    char *text;
    size_t field;
};

static int by_text(const void *a, const void *b)
{
    const struct folded_name *x = a, *y = b;
    int order = strcmp(x->text, y->text);

    return order ? order : (x->field > y->field) - (x->field < y->field);
}

static void report_twins(const struct folded_name *names, size_t num, const struct csv_row *header,
                         const char *file, struct problems *problems)
{
    for (size_t i = 1; i < num; i++)
        if (names[i].text[0] != '\0' && strcmp(names[i].text, names[i - 1].text) == 0)
            problem_error(problems, ((struct place){file, header->line, (long)names[i].field + 1}),
                          "rename one of the two columns",
                          "the column name '%s' is the same as '%s' in column %zu (case and accents aside)",
                          header->fields[names[i].field], header->fields[names[i - 1].field],
                          names[i - 1].field + 1);
}

void header_check(const struct csv_row *header, const char *file, struct problems *problems)
{
    struct folded_name *names = mem_alloc(header->num_fields, sizeof *names, NULL);
    struct strbuf folded = {0};
    size_t num = 0;

    for (size_t f = 0; f < header->num_fields; f++)
        if (header->lengths[f] == 0)
            problem_error(problems, ((struct place){file, header->line, (long)f + 1}),
                          "name the column, or remove the trailing delimiter", "a column without a name");
    for (size_t f = 0; names != NULL && f < header->num_fields; f++) {
        strbuf_clear(&folded);
        text_add_folded(&folded, header->fields[f]);
        names[num].text = mem_copy_text(strbuf_text(&folded), folded.length, NULL);
        names[num].field = f;
        if (names[num].text == NULL)
            break;
        num++;
    }
    if (num < header->num_fields)
        problems->failed = true;
    if (names != NULL)
        qsort(names, num, sizeof *names, by_text);
    report_twins(names, num, header, file, problems);
    for (size_t i = 0; i < num; i++)
        free(names[i].text);
    free(names);
    strbuf_free(&folded);
}

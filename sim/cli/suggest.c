#include "sim/cli/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/mem.h"
#include "stats/base/strbuf.h"
#include "stats/base/text.h"

static const char *put(char out[SUGGESTION_SIZE], const char *name)
{
    out[0] = '\0';
    if (name != NULL)
        snprintf(out, SUGGESTION_SIZE, _(" (did you mean '%.120s'?)"), name);
    return out;
}

const char *suggest(char out[SUGGESTION_SIZE], const char *word, const char *const *candidates, size_t num)
{
    return put(out, text_nearest(word, candidates, num));
}

const char *suggest_listed(char out[SUGGESTION_SIZE], const char *word, const char *const *candidates)
{
    size_t num = 0;

    while (candidates[num] != NULL)
        num++;
    return suggest(out, word, candidates, num);
}

const char *suggest_cell(char out[SUGGESTION_SIZE], const char *word, const struct table *table,
                         const char *column)
{
    size_t index = table_find(table, column);
    const char **cells = mem_alloc(table->num_rows, sizeof *cells, NULL);

    out[0] = '\0';
    for (size_t row = 0; cells != NULL && row < table->num_rows; row++)
        cells[row] = table_text(table, row, index);
    if (cells != NULL)
        suggest(out, word, cells, table->num_rows);
    free(cells);
    return out;
}

/* Whether a folded word is the label of a level, in the plural perhaps. */
static bool is_label(enum level level, const char *language, const char *word)
{
    struct strbuf label = {0};
    bool is;

    text_add_folded(&label, level_label(level, language));
    is = label.length > 0 && strncmp(word, strbuf_text(&label), label.length) == 0 &&
         (word[label.length] == '\0' || strcmp(word + label.length, "s") == 0);
    strbuf_free(&label);
    return is;
}

const char *suggest_level(char out[SUGGESTION_SIZE], const char *word)
{
    const char *names[NUM_LEVELS], *found = NULL;
    struct strbuf folded = {0};

    if (text_utf8_prefix(word, strlen(word)) == strlen(word))
        text_add_folded(&folded, word);
    for (int l = 0; l < NUM_LEVELS; l++) {
        names[l] = level_name((enum level)l);
        if (is_label((enum level)l, "fr", strbuf_text(&folded)) ||
            is_label((enum level)l, "en", strbuf_text(&folded)))
            found = names[l];
    }
    strbuf_free(&folded);
    return found != NULL ? put(out, found) : suggest(out, word, names, NUM_LEVELS);
}

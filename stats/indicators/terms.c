#include "stats/indicators/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/text.h"

bool term_next(const char **rest, const char *item, char name[TERM_NAME_SIZE], int *sign)
{
    size_t length = 0;
    const char *text = *rest + strspn(*rest, " ");

    *sign = *text == '-' ? -1 : 1;
    text += *text == '-';
    while (*text != '\0' && *text != ' ') {
        if (text_starts_with(text, "{item}")) {
            length += (size_t)snprintf(name + length, TERM_NAME_SIZE - length, "%s", item);
            text += 6;
        } else {
            name[length++] = *text++;
        }
        if (length >= TERM_NAME_SIZE - 1)
            break;
    }
    name[length < TERM_NAME_SIZE ? length : TERM_NAME_SIZE - 1] = '\0';
    *rest = text;
    return length > 0;
}

static void add_figure(struct total *self, const struct dataset_figure *found, int sign)
{
    const struct panel_figure *figure = &found->figure;

    if (self->variable == NULL) {
        self->variable = found->variable;
        self->missing = figure->missing;
    } else {
        self->is_mixed |= found->variable->exploitation != self->variable->exploitation ||
                          figure->missing != self->missing;
    }
    self->value += sign * figure->value;
    self->variance += figure->se * figure->se;
    self->gross += fabs(figure->value);
    self->smallest = fabs(figure->value) < self->smallest ? fabs(figure->value) : self->smallest;
    self->missing = figure->missing > self->missing ? figure->missing : self->missing;
}

int total_read(struct total *self, const char *terms, const char *item, struct dataset *dataset,
               enum level level, const char *code, int year, struct err *err)
{
    char name[TERM_NAME_SIZE];
    int sign;

    *self = (struct total){.smallest = INFINITY};
    while (term_next(&terms, item, name, &sign)) {
        struct dataset_figure found;
        int status = dataset_find(dataset, name, level, code, year, &found, err);
        if (status != ERR_OK)
            return status;
        if (found.variable == NULL) {
            *self = (struct total){.value = NAN, .variance = NAN, .gross = NAN};
            return ERR_OK;
        }
        add_figure(self, &found, sign);
    }
    return ERR_OK;
}

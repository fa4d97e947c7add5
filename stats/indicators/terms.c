#include "stats/indicators/terms.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stats/base/text.h"

static const char half[] = "0.5*";

bool term_next(const char **rest, const char *item, char name[TERM_NAME_SIZE], double *weight)
{
    size_t length = 0;
    const char *text = *rest + strspn(*rest, " ");

    *weight = *text == '-' ? -1 : 1;
    text += *text == '-';
    if (text_starts_with(text, half)) {
        *weight /= 2;
        text += sizeof half - 1;
    }
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

static void add_figure(struct total *self, const struct dataset_figure *found, enum level level,
                       double weight)
{
    const char *perimeter = panel_variable_perimeter(found->variable, level);
    const struct panel_figure *figure = &found->figure;

    if (self->variable == NULL) {
        self->variable = found->variable;
        self->missing = figure->missing;
    } else {
        self->is_mixed |=
            found->variable->exploitation != self->variable->exploitation || figure->missing != self->missing;
    }
    self->has_perimeters |= perimeters_differ(self->perimeter, perimeter);
    if (self->perimeter[0] == '\0')
        self->perimeter = perimeter;
    self->imputed = figure->imputed > self->imputed ? figure->imputed : self->imputed;
    if (figure->imputed > 0)
        self->imputed_variance += weight * weight * figure->se * figure->se;
    self->value += weight * figure->value;
    self->variance += weight * weight * figure->se * figure->se;
    self->gross += weight * weight * fabs(figure->value);
    self->smallest = fabs(figure->value) < self->smallest ? fabs(figure->value) : self->smallest;
    self->missing = figure->missing > self->missing ? figure->missing : self->missing;
}

int total_read(struct total *self, const char *terms, const char *item, struct dataset *dataset,
               enum level level, const char *code, int year, struct err *err)
{
    char name[TERM_NAME_SIZE];
    double weight;

    *self = (struct total){.smallest = INFINITY, .perimeter = ""};
    while (term_next(&terms, item, name, &weight)) {
        struct dataset_figure found;
        int status = dataset_find(dataset, name, level, code, year, &found, err);
        if (status != ERR_OK)
            return status;
        if (found.variable == NULL) {
            *self = (struct total){.value = NAN, .variance = NAN, .gross = NAN, .perimeter = ""};
            return ERR_OK;
        }
        add_figure(self, &found, level, weight);
    }
    return ERR_OK;
}

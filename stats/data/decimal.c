#include "stats/data/decimal.h"

#include <string.h>

enum number_status decimal_read(struct decimal *self, const char *text, size_t length, struct place place,
                                double *value)
{
    bool imposed = self->mark != 0 && self->first_use.file == NULL;

    if (!imposed && (self->mark == 0 || self->mark == ',') && !self->comma_is_certain &&
        memchr(text, ',', length) != NULL) {
        enum number_mark shown = number_mark(text, length);
        if (shown == NUMBER_MARK_AMBIGUOUS && self->ambiguous.line == 0)
            self->ambiguous = place;
        self->comma_is_certain = shown == NUMBER_MARK_COMMA;
        if (self->mark == 0 && shown != NUMBER_MARK_NONE) {
            self->mark = ',';
            self->first_use = place;
        }
    } else if (self->mark == 0 && memchr(text, '.', length) != NULL &&
               number_mark(text, length) == NUMBER_MARK_POINT) {
        self->mark = '.';
        self->first_use = place;
    }
    return number_parse(text, length, self->mark ? self->mark : '.', value);
}

void decimal_merge(struct decimal *self, const struct decimal *part, struct problems *problems)
{
    if (self->mark != 0 && part->mark != 0 && part->mark != self->mark)
        problem_error(problems, part->first_use, NULL, "the decimal mark is '%c' here and '%c' in line %ld",
                      part->mark, self->mark, self->first_use.line);
    if (self->mark == 0) {
        self->mark = part->mark;
        self->first_use = part->first_use;
    }
    if (self->ambiguous.line == 0)
        self->ambiguous = part->ambiguous;
    self->comma_is_certain |= part->comma_is_certain;
}

void decimal_finish(const struct decimal *self, struct problems *problems)
{
    if (self->mark == ',' && self->ambiguous.line > 0 && !self->comma_is_certain)
        problem_error(problems, self->ambiguous,
                      "give --decimal ',' or --decimal '.' (the latter wants no comma in numbers)",
                      "every comma of the file is followed by three digits: decimal mark or thousands?");
}

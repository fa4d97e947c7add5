/* Territorial levels. Codes are text, and the same code can name territories of
 * two levels (44 is a département and a région): a code always goes with its
 * level. */
#ifndef STATS_DATA_LEVEL_H
#define STATS_DATA_LEVEL_H

#include <stddef.h>

enum level {
    LEVEL_COM,  /* commune, 5 characters */
    LEVEL_EPCI, /* intercommunalité, SIREN of 9 digits */
    LEVEL_ZE,   /* zone d'emploi (ZE2020), 4 digits */
    LEVEL_TI,   /* Territoire d'industrie */
    LEVEL_DEP,  /* département, 2 or 3 characters */
    LEVEL_RZE,  /* the employment zones whose code begins with that of a région */
    LEVEL_REG,  /* région, 2 digits */
    LEVEL_FR,   /* France */
    NUM_LEVELS
};

/* "com", "epci", ... */
const char *level_name(enum level level);

/* For people: "commune", "employment zone"; language "fr" or "en". */
const char *level_label(enum level level, const char *language);

/* The level of a name; NUM_LEVELS when there is none. length bytes of name. */
enum level level_find(const char *name, size_t length);

/* What a code of the level looks like, for error messages. */
const char *level_code_form(enum level level);

/* Whether length bytes of code have that form. */
int level_is_code(enum level level, const char *code, size_t length);

#endif

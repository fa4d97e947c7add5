#include "stats/data/level.h"

#include <stdbool.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/text.h"

static const struct {
    const char *name, *label_fr, *label_en, *form;
} levels[NUM_LEVELS] = {
    [LEVEL_COM] = {"com", "commune", "commune", N_("5 characters such as 25388 or 2A004")},
    [LEVEL_EPCI] = {"epci", "intercommunalité", "intercommunality", N_("9 digits such as 200065647")},
    [LEVEL_ZE] = {"ze", "zone d’emploi", "employment zone", N_("4 digits such as 2714 or 0051")},
    [LEVEL_TI] = {"ti", "Territoire d’industrie", "Territoire d’industrie", N_("such as ti-2702")},
    [LEVEL_DEP] = {"dep", "département", "département", N_("2 or 3 characters such as 25, 2A or 971")},
    [LEVEL_RZE] = {"rze", "zones d’emploi de la région", "employment zones of the région",
                   N_("2 digits such as 27")},
    [LEVEL_REG] = {"reg", "région", "région", N_("2 digits such as 27")},
    [LEVEL_FR] = {"fr", "France", "France", "FR"},
};

const char *level_name(enum level level)
{
    return levels[level].name;
}

const char *level_label(enum level level, const char *language)
{
    return strcmp(language, "fr") == 0 ? levels[level].label_fr : levels[level].label_en;
}

enum level level_find(const char *name, size_t length)
{
    int level = 0;

    while (level < NUM_LEVELS &&
           (strlen(levels[level].name) != length || memcmp(levels[level].name, name, length) != 0))
        level++;
    return (enum level)level;
}

const char *level_code_form(enum level level)
{
    return translate(levels[level].form);
}

static bool is_commune(const char *code, size_t length)
{
    bool corsica = length == 5 && code[0] == '2' && (code[1] == 'A' || code[1] == 'B');

    return length == 5 && (corsica ? text_is_digits(code + 2, 3) : text_is_digits(code, 5));
}

static bool is_departement(const char *code, size_t length)
{
    return ((length == 2 || length == 3) && text_is_digits(code, length)) ||
           (length == 2 && (memcmp(code, "2A", 2) == 0 || memcmp(code, "2B", 2) == 0));
}

int level_is_code(enum level level, const char *code, size_t length)
{
    switch (level) {
    case LEVEL_COM:
        return is_commune(code, length);
    case LEVEL_EPCI:
        return length == 9 && (text_is_digits(code, 9) || memcmp(code, "ZZZZZZZZZ", 9) == 0);
    case LEVEL_ZE:
        return length == 4 && text_is_digits(code, 4);
    case LEVEL_DEP:
        return is_departement(code, length);
    case LEVEL_REG:
    case LEVEL_RZE:
        return length == 2 && text_is_digits(code, 2);
    case LEVEL_FR:
        return length == 2 && memcmp(code, "FR", 2) == 0;
    case LEVEL_TI:
        return length > 3 && memcmp(code, "ti-", 3) == 0;
    case NUM_LEVELS:
        break;
    }
    return 0;
}

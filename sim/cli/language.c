#include "sim/cli/language.h"

#include <stdlib.h>
#include <string.h>

#include "sim/cli/paths.h"
#include "stats/base/text.h"
#include "stats/base/catalogue.h"

/* The language of the code first. */
static const char *const languages[] = {"en", "fr", NULL};

static const char *current = "en";

/* The language of a name such as fr or fr_CA.UTF-8; NULL when it is not spoken. */
static const char *language_of(const char *name, size_t length)
{
    size_t letters = 0;

    while (letters < length && strchr("_.@", name[letters]) == NULL)
        letters++;
    for (int i = 0; languages[i] != NULL; i++)
        if (strlen(languages[i]) == letters && strncmp(languages[i], name, letters) == 0)
            return languages[i];
    return NULL;
}

static bool is_neutral(const char *locale)
{
    return strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
}

const char *language_of_environment(const char *locale, const char *list)
{
    const char *found = NULL;

    if (locale != NULL && is_neutral(locale))
        return languages[0];
    while (list != NULL && *list != '\0' && found == NULL) {
        size_t length = strcspn(list, ":");
        found = language_of(list, length);
        list += length + (list[length] == ':');
    }
    if (found == NULL && locale != NULL)
        found = language_of(locale, strlen(locale));
    return found ? found : languages[0];
}

/* The last --lang of the command line; NULL when there is none, or none that is spoken. */
static const char *language_of_options(int argc, char *const *argv)
{
    const char *found = NULL;

    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *value = NULL;
        if (text_starts_with(argv[i], "--lang="))
            value = argv[i] + strlen("--lang=");
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            value = argv[i + 1];
        if (value != NULL)
            found = language_of(value, strlen(value));
    }
    return found;
}

static const char *locale_of_messages(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return NULL;
}

void language_begin(int argc, char *const *argv)
{
    const char *language = language_of_options(argc, argv);
    char *path;

    if (language == NULL)
        language = language_of_environment(locale_of_messages(), getenv("LANGUAGE"));
    if (language == languages[0])
        return;
    path = paths_catalogue(language);
    if (path != NULL && catalogue_load(path))
        current = language;
    free(path);
}

void language_end(void)
{
    catalogue_free();
    current = languages[0];
}

const char *language_code(void)
{
    return current;
}

int language_check(const struct opts *opts, struct err *err)
{
    int index;

    return opts_choice(opts, "lang", languages, 0, &index, err);
}

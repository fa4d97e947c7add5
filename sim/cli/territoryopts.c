#include "sim/cli/territoryopts.h"

#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/text.h"

int territoryopts_level(const struct opts *opts, enum level *level, struct err *err)
{
    const char *text = opts_text(opts, "level", "");

    *level = level_find(text, strlen(text));
    if (*level == NUM_LEVELS)
        return err_set(err, ERR_USAGE,
                       "--level is '%s', expected one of com, epci, ze, ti, dep, rze, reg, fr", text);
    return ERR_OK;
}

int territoryopts_zone(const struct data_context *data, enum level level, const char *code, size_t *zone,
                       struct err *err)
{
    *zone = geography_find(&data->geography, level, code);
    if (*zone != NO_ZONE)
        return ERR_OK;
    if (!level_is_code(level, code, strlen(code)))
        return err_set(err, ERR_DATA, "'%s' is not a code of level %s, expected %s", code, level_name(level),
                       level_code_form(level));
    return err_set(err, ERR_DATA, "there is no %s '%s' in the geography of %s", level_name(level), code,
                   data->geography.vintage);
}

const struct indicator *territoryopts_indicator(const char *text, const char **item, struct err *err)
{
    const char *names[256];
    char name[64] = "";
    const char *colon = strchr(text, ':');
    const struct indicator *indicator;
    size_t length = colon ? (size_t)(colon - text) : strlen(text), num = 0;

    if (length < sizeof name)
        memcpy(name, text, length);
    *item = colon ? colon + 1 : NULL;
    indicator = indicator_find(name);
    if (indicator != NULL)
        return indicator;
    while (num < 256 && (indicator = indicator_at(num)) != NULL)
        names[num++] = indicator->name;
    const char *near = text_nearest(name, names, num);
    err_set(err, ERR_USAGE, "there is no indicator '%s'%s%s%s (see 'bassin list indicators')", text,
            near ? _(": did you mean '") : "", near ? near : "", near ? _("'?") : "");
    return NULL;
}

#include "sim/cli/suggest.h"
#include "sim/cli/territoryopts.h"
#include "sim/cli/territorysearch.h"

#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/text.h"

int territoryopts_level(const struct opts *opts, enum level *level, struct err *err)
{
    const char *text = opts_text(opts, "level", "");
    char near[SUGGESTION_SIZE];

    *level = level_find(text, strlen(text));
    if (!opts_has(opts, "level"))
        return err_set(err, ERR_USAGE, "--level is needed: one of com, epci, ze, ti, dep, rze, reg, fr");
    if (*level == NUM_LEVELS)
        return err_set(err, ERR_USAGE,
                       "--level is '%s', expected one of com, epci, ze, ti, dep, rze, reg, fr%s", text,
                       suggest_level(near, text));
    return ERR_OK;
}

/* The territory of the level asked for that holds the best match of another level, such as the
 * intercommunality of a town. */
static void add_holder_of_name(struct strbuf *out, const struct geography *geography, enum level level,
                               const char *name)
{
    bool levels[NUM_LEVELS] = {false};
    struct territory_matches matches;

    levels[LEVEL_COM] = level != LEVEL_COM;
    if (territory_search(&matches, geography, levels, name, NULL) == ERR_OK && matches.num_items > 0) {
        const struct zone *commune = &geography->levels[LEVEL_COM].items[matches.items[0].zone];
        size_t parent = commune->parents[level];
        if (parent != NO_ZONE) {
            const struct zone *holder = &geography->levels[level].items[parent];
            strbuf_addf(out, _("; %s lies in %s, %s"), commune->name, holder->code, holder->name);
        }
    }
    territory_matches_free(&matches);
}

/* " (did you mean ...)" with the codes of the territories that a name may mean. */
static void add_codes_of_name(struct strbuf *out, const struct geography *geography, enum level level,
                              const char *name)
{
    enum { MOST = 5 };
    bool levels[NUM_LEVELS] = {false}, all[NUM_LEVELS] = {true, true, true, true, true, true, true, true};
    struct territory_matches matches;
    const char *near = NULL;

    levels[level] = true;
    if (territory_search(&matches, geography, levels, name, NULL) == ERR_OK && matches.num_items == 0)
        near = territory_nearest(geography, all, name);
    if (near != NULL) {
        territory_matches_free(&matches);
        territory_search(&matches, geography, levels, near, NULL);
    }
    for (size_t i = 0; i < matches.num_items && i < MOST; i++) {
        const struct zone *zone = &geography->levels[level].items[matches.items[i].zone];
        strbuf_addf(out, _("%s%s for %s"), i == 0 ? _("; did you mean ") : ", ", zone->code, zone->name);
    }
    if (matches.num_items > MOST)
        strbuf_addf(out, _(" ... (%zu: see 'bassin list territories')"), matches.num_items);
    strbuf_add(out, matches.num_items > 0 ? _("?") : "");
    if (matches.num_items == 0)
        add_holder_of_name(out, geography, level, name);
    territory_matches_free(&matches);
}

/* The levels that a code belongs to, when it is none of the level asked for. */
static void add_levels_of_code(struct strbuf *out, const struct geography *geography, const char *code)
{
    for (int l = 0; l < NUM_LEVELS; l++) {
        size_t zone = geography_find(geography, (enum level)l, code);
        if (zone != NO_ZONE)
            strbuf_addf(out, _("; --level %s has %s, %s"), level_name((enum level)l), code,
                        geography->levels[l].items[zone].name);
    }
}

static int refuse_code(const struct geography *geography, enum level level, const char *code, struct err *err)
{
    struct strbuf hint = {0};
    int status;

    add_levels_of_code(&hint, geography, code);
    if (level_is_code(level, code, strlen(code))) {
        status = err_set(err, ERR_DATA, "there is no %s '%s' in the geography of %s%s", level_name(level),
                         code, geography->vintage, strbuf_text(&hint));
    } else {
        if (hint.length == 0)
            add_codes_of_name(&hint, geography, level, code);
        status = err_set(err, ERR_DATA, "'%s' is not a code of level %s, expected %s%s", code,
                         level_name(level), level_code_form(level), strbuf_text(&hint));
    }
    strbuf_free(&hint);
    return status;
}

int territoryopts_zone(const struct data_context *data, enum level level, const char *code, size_t *zone,
                       struct err *err)
{
    *zone = geography_find(&data->geography, level, code);
    return *zone != NO_ZONE ? ERR_OK : refuse_code(&data->geography, level, code, err);
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

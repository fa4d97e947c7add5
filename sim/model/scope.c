#include "sim/model/scope.h"

#include <stdio.h>
#include <string.h>

#include "stats/base/catalogue.h"
#include "stats/base/text.h"
#include "stats/data/level.h"

static const struct {
    const char *name, *label_fr, *label_en;
} audiences[NUM_AUDIENCES] = {
    [AUDIENCE_INITIAL] = {"initial", "formation initiale", "initial vocational training"},
    [AUDIENCE_APPRENTICES] = {"apprentices", "apprentis", "apprentices"},
    [AUDIENCE_JOBSEEKERS] = {"jobseekers", "demandeurs d’emploi", "job seekers"},
    [AUDIENCE_EMPLOYEES] = {"employees", "salariés", "employees"},
};

const char *audience_name(enum audience audience)
{
    return audiences[audience].name;
}

const char *audience_label(enum audience audience, const char *language)
{
    return strcmp(language, "fr") == 0 ? audiences[audience].label_fr : audiences[audience].label_en;
}

enum audience audience_find(const char *name)
{
    int a = 0;

    while (a < NUM_AUDIENCES && strcmp(audiences[a].name, name) != 0)
        a++;
    return (enum audience)a;
}

static const char *parse_territory(struct scope *self, const char *text)
{
    size_t level = strcspn(text, ":");
    enum level kind = level_find(text, level);

    self->kind = SCOPE_TERRITORY;
    if (text[level] != ':' || kind == NUM_LEVELS || text[level + 1] == '\0')
        return _("a territory is LEVEL:CODE, such as territory:epci:200065647");
    if (!level_is_code(kind, text + level + 1, strlen(text + level + 1)))
        return _("the code has not the form of its level (see 'bassin list levels')");
    if (snprintf(self->territory, sizeof self->territory, "%s", text) >= (int)sizeof self->territory)
        return _("the territory is too long");
    return "";
}

static const char *parse_measure(struct scope *self, const char *text)
{
    size_t name = strcspn(text, "/");

    self->kind = SCOPE_MEASURE;
    if (name == 0 || name >= sizeof self->measure)
        return _("the name of the measure is missing or too long");
    snprintf(self->measure, sizeof self->measure, "%.*s", (int)name, text);
    if (text[name] == '/') {
        self->kind = SCOPE_MEASURE_AUDIENCE;
        self->audience = audience_find(text + name + 1);
        if (self->audience == NUM_AUDIENCES)
            return _("unknown audience: expected initial, apprentices, jobseekers or employees");
    }
    return "";
}

const char *scope_parse(struct scope *self, const char *text)
{
    *self = (struct scope){.kind = SCOPE_ALL};
    if (text[0] == '\0' || strcmp(text, "all") == 0)
        return "";
    if (text_starts_with(text, "audience:")) {
        self->kind = SCOPE_AUDIENCE;
        self->audience = audience_find(text + strlen("audience:"));
        return self->audience == NUM_AUDIENCES
                   ? _("unknown audience: expected initial, apprentices, jobseekers or employees")
                   : "";
    }
    if (text_starts_with(text, "territory:"))
        return parse_territory(self, text + strlen("territory:"));
    if (text_starts_with(text, "measure:"))
        return parse_measure(self, text + strlen("measure:"));
    return _("expected all, audience:NAME, territory:LEVEL:CODE, measure:NAME or measure:NAME/AUDIENCE");
}

void scope_text(const struct scope *self, char out[2 * SCOPE_TEXT_SIZE])
{
    size_t size = 2 * SCOPE_TEXT_SIZE;

    switch (self->kind) {
    case SCOPE_ALL:
        snprintf(out, size, "all");
        break;
    case SCOPE_AUDIENCE:
        snprintf(out, size, "audience:%s", audience_name(self->audience));
        break;
    case SCOPE_TERRITORY:
        snprintf(out, size, "territory:%s", self->territory);
        break;
    case SCOPE_MEASURE:
        snprintf(out, size, "measure:%s", self->measure);
        break;
    case SCOPE_MEASURE_AUDIENCE:
        snprintf(out, size, "measure:%s/%s", self->measure, audience_name(self->audience));
        break;
    }
}

bool scope_holds(const struct scope *self, const char *measure, enum audience audience, const char *territory)
{
    switch (self->kind) {
    case SCOPE_ALL:
        return true;
    case SCOPE_AUDIENCE:
        return audience == self->audience;
    case SCOPE_TERRITORY:
        return strcmp(territory, self->territory) == 0;
    case SCOPE_MEASURE:
        return strcmp(measure, self->measure) == 0;
    case SCOPE_MEASURE_AUDIENCE:
        return strcmp(measure, self->measure) == 0 && audience == self->audience;
    }
    return false;
}

bool scope_equal(const struct scope *a, const struct scope *b)
{
    bool has_measure = a->kind == SCOPE_MEASURE || a->kind == SCOPE_MEASURE_AUDIENCE;
    bool has_audience = a->kind == SCOPE_AUDIENCE || a->kind == SCOPE_MEASURE_AUDIENCE;

    return a->kind == b->kind && (!has_audience || a->audience == b->audience) &&
           (!has_measure || strcmp(a->measure, b->measure) == 0) &&
           (a->kind != SCOPE_TERRITORY || strcmp(a->territory, b->territory) == 0);
}

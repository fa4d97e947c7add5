#include "sim/model/counted.h"

#include <stddef.h>
#include <string.h>

static const char *const names[NUM_COUNTED] = {[COUNTED_PEOPLE] = "people", [COUNTED_FIRMS] = "firms"};

static const struct {
    const char *people, *firms;
} units[] = {{"persons", "firms"}, {"person-years", "firm-years"}, {"EUR/person", "EUR/firm"}};

enum { NUM_UNITS = sizeof units / sizeof units[0] };

/* What happens to a firm, by the name of the metric. */
static const struct {
    const char *metric, *french, *english;
} firm_labels[] = {
    {"enrolled", "Entreprises entrées dans le programme", "Firms that join"},
    {"enrolled_total", "Entreprises entrées dans le programme, cumul", "Firms that joined, in all"},
    {"completed", "Entreprises au terme de leur accompagnement", "Firms that complete"},
    {"completed_total", "Entreprises au terme de leur accompagnement, cumul", "Firms that complete, in all"},
    {"certified", "Entreprises dont l’accompagnement aboutit", "Firms that complete with success"},
    {"certified_total", "Entreprises dont l’accompagnement aboutit, cumul",
     "Firms that complete with success, in all"},
    {"dropouts", "Entreprises qui abandonnent", "Firms that give up"},
    {"trainees", "Entreprises en cours d’accompagnement", "Firms being accompanied"},
    {"allowances", "Aides versées aux entreprises", "Allowances paid to firms"},
    {"without_applicants", "Places vides faute d’entreprises éligibles",
     "Places empty for want of eligible firms"},
    {"trainee_years", "Années d’accompagnement", "Firm-years of accompaniment"},
    {"cost_per_enrolled", "Coût par entreprise entrée dans le programme", "Cost per firm that joins"},
    {"cost_per_certified", "Coût par entreprise dont l’accompagnement aboutit",
     "Cost per firm that completes with success"},
};

enum { NUM_LABELS = sizeof firm_labels / sizeof firm_labels[0] };

enum counted counted_find(const char *name)
{
    int c = 0;

    if (name[0] == '\0')
        return COUNTED_PEOPLE;
    while (c < NUM_COUNTED && strcmp(names[c], name) != 0)
        c++;
    return (enum counted)c;
}

const char *counted_name(enum counted counted)
{
    return names[counted];
}

enum counted counted_of_unit(const char *unit)
{
    for (int i = 0; i < NUM_UNITS; i++)
        if (strcmp(units[i].firms, unit) == 0)
            return COUNTED_FIRMS;
    return COUNTED_PEOPLE;
}

const char *counted_noun(enum counted counted, const char *language)
{
    bool french = strcmp(language, "fr") == 0;

    if (counted == COUNTED_FIRMS)
        return french ? "entreprises" : "firms";
    return french ? "personnes" : "people";
}

const char *counted_unit(enum counted counted, const char *unit_of_people)
{
    for (int i = 0; i < NUM_UNITS && counted == COUNTED_FIRMS; i++)
        if (strcmp(units[i].people, unit_of_people) == 0)
            return units[i].firms;
    return unit_of_people;
}

const char *counted_label(enum counted counted, const char *metric, const char *language)
{
    bool french = strcmp(language, "fr") == 0;

    for (int i = 0; i < NUM_LABELS && counted == COUNTED_FIRMS; i++)
        if (strcmp(firm_labels[i].metric, metric) == 0)
            return french ? firm_labels[i].french : firm_labels[i].english;
    return NULL;
}

bool counted_has(enum counted counted, enum metric metric)
{
    const struct metric_spec *spec = &metric_specs[metric];

    if (counted == COUNTED_PEOPLE || spec->unit == METRIC_PLACES)
        return true;
    if (spec->unit == METRIC_CENTS)
        return metric != METRIC_FISCAL_RETURN;
    for (int i = 0; i < NUM_LABELS; i++)
        if (strcmp(firm_labels[i].metric, spec->name) == 0)
            return true;
    return false;
}

#include "stats/numeric/secrecy_rules.h"

#include <string.h>

const struct secrecy_rule_set secrecy_rule_sets[] = {
    {
        .name = "insee-business",
        .label_en = "business statistics of INSEE",
        .label_fr = "statistiques d'entreprises de l'Insee",
        .threshold = 3,
        .dominance = 0.85,
        .counted = "enterprises (establishments, where these are published)",
        .source = "Insee, Manuel de protection des données tabulées, annexe Règles "
                  "(inseefrlab.github.io/manuel-protection-tableaux)",
        .date = "after Courrier des statistiques 9, 2023",
        .note = "weighted samples count the weights",
    },
    {
        .name = "insee-employees",
        .label_en = "employees and wages at the place of work (Base tous salariés)",
        .label_fr = "salariés et salaires au lieu de travail (base tous salariés)",
        .threshold = 3,
        .least = 5,
        .dominance = 0.85,
        .counted = "establishments or enterprises; the value counts employees",
        .source = "Insee, quality report of the Base tous salariés, S.7.2 "
                  "(id.insee.fr/qualite/attribut/1992/S.7.2)",
        .date = "not dated",
        .note = "wages: no employee over 80 % of the cell either, --largest and --dominance 0.8",
    },
    {
        .name = "inserjeunes",
        .label_en = "leavers of vocational training in work (InserJeunes)",
        .label_fr = "insertion des sortants de formation professionnelle (InserJeunes)",
        .threshold = 20,
        .dominance = 1,
        .counted = "leavers of two years together (the denominator of the rate)",
        .source = "glossary of Orion, taux d'emploi à 6 mois (github.com/mission-apprentissage/tjp-pilotage)",
        .date = "leavers of 2021 and 2022",
        .note = "",
    },
    {
        .name = "france-travail-training",
        .label_en = "return to work after training (France Travail)",
        .label_fr = "retour à l'emploi après une formation (France Travail)",
        .threshold = 61,
        .dominance = 1,
        .counted = "leavers of the training sector",
        .source = "France Travail, API Retour à l'emploi suite à formation "
                  "(data.gouv.fr/datasets/"
                  "taux-de-retour-a-lemploi-par-formation-api-retour-a-lemploi-suite-formation)",
        .date = "not dated",
        .note = "a territory needs more than 60 leavers, France 60",
    },
    {
        .name = "bmo",
        .label_en = "intended recruitments (Besoins en main-d'oeuvre)",
        .label_fr = "projets de recrutement (Besoins en main-d'œuvre)",
        .threshold = 5,
        .dominance = 1,
        .counted = "intended recruitments, the value itself",
        .counts_value = true,
        .source = "France Travail, file of the survey: '*' stands for less than 5",
        .date = "2024",
        .note = "the smallest figure in each column of the file of 2024 is 5",
    },
    {
        .name = "census-sensitive",
        .label_en = "nationality and migrations in the census",
        .label_fr = "nationalité et migrations au recensement",
        .threshold = 5000,
        .dominance = 1,
        .counted = "inhabitants of the territory (the row)",
        .counts_row = true,
        .source = "arrêté du 24 mars 2005 autorisant la diffusion des données collectées dans le cadre du "
                  "recensement, article 5, III a",
        .date = "24 March 2005",
        .note = "5,000 is for communes; arrondissements, zones d'emploi and urban units need --threshold "
                "10000; see the arrêté of 19 July 2007 too",
    },
    {.name = NULL},
};

const struct secrecy_rule_set *secrecy_rule_set_find(const char *name)
{
    for (const struct secrecy_rule_set *set = secrecy_rule_sets; set->name != NULL; set++)
        if (strcmp(set->name, name) == 0)
            return set;
    return NULL;
}

/* Specialisation, diversity and growth by sector. */
#include "stats/indicators/families.h"

#define SECTORS .terms = {{"flores38_*", "flores"}}
#define FIVE                                                                                                 \
    .terms = {{"c_emplt_agri c_emplt_indus c_emplt_const c_emplt_cts c_emplt_apesas", "c_emplt"},            \
              {"ee_sal_az ee_sal_be ee_sal_fz ee_sal_gu ee_sal_oq", "ee_sal"},                               \
              {"flores_az flores_be flores_fz flores_gu flores_oq", "flores"}}
#define SHIFT                                                                                                \
    .fixed_items = "change national structural regional homothetic allocation regional_expected "            \
                   "industry_expected industry_differential dynamic_national dynamic_structural "            \
                   "dynamic_regional",                                                                       \
    .formula = "components over the jobs of the first year: E g, E (g_i - g), E (g_ij - g_i); the last "     \
               "split into E' (g_ij - g_i) and (E - E') (g_ij - g_i), or into E' (g_j - g) and what each "   \
               "of those two has beyond it; dynamic: the first three summed year by year",                   \
    .reference = "Dunn 1960, Esteban-Marquillas 1972, Arcelus 1984, Barff and Knight 1988"
#define NOMENCLATURE_FR "dépend du niveau de la nomenclature : ne comparer qu’à 38 secteurs"
#define NOMENCLATURE_EN "depends on the level of the nomenclature: compare only with 38 sectors"
#define FIVE_FR "cinq secteurs seulement : une industrie spécialisée y disparaît"
#define FIVE_EN "five sectors only: a specialised industry vanishes in them"

const struct indicator indicators_structure[] = {
    {.name = "krugman",
     .group = "structure",
     .label_fr = "Spécialisation (indice de Krugman), 38 secteurs",
     .label_en = "Specialisation (Krugman index), 38 sectors",
     .unit = "index",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_KRUGMAN,
     SECTORS,
     .formula = "sum of |share of the sector - its share in France|, 0 to 2",
     .reference = "Krugman 1991",
     .pitfall_fr = "certains en prennent la moitié ; " NOMENCLATURE_FR,
     .pitfall_en = "some halve it; " NOMENCLATURE_EN},
    {.name = "krugman_a5",
     .group = "structure",
     .label_fr = "Spécialisation (indice de Krugman), 5 secteurs",
     .label_en = "Specialisation (Krugman index), 5 sectors",
     .unit = "index",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_KRUGMAN,
     FIVE,
     .formula = "sum of |share of the sector - its share in France|, 0 to 2",
     .reference = "Krugman 1991",
     .pitfall_fr = FIVE_FR,
     .pitfall_en = FIVE_EN},
    {.name = "gini_specialisation",
     .group = "structure",
     .label_fr = "Spécialisation (Gini des indices de spécificité)",
     .label_en = "Specialisation (Gini of location quotients)",
     .unit = "index",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_GINI,
     SECTORS,
     .formula = "Gini coefficient of the location quotients of the sectors, each counted once",
     .reference = "Ceapraz 2008",
     .pitfall_fr = "un petit secteur compte autant qu’un grand ; " NOMENCLATURE_FR,
     .pitfall_en = "a small sector counts as much as a large one; " NOMENCLATURE_EN},
    {.name = "hachman",
     .group = "structure",
     .label_fr = "Ressemblance à la structure nationale (indice de Hachman)",
     .label_en = "Likeness to the national structure (Hachman index)",
     .unit = "index",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_HACHMAN,
     SECTORS,
     .formula = "1 / sum of (location quotient x share of the sector), 0 to 1",
     .reference = "Hachman 1995",
     .pitfall_fr = NOMENCLATURE_FR,
     .pitfall_en = NOMENCLATURE_EN},
    {.name = "hhi_sectors",
     .group = "structure",
     .label_fr = "Concentration sectorielle (Herfindahl-Hirschman)",
     .label_en = "Concentration in sectors (Herfindahl-Hirschman)",
     .unit = "index",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_HHI,
     SECTORS,
     .formula = "sum of squared shares, 1/38 to 1",
     .reference = "Herfindahl 1950, Hirschman 1945",
     .pitfall_fr = NOMENCLATURE_FR,
     .pitfall_en = NOMENCLATURE_EN},
    {.name = "equivalent_sectors",
     .group = "structure",
     .label_fr = "Nombre équivalent de secteurs",
     .label_en = "Equivalent number of sectors",
     .unit = "sectors",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_EQUIVALENT,
     SECTORS,
     .formula = "1 / sum of squared shares",
     .reference = "Adelman 1969",
     .pitfall_fr = NOMENCLATURE_FR,
     .pitfall_en = NOMENCLATURE_EN},
    {.name = "entropy_sectors",
     .group = "structure",
     .label_fr = "Diversité sectorielle (entropie)",
     .label_en = "Diversity of sectors (entropy)",
     .unit = "nats",
     .kind = INDICATOR_STRUCTURE,
     .measure = STRUCTURE_ENTROPY,
     SECTORS,
     .formula = "- sum of s ln s, 0 to ln 38",
     .reference = "Shannon 1948, Theil 1967",
     .pitfall_fr = "logarithme népérien ; " NOMENCLATURE_FR,
     .pitfall_en = "natural logarithm; " NOMENCLATURE_EN},
    {.name = "shift_share",
     .group = "structure",
     .label_fr = "Évolution des postes, 38 secteurs",
     .label_en = "Growth of posts, 38 sectors",
     .unit = "rate",
     .kind = INDICATOR_SHIFT,
     SECTORS,
     SHIFT,
     .pitfall_fr = "l’effet régional n’est pas une cause ; il dépend de l’année de départ ; un établissement "
                   "qui change "
                   "d’activité déplace ses postes",
     .pitfall_en =
         "the regional effect is not a cause; it depends on the first year; an establishment that changes "
         "its activity moves its posts"},
    {.name = "shift_share_a5",
     .group = "structure",
     .label_fr = "Évolution de l’emploi, 5 secteurs",
     .label_en = "Growth of jobs, 5 sectors",
     .unit = "rate",
     .kind = INDICATOR_SHIFT,
     FIVE,
     SHIFT,
     .pitfall_fr = FIVE_FR " ; recensement : à cinq ans d’écart au moins",
     .pitfall_en = FIVE_EN "; census: at least five years apart"},
    {.name = NULL},
};

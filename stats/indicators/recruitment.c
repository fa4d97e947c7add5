/* What employers say that they need: Besoins en main-d'œuvre (France Travail), by family of
 * occupations. Cells below 5 are hidden, zeros among them: a sum has bounds. */
#include "stats/indicators/families.h"

#define BMO "France Travail, enquête Besoins en main-d'œuvre"

enum { MOST_HIDDEN = 4 };

const struct indicator indicators_recruitment[] = {
    {.name = "recruitment_projects",
     .group = "recruitment",
     .label_fr = "Projets de recrutement",
     .label_en = "Recruitment projects",
     .unit = "projects",
     .kind = INDICATOR_COUNT,
     .terms = {{"bmo_projects_{item}", NULL}},
     .items_prefix = "bmo_projects_",
     .most_hidden = MOST_HIDDEN,
     .formula = "projects of the year, sum over occupations and employment basins",
     .reference = BMO,
     .pitfall_fr = "intentions, en fin d’année précédente ; les cellules masquées comptent pour 0",
     .pitfall_en = "intentions, at the end of the year before; hidden cells count as 0"},
    {.name = "recruitment_difficult",
     .group = "recruitment",
     .label_fr = "Part des recrutements jugés difficiles",
     .label_en = "Share of recruitments judged difficult",
     .unit = "share",
     .kind = INDICATOR_SHARE,
     .terms = {{"bmo_difficult_{item}", "bmo_projects_{item}"}},
     .items_prefix = "bmo_difficult_",
     .most_hidden = MOST_HIDDEN,
     .formula = "projects judged difficult / projects",
     .reference = BMO,
     .pitfall_fr = "une composante de la tension, pas l’indicateur de tension de la Dares, dont les "
                   "pondérations ne sont pas publiées ici",
     .pitfall_en = "one component of labour tension, not the tension indicator of Dares, whose weights are "
                   "not at hand"},
    {.name = "recruitment_seasonal",
     .group = "recruitment",
     .label_fr = "Part des recrutements saisonniers",
     .label_en = "Share of seasonal recruitments",
     .unit = "share",
     .kind = INDICATOR_SHARE,
     .terms = {{"bmo_seasonal_{item}", "bmo_projects_{item}"}},
     .items_prefix = "bmo_seasonal_",
     .most_hidden = MOST_HIDDEN,
     .formula = "seasonal projects / projects",
     .reference = BMO,
     .pitfall_fr = "beaucoup de cellules masquées : les bornes sont larges",
     .pitfall_en = "many hidden cells: the bounds are wide"},
    {.name = NULL},
};

/* Change of the population between two censuses, as births and deaths explain it and as
 * they do not. Rates are counts over person-years, never the published rates: those divide
 * the change by itself and have no value when the population has not changed. */
#include "stats/indicators/families.h"

#define PERSON_YEARS "demo_py_start demo_py_end"

const struct indicator indicators_demography[] = {
    {.name = "natural_change_rate",
     .group = "demography",
     .label_fr = "Évolution naturelle de la population, par an",
     .label_en = "Natural change of the population, a year",
     .unit = "rate",
     .kind = INDICATOR_RATIO,
     .terms = {{"demo_births -demo_deaths", PERSON_YEARS}},
     .formula = "(births - deaths) / (length of the period x mean of its two populations)",
     .reference = "INSEE, census and civil registers, after ANCT",
     .pitfall_fr = "moyenne annuelle de la période entre recensements qui finit cette année-là",
     .pitfall_en = "yearly mean of the period between censuses that ends in the year shown"},
    {.name = "apparent_migration_rate",
     .group = "demography",
     .label_fr = "Solde migratoire apparent, par an",
     .label_en = "Apparent net migration, a year",
     .unit = "rate",
     .kind = INDICATOR_RATIO,
     .terms = {{"demo_pop_end -demo_pop_start -demo_births demo_deaths", PERSON_YEARS}},
     .formula = "(change of population - births + deaths) / (length x mean of the two populations)",
     .reference = "INSEE, census and civil registers, after ANCT",
     .pitfall_fr = "résidu : contient aussi les écarts de qualité entre les deux recensements",
     .pitfall_en = "a residual: also holds the difference in quality of the two censuses"},
    {.name = NULL},
};

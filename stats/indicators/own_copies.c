/* Figures that bassin cannot ship for want of a licence, for users who import
 * their own copies (dictionary own-copies). */
#include "stats/indicators/families.h"

#define THIRD_PARTY(suffix, variable, fr, en)                                                                \
    {                                                                                                        \
        .name = suffix, .group = "own copies", .label_fr = fr, .label_en = en, .unit = "share",              \
        .kind = INDICATOR_PUBLISHED, .terms = {{variable, NULL}},                                            \
        .formula = "as computed by the third party", .reference = "third party, from INSEE, census",         \
        .pitfall_fr = "part calculée par un tiers, arrondie à deux décimales, sans effectifs",               \
        .pitfall_en = "a share computed by a third party, rounded to two decimals, without counts"           \
    }

const struct indicator indicators_own_copies[] = {
    THIRD_PARTY("third_party_industry_share", "tiers_part_industrie",
                "Part de l’industrie dans l’emploi (recensement, tiers)",
                "Share of jobs in industry (census, third party)"),
    THIRD_PARTY("third_party_below_bac", "tiers_part_infra_bac", "Part sans baccalauréat (tiers)",
                "Share below baccalauréat (third party)"),
    THIRD_PARTY("third_party_above_bac2", "tiers_part_sup_bac2", "Part au-delà de bac + 2 (tiers)",
                "Share above two years of higher education (third party)"),
    THIRD_PARTY("third_party_unemployment", "tiers_taux_chomage",
                "Taux de chômage au sens du recensement (tiers)", "Census unemployment rate (third party)"),
    {.name = "industry_share_private",
     .group = "own copies",
     .label_fr = "Part de l’industrie dans l’emploi salarié privé (Urssaf)",
     .label_en = "Share of industry in private salaried jobs (Urssaf)",
     .unit = "share",
     .kind = INDICATOR_SHARE,
     .terms = {{"urssaf_be", "urssaf_a5"}},
     .formula = "private jobs in industry / private jobs, end of year",
     .reference = "Urssaf",
     .pitfall_fr = "sans fonction publique ni agriculture : plus élevée que Flores de 2,5 à 5 points",
     .pitfall_en = "without public service and agriculture: 2.5 to 5 points above Flores"},
    {.name = "industry_private_trend",
     .group = "own copies",
     .label_fr = "Tendance de la part de l’industrie dans l’emploi salarié privé (Urssaf), par an",
     .label_en = "Trend of the share of industry in private salaried jobs (Urssaf), a year",
     .unit = "rate",
     .kind = INDICATOR_TREND,
     .terms = {{"urssaf_be", "urssaf_a5"}},
     .formula = "median of the slopes between all pairs of years",
     .reference = "Urssaf; Theil 1950, Sen 1968; Hamed and Rao 1998",
     .pitfall_fr = "les apprentis sont comptés depuis la publication du 1er trimestre 2023 seulement",
     .pitfall_en = "apprentices are counted only since the release of the first quarter of 2023"},
    {.name = "jobs_private_growth",
     .group = "own copies",
     .label_fr = "Croissance annuelle de l’emploi salarié privé (Urssaf)",
     .label_en = "Yearly growth of private salaried jobs (Urssaf)",
     .unit = "rate",
     .kind = INDICATOR_GROWTH,
     .terms = {{"urssaf_sal", NULL}},
     .formula = "exp(median of the slopes of the logarithm between all pairs of years) - 1",
     .reference = "Urssaf; Theil 1950, Sen 1968; Hamed and Rao 1998",
     .pitfall_fr = "les apprentis sont comptés depuis la publication du 1er trimestre 2023 seulement",
     .pitfall_en = "apprentices are counted only since the release of the first quarter of 2023"},
    {.name = NULL},
};

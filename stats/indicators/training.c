/* What becomes of people after training.
 *
 * Apprentices: InserJeunes (DEPP and Dares), by training centre (CFA). The files give shares
 * without counts, so a région can only have the plain mean of its centres, with the spread
 * between them. A file of one's own with counts (dictionary family training-outcomes) gives
 * rates of any territory, under the definitions and the publication threshold of InserJeunes.
 * Graduates: survey of the ministry of higher education (SIES), rates by university and
 * domain, weighted by the answers behind them. */
#include "stats/indicators/families.h"

#define CFA(suffix, variable, fr, en)                                                                        \
    {                                                                                                        \
        .name = "apprentices_" suffix, .group = "training", .label_fr = fr, .label_en = en, .unit = "share", \
        .kind = INDICATOR_MEAN, .terms = {{variable, NULL}},                                                 \
        .formula = "plain mean over the CFAs that are published, two cohorts pooled",                        \
        .reference = "DEPP and Dares, InserJeunes",                                                          \
        .pitfall_fr = "moyenne non pondérée ; rien n’est publié sous 20 sortants",                           \
        .pitfall_en = "unweighted mean; nothing is published below 20 leavers"                               \
    }

#define EXPECTED_PITFALL_FR                                                                                  \
    "le modèle de la DEPP change d’une année à l’autre : un écart n’est pas une performance"
#define EXPECTED_PITFALL_EN "the model of DEPP changes from year to year: a difference is not performance"

/* InserJeunes shows no rate of fewer than 20 people. */
enum { LEAST_LEAVERS = 20, LEAST_ANSWERS = 30 };

#define LEAVERS "out_pupils -out_continuing"

#define OUTCOME(name_, fr, en, kind_, numerator, denominator, formula_, pitfall_fr_, pitfall_en_)            \
    {                                                                                                        \
        .name = "outcome_" name_, .group = "training", .label_fr = fr, .label_en = en, .unit = "share",      \
        .kind = kind_, .terms = {{numerator, denominator}}, .least_denominator = LEAST_LEAVERS,              \
        .formula = formula_, .reference = "DEPP and Dares, InserJeunes; counts of the user's file",          \
        .pitfall_fr = pitfall_fr_, .pitfall_en = pitfall_en_                                                 \
    }

#define EMPLOYED(months)                                                                                     \
    OUTCOME(                                                                                                 \
        "employment_" months "m", "Sortants de formation en emploi " months " mois après",                   \
        "Training leavers employed after " months " months", INDICATOR_SHARE, "out_employed_" months,        \
        LEAVERS, "employed leavers / (pupils - continuing)",                                                 \
        "sans indépendants, emplois à l’étranger ni chez des particuliers, si la source est InserJeunes",    \
        "without self-employment, jobs abroad or in households, if the source is InserJeunes")

#define GRADUATES(months)                                                                                    \
    {                                                                                                        \
        .name = "graduates_employed_" months "m", .group = "training",                                       \
        .label_fr = "Diplômés en emploi " months " mois après",                                              \
        .label_en = "Graduates employed after " months " months", .unit = "share", .kind = INDICATOR_SHARE,  \
        .terms = {{"sies" months "_emp_{item}", "sies" months "_ans_{item}"}},                               \
        .items_prefix = "sies" months "_emp_", .least_denominator = LEAST_ANSWERS, .counts_answers = true,   \
        .formula = "sum of (rate x answers) / sum of answers, over universities and domains",                \
        .reference = "MESR (SIES), insertion professionnelle des diplômés",                                  \
        .pitfall_fr = "trois diplômés sur dix environ ne répondent pas ; taux arrondis au point",            \
        .pitfall_en = "about three graduates in ten do not answer; rates are rounded to a point"             \
    }

const struct indicator indicators_training[] = {
    CFA("employed_6m", "cfa_emploi6", "Apprentis en emploi 6 mois après",
        "Apprentices employed after 6 months"),
    CFA("employed_12m", "cfa_emploi12", "Apprentis en emploi 12 mois après",
        "Apprentices employed after 12 months"),
    CFA("employed_18m", "cfa_emploi18", "Apprentis en emploi 18 mois après",
        "Apprentices employed after 18 months"),
    CFA("employed_24m", "cfa_emploi24", "Apprentis en emploi 24 mois après",
        "Apprentices employed after 24 months"),
    CFA("interrupted", "cfa_interrompus", "Contrats d’apprentissage interrompus",
        "Interrupted apprenticeship contracts"),
    CFA("continuing", "cfa_poursuite", "Apprentis qui poursuivent leurs études",
        "Apprentices who continue their studies"),
    {.name = "apprentices_expected_6m",
     .group = "training",
     .label_fr = "Taux d’emploi attendu des apprentis à 6 mois",
     .label_en = "Expected employment rate of apprentices after 6 months",
     .unit = "share",
     .kind = INDICATOR_MEAN,
     .terms = {{"cfa_attendu6", NULL}},
     .formula = "plain mean over the CFAs of the rate that a model expects of their pupils and place",
     .reference = "DEPP and Dares, InserJeunes",
     .pitfall_fr = EXPECTED_PITFALL_FR,
     .pitfall_en = EXPECTED_PITFALL_EN},
    {.name = "apprentices_value_added_6m",
     .group = "training",
     .label_fr = "Valeur ajoutée des CFA à 6 mois",
     .label_en = "Value added of CFAs after 6 months",
     .unit = "rate",
     .kind = INDICATOR_MEAN,
     .terms = {{"cfa_va6", NULL}},
     .formula = "plain mean over the CFAs of observed - expected employment rate",
     .reference = "DEPP and Dares, InserJeunes",
     .pitfall_fr = EXPECTED_PITFALL_FR,
     .pitfall_en = EXPECTED_PITFALL_EN},
    OUTCOME("continuation", "Poursuite d’études après la formation", "Continuation of studies after training",
            INDICATOR_SHARE, "out_continuing", "out_pupils", "continuing / pupils of the last year",
            "les redoublants comptent parmi ceux qui poursuivent",
            "pupils who repeat the year count as continuing"),
    OUTCOME("favourable", "Poursuite d’études ou emploi à 6 mois",
            "Continuation or employment after 6 months", INDICATOR_SHARE, "out_continuing out_employed_6",
            "out_pupils", "(continuing + employed after 6 months) / pupils of the last year",
            "poursuivre et travailler ne sont pas la même réussite",
            "to continue and to work are not the same success"),
    EMPLOYED("6"),
    EMPLOYED("12"),
    EMPLOYED("18"),
    EMPLOYED("24"),
    {.name = "outcome_value_added_6m",
     .group = "training",
     .label_fr = "Valeur ajoutée des formations à 6 mois",
     .label_en = "Value added of training after 6 months",
     .unit = "rate",
     .kind = INDICATOR_EXCESS,
     .terms = {{"out_employed_6", LEAVERS}},
     .expected = "out_expected_6",
     .least_denominator = LEAST_LEAVERS,
     .formula = "(employed - expected) / (pupils - continuing), expected as the file gives it",
     .reference = "DEPP and Dares, InserJeunes; counts of the user's file",
     .pitfall_fr = EXPECTED_PITFALL_FR,
     .pitfall_en = EXPECTED_PITFALL_EN},
    GRADUATES("18"),
    GRADUATES("30"),
    {.name = "graduates_kept",
     .group = "training",
     .label_fr = "Diplômés en emploi dans la région de leurs études",
     .label_en = "Graduates employed in the région of their studies",
     .unit = "share",
     .kind = INDICATOR_SHARE,
     .terms = {{"sies30_job_{item} -sies30_out_{item}", "sies30_job_{item}"}},
     .items_prefix = "sies30_job_",
     .least_denominator = LEAST_ANSWERS,
     .counts_answers = true,
     .formula = "1 - jobs outside the région of the university / jobs, 30 months after the degree",
     .reference = "MESR (SIES), insertion professionnelle des diplômés; graduate retention: Céreq",
     .pitfall_fr = "part des emplois ; région des études et non d’origine ; régions d’avant 2016 écartées "
                   "(diplômes de 2010 à 2012)",
     .pitfall_en = "a share of jobs; région of study, not of origin; the régions of before 2016 are left "
                   "out (degrees of 2010 to 2012)"},
    {.name = NULL},
};

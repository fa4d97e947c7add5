/* What becomes of apprentices: InserJeunes (DEPP and Dares), by training centre
 * (CFA). The files give shares without counts, so a région can only have the
 * plain mean of its centres, with the spread between them. */
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
    {.name = NULL},
};

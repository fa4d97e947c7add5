#include "stats/indicators/uncertainty.h"

#include <string.h>

struct line {
    const char *fr, *en;
};

static struct line of_fraction(enum exploitation exploitation)
{
    switch (exploitation) {
    case EXPLOITATION_P:
        return (struct line){
            "coefficients de variation de l’INSEE ; aucun où toutes les communes sont recensées",
            "INSEE's coefficients of variation; none where all communes are counted in full"};
    case EXPLOITATION_C:
        return (struct line){"échantillon : coefficients de variation, sinon Wilson à effectif efficace",
                             "sample: coefficients of variation, else Wilson with an effective size"};
    case EXPLOITATION_RECORDS:
        return (struct line){"Wilson à effectif efficace, d’après les poids",
                             "Wilson with an effective size, from the weights"};
    case EXPLOITATION_REGISTER:
        return (struct line){"aucun (registre) ; Wilson avec --superpopulation",
                             "none (register); Wilson with --superpopulation"};
    case EXPLOITATION_SURVEY:
    case EXPLOITATION_MODEL:
    case EXPLOITATION_PUBLISHED:
    case EXPLOITATION_THIRD_PARTY:
    case NUM_EXPLOITATIONS:
        break;
    }
    return (struct line){"aucun : précision non publiée", "none: precision not published"};
}

static struct line of_composition(enum composition_measure measure)
{
    switch (measure) {
    case COMPOSITION_RENEWAL:
    case COMPOSITION_IMPACT:
    case COMPOSITION_MISMATCH:
        return (struct line){"Monte-Carlo des erreurs des effectifs, corrigé du biais",
                             "Monte-Carlo of the errors of the counts, bias corrected"};
    case COMPOSITION_STANDARDISED:
        return (struct line){"gamma (Fay et Feuer), effectifs efficaces",
                             "gamma (Fay and Feuer), effective counts"};
    case COMPOSITION_OBSERVED:
        return (struct line){"Poisson exact, effectifs efficaces", "exact Poisson, effective counts"};
    case COMPOSITION_CATEGORY:
    case COMPOSITION_BALANCE:
    case COMPOSITION_RIDIT:
        break;
    }
    return (struct line){"méthode delta sur les erreurs des effectifs",
                         "delta method on the errors of the counts"};
}

static struct line line_of(const struct indicator *self, enum exploitation exploitation)
{
    if (self->most_hidden > 0)
        return (struct line){"bornes de ce que les cellules cachées peuvent contenir",
                             "bounds of what the hidden cells may hold"};
    if (self->counts_answers)
        return (struct line){"Wilson, nombre de réponses à l’enquête",
                             "Wilson, number of answers to the survey"};
    switch (self->kind) {
    case INDICATOR_MEAN:
        return (struct line){"Student sur les établissements", "Student over establishments"};
    case INDICATOR_EXCESS:
        return (struct line){"celui de la part observée ; l’attendue est tenue pour connue",
                             "that of the share observed; the expected one is taken as known"};
    case INDICATOR_LQ:
        return (struct line){"log-delta ou Fieller, la part du territoire dans le pays comprise",
                             "log-delta or Fieller, with the covariance of the territory and the country"};
    case INDICATOR_STRUCTURE:
        return (struct line){"Monte-Carlo : multinomiale, ou erreurs du recensement",
                             "Monte-Carlo: multinomial, or errors of the census"};
    case INDICATOR_TREND:
    case INDICATOR_GROWTH:
        return (struct line){"Theil-Sen ; Student, l’autocorrélation comprise",
                             "Theil-Sen; Student, for an autocorrelated series"};
    case INDICATOR_COMPOSITION:
        return of_composition(self->composition);
    case INDICATOR_PUBLISHED:
        return of_fraction(EXPLOITATION_PUBLISHED);
    case INDICATOR_SHIFT:
        return (struct line){"Monte-Carlo : erreurs du recensement, ou tirage avec --superpopulation",
                             "Monte-Carlo: errors of the census, or a draw with --superpopulation"};
    case INDICATOR_COUNT:
    case INDICATOR_SHARE:
    case INDICATOR_RATIO:
        break;
    }
    return of_fraction(exploitation);
}

const char *indicator_uncertainty(const struct indicator *self, enum exploitation exploitation,
                                  const char *language)
{
    struct line line = line_of(self, exploitation);

    return strcmp(language, "fr") == 0 ? line.fr : line.en;
}

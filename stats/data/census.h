/* Precision of counts of the French census (RP).
 *
 * Main exploitation (P): communes under 10,000 inhabitants are counted in full
 * once in five years, so their counts carry no sampling error; in larger ones
 * about 40 % of dwellings are surveyed over the cycle, and INSEE publishes a
 * scale of coefficients of variation by size of the count (fiche "Précision des
 * résultats du recensement").
 * Complementary exploitation (C: sectors, occupations, migrations): a sample
 * everywhere, about one household in four under 10,000 inhabitants; above, all
 * forms collected. */
#ifndef STATS_DATA_CENSUS_H
#define STATS_DATA_CENSUS_H

/* Where a figure comes from, which decides how sure it is. */
enum exploitation {
    EXPLOITATION_P,           /* census, main */
    EXPLOITATION_C,           /* census, complementary */
    EXPLOITATION_REGISTER,    /* administrative count: no sampling error */
    EXPLOITATION_SURVEY,      /* sample survey, precision not published here */
    EXPLOITATION_MODEL,       /* modelled by the publisher */
    EXPLOITATION_PUBLISHED,   /* a share that the publisher of the source computed */
    EXPLOITATION_THIRD_PARTY, /* a share that somebody else computed */
    EXPLOITATION_RECORDS,     /* weighted records of a census sample: the weights tell the variance */
    NUM_EXPLOITATIONS
};

const char *exploitation_name(enum exploitation value);

/* NUM_EXPLOITATIONS when the name is unknown. */
enum exploitation exploitation_find(const char *name);

/* Inhabitants from which a commune is surveyed rather than counted in full. */
#define CENSUS_LARGE_COMMUNE 10000.0

/* Sampling fraction of households in the complementary exploitation of smaller
 * communes, and the design effect assumed there (judgement: people of one
 * household answer together). */
#define CENSUS_C_FRACTION 0.25
#define CENSUS_C_DESIGN_EFFECT 1.3

/* Coefficient of variation of a count in a commune of at least 10,000
 * inhabitants: 1 % from 50,000 people, ... 8 % from 250 and below (where it is
 * really worse). count > 0. */
double census_cv(double count);

/* Variance of a weighted count in one commune. population is that of the
 * commune, NaN if unknown (then NaN, except for a count of 0). Returns NaN for
 * exploitations other than P and C. */
double census_variance(double count, double population, enum exploitation exploitation);

#endif

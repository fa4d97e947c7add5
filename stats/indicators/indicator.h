/* Indicators: const descriptors, one family a file, collected in one registry,
 * and the engine that evaluates them.
 *
 * Terms are variables joined by spaces, "-" before one subtracts it:
 * "p_act1564 -p_chom1564". An indicator may have several pairs of terms, for
 * vintages whose columns differ: the first pair whose variables all have a
 * figure is used. {item} in a term stands for one of the items of an indicator
 * that exists once per sector, age ... Of a structure the numerator is a list of
 * sectors, or "prefix*" for all variables of that prefix, the denominator their total. */
#ifndef STATS_INDICATORS_INDICATOR_H
#define STATS_INDICATORS_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/data/dataset.h"
#include "stats/indicators/estimate.h"
#include "stats/numeric/composition.h"

enum indicator_kind {
    INDICATOR_COUNT,      /* the numerator alone */
    INDICATOR_SHARE,      /* numerator inside the denominator: a share of 0 to 1 */
    INDICATOR_RATIO,      /* numerator over denominator, not nested */
    INDICATOR_PUBLISHED,  /* a share or rate as published: the numerator is the variable */
    INDICATOR_MEAN,       /* mean over establishments, with their number and spread */
    INDICATOR_EXCESS,     /* a share less the one that was expected: value added */
    INDICATOR_LQ,         /* share of the territory over share of France */
    INDICATOR_STRUCTURE,  /* a measure of all sectors at once (structure_measure) */
    INDICATOR_TREND,      /* yearly change of the numerator over all years up to the year asked for */
    INDICATOR_GROWTH,     /* the same of its logarithm: yearly growth rate */
    INDICATOR_SHIFT,      /* shift-share since the first year at hand; the items are its components */
    INDICATOR_COMPOSITION /* a measure over the classes of a population (composition_measure) */
};

/* Of the distribution of jobs over sectors, against that of France where it takes a
 * reference; definitions in stats/numeric/specialisation.h. */
enum structure_measure {
    STRUCTURE_KRUGMAN,
    STRUCTURE_GINI,
    STRUCTURE_HACHMAN,
    STRUCTURE_HHI,
    STRUCTURE_EQUIVALENT,
    STRUCTURE_ENTROPY,
    STRUCTURE_HOOVER
};

struct indicator_terms {
    const char *numerator, *denominator;
};

enum { INDICATOR_MAX_TERMS = 4 };

struct indicator {
    const char *name;
    const char *group;
    const char *label_fr, *label_en;
    const char *unit; /* share, index, ratio, jobs, persons */
    enum indicator_kind kind;
    struct indicator_terms terms[INDICATOR_MAX_TERMS];
    const char *items_prefix;       /* variables that give the items, NULL if there are none */
    const char *fixed_items;        /* items by name, separated by spaces; NULL if there are none */
    enum structure_measure measure; /* of INDICATOR_STRUCTURE */
    enum composition_measure composition;
    const char *classes;      /* of INDICATOR_COMPOSITION */
    int lag;                  /* the denominator is of `lag` years before the numerator */
    double factor;            /* multiplies the ratio; 0 means 1 */
    const char *expected;     /* of INDICATOR_EXCESS: terms, the numerator that was expected */
    double least_denominator; /* below it nothing is shown (publication threshold); 0 if none */
    double most_hidden;       /* a cell that the source hides holds 0 to this; 0 if none is hidden */
    bool counts_answers;      /* the denominator counts answers to a survey */
    const char *universe_fr, *universe_en; /* NULL: that of the first variable */
    const char *formula;                   /* for people */
    const char *reference;                 /* who defines it */
    const char *pitfall_fr, *pitfall_en;
};

/* The indicators in the order in which they are shown; NULL past the last. */
const struct indicator *indicator_at(size_t index);

const struct indicator *indicator_find(const char *name);

/* The items of an indicator in a dataset ("cl", "2029"), in the order of the
 * dataset; allocated. One empty item when it has none. */
int indicator_items(const struct indicator *self, const struct dataset *dataset, const char ***items,
                    size_t *num_items, struct err *err);

/* ERR_USAGE, with the items to choose from, when an indicator that has items is asked for
 * without one or with another; or one that has none is asked for with one. */
int indicator_check_item(const struct indicator *self, const char *item, const struct dataset *dataset,
                         struct err *err);

/* Years in which its first numerator has a figure at a level, ascending; allocated.
 * Evaluation tells whether the other terms have one too. */
int indicator_years(const struct indicator *self, const char *item, struct dataset *dataset, enum level level,
                    int **years, size_t *num_years, struct err *err);

/* Evaluates it for one territory and year. estimate->value is NaN when a figure
 * is missing (flag "no-data"), when the figures must not be combined ("mixed"), contradict
 * each other ("inconsistent") or are too few to be shown ("suppressed"). */
int indicator_evaluate(const struct indicator *self, const char *item, struct dataset *dataset,
                       enum level level, const char *code, int year, const struct estimate_options *options,
                       struct estimate *estimate, struct err *err);

/* "label : item label" in a language. */
void indicator_label(const struct indicator *self, const struct estimate *estimate, const char *language,
                     struct strbuf *out);

#endif

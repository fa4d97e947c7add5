/* Evaluation of indicators that look at several classes of one population at once:
 * ages of those who move, levels of qualification, occupations.
 *
 * A class takes the place of {item} in the terms: "mig_entr_{item}" with the classes
 * "lt20 2029 ...". Alternatives of classes, for vintages that have others, stand between
 * "|": the first is used of which every class has a figure. */
#ifndef STATS_INDICATORS_COMPOSITION_H
#define STATS_INDICATORS_COMPOSITION_H

#include "stats/indicators/request.h"
#include "stats/numeric/composition.h"

enum { MAX_CLASSES = COMPOSITION_CLASSES };

/* The classes of one alternative. */
struct classes {
    char names[MAX_CLASSES][32];
    size_t num;
};

/* Reads the alternative that *rest stands at and moves *rest to the next; false at the
 * end. "prefix*" stands for the ends of all variables of the dataset that begin so. */
bool classes_next(struct classes *self, const char **rest, const struct dataset *dataset);

/* Value and interval of an indicator of the kind INDICATOR_COMPOSITION: stats/numeric/
 * composition.h. Counts of a register are taken as a draw (Poisson); complementary counts
 * of the census without a standard error have that of one household in four. */
int composition_evaluate(const struct request *r, struct estimate *e, struct err *err);

#endif

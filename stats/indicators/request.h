/* One evaluation under way: what the evaluators of the kinds of indicator share. */
#ifndef STATS_INDICATORS_REQUEST_H
#define STATS_INDICATORS_REQUEST_H

#include "stats/indicators/indicator.h"

struct request {
    const struct indicator *indicator;
    const char *item;
    struct dataset *dataset;
    enum level level;
    const char *code;
    int year;
    const struct estimate_options *options;
};

bool request_is_census(const struct panel_variable *variable);

/* Variance of a census count of which only the total is known (no communes): the rule for
 * the complementary exploitation of small communes, which is the less favourable one. */
double request_complementary_variance(double gross);

/* Unit, universe, source and flags of an estimate, from the variable behind it. */
void request_describe(const struct request *r, struct estimate *e, const struct panel_variable *variable);

/* Flags "word:N" when N parts have no figure. */
void request_flag_missing(struct estimate *e, const char *word, double missing);

/* Flags that part of the counts was shared by population. */
void request_flag_imputed(struct estimate *e, double part);

/* Flags figures of different perimeters, which must not be combined: true when they are. */
bool request_refuses_perimeters(const struct request *r, struct estimate *e, const struct panel_variable *a,
                                const struct panel_variable *b);

#endif

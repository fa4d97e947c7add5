/* A figure that knows how sure it is: value, interval, method, and where it
 * comes from. */
#ifndef STATS_INDICATORS_ESTIMATE_H
#define STATS_INDICATORS_ESTIMATE_H

#include <stdbool.h>

struct estimate {
    double value;     /* NaN: not available */
    double low, high; /* NaN: no interval (method says why) */
    double se;        /* standard error of the value; NaN if unknown */
    double n;         /* size behind the value (people, jobs, training centres); NaN if unknown */
    double base;      /* denominator: the weight of the territory in a parent; NaN if none */
    bool adds_up;     /* that of a parent is the mean of those of its parts, weighted by base */
    int year;
    const char *method;                        /* static text */
    const char *unit;                          /* static text */
    const char *universe_fr, *universe_en;     /* borrowed from the panel, "" if none */
    const char *item_label_fr, *item_label_en; /* label of the item's variable, "" if none */
    const char *source;                        /* id, borrowed from the panel, "" if none */
    const char *geography; /* date of the territories behind the value, borrowed; "" if unknown */
    const char *perimeter; /* date of the perimeters, borrowed; "" if it does not matter */
    char flags[128];       /* words joined by spaces; see estimate_flag_help */
};

/* Intervals of shares of counted people; see stats/numeric/proportion.h. */
enum share_interval { SHARE_WILSON, SHARE_CLOPPER_PEARSON, SHARE_JEFFREYS, SHARE_AGRESTI_COULL };

/* How intervals are made. */
struct estimate_options {
    double confidence; /* 0.95 */
    enum share_interval share_interval;
    bool quotients_by_fieller; /* else log-delta */
    bool nested_rule;          /* census ratios: sqrt(CVn² - CVd²) instead of the conservative sum */
    bool superpopulation;      /* registers: treat the counts as a draw (binomial) */
};

extern const struct estimate_options estimate_defaults;

/* An estimate without a value. */
struct estimate estimate_none(int year);

/* Adds a word to the flags, once. */
void estimate_flag(struct estimate *self, const char *word);

bool estimate_has_flag(const struct estimate *self, const char *word);

/* Looking back for a year with a value: keeps in *last the first suppressed estimate met, so
 * that "too few people" is said rather than what the oldest year lacks. */
void estimate_note_suppressed(struct estimate *last, const struct estimate *tried);

/* The multiple of the standard error on either side of a census figure: 2 at
 * 95 %, as INSEE's own rule has it, else the normal quantile. */
double estimate_census_multiple(double confidence);

/* Meaning of the flags, one line a flag. */
extern const char *const estimate_flag_help;

/* The difference between a territory and a parent that contains it, with the
 * interval that takes the containment into account where the figure adds up (of others it
 * leaves the covariance out, which is conservative); bounds are NaN when either has no
 * standard error. */
struct gap {
    double value, low, high;
};
struct gap estimate_gap(const struct estimate *territory, const struct estimate *parent, double confidence);

#endif

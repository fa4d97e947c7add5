/* Rules of secrecy that publishers apply, by name. */
#ifndef STATS_NUMERIC_SECRECY_RULES_H
#define STATS_NUMERIC_SECRECY_RULES_H

#include <stdbool.h>

#include "stats/numeric/secrecy.h"

struct secrecy_rule_set {
    const char *name;
    const char *label_en, *label_fr;    /* what is protected */
    double threshold, least, dominance; /* as in struct secrecy_rules, neutral if none */
    const char *counted;                /* what the contributors are */
    bool counts_value;                  /* they are the value itself */
    bool counts_row;           /* or the inhabitants of the territory, the same in all cells of a row */
    const char *source, *date; /* where the rule is stated, of when */
    const char *note;          /* what it leaves open; "" if nothing */
};

/* The sets known; the array ends with a NULL name. */
extern const struct secrecy_rule_set secrecy_rule_sets[];

/* The set of a name, NULL if there is none. */
const struct secrecy_rule_set *secrecy_rule_set_find(const char *name);

#endif
